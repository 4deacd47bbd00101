// Checks an exported summit ledger with Go's own transparency-log packages and nothing of summit.
//
//	go run main.go EXPORT_DIR VKEY [PROOF_FILE]
//	go run main.go EXPORT_DIR VKEY --each DIR VKEY...
//
// It opens the signed checkpoint under the key, hashes every entry of the bundles, computes the
// tree's root with golang.org/x/mod/sumdb/tlog, compares it with the checkpoint, with the tiles of
// level 0 and, by a consistency proof, with every earlier checkpoint, and checks an inclusion
// proof of the middle entry. With a .tlog-proof file it checks that as well. With --each it checks
// every note, .tlog-proof and .vkey in DIR by itself under the keys that follow, a line for each.
//
// Where the packages are lenient (second lines of one key, base64 with bits left over, keys under
// which anybody can sign, what stands after the root) this program is not.
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

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

// strict decodes base64 of which one value has one spelling.
func strict(text string) ([]byte, error) {
	data, err := base64.StdEncoding.DecodeString(text)
	if err == nil && base64.StdEncoding.EncodeToString(data) != text {
		err = errors.New("base64 with something left over")
	}
	return data, err
}

// ---- keys ----------------------------------------------------------------------------------------

// key is a known signer: of a log (type 1) or a witness (type 4).
type key struct {
	name   string
	hash   uint32
	kind   byte
	public ed25519.PublicKey
}

func (k key) Name() string    { return k.name }
func (k key) KeyHash() uint32 { return k.hash }

func (k key) Verify(message, signature []byte) bool {
	if k.kind == 4 { // the time stands before the signature
		if len(signature) != 72 || signature[0] >= 128 {
			return false
		}
		time := binary.BigEndian.Uint64(signature)
		message = append([]byte(fmt.Sprintf("cosignature/v1\ntime %d\n", time)), message...)
		signature = signature[8:]
	}
	return len(signature) == 64 && !small(signature[:32]) && ed25519.Verify(k.public, message, signature)
}

func isName(name string) bool {
	bad := func(r rune) bool { return unicode.IsSpace(r) || r == '+' || r < ' ' }
	return name != "" && utf8.ValidString(name) && strings.IndexFunc(name, bad) < 0
}

// readKey reads name+id+base64(type || public key).
func readKey(text string) (key, error) {
	parts := strings.SplitN(text, "+", 3)
	if len(parts) < 3 || !isName(parts[0]) {
		return key{}, errors.New("not name+id+base64")
	}
	material, err := strict(parts[2])
	if err != nil {
		return key{}, err
	}
	id := sha256.Sum256(append([]byte(parts[0]+"\n"), material...))
	if len(material) != 33 || (material[0] != 1 && material[0] != 4) || fmt.Sprintf("%x", id[:4]) != parts[1] {
		return key{}, errors.New("not a key of type 1 or 4 with its id")
	}
	if !sound(material[1:]) {
		return key{}, errors.New("not a sound point")
	}
	return key{parts[0], binary.BigEndian.Uint32(id[:4]), material[0], material[1:]}, nil
}

var p, _ = new(big.Int).SetString("7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffed", 16)

func mod(n *big.Int) *big.Int { return n.Mod(n, p) }

// curve reads y and tells whether there is a point of that height; y must be below p.
func curve(data []byte) (*big.Int, bool) {
	reversed := make([]byte, 32)
	for i, b := range data {
		reversed[31-i] = b
	}
	reversed[0] &= 127
	y := new(big.Int).SetBytes(reversed)
	d := new(big.Int).ModInverse(big.NewInt(121666), p)
	d = mod(d.Mul(d, big.NewInt(-121665)))
	square := mod(new(big.Int).Mul(y, y))
	up := mod(new(big.Int).Sub(square, big.NewInt(1)))
	down := mod(new(big.Int).Add(mod(d.Mul(d, square)), big.NewInt(1)))
	x := mod(up.Mul(up, down.ModInverse(down, p)))
	return y, y.Cmp(p) < 0 && (x.Sign() == 0 || big.Jacobi(x, p) == 1)
}

// small tells whether a point is one of the eight of small order: their heights are 1, -1, 0 and
// the two below, either sign.
func small(data []byte) bool {
	y, _ := curve(data)
	y = mod(y)
	for _, height := range []string{"0", "1", "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec",
		"7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7",
		"05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826"} {
		other, _ := new(big.Int).SetString(height, 16)
		if y.Cmp(other) == 0 {
			return true
		}
	}
	return false
}

// sound tells whether bytes are a point of the curve under which not everybody can sign.
func sound(data []byte) bool {
	_, on := curve(data)
	return on && !small(data)
}

// ---- signed notes and checkpoints ------------------------------------------------------------------

// open reads a signed note: every line of a known key must hold, and one of the log's where one is
// known, else one of a witness.
func open(message []byte, keys []key) (string, error) {
	verifiers := make([]note.Verifier, len(keys))
	logs := false
	for i, k := range keys {
		verifiers[i] = k
		logs = logs || k.kind == 1
	}
	if len(message) > 1000000 {
		return "", errors.New("a note of more than a million bytes")
	}
	signed, err := note.Open(message, note.VerifierList(verifiers...))
	if err != nil {
		return "", err
	}
	own := false
	lines := string(message[len(signed.Text)+1:])
	for _, line := range strings.Split(strings.TrimSuffix(lines, "\n"), "\n") {
		parts := strings.Split(line, " ")
		if len(parts) != 3 || parts[0] != "—" || !isName(parts[1]) {
			return "", errors.New("not a signature line")
		}
		data, err := strict(parts[2])
		if err != nil || len(data) < 5 {
			return "", errors.New("not a signature line")
		}
		for _, k := range keys {
			if k.name == parts[1] && k.hash == binary.BigEndian.Uint32(data) {
				if !k.Verify([]byte(signed.Text), data[4:]) {
					return "", fmt.Errorf("a signature of %s does not hold", k.name)
				}
				own = own || k.kind == 1
			}
		}
	}
	if logs && !own {
		return "", errors.New("no key of the log signed it")
	}
	return signed.Text, nil
}

// number reads a decimal number without leading zeros.
func number(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err == nil && (n < 0 || strconv.FormatInt(n, 10) != text) {
		err = errors.New("not a number")
	}
	return n, err
}

// head reads the text of a checkpoint: origin, size, root.
func head(text string) (string, tlog.Tree, error) {
	lines := strings.Split(strings.TrimSuffix(text, "\n"), "\n")
	if len(lines) < 3 {
		return "", tlog.Tree{}, errors.New("fewer than three lines")
	}
	for _, line := range lines {
		if line == "" {
			return "", tlog.Tree{}, errors.New("an empty line")
		}
	}
	size, err := number(lines[1])
	if err == nil && size > 1<<40 { // tlog does not come to an end near 2^63
		err = errors.New("larger than any log that this program reads")
	}
	if err != nil {
		return "", tlog.Tree{}, err
	}
	root, err := strict(lines[2])
	if err != nil || len(root) != 32 {
		return "", tlog.Tree{}, errors.New("the root is not a hash")
	}
	return lines[0], tlog.Tree{N: size, Hash: *(*tlog.Hash)(root)}, nil
}

// signedHead opens a checkpoint.
func signedHead(message []byte, keys []key) (string, tlog.Tree, error) {
	text, err := open(message, keys)
	if err != nil {
		return "", tlog.Tree{}, err
	}
	return head(text)
}

// ---- the export --------------------------------------------------------------------------------------

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

// ledger is an export that was read.
type ledger struct {
	origin  string
	tree    tlog.Tree
	stored  hashes
	entries [][]byte
}

// read reads the bundles, hashes each entry into the tree, and compares the tiles of level 0.
func (l *ledger) read(dir string, size int64) {
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
			entry := data[2 : 2+int(binary.BigEndian.Uint16(data))]
			data = data[2+len(entry):]
			leaf := tlog.RecordHash(entry)
			if len(tile) != 32*int(width) || string(tile[32*i:32*i+32]) != string(leaf[:]) {
				log.Fatalf("FAULT: entry %d: its hash is not the one in the tile", first+i)
			}
			stored, err := tlog.StoredHashes(first+i, entry, l.stored)
			must(err, "tree")
			l.stored = append(l.stored, stored...)
			l.entries = append(l.entries, entry)
		}
		if len(data) > 0 {
			log.Fatalf("FAULT: entry %d: more follows in its bundle", first+width-1)
		}
	}
}

// extends checks that the export goes on from an older checkpoint.
func (l *ledger) extends(message []byte, keys []key) error {
	name, old, err := signedHead(message, keys)
	if err != nil {
		return err
	}
	if name != l.origin {
		return fmt.Errorf("it is of another log, %s", name)
	}
	if old.N > l.tree.N {
		return fmt.Errorf("it speaks of %d entries, here are %d", old.N, l.tree.N)
	}
	if old.N == 0 {
		if old.Hash != tlog.Hash(sha256.Sum256(nil)) {
			return errors.New("not the root of an empty log")
		}
		return nil
	}
	proof, err := tlog.ProveTree(l.tree.N, old.N, l.stored)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, l.tree.N, l.tree.Hash, old.N, old.Hash)
}

// proves checks a file of c2sp.org/tlog-proof and returns the entry's number and the tree's size.
func (l *ledger) proves(data []byte, keys []key) (int64, int64, error) {
	no := func(why string) (int64, int64, error) { return 0, 0, errors.New(why) }
	parts := strings.SplitN(string(data), "\n\n", 2)
	lines := strings.Split(parts[0], "\n")
	if len(data) > 1131072 || len(parts) < 2 || len(lines) < 2 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return no("not a proof file")
	}
	lines = lines[1:]
	var extra []byte
	if strings.HasPrefix(lines[0], "extra") {
		var err error
		extra, err = strict(strings.TrimPrefix(lines[0], "extra "))
		if err != nil || len(extra) == 0 || len(extra) > 65536 || len(lines) < 2 {
			return no("not a line of extra data")
		}
		lines = lines[1:]
	}
	text := strings.TrimPrefix(lines[0], "index ")
	index, err := number(text)
	if text == lines[0] || err != nil || len(lines) > 65 {
		return no("no index")
	}
	var proof tlog.RecordProof
	for _, line := range lines[1:] {
		hash, err := strict(line)
		if err != nil || len(hash) != 32 {
			return no("not a hash")
		}
		proof = append(proof, *(*tlog.Hash)(hash))
	}
	name, tree, err := signedHead([]byte(parts[1]), keys)
	if err != nil {
		return 0, 0, err
	}
	ours := false
	for _, k := range keys {
		ours = ours || k.kind == 1 && k.name == name
	}
	if !ours {
		return no("no key given is of log " + name)
	}
	if index >= int64(len(l.entries)) || index >= tree.N {
		return no("it is not of this log")
	}
	entry := l.entries[index]
	var said struct{ Seq int64 }
	if json.Unmarshal(entry, &said) != nil || said.Seq != index || extra != nil && !bytes.Equal(extra, entry) {
		return no("it is another entry")
	}
	return index, tree.N, tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(entry))
}

// each checks every file of a folder by itself.
func (l *ledger) each(dir string, keys []key) {
	files, err := os.ReadDir(dir)
	must(err, dir)
	for _, file := range files {
		data, err := os.ReadFile(filepath.Join(dir, file.Name()))
		must(err, file.Name())
		switch filepath.Ext(file.Name()) {
		case ".vkey":
			_, err = readKey(string(data))
		case ".tlog-proof":
			_, _, err = l.proves(data, keys)
		default:
			err = l.extends(data, keys)
		}
		if err != nil {
			fmt.Printf("%s: FAULT: %s\n", file.Name(), strings.Join(strings.Fields(err.Error()), " "))
		} else {
			fmt.Printf("%s: holds\n", file.Name())
		}
	}
}

func main() {
	log.SetFlags(0)
	if len(os.Args) < 3 {
		log.Fatal("usage: go run main.go EXPORT_DIR VKEY [PROOF_FILE | --each DIR VKEY...]")
	}
	dir := os.Args[1]
	if strings.Contains(strings.ToUpper(os.Args[2]), "PRIVATE+KEY") {
		log.Fatal("VKEY: this is a private key, not shown; give the public one")
	}
	own, err := readKey(os.Args[2])
	must(err, "key")
	keys := []key{own}
	message, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	must(err, "checkpoint")
	var l ledger
	l.origin, l.tree, err = signedHead(message, keys)
	must(err, "checkpoint")
	l.read(dir, l.tree.N)
	root, err := tlog.TreeHash(l.tree.N, l.stored)
	must(err, "tree")
	if root != l.tree.Hash {
		log.Fatalf("FAULT: root: the checkpoint says %v, the entries give %v", l.tree.Hash, root)
	}
	earlier, err := filepath.Glob(filepath.Join(dir, "checkpoints", "*"))
	must(err, "checkpoints")
	for _, file := range earlier {
		message, err := os.ReadFile(file)
		must(err, file)
		must(l.extends(message, keys), file)
	}
	if l.tree.N > 0 {
		middle := l.tree.N / 2
		proof, err := tlog.ProveRecord(l.tree.N, middle, l.stored)
		must(err, "inclusion")
		leaf := l.stored[tlog.StoredHashIndex(0, middle)]
		must(tlog.CheckRecord(proof, l.tree.N, l.tree.Hash, middle, leaf), "inclusion")
	}
	fmt.Printf("go: %s: signature, %d entries, root and %d earlier checkpoints hold\n",
		l.origin, l.tree.N, len(earlier))
	if len(os.Args) > 4 && os.Args[3] == "--each" {
		keys = nil
		for _, text := range os.Args[5:] {
			k, err := readKey(text)
			must(err, "key")
			keys = append(keys, k)
		}
		l.each(os.Args[4], keys)
	} else if len(os.Args) > 3 {
		data, err := os.ReadFile(os.Args[3])
		must(err, os.Args[3])
		index, size, err := l.proves(data, keys)
		must(err, os.Args[3])
		fmt.Printf("go: %s: entry %d is in the tree of %d\n", os.Args[3], index, size)
	}
}
