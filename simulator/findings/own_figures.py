"""How much of a result rests on a person's own figures, and which one to replace next."""

from dataclasses import dataclass
from datetime import date

from simulator.engine.simulation import Simulation
from simulator.findings.review import Review
from simulator.findings.stated import Stated, beliefs_in_use, by_effect
from simulator.library.provenance import is_own
from simulator.scenario.provenance import is_measured
from simulator.text.formats import Formats


@dataclass(frozen=True, kw_only=True)
class OwnFigures:
    """So many of the numbers behind a result are a person's own.

    ``next`` is the one of the others on which profit depends most; None where all are, or nothing is uncertain.
    ``measured`` of them were learned from real figures, of the months from ``since`` to ``until``; None where none was.
    """

    own: int
    of: int
    next: Stated | None
    measured: int = 0
    since: date | None = None
    until: date | None = None


def own_figures(simulation: Simulation) -> OwnFigures:
    """The numbers that a plan's result rests on, by whose they are."""
    review = Review(simulation, Formats(simulation.scenario.currency))
    stated = beliefs_in_use(review)
    others = [each for each in stated if not is_own(each.belief)]
    strongest = by_effect(review, others)
    learned = [each.belief.learned for each in stated if each.belief.learned is not None and is_measured(each.belief)]
    return OwnFigures(
        own=len(stated) - len(others),
        of=len(stated),
        next=strongest[0][0] if strongest else next(iter(others), None),
        measured=len(learned),
        since=min((each.first for each in learned), default=None),
        until=max((each.last for each in learned), default=None),
    )
