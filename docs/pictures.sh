#!/bin/sh
# Draws the pictures of the README and of the dashboard again, by the commands that a reader would type, from the demo
# case. Needs only cargo; SUMMIT=path names a program that is built already. The dashboard is photographed where node
# and the packages of tests/browser are there (npm ci).
set -eu
cd "$(dirname "$0")/.."
if [ -z "${SUMMIT:-}" ]; then
  cargo build --release --locked --quiet
  SUMMIT=${CARGO_TARGET_DIR:-target}/release/summit
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ledger="$work/demo.db"
"$SUMMIT" demo --ledger "$ledger" >/dev/null 2>"$work/said" || { cat "$work/said" >&2; exit 1; }

out=docs/pictures
mkdir -p "$out"
draw() { "$SUMMIT" --ledger "$ledger" "$@" --force; }
draw history --width 860 --svg "$out/history-light.svg"
draw history --width 860 --svg "$out/history-dark.svg" --dark
draw explain --width 860 --svg "$out/explain-light.svg"
draw explain --width 860 --svg "$out/explain-dark.svg" --dark

if [ -d tests/browser/node_modules ]; then
  SUMMIT=$(realpath "$SUMMIT") SUMMIT_PICTURES=$(realpath "$out") node tests/browser/pictures.mjs
else
  echo "the dashboard's pictures stay: cd tests/browser && npm ci" >&2
fi

# Small enough for a page, and whole.
for file in "$out"/*.png; do
  size=$(wc -c <"$file")
  [ "$size" -lt 200000 ] || { echo "$file is $size bytes" >&2; exit 1; }
done
for file in "$out"/*.svg; do
  size=$(wc -c <"$file")
  [ "$size" -lt 200000 ] || { echo "$file is $size bytes" >&2; exit 1; }
  tail -c 7 "$file" | grep -q '</svg>' || { echo "$file is cut" >&2; exit 1; }
done
