"""Outcomes of ranges: which were stated in a library, by whom, about what and when, and how they turned out.

They lie in ``.calibration/ranges.jsonl`` of the library, a line each, and outlive their scenarios: a file that is
discarded, a range that is stated anew and months that are taken out again leave what is known of how good ranges were.
They are added when a scenario is saved or moved to the trash, and when the library is judged (``funnelcast learn
--library``), from the real figures that the scenario has by then.

A range counts once however often it is judged: that of more months stands for it, and of as many the later one. It is
the same range where the same numbers were stated of the same, from the same source and as of the same day, in the same
scenario, or in one that begins with the same figures: a copy, or the scenario under another name.

The file may come from anywhere, in an archive too. Lines that are no outcomes are passed over, and said; before the
file is written again, it is kept as it was under another name. Beyond ``MOST_RANGES``, or the size of a file, those go
that were judged the longest ago; what an archive brings drives nothing out.
"""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from simulator.errors import SaveError
from simulator.library.atomic_files import make_folder, move_to_free_place, put, reason
from simulator.library.file_names import timed_name
from simulator.library.locks import held
from simulator.scenario_files import MOST_BYTES
from simulator.text.grammar import counted

MOST_RANGES = 2_500
"""So many ranges are kept; 350 bytes each are usual."""
MOST_MONTHS = 1_200
LONGEST = 200
"""The longest text that is kept of a source, a name or a path."""
ARCHIVED = "calibration.jsonl"
"""The name of the file in an archive of the library."""

_FOLDER, _FILE, _DAMAGED = ".calibration", "ranges.jsonl", "ranges as found "
_FORMAT = 1
_FURTHEST = 1e6
"""Beyond this a score is none."""
_TOP = {"funnelcast": "how ranges turned out", "format": _FORMAT}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """A range that was stated in a ``scenario``, by its file's name, and how it turned out.

    ``path`` says what it is about, ``source`` and ``as_of`` are as stated, and ``by`` names the person where that is
    known beside. It was held against real figures of ``months`` months, from ``first`` to ``last``, on the day
    ``judged``: they say ``measured``, and the first month alone said ``began``. For the scores see ``calibration``.
    """

    scenario: str
    path: str
    low: float
    likely: float
    high: float
    source: str
    by: str
    as_of: date | None
    months: int
    first: date
    last: date
    began: float
    measured: float
    score: float
    interval_score: float
    judged: date

    @property
    def whose(self) -> str:
        """The person or the study that the range is from; empty where it is not known."""
        return self.by or self.source


@dataclass(frozen=True, kw_only=True)
class Outcomes:
    """All outcomes that a library keeps; ``trouble`` says what could not be read, and is empty if nothing.

    Where the file ``is_to_stay``, nothing may be written in its place.
    """

    ranges: tuple[Outcome, ...] = ()
    trouble: str = ""
    is_to_stay: bool = False


def place_of(library: Path) -> Path:
    """Where the outcomes of a library lie."""
    return library / _FOLDER / _FILE


def read_outcomes(library: Path) -> Outcomes:
    """The outcomes that a library keeps; never raises, whatever the file holds."""
    path = place_of(library)
    try:
        with path.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
    except FileNotFoundError:
        return Outcomes()
    except OSError as error:
        return Outcomes(trouble=f"{path} cannot be read ({reason(error)})", is_to_stay=True)
    found = parsed(content)
    return replace(found, trouble=f"{path} {found.trouble}") if found.trouble else found


def add_outcomes(library: Path, new: Sequence[Outcome]) -> Outcomes:
    """Keep outcomes with those that the library has; gives all of them. Raises SaveError, and nothing changes then.

    ``trouble`` says what was set aside.
    """
    if not new:
        return read_outcomes(library)
    with held(library, _doing(library)) as staging:
        known = _to_be_written(library)
        together = merged(known.ranges, new)[-MOST_RANGES:]
        _put(library, known, together, staging)
    return replace(known, ranges=together)


def import_outcomes(library: Path, content: bytes, *, today: date) -> bool:
    """Keep the outcomes of an archive with those that the library has; whether it brought any that were not there.

    Raises SaveError where they cannot be read, or there is no room for all of them; nothing changes then.
    """
    arriving = parsed(content)
    if arriving.trouble:
        raise SaveError(f"{ARCHIVED} {arriving.trouble}")
    with held(library, _doing(library)) as staging:
        known = _to_be_written(library)
        together = merged(known.ranges, [replace(each, judged=min(each.judged, today)) for each in arriving.ranges])
        if len(together) > MOST_RANGES or _count_of(as_lines(together)) < len(together):
            raise SaveError(f"{ARCHIVED} holds more ranges than there is room for: at most {MOST_RANGES:,} are kept")
        return _put(library, known, together, staging)


def merged(known: Sequence[Outcome], new: Iterable[Outcome]) -> tuple[Outcome, ...]:
    """Outcomes of both, of each range one, those judged last at the end."""
    of_range = defaultdict[object, list[Outcome]](list)
    for each in (*known, *new):
        alike = of_range[_stated(each)]
        place = next((at for at, other in enumerate(alike) if _is_same(each, other)), None)
        if place is None:
            alike.append(each)
        else:
            alike[place] = _further(alike[place], each)
    return tuple(sorted((each for alike in of_range.values() for each in alike), key=_order))


def parsed(content: bytes) -> Outcomes:
    """The outcomes in a file; ``trouble`` goes on after the file's name."""
    if len(content) > MOST_BYTES:
        return Outcomes(trouble=f"has more than {MOST_BYTES:,} bytes, and is no file of ours")
    lines = content.split(b"\n")
    top = _object(lines[0])
    if top is None or top.get("funnelcast") != _TOP["funnelcast"]:
        return Outcomes(trouble="does not begin as how ranges turned out does, and cannot be read")
    if top.get("format") != _FORMAT:
        return Outcomes(trouble="was written by another version of the program, and cannot be read", is_to_stay=True)
    found = [(number, _outcome(line)) for number, line in enumerate(lines[1:], start=2) if line.strip()]
    odd = [number for number, each in found if each is None]
    ranges = merged((), [each for _, each in found if each is not None])
    if not odd:
        return Outcomes(ranges=ranges)
    return Outcomes(
        ranges=ranges, trouble=f"has {counted(len(odd), 'line')} that cannot be read, from line {odd[0]} on"
    )


def as_lines(ranges: Sequence[Outcome]) -> bytes:
    """The outcomes as a file, the last judged last; the first ones are left out where it would be too large."""
    lines, size = list[bytes](), 0
    top = json.dumps(_TOP).encode()
    for each in reversed(ranges):
        line = json.dumps(asdict(each), default=date.isoformat, separators=(",", ":")).encode()
        size += len(line) + 1
        if size + len(top) + 1 > MOST_BYTES:
            break
        lines.append(line)
    return b"\n".join([top, *reversed(lines), b""])


def shortened(text: str) -> str:
    """A text on one line, as much of it as is kept."""
    return " ".join(text.split())[:LONGEST]


def _order(each: Outcome) -> tuple[date, str, str, str, float]:
    return each.judged, each.scenario, each.path, each.source, each.low


def _stated(each: Outcome) -> object:
    return each.path, each.low, each.likely, each.high, each.source, each.as_of


def _is_same(one: Outcome, other: Outcome) -> bool:
    """Whether two outcomes of the same statement are of one range."""
    is_copy = one.first == other.first and math.isclose(one.began, other.began, rel_tol=1e-9)
    return is_copy or one.scenario == other.scenario


def _further(known: Outcome, new: Outcome) -> Outcome:
    """The one that knows more, or as much and later; with the name of whoever stated it, if either knows that."""
    is_further = (new.months, new.judged) >= (known.months, known.judged)
    return replace(new if is_further else known, by=known.by or new.by)


def _doing(library: Path) -> str:
    return f"how ranges turned out is not kept in {place_of(library)}"


def _to_be_written(library: Path) -> Outcomes:
    """The outcomes that a library keeps; raises SaveError where they are to stay as they are."""
    known = read_outcomes(library)
    if known.is_to_stay:
        raise SaveError(f"{_doing(library)}: {known.trouble}")
    return known


def _put(library: Path, known: Outcomes, together: Sequence[Outcome], staging: Path) -> bool:
    """Write the file if it changes; what could not be read of the former one is kept beside it. Raises OSError."""
    if tuple(together) == known.ranges and not known.trouble:
        return False
    path = place_of(library)
    make_folder(path.parent)
    if known.trouble:
        move_to_free_place(path, path.with_name(f"{_DAMAGED}{timed_name(datetime.now(UTC))}{path.suffix}"))
    put(path, as_lines(together), staging=staging)
    return True


def _count_of(content: bytes) -> int:
    """The outcomes in a file."""
    return content.count(b"\n") - 1


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line, parse_constant=_refused)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _refused(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _outcome(line: bytes) -> Outcome | None:
    """The outcome on a line; None where it is none."""
    found = _object(line)
    if found is None or found.keys() != {item.name for item in fields(Outcome)}:
        return None
    try:
        days = {name: _day(found[name]) for name in ("first", "last", "judged")}
        as_of = None if found["as_of"] is None else _day(found["as_of"])
        each = Outcome(**{**found, **days, "as_of": as_of})
        return each if _is_sound(each) else None
    except (TypeError, ValueError, OverflowError):
        return None


def _day(text: Any) -> date:
    return date.fromisoformat(text)


def _is_sound(each: Outcome) -> bool:
    texts = (each.scenario, each.path, each.source, each.by)
    numbers = (each.low, each.likely, each.high, each.began, each.measured, each.score, each.interval_score)
    return (
        all(isinstance(text, str) and len(text) <= LONGEST for text in texts)
        and all(isinstance(number, int | float) and math.isfinite(number) for number in numbers)
        and type(each.months) is int
        and 1 <= each.months <= MOST_MONTHS
        and abs(each.score) <= _FURTHEST
        and 0.0 <= each.interval_score <= _FURTHEST
        and each.low <= each.likely <= each.high
        and each.first <= each.last
    )
