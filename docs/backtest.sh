#!/bin/sh
# Makes the tables of docs/backtest.md: docs/backtest.sh DATA-FOLDER [OUT-FOLDER] [--reduced]
# The folder holds events-2014.csv, events-2018.csv and leader-meetings.csv; they are not part of
# this project. --reduced asks fewer questions: a check that all of it works, not a measurement.
set -eu
data=$1
out=${2:-backtest-out}
here=$(cd "$(dirname "$0")/.." && pwd)
summit=${SUMMIT:-"$here/target/release/summit"}
[ -x "$summit" ] || (cd "$here" && cargo build --locked --release)
every=7
horizon=30,60,90
designs="files partners"
if [ "${3:-}" = --reduced ]; then
    every=56
    horizon=30
    designs=files
fi
mkdir -p "$out"
feed="--events $data/events-2014.csv $data/events-2018.csv --meetings $data/leader-meetings.csv"
# shellcheck disable=SC2086  # the list of options is meant to be split
"$summit" learn $feed --id kernel-2 --force --out "$out/kernel-2.toml" >"$out/learned.txt"
for design in $designs; do
    # shellcheck disable=SC2086
    "$summit" backtest --learn "$design" $feed --horizon "$horizon" --every "$every" --force \
        --predictions "$out/$design.csv" >"$out/$design.txt"
done
# shellcheck disable=SC2086
"$summit" backtest --model "$out/kernel-2.toml" $feed --horizon "$horizon" --every "$every" --force \
    --predictions "$out/given.csv" >"$out/given.txt"
cat "$out/learned.txt" "$out"/files.txt
