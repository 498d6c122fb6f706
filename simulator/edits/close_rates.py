"""The rates at which people become customers, all scaled alike: in their odds, so that none leaves its limits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import cast

from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place, mapped
from simulator.scenario.provenance import as_own
from simulator.scenario.scenario import Scenario

INTO_CUSTOMERS = "_to_customer_rate"


def with_close_rates(scenario: Scenario[Belief], factor: float) -> Scenario[Belief]:
    """The scenario with the odds of every close rate ``factor`` times as high."""
    return _with_each(scenario, lambda belief: _scaled(belief, factor))


def with_own_close_rates(scenario: Scenario[Belief], factor: float, on: date, why: str) -> Scenario[Belief]:
    """The same, each marked as a person's own figure."""
    return _with_each(scenario, lambda belief: as_own(_readable(_scaled(belief, factor)), on, why))


def _with_each(scenario: Scenario[Belief], change: Callable[[Belief], Belief]) -> Scenario[Belief]:
    def changed(place: Place) -> object:
        is_close_rate = place.name.endswith(INTO_CUSTOMERS) and place.value is not None
        return change(cast("Belief", place.value)) if is_close_rate else place.value

    return mapped(scenario, changed)


def _scaled(belief: Belief, factor: float) -> Belief:
    low, likely, high = (scaled_odds(value, factor) for value in (belief.low, belief.likely, belief.high))
    bottom, top = (None if bound is None else scaled_odds(bound, factor) for bound in (belief.at_least, belief.at_most))
    return replace(belief, low=low, likely=likely, high=high, at_least=bottom, at_most=top)


def scaled_odds(share: float, factor: float) -> float:
    """The share whose odds are ``factor`` times as high; 0 and 1 stay."""
    return factor * share / (1.0 - share + factor * share)


def _readable(belief: Belief) -> Belief:
    """Three digits, where the three numbers stay apart with them."""
    short = [float(f"{value:.3g}") for value in (belief.low, belief.likely, belief.high)]
    apart = belief.is_certain or short[0] < short[1] < short[2] < 1.0
    has_bounds = belief.at_least is not None or belief.at_most is not None
    return replace(belief, low=short[0], likely=short[1], high=short[2]) if apart and not has_bounds else belief
