// Checks an exported summit ledger with Go's own transparency-log packages and nothing of summit.
//
//	go run main.go EXPORT_DIR VKEY [PROOF_FILE]
//
// It opens the signed checkpoint under the key, hashes every entry of the bundles, computes the
// tree's root with golang.org/x/mod/sumdb/tlog, compares it with the checkpoint, with the tiles of
// level 0 and, by a consistency proof, with every earlier checkpoint, and checks an inclusion
// proof of the middle entry. With a .tlog-proof file it checks that as well.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// hashes is a tree in memory, in the order in which tlog stores it.
type hashes []tlog.Hash

func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(h)) {
			return nil, fmt.Errorf("no hash %d", index)
		}
		out[i] = h[index]
	}
	return out, nil
}

func must(err error, what string) {
	if err != nil {
		log.Fatalf("FAULT: %s: %v", what, err)
	}
}

// head reads the text of a checkpoint: origin, size, root.
func head(text string) (string, tlog.Tree, error) {
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) < 4 {
		return "", tlog.Tree{}, errors.New("fewer than three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return "", tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return lines[0], tlog.Tree{N: size, Hash: root}, err
}

func path(dir, kind string, index int64, width int64) string {
	name := fmt.Sprintf("%03d", index%1000)
	for index >= 1000 {
		index /= 1000
		name = fmt.Sprintf("x%03d/%s", index%1000, name)
	}
	if width < 256 {
		name = fmt.Sprintf("%s.p/%d", name, width)
	}
	return filepath.Join(dir, "tile", kind, filepath.FromSlash(name))
}

// entries reads the bundles, hashes each entry into the tree, and compares the tiles of level 0.
func entries(dir string, size int64) (tree hashes) {
	for first := int64(0); first < size; first += 256 {
		width := size - first
		if width > 256 {
			width = 256
		}
		data, err := os.ReadFile(path(dir, "entries", first/256, width))
		must(err, "entry bundle")
		tile, err := os.ReadFile(path(dir, "0", first/256, width))
		must(err, "tile of level 0")
		for i := int64(0); i < width; i++ {
			if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
				log.Fatalf("FAULT: entry %d: its bundle ends within it", first+i)
			}
			entry := data[2 : 2+binary.BigEndian.Uint16(data)]
			data = data[2+len(entry):]
			leaf := tlog.RecordHash(entry)
			if len(tile) != 32*int(width) || string(tile[32*i:32*i+32]) != string(leaf[:]) {
				log.Fatalf("FAULT: entry %d: its hash is not the one in the tile", first+i)
			}
			stored, err := tlog.StoredHashes(first+i, entry, tree)
			must(err, "tree")
			tree = append(tree, stored...)
		}
		if len(data) > 0 {
			log.Fatalf("FAULT: entry %d: more follows in its bundle", first+width-1)
		}
	}
	return tree
}

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("usage: go run main.go EXPORT_DIR VKEY [PROOF_FILE]")
	}
	dir := os.Args[1]
	if strings.Contains(strings.ToUpper(os.Args[2]), "PRIVATE+KEY") {
		log.Fatal("VKEY: this is a private key, not shown; give the public one")
	}
	verifier, err := note.NewVerifier(os.Args[2])
	must(err, "key")
	message, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	must(err, "checkpoint")
	signed, err := note.Open(message, note.VerifierList(verifier))
	must(err, "checkpoint")
	origin, tree, err := head(signed.Text)
	must(err, "checkpoint")
	stored := entries(dir, tree.N)
	root, err := tlog.TreeHash(tree.N, stored)
	must(err, "tree")
	if root != tree.Hash {
		log.Fatalf("FAULT: root: the checkpoint says %v, the entries give %v", tree.Hash, root)
	}
	earlier, err := filepath.Glob(filepath.Join(dir, "checkpoints", "*"))
	must(err, "checkpoints")
	for _, file := range earlier {
		message, err := os.ReadFile(file)
		must(err, file)
		signed, err := note.Open(message, note.VerifierList(verifier))
		must(err, file)
		name, old, err := head(signed.Text)
		must(err, file)
		if name != origin {
			log.Fatalf("FAULT: %s: it is of another log, %s", file, name)
		}
		if old.N > tree.N {
			log.Fatalf("FAULT: %s: it speaks of %d entries, here are %d", file, old.N, tree.N)
		}
		if old.N > 0 {
			proof, err := tlog.ProveTree(tree.N, old.N, stored)
			must(err, file)
			must(tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash), file)
		}
	}
	if tree.N > 0 {
		middle := tree.N / 2
		proof, err := tlog.ProveRecord(tree.N, middle, stored)
		must(err, "inclusion")
		leaf := stored[tlog.StoredHashIndex(0, middle)]
		must(tlog.CheckRecord(proof, tree.N, tree.Hash, middle, leaf), "inclusion")
	}
	fmt.Printf("go: %s: signature, %d entries, root and %d earlier checkpoints hold\n",
		origin, tree.N, len(earlier))
	if len(os.Args) > 3 {
		checkProof(os.Args[3], origin, verifier, stored)
	}
}

// checkProof checks a file of c2sp.org/tlog-proof against the entries.
func checkProof(file, origin string, verifier note.Verifier, stored hashes) {
	data, err := os.ReadFile(file)
	must(err, file)
	parts := strings.SplitN(string(data), "\n\n", 2)
	lines := strings.Split(parts[0], "\n")
	if len(parts) < 2 || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		log.Fatalf("FAULT: %s: not a proof file", file)
	}
	lines = lines[1:]
	if strings.HasPrefix(lines[0], "extra ") {
		lines = lines[1:]
	}
	index, err := strconv.ParseInt(strings.TrimPrefix(lines[0], "index "), 10, 64)
	must(err, file)
	var proof tlog.RecordProof
	for _, line := range lines[1:] {
		hash, err := base64.StdEncoding.DecodeString(line)
		must(err, file)
		var h tlog.Hash
		if copy(h[:], hash) != 32 || len(hash) != 32 {
			log.Fatalf("FAULT: %s: not a hash", file)
		}
		proof = append(proof, h)
	}
	signed, err := note.Open([]byte(parts[1]), note.VerifierList(verifier))
	must(err, file)
	name, tree, err := head(signed.Text)
	must(err, file)
	at := tlog.StoredHashIndex(0, index)
	if name != origin || index < 0 || at >= int64(len(stored)) {
		log.Fatalf("FAULT: %s: it is not of this log", file)
	}
	must(tlog.CheckRecord(proof, tree.N, tree.Hash, index, stored[at]), file)
	fmt.Printf("go: %s: entry %d is in the tree of %d\n", file, index, tree.N)
}
