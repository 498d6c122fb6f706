"""Commas within numbers: ``[1,500, 2,000]`` is four numbers to a computer, and two to a person."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from simulator.scenario_files.nodes import Node, Scalar, Series
from simulator.scenario_files.scalars import begins_with_zero, meant

MOST_SHOWN = 6

_HEAD = re.compile(r"[^\w\s]{0,2}[1-9][0-9]{0,2}")
_SHORT_HEAD = re.compile(r"[^\w\s]{0,2}[1-9][0-9]?")
_GROUP = re.compile(r"[0-9]{3}(\.[0-9]+)?")
_ZERO_FIRST = re.compile(r"0[0-9]{2}(\.[0-9]+)?")
_DECIMALS = re.compile(r"[0-9]{1,2}")
_BEFORE_A_COMMA = re.compile(r"\W{0,2}(?:[^\W\d_]{1,3}\W{0,2})?[0-9][0-9.,]{0,20}")
_BEHIND_A_COMMA = re.compile(r"[0-9]{1,3}(\.[0-9]+)?( ?%)?")


def with_commas(children: Sequence[Node]) -> list[Node]:
    """Keys and values of a group in braces, in which what a comma has split off a number is part of it again.

    ``{Ads: 1,500}`` is an entry of 1 and a key 500 without a value: joined, its reader is told to write 1500.
    """
    joined: list[Node] = []
    for key, value in zip(children[::2], children[1::2], strict=True):
        if joined and (whole := _with_its_end(joined[-1], key, value)):
            joined[-1] = whole
        else:
            joined += (key, value)
    return joined


def _with_its_end(before: Node, key: Node, value: Node) -> Scalar | None:
    """A number with what stands behind its comma; None if that is another entry."""
    plain = [node for node in (before, key, value) if isinstance(node, Scalar) and not node.style]
    if len(plain) < 3 or plain[2].text or plain[1].start != plain[0].end + 1:
        return None
    head, end = plain[0].text, plain[1].text
    if not (_BEFORE_A_COMMA.fullmatch(head) and _BEHIND_A_COMMA.fullmatch(end)):
        return None
    return replace(plain[0], text=f"{head},{end}", end=plain[1].end)


def commas_within(series: Series) -> str:
    """Problem with a list whose numbers seem to have commas in them, in words; empty if they do not."""
    items = [item for item in series.items if isinstance(item, Scalar) and not item.style]
    if not series.flow or len(items) != len(series.items) or len(items) < 2:
        return ""
    decimals = _with_decimals(items)
    joined = decimals or list(_joined(items))
    if len(joined) == len(items):
        return ""
    kind = "decimals" if decimals else "thousands"
    advice = f"is {len(items)} numbers; this looks like {kind} with commas: write [{_first_few(joined)}]"
    if any(begins_with_zero(item.text) for item in items) or not (decimals or _is_told_by_turns(items)):
        return advice
    apart = _first_few([item.text for item in items])
    return f"{advice}; or, if they are {len(items)} numbers, leave a space after each comma: [{apart}]"


def _first_few(numbers: Sequence[str]) -> str:
    return ", ".join(numbers[:MOST_SHOWN]) + (", ..." if len(numbers) > MOST_SHOWN else "")


def _with_decimals(items: Sequence[Scalar]) -> list[str]:
    """The numbers as they were meant, where commas begin decimals: ``[1,5, 2,0]``, ``[1500,00]``; else none.

    The commas within are those without a space behind them, where some have one; where none has, only a 0 that
    nobody writes before a digit tells.
    """
    tight = [_is_tight(before, item) for before, item in pairwise(items)]
    pairs = list(zip(items[::2], items[1::2], strict=False))
    takes_turns = len(items) % 2 == 0 and all(tight[::2]) and all(_DECIMALS.fullmatch(end.text) for _, end in pairs)
    is_told = not any(tight[1::2]) if len(items) > 2 else False
    if not takes_turns or not (is_told or any(begins_with_zero(end.text) for _, end in pairs)):
        return []
    return [meant(f"{head.text},{end.text}") for head, end in pairs]


def _is_tight(before: Scalar, item: Scalar) -> bool:
    """Whether no space stands behind the comma between two numbers."""
    return item.start == before.end + 1


def _is_told_by_turns(items: Sequence[Scalar]) -> bool:
    """Whether all commas are tight, and numbers of one or two digits take turns with three digits."""
    texts = [item.text for item in items]
    tight = all(_is_tight(before, item) for before, item in pairwise(items))
    heads, groups = texts[::2], texts[1::2]
    return (
        bool(items)
        and tight
        and len(heads) == len(groups)
        and all(_SHORT_HEAD.fullmatch(head) for head in heads)
        and all(_GROUP.fullmatch(group) for group in groups)
    )


def _joined(items: Sequence[Scalar]) -> Iterator[str]:
    """The numbers as they were meant; as many as there are items where nothing tells that some belong together."""
    texts = [item.text for item in items]
    tight = [_is_tight(before, item) for before, item in pairwise(items)]
    # Some commas with a space behind them and some without: those without stand within numbers.
    is_mixed = any(tight) and not all(tight)
    belongs = [
        _follows(before, text) and (is_tight if is_mixed else True)
        for before, text, is_tight in zip(texts[:-1], texts[1:], tight, strict=True)
    ]
    # Where all stand apart and the first is as long as the rest, a 0 is a slip, and no comma stands within.
    may_tell = any(tight) or _SHORT_HEAD.fullmatch(texts[0])
    told = may_tell and any(
        together and _ZERO_FIRST.fullmatch(text) for together, text in zip(belongs, texts[1:], strict=True)
    )
    if not told and not _is_told_by_turns(items) and not (is_mixed and belongs == tight):
        yield from texts
        return
    number = ""
    for text, together in zip(texts, [False, *belongs], strict=True):
        if together and _may_go_on(number):
            number += text
            continue
        if number:
            yield _bare(number)
        number = text
    yield _bare(number)


def _follows(before: str, text: str) -> bool:
    head = _HEAD.fullmatch(before) or _GROUP.fullmatch(before)
    return head is not None and _GROUP.fullmatch(text) is not None


def _may_go_on(number: str) -> bool:
    return re.fullmatch(r"[^\w\s]{0,2}[1-9][0-9]{0,11}", number) is not None


def _bare(number: str) -> str:
    return number.lstrip("$€£¥₹+")
