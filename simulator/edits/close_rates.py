"""The rates at which people become customers, all scaled alike: in their odds, so that none leaves its limits."""

from collections.abc import Callable
from datetime import date

from simulator.edits.scaling import in_few_digits, scaled
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place, mapped
from simulator.scenario.improvements import stands_for
from simulator.scenario.provenance import as_own
from simulator.scenario.scenario import Scenario

INTO_CUSTOMERS = "_to_customer_rate"


def with_close_rates(scenario: Scenario[Belief], factor: float) -> Scenario[Belief]:
    """The scenario with the odds of every close rate ``factor`` times as high."""
    return _with_each(scenario, lambda place: scaled(place.value, place.quantity, factor - 1.0))


def with_own_close_rates(scenario: Scenario[Belief], factor: float, on: date, why: str) -> Scenario[Belief]:
    """The same in few digits, each marked as a person's own figure."""

    def own(place: Place) -> Belief:
        found = scaled(place.value, place.quantity, factor - 1.0)
        return as_own(in_few_digits(found, place.quantity), on, why)

    return _with_each(scenario, own)


def _with_each(scenario: Scenario[Belief], change: Callable[[Place], Belief]) -> Scenario[Belief]:
    def changed(place: Place) -> object:
        is_close_rate = stands_for(place).name.endswith(INTO_CUSTOMERS) and place.value is not None
        return change(place) if is_close_rate else place.value

    return mapped(scenario, changed)
