"""Changes to a file's text that leave everything else as it is, to the last character.

Each change replaces a span of characters. What is new is written in the manner of its surroundings: in braces within
braces, on lines of its own among such lines; a comment that stands directly above an item of a list, or above an
entry, moves and goes with it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from simulator.scenario_files import rendering
from simulator.scenario_files.nodes import Entry, Group, Node, Scalar, Series
from simulator.scenario_files.plain import Grouped, Keep, Listed, Plain, Word, Words
from simulator.scenario_files.scalars import literal_block, quoted, single_quoted, written_text


class Edit(NamedTuple):
    """Characters from ``start`` up to ``end`` give way to ``text``."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit], start: int = 0, end: int | None = None) -> str:
    """A part of a text with edits made; they lie within it and do not overlap."""
    pieces, place = [], start
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        pieces += [text[place : edit.start], edit.text]
        place = edit.end
    return "".join((*pieces, text[place:end]))


def renamed_key(text: str, entry: Entry, name: str) -> Edit:
    """The edit that gives an entry another key."""
    return Edit(entry.key.start, entry.key.end, written_text(name))


@dataclass(frozen=True)
class Splicer:
    """Finds the edits that make a text say something else."""

    text: str

    def edits(self, group: Group, wanted: Grouped, *, in_flow: bool = False) -> list[Edit]:
        """The edits that make a group say what is wanted."""
        in_flow = in_flow or group.flow
        found: list[Edit] = []
        for key, plain in wanted.entries.items():
            entry = group.entry(wanted.renamed.get(key, key))
            if entry is not None:
                found += self._entry_edits(entry, key, plain, in_flow)
        kept = {wanted.renamed.get(key, key) for key in wanted.entries}
        found += self._removed(group, [entry.key.text in kept for entry in group.entries], in_flow)
        return found + self._added(group, wanted, in_flow)

    def _entry_edits(self, entry: Entry, key: str, plain: Plain, in_flow: bool) -> list[Edit]:
        renamed = [] if entry.key.text == key else [renamed_key(self.text, entry, key)]
        if isinstance(plain, Keep):
            return renamed
        inner = self._inner_edits(entry.value, plain, in_flow)
        if inner is not None:
            return renamed + inner
        return [*renamed, self._replaced(entry, plain, in_flow)]

    def _inner_edits(self, node: Node, plain: Plain, in_flow: bool) -> list[Edit] | None:
        """The edits within a value; None if it has to be replaced as a whole."""
        if isinstance(node, Group) and isinstance(plain, Grouped) and node.entries and plain.entries:
            return self.edits(node, plain, in_flow=in_flow)
        if isinstance(node, Series) and isinstance(plain, Listed) and node.items and plain.items:
            return self._list_edits(node, plain, in_flow or node.flow)
        if isinstance(node, Scalar) and isinstance(plain, Word | Words) and not node.is_null:
            return [Edit(node.start, node.end, self._rewritten(node, plain))]
        return None

    def _rewritten(self, node: Scalar, plain: Word | Words) -> str:
        """A single value in the quotation marks of the former one."""
        if isinstance(plain, Word):
            return plain.text
        if node.style == '"':
            return quoted(plain.text)
        if node.style == "'":
            return single_quoted(plain.text) or quoted(plain.text)
        if node.style in ("|", ">"):
            return self._rewritten_block(node, plain.text)
        return written_text(plain.text)

    def _rewritten_block(self, node: Scalar, words: str) -> str:
        # The former block's span ends with its line end (or the empty lines after it), which must stay.
        former = self.text[node.start : node.end]
        tail = former[len(former.rstrip()) :]
        inside = re.search(r"\n( +)\S", former)
        block = literal_block(words, len(inside[1])) if inside else None
        return (block or written_text(words)) + tail

    def _replaced(self, entry: Entry, plain: Plain, in_flow: bool) -> Edit:
        node, after = entry.value, self._colon(entry) + 1
        column = self._column(entry.key.start)
        text = " " + rendering.inline(plain) if in_flow else rendering.after_colon(plain, column)
        is_on_line = node.end > node.start and "\n" not in self.text[after : node.end]
        if is_on_line and "\n" not in text:
            return Edit(node.start, node.end, text[1:])
        return Edit(after, max(self._content_end(node), after), text)

    def _colon(self, entry: Entry) -> int:
        return self.text.index(":", entry.key.end)

    def _content_end(self, node: Node) -> int:
        """The end of what a node says, without the line ends and empty lines that a block of text takes with it."""
        return node.start + len(self.text[node.start : node.end].rstrip())

    def _removed(self, group: Group, kept: Sequence[bool], in_flow: bool) -> list[Edit]:
        found = []
        entries = group.entries
        for index, entry in enumerate(entries):
            if kept[index]:
                continue
            if any(kept[:index]):
                found.append(self._cut_after(entries[index - 1], entry, in_flow))
            else:
                is_last = index + 1 == len(entries)
                end = self._content_end(entry.value) if is_last else entries[index + 1].key.start
                found.append(Edit(entry.key.start, max(end, self._colon(entry) + 1), ""))
        return found

    def _cut_after(self, before: Entry, entry: Entry, in_flow: bool) -> Edit:
        if in_flow:
            return Edit(self._entry_end(before), self._entry_end(entry), "")
        return Edit(self._with_comment(entry.key.start), self._next_line(self._entry_end(entry)), "")

    def _entry_end(self, entry: Entry) -> int:
        return max(self._content_end(entry.value), self._colon(entry) + 1)

    def _added(self, group: Group, wanted: Grouped, in_flow: bool) -> list[Edit]:
        found = []
        anchor: Entry | None = None
        column = self._column(group.entries[0].key.start)
        for key, plain in wanted.entries.items():
            present = group.entry(wanted.renamed.get(key, key))
            if present is not None:
                anchor = present
            elif in_flow:
                found.append(self._added_in_flow(group, anchor, f"{written_text(key)}: {rendering.inline(plain)}"))
            else:
                found.append(self._added_line(group, anchor, rendering.entry(key, plain, column), column))
        return found

    def _added_in_flow(self, group: Group, anchor: Entry | None, text: str) -> Edit:
        if anchor is None:
            return Edit(group.entries[0].key.start, group.entries[0].key.start, text + ", ")
        return Edit(self._entry_end(anchor), self._entry_end(anchor), ", " + text)

    def _added_line(self, group: Group, anchor: Entry | None, text: str, column: int) -> Edit:
        if anchor is None:
            start = group.entries[0].key.start
            return Edit(start, start, text + "\n" + " " * column)
        end = self._line_end(self._entry_end(anchor))
        return Edit(end, end, "\n" + " " * column + text)

    def _list_edits(self, series: Series, wanted: Listed, in_flow: bool) -> list[Edit] | None:
        count = len(series.items)
        origins = wanted.origins or tuple(i if i < count else None for i in range(len(wanted.items)))
        if origins == tuple(range(count)):
            return self._item_edits(series, wanted, in_flow)
        return self._rebuilt_flow(series, wanted, origins) if in_flow else self._rebuilt(series, wanted, origins)

    def _item_edits(self, series: Series, wanted: Listed, in_flow: bool) -> list[Edit]:
        found: list[Edit] = []
        for node, plain in zip(series.items, wanted.items, strict=True):
            found += self._edits_of_item(node, plain, in_flow)
        return found

    def _edits_of_item(self, node: Node, plain: Plain, in_flow: bool) -> list[Edit]:
        if isinstance(plain, Keep):
            return []
        inner = self._inner_edits(node, plain, in_flow)
        return [Edit(node.start, self._content_end(node), rendering.inline(plain))] if inner is None else inner

    def _item_text(self, node: Node, plain: Plain, in_flow: bool, start: int, end: int) -> str:
        return applied(self.text, self._edits_of_item(node, plain, in_flow), start, end)

    def _rebuilt_flow(self, series: Series, wanted: Listed, origins: Sequence[int | None]) -> list[Edit]:
        texts = []
        for plain, origin in zip(wanted.items, origins, strict=True):
            node = None if origin is None else series.items[origin]
            texts.append(
                rendering.inline(plain) if node is None else self._item_text(node, plain, True, node.start, node.end)
            )
        return [Edit(series.items[0].start, series.items[-1].end, ", ".join(texts))]

    def _rebuilt(self, series: Series, wanted: Listed, origins: Sequence[int | None]) -> list[Edit] | None:
        """A list with dashes whose items were added, removed or moved: whole lines change place."""
        spans = [self._item_span(node) for node in series.items]
        dashes = [self._dash(node) for node in series.items]
        if None in dashes or len({self._column(dash) for dash in dashes if dash is not None}) > 1:
            return None
        column = self._column(dashes[0] or 0)
        gaps = _Gaps(tuple(self.text[a[1] : b[0]] for a, b in pairwise(spans)), origins)
        pieces = []
        for place, (plain, origin) in enumerate(zip(wanted.items, origins, strict=True)):
            pieces.append(gaps.before(place))
            if origin is None:
                pieces.append(" " * column + "-" + rendering.item(plain, column))
            else:
                pieces.append(self._item_text(series.items[origin], plain, False, *spans[origin]))
        return [Edit(spans[0][0], spans[-1][1], "".join(pieces))]

    def _dash(self, node: Node) -> int | None:
        """The place of the dash of an item; None if it stands on another line."""
        line = self.text.rfind("\n", 0, node.start) + 1
        before = self.text[line : node.start]
        return line + before.index("-") if re.fullmatch(r" *- +", before) else None

    def _item_span(self, node: Node) -> tuple[int, int]:
        return self._with_comment(node.start), self._line_end(self._content_end(node))

    def _with_comment(self, place: int) -> int:
        """The start of the line of a place, or of the comment that stands directly above it."""
        start = self.text.rfind("\n", 0, place) + 1
        column = len(self.text[start:]) - len(self.text[start:].lstrip(" "))
        while start > 0:
            above = self.text.rfind("\n", 0, start - 1) + 1
            line = self.text[above:start]
            if not line.lstrip(" ").startswith("#") or len(line) - len(line.lstrip(" ")) != column:
                break
            start = above
        return start

    def _line_end(self, place: int) -> int:
        """The place of the line end after a place, or of the end of the text."""
        end = self.text.find("\n", place)
        if end < 0:
            return len(self.text)
        return end - 1 if self.text[end - 1 : end] == "\r" and end > place else end

    def _next_line(self, place: int) -> int:
        end = self.text.find("\n", place)
        return len(self.text) if end < 0 else end + 1

    def _column(self, place: int) -> int:
        return place - (self.text.rfind("\n", 0, place) + 1)


@dataclass(frozen=True)
class _Gaps:
    """The texts between the items of a list: line ends, empty lines, and comments that belong to no item."""

    between: tuple[str, ...]
    origins: Sequence[int | None]

    def before(self, place: int) -> str:
        """The text before the item at a place of the new list."""
        origin = self.origins[place]
        if place == 0:
            return ""
        if origin is not None and origin > 0:
            return self.between[origin - 1]
        return self._usual

    @property
    def _usual(self) -> str:
        empty = [gap for gap in self.between if not gap.strip()]
        return empty[-1] if empty else "\n"
