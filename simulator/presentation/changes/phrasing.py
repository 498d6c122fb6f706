"""The words for two states of a thing: old to new, each with the money and the months of its own scenario."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import within
from simulator.validation import one_line


@dataclass(frozen=True)
class Phrasing:
    """Two scenarios and how the numbers of each are written."""

    before: Scenario[Belief]
    after: Scenario[Belief]
    old: Formats
    new: Formats

    @classmethod
    def of(cls, before: Scenario[Belief], after: Scenario[Belief], formats: Formats) -> "Phrasing":
        """The phrasing for one reader; amounts of each scenario in its own currency."""
        old, new = (replace(formats, currency=scenario.currency) for scenario in (before, after))
        return cls(before, after, old, new)


def moved(old: str, new: str) -> str:
    """``$8.00 is now $9.50``; two states that read the same differ by less than is shown."""
    return f"{old} is now {new}" if old != new else f"{new}, changed by less than is shown"


def appeared(old: str | None, new: str | None) -> str:
    """The same for what may be left out."""
    if old is None:
        return f"now {new}, not stated before"
    return f"no longer stated, {old} before" if new is None else moved(old, new)


def quoted(words: str) -> str:
    """Words of the screen within a sentence."""
    return f"“{words}”"


def about(subject: str, label: str) -> str:
    """The subject of a sentence: ``Google Ads, cost per click``, or ``Average sale`` where it is about no one."""
    return f"{subject}, {within(label)}" if subject else label


def called(name: str) -> str:
    """A name that a person typed, on one line; a draft may lack it."""
    return one_line(name).strip() or "without a name"


def in_order(names: Sequence[str]) -> str:
    """Names that a person typed, one after the other."""
    return ", ".join(called(name) for name in names)
