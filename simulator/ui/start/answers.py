"""The answers of the page Start, and the scenario that they begin: pure."""

from dataclasses import dataclass
from datetime import date

from simulator.edits import with_value
from simulator.edits.beginnings import AVERAGE_SALE, CUSTOMERS_NOW, GROSS_MARGIN, begun, with_own
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Answers:
    """Figures somebody gives of their own business; None is as in the example. ``customers`` are new ones a month now.

    ``notes`` say how it was read, where that does not go without saying.
    """

    budget: float | None = None
    average_sale: float | None = None
    gross_margin: float | None = None
    customers: float | None = None
    notes: tuple[str, ...] = ()


def beginning(example: Scenario[Belief], name: str, answers: Answers) -> Scenario[Belief]:
    """The example for the budget that was answered: what the own figures stand beside."""
    return begun(example, name, answers.budget)


def with_answers(scenario: Scenario[Belief], answers: Answers, on: date) -> Scenario[Belief]:
    """The beginning with the own figures in it, each marked as such."""
    for path, number in ((AVERAGE_SALE, answers.average_sale), (GROSS_MARGIN, answers.gross_margin)):
        scenario = scenario if number is None else with_own(scenario, path, number, on)
    return with_value(scenario, CUSTOMERS_NOW, answers.customers)
