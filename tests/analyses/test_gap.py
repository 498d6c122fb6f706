"""The gap explained: Shapley values beside an average over all orders, parts that add up, and what is luck."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import permutations
from math import factorial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analyses.counted_months import counted_months
from simulator.analyses.gap import LUCK, SPEND, TIME_TO_CLOSE, UNIT_COST, VALUE, Gap, explained_gap, shapley
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from tests.analyses.tracked import SCENARIO

DRAWS = 1_024
MONTHS = 6


def over_all_orders(players: Sequence[str], worth: Callable[[int], float]) -> dict[str, float]:
    """What each player adds where it comes, averaged over every order: the definition, slowly."""
    parts = dict.fromkeys(players, 0.0)
    for order in permutations(range(len(players))):
        taken = 0
        for place in order:
            parts[players[place]] += worth(taken | 1 << place) - worth(taken)
            taken |= 1 << place
    return {name: part / factorial(len(players)) for name, part in parts.items()}


@given(st.lists(st.floats(-100.0, 100.0), min_size=16, max_size=16))
def test_a_part_is_what_a_factor_changes_averaged_over_all_orders(values: list[float]):
    players = ["spend", "rate", "value", LUCK]
    found = shapley(players, values.__getitem__)
    assert found == pytest.approx(over_all_orders(players, values.__getitem__), abs=1e-9)
    assert sum(found.values()) == pytest.approx(values[-1] - values[0], abs=1e-9)


def planned(channel: str, scenario: Scenario[Belief] = SCENARIO) -> dict[str, np.ndarray]:
    """The average of every figure by month, as the plan has it."""
    months = counted_months(scenario, "Today", channel, draws=DRAWS, seed=1)
    return {figure: each.mean(axis=1)[:MONTHS] for figure, each in months.items()}


def told(channel: str, **changes: float) -> Actuals:
    """Real figures that are as planned, but for these factors."""
    figures = {key: each * changes.get(key, 1.0) for key, each in planned(channel).items() if key != "cost"}
    return Actuals(
        channel=channel, first=SCENARIO.start, **{key: tuple(map(float, each)) for key, each in figures.items()}
    )


def gap(*actuals: Actuals, scenario: Scenario[Belief] = SCENARIO) -> Gap:
    return explained_gap(scenario, "Today", actuals, until=MONTHS, draws=DRAWS)


def test_what_goes_as_planned_has_no_gap():
    found = gap(told("Ads"), told("Mail"), told("Walk-ins"))
    assert found.unexplained == ()
    assert found.actual == pytest.approx(found.planned)
    assert found.parts == pytest.approx(dict.fromkeys(found.parts, 0.0), abs=1e-6)


def test_a_factor_that_did_not_change_has_no_part():
    double = dict.fromkeys(("spend", "visits", "leads", "customers", "revenue", "gross_profit"), 2.0)
    (found,) = gap(told("Ads", **double)).channels
    others = {name: part for name, part in found.parts.items() if name != SPEND}
    assert found.parts[SPEND] == pytest.approx(found.actual - found.planned)
    assert others == pytest.approx(dict.fromkeys(others, 0.0), abs=1e-6)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"visits": 0.5, "leads": 0.5, "customers": 0.5, "revenue": 0.5, "gross_profit": 0.5}, UNIT_COST),
        ({"leads": 0.5, "customers": 0.5, "revenue": 0.5, "gross_profit": 0.5}, "visits_to_leads"),
        ({"customers": 0.5, "revenue": 0.5, "gross_profit": 0.5}, "leads_to_customers"),
        ({"revenue": 0.5, "gross_profit": 0.5}, VALUE),
    ],
)
def test_a_factor_that_changed_shares_its_part_with_luck_alone(changes: dict[str, float], name: str):
    (found,) = gap(told("Ads", **changes)).channels
    change = found.actual - found.planned
    assert found.parts[name] + found.parts[LUCK] == pytest.approx(change)
    assert change < 0.0
    assert found.parts[name] < 0.0
    assert found.parts[LUCK] <= 1e-9


def test_the_fewer_were_seen_the_more_is_luck():
    def share(size: float) -> float:
        plan = replace(
            SCENARIO.plans[0], monthly_spend={"Ads": replace(SCENARIO.plans[0].monthly_spend["Ads"], amount=size)}
        )
        scenario = replace(SCENARIO, plans=(plan,))
        figures = planned("Ads", scenario)
        halved = {"customers": 0.5, "revenue": 0.5, "gross_profit": 0.5}
        actual = Actuals(
            channel="Ads",
            first=SCENARIO.start,
            **{key: tuple(map(float, each * halved.get(key, 1.0))) for key, each in figures.items() if key != "cost"},
        )
        (found,) = gap(actual, scenario=scenario).channels
        return found.parts[LUCK] / (found.actual - found.planned)

    assert share(200.0) > share(2_000.0) > share(20_000.0)
    assert share(200_000.0) < 0.05


def test_leads_that_had_no_time_to_close_are_no_lower_rate():
    later = replace(
        SCENARIO, business=replace(SCENARIO.business, sales_cycle_months=Belief(low=2.0, likely=2.0, high=2.0))
    )
    figures = planned("Ads", later)
    leads = np.zeros(MONTHS)
    leads[:] = figures["leads"].mean()
    late = leads.copy()
    late[:2], late[-2:] = 0.5 * leads[0], 1.5 * leads[0]
    # Customers come of the leads of two months before.
    due = np.concatenate([[0.0, 0.0], late[:-2]])
    rate = figures["customers"].sum() / np.concatenate([[0.0, 0.0], figures["leads"][:-2]]).sum()
    customers = rate * due
    value = figures["gross_profit"].sum() / figures["customers"].sum()
    actual = Actuals(
        channel="Ads",
        first=SCENARIO.start,
        spend=tuple(map(float, figures["spend"])),
        visits=tuple(map(float, figures["visits"])),
        leads=tuple(map(float, late)),
        customers=tuple(map(float, customers)),
        gross_profit=tuple(map(float, value * customers)),
    )
    (found,) = gap(actual, scenario=later).channels
    assert found.parts["leads_to_customers"] == pytest.approx(0.0, abs=0.02 * abs(found.actual - found.planned))
    assert found.parts[TIME_TO_CLOSE] < 0.0


def test_what_is_not_known_is_taken_as_planned_and_said():
    whole = told("Ads", customers=0.5, revenue=0.5, gross_profit=0.5)
    (margin,) = gap(replace(whole, gross_profit=())).channels
    (value,) = gap(replace(whole, gross_profit=(), revenue=())).channels
    assert (margin.assumed, value.assumed) == (("gross_margin_rate",), ("value",))
    assert margin.actual == pytest.approx(value.actual) == pytest.approx(gap(whole).actual)
    assert value.parts[VALUE] == pytest.approx(0.0, abs=1e-6)


def test_without_a_stage_its_rates_are_told_as_one():
    (found,) = gap(replace(told("Ads", customers=0.5, revenue=0.5, gross_profit=0.5), leads=())).channels
    assert "visits_to_customers" in found.parts
    assert sum(found.parts.values()) == pytest.approx(found.actual - found.planned)


@pytest.mark.parametrize("missing", ["customers", "spend"])
def test_a_channel_of_which_too_little_is_known_is_not_explained(missing: str):
    found = gap(replace(told("Ads"), **{missing: ()}), told("Mail"))
    assert found.unexplained == ("Ads",)
    assert [each.channel for each in found.channels] == ["Mail"]


def test_months_that_are_known_in_part_are_left_out():
    whole = told("Ads")
    (found,) = gap(replace(whole, leads=(*whole.leads[:3], None, *whole.leads[4:]))).channels
    assert found.months == MONTHS - 1
