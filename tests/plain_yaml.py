"""The part of YAML plans and scenarios are written in: block and flow maps and lists, quoted and plain
scalars, comments. No anchors, tags, documents or block scalars: ValueError. Plain true/false and whole
numbers are typed, everything else is text ("2.000815" is a code, "1.0" too: the reader converts)."""
import re

_WHOLE = re.compile(r"-?(0|[1-9][0-9]*)$")


def load(path):
    with open(path, encoding="utf-8") as file:
        return _Block(_logical_lines(file.read(), path), path).document()


def _plain(text):
    if text in ("true", "false"):
        return text == "true"
    if text in ("", "~", "null"):
        return None
    return int(text) if _WHOLE.match(text) else text


def _scan(line, depth, quote, path):
    """The line without its comment, and how deep in brackets (or in a quoted text) it ends."""
    i = 0
    while i < len(line):
        c = line[i]
        if quote == '"':
            if c == "\\":
                i += 1
            elif c == '"':
                quote = ""
        elif quote == "'":
            if c == "'":
                if line[i + 1:i + 2] == "'":
                    i += 1
                else:
                    quote = ""
        elif c == "#" and (i == 0 or line[i - 1].isspace()):
            return line[:i].rstrip(), depth, quote
        elif c in "\"'" and (i == 0 or line[i - 1] in " [{,:"):
            quote = c
        elif c in "[{" and (depth or i == 0 or line[i - 1] == " "):
            depth += 1
        elif c in "]}" and depth:
            depth -= 1
        i += 1
    return line.rstrip(), depth, quote


def _logical_lines(text, path):
    lines, held, depth, quote = [], "", 0, ""
    for raw in text.split("\n"):
        if "\t" in raw[:len(raw) - len(raw.lstrip())]:
            raise ValueError(f"{path}: a tab indents")
        line, depth, quote = _scan(raw, depth, quote, path)
        if quote:
            raise ValueError(f"{path}: a quoted text goes over lines: {raw}")
        if held:
            line = held + " " + line.strip()
        held = line if depth else ""
        if not depth and line.strip():
            lines.append((len(line) - len(line.lstrip()), line.strip()))
    if depth:
        raise ValueError(f"{path}: a bracket is left open")
    return lines


class _Flow:
    def __init__(self, text, path):
        self.text, self.at, self.path = text, 0, path

    def space(self):
        while self.at < len(self.text) and self.text[self.at] == " ":
            self.at += 1

    def value(self, stops=""):
        self.space()
        c = self.text[self.at:self.at + 1]
        if c == "[":
            return self.items("]", lambda out: out.append(self.value(",]")), [])
        if c == "{":
            return self.items("}", self.pair, {})
        if c == '"' or c == "'":
            return self.quoted(c)
        if c and c in "&*!|>%@`":
            raise ValueError(f"{self.path}: not in the part of YAML read here: {self.text}")
        start = self.at
        while self.at < len(self.text) and not (stops and self.text[self.at] in stops):
            if stops and self.text.startswith(": ", self.at):
                break
            self.at += 1
        return _plain(self.text[start:self.at].strip())

    def quoted(self, mark):
        out, self.at = [], self.at + 1
        while self.text[self.at] != mark or (mark == "'" and self.text[self.at + 1:self.at + 2] == "'"):
            c = self.text[self.at]
            if mark == "'" and c == "'":
                self.at += 1
            elif mark == '"' and c == "\\":
                self.at += 1
                c = {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "/": "/"}[self.text[self.at]]
            out.append(c)
            self.at += 1
        self.at += 1
        return "".join(out)

    def items(self, close, one, out):
        self.at += 1
        self.space()
        while self.text[self.at] != close:
            one(out)
            self.space()
            if self.text[self.at] == ",":
                self.at += 1
                self.space()
            elif self.text[self.at] != close:
                raise ValueError(f"{self.path}: expected , or {close}: {self.text}")
        self.at += 1
        return out

    def pair(self, out):
        start = self.at
        key = self.value(":,}") if self.text[self.at] not in "\"'" else self.quoted(self.text[self.at])
        if self.text[self.at:self.at + 1] != ":":
            raise ValueError(f"{self.path}: a key without a value: {self.text[start:]}")
        self.at += 1
        out[_key(key)] = self.value(",}")

    def whole(self):
        value = self.value()
        self.space()
        if self.at != len(self.text):
            raise ValueError(f"{self.path}: something after the value: {self.text}")
        return value


def _key(key):
    return key if isinstance(key, str) else str(key)


_ENTRY = re.compile(r"(\"[^\"]*\"|'[^']*'|[^\s\"'\[\]{},#&*!|>%@`][^:]*?(?::[^ :][^:]*?)*):(?: +(.*))?$")


class _Block:
    def __init__(self, lines, path):
        self.lines, self.at, self.path = lines, 0, path

    def document(self):
        value = self.node(self.lines[0][0]) if self.lines else None
        if self.at != len(self.lines):
            raise ValueError(f"{self.path}: odd indentation: {self.lines[self.at][1]}")
        return value

    def node(self, indent):
        is_list = self.lines[self.at][1].startswith("- ") or self.lines[self.at][1] == "-"
        out = [] if is_list else {}
        while self.at < len(self.lines) and self.lines[self.at][0] == indent:
            text = self.lines[self.at][1]
            if is_list:
                if not text.startswith("-"):
                    break
                self.item(indent, text[1:].strip(), out)
            else:
                if text.startswith("- "):
                    break
                self.entry(indent, text, out)
        return out

    def item(self, indent, text, out):
        if text and text[0] not in "[{\"'" and _ENTRY.match(text):
            inner = indent + 2
            self.lines[self.at] = (inner, text)  # a map that begins behind the dash
            out.append(self.node(inner))
            return
        self.at += 1
        out.append(_Flow(text, self.path).whole() if text else self.below(indent))

    def entry(self, indent, text, out):
        match = _ENTRY.match(text)
        if not match:
            raise ValueError(f"{self.path}: neither key nor value: {text}")
        key = match[1][1:-1] if match[1][0] in "\"'" else match[1]
        if key in out:
            raise ValueError(f"{self.path}: {key} stands twice")
        self.at += 1
        out[key] = _Flow(match[2], self.path).whole() if match[2] else self.below(indent)

    def below(self, indent):
        if self.at == len(self.lines):
            return None
        inner, text = self.lines[self.at]
        if inner > indent or (inner == indent and text.startswith("- ")):
            return self.node(inner)
        return None
