#!/bin/bash
# The whole day through the program itself: played twice, proven, reported, exported, told.
#   tests/day.sh PATH/TO/sansang
set -euo pipefail
cd "$(dirname "$0")/.."
program=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
scenario=scenarios/my-thuong-2025-06-23.yaml
say() { printf '%s\n' "$*"; }
expect() { # code, command...
    local code=$1 got=0; shift
    "$@" >"$dir/out" 2>"$dir/err" || got=$?
    [ "$got" = "$code" ] || { say "exit $got, expected $code: $*"; tail -20 "$dir/out" "$dir/err"; exit 1; }
}

expect 0 "$program" check plans/hue-2025
expect 0 "$program" rehearse "$scenario" --seed 7 --out "$dir/one"
expect 0 "$program" rehearse "$scenario" --seed 7 --out "$dir/two" --no-papers
expect 0 "$program" rehearse "$scenario" --seed 8 --out "$dir/other" --no-papers
for unit in "$dir"/one/journals/*.db; do
    cmp "$unit" "$dir/two/journals/$(basename "$unit")"
    expect 0 "$program" journal verify "$unit"
done
cmp "$dir/one/report.json" "$dir/two/report.json"
! cmp -s "$dir/one/journals/my-thuong.db" "$dir/other/journals/my-thuong.db"
say "the same seed gives the same bytes, another seed another day"

[ -s "$dir/one/report.html" ] && ls "$dir"/one/papers/*.pdf >/dev/null
! grep -qE '(src|href)="https?:' "$dir/one/report.html"
"$program" report "$dir/one" "$dir/other" --format json >/dev/null || [ $? -eq 1 ]
for format in ocel-json ocel-sqlite xes; do
    expect 0 "$program" export "$dir/one" --format $format --out "$dir/log.$format"
    [ -s "$dir/log.$format" ]
done
# The ratings a second time, by another program from the export alone; and it notices a changed log.
expect 0 python3 tests/recompute.py "$dir/log.ocel-json" "$dir/one/report.json" plans/hue-2025 "$scenario" --self-test
grep -qx 'recompute: .* agree' "$dir/out"
"$program" journal tell "$dir/one/journals/my-thuong.db" | grep -c 'motion.carried' >/dev/null

# One changed byte in an entry is named.
cp "$dir/one/journals/my-thuong.db" "$dir/changed.db"
python3 - "$dir/changed.db" <<'PY'
import sys
path = sys.argv[1]
data = bytearray(open(path, "rb").read())
at = data.index(b'"dossier.receive"')
data[at + 3] ^= 1
open(path, "wb").write(data)
PY
expect 1 "$program" journal verify "$dir/changed.db"
grep -q '^entry: entry [0-9]* has been changed' "$dir/out"

# Wrong use and bad input: exit 2, and nothing half-written.
expect 2 "$program"
expect 2 "$program" check /nowhere
expect 2 "$program" journal verify /nowhere.db
expect 2 "$program" journal verify README.md
[ ! -s "$dir/out" ] && grep -q 'not a journal' "$dir/err"
expect 2 "$program" rehearse "$scenario" --seed 7 --out "$dir/one"
expect 2 "$program" rehearse /nowhere.yaml --out "$dir/none"
[ ! -e "$dir/none" ]
say "done"
