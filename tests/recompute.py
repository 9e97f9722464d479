#!/usr/bin/env python3
"""The ratings of a report computed a second time, from the OCEL 2.0 export alone.

    sansang export RUN --format ocel-json --out LOG
    tests/recompute.py LOG RUN/report.json PLAN_FOLDER SCENARIO [RUN/run.json] [--self-test]

Written after docs/formats/report.md, not after the program: nothing here is shared with it. The plan and
the scenario are read as they are written (the plan must be the one whose hash stands in the log). Prints one
line when every unit agrees, or each difference, and then exits 1. --self-test also changes the log in memory,
one thing at a time, and wants each change noticed. Of a re-test run.json says which cards were left.

Compared: of every attempt the task, subject, variety, inject, officer, role, from, until, due, rating, deputy
and the rules its reasons name; of every inject and expectation the rating, what was met, when and by which
entries; of every task the counts, share, target, bounds and rating; of every unit the score, the gate and
the colour.

Out of scope, because no fact decides an attempt there: the sentences' figures, findings (the gate takes the
report's own), coverage beyond tier 1, the 766 card, figures, bars and heat; of several runs only one.
"""
import json
import math
import pathlib
import sys

import plain_yaml
from recompute_base import DAY, OUTSIDE, Plan, date_number, clock, duration, read_log
from recompute_unit import LETTER, M, NONE, P, S, U, Unit


def rated(attempt, troubles, plan, last):
    over, start, due = attempt["until"] != 0, attempt["from"], attempt["due"]
    counted = [rating for rating, _ in troubles if over or rating != S]
    rating, why = max([P if over else NONE] + counted), {rule for _, rule in troubles}
    if over and due is not None and start < due:
        used, had = plan.calendar.working(start, attempt["until"]), plan.calendar.working(start, due)
        if attempt["until"] > due and rating < M:
            rating = M
            why.add("attempt.late")
        elif attempt["until"] <= due and used * 5 > had * 4 and rating < S:
            rating = S
            why.add("attempt.last_fifth")
    elif not over and due is not None and last > due and rating < U:
        rating = U
        why.add("attempt.not_done")
    attempt["rating"], attempt["why"] = LETTER[rating], sorted(why)
    attempt["until"] = attempt["until"] if over else 0
    return attempt


def most(officers):
    return max(sorted(officers), key=lambda o: officers[o], default="")


def earliest(*times):
    return min((t for t in times if t is not None), default=None)


def counts(unit, name, rating):
    """An evaluator's last opinion of what he names so, or the rating by rule."""
    for e in unit.notes:
        if e.get("about") == name:
            rating = e.get("rating") or rating
    return rating


class Attempts:
    def __init__(self, unit):
        self.unit, self.plan = unit, unit.plan

    def make(self, line, kind, variety, **known):
        task = self.plan.task_for(kind, variety)
        attempt = {"task": task, "variety": variety, "inject": line.inject or "", "deputy": False,
                   "role": self.plan.owner(task), "due": None, **known}
        attempt["until"] = attempt["until"] or 0
        if attempt.pop("own_limit", True):
            attempt["due"] = earliest(attempt["due"], self.plan.task_due(task, attempt["from"]))
        return rated(attempt, line.troubles, self.plan, self.unit.last)

    def dossier(self, d):
        task = self.plan.task_for("dossier", d.procedure)
        role = self.plan.owner(task) or self.plan.procedures[d.procedure]["receiving_role"]
        return self.make(d, "dossier", d.procedure, role=role, subject=d.code or f"#{d.number}",
                         officer=most(d.officers), until=d.resolved or d.ended, due=d.due,
                         own_limit=d.received is not None, deputy=d.stood_in,
                         **{"from": d.received or d.presented})

    def paper(self, p):
        return self.make(p, "document", p.type, subject=p.symbol or f"{p.type} #{p.place}",
                         officer=p.signer or p.drafter, until=p.issued, due=p.issue_by,
                         **{"from": p.drafted})

    def arrival(self, a):
        role = self.plan.owner(self.plan.task_for("document", "incoming"))
        attempt = self.make(a, "document", "incoming", subject=a.symbol, officer=a.lead or a.clerk or "",
                            role=role or self.plan.documents["clerk_role"], until=a.ended, due=a.due,
                            own_limit=False, **{"from": a.arrived})
        return {**attempt, "variety": a.type}

    def meeting(self, m):
        post = self.plan.meetings[m.kind].get("chair_post")
        deputy = bool(post and m.chair) and m.chair not in self.unit.people.holders(post, self.unit.last)
        return self.make(m, "meeting", m.kind, subject=m.kind, officer=m.chair or m.convener, deputy=deputy,
                         until=m.closed, own_limit=False, **{"from": m.opened or m.begins})

    def assignment(self, a):
        return self.make(a, "assignment", a.variety, subject=f"#{a.number} {a.title}", officer=a.owner or "",
                         until=a.done, due=a.due, own_limit=False, **{"from": a.created})

    def inject(self, i):
        tasks = {i["task"], self.plan.task_for("inject", i["kind"])}
        entries = {}
        for x in i["expectations"]:
            for seq in x["seqs"] if x["unit"] == self.unit.name else []:
                by = self.unit.entries.get(seq, "")
                if by not in OUTSIDE:
                    entries[by] = entries.get(by, 0) + 1
        why = [x["broken"] for x in i["expectations"] if not x["met"]]
        if i["rating"] == "S":
            why.append("inject.with_help")
        if i["rating"] == "M" and not why:
            why.append("attempt.late")
        for task in tasks - {""} or {""}:
            yield {"task": task, "variety": i["kind"], "inject": i["inject"], "subject": i["inject"],
                   "deputy": False, "role": self.plan.owner(task), "officer": most(entries),
                   "from": i["at"], "due": self.plan.task_due(task, i["at"]), "rating": i["rating"],
                   "until": max(i["at"] + x["took"] for x in i["expectations"]) if i["rating"] else 0,
                   "why": sorted(set(why))}

    def all(self, injects):
        out = [self.dossier(d) for d in self.unit.ordered("dossier")]
        out += [self.paper(p) for p in self.unit.ordered("paper") if p.kind == "paper"]
        for kind in ("arrival", "meeting", "assignment"):
            out += [getattr(self, kind)(line) for line in self.unit.ordered(kind)]
        for i in injects:
            out += self.inject(i) if i["counts"] else []
        for attempt in out:
            self.noted(attempt)
        return out

    def noted(self, attempt):
        """An evaluator's notes about it by name (by entries: out of scope)."""
        attempt["counts"] = counts(self.unit, attempt["subject"], attempt["rating"])


# --- injects --------------------------------------------------------------------------------------

class Linking:
    """What belongs to which inject, over all units: twice, since a thing may cross to a unit named earlier."""

    def __init__(self, units, cards):
        self.owners, self.works, self.happenings = {}, {}, {name: {} for name in units}
        codes = {card["code"] for card in cards}
        for keep in (False, True):
            for unit in units.values():
                for e in unit.events:
                    self.event(unit, e, e.inject if e.inject in codes and e.inject in unit.injects else "",
                               keep)

    def event(self, unit, e, own, keep):
        names = [(kind, name) for kind, name in e.things()]
        if e.type == "work.offered":
            self.works[e.one("work")] = e.one("dossier")
        belongs = {own} - {""}
        for kind, name in names:
            belongs |= self.owners.get(self.works.get(name, "") if kind == "work" else name, set())
        crossed = set()
        for qualifier in ("origin_dossier", "theirs"):
            if e.type in ("dossier.accepted", "document.arrived"):
                crossed |= self.owners.get(e.one(qualifier), set())
        belongs |= crossed
        for kind, name in names:
            if kind == "work":
                continue
            named = {own} - {""} if not e.get("command").startswith("work.") else set()
            if e.type != "refused" and (crossed or name not in self.owners):
                self.owners.setdefault(name, set()).update(belongs)
            elif named:
                self.owners.setdefault(name, set()).update(named)
        if keep:
            kind = e.type, e.get("command") if e.type == "refused" else ""
            self.happenings[unit.name].setdefault(kind, []).append((e, belongs, bool(own)))


def field(e, path, wanted):
    """Does the fact, or the refused command, have this value in this field?"""
    if e.type == "refused":
        if path == "rule":
            return e.get("rule") == wanted
        tree, rest = json.loads(e.get("asked", "{}")), path
    else:
        name = path.replace(".", "_")
        if name in e.data:
            return holds(e.data[name], wanted)
        first, _, rest = path.partition(".")
        if first not in e.data or not rest:
            return False
        tree = json.loads(e.data[first])
    while isinstance(tree, dict) and rest not in tree:
        first, _, rest = rest.partition(".")
        tree = tree.get(first)
    return isinstance(tree, dict) and holds(tree[rest], wanted)


def holds(value, wanted):
    if isinstance(value, str) and value[:1] in "[{" and value != wanted:
        value = json.loads(value)
    if isinstance(value, list):
        return any(holds(item, wanted) for item in value)
    if isinstance(value, dict):
        return wanted in value
    if isinstance(value, bool) or isinstance(wanted, bool):
        return value is wanted
    return str(value) == str(wanted) if isinstance(wanted, str) else value == wanted


class Injects:
    def __init__(self, units, cards):
        elsewhere = [{**card, "unit": unit.name} for unit in units.values() for card in cards
                     if card["code"] in unit.injects and card["unit"] != unit.name]
        self.units, self.cards = units, cards + elsewhere
        self.links = Linking(units, cards)

    def of(self, home):
        out = []
        for card in self.cards:
            if card["unit"] != home.name:
                continue
            given = home.injects.get(card["code"])
            whole_day = card["code"] == "DAY"
            task = card["task"] or ("" if whole_day else home.plan.task_for("inject", card["kind"]))
            i = {"inject": card["code"], "kind": card["kind"], "task": task, "rating": "",
                 "at": card["at"] if given is None else given, "expectations": []}
            played = whole_day or given is not None
            for x in card["expect"]:
                unit = self.units.get(x.get("unit") or home.name)
                i["expectations"].append(self.expected(i, x, unit, home, whole_day) if played and unit
                                         else {"met": False, "took": 0, "seqs": [], "unit": "", "pending": False,
                                               "broken": "inject.unmet", "within": 0, "never": False})
            if played and card["expect"]:
                i["rating"] = LETTER[self.rate(i, home)]
            i["counts"] = counts(home, i["inject"], i["rating"])
            out.append(i)
        return out

    def fits(self, happening, x, i, unit, whole_day):
        e, belongs, _ = happening
        if x.get("own", True) and not whole_day and i["inject"] not in belongs:
            return False
        if x.get("role") and x["role"] not in unit.roles.get(e.seq, ()):
            return False
        return all(field(e, path, value) for path, value in (x.get("where") or {}).items())

    def expected(self, i, x, unit, home, whole_day):
        within, count = duration(x.get("within")), x.get("count", 1)
        until = i["at"] + within if within else unit.last
        kind = ("refused", x["refused"]) if "refused" in x else (x.get("fact") or x.get("never"), "")
        found = [h[0] for h in self.links.happenings[unit.name].get(kind, [])
                 if (whole_day or h[0].true_time >= i["at"]) and self.fits(h, x, i, unit, whole_day)]
        out = {"unit": unit.name, "took": 0, "within": within, "never": "never" in x, "broken": "inject.unmet"}
        if out["never"]:
            out["seqs"] = [e.seq for e in found if e.true_time <= until]
            out.update(met=not out["seqs"], broken="inject.broken")
        else:
            found = found[:count]
            out["seqs"] = [e.seq for e in found]
            if len(found) == count:
                out["took"] = max(1, found[-1].true_time - i["at"])
                out["broken"] = "inject.late"
            out["met"] = bool(out["took"]) and i["at"] + out["took"] <= until
        out["pending"] = bool(within) and not out["never"] and i["at"] + within > home.last
        return out

    def rate(self, i, home):
        rating, waits = P, False
        task_due = home.plan.task_due(i["task"], i["at"])
        for x in i["expectations"]:
            if not x["met"]:
                if x["pending"] and not x["took"]:
                    waits = True
                else:
                    rating = max(rating, M if x["took"] else U)
                continue
            if x["within"] and x["took"] * 5 > x["within"] * 4:
                rating = max(rating, S)
            if task_due and not x["never"] and i["at"] + x["took"] > task_due:
                rating = max(rating, M)
        evidence = {seq for x in i["expectations"] if x["unit"] == home.name for seq in x["seqs"]}
        for kind, happened in self.links.happenings[home.name].items():
            for e, belongs, scripted in happened if kind[0] == "refused" else []:
                if not scripted and i["inject"] in belongs and e.by not in OUTSIDE and e.seq not in evidence:
                    rating = max(rating, S)
        return NONE if waits and rating < M else rating


def cards_of(scenario, calendar, only=None):
    """`only`: of a re-test, the cards that were left."""
    at = lambda time: calendar.join(date_number(scenario["lived_as"]), clock(time))
    first = scenario["units"][0]
    cards = [{"code": i["code"], "kind": i["kind"], "unit": i.get("unit") or first, "task": i.get("task", ""),
              "at": at(i["at"]), "expect": i.get("expect") or []} for i in scenario.get("injects") or []]
    if scenario.get("expect"):
        cards.append({"code": "DAY", "kind": "day", "unit": first, "task": "", "expect": scenario["expect"],
                      "at": at(scenario.get("starts", "07:00"))})
    return [card for card in cards if only is None or card["code"] in only]


# --- tasks, score, gate ---------------------------------------------------------------------------

def wilson(good, n):
    if n == 0:
        return 0, 0
    z, p = 1.959963984540054, good / n
    centre, spread = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    mille = lambda x: min(1000, max(0, math.floor(x / (1 + z * z / n) * 1000 + 0.5)))
    return mille(centre - spread), mille(centre + spread)


def tasks_of(plan, attempts, unit):
    out = {}
    for code, task in plan.tasks.items():
        mine = [a["counts"] for a in attempts if a["task"] == code]
        p, s, m, u, n = *(mine.count(letter) for letter in "PSMU"), len(mine) - mine.count("")
        target = round(float(task.get("target", 0.95)) * 1000)
        rating = ""
        if n:
            rating = "U" if u else "M" if (p + s) * 1000 < target * n else "P" if p * 1000 >= target * n else "S"
        low, high = wilson(p + s, n)
        out[code] = {"tier": task.get("tier", 2), "rating": rating, "counts": counts(unit, code, rating), "n": n, "p": p, "s": s, "m": m, "u": u,
                     "open": len(mine) - n, "share": ((p + s) * 2000 + n) // (2 * n) if n else 0,
                     "target": target, "low": low, "high": high}
    return out


def verdict(tasks, report, plan):
    """Score, gate and colour; which findings block is the report's word."""
    weight = {code: 3 if t["tier"] == 1 else 1 for code, t in tasks.items()}
    good = sum(weight[code] for code, t in tasks.items() if t["counts"] in ("P", "S"))
    whole = sum(weight.values())
    out = {"score": (good * 2000 + whole) // (2 * whole)}
    first = [t for t in tasks.values() if t["tier"] == 1]
    no = any(t["counts"] == "U" for t in first)
    no = no or any(f["blocking"] and not f["closed"] for f in report["findings"])
    blind = any(not t["counts"] for t in first)
    met = {c["code"]: c["met"] for c in report["conditions"]}
    out["gate"] = "no_go" if no else "not_yet" if blind else \
        "go" if all(value == "yes" for value in met.values()) else "conditional"
    bad = any(t["counts"] not in ("P", "S") for t in tasks.values())
    seen = any(t["counts"] for t in tasks.values())
    out["colour"] = "red" if no else "" if not seen else "yellow" if bad else "green"
    return out


# --- comparison -----------------------------------------------------------------------------------

class Differences(list):
    def compare(self, where, ours, theirs, keys):
        for key in keys:
            if ours[key] != theirs[key]:
                self.append(f"{where}: {key} is {theirs[key]!r} in the report, {ours[key]!r} here")


def by_name(attempts):
    out = {}
    for a in sorted(attempts, key=lambda a: (a["subject"], a["task"], a["from"])):
        out.setdefault((a["subject"], a["task"]), []).append(a)
    return out


def compare_attempts(found, unit, ours, report):
    keys = ("variety", "inject", "officer", "role", "from", "until", "due", "rating", "counts", "deputy", "why")
    theirs = by_name({**a, "due": a.get("due"), "why": sorted({w["rule"] for w in a["why"]})}
                     for a in report["attempts"])
    ours = by_name(ours)
    for name in sorted(ours.keys() | theirs.keys()):
        a, b = ours.get(name, []), theirs.get(name, [])
        if len(a) != len(b):
            found.append(f"{unit} {name[0]} {name[1]}: {len(b)} times in the report, {len(a)} times here")
        for x, y in zip(a, b):
            found.compare(f"{unit} {name[0]} {name[1]}", x, y, keys)


def compare_injects(found, unit, ours, report):
    theirs = {i["inject"]: i for i in report["injects"]}
    if {i["inject"] for i in ours} != theirs.keys():
        found.append(f"{unit}: other injects in the report")
    for i in ours:
        other = theirs.get(i["inject"])
        if other is None:
            continue
        found.compare(f"{unit} {i['inject']}", i, other, ("rating", "counts", "task", "at", "kind"))
        for n, (x, y) in enumerate(zip(i["expectations"], other["expectations"])):
            found.compare(f"{unit} {i['inject']} expectation {n + 1}", x, y, ("met", "took", "seqs"))


def compare(log, report, plan, scenario, only=None, retested=None):
    """Differences, and how much was compared: attempts, tasks, injects, units. `only`: so many units."""
    found, counts = Differences(), [0, 0, 0, 0]
    judged = report["runs"][0]["units"]
    cards = cards_of(scenario, plan.calendar, retested)
    roles = {x["role"] for card in cards for x in card["expect"] if x.get("role")}
    units = {u["unit"]: Unit(u["unit"], log[u["unit"]], plan, roles) for u in judged[:only] if log.get(u["unit"])}
    found += [f"{u['unit']}: no event in the log" for u in judged[:only] if u["unit"] not in units]
    injects = Injects(units, cards)
    for index, theirs in enumerate(judged[:only]):
        unit = units.get(theirs["unit"])
        if unit is None:
            continue
        opened = unit.events[0].get("plan")
        if opened != plan.hash:
            found.append(f"{unit.name}: played by plan {opened}, not the one given")
        refusals = sum(e.type == "refused" for e in unit.events)
        sizes = {"entries": unit.events[-1].seq, "refusals": refusals, "facts": len(unit.events) - refusals}
        found.compare(unit.name, sizes, theirs, sizes)
        played = injects.of(unit)
        attempts = Attempts(unit).all(played)
        tasks = tasks_of(plan, attempts, unit)
        compare_attempts(found, unit.name, attempts, theirs)
        compare_injects(found, unit.name, played, theirs)
        for t in theirs["tasks"]:
            found.compare(f"{unit.name} {t['task']}", tasks[t["task"]], t, tasks[t["task"]])
        verdicts = verdict(tasks, theirs, plan)
        found.compare(unit.name, verdicts, theirs, verdicts if index == 0 else ("score",))
        for n, size in enumerate((len(attempts), len(tasks), len(played), 1)):
            counts[n] += size
    return found, counts


# --- does it notice? ------------------------------------------------------------------------------

def tampered(log, unit):
    """One change after another: what was changed, and how to undo it."""
    def first(kind, fits=lambda e: True):
        return next(e for e in log[unit] if e.type == kind and fits(e))

    def rewritten(e, change, what):
        kept = e.at, dict(e.data)
        change(e)
        yield f"{e.unit}/{e.seq} {e.type}: {what}"
        e.at, e.data = kept

    def later(e):
        e.at += 14 * DAY

    def a_minute(e):
        e.at += 60_000

    yield from rewritten(first("dossier.resolved"), later, "a fortnight later")
    yield from rewritten(first("dossier.received"), a_minute, "a minute later")
    result = first("document.drafted", lambda e: e.get("kind") == "paper")
    signed = first("document.signed", lambda e: e.one("document") == result.one("document"))
    yield from rewritten(signed, lambda e: e.data.update(officer="nobody"), "by another officer")
    yield from rewritten(first("motion.carried"), lambda e: e.data.update(count_in_favour=0), "nobody for it")
    for kind in ("meeting.closed", "inject.given", "document.registered"):
        gone = first(kind)
        place = log[unit].index(gone)
        del log[unit][place]
        yield f"{gone.unit}/{gone.seq} {gone.type}: left out"
        log[unit].insert(place, gone)


def self_test(log, report, plan, scenario):
    noticed, missed = 0, 0
    for what in tampered(log, report["runs"][0]["units"][0]["unit"]):
        found, _ = compare(log, report, plan, scenario, 1)
        rated_otherwise = [line for line in found if ": rating is" in line or ": from is" in line]
        if rated_otherwise:
            noticed += 1
        else:
            missed += 1
            print(f"self-test: not noticed: {what}")
    print(f"self-test: {noticed} changes of the log noticed, {missed} not")
    return missed == 0 and noticed > 0


def main(arguments):
    log, report, plan, scenario, *run = (pathlib.Path(a) for a in arguments if not a.startswith("--"))
    retested = json.loads(run[0].read_text(encoding="utf-8")).get("only") if run else None
    plan, scenario = Plan(plan), plain_yaml.load(scenario)
    report, log = json.loads(report.read_text(encoding="utf-8")), read_log(log)
    found, (attempts, tasks, injects, units) = compare(log, report, plan, scenario, retested=retested)
    for line in found:
        print(line)
    if found:
        print(f"recompute: {len(found)} differences")
        return 1
    print(f"recompute: {attempts} attempts, {tasks} tasks, {injects} injects of {units} units agree")
    if "--self-test" in arguments and not self_test(log, report, plan, scenario):
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
