"""From bytes to a tree of nodes, without following anything that a file could use to grow or to run code.

The tree is built from the parser's events, one by one, so that nesting, aliases and tags are refused before
anything is made of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from simulator.errors import Problem, ScenarioFileError
from simulator.scenario_files.nodes import Broken, Entry, Group, Node, Scalar, Series
from simulator.scenario_files.thousands import with_commas

MOST_BYTES = 1_000_000
MOST_NODES = 30_000
MOST_ON_A_LINE = 50_000
DEEPEST = 20
BOM = "\ufeff"

_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_ESCAPE = re.compile(r"\\U(?!000|0010)[0-9a-fA-F]{8}")
_VERSION = re.compile(r"^%YAML\b.*", re.MULTILINE)
_KNOWN_VERSION = re.compile(r"%YAML\s+1\.[12]\s*(#.*)?")
_NOT_UTF_8 = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)


@dataclass(frozen=True)
class Document:
    """A file's text (without byte-order mark), its tree, and what was refused while it was built."""

    text: str
    root: Node
    problems: tuple[Problem, ...] = ()
    has_bom: bool = False

    @property
    def newline(self) -> str:
        """The line end that the file uses."""
        return "\r\n" if "\r\n" in self.text else "\n"


def load(content: bytes) -> Document:
    """The tree of a file. Raises ScenarioFileError if there is none."""
    text = decoded(content)
    has_bom = text.startswith(BOM)
    return loaded_text(text.removeprefix(BOM), has_bom=has_bom)


def loaded_text(text: str, *, has_bom: bool = False) -> Document:
    """The tree of a text. Raises ScenarioFileError if there is none."""
    _check_text(text)
    builder = _Builder()
    try:
        root = builder.tree(YAML(typ="safe", pure=True).parse(text))
    except YAMLError as error:
        raise _refusal(_in_plain_words(error, text), _line_of(error)) from error
    except AssertionError as error:
        # The parser asserts that it knows the minor version of YAML, where it raises errors for all else.
        if (unknown := _unknown_version(text)) is None:
            raise
        raise _refusal(_version_refused(unknown.group()), _line_at(text, unknown)) from error
    except (ValueError, OverflowError) as error:
        # The parser turns escapes such as "\UFFFFFFFF" into characters without checking that there is one.
        escape = _ESCAPE.search(text)
        line = None if escape is None else _line_at(text, escape)
        raise _refusal("has a backslash escape that stands for no character", line) from error
    if root is None:
        raise _refusal("is empty; a scenario begins with format: 1 and a name")
    return Document(text, root, tuple(builder.problems), has_bom)


def decoded(content: bytes) -> str:
    """The text of a file, byte-order mark included. Raises ScenarioFileError if it is too large or not UTF-8."""
    if len(content) > MOST_BYTES:
        raise _refusal(f"is too large; a scenario file has at most {MOST_BYTES:,} bytes")
    for mark, name in _NOT_UTF_8:
        if content.startswith(mark):
            raise _refusal(f"is saved as {name}; save it as UTF-8")
    if content[:40].count(0) >= 4:
        raise _refusal("looks like UTF-16 or a program's own format; save it as UTF-8 text")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        found = f"byte {content[error.start]:#04x}"
        raise _refusal(f"is not UTF-8 text ({found}); save it as UTF-8", line) from error


def _check_text(text: str) -> None:
    if not text.strip():
        raise _refusal("is empty; a scenario begins with format: 1 and a name")
    odd = _UNPRINTABLE.search(text)
    if odd:
        raise _refusal(f"has a character that no text has (U+{ord(odd.group()):04X})", _line_at(text, odd))
    for number, line_text in enumerate(text.split("\n"), start=1):
        if len(line_text) > MOST_ON_A_LINE:
            raise _refusal(f"has a line of more than {MOST_ON_A_LINE:,} characters", number)


def _unknown_version(text: str) -> re.Match[str] | None:
    return next((found for found in _VERSION.finditer(text) if not _KNOWN_VERSION.fullmatch(found.group())), None)


def _version_refused(directive: str) -> str:
    return f"{_short(directive.strip())} asks for a version of YAML that does not exist; remove this line"


def _line_at(text: str, found: re.Match[str]) -> int:
    return text.count("\n", 0, found.start()) + 1


def _refusal(message: str, line: int | None = None) -> ScenarioFileError:
    return ScenarioFileError([Problem("", message, line)])


@dataclass
class _Builder:
    """Builds nodes from events. ``open`` holds, for each list or group not yet closed, its start and children."""

    problems: list[Problem] = field(default_factory=list)
    open: list[tuple[CollectionStartEvent, list[Node]]] = field(default_factory=list)
    nodes: int = 0

    def tree(self, events: Iterator[Event]) -> Node | None:
        root: Node | None = None
        for event in events:
            if isinstance(event, DocumentStartEvent) and root is not None:
                self.refuse("a second document begins here (---); a file holds one scenario", event)
                break
            node = self.node(event)
            if node is not None and self.open:
                self.open[-1][1].append(node)
            elif node is not None:
                root = node
        return root

    def node(self, event: Event) -> Node | None:
        """The node that an event completes; None if it completes none."""
        if isinstance(event, NodeEvent):
            self.count(event)
        if isinstance(event, CollectionStartEvent):
            self.check_marks(event)
            self.open.append((event, []))
        elif isinstance(event, SequenceEndEvent | MappingEndEvent):
            return self.closed(event)
        elif isinstance(event, AliasEvent):
            self.refuse(f"*{event.anchor} repeats another entry; write it out in full", event)
            return Broken(**_span(event))
        elif isinstance(event, ScalarEvent):
            return self.scalar(event)
        return None

    def count(self, event: NodeEvent) -> None:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise _refusal(f"has more than {MOST_NODES:,} values; a scenario has far fewer", _line(event))
        if len(self.open) >= DEEPEST:
            raise _refusal(f"is nested more than {DEEPEST} levels deep; a scenario needs 6", _line(event))

    def check_marks(self, event: ScalarEvent | CollectionStartEvent) -> bool:
        """Whether a node is free of tags; anchors are refused, but what they name can be read."""
        if event.anchor is not None:
            self.refuse(f"&{event.anchor} is an anchor, which scenario files do not use; remove it", event)
        if event.tag is not None:
            tag = _short(str(event.tag).replace("tag:yaml.org,2002:", "!!"))
            self.refuse(f"{tag} is a tag, which scenario files do not use; remove it", event)
        return event.tag is None

    def scalar(self, event: ScalarEvent) -> Node:
        if not self.check_marks(event):
            return Broken(**_span(event))
        return Scalar(text=event.value, style=event.style or "", **_span(event))

    def closed(self, end: Event) -> Node:
        start, children = self.open.pop()
        flow = bool(start.flow_style)
        span = _span(start)
        span["end"] = end.end_mark.index if flow else max([span["start"], *(child.end for child in children)])
        if isinstance(start, SequenceStartEvent):
            return Series(items=tuple(children), flow=flow, **span) if start.tag is None else Broken(**span)
        entries = self.entries(with_commas(children) if flow else children)
        return Group(entries=entries, flow=flow, **span) if start.tag is None else Broken(**span)

    def entries(self, children: list[Node]) -> tuple[Entry, ...]:
        found: dict[str, Entry] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self.problems.append(Problem("", "a key must be a word, not a list or group", key.line))
            elif key.text in found:
                first = found[key.text].key.line
                self.problems.append(Problem("", f"{_short(key.text)} stands twice (first in line {first})", key.line))
            else:
                found[key.text] = Entry(key=key, value=value)
        return tuple(found.values())

    def refuse(self, message: str, event: Event) -> None:
        self.problems.append(Problem("", message, _line(event)))


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1


def _span(event: Event) -> dict[str, int]:
    return {"line": _line(event), "start": event.start_mark.index, "end": event.end_mark.index}


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:57] + "..."


def _line_of(error: YAMLError) -> int | None:
    if not isinstance(error, MarkedYAMLError):
        return None
    is_unclosed = any(sign in str(error.problem) for sign in ("unexpected end of stream", "expected ','"))
    mark = error.context_mark if is_unclosed and error.context_mark else error.problem_mark
    return None if mark is None else int(mark.line) + 1


_PLAIN_WORDS = (
    ("'\\t'", "a tab stands where only spaces can; indent with spaces"),
    (
        "mapping values are not allowed",
        "a colon stands where none can; check the indentation, or put the text in quotes",
    ),
    ("expected <block end>", "the indentation does not fit the lines above"),
    ("could not find expected ':'", "a colon is missing after a key"),
    ("unexpected end of stream", "a quotation mark is opened here and never closed"),
    ("expected ',' or ']'", "a list begins here that has no comma, or no closing ], where there must be one"),
    ("expected ',' or '}'", "a group begins here that has no comma, or no closing }, where there must be one"),
    ("cannot start any token", "a word begins with a sign that needs quotes around it"),
    ("block collections are not allowed", "a dash stands where no list can begin; put it on a line of its own"),
    ("sequence entries are not allowed", "a dash stands where no list can begin; put it on a line of its own"),
    ("duplicate YAML directive", "%YAML stands twice; remove this line"),
    ("escape", "a backslash in double quotes must be doubled: \\\\"),
)


def _in_plain_words(error: YAMLError, text: str) -> str:
    technical = str(getattr(error, "problem", None) or "")
    line = _line_of(error)
    lines = text.split("\n")
    if line is not None and line <= len(lines) and re.match(r" *\t", lines[line - 1]):
        return _PLAIN_WORDS[0][1]
    if line is not None and line <= len(lines) and _unknown_version(lines[line - 1]):
        return _version_refused(lines[line - 1])
    plain = next((words for sign, words in _PLAIN_WORDS if sign in technical), None)
    return plain or "is not readable as YAML from here on; check quotes, colons and indentation"
