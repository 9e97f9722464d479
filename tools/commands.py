#!/usr/bin/env python3
"""docs/commands/: one page per command, written from what the program itself is made of.

    tools/commands.py            writes the pages
    tools/commands.py --check    says which are not current, and exits 1

From: schemas/openapi.json (fields and types), the rooms' headers (comments), their decide functions (refusals),
words/{vi,en}.yaml (sentences), web/src/words/{vi,en}/asks.ts (titles), plans/hue-2025 (who may ask),
tests/transcripts (examples).
"""
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import plain_yaml  # noqa: E402

OUT = ROOT / "docs" / "commands"
DRIVERS = {"unit.open": "the program, as a journal's first entry", "tick": "the clock, when something is due",
           "exchange.receive": "the courier between units", "exchange.confirm": "the courier between units",
           "inject.give": "the director of a rehearsal", "gate.record": "the program, right after unit.open",
           "preparation.report": "the director of a rehearsal", "preparation.waive": "the director of a rehearsal",
           "correction.plan": "the director of a rehearsal"}
# Functions in which a room decides are among these files; what they call is followed.
ROOMS = {"officer": "org", "delegation": "org", "dossier": "dossiers", "work": "flow", "document": "documents",
         "meeting": "meetings", "assignment": "assignments", "ticket": "tickets"}


def read(path):
    return (ROOT / path).read_text(encoding="utf-8")


def titles(language):
    return dict(re.findall(r"'ask\.([a-z_.]+)': '((?:[^'\\]|\\.)*)'", read(f"web/src/words/{language}/asks.ts")))


def structs():
    """wire name -> (file, struct, comment, {field: comment}) of every command and fact."""
    found = {}
    for header in sorted(ROOT.glob("src/*/*.h")):
        text = header.read_text(encoding="utf-8")
        for m in re.finditer(r"((?:^// [^\n]*\n)*)^struct (\w+) \{(?:  // ([^\n]*))?\n"
                             r"    static constexpr std::string_view kWire = \"([a-z_.]+)\";\n(.*?)^\};", text, re.M | re.S):
            above, name, beside, wire, body = m.groups()
            said = beside or " ".join(line[3:] for line in above.splitlines() if not line.startswith("// ---"))
            fields = dict(re.findall(r"^    [^\n(]*?(\w+)(?: = [^;\n]*|\{\})?;  // ([^\n]+)$", body, re.M))
            found[wire] = (header.relative_to(ROOT).as_posix(), name, said, fields)
    return found


class Refusals:
    """Which refusals a decision can reach: the keys of sentences in its body and in what it calls, room by room."""

    def __init__(self, sentences):
        self.bodies, self.deciders, self.sentences = {}, {}, sentences
        for file in sorted(ROOT.glob("src/*/*.cc")) + sorted(ROOT.glob("src/*/*.h")):
            room = file.parent.name
            if room not in {*ROOMS.values(), "office"} or "test" in file.name or file.stem in ("apply", "follow"):
                continue
            text = file.read_text(encoding="utf-8")
            for m in re.finditer(r"^[A-Za-z][^\n;{}=]*?\b(\w+)\(([^;{}]*?)\)(?: const)? \{\n(.*?)^\}", text, re.M | re.S):
                name, parameters, body = m.groups()
                struct = re.findall(r"const (?:\w+::)*(\w+)& \w+$", parameters.strip())
                if name.startswith("decide_") and struct:
                    self.deciders.setdefault((room, struct[0]), []).append(body)
                else:
                    self.bodies[room, name] = self.bodies.get((room, name), "") + body

    def of(self, room, struct):
        todo = [(room, body) for body in self.deciders.get((room, struct), [])]
        if struct == "Complete":  # what the office asks before a step is done
            todo.append(("office", self.bodies["office", "check_completion"]))
        seen, rules = set(), set()
        while todo:
            here, body = todo.pop()
            rules.update(s for s in re.findall(r'"([a-z_]+\.[a-z_.]+)"', body) if s in self.sentences)
            for other, name in re.findall(r"(?:(\w+)::)?\b(\w+)\(", body):
                key = (other or here, name)
                if key in self.bodies and key not in seen:
                    seen.add(key)
                    todo.append((key[0], self.bodies[key]))
        return sorted(rules)


def type_of(schema, all_schemas):
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        if name == "Sealed":
            return "personal value, sealed"
        target = all_schemas[name]
        if "enum" in target:
            return " · ".join(f"`{word}`" for word in target["enum"])
        inner = ", ".join(f"{key}: {type_of(value, all_schemas)}" for key, value in target.get("properties", {}).items())
        return f"{{{inner}}}" if inner else name
    if "oneOf" in schema:
        return " or ".join(type_of(s, all_schemas) for s in schema["oneOf"])
    if schema.get("type") == "array":
        return "list of " + type_of(schema["items"], all_schemas)
    if schema.get("type") == "object":
        rest = schema.get("additionalProperties")
        return "map to " + type_of(rest, all_schemas) if isinstance(rest, dict) else "object"
    if isinstance(schema.get("type"), list):
        return ", ".join(t for t in schema["type"] if t != "null")
    known = {"id": "number", "ms-since-1970": "instant", "date": "date"}
    return known.get(schema.get("format"), {"string": "text", "integer": "integer", "boolean": "yes/no"}.get(schema.get("type"), "text"))


def examples(wire):
    """The first transcript line that carried it through, and the first refused, with the file each stands in."""
    done = refused = None
    own = wire.replace(".", "_")
    files = (ROOT / "tests/transcripts").glob("*.txt")
    for file in sorted(files, key=lambda f: (not f.stem.startswith(own), f.name)):
        lines = file.read_text(encoding="utf-8").splitlines()
        for at, line in enumerate(lines):
            if not re.match(r"d\d+/\S+ \S+ " + re.escape(wire) + r"(?: |$)", line):
                continue
            came = []
            for below in lines[at + 1:]:
                if not below.startswith("  "):
                    break
                came.append(below)
            if came and came[0].startswith("  refused:"):
                refused = refused or (file.name, [line] + came)
            else:
                done = done or (file.name, [line] + came)
    return [e for e in (done, refused) if e]


def page(wire, known, schema, all_schemas, access, roles, refusals, vi, en, title):
    file, struct, said, comments = known[wire]
    out = [f"# {wire}", ""]
    if wire in title["vi"]:
        out += [f"**{title['vi'][wire]}** · {title['en'].get(wire, '')}", ""]
    if said:
        out += [said[0].upper() + said[1:] + ".", ""]
    if wire in DRIVERS:
        who = DRIVERS[wire] + "; no officer"
    elif wire not in access:
        who = "no officer: the citizen himself"
    elif "*" in access[wire]:
        who = "every officer who holds a post"
    else:
        who = ", ".join(f"{roles.get(role, role)} (`{role}`)" for role in access[wire])
    out += [f"**Who may ask** (plan of Huế): {who}.", ""]
    rows = schema.get("properties", {})
    if rows:
        out += ["| field | type | |", "|---|---|---|"]
        needed = schema.get("required", [])
        for name, value in rows.items():
            notes = [comments.get(name, "")] + ([] if name in needed else ["may be left out"])
            kind = type_of(value, all_schemas).replace("|", "\\|")
            out.append(f"| `{name}` | {kind} | {'; '.join(n for n in notes if n)} |")
        out.append("")
    if refusals:
        out += ["## Refused when", "", "| rule | what the officer reads |", "|---|---|"]
        for rule in refusals:
            out.append(f"| `{rule}` | {vi.get(rule, '')}<br>{en[rule]} |".replace("\n", " "))
        out.append("")
    for name, lines in examples(wire):
        out += [f"From [`{name}`](../../tests/transcripts/{name}):", ""] + ["    " + line for line in lines] + [""]
    out += [f"Code: struct `{struct}` in [`{file}`](../../{file}). [All commands](README.md)."]
    return "\n".join(out) + "\n"


def pages():
    api = json.loads(read("schemas/openapi.json"))["components"]["schemas"]
    plan = plain_yaml.load(ROOT / "plans/hue-2025/organization.yaml")
    vi, en = plain_yaml.load(ROOT / "words/vi.yaml"), plain_yaml.load(ROOT / "words/en.yaml")
    roles = {code: role["name"]["vi"] if isinstance(role["name"], dict) else role["name"] for code, role in plan["roles"].items()}
    title = {"vi": titles("vi"), "en": titles("en")}
    known, made, index, refusals = structs(), {}, [], Refusals(en)
    wires = [next(iter(one["properties"])) for one in api["Command"]["oneOf"]]
    for one in api["Command"]["oneOf"]:
        wire, ref = next(iter(one["properties"].items()))
        room = ROOMS.get(wire.split(".")[0], "office")
        made[wire + ".md"] = page(wire, known, api[ref["$ref"].rsplit("/", 1)[1]], api, plan["access"], roles,
                                  refusals.of(room, known[wire][1]), vi, en, title)
    for wire in wires:
        index.append(f"| [{wire}]({wire}.md) | {title['vi'].get(wire, '')} | {title['en'].get(wire, '') or known[wire][2]} |")
    made["README.md"] = "\n".join([
        "# Commands", "",
        "Everything anybody asks of an office, by its name on the wire: the same in a scenario's `ask`, a transcript, the journal and",
        "over HTTP. Written by `tools/commands.py` from the program's own sources; `./test` sees that it is current.", "",
        "Any command of an officer may also be refused before its room is asked: `office.not_entitled` (the plan's table",
        "`access` in `organization.yaml`), `precedence.missing` (a gate of `precedence.yaml` is shut), and while the unit is not open.", "",
        "| command | | |", "|---|---|---|"] + index) + "\n"
    return made


def main():
    made = pages()
    there = {p.name: p.read_text(encoding="utf-8") for p in OUT.glob("*.md")} if OUT.exists() else {}
    stale = sorted(name for name in made.keys() | there.keys() if made.get(name) != there.get(name))
    if "--check" in sys.argv[1:]:
        for name in stale:
            print(f"docs/commands/{name} is not current: run tools/commands.py")
        return 1 if stale else 0
    OUT.mkdir(exist_ok=True)
    for name in stale:
        if name in made:
            (OUT / name).write_text(made[name], encoding="utf-8")
        else:
            (OUT / name).unlink()
    print(f"{len(made)} pages, {len(stale)} of them changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
