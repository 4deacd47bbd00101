#!/bin/sh
# Makes the tables of docs/backtest.md: the long run, on real counts, which are not in this project.
set -eu
usage() {
    [ $# = 0 ] || printf 'backtest.sh: %s\n' "$1" >&2
    cat >&2 <<'USAGE'
usage: sh docs/backtest.sh DATA-FOLDER [OUT-FOLDER] [--reduced]

DATA-FOLDER holds three files that you make; they are not part of this project:
  events-2014.csv      date,partner,kind,count: days on which an event of a kind
  events-2018.csv      between the United States and a partner was reported.
                       From ICEWS, Harvard Dataverse, doi:10.7910/DVN/28075: the
                       kinds' CAMEO codes are in ledger/models/kernel-1.toml
  leader-meetings.csv  partner,date: meetings of the US president with the
                       partner's leader since 1990, from the State Department's
                       lists, history.state.gov/departmenthistory (travels, visits)
OUT-FOLDER [backtest-out] takes the tables, the model learned and every forecast.
--reduced asks fewer questions: a check that all of it works, not a measurement.
SUMMIT names the program [target/release/summit, built when it is missing].
TWO names the model's source of belief version 2 [kernel-3].
USAGE
    exit 2
}
[ $# -ge 1 ] && [ $# -le 3 ] || usage
data=$1
two=${TWO:-kernel-3}
out=${2:-backtest-out}
every=7
horizon=30,60,90
designs="files partners"
if [ "${3:-}" = --reduced ]; then
    every=56
    horizon=30
    designs=files
elif [ $# = 3 ]; then
    usage "$3 is not known"
fi
for name in events-2014 events-2018 leader-meetings; do
    [ -s "$data/$name.csv" ] || usage "there is no $data/$name.csv, or nothing in it"
done
here=$(cd "$(dirname "$0")/.." && pwd)
summit=${SUMMIT:-"$here/target/release/summit"}
[ -x "$summit" ] || (cd "$here" && cargo build --locked --release)
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
# The same by belief version 2, each time with version 1 on the same rows.
for design in $designs; do
    # shellcheck disable=SC2086
    "$summit" backtest --learn "$design" --base "$two" $feed --horizon "$horizon" --every "$every" --force \
        --predictions "$out/$design-2.csv" >"$out/$design-2.txt"
done
# shellcheck disable=SC2086
"$summit" backtest --model "$two" $feed --horizon "$horizon" --every "$every" --force \
    --predictions "$out/given-2.csv" >"$out/given-2.txt"
cat "$out/learned.txt" "$out/files.txt" "$out/files-2.txt"
if cmp -s "$out/kernel-2.toml" "$here/ledger/models/kernel-2.toml"; then
    echo "The model learned is ledger/models/kernel-2.toml to the byte."
else
    echo "The model learned is not ledger/models/kernel-2.toml: other counts, or another program."
fi
