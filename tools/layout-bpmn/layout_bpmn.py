#!/usr/bin/env python3
"""Draws a .flow text (flows/*.flow) as BPMN 2.0 with pool, lanes and orthogonal edges.

    layout_bpmn.py FLOW OUT.bpmn        one process
    layout_bpmn.py --all                every flow into plans/hue-2025

A flow is one statement a line:
    process ID "name"            the process; the pool bears the name
    lane ROLE "name"             top to bottom
    start|end|terminate ID LANE COL[.ROW] "name"
    user ID LANE COL[.ROW] "name" kind=.. limit=.. outcomes=.. document=.. each=COLLECTION
    service ID LANE COL[.ROW] "name" type=.. [to=.. message=.. document=..]
    call ID LANE COL[.ROW] "name" process=ID
    xor|and|or|events ID LANE COL[.ROW] ["question"]
    catch ID LANE COL[.ROW] "name" message=NAME | timer=ISO [time=calendar]
    boundary ID HOST "name" message=NAME | timer=ISO [time=calendar] [stay=1] [at=left|right]
    A > B > C                    sequence flows
    A > B | label | FEEL         with a condition; `default` marks the default flow
COL and ROW are a grid: columns left to right, rows within the lane. `stay=1` does not interrupt.
"""
import heapq
import pathlib
import re
import shlex
import sys
from xml.sax.saxutils import escape

TASK, GATE, EVENT = (140, 80), (50, 50), (36, 36)
GUTTER, GAP, ROW = 66, 68, 80
LEFT, TOP, HEAD = 160, 80, 30
FLOW_NODES = {"start", "end", "terminate", "user", "service", "call", "xor", "and", "or", "events",
              "catch", "boundary"}
TASKS = {"user", "service", "call"}
GATES = {"xor", "and", "or", "events"}
TAGS = {"xor": "exclusiveGateway", "and": "parallelGateway", "or": "inclusiveGateway",
        "events": "eventBasedGateway", "start": "startEvent", "end": "endEvent",
        "terminate": "endEvent", "user": "userTask", "service": "serviceTask",
        "call": "callActivity", "catch": "intermediateCatchEvent", "boundary": "boundaryEvent"}


class Flow:
    def __init__(self, path):
        self.path, self.lanes, self.nodes, self.edges = path, [], {}, []
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            line = line.strip()
            if line and not line.startswith("#"):
                try:
                    self.statement(line)
                except (ValueError, IndexError, KeyError) as problem:
                    sys.exit(f"{path}:{number}: {problem!r}: {line}")

        for edge in self.edges:
            for end in (edge["from"], edge["to"]):
                if end not in self.nodes:
                    sys.exit(f"{path}: there is no {end}")

    def statement(self, line):
        if re.match(r"^[\w-]+ > ", line):
            self.flows(line)
            return
        words = shlex.split(line)
        kind = words[0]
        if kind == "process":
            self.id, self.name = words[1], words[2]
        elif kind == "lane":
            self.lanes.append((words[1], words[2]))
        elif kind == "boundary":
            node = {"kind": kind, "id": words[1], "host": words[2], "name": words[3]}
            node.update(word.split("=", 1) for word in words[4:])
            node["lane"] = self.nodes[node["host"]]["lane"]
            self.nodes[node["id"]] = node
        elif kind in FLOW_NODES:
            column, _, row = words[3].partition(".")
            node = {"kind": kind, "id": words[1], "lane": words[2], "col": int(column),
                    "row": int(row or 0), "name": ""}
            if node["lane"] not in [lane for lane, _ in self.lanes]:
                raise ValueError("no such lane")
            for word in words[4:]:
                if re.match(r"^[a-z]+=", word):
                    key, value = word.split("=", 1)
                    node["work" if key == "kind" else key] = value
                else:
                    node["name"] = word
            if node["id"] in self.nodes:
                raise ValueError("twice")
            self.nodes[node["id"]] = node
        else:
            raise ValueError("unknown statement")

    def flows(self, line):
        parts = [part.strip() for part in line.split("|")]
        chain = [part.strip() for part in parts[0].split(">")]
        label = parts[1] if len(parts) > 1 else ""
        condition = parts[2] if len(parts) > 2 else ""
        for a, b in zip(chain, chain[1:]):
            self.edges.append({"id": f"flow_{len(self.edges) + 1}", "from": a, "to": b,
                               "label": label, "condition": condition})


# --- places ---------------------------------------------------------------------------------------
def size(node):
    return TASK if node["kind"] in TASKS else GATE if node["kind"] in GATES else EVENT


def place(flow):
    grid = [node for node in flow.nodes.values() if "col" in node]
    columns = max(node["col"] for node in grid) + 1
    widths = [max([size(n)[0] for n in grid if n["col"] == c] + [64]) for c in range(columns)]
    centres, x = [], LEFT + 2 * HEAD + 26
    for width in widths:
        centres.append(x + width / 2)
        x += width + GUTTER
    right = x - GUTTER + 34
    y, flow.bands, rows = TOP, [], []
    for lane, name in flow.lanes:
        count = max([n["row"] for n in grid if n["lane"] == lane] + [0]) + 1
        flow.bands.append((lane, name, y, count * (ROW + GAP)))
        for row in range(count):
            rows.append(((lane, row), y + row * (ROW + GAP) + (ROW + GAP) / 2))
        y += count * (ROW + GAP)
    where = dict(rows)
    for node in grid:
        width, height = size(node)
        cx, cy = centres[node["col"]], where[(node["lane"], node["row"])]
        node["box"] = (cx - width / 2, cy - height / 2, width, height)
    for node in flow.nodes.values():
        if node["kind"] == "boundary":
            x0, y0, width, height = flow.nodes[node["host"]]["box"]
            cx = x0 + (28 if node.get("at") == "left" else width - 28)
            node["box"] = (cx - 18, y0 + height - 18, 36, 36)
    flow.pool = (LEFT, TOP, right - LEFT, y - TOP)
    flow.xs, flow.ys = lines(flow, centres, widths, [cy for _, cy in rows])


def lines(flow, centres, widths, row_centres):
    xs, ys = set(centres), set(row_centres)
    for centre, width in zip(centres, widths):
        for step in (18, 33, 48):
            xs.add(centre + width / 2 + step)
    xs.add(centres[0] - widths[0] / 2 - 12)
    for centre in row_centres:
        for step in (10, 26):
            ys.add(centre - ROW / 2 - step)
            ys.add(centre + ROW / 2 + step)
    for node in flow.nodes.values():
        if node["kind"] == "boundary":
            x, y, width, height = node["box"]
            xs.add(x + width / 2)
            ys.add(y + height / 2)
    return sorted(xs), sorted(ys)


def centre(node):
    x, y, width, height = node["box"]
    return (x + width / 2, y + height / 2)


# --- edges ----------------------------------------------------------------------------------------
def inside(box, a, b, margin):
    x, y, width, height = box
    return (max(a[0], b[0]) > x - margin and min(a[0], b[0]) < x + width + margin and
            max(a[1], b[1]) > y - margin and min(a[1], b[1]) < y + height + margin)


class Router:
    def __init__(self, flow):
        self.flow, self.used, self.points = flow, {}, {}
        self.blocked = {}

    def clear(self, a, b, free):
        key = (a, b, free)
        if key not in self.blocked:
            self.blocked[key] = not any(
                inside(node["box"], a, b, 5) for node in self.flow.nodes.values()
                if node["id"] not in free)
        return self.blocked[key]

    def route(self, edge):
        source, target = self.flow.nodes[edge["from"]], self.flow.nodes[edge["to"]]
        free = (source["id"], target["id"], source.get("host"))
        start, goal = centre(source), centre(target)
        xs, ys = self.flow.xs, self.flow.ys
        queue, best, back = [(0, start, None)], {(start, None): 0}, {}
        while queue:
            cost, at, way = heapq.heappop(queue)
            if at == goal:
                return self.finish(edge, source, target, back, (at, way))
            if cost > best[(at, way)]:
                continue
            i, j = xs.index(at[0]), ys.index(at[1])
            for step, (di, dj) in {"r": (1, 0), "l": (-1, 0), "d": (0, 1), "u": (0, -1)}.items():
                if not (0 <= i + di < len(xs) and 0 <= j + dj < len(ys)):
                    continue
                to = (xs[i + di], ys[j + dj])
                if way and step == {"r": "l", "l": "r", "u": "d", "d": "u"}[way]:
                    continue
                if not self.allowed(source, target, at, to, step, way, free):
                    continue
                total = cost + self.price(edge, at, to, step, way)
                if total < best.get((to, step), 1e18):
                    best[(to, step)] = total
                    back[(to, step)] = (at, way)
                    heapq.heappush(queue, (total, to, step))
        sys.exit(f"{self.flow.path}: no way from {edge['from']} to {edge['to']}")

    def allowed(self, source, target, at, to, step, way, free):
        if source["kind"] == "boundary" and way is None and step != "d":
            return False
        for node in (source, target):     # within a shape only along its axes
            middle = centre(node)
            if inside(node["box"], at, to, 5) and not (
                    at[0] == to[0] == middle[0] or at[1] == to[1] == middle[1]):
                return False
        return self.clear(at, to, free)

    def price(self, edge, at, to, step, way):
        length = abs(at[0] - to[0]) + abs(at[1] - to[1])
        cost = length * (1.0 if step != "l" else 1.1)
        if way is None and step == "l":
            cost += 60
        if way and way != step:
            cost += 60
        axis = "h" if step in "lr" else "v"
        for other in self.used.get((min(at, to), max(at, to)), ()):
            cost += 150 if other["to"] == edge["to"] else 900
        for other_axis, other in self.points.get(to, ()):
            if other is not edge and other_axis != axis:
                cost += 45
        return cost

    def finish(self, edge, source, target, back, state):
        path = [state]
        while path[-1] in back:
            path.append(back[path[-1]])
        points = [at for at, _ in reversed(path)]
        for a, b in zip(points, points[1:]):
            self.used.setdefault((min(a, b), max(a, b)), []).append(edge)
            axis = "h" if a[1] == b[1] else "v"
            self.points.setdefault(a, []).append((axis, edge))
            self.points.setdefault(b, []).append((axis, edge))
        corners = [points[0]]
        for a, b, c in zip(points, points[1:], points[2:]):
            if not (a[0] == b[0] == c[0] or a[1] == b[1] == c[1]):
                corners.append(b)
        corners.append(points[-1])
        corners[0] = clip(source["box"], corners[0], corners[1])
        corners[-1] = clip(target["box"], corners[-1], corners[-2])
        return corners


def clip(box, inner, outer):
    x, y, width, height = box
    if inner[1] == outer[1]:
        return (x + width if outer[0] > inner[0] else x, inner[1])
    return (inner[0], y + height if outer[1] > inner[1] else y)


def route(flow):
    router = Router(flow)

    def order(edge):
        a, b = centre(flow.nodes[edge["from"]]), centre(flow.nodes[edge["to"]])
        return (a[1] != b[1], b[0] < a[0], abs(a[0] - b[0]) + abs(a[1] - b[1]))
    for edge in sorted(flow.edges, key=order):
        edge["points"] = router.route(edge)


# --- labels ---------------------------------------------------------------------------------------
def measure(text, most):
    lines_, line = [], ""
    for word in text.split():
        if line and len(line + " " + word) * 6.8 > most:
            lines_.append(line)
            line = word
        else:
            line = (line + " " + word).strip()
    lines_.append(line)
    return (max(len(t) for t in lines_) * 6.8 + 6, len(lines_) * 14)


def badness(flow, taken, box, own=None):
    a, b = (box[0], box[1]), (box[0] + box[2], box[1] + box[3])
    bad = sum(30 for node in flow.nodes.values()
              if node is not own and inside(node["box"], a, b, 1))
    bad += sum(40 for other in taken if inside(other, a, b, 1))
    for edge in flow.edges:
        bad += sum(20 for p, q in zip(edge["points"], edge["points"][1:]) if inside(box, p, q, 1))
    if box[1] < TOP + 2 or b[1] > TOP + flow.pool[3] - 2 or b[0] > LEFT + flow.pool[2] - 2:
        bad += 60
    for _, _, y, height in flow.bands:
        bad += sum(6 for line in (y, y + height) if a[1] < line < b[1])
    return bad


def labels(flow):
    taken = []

    def choose(options, own=None):
        best = min(range(len(options)),
                   key=lambda i: badness(flow, taken, options[i], own) + i * 0.5)
        taken.append(options[best])
        return options[best]
    for node in flow.nodes.values():
        if node["kind"] in TASKS or not node["name"]:
            continue
        options = []
        x, y, w, h = node["box"]
        for most in (100, 140, 80, 62):
            width, height = measure(node["name"], most)
            cx = x + w / 2 - width / 2
            options += [(cx, y + h + 4, width, height), (cx, y - height - 4, width, height),
                        (x + w / 2 + 6, y - height + 4, width, height),
                        (x + w / 2 + 6, y + h - 2, width, height),
                        (x + w / 2 - width - 6, y - height + 4, width, height),
                        (x + w / 2 - width - 6, y + h - 2, width, height)]
        node["label"] = choose(options, node)
    for edge in flow.edges:
        if edge["label"]:
            edge["label_box"] = choose(edge_options(edge))


def edge_options(edge):
    options = []
    for most in (78, 120, 60):
        width, height = measure(edge["label"], most)
        for (x1, y1), (x2, y2) in list(zip(edge["points"], edge["points"][1:]))[:2]:
            if y1 == y2:
                gap = 14 if edge["condition"] == "default" else 3   # room for the default mark
                left = x1 + gap if x2 > x1 else x1 - width - gap
                middle = (x1 + x2) / 2 - width / 2
                for x in (left, middle):
                    options += [(x, y1 - height - 3, width, height), (x, y1 + 4, width, height)]
            else:
                gap = 14 if edge["condition"] == "default" else 4
                y = y1 + gap if y2 > y1 else y1 - height - gap
                options += [(x1 + 6, y, width, height), (x1 - width - 6, y, width, height)]
    return options


# --- XML ------------------------------------------------------------------------------------------
def attribute(text):
    return escape(text, {'"': "&quot;"})


def extension(node, indent):
    out, pad = [], " " * indent
    if node["kind"] == "user":
        out.append(f'{pad}  <zeebe:assignmentDefinition candidateGroups="{node["lane"]}" />')
    if node["kind"] == "service":
        out.append(f'{pad}  <zeebe:taskDefinition type="{node["type"]}" />')
    if node["kind"] == "call":
        out.append(f'{pad}  <zeebe:calledElement processId="{node["process"]}" '
                   'propagateAllChildVariables="true" />')
    keys = ["limit", "outcomes", "document", "to", "time"] + (
        ["message"] if node["kind"] == "service" else [])
    names = [k for k in keys if k in node]
    rows = [("kind", node["work"])] if "work" in node else []
    rows += [(k, node[k]) for k in names]
    if rows:
        out.append(f"{pad}  <zeebe:properties>")
        out += [f'{pad}    <zeebe:property name="{k}" value="{attribute(v)}" />' for k, v in rows]
        out.append(f"{pad}  </zeebe:properties>")
    if not out:
        return []
    return [f"{pad}<bpmn:extensionElements>"] + out + [f"{pad}</bpmn:extensionElements>"]


def definition(node, messages):
    if "message" in node and node["kind"] in ("catch", "boundary"):
        return [f'      <bpmn:messageEventDefinition id="{node["id"]}_message" '
                f'messageRef="{messages[node["message"]]}" />']
    if "timer" in node:
        return [f'      <bpmn:timerEventDefinition id="{node["id"]}_timer">',
                '        <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">'
                f'{node["timer"]}</bpmn:timeDuration>', "      </bpmn:timerEventDefinition>"]
    if node["kind"] == "terminate":
        return [f'      <bpmn:terminateEventDefinition id="{node["id"]}_all" />']
    return []


def element(flow, node, messages):
    tag = TAGS[node["kind"]]
    head = f'    <bpmn:{tag} id="{node["id"]}"'
    if node["name"]:
        head += f' name="{attribute(node["name"])}"'
    if node["kind"] == "boundary":
        if node.get("stay"):
            head += ' cancelActivity="false"'
        head += f' attachedToRef="{node["host"]}"'
    for edge in flow.edges:
        if edge["from"] == node["id"] and edge["condition"] == "default":
            head += f' default="{edge["id"]}"'
    out = [head + ">"] + extension(node, 6)
    out += [f'      <bpmn:incoming>{e["id"]}</bpmn:incoming>' for e in flow.edges
            if e["to"] == node["id"]]
    out += [f'      <bpmn:outgoing>{e["id"]}</bpmn:outgoing>' for e in flow.edges
            if e["from"] == node["id"]]
    out += definition(node, messages)
    if "each" in node:
        out += ["      <bpmn:multiInstanceLoopCharacteristics>", "        <bpmn:extensionElements>",
                f'          <zeebe:loopCharacteristics inputCollection="={attribute(node["each"])}" '
                'inputElement="item" />', "        </bpmn:extensionElements>",
                "      </bpmn:multiInstanceLoopCharacteristics>"]
    return out + [f"    </bpmn:{tag}>"]


def bounds(box, indent):
    x, y, width, height = (round(v) for v in box)
    return f'{" " * indent}<dc:Bounds x="{x}" y="{y}" width="{width}" height="{height}" />'


def diagram(flow):
    out = ['  <bpmndi:BPMNDiagram id="diagram">',
           '    <bpmndi:BPMNPlane id="plane" bpmnElement="collaboration">',
           '      <bpmndi:BPMNShape id="pool_di" bpmnElement="pool" isHorizontal="true">',
           bounds(flow.pool, 8), "      </bpmndi:BPMNShape>"]
    for lane, _, y, height in flow.bands:
        out += [f'      <bpmndi:BPMNShape id="lane_{lane}_di" bpmnElement="lane_{lane}" '
                'isHorizontal="true">',
                bounds((LEFT + HEAD, y, flow.pool[2] - HEAD, height), 8),
                "      </bpmndi:BPMNShape>"]
    ordered = sorted(flow.nodes.values(), key=lambda n: n["kind"] == "boundary")
    for node in ordered:
        marker = ' isMarkerVisible="true"' if node["kind"] == "xor" else ""
        out += [f'      <bpmndi:BPMNShape id="{node["id"]}_di" bpmnElement="{node["id"]}"{marker}>',
                bounds(node["box"], 8)]
        if "label" in node:
            out += ["        <bpmndi:BPMNLabel>", bounds(node["label"], 10),
                    "        </bpmndi:BPMNLabel>"]
        out.append("      </bpmndi:BPMNShape>")
    for edge in flow.edges:
        out.append(f'      <bpmndi:BPMNEdge id="{edge["id"]}_di" bpmnElement="{edge["id"]}">')
        out += [f'        <di:waypoint x="{round(x)}" y="{round(y)}" />' for x, y in edge["points"]]
        if "label_box" in edge:
            out += ["        <bpmndi:BPMNLabel>", bounds(edge["label_box"], 10),
                    "        </bpmndi:BPMNLabel>"]
        out.append("      </bpmndi:BPMNEdge>")
    return out + ["    </bpmndi:BPMNPlane>", "  </bpmndi:BPMNDiagram>"]


def xml(flow):
    names = sorted({n["message"] for n in flow.nodes.values()
                    if "message" in n and n["kind"] in ("catch", "boundary")})
    messages = {name: "message_" + name.replace(".", "_") for name in names}
    out = ['<?xml version="1.0" encoding="UTF-8"?>',
           '<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL"',
           '    xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI"',
           '    xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"',
           '    xmlns:di="http://www.omg.org/spec/DD/20100524/DI"',
           '    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"',
           '    xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"',
           '    id="definitions" targetNamespace="urn:sansang:hue-2025">',
           '  <bpmn:collaboration id="collaboration">',
           f'    <bpmn:participant id="pool" name="{attribute(flow.name)}" '
           f'processRef="{flow.id}" />', "  </bpmn:collaboration>"]
    out += [f'  <bpmn:message id="{messages[name]}" name="{name}">\n    <bpmn:extensionElements>\n'
            '      <zeebe:subscription correlationKey="=dossier" />\n'
            "    </bpmn:extensionElements>\n  </bpmn:message>" for name in names]
    out += [f'  <bpmn:process id="{flow.id}" name="{attribute(flow.name)}" isExecutable="true">',
            '    <bpmn:laneSet id="lanes">']
    for lane, name in flow.lanes:
        out.append(f'      <bpmn:lane id="lane_{lane}" name="{attribute(name)}">')
        out += [f'        <bpmn:flowNodeRef>{n["id"]}</bpmn:flowNodeRef>'
                for n in flow.nodes.values() if n["lane"] == lane]
        out.append("      </bpmn:lane>")
    out.append("    </bpmn:laneSet>")
    for node in flow.nodes.values():
        out += element(flow, node, messages)
    for edge in flow.edges:
        head = (f'    <bpmn:sequenceFlow id="{edge["id"]}"' +
                (f' name="{attribute(edge["label"])}"' if edge["label"] else "") +
                f' sourceRef="{edge["from"]}" targetRef="{edge["to"]}"')
        if edge["condition"] and edge["condition"] != "default":
            out += [head + ">", '      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">'
                    f'={escape(edge["condition"])}</bpmn:conditionExpression>',
                    "    </bpmn:sequenceFlow>"]
        else:
            out.append(head + " />")
    out += ["  </bpmn:process>"] + diagram(flow) + ["</bpmn:definitions>", ""]
    return "\n".join(out)


def draw(path, out):
    flow = Flow(path)
    place(flow)
    route(flow)
    labels(flow)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(xml(flow), "utf-8")


def main(arguments):
    here = pathlib.Path(__file__).resolve().parent
    plan = here.parent.parent / "plans" / "hue-2025"
    if arguments and arguments[0] == "--all":
        for path in sorted((here / "flows").glob("*.flow")):
            code = path.stem
            draw(path, plan / "procedures" / code / "process.bpmn" if code[0].isdigit()
                 else plan / "processes" / f"{code}.bpmn")
    elif len(arguments) == 2:
        draw(pathlib.Path(arguments[0]), pathlib.Path(arguments[1]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
