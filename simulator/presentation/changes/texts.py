"""Declared words in words: how each entry that is no number is said, old to new."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from babel.dates import get_month_names

from simulator.presentation.changes.phrasing import Phrasing, about, appeared, in_order, moved, quoted
from simulator.scenario.stages import Stage
from simulator.text.formats import known_locale
from simulator.validation import one_line

NOTES_CHANGED = "Notes changed"
MOST_MONTHS_NAMED = 3

_OVERFLOW = {"lose": "They go elsewhere", "queue": "They wait"}

Said = Callable[[Any, Any, Phrasing], str]


def text_change(subject: str, name: str, label: str, before: Any, after: Any, phrasing: Phrasing) -> str:
    """The change of one entry that is no number; ``name`` is its field, ``label`` its declared label."""
    if name == "notes":
        return f"{subject}: notes changed" if subject else NOTES_CHANGED
    return f"{about(subject, label)}: {_SAID.get(name, _any)(before, after, phrasing)}"


def _any(before: Any, after: Any, phrasing: Phrasing) -> str:
    """Words are shown; of anything else it is said that it changed."""
    if not isinstance(before, str | None) or not isinstance(after, str | None):
        return "changed"
    old, new = (_in_one_line(text) if text else None for text in (before, after))
    return "changed" if old is new is None else appeared(old, new)


def _in_one_line(text: str) -> str:
    """A word or a name as it is; what someone wrote in several lines in quotes, or it would run into ours."""
    lines = [one_line(line) for line in text.splitlines() if line.strip()]
    return one_line(text) if len(lines) < 2 else quoted("; ".join(lines))


def _currency(before: str, after: str, phrasing: Phrasing) -> str:
    return f"{moved(one_line(before), one_line(after))}, for every amount of money"


def _start(before: date, after: date, phrasing: Phrasing) -> str:
    return moved(phrasing.old.month_name(before), phrasing.new.month_name(after))


def _horizon(before: int, after: int, phrasing: Phrasing) -> str:
    # The label speaks of months already.
    return moved(phrasing.old.count(before), phrasing.new.count(after))


def _overflow(before: str, after: str, phrasing: Phrasing) -> str:
    return moved(*(quoted(_OVERFLOW.get(each, one_line(each))) for each in (before, after)))


def _stages(before: Sequence[Stage], after: Sequence[Stage], phrasing: Phrasing) -> str:
    old, new = (in_order([stage.label for stage in stages]) or "none" for stages in (before, after))
    return moved(old, new)


def _season(before: Sequence[float] | None, after: Sequence[float] | None, phrasing: Phrasing) -> str:
    if before is None or after is None:
        return "now stated month by month" if before is None else "no longer stated month by month"
    if len(before) != 12 or len(after) != 12:
        return "changed"
    differing = [month for month in range(12) if before[month] != after[month]]
    strongest = sorted(differing, key=lambda month: -abs(after[month] - before[month]))[:MOST_MONTHS_NAMED]
    named = "; ".join(_month(month, before, after, phrasing) for month in sorted(strongest))
    more = len(differing) - len(strongest)
    return f"{named}; and {more} more" if more else named


def _month(month: int, before: Sequence[float], after: Sequence[float], phrasing: Phrasing) -> str:
    name = get_month_names("abbreviated", context="stand-alone", locale=known_locale(phrasing.new.locale))[month + 1]
    return f"{name} {moved(phrasing.old.count(before[month]), phrasing.new.count(after[month]))}"


def _every(before: int | None, after: int | None, phrasing: Phrasing) -> str:
    old = None if before is None else phrasing.old.count(before)
    new = None if after is None else phrasing.new.count(after)
    return appeared(old, new)


def _sections(before: Sequence[str], after: Sequence[str], _phrasing: Phrasing) -> str:
    changes = [("without", [each for each in before if each not in after])]
    changes.append(("now with", [each for each in after if each not in before]))
    told = [
        f"{word} {', '.join(each.replace('_', ' ') for each in sections)}" for word, sections in changes if sections
    ]
    return "; ".join(told) or "in another order"


def _picture(before: str, after: str, _phrasing: Phrasing) -> str:
    return "another one" if before and after else "removed" if before else "added"


_SAID: Mapping[str, Said] = {
    "currency": _currency,
    "start": _start,
    "horizon_months": _horizon,
    "overflow": _overflow,
    "repeat_every_months": _every,
    "stages": _stages,
    "seasonality": _season,
    "sections": _sections,
    "logo": _picture,
}
"""How an entry is said, by the name of its field; what is not named here is said in the words of ``_any``."""
