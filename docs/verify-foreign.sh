#!/bin/sh
# Checks an exported summit ledger with tools that have nothing to do with summit: Go's packages
# golang.org/x/mod/sumdb, openssl, and verify.py. Runs what is installed and says what was not run.
#
#   sh verify-foreign.sh EXPORT_DIR VKEY [PROOF_FILE]
#
# Debian: apt-get install golang-go golang-golang-x-mod-dev openssl python3
# Exit 0: everything that ran holds. 1: a check failed. 2: wrong use. 3: no tool was there.
set -u
if [ $# -lt 2 ] || [ ! -f "$1/checkpoint" ]; then
  echo "usage: sh verify-foreign.sh EXPORT_DIR VKEY [PROOF_FILE]; EXPORT_DIR holds a checkpoint" >&2
  exit 2
fi
dir=$1 vkey=$2 proof=${3:-}
case $vkey in
*[Pp][Rr][Ii][Vv][Aa][Tt][Ee]+[Kk][Ee][Yy]*)
  echo "VKEY: this is a private key, not shown; give the public one" >&2
  exit 2
  ;;
esac
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
ran=0 failed=0
has() { command -v "$1" >/dev/null 2>&1; }
skip() { echo "NOT RUN: $1"; }
fault() { echo "FAULT: $1" >&2; failed=1; }

# --- Go: golang.org/x/mod/sumdb/note and tlog, from Debian's package or from a module cache -----
gosrc=${GO_MOD_SRC:-/usr/share/gocode}
if has go && [ -d "$gosrc/src/golang.org/x/mod/sumdb/tlog" ]; then
  ran=1
  [ -n "${GOCACHE:-}${HOME:-}" ] || export GOCACHE="$work/cache"
  GO111MODULE=off GOPATH=$gosrc GOFLAGS= \
    go run "$here/verify-go/main.go" "$dir" "$vkey" ${proof:+"$proof"} || fault "go"
else
  skip "go (needs golang-go and golang-golang-x-mod-dev)"
fi

# --- openssl: the signature of the checkpoint, and one leaf ---------------------------------------
if has openssl && has base64 && has od; then
  ran=1
  name=${vkey%%+*} rest=${vkey#*+}
  id=${rest%%+*} material=${rest#*+}
  printf '%s' "$material" | base64 -d >"$work/material" 2>/dev/null
  kind=$(head -c 1 "$work/material" | od -An -tu1 | tr -d ' ')
  # SubjectPublicKeyInfo of Ed25519 (RFC 8410): twelve bytes, then the key's 32.
  { printf '\060\052\060\005\006\003\053\145\160\003\041\000'; tail -c +2 "$work/material"; } >"$work/key.der"
  # The text is everything before the last empty line; the signature follows the key id.
  last=$(grep -n '^$' "$dir/checkpoint" | tail -n 1 | cut -d: -f1)
  head -n $((${last:-1} - 1)) "$dir/checkpoint" >"$work/text"
  tail -n +$((${last:-1} + 1)) "$dir/checkpoint" | while read -r _ who encoded; do
    if [ "$who" = "$name" ]; then
      printf '%s' "$encoded" | base64 -d >"$work/line" 2>/dev/null
      got=$(head -c 4 "$work/line" | od -An -tx1 | tr -d ' \n')
      if [ "$got" = "$id" ]; then tail -c +5 "$work/line" >"$work/signature"; fi
    fi
  done
  if [ "$kind" != 1 ]; then
    fault "openssl: the key is not of type 1 (Ed25519 over the text)"
  elif [ ! -f "$work/signature" ]; then
    fault "openssl: no signature of $name+$id on the checkpoint"
  elif openssl pkeyutl -verify -pubin -keyform DER -inkey "$work/key.der" -rawin \
      -in "$work/text" -sigfile "$work/signature" >"$work/out" 2>&1; then
    echo "openssl: the signature of $name on the checkpoint holds"
  else
    fault "openssl: the signature of $name on the checkpoint does not hold"
  fi
  # Entry 0: its length in two bytes, its bytes; the leaf is SHA-256(0x00 || bytes).
  size=$(sed -n 2p "$dir/checkpoint")
  tile=000 && [ "$size" -lt 256 ] && tile=000.p/$size
  bundle=$dir/tile/entries/$tile
  length=$(od -An -tu1 -N2 "$bundle" | awk '{print 256 * $1 + $2}')
  { printf '\000'; tail -c +3 "$bundle" | head -c "$length"; } >"$work/leaf"
  leaf=$(openssl dgst -sha256 -r "$work/leaf" | cut -d' ' -f1)
  stored=$(od -An -tx1 -v -N32 "$dir/tile/0/$tile" | tr -d ' \n')
  if [ "$leaf" = "$stored" ]; then
    echo "openssl: entry 0 hashes to its leaf $leaf"
  else
    fault "openssl: entry 0 hashes to $leaf, the tile says $stored"
  fi
else
  skip "openssl (needs openssl, base64 and od)"
fi

# --- verify.py: everything, the forecasts included -------------------------------------------------
if has python3; then
  ran=1
  python3 "$here/verify.py" "$dir" --key "$vkey" || fault "verify.py"
else
  skip "verify.py (needs python3)"
fi

[ "$failed" = 0 ] || exit 1
[ "$ran" = 1 ] || { echo "no tool was there: nothing was checked" >&2; exit 3; }
