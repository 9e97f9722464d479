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
    [ "$got" = "$code" ] || { say "exit $got, expected $code: $*"; tail -n 20 "$dir/out" "$dir/err"; exit 1; }
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
# What failed is tested again, and nothing else of the cards; both runs side by side.
expect 0 "$program" rehearse "$scenario" --seed 8 --only failed --of "$dir/one" --out "$dir/again" --no-papers
grep -q '"only":\[\("DAY",\)\?"I' "$dir/again/run.json"
expect 0 "$program" export "$dir/again" --format ocel-json --out "$dir/again.ocel-json"
expect 0 python3 tests/recompute.py "$dir/again.ocel-json" "$dir/again/report.json" plans/hue-2025 "$scenario" "$dir/again/run.json"
grep -qx 'recompute: .* agree' "$dir/out"
expect 2 "$program" rehearse "$scenario" --only failed --out "$dir/none"
expect 2 "$program" rehearse "$scenario" --only failed --of /nowhere --out "$dir/none"
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

# Opening: no-go makes nothing; two short rehearsals and a waiver open a unit beside a running server.
expect 1 "$program" open my-thuong --from "$dir/one" "$dir/other" --data "$dir/data"
[ ! -e "$dir/data" ]
mkdir -p "$dir/village/plans" "$dir/village/scenarios"
cp -r tests/plans/minimal "$dir/village/plans/"
cp tests/scenarios/village-day.yaml "$dir/village/scenarios/"
village="$dir/village/plans/minimal"
sed -i 's/^  no-u: .*/  no-tier-1-u: None is U\n  no-blocking-finding: None is open\n  tier-1-coverage: All were seen\n  two-rehearsals: Twice\n  restore: Tried/; s/selects: \[rules\]/selects: [first-meeting]/' "$village/readiness.yaml"
sed -i 's/roles: \[clerk, inspection\]/roles: [clerk, inspection, leader]/; s/, only_when_away: true//' "$village/organization.yaml"
sed -i 's/invite_days: 1/invite_days: 0/' "$village/meetings/first-meeting.yaml"
for seed in 3 4; do
    expect 0 "$program" rehearse "$dir/village/scenarios/village-day.yaml" --seed $seed --out "$dir/village/$seed" --no-papers
done
open_village() { expect "$1" "$program" open village --from "$dir/village/3" "$dir/village/4" --data "$dir/data" "${@:2}"; }
open_village 1
year=$(date +%Y)
waive() { printf 'unit: village\nwaivers:\n'; for of in "$@"; do
    printf '  - {waives: %s, reason: To be exercised, signed_by: Ann Example, post: Mayor, signed_on: %s-01-01, until: %s}\n' "$of" "$year" "$ends"; done; }
ends=$((year - 1))-12-31; waive restore two-rehearsals >"$dir/waivers.yaml"
open_village 2 --waive "$dir/waivers.yaml"
grep -q 'waivers.yaml:3.*waiver.expired' "$dir/err"
ends=$((year + 1))-01-31; waive restore two-rehearsals >"$dir/waivers.yaml"
printf '%s\n' 'old_code,from,procedure,received,due,applicant_kind,name,owner' \
    "UV-1,Upper Village,FAIR,2025-06-23,$((year + 1))-07-08,business,Sealed Sample Ltd,Old Clerk" \
    "UV-2,Upper Village,permit,2025-06-23,2025-07-08,individual,Eve Sealed,Nobody" >"$dir/flight.csv"
printf '%s\n' 'unit: village' 'procedures: {FAIR: permit}' 'owners: {Old Clerk: {officer: cid}}' >"$dir/map.yaml"
in_flight=(--waive "$dir/waivers.yaml" --in-flight "$dir/flight.csv" --map "$dir/map.yaml")
open_village 0 "${in_flight[@]}" --dry-run
[ ! -e "$dir/data" ]
mkdir "$dir/data"
"$program" serve --data "$dir/data" --port 0 >"$dir/serve.out" 2>"$dir/serve.err" &
server=$!
trap 'kill $server 2>/dev/null || true; rm -rf "$dir"' EXIT
until_line() { # file, text: as soon as the server has written it
    grep -qm1 "$2" < <(timeout 60 tail -n +1 -F "$1" 2>/dev/null) || { say "no \"$2\" in $1"; cat "$1"; exit 1; }
}
until_line "$dir/serve.out" 'http://'
open_village 0 "${in_flight[@]}" --json
grep -q '"conclusion":"conditional"' "$dir/out" && ! grep -q Sealed "$dir/out"
[ "$(stat -c %a "$dir/data/in-flight/village-1.csv")" = 600 ]
grep -q 'Eve Sealed' "$dir/data/in-flight/village-1.csv"
until_line "$dir/serve.err" 'live: village is open'
open_village 2 "${in_flight[@]}"
expect 2 "$program" take-over village "$dir/flight.csv" --data "$dir/data" --map "$dir/map.yaml"
grep -q 'end the server first' "$dir/err"
expect 0 "$program" account add-officers village --data "$dir/data" --out "$dir/logins.csv"
[ "$(stat -c %a "$dir/logins.csv")" = 600 ] && [ "$(wc -l <"$dir/logins.csv")" = 5 ]
kill $server && wait $server
expect 0 "$program" take-over village "$dir/flight.csv" --data "$dir/data" --map "$dir/map.yaml" --json
grep -q '"before":\["UV-1"\].*"taken":\[\]' "$dir/out"
expect 0 "$program" journal verify "$dir/data/live/village.db"
"$program" journal tell "$dir/data/live/village.db" --to 2 | grep -c 'gate.recorded' >/dev/null
say "a unit opens by its gate, and not otherwise"
# So are a sealed value, a file of the plan and, with the head of the report, a cut tail.
head=$("$program" journal verify "$dir/one/journals/my-thuong.db" | sed -n 's/^head //p')
expect 0 "$program" journal verify "$dir/one/journals/my-thuong.db" --head "$head"
tamper() { # what the answer begins with, then SQL
    cp "$dir/one/journals/my-thuong.db" "$dir/changed.db"
    python3 -c 'import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()' "$dir/changed.db" "$2"
    expect 1 "$program" journal verify "$dir/changed.db" --head "$head"
    grep -q "^$1" "$dir/out" || { say "not named: $1"; cat "$dir/out"; exit 1; }
}
tamper 'sealed: sealed value [0-9]* of entry' "UPDATE sealed SET salt = zeroblob(length(salt)) WHERE id = (SELECT max(id) FROM sealed WHERE length(salt) > 0)"
tamper 'plan_file: plan file .*forms/words.yaml' "UPDATE plan_file SET bytes = CAST(bytes || ' ' AS BLOB) WHERE path = 'forms/words.yaml'"
tamper 'gap: entry 100 is missing' "DELETE FROM entry WHERE seq = 100"
tamper 'tail: the journal ends at entry 1000' "DELETE FROM entry WHERE seq > 1000"

# Killed at any moment: what had been answered is whole, and nobody takes the half day for a whole one.
for bytes in 1000000 1300000 2000000; do
    run="$dir/killed-$bytes"
    # Slow enough that it is not over before it is killed.
    "$program" rehearse "$scenario" --seed 7 --out "$run" --no-papers --speed 10000 >/dev/null 2>&1 & pid=$!
    while kill -0 $pid 2>/dev/null && [ "$(cat "$run"/journals/my-thuong.db* 2>/dev/null | wc -c)" -lt $bytes ]; do :; done
    kill -9 $pid
    wait $pid 2>/dev/null || true
    for unit in "$run"/journals/*.db; do expect 0 "$program" journal verify "$unit"; done
    expect 2 "$program" report "$run"
    grep -q 'holds no finished run' "$dir/err"
done

# Wrong use and bad input: exit 2, and nothing half-written.
expect 2 "$program"
expect 2 "$program" check /nowhere
expect 2 "$program" journal verify /nowhere.db
expect 2 "$program" journal verify README.md
[ ! -s "$dir/out" ] && grep -q 'not a journal' "$dir/err"
expect 2 "$program" rehearse "$scenario" --seed 7 --out "$dir/one"
expect 2 "$program" rehearse /nowhere.yaml --out "$dir/none"
sed 's/never: dossier.refused/never: dossier.refuse/; s/with: {meeting: $meeting}/with: {meetings: $meeting}/; s|plan: \.\.|plan: '"$PWD"'|' "$scenario" >"$dir/wrong.yaml"
expect 2 "$program" rehearse "$dir/wrong.yaml" --plan plans/hue-2025 --out "$dir/none"
grep -q '^.*wrong.yaml:[0-9]*: error scenario.unknown_fact' "$dir/err"
grep -q '^.*wrong.yaml:[0-9]*: error scenario.command_field' "$dir/err"
[ ! -e "$dir/none" ]
say "done"
