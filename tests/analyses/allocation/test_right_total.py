"""The best split of every total, against all splits of it."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from simulator.analyses.allocation.best import best_allocation
from simulator.analyses.allocation.grid import grid_of
from simulator.analyses.allocation.right_total import right_total
from simulator.analyses.allocation.tables import Worlds, totals_of
from simulator.errors import LimitsError, SettingsError
from simulator.metrics.kpis import METRICS
from simulator.scenario.limits import ChannelLimits, GroupLimits, Limits
from tests.analyses.allocation.certain_channels import BUDGET, COSTS, certain_scenario, profit
from tests.analyses.allocation.problems import DRAWS, Problem, keeps, now, problem, searched
from tests.laws import DEEP


def found_for(asked: Problem, **settings: object):
    return right_total(asked.scenario, plan="Today", limits=asked.limits, draws=DRAWS, **settings)


def averages(asked: Problem, most: float) -> list[dict[float, float]]:
    """What each channel brings on average, by amount, as far as there is something to buy that was tried."""
    worlds = Worlds(asked.scenario, "Today", [searched(asked.scenario)])
    grid = grid_of(worlds, most, asked.limits, or_less=True)
    amounts = [own[: cap + 1].tolist() for own, cap in zip(grid.amounts, grid.caps.tolist(), strict=True)]
    return [
        dict(zip(own, totals_of(worlds, row, own, METRICS["profit"].formula).mean(axis=1).tolist(), strict=True))
        for row, own in enumerate(amounts)
    ]


def best_by_total(asked: Problem, most: float) -> dict[float, float]:
    """The most that any split brings on average, by its total; each keeps to the limits as if that were the budget."""
    names, best = asked.scenario.channel_names, dict[float, float]()
    for amounts in product(*(each.items() for each in averages(asked, most))):
        total = sum(amount for amount, _ in amounts)
        spend = dict(zip(names, (amount for amount, _ in amounts), strict=True))
        if total <= most and keeps(Problem(asked.scenario, total, asked.limits, or_less=False), spend):
            best[total] = max(best.get(total, -np.inf), sum(value for _, value in amounts))
    return best


SMALL = [problem(seed) for seed in range(60)]
SEEDS = [
    seed for seed, each in enumerate(SMALL) if len(each.scenario.channels) <= 3 and sum(now(each.scenario).values())
]


MORE = SEEDS[8 : None if DEEP else 16]


@pytest.mark.parametrize("seed", [*SEEDS[:8], *(pytest.param(seed, marks=pytest.mark.thorough) for seed in MORE)])
def test_every_total_is_divided_as_well_as_can_be(seed):
    asked = problem(seed)
    most = 2.0 * sum(now(asked.scenario).values())
    best = best_by_total(asked, most)
    try:
        found = found_for(asked)
    except LimitsError:
        assert not best
        return
    values = averages(asked, most)
    for point in found.points:
        value = sum(own[amount] for own, amount in zip(values, point.spend.values(), strict=True))
        assert value == pytest.approx(best[point.total], rel=1e-9, abs=1e-6)
    assert {point.total for point in found.points} <= set(best)
    if not any(group.share_at_most for group in asked.limits.groups):
        assert best[found.most_profitable.total] == pytest.approx(max(best.values()))


def test_the_curve_is_the_profit_of_the_best_split_of_each_total():
    found = right_total(certain_scenario(), plan="Today", limits=Limits(step=20.0), draws=16)
    assert found.present.profit.mean == pytest.approx(profit({"Dear": 600.0, "Cheap": 400.0, "Other": 200.0}))
    for point in found.points:
        assert point.profit.mean == pytest.approx(profit(dict(point.spend)))
    for point in found.points[::3]:
        alone = best_allocation(
            certain_scenario(), budget=point.total, plan="Today", limits=Limits(step=20.0), draws=16
        )
        assert point.profit.mean == pytest.approx(alone.value)


def test_the_most_profitable_total_is_that_of_which_no_channel_s_next_dollar_brings_one_back():
    found = right_total(certain_scenario(revenue_per_sale=400), plan="Today", limits=Limits(step=20.0), draws=16)
    # A lead is worth 80, and a channel sells (V half) / (half + spend)^2 of them for the next dollar.
    half = 2_000.0
    ideal = {name: max(0.0, (half * 3_000.0 / cost * 80.0) ** 0.5 - half) for name, cost in COSTS.items()}
    assert sum(ideal.values()) < 2 * BUDGET
    assert found.most_profitable.total == pytest.approx(sum(ideal.values()), abs=3 * 20.0)
    assert found.pays_until == pytest.approx(found.most_profitable.total, abs=20.0)
    assert found.alike[0] <= found.most_profitable.total <= found.alike[1]


def test_what_the_next_money_brings_is_the_step_of_the_curve():
    found = right_total(certain_scenario(), plan="Today", limits=Limits(step=60.0), draws=16)
    assert found.next_money == 60.0
    shown = {point.total: point for point in found.points}
    pairs = [(point, shown[point.total + 60.0]) for point in found.points if point.total + 60.0 in shown]
    for point, following in pairs:
        assert point.more.mean == pytest.approx(following.profit.mean - point.profit.mean)
        assert point.next_return == pytest.approx(point.more.mean / (6 * 60.0))
    assert pairs


@pytest.mark.parametrize("limits", [
    Limits(step=100.0, groups=(GroupLimits(name="Some", channels=("Cheap", "Other"), share_at_most=0.4),)),
    Limits(step=100.0, groups=(
        GroupLimits(name="One", channels=("Cheap", "Other"), at_most=500.0),
        GroupLimits(name="Two", channels=("Dear", "Other"), at_most=900.0),
    )),
])  # fmt: skip
def test_totals_that_are_divided_alone_keep_to_their_limits_and_are_best(limits):
    found = right_total(certain_scenario(), plan="Today", limits=limits, draws=16)
    for point in found.points[::4]:
        asked = Problem(certain_scenario(), point.total, limits, or_less=False)
        assert keeps(asked, dict(point.spend))
        alone = best_allocation(certain_scenario(), budget=point.total, plan="Today", limits=limits, draws=16)
        if alone.unspent == 0.0:
            assert point.profit.mean == pytest.approx(alone.value)


def test_where_channels_meet_at_a_capacity_a_total_is_divided_nearly_as_well_as_alone():
    scenario = certain_scenario(new_customers_per_month_at_most=3)
    found = right_total(scenario, plan="Today", limits=Limits(step=100.0), draws=16)
    assert not found.is_proven
    for point in found.points[::4]:
        alone = best_allocation(scenario, budget=point.total, plan="Today", limits=Limits(step=100.0), draws=16)
        assert point.profit.mean >= alone.value - 0.01 * abs(alone.value)


def test_the_curve_ends_where_there_is_no_more_to_buy():
    held = Limits(step=20.0, channels=tuple(ChannelLimits(channel=name, at_most=300.0) for name in COSTS))
    found = right_total(certain_scenario(), plan="Today", limits=held, draws=16)
    assert found.is_all_to_buy
    assert found.points[-1].total == 900.0
    assert found.points[-1].more is None
    assert found.pays_until is None


def test_without_any_plan_that_spends_there_is_nothing_to_look_at():
    scenario = certain_scenario()
    empty = replace(scenario, plans=(replace(scenario.plans[0], monthly_spend={}),))
    with pytest.raises(SettingsError, match="no plan spends anything"):
        right_total(empty, plan="Today", draws=16)
