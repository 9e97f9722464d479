#!/usr/bin/env python3
"""Checks that an include points to the same room or a lower floor, never sideways, never up."""
import pathlib
import re
import sys

FLOORS = [
    ["base"],
    ["journal", "feel", "words"],
    ["bpmn", "org"],
    ["plan"],
    ["flow", "dossiers", "documents", "meetings", "assignments", "tickets"],
    ["office"],
    ["cast", "readiness", "papers", "export", "check", "views"],
    ["simulate", "serve", "transcript"],
    ["rehearse"],
    ["opening"],
    ["cli"],
]
FLOOR = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}
INCLUDE = re.compile(r'^\s*#include "([a-z_]+)/', re.M)


def main() -> int:
    top = pathlib.Path(__file__).resolve().parent.parent / "src"
    bad = []
    for path in sorted(top.rglob("*")):
        if path.suffix not in (".h", ".cc"):
            continue
        room = path.relative_to(top).parts[0]
        if room not in FLOOR:
            bad.append(f"{path.relative_to(top.parent)}: no floor is known for the room {room}")
            continue
        for other in INCLUDE.findall(path.read_text(encoding="utf-8")):
            if other != room and FLOOR.get(other, 99) >= FLOOR[room]:
                bad.append(f"{path.relative_to(top.parent)}: {room} may not include {other}")
    print("\n".join(bad) if bad else f"floors: {len(FLOOR)} rooms in order")
    return 1 if bad else 0


sys.exit(main())
