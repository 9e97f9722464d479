#!/bin/bash
# The forecast as evidence, through the program itself: simulated for the gate, shown beside the
# rehearsals, refused where it is of another plan or says what it has not found.
#   tests/gate.sh PATH/TO/sansang
set -euo pipefail
cd "$(dirname "$0")/.."
program=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
say() { printf '%s\n' "$*"; }
expect() { # code, command...
    local code=$1 got=0; shift
    "$@" >"$dir/out" 2>"$dir/err" || got=$?
    [ "$got" = "$code" ] || { say "exit $got, expected $code: $*"; tail -n 20 "$dir/out" "$dir/err"; exit 1; }
}
shows() { grep -q -- "$2" "$1" || { say "no \"$2\" in $1:"; cat "$1"; exit 1; }; }

# A village with two for everything, busier than one can bear, that asks the question; its day, twice.
mkdir -p "$dir/plans" "$dir/scenarios"
cp -r tests/plans/minimal "$dir/plans/"
cp tests/scenarios/village-day.yaml "$dir/scenarios/"
village="$dir/plans/minimal"
sed -i 's/^  no-u: .*/  no-tier-1-u: None is U\n  no-blocking-finding: None is open\n  tier-1-coverage: All were seen\n  simulated-on-time: Simulated/; s/selects: \[rules\]/selects: [first-meeting]/' "$village/readiness.yaml"
sed -i 's/roles: \[clerk, inspection\]/roles: [clerk, inspection, leader]/; s/, only_when_away: true//' "$village/organization.yaml"
sed -i 's/invite_days: 1/invite_days: 0/' "$village/meetings/first-meeting.yaml"
sed -i 's/village: 12/village: 60/' "$village/demand.yaml"
for seed in 3 4; do
    expect 0 "$program" rehearse "$dir/scenarios/village-day.yaml" --seed $seed --out "$dir/$seed" --no-papers
done
runs=("$dir/3" "$dir/4")
ask() { expect "$1" "$program" simulate "$village" --units village --gate "${@:2}"; }
open_village() { expect "$1" "$program" open village --from "${runs[@]}" --data "$dir/data" --dry-run --json "${@:2}"; }
report() { "$program" report "${runs[@]}" --format "$1" --out "$dir/report.$1" "${@:2}" || [ $? -eq 1 ]; }

# Without a forecast nothing is known, and nothing is said of it.
report json
! grep -q '"forecast"' "$dir/report.json" && ! grep -q '"simulated":"[a-z]' "$dir/report.json"
open_village 1
shows "$dir/out" '"code":"simulated-on-time","met":"not_yet"'

# As it is, one person fewer is too few.
ask 1 --out "$dir/missed.json"
shows "$dir/out" 'không đạt'
shows "$dir/missed.json" '"holds":false.*"replications":40.*"unit":"village"'
cp "$dir/missed.json" "$dir/before.json"
ask 1 --threads 1 --out "$dir/missed.json"
cmp "$dir/before.json" "$dir/missed.json"
for format in json text html; do report $format --forecast "$dir/missed.json"; done
shows "$dir/report.json" '"met":"no","why":\[{"args":\[.*"rule":"gate.simulated.missed"'
shows "$dir/report.json" '"simulated":"missed","task":"grant-permit"'
shows "$dir/report.json" '"simulated":"","task":"adopt-rules"'
shows "$dir/report.text" 'mầm ngẫu nhiên 1'
shows "$dir/report.html" 'khoảng tin cậy 95 %'
open_village 1 --forecast "$dir/missed.json"
shows "$dir/out" '"code":"simulated-on-time","met":"no"'
say "a forecast stands beside the rehearsals"

# What was not rehearsed is refused, and so is a file that was mended by hand: nothing is written.
rm "$dir/report.json"
sed 's/"holds":false/"holds":true/' "$dir/missed.json" >"$dir/mended.json"
expect 2 "$program" report "${runs[@]}" --forecast "$dir/mended.json" --format json --out "$dir/report.json"
shows "$dir/err" 'contradict'
expect 2 "$program" report "${runs[@]}" --forecast /nowhere.json
expect 2 "$program" simulate "$village" --units village --gate --load 1
expect 2 "$program" simulate "$village" --units village --gate --days 5
sed -i 's/village: 60/village: 12/' "$village/demand.yaml"
ask 0 --out "$dir/held.json"
expect 2 "$program" report "${runs[@]}" --forecast "$dir/held.json" --format json --out "$dir/report.json"
shows "$dir/err" 'held.json: it was simulated under plan .*rehearse the plan as it is now'
[ ! -e "$dir/report.json" ]
open_village 2 --forecast "$dir/held.json"

# Rehearsed as it is now, the same file is evidence.
expect 0 "$program" rehearse "$dir/scenarios/village-day.yaml" --seed 5 --out "$dir/5" --no-papers
runs=("$dir/5")
report json --forecast "$dir/held.json"
shows "$dir/report.json" '"code":"simulated-on-time","met":"yes"'
open_village 0 --forecast "$dir/held.json"
shows "$dir/out" '"code":"simulated-on-time","met":"yes"'
say "a forecast of another plan is none"
