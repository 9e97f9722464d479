#!/usr/bin/env python3
"""House rules that a compiler does not check: sizes, banned words with their replacement, links."""
import pathlib
import re
import subprocess
import sys

TOP = pathlib.Path(__file__).resolve().parent.parent
FILE_LINES = 800
CORE = {"feel", "bpmn", "org", "flow", "dossiers", "documents", "meetings", "assignments", "office"}
BANNED = [  # pattern, what to write instead; in the core only
    (r"std::unordered_(map|set)", "std::map: the order of what is walked must be the same everywhere"),
    (r"std::chrono::\w*_clock", "Envelope.at: time enters as data"),
    (r"\b(rand|srand|random_device|mt19937)\b", "cast/dice.h: dice are thrown above the core"),
    (r"\bgetenv\b", "an argument: the core reads no environment"),
    (r"\bthrow\b", "Result<T>, Refusal or Diagnostics"),
]
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")


def tracked() -> list[pathlib.Path]:
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=TOP, check=True,
                           capture_output=True, text=True).stdout.split("\n")
    return [TOP / n for n in names if n and (TOP / n).is_file()]


def main() -> int:
    bad = []
    for path in tracked():
        name = path.relative_to(TOP)
        if path.suffix in (".h", ".cc", ".py", ".mjs", ".ts", ".svelte", ".css"):
            text = path.read_text(encoding="utf-8")
            lines = text.count("\n")
            if lines > FILE_LINES:
                bad.append(f"{name}: {lines} lines; split it along what it is for ({FILE_LINES})")
            if name.parts[0] == "src" and re.search(r"\b(TODO|FIXME|XXX|HACK)\b", text):
                bad.append(f"{name}: something is left for later")
            if len(name.parts) > 2 and name.parts[1] in CORE and not re.search(r"_(test|bench|fuzz)\.cc$", path.name):
                code = re.sub(r"//[^\n]*", "", text)
                for pattern, instead in BANNED:
                    if re.search(pattern, code):
                        bad.append(f"{name}: {pattern}: write {instead}")
        elif path.suffix == ".md":
            for target in LINK.findall(path.read_text(encoding="utf-8")):
                if not (path.parent / target).exists():
                    bad.append(f"{name}: the link {target} leads nowhere")
    print("\n".join(bad) if bad else "tidy")
    return 1 if bad else 0


sys.exit(main())
