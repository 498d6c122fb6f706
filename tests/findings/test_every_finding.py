"""Every finding is raised where it should be, and is not where it should not: two scenarios that differ in little."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from simulator.engine.simulation import Simulation, simulate
from simulator.findings import CHECKS, findings
from simulator.scenario.beliefs import Belief, Learned
from simulator.scenario.fields import Place, mapped
from simulator.scenario.scenario import Scenario
from tests.findings.found import CARDS, CARDS_CHANNEL, DRAWS, SEARCH, scenario, sourced

TODAY = date(2027, 10, 20)

SURE: dict[str, Any] = {
    "business": {"revenue_per_sale": 1000, "gross_margin_rate": 0.5},
    "search": {
        "cost_per_click": 5,
        "visit_to_lead_rate": 0.08,
        "curve": {"type": "saturating", "gain_from_doubling": 0.65},
    },
    "funnel": {"lead_to_customer_rate": 0.35},
    "spend": {SEARCH: 4000},
}
DOOR_HANGERS = {**CARDS_CHANNEL, "name": "Door hangers"}
THREE = {SEARCH: 4000, CARDS: 2000, "Door hangers": 2000}
JANUARY_SALE = [2.1, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9, 0.9]
STAYING = {"repeat_sales_per_year": 0.5, "yearly_retention_rate": 0.9}


def plan(draws: int = DRAWS, **changes: Any) -> Callable[[], Simulation]:
    """The sound scenario with changes, simulated when it is asked for."""
    return lambda: simulate(scenario(**changes), "Plan", draws=draws)


def of(stated: Callable[[], Scenario[Belief]]) -> Callable[[], Simulation]:
    """A scenario that was changed as a whole."""
    return lambda: simulate(stated(), "Plan", draws=DRAWS)


def dated(year: int) -> Callable[[], Simulation]:
    """The sound scenario with all sources of this year."""

    def change(place: Place) -> Any:
        held = place.value
        as_of = scenario().start.replace(year=year)
        return replace(held, as_of=as_of) if isinstance(held, Belief) and held.source else held

    return of(lambda: mapped(scenario(), change))


def learned(last: date) -> Callable[[], Simulation]:
    """The sound scenario whose cost per click was learned from the months up to this one."""

    def change(place: Place) -> Any:
        record = Learned(first=date(2027, 1, 1), last=last, count=90, before=(4.0, 5.0, 6.0))
        return replace(place.value, learned=record) if place.name == "cost_per_click" else place.value

    return of(lambda: mapped(scenario(), change))


def room(most: int, **business: Any) -> dict[str, Any]:
    """Room for so many customers a month, of whom some 34 come."""
    return {"new_customers_per_month_at_most": most, **business}


def capped(most: int) -> dict[str, Any]:
    """Cards of which there are so many; the budget pays for about 3,300."""
    return {"curve": {"type": "capped", "most_per_month": most}}


def bought(first: int) -> dict[str, Any]:
    """A form that is bought from a month on; the plan looks twelve months ahead."""
    form = {"name": "Form", "belief": "funnel.lead_to_customer_rate", "becomes": [0.4, 0.45, 0.5]}
    spend = {SEARCH: 4000, CARDS: 2000}
    return {
        "improvements": [form],
        "plans": [{"name": "Plan", "monthly_spend": spend, "improvements": {"Form": first}}],
    }


RAISED_AND_NOT: dict[str, tuple[Callable[[], Simulation], Callable[[], Simulation]]] = {
    "no_spend": (plan(spend={}), plan(spend={SEARCH: 4000})),
    "no_uncertainty": (plan(**SURE), plan(**{**SURE, "funnel": {"lead_to_customer_rate": [0.3, 0.35, 0.4]}})),
    "never_buy_again": (
        plan(business={"monthly_retention_rate": 0.9}),
        plan(business={"monthly_retention_rate": 0.9, "repeat_every_months": 1}),
    ),
    "beyond_reference": (plan(spend={SEARCH: 8_100}), plan(spend={SEARCH: 8_000})),
    "small_counts": (plan(spend={SEARCH: 300}), plan()),
    "capacity_loses_customers": (plan(business=room(25)), plan(business=room(70))),
    "luck_at_capacity": (
        plan(**{**SURE, "business": {**SURE["business"], **room(23)}}),
        plan(**{**SURE, "business": {**SURE["business"], **room(40)}}),
    ),
    "queue_at_end": (plan(business=room(25, overflow="queue")), plan(business=room(70, overflow="queue"))),
    "horizon_shorter_than_cycle": (
        plan(business={"sales_cycle_months": [1, 4, 12]}),
        plan(business={"sales_cycle_months": [1, 4, 11]}),
    ),
    "open_pipeline": (plan(business={"sales_cycle_months": 2}), plan(business={"sales_cycle_months": 1})),
    "not_ripe": (plan(search={"ramp_up_months": 14}), plan(search={"ramp_up_months": 12})),
    "budget_left_over": (plan(cards=capped(3_000)), plan(cards=capped(4_500))),
    "schedule_ends_early": (plan(spend={SEARCH: [4000] * 11}), plan(spend={SEARCH: [4000] * 12})),
    "season_changes_nothing": (
        plan(search={"curve": {"type": "linear"}, "seasonality": JANUARY_SALE}),
        plan(search={"seasonality": JANUARY_SALE}),
    ),
    "losing_channels": (
        plan(cards={"response_rate": [0.0008, 0.001, 0.0013]}),
        plan(cards={"response_rate": [0.004, 0.005, 0.006]}),
    ),
    "no_diminishing_returns": (plan(cards={"curve": {"type": "linear"}}), plan()),
    "average_of_few_worlds": (
        plan(business={"revenue_per_sale": [5, 1000, 200_000]}),
        plan(business={"revenue_per_sale": [300, 1000, 3000]}),
    ),
    "wide_range": (
        plan(business={"revenue_per_sale": [100, 1000, 10_000]}),
        plan(business={"revenue_per_sale": [200, 1000, 5000]}),
    ),
    "lopsided_range": (
        plan(business={"revenue_per_sale": [500, 510, 900]}),
        plan(business={"revenue_per_sale": [500, 500.5, 505]}),
    ),
    "unsourced_assumptions": (of(lambda: sourced(scenario(), "", "funnel")), plan()),
    "no_market_correlation": (
        plan(more=(DOOR_HANGERS,), spend=THREE, market_correlation=0),
        plan(more=(DOOR_HANGERS,), spend=THREE),
    ),
    "old_sources": (dated(2021), dated(2022)),
    "old_figures": (learned(date(2027, 6, 1)), learned(date(2027, 7, 1))),
    "effect_after_horizon": (plan(search={"carry_over": 0.6}), plan(search={"carry_over": 0.3})),
    "effect_from_before": (
        plan(search={"carry_over": 0.5, "monthly_spend_before": 4000}),
        plan(search={"carry_over": 0.5, "monthly_spend_before": 3000}),
    ),
    "value_after_horizon": (
        plan(business={**STAYING, "repeat_sales_per_year": 2}),
        plan(business={**STAYING, "repeat_sales_per_year": 0.2}),
    ),
    "lifetime_cut_off": (plan(business=STAYING), plan(business={**STAYING, "yearly_retention_rate": 0.7})),
    "large_fees": (
        plan(business={"monthly_overhead": 3100}),
        plan(business={"monthly_overhead": 2900}),
    ),
    "improvement_without_effect": (plan(**bought(13)), plan(**bought(2))),
    "rough_figures": (plan(draws=16), plan()),
}


def test_every_check_has_a_scenario_that_raises_it_and_one_that_does_not():
    assert list(RAISED_AND_NOT) == [check.__name__ for check in CHECKS]


@pytest.mark.parametrize("key", RAISED_AND_NOT)
def test_a_finding_is_raised_where_it_should_be_and_only_there(key: str):
    raised, quiet = ([finding.key for finding in findings(made(), on=TODAY)] for made in RAISED_AND_NOT[key])
    assert raised.count(key) == 1
    assert key not in quiet


@pytest.mark.parametrize("key", RAISED_AND_NOT)
def test_every_finding_is_a_message_and_an_advice_in_whole_sentences(key: str):
    [finding] = [each for each in findings(RAISED_AND_NOT[key][0](), on=TODAY) if each.key == key]
    assert all(text[0].isupper() or text[0] in "$0123456789" for text in (finding.message, finding.advice))
    assert all(text.endswith(".") for text in (finding.message, finding.advice))
    assert not {"nan", "inf", "∞", "–"} & set((finding.message + finding.advice).split())


def test_of_findings_the_serious_stand_first_and_otherwise_in_the_order_of_the_checks():
    order = [check.__name__ for check in CHECKS]
    spoilt = plan(
        spend={SEARCH: [20] * 11}, business=room(25, sales_cycle_months=14), cards={"curve": {"type": "linear"}}
    )
    found = findings(spoilt())
    ranks = [(finding.severity == "note", order.index(finding.key)) for finding in found]
    assert ranks == sorted(ranks)
    assert {severity for severity, _ in ranks} == {True, False}
