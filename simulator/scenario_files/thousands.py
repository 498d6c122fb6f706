"""Lists in which commas stand within numbers: ``[1,500, 2,000]`` is four numbers to a computer, and two to a person."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from simulator.scenario_files.nodes import Scalar, Series

MOST_SHOWN = 6

_HEAD = re.compile(r"[^\w\s]{0,2}[1-9][0-9]{0,2}")
_GROUP = re.compile(r"[0-9]{3}(\.[0-9]+)?")
_ONE, _THREE = re.compile(r"[1-9]"), re.compile(r"[0-9]{3}")
_ZERO_FIRST = re.compile(r"0[0-9]{2}(\.[0-9]+)?")


def commas_within(series: Series) -> str:
    """What is wrong with a list whose numbers seem to have commas in them, in words; empty if they do not."""
    items = [item for item in series.items if isinstance(item, Scalar) and not item.style]
    if not series.flow or len(items) != len(series.items):
        return ""
    joined = list(_joined(items))
    if len(joined) == len(items):
        return ""
    shown = ", ".join(joined[:MOST_SHOWN]) + (", ..." if len(joined) > MOST_SHOWN else "")
    return f"is {len(items)} numbers; this looks like thousands with commas: write [{shown}]"


def _joined(items: Sequence[Scalar]) -> Iterator[str]:
    """The numbers as they were meant; as many as there are items where nothing tells that some belong together."""
    texts = [item.text for item in items]
    tight = [item.start == before.end + 1 for before, item in pairwise(items)]
    # Some commas with a space behind them and some without: those without stand within numbers.
    is_mixed = any(tight) and not all(tight)
    belongs = [
        _follows(before, text) and (is_tight if is_mixed else True)
        for before, text, is_tight in zip(texts[:-1], texts[1:], tight, strict=True)
    ]
    told = any(together and _ZERO_FIRST.fullmatch(text) for together, text in zip(belongs, texts[1:], strict=True))
    if not told and not (is_mixed and belongs == tight) and not (all(tight) and _are_thousands(texts)):
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


def _are_thousands(texts: Sequence[str]) -> bool:
    """Whether one digit and three of them take turns, as in ``1,500,1,750``: nobody spends $1 every other month."""
    heads, groups = texts[::2], texts[1::2]
    return (
        len(groups) > 1
        and len(heads) == len(groups)
        and all(map(_ONE.fullmatch, heads))
        and all(map(_THREE.fullmatch, groups))
    )


def _follows(before: str, text: str) -> bool:
    head = _HEAD.fullmatch(before) or _GROUP.fullmatch(before)
    return head is not None and _GROUP.fullmatch(text) is not None


def _may_go_on(number: str) -> bool:
    return re.fullmatch(r"[^\w\s]{0,2}[1-9][0-9]{0,11}", number) is not None


def _bare(number: str) -> str:
    return number.lstrip("$€£¥₹+")
