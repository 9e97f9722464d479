"""What tests/recompute.py stands on: the plan's calendar and conditions, the OCEL log, who holds which post."""
import datetime
import functools
import hashlib
import json
import re

import plain_yaml

OUTSIDE = {"", "clock", "citizen", "courier", "director"}  # who is no officer
HOUR, DAY = 3_600_000, 86_400_000
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_MS = datetime.timedelta(milliseconds=1)


def instant(text):
    return (datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) - _EPOCH) // _MS


def date_number(text):
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


def clock(text):
    hours, minutes = text.split(":")
    return (int(hours) * 60 + int(minutes)) * 60_000


def duration(text):
    """ISO 8601, hours and smaller; nothing: 0."""
    if not text:
        return 0
    match = re.fullmatch(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?", text)
    if not match:
        raise ValueError(f"duration {text}")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000


class Calendar:
    """Working time: the hours of calendar.yaml, at the plan's offset from UTC."""
    WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

    def __init__(self, plan):
        sign = -1 if plan["offset"][0] == "-" else 1
        self.offset = sign * clock(plan["offset"].lstrip("+-"))
        self.week = [self.spans(plan["week"].get(day) or []) for day in self.WEEK]
        self.holidays = {date_number(day) for day in plan.get("holidays") or {}}
        self.special = {date_number(day): self.spans(hours)
                        for day, hours in (plan.get("special") or {}).items()}
        self.cutoff = clock(plan.get("transfer_cutoff", "15:00"))

    @staticmethod
    def spans(texts):
        return [tuple(clock(end) for end in text.split("-")) for text in texts]

    def hours(self, day):
        if day in self.special:
            return self.special[day]
        return [] if day in self.holidays else self.week[(day + 3) % 7]

    def split(self, at):
        return divmod(at + self.offset, DAY)

    def join(self, day, time):
        return day * DAY + time - self.offset

    def closing(self, day):
        return self.join(day, self.hours(day)[-1][1])

    def next_day(self, day, n=1):
        while n > 0:
            day += 1
            n -= bool(self.hours(day))
        return day

    def working(self, start, end):
        total = 0
        for day in range(self.split(start)[0], self.split(end)[0] + 1):
            for opens, closes in self.hours(day):
                total += max(0, min(end, self.join(day, closes)) - max(start, self.join(day, opens)))
        return total

    def after(self, start, ms):
        day = self.split(start)[0]
        while True:
            for opens, closes in self.hours(day):
                begins, ends = max(start, self.join(day, opens)), self.join(day, closes)
                if begins < ends:
                    if ms <= ends - begins:
                        return begins + ms
                    ms -= ends - begins
            day += 1

    def counted_from(self, at):
        """After the cut-off, and out of hours, a limit is counted from the next opening."""
        day, time = self.split(at)
        if time <= self.cutoff:
            for opens, closes in self.hours(day):
                if time < closes:
                    return max(at, self.join(day, opens))
        day = self.next_day(day)
        return self.join(day, self.hours(day)[0][0])

    def past_cutoff(self, at):
        return self.split(self.counted_from(at))[0] != self.split(at)[0]

    def working_days(self, at, n):
        """The closing of the n-th working day after."""
        return self.closing(self.next_day(self.split(self.counted_from(at))[0], n))

    def day_before(self, due):
        day, time = self.split(due)
        day -= 1
        while not self.hours(day):
            day -= 1
        last = self.hours(day)[0][0]
        for opens, closes in self.hours(day):
            if opens <= time:
                last = min(time, closes)
        return self.join(day, last)


# --- conditions: the part of FEEL that components use ---------------------------------------------

_TOKEN = re.compile(r'\s*("[^"]*"|!=|<=|>=|[()=<>*]|[A-Za-z_][A-Za-z_0-9]*|\d+)')


def condition(text, data):
    """Three-valued: a name that is not there is null, and null is not true."""
    tokens, at = [], 0
    while at < len(text.rstrip()):
        match = _TOKEN.match(text, at)
        if not match:
            raise ValueError(f"condition {text}")
        tokens.append(match[1])
        at = match.end()
    value, rest = _either(tokens, data)
    if rest:
        raise ValueError(f"condition {text}")
    return value is True


def _truth(value):
    return value if isinstance(value, bool) else None


def _either(tokens, data):
    value, tokens = _both(tokens, data)
    while tokens[:1] == ["or"]:
        other, tokens = _both(tokens[1:], data)
        pair = (_truth(value), _truth(other))
        value = True if True in pair else None if None in pair else False
    return value, tokens


def _both(tokens, data):
    value, tokens = _compare(tokens, data)
    while tokens[:1] == ["and"]:
        other, tokens = _compare(tokens[1:], data)
        pair = (_truth(value), _truth(other))
        value = False if False in pair else None if None in pair else True
    return value, tokens


def _compare(tokens, data):
    value, tokens = _product(tokens, data)
    if tokens and tokens[0] in ("=", "!=", "<", "<=", ">", ">="):
        sign = tokens[0]
        other, tokens = _product(tokens[1:], data)
        if sign in ("=", "!="):
            return (type(value) is type(other) and value == other) == (sign == "="), tokens
        if type(value) is not int or type(other) is not int:
            return None, tokens
        value = {"<": value < other, "<=": value <= other, ">": value > other, ">=": value >= other}[sign]
    return value, tokens


def _product(tokens, data):
    value, tokens = _atom(tokens, data)
    while tokens[:1] == ["*"]:
        other, tokens = _atom(tokens[1:], data)
        value = value * other if type(value) is int and type(other) is int else None
    return value, tokens


def _atom(tokens, data):
    first, rest = tokens[0], tokens[1:]
    if first == "not":
        value, rest = _either(rest[1:], data)
        return (None if _truth(value) is None else not value), rest[1:]
    if first == "(":
        value, rest = _either(rest, data)
        return value, rest[1:]
    if first[0] == '"':
        return first[1:-1], rest
    if first.isdigit():
        return int(first), rest
    return {"true": True, "false": False}.get(first, data.get(first)), rest


def required(procedure, data):
    return [c["code"] for c in procedure.get("components") or []
            if not c.get("from_database") and c.get("originals", 1) + c.get("copies", 0) > 0
            and (not c.get("when") or condition(c["when"], data))]


def missing(procedure, codes, given):
    """Of these components what is neither there nor replaced by an alternative."""
    instead = {c["code"]: c.get("alternatives") or [] for c in procedure.get("components") or []}
    return [code for code in codes if code not in given and not given & set(instead.get(code, []))]


# --- the log --------------------------------------------------------------------------------------

class Event:
    """One fact or refusal. Attributes by name, times in ms; `related` object ids by qualifier."""
    __slots__ = ("unit", "seq", "place", "type", "at", "data", "related", "true_time")

    def __init__(self, raw, times):
        self.unit, seq, place = raw["id"].split("/")
        self.seq, self.place = int(seq), int(place)
        self.type, self.at = raw["type"], instant(raw["time"])
        self.data = {a["name"]: instant(a["value"]) if a["name"] in times else a["value"]
                     for a in raw["attributes"]}
        self.true_time = self.data.get("happened", self.data["entered"])
        self.related = {}
        for r in raw["relationships"]:
            self.related.setdefault(r["qualifier"], []).append(r["objectId"])

    def get(self, name, other=""):
        return self.data.get(name, other)

    def many(self, name):
        return json.loads(self.data.get(name, "[]"))

    def one(self, qualifier):
        return self.related.get(qualifier, [""])[0]

    @property
    def by(self):
        return self.data.get("asked_by", "")

    @property
    def inject(self):
        return self.data.get("request", "").rpartition(":")[0]

    def things(self):
        """Dossiers, papers, meetings, assignments and work items of this unit that it names itself; what
        stands in a message or is numbered elsewhere is not among them."""
        for qualifier, ids in self.related.items():
            if qualifier == "theirs" or qualifier.startswith(("message_", "origin_", "worker_")):
                continue
            for name in ids:
                part = name.split("/")
                if part[0] == self.unit and len(part) == 3 and part[1] in THINGS:
                    yield part[1], name


THINGS = ("dossier", "document", "meeting", "assignment", "work")


def read_log(path):
    """Events by unit, oldest first."""
    with open(path, encoding="utf-8") as file:
        raw = json.load(file)
    times = {t["name"]: {a["name"] for a in t["attributes"] if a["type"] == "time"}
             for t in raw["eventTypes"]}
    units = {}
    for line in raw["events"]:
        event = Event(line, times[line["type"]])
        units.setdefault(event.unit, []).append(event)
    for events in units.values():
        events.sort(key=lambda e: (e.seq, e.place))
    return units


# --- the plan -------------------------------------------------------------------------------------

class Plan:
    def __init__(self, folder):
        self.folder = folder
        self.calendar = Calendar(self.file("calendar.yaml"))
        self.readiness = self.file("readiness.yaml")
        self.tasks = dict(sorted(self.readiness["tasks"].items()))
        self.organization = self.file("organization.yaml")
        self.documents = self.file("documents.yaml")
        self.precedence = self.file("precedence.yaml")
        self.city = self.file("city.yaml")
        self.meetings = {m["code"]: m for m in self.every("meetings/*.yaml")}
        self.procedures = {p["code"]: p for p in self.every("procedures/*/procedure.yaml")}

    def file(self, name):
        return plain_yaml.load(self.folder / name)

    def every(self, pattern):
        return [plain_yaml.load(path) for path in sorted(self.folder.glob(pattern))]

    @functools.cached_property
    def hash(self):
        """docs/formats/plan.md: over all files sorted by path."""
        digest, names = hashlib.sha256(), []
        for path in self.folder.rglob("*"):
            name = path.relative_to(self.folder).as_posix()
            aside = name.startswith(("scenarios/", "examples/")) or name.endswith(".md")
            if path.is_file() and not aside and not any(p.startswith(".") for p in name.split("/")):
                names.append(name.encode())
        for name in sorted(names):
            content = (self.folder / name.decode()).read_bytes()
            digest.update(name + b"\n%d\n" % len(content) + content)
        return digest.hexdigest()

    def task_for(self, kind, variety):
        for code, task in self.tasks.items():
            if task["kind"] == kind and variety in [str(s) for s in task.get("selects") or []]:
                return code
        return ""

    def task_due(self, task, start):
        within = duration(self.tasks.get(task, {}).get("within", ""))
        return self.calendar.after(start, within) if within > 0 else None

    def owner(self, task):
        return self.tasks.get(task, {}).get("owner_role", "")

    @functools.lru_cache(maxsize=None)
    def shows_draft(self, procedure):
        """Its process waits for the citizen's yes."""
        path = self.procedures[procedure].get("process_file", f"procedures/{procedure}/process.bpmn")
        return "citizen.confirmed" in (self.folder / path).read_text(encoding="utf-8")


class People:
    """Who holds which post and who is away, as the log goes by."""

    def __init__(self, organization):
        self.roles = organization["roles"]
        self.posts = organization["posts"]
        self.signing = organization["signing"]
        self.officers, self.mandates, self.delegations, self.milestones = {}, [], [], set()

    def apply(self, e):
        officer = self.officers.get(e.get("officer"), {})
        if e.type == "officer.enrolled":
            self.officers[e.get("officer_code")] = {
                "away": None, "signature": e.get("officer_signature_until", None),
                "broken": e.get("officer_token_broken", False), "named": e.many("officer_substitutes")}
            for post in e.many("posts"):
                self.mandates.append([post, e.get("officer_code"), e.at, None])
        elif e.type == "officer.appointed":
            self.mandates.append([e.get("post"), e.get("officer"), e.at, e.get("until", None)])
        elif e.type == "officer.released":
            for m in self.mandates:
                if m[:2] == [e.get("post"), e.get("officer")] and (m[3] is None or m[3] > e.at):
                    m[3] = e.at
        elif e.type == "officer.went_away":
            officer["away"] = e.get("until")
        elif e.type == "officer.came_back":
            officer["away"] = None
        elif e.type == "officer.token_broke":
            officer["broken"] = True
        elif e.type == "officer.token_renewed":
            officer["broken"], officer["signature"] = False, e.get("until", None)
        elif e.type == "delegation.granted":
            self.delegations.append(e)
        elif e.type == "milestone.reached":
            self.milestones.add(e.get("milestone"))

    def present(self, officer, at):
        o = self.officers.get(officer)
        return o is not None and (o["away"] is None or o["away"] <= at)

    def holders(self, post, at, here=False):
        return sorted({m[1] for m in self.mandates if m[0] == post and m[2] <= at
                       and (m[3] is None or at < m[3]) and (not here or self.present(m[1], at))})

    def posts_of(self, officer, at):
        return sorted({m[0] for m in self.mandates if m[1] == officer and m[2] <= at
                       and (m[3] is None or at < m[3])})

    def own_roles(self, officer, at):
        return {role for post in self.posts_of(officer, at)
                for role in self.posts.get(post, {}).get("roles") or []}

    def holders_of_role(self, role, at):
        return {officer for post, p in self.posts.items() if role in (p.get("roles") or [])
                for officer in self.holders(post, at, here=True)}

    def roles_of(self, officer, at, asked):
        """Of the roles asked: by the posts held; where nobody present holds one, by deputising or standing in."""
        if not asked or not self.present(officer, at):
            return set()
        own = self.own_roles(officer, at)
        return {role for role in asked if role in own or officer in self.stand_ins(role, at)}

    def stand_ins(self, role, at):
        if self.holders_of_role(role, at):
            return set()
        deputies = self.roles[role].get("deputised_by")
        found = self.holders_of_role(deputies, at) if deputies else set()
        if found:
            return found
        for post, p in self.posts.items():
            if role in (p.get("roles") or []) and self.holders(post, at):
                found |= self.stand_ins_of_post(post, p, at)
        return found

    def stand_ins_of_post(self, post, p, at):
        named = set()
        for holder in self.holders(post, at):
            there = [o for o in self.officers.get(holder, {}).get("named", []) if self.present(o, at)]
            named |= set(there[:1])
        if named:
            return named
        for substitute in p.get("substitutes") or []:
            there = self.holders(substitute, at, here=True)
            if there:
                return set(there)
        return set()

    # Decree 30/2020 art. 13: the strongest rule of organization.yaml that may be used decides the formula.
    STRENGTH = ["", "TM.", "Q.", "KT.", "TL.", "TUQ."]

    def formula(self, officer, body, kind, at):
        """(formula, on behalf of), or nothing: not entitled."""
        o = self.officers.get(officer)
        if o is None or not self.present(officer, at):
            return None
        if o["signature"] is None or o["signature"] <= at or o["broken"]:
            return None
        posts, best = self.posts_of(officer, at), None
        for rule in self.signing:
            if rule["body"] != body or rule["post"] not in posts:
                continue
            if rule.get("types") and kind not in rule["types"]:
                continue
            head = rule.get("on_behalf_of", "")
            if rule.get("only_when_away") and self.holders(head, at, here=True):
                continue
            if rule.get("needs_delegation") and not self.delegated(head, rule["post"], kind, at):
                continue
            if best is None or self.strength(rule) < self.strength(best):
                best = rule
        return best and (best.get("formula", ""), best.get("on_behalf_of", ""))

    def strength(self, rule):
        formula = (rule.get("formula") or "").replace("T/M", "TM.").replace("K/T", "KT.").replace("T/L", "TL.")
        return self.STRENGTH.index(formula.split(" ")[0]) if formula.split(" ")[0] in self.STRENGTH else 9

    def delegated(self, head, post, kind, at):
        return any(d.get("delegation_from_post") == head and d.get("delegation_to_post") == post
                   and d.get("delegation_from", 0) <= at < d.get("delegation_until", 0)
                   and kind in (d.many("delegation_types") or [kind]) for d in self.delegations)
