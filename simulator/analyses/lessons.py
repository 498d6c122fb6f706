"""Lessons: what the beliefs of a scenario learn from its real figures."""

from dataclasses import dataclass
from datetime import date

from simulator.analyses.evidence import OfBelief, Unused, gathered
from simulator.analyses.learning import Posterior, posterior
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario


@dataclass(frozen=True)
class Lesson:
    """Lesson of a belief: the evidence about it, and what it is then."""

    of: OfBelief
    after: Posterior
    weight: float

    @property
    def path(self) -> str:
        """The path of the belief."""
        return self.of.path

    @property
    def three(self) -> tuple[float, float, float]:
        """The new low, likely and high."""
        return self.after.low, self.after.likely, self.after.high


@dataclass(frozen=True)
class Lessons:
    """The lessons of all beliefs that have new evidence, by path, and what was left out."""

    by_path: dict[str, Lesson]
    unused: tuple[Unused, ...]


def lessons(scenario: Scenario[Belief], today: date, *, weight: float = 1.0) -> Lessons:
    """Lessons for each belief from the months that are over today and that it has not learned from.

    ``weight`` says how like the future these months are, from 0 to 1; nothing is learned at 0.
    """
    found = gathered(scenario, today)
    learned = {each.path: _lesson(each, weight) for each in found.of_beliefs if weight > 0.0}
    return Lessons(learned, found.unused)


def _lesson(of: OfBelief, weight: float) -> Lesson:
    return Lesson(of, posterior(of.belief, of.quantity, of.steady, weight=weight), weight)
