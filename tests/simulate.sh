#!/bin/bash
# Forecasts through the program itself: the same seed, bad input, variants, a rehearsed office, BPSim.
#   tests/simulate.sh PATH/TO/sansang
set -euo pipefail
cd "$(dirname "$0")/.."
program=$1
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
plan=plans/hue-2025
say() { printf '%s\n' "$*"; }
expect() { # code, command...
    local code=$1 got=0; shift
    "$@" >"$dir/out" 2>"$dir/err" || got=$?
    [ "$got" = "$code" ] || { say "exit $got, expected $code: $*"; tail -n 20 "$dir/out" "$dir/err"; exit 1; }
}
named() { # what the complaints must hold
    grep -qE "$1" "$dir/err" || { say "not named: $1"; cat "$dir/err"; exit 1; }
}
told() { grep -qE "$1" "$dir/out" || { say "not told: $1"; cat "$dir/out"; exit 1; }; }
digest() { python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["variants"][0]["result"]["digest"])' "$1"; }
short=(--units my-thuong --days 3 --replications 4)
forecast() { # file, options: as JSON
    local to=$1; shift
    expect 0 "$program" simulate "$@" --format json --out "$dir/$to"
    [ ! -s "$dir/out" ]
}

# The same seed gives the same bytes, however many threads; another seed other days.
forecast one.json $plan "${short[@]}" --threads 1
forecast two.json $plan "${short[@]}" --threads 2
forecast other.json $plan "${short[@]}" --seed 2
cmp "$dir/one.json" "$dir/two.json"
[ "$(digest "$dir/one.json")" != "$(digest "$dir/other.json")" ]
expect 0 "$program" simulate $plan "${short[@]}"
told "$(digest "$dir/one.json" | cut -c1-40)"
told 'ĐẠT'
expect 0 "$program" simulate $plan "${short[@]}" --language en
told 'of all waiting|On time'
told "$(digest "$dir/one.json" | cut -c1-40)"
expect 0 "$program" simulate $plan "${short[@]}" --format html --out "$dir/page.html"
for words in 'Dự báo vận hành' 'On time' 'Đúng hạn' "$(digest "$dir/one.json")"; do grep -qF "$words" "$dir/page.html"; done
! grep -qE '(src|href)="?https?:|url\(https?:' "$dir/page.html"
forecast two-units.json $plan --units my-thuong,vy-da,vy-da --days 2 --replications 2
python3 - "$dir/two-units.json" <<'PY'
import json, sys
r = json.load(open(sys.argv[1]))["variants"][0]["result"]
assert [u["unit"] for u in r["units"]] == ["my-thuong", "vy-da"], "each once"
assert r["identities_hold"] and r["parameters"] and all(p["source"] for p in r["parameters"])
PY
say "the same seed gives the same bytes, another seed other days"

# 1: the target is missed. 2: wrong use.
expect 1 "$program" simulate $plan "${short[@]}" --load 3
expect 1 "$program" simulate $plan --units my-thuong --days 10 --replications 8 --absent dang-tuong-tuong
expect 0 "$program" simulate $plan "${short[@]}" --load 3 --target 0.01
for wrong in "" "/nowhere" "$plan --units nowhere" "$plan --absent nobody" "$plan --warm-up some" "$plan --days 3 --warm-up 3" \
    "$plan --language fr" "$plan --first-day monday" "$plan --units @countryside" "$plan --units @country:0" "$plan --load 0" "$plan --format pdf" \
    "$plan --what-if /nowhere.yaml" "--asks-from /nowhere.db" "--from /nowhere.db" "$plan --practised /nowhere"; do
    # shellcheck disable=SC2086
    expect 2 "$program" simulate $wrong
    [ -s "$dir/err" ]
done

# A plan that cannot be meant: file and line, and what to do.
broken() { # sed on demand.yaml, what is named
    rm -rf "$dir/plan"; cp -r $plan "$dir/plan"
    sed -i "$1" "$dir/plan/demand.yaml"
    ! cmp -s $plan/demand.yaml "$dir/plan/demand.yaml" || { say "nothing broken by $1"; exit 1; }
    expect 2 "$program" simulate "$dir/plan" "${short[@]}"
    named "$2"
}
line() { grep -n -m1 "$1" $plan/demand.yaml | cut -d: -f1; }
broken 's/^  verify: .*/  verify: {law: exponential, mean: -7}/' "demand.yaml:$(line '^  verify:'):[0-9]+: error plan.value"
broken 's/^  sign: .*/  sign: {median: 5, p90: 1}/' "demand.yaml:$(line '^  sign:'):[0-9]+: error plan.service"
broken 's/^  "07:00": .*/  "07:00": 0.5/' "demand.yaml:$(line '^  "07:00"'):[0-9]+: error plan.shares"
broken 's/^  2.000884: /  2.999999: /' "demand.yaml:$(line '^  2.000884:'):[0-9]+: error plan.unknown_procedure"
broken 's/^mistake: .*/mistakes: 1/' "demand.yaml:$(line '^mistake:'):[0-9]+: error plan.unknown_key"
broken 's/^absence: .*/absence: 3 %/' "demand.yaml:$(line '^absence:'):[0-9]+: error plan.type"
broken '/^mix:/,/^$/d' 'demand.yaml:[0-9]+: error forecast.no_mix'
broken 's/^  my-thuong: .*/  my-thuong: 0/' "demand.yaml:$(line '^  my-thuong:'): error forecast.no_arrivals"
broken 's/^weekday: .*/weekday: [0, 0, 0, 0, 0, 1, 1]/' "demand.yaml:$(line '^weekday:'): error forecast.no_arrivals"
broken 's/^mistake: .*/&\noutcomes: {rework: 1}/' '\.bpmn:[0-9]+.*error forecast.endless'
rm -rf "$dir/plan"; cp -r $plan "$dir/plan"
sed -i 's/signature: true/signature: false/' "$dir/plan/units/my-thuong.yaml"
expect 2 "$program" simulate "$dir/plan" "${short[@]}"
named '\.bpmn:[0-9]+.*error forecast.nobody.*my-thuong'
rm -rf "$dir/plan"; cp -r $plan "$dir/plan"
sed -i '/^service:/,/^$/d' "$dir/plan/demand.yaml"
expect 0 "$program" simulate "$dir/plan" "${short[@]}" --target 0.01
named 'demand.yaml:[0-9]+: warning forecast.no_time: how long "verify" takes'
expect 2 "$program" simulate $plan "${short[@]}" --first-day 2030-01-01
named 'units/my-thuong.yaml:[0-9]+: error forecast.signature: .*2027-06-30'
expect 2 "$program" simulate $plan --units hue-city
[ "$(grep -c ': error ' "$dir/err")" = 1 ]
named 'error forecast.no_counter: hue-city is of kind city'
say "what cannot be simulated is named with file and line"

# Variants beside one another, the first held against itself.
expect 0 "$program" simulate $plan "${short[@]}" --what-if what-if/my-thuong.yaml
told 'Hồ sơ đến tăng 30 %'
forecast what-if.json $plan "${short[@]}" --what-if what-if/my-thuong.yaml
python3 - "$dir/what-if.json" "$(digest "$dir/one.json")" <<'PY'
import json, sys
v = json.load(open(sys.argv[1]))["variants"]
assert len(v) >= 6 and v[0]["result"]["digest"] == sys.argv[2], "the first is the plan as it stands"
assert v[1]["result"]["arrived"]["mean"] > 1.1 * v[0]["result"]["arrived"]["mean"], "+30 %"
assert v[2]["on_time_gain"]["mean"] < 0, "one of two away"
PY
printf 'variants:\n  - name: a\n    absent: [nobody]\n  - name: b\n    demand: {refusal: -1}\n' >"$dir/bad.yaml"
expect 2 "$program" simulate $plan "${short[@]}" --what-if "$dir/bad.yaml"
named 'bad.yaml:3:[0-9]+: error whatif.unknown_officer'
named 'bad.yaml:5:[0-9]+: error whatif.value'
expect 0 "$program" simulate $plan --units my-thuong --days 2 --replications 2 --search --format json --out "$dir/search.json"
python3 -c 'import json, sys; s = json.load(open(sys.argv[1]))["search"]; assert len(s["breaks"]) == 3 and s["remedies"] and s["pareto"]' "$dir/search.json"
say "variants stand beside one another"

# From where a rehearsed office stands; and its asks decided again.
expect 0 "$program" rehearse scenarios/my-thuong-2025-06-23.yaml --seed 7 --out "$dir/run" --no-papers
journal=$dir/run/journals/my-thuong.db
before=$(sha256sum "$journal")
for n in 1 2; do
    expect 0 "$program" simulate --from "$journal" --days 3 --replications 10 --target 0.5 --threads $n --format json --out "$dir/from-$n.json"
done
cmp "$dir/from-1.json" "$dir/from-2.json"
expect 0 "$program" simulate $plan --from "$journal" --days 3 --replications 10 --target 0.5 --format json --out "$dir/from-3.json"
python3 - "$dir/from-1.json" "$dir/from-3.json" <<'PY'
import json, sys
f, g = (json.load(open(p))["forecast"] for p in sys.argv[1:])
n = [d["dossier"] for d in f["dossiers"]]
assert n and len(n) == len(set(n)) and all(0 <= d["late"]["mean"] <= 1 for d in f["dossiers"])
assert f["result"]["digest"] == g["result"]["digest"], "its own plan is this one"
PY
expect 1 "$program" simulate --from "$journal" --days 3 --replications 10 --absent dang-tuong-tuong:2025-07-02..2025-07-03
told 'Khác kế hoạch: Đặng Tưởng Tượng nghỉ từ 02/07/2025 đến 03/07/2025'
told '04/07/2025'
expect 2 "$program" simulate --from "$journal" --absent nobody
named 'unknown_officer'
expect 2 "$program" simulate --from "$journal" --absent dang-tuong-tuong:2026-07-02
named 'outside of the days'
expect 2 "$program" simulate --from "$journal" --absent dang-tuong-tuong:tomorrow
named 'NAME:2025-07-04'
expect 2 "$program" simulate --from "$journal" --first-day 2025-07-02
head -c 3000 /dev/urandom >"$dir/no.db"
expect 2 "$program" simulate --from "$dir/no.db"
named 'not a journal'
expect 2 "$program" simulate tests/plans/minimal --from "$journal"
named 'goes otherwise in this plan'
expect 2 "$program" simulate --from "$journal" --write-bpsim "$dir/none"
expect 0 "$program" simulate $plan --asks-from "$journal"
told ' 0 hồ sơ có ngày hẹn khác'
rm -rf "$dir/plan"; cp -r $plan "$dir/plan"
sed -i 's/limit: 0 working_days/limit: 3 working_days/' "$dir/plan/procedures/2.000815/procedure.yaml"
expect 1 "$program" simulate "$dir/plan" --asks-from "$journal"
! grep -q ' 0 hồ sơ có ngày hẹn khác' "$dir/out"
[ "$before" = "$(sha256sum "$journal")" ]
expect 0 "$program" simulate $plan "${short[@]}" --practised "$dir/run" --format json --out "$dir/practised.json"
grep -q '"source":"fitted"' "$dir/practised.json"
# A unit by itself learns from its own journals, whatever others lie beside them.
mkdir -p "$dir/run-2/journals"; cp "$journal" "$dir/run-2/journals/vy-da.db"
expect 2 "$program" simulate $plan "${short[@]}" --practised "$dir/run-2"
named 'no journal of my-thuong'
cp "$journal" "$dir/run-2/journals/"
expect 0 "$program" simulate $plan "${short[@]}" --practised "$dir/run-2" --format json --out "$dir/practised-2.json"
cmp "$dir/practised.json" "$dir/practised-2.json"
expect 0 "$program" simulate $plan --units my-thuong,vy-da --days 2 --replications 2 --practised "$dir/run-2" --format json --out "$dir/practised-2.json"
python3 - "$dir/practised-2.json" <<'PY'
import json, sys
p = json.load(open(sys.argv[1]))["variants"][0]["result"]["parameters"]
keys = [x["key"] for x in p]
assert len(keys) == len(set(keys)), "every parameter once"
PY
say "a rehearsed office is forecast from where it stands"

# The parameters as BPSim, written into the processes and read from there: the same days.
expect 0 "$program" simulate $plan --write-bpsim "$dir/bpsim"
rm -rf "$dir/plan"; cp -r $plan "$dir/plan"; cp -r "$dir/bpsim/." "$dir/plan/"
expect 0 "$program" check "$dir/plan"
forecast bpsim.json "$dir/plan" "${short[@]}"
[ "$(digest "$dir/bpsim.json")" = "$(digest "$dir/one.json")" ]
# How the days are lived, too, where the command line does not say it.
expect 0 "$program" simulate $plan "${short[@]}" --seed 7 --write-bpsim "$dir/bpsim"
cp -r "$dir/bpsim/." "$dir/plan/"
forecast said.json $plan "${short[@]}" --seed 7
forecast bpsim.json "$dir/plan" --units my-thuong
[ "$(digest "$dir/bpsim.json")" = "$(digest "$dir/said.json")" ]
grep -q '"key":"seed","source":"bpsim","value":"7"' "$dir/bpsim.json"

# A country, plainly made up.
forecast country.json $plan --units @country:20 --days 2 --replications 2 --target 0.01
python3 - "$dir/country.json" <<'PY'
import json, sys
u = json.load(open(sys.argv[1]))["variants"][0]["result"]["units"]
assert len(u) == 20 and all(x["synthetic"] for x in u)
PY
say "a country of twenty runs"
