"""A scenario without any finding, to be spoilt in one place at a time."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.engine.simulation import simulate
from simulator.findings import Finding, findings
from simulator.scenario.beliefs import Belief, certain
from simulator.scenario.fields import Place, mapped
from simulator.scenario.scenario import Scenario
from tests import plain

DRAWS = 2_048
SEARCH = "Search ads"
CARDS = "Postcards"

BUSINESS: dict[str, Any] = {"revenue_per_sale": [800, 1000, 1250], "gross_margin_rate": [0.4, 0.5, 0.6]}

SEARCH_CHANNEL: dict[str, Any] = {
    "name": SEARCH,
    "type": "pay_per_click",
    "reference_spend": 4000,
    "cost_per_click": [4, 5, 6.5],
    "visit_to_lead_rate": [0.07, 0.08, 0.1],
    "curve": {"type": "saturating", "gain_from_doubling": [0.5, 0.65, 0.8]},
}

CARDS_CHANNEL: dict[str, Any] = {
    "name": CARDS,
    "type": "direct_mail",
    "reference_spend": 2000,
    "cost_per_piece": [0.5, 0.6, 0.7],
    "response_rate": [0.008, 0.01, 0.013],
    "curve": {"type": "saturating", "gain_from_doubling": [0.5, 0.65, 0.8]},
}


def scenario(
    *,
    business: Mapping[str, Any] | None = None,
    search: Mapping[str, Any] | None = None,
    cards: Mapping[str, Any] | None = None,
    more: tuple[Mapping[str, Any], ...] = (),
    spend: Mapping[str, Any] | None = None,
    **top: Any,
) -> Scenario[Belief]:
    """The scenario with some entries replaced; every belief has a source. An entry of None is left out."""
    channels = [_with(SEARCH_CHANNEL, search), _with(CARDS_CHANNEL, cards), *more]
    stated = {
        "name": "Sound",
        "currency": "USD",
        "start": "2027-01",
        "horizon_months": 12,
        "market_correlation": 0.2,
        "business": _with(BUSINESS, business),
        "funnel": {"lead_to_customer_rate": [0.3, 0.35, 0.4]},
        "channels": channels,
        "plans": [{"name": "Plan", "monthly_spend": {SEARCH: 4000, CARDS: 2000} if spend is None else spend}],
        **top,
    }
    return sourced(plain.beliefs(stated))


def _with(entries: Mapping[str, Any], changes: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in {**entries, **(changes or {})}.items() if value is not None}


def sourced(stated: Scenario[Belief], source: str = "our own books", path: str = "") -> Scenario[Belief]:
    """The scenario with a source for every belief that differs from its default and whose path begins so."""

    def change(place: Place) -> Any:
        if not isinstance(place.value, Belief) or not place.path.startswith(path):
            return place.value
        default = place.quantity.default
        return place.value if place.value == default_belief(default) else replace(place.value, source=source)

    return mapped(stated, change)


def default_belief(default: float | None) -> Belief | None:
    """The value of a number where nothing is stated."""
    return None if default is None else certain(default)


def found(stated: Scenario[Belief]) -> dict[str, Finding]:
    """The findings on the plan of a scenario, by key."""
    listed = findings(simulate(stated, "Plan", draws=DRAWS))
    by_key = {finding.key: finding for finding in listed}
    assert len(by_key) == len(listed)
    return by_key


def findings_on(**changes: Any) -> dict[str, Finding]:
    """The findings on the changed scenario, by key."""
    return found(scenario(**changes))
