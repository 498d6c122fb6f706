"""The plans that are compared: how they are told apart, over which months, and what is supposed of them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analyses.compared_plans import (
    ComparedPlan,
    distinct_labels,
    over_first_months,
    scenarios_of,
    what_if_by_plan,
)
from simulator.analyses.stress import Condition
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from tests.plain import beliefs

LEAD = "channels.Leads.cost_per_lead"


def scenario(*, months: int = 24) -> Scenario[Belief]:
    return beliefs(
        {
            "name": "Plumber",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": months,
            "business": {"revenue_per_sale": [350, 500, 700], "gross_margin_rate": 0.4},
            "funnel": {"lead_to_customer_rate": 0.3},
            "channels": [{"name": "Leads", "type": "pay_per_lead", "cost_per_lead": [20, 40, 60]}],
            "plans": [{"name": "Plan", "monthly_spend": {"Leads": 1000}}],
        }
    )


def compared(label: str, stated: Scenario[Belief]) -> ComparedPlan:
    return ComparedPlan(label=label, plan="Plan", scenario=stated, origin="a.yaml")


def test_scenarios_that_several_plans_share_are_one() -> None:
    one, two = scenario(), scenario()
    found = scenarios_of([compared("A", one), compared("B", two), compared("C", one)])
    assert [id(each) for each in found] == [id(one), id(two)]


def test_over_the_first_months_plans_of_one_scenario_still_share_it() -> None:
    long, short = scenario(months=24), scenario(months=6)
    plans = [compared("A", long), compared("B", short), compared("C", long)]
    found = over_first_months(plans, 12)
    assert [each.scenario.horizon_months for each in found] == [12, 6, 12]
    assert found[0].scenario is found[2].scenario
    assert found[1].scenario is short
    assert [each.label for each in found] == ["A", "B", "C"]


def test_of_a_plan_is_supposed_what_its_scenario_has_a_place_for() -> None:
    wide, narrow = scenario(), replace(scenario(), channels=())
    conditions = (Condition(LEAD, "high"), Condition("business.revenue_per_sale", "low"))
    assert what_if_by_plan([compared("A", wide), compared("B", narrow)], conditions) == {
        "A": conditions,
        "B": conditions[1:],
    }


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        ([("Today", "Plumber"), ("More", "Plumber")], ["Today", "More"]),
        (
            [("Today", "Plumber"), ("More", "Plumber"), ("Today", "Dentist")],
            ["Today (Plumber)", "More", "Today (Dentist)"],
        ),
        (
            [("Today", "Plumber", "a.yaml"), ("Today", "Plumber", "b.yaml")],
            ["Today (Plumber, a.yaml)", "Today (Plumber, b.yaml)"],
        ),
        ([("Today", "Plumber"), ("Today", "Plumber")], ["Today (Plumber)", "Today (Plumber) 2"]),
        (
            [("Today", "A"), ("Today", "B"), ("Today (A)", "C")],
            ["Today (A)", "Today (B)", "Today (A) (C)"],
        ),
        ([], []),
    ],
)
def test_labels_say_as_much_as_it_takes_to_tell_plans_apart(names: list[tuple[str, ...]], labels: list[str]) -> None:
    assert distinct_labels(names) == labels


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("ab"), st.sampled_from("ab")), max_size=8))
def test_labels_are_always_different(names: list[tuple[str, str, str]]) -> None:
    assert len(set(distinct_labels(names))) == len(names)
