"""The outlook of a plan under way: how often it holds the outcome, and what it does with what is known."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from simulator.analyses.counted_months import counted_months
from simulator.analyses.outlook import FEWEST, outlook
from simulator.engine.simulation import simulate
from simulator.scenario.actuals import Actuals
from simulator.scenario.scenario import Scenario, Target
from tests.analyses.tracked import SCENARIO

DRAWS = 2_048
TARGET = Target(metric="customers", at_least=60.0, probability=0.8)
TARGETED = replace(SCENARIO, targets=(TARGET,))


def told(channel: str, months: int, **changes: float) -> Actuals:
    expected = counted_months(SCENARIO, "Today", channel, draws=DRAWS, seed=1)
    figures = {
        key: tuple(float(value) * changes.get(key, 1.0) for value in each.mean(axis=1)[:months])
        for key, each in expected.items()
        if key != "cost"
    }
    return Actuals(channel=channel, first=SCENARIO.start, **figures)


def test_before_the_first_month_is_over_it_is_the_plan():
    found = outlook(TARGETED, "Today", [], today=date(2027, 1, 20), draws=DRAWS)
    plan = simulate(TARGETED, "Today", draws=DRAWS)
    assert found.months == 0
    assert found.figures["customers"].likely == pytest.approx(np.median(plan.funnel.plan.stages["customers"]), rel=0.03)
    (target,) = found.targets
    assert target.now == target.planned
    customers = plan.funnel.plan.stages["customers"].ravel()
    luck = np.random.default_rng(3).poisson(customers)
    assert target.now == pytest.approx(np.mean(luck >= 60.0), abs=0.05)


def test_once_all_is_known_nothing_is_left_open():
    ads, mail, walk_ins = (told(name, 12) for name in ("Ads", "Mail", "Walk-ins"))
    found = outlook(TARGETED, "Today", [ads, mail, walk_ins], today=date(2028, 2, 1), draws=DRAWS)
    leads = found.figures["leads"]
    assert leads.low == pytest.approx(leads.high)
    assert leads.likely == pytest.approx(sum(sum(each.leads) for each in (ads, mail, walk_ins)))


def test_fewer_leads_so_far_lower_the_chance_month_after_month():
    few = told("Ads", 6, leads=0.5, customers=0.5, revenue=0.5, gross_profit=0.5)
    found = outlook(TARGETED, "Today", [few], today=date(2027, 7, 2), draws=DRAWS)
    (target,) = found.targets
    assert len(target.by_month) == found.months == 6
    assert target.by_month[-1] == target.now < target.by_month[0] < target.planned


def test_no_few_worlds_decide_alone():
    odd = told("Ads", 6, visits=5.0, leads=9.0, customers=20.0)
    assert outlook(TARGETED, "Today", [odd], today=date(2027, 7, 2), draws=DRAWS).worlds >= 0.9 * FEWEST


def test_a_target_that_no_sum_tells_is_named():
    odd = replace(SCENARIO, targets=(Target(metric="payback_months", at_most=6.0, probability=0.8),))
    assert outlook(odd, "Today", [], today=date(2027, 1, 2), draws=DRAWS).untold == ("payback_months",)


WORLDS = 200
KNOWN = ("spend", "visits", "pieces", "leads", "customers")


def lived(scenario: Scenario, random: np.random.Generator) -> tuple[list[list[Actuals]], np.ndarray]:
    """Worlds of the plan lived through with luck: their real figures, and how many customers each ends with."""
    histories: list[list[Actuals]] = [[] for _ in range(WORLDS)]
    ended = np.zeros(WORLDS)
    for channel in scenario.channels:
        expected = counted_months(scenario, "Today", channel.name, draws=8 * WORLDS, seed=2)
        for world in range(WORLDS):
            figures = {key: each[:, 8 * world] for key, each in expected.items() if key in KNOWN}
            came = {key: each if key == "spend" else random.poisson(each) for key, each in figures.items()}
            share = channel.incremental_share.likely if channel.is_paid else 0.0
            ended[world] += share * came["customers"].sum()
            tuples = {key: tuple(map(float, each)) for key, each in came.items()}
            histories[world].append(Actuals(channel=channel.name, first=scenario.start, **tuples))
    return histories, ended


@pytest.mark.thorough
@pytest.mark.parametrize("months", [3, 6, 9])
def test_eight_in_ten_outcomes_lie_in_the_range(months: int):
    histories, ended = lived(SCENARIO, np.random.default_rng(17))
    today = date(2027, months + 1, 2)
    held = 0
    for actuals, customers in zip(histories, ended, strict=True):
        found = outlook(SCENARIO, "Today", actuals, today=today, draws=1_024).figures["customers"]
        held += found.low <= customers <= found.high
    assert 0.74 <= held / WORLDS <= 0.86
