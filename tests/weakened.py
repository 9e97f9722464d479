#!/usr/bin/env python3
"""What has been taken away shows twice: in `check` before the day, in the report after it.

    tests/weakened.py PATH/TO/sansang

Each case is a copy of the plan of Hue with somebody removed from the roster of Mỹ Thượng. `check` must block on it
and name it; `rehearse` must not start unasked; played all the same (--force), the report must have a finding of its own
that the whole plan's report has not. The last case is a drawing: an exclusive split joined by a parallel gateway.
"""
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
SCENARIO = "scenarios/my-thuong-2025-06-23.yaml"
ROSTER = "plans/hue-2025/units/my-thuong.yaml"
ITEM = r"(\b{0}, )|(, {0}\b)|(\b{0}\b)"


def without(line, word):
    """A line of the roster without this post or name in its lists."""
    return re.sub(ITEM.format(re.escape(word)), "", line, count=1) if re.search(rf"[\[ ]{re.escape(word)}[,\]]", line) else line


def remove_post(text, post, most=10**6):
    lines, left = text.split("\n"), most
    for i, line in enumerate(lines):
        if left and re.match(r"    (posts|appointed_by_announcement): \[", line) and without(line, post) != line:
            lines[i], left = without(line, post), left - 1
    return "\n".join(lines)


def dismiss(text, *officers):
    out, who = [], ""
    for line in text.split("\n"):
        named = re.match(r"  ([a-z-]+):$", line)
        who = named.group(1) if named else who
        if who in officers and re.match(r"    (posts|appointed_by_announcement|substitutes): ", line):
            line = re.sub(r"\[.*\]", "[]", line)
        elif line.startswith("    substitutes: "):
            for officer in officers:
                line = without(line, officer)
        out.append(line)
    return "\n".join(out)


# What is taken away; what check must say, and what the report: each a rule and, where it has one, the lane.
CASES = [
    ("delegates until there is no quorum", lambda t: remove_post(t, "dai-bieu-hdnd", 31), ("law.no_quorum", ""), ("r13.never_opened", "council-chair")),
    ("the deputies of the lane with one signer", lambda t: dismiss(t, "hoang-gia-dinh", "huynh-van-tap"), ("R2.no_substitute", "leader"),
     ("people.single", "leader")),
    ("the staff of a procedure's lane", lambda t: remove_post(t, "cc-tu-phap"), ("R2.unstaffed", "justice"), ("people.nobody", "justice")),
]


def run(program, folder, *arguments):
    return subprocess.run([program, *arguments], cwd=folder, capture_output=True, text=True, check=False)


def report_of(program, folder, name, *more):
    done = run(program, folder, "rehearse", SCENARIO, "--seed", "7", "--out", name, "--no-papers", *more)
    assert done.returncode == 0, done.stderr
    unit = json.loads((folder / name / "report.json").read_text(encoding="utf-8"))["runs"][0]["units"][0]
    return {(f["what"]["rule"], f.get("role", "")): f for f in unit["findings"]}, unit


def taken_away(program, folder, before, case):
    what, change, (code, lane), (rule, role) = case
    roster = folder / ROSTER
    roster.write_text(change((ROOT / ROSTER).read_text(encoding="utf-8")), encoding="utf-8")
    found = run(program, folder, "check", "plans/hue-2025", "--json")
    blocking = [f for f in json.loads(found.stdout)["findings"] if f["severity"] == "blocks"]
    assert found.returncode == 1, f"{what}: check ends with {found.returncode}"
    assert any(f["code"] == code and f["role"] == lane for f in blocking), f"{what}: {blocking}"
    unasked = run(program, folder, "rehearse", SCENARIO, "--out", "unasked")
    assert unasked.returncode == 2 and not (folder / "unasked").exists(), f"{what}: rehearsed unasked"
    after, unit = report_of(program, folder, "forced", "--force")
    assert (rule, role) in after and (rule, role) not in before, f"{what}: the report has {sorted(after)}"
    assert unit["gate"] == "no_go" and unit["colour"] == "red", f"{what}: {unit['gate']} {unit['colour']}"
    shutil.rmtree(folder / "forced")
    roster.write_text((ROOT / ROSTER).read_text(encoding="utf-8"), encoding="utf-8")
    print(f"{what}: {code}; {rule}")


def wrong_drawing(program, folder):
    file = folder / "plans/hue-2025/procedures/1.009141/process.bpmn"
    shutil.copy(ROOT / "tests/bpmn/xor-and.bpmn", file)
    found = run(program, folder, "check", "plans/hue-2025")
    assert found.returncode == 1, found.stdout + found.stderr
    told = found.stdout[found.stdout.index("bpmn.deadlock"):].split("\n")[:2]
    assert "procedures/1.009141/process.bpmn:" in told[0], told
    assert "split" in told[1] and "join" in told[1], told
    print("an exclusive split joined in parallel:", told[1].strip())


def main():
    program = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        shutil.copytree(ROOT / "plans/hue-2025", folder / "plans/hue-2025")
        (folder / "scenarios").mkdir()
        shutil.copy(ROOT / SCENARIO, folder / SCENARIO)
        before, _ = report_of(program, folder, "whole")
        for case in CASES:
            taken_away(program, folder, before, case)
        wrong_drawing(program, folder)


main()
