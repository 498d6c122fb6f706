"""Months that hardly differ are divided alike: stretches become few, and next to nothing is lost."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from simulator.analyses.allocation.best import best_allocation
from simulator.analyses.allocation.by_period import SELDOM, best_by_period
from simulator.analyses.allocation.monthly_outcomes import MonthlyOutcomes
from simulator.analyses.allocation.objectives import BALANCED, BOLD, CAREFUL, Objective
from simulator.analyses.allocation.period_search import PeriodSearch
from simulator.analyses.allocation.periods import MONTH, Periods
from simulator.analyses.allocation.stretches import changes_of, ever_fewer
from simulator.metrics.kpis import METRICS, Metric
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import ChannelLimits, GroupLimits, Limits
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray, IntArray
from tests.analyses.allocation.problems import DRAWS
from tests.analyses.allocation.seasonal import BUDGET, MEMORY, WAYS, asked, seasonal, with_room

FINE = Limits(step=20.0)
HARDLY_A_SEASON = [1.01, 1.005, 1.0, 0.995, 0.99, 0.99, 0.99, 0.995, 1.0, 1.005, 1.01, 1.01]


MONTHS = 9


def gentle(**settings: object) -> Scenario[Belief]:
    """Months of which one is hardly better than another."""
    return seasonal(MONTHS, **{"seasonality": HARDLY_A_SEASON, **settings})


def search_of(scenario: Scenario[Belief], limits: Limits, objective: Objective = BOLD) -> PeriodSearch:
    """The search by month in the worlds in which a split is searched."""
    each = asked(scenario, limits=limits, objective=objective)
    worlds, _ = each.halves
    whole = best_allocation(scenario, budget=BUDGET, plan="Today", limits=limits, draws=DRAWS)
    metric = METRICS[objective.metric]
    assert isinstance(metric, Metric)
    periods = Periods(worlds, BUDGET, limits, False, whole.spend, MONTH)
    return PeriodSearch(periods, MonthlyOutcomes(worlds, metric), objective)


def every_month_anew(search: PeriodSearch) -> IntArray:
    """A split that suits each month by itself."""
    same = np.array([[amount] * len(search.periods) for amount in search.periods.whole.values()])
    return search.refined([search.periods.nearest(same)])


@pytest.mark.thorough
@pytest.mark.parametrize("objective", [BOLD, CAREFUL, BALANCED])
def test_months_that_hardly_differ_are_divided_alike(objective):
    scenario = gentle(**MEMORY)
    search = search_of(scenario, FINE, objective)
    anew = search.periods.plan(every_month_anew(search))
    found = best_by_period(asked(scenario, limits=FINE, objective=objective), MONTH)
    assert len(found.spans) < 1 + changes_of(anew)
    assert len(found.spans) <= 6
    best = objective.score(search.outcomes.of([anew])[0])
    assert found.value >= best - SELDOM * abs(best)
    assert found.value >= found.whole.value * (1.0 - 1e-9)


def test_months_that_differ_stay_apart():
    found = best_by_period(asked(seasonal(MONTHS, **MEMORY), limits=FINE), MONTH)
    amounts = dict(zip(found.spans, found.amounts_by_span["Summer"], strict=True))
    busy, quiet = (next(own for (_, last), own in amounts.items() if month <= last) for month in (3, 8))
    assert busy >= quiet + 100.0


def test_where_the_best_is_known_nothing_is_lost():
    """Of few amounts, and without memory, the best is known exactly: joined is only what brings the same."""
    for months in (3, 5):
        found = best_by_period(asked(gentle(), limits=Limits(step=BUDGET / months)), MONTH)
        assert found.bound == pytest.approx(found.value, rel=1e-9)


@pytest.mark.thorough
def test_a_proof_still_holds_of_the_plan_that_changes_less_often():
    for objective in (BOLD, CAREFUL):
        found = best_by_period(asked(gentle(), limits=FINE, objective=objective), MONTH)
        assert found.bound is not None
        assert found.is_proven == (found.bound <= found.value * 1.001)
        assert found.is_proven


@pytest.mark.parametrize(("way", "settings", "overflow"), [("mean", "memory", ""), ("worst", "ramp-up", "lose")])
def test_joins_keep_the_limits_until_all_months_are_alike(way, settings, overflow):
    group = GroupLimits(name="Some", channels=("Always",), share_at_most=0.6)
    limits = Limits(step=50.0, channels=(ChannelLimits(channel="Summer", at_least=100.0),), groups=(group,))
    search = search_of(with_room(settings, overflow, months=8), limits, WAYS[way])
    split = every_month_anew(search)
    plans = [search.periods.plan(each) for each in (split, *ever_fewer(search, split))]
    changes = [changes_of(each) for each in plans]
    assert changes == sorted(changes, reverse=True)
    assert changes[0] >= 1
    assert changes[-1] == 0
    for plan in plans:
        assert plan.sum(axis=0) == pytest.approx(BUDGET)
        assert search.periods.keeps(plan, plan.sum(axis=0))


def test_the_two_neighbours_are_joined_that_lose_the_least_by_it():
    search = search_of(seasonal(5, **MEMORY), Limits(step=50.0))
    split = every_month_anew(search)
    first = next(ever_fewer(search, split))
    plan = search.periods.plan(split)
    losses = [value_of(search, joined) for joined in every_join(plan)]
    assert value_of(search, search.periods.plan(first)) >= max(losses) - 1e-9


def every_join(plan: FloatArray) -> list[FloatArray]:
    """Every plan in which a month has the same as its neighbour."""
    found = []
    for one, other in combinations(range(plan.shape[1]), 2):
        if other == one + 1 and (plan[:, one] != plan[:, other]).any():
            found += [np.where(np.arange(plan.shape[1]) == one, plan[:, [other]], plan)]
            found += [np.where(np.arange(plan.shape[1]) == other, plan[:, [one]], plan)]
    return found


def value_of(search: PeriodSearch, plan: FloatArray) -> float:
    """What a plan is worth in the worlds of a search."""
    return search.objective.score(search.outcomes.of([plan])[0])


def test_who_is_committed_shares_a_stretch_with_the_months_after_that():
    """What Summer keeps until May is what it would have in June too: no column for one month more."""
    own = ChannelLimits(channel="Summer", committed_until=2)
    limits = replace(FINE, channels=(own,))
    scenario = seasonal(6, seasonality=[1.0] * 12, carry_over=[0.01, 0.02, 0.03], cost_per_lead=[45, 55, 65],
                        monthly_fee=40)  # fmt: skip
    found = best_by_period(asked(scenario, limits=limits), MONTH)
    assert len(found.spans) == 1
