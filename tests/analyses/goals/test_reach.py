from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from simulator.analyses.allocation.grid import grid_of
from simulator.analyses.allocation.kept import are_kept
from simulator.analyses.allocation.tables import Worlds
from simulator.analyses.goals.goal import Goal, quarters
from simulator.analyses.goals.proof import proof_of
from simulator.analyses.goals.reach import Reach, goals_met, reach
from simulator.analyses.goals.reading import forms_of, horizons_of, runs_of
from simulator.analyses.goals.search import Search
from simulator.analyses.probabilities import target_chance
from simulator.engine.sampling import sample_in_chunks
from simulator.engine.simulation import simulate
from simulator.errors import LimitsError, SettingsError, UnknownNameError
from simulator.scenario.limits import ChannelLimits, GroupLimits, Limits
from simulator.scenario.plans import Steady
from simulator.scenario.scenario import Target
from tests.analyses.goals.every_split import asked, every_budget
from tests.examples import CERTAIN, PLUMBER, STEADY_AND_BET, UNSURE
from tests.improved_examples import buying, offering
from tests.laws import DEEP
from tests.plain import beliefs

METRICS = ("customers", "profit", "revenue", "roi", "cac", "payback_months")
MORE = (20, 21, 22, 23, 26, 29, 33, 37)
SEEDS = [2, 5, 9, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in MORE[:: 1 if DEEP else 2])]
FEW = 512
ROOMY = replace(PLUMBER, business=replace(PLUMBER.business, new_customers_per_month_at_most=None))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_budget_is_that_of_every_split_tried_and_its_chance_is_the_plans_own(seed):
    for metric in METRICS:
        holds_against_every_split(seed, metric)


def holds_against_every_split(seed: int, metric: str) -> None:
    given = asked(seed, metric)
    try:
        search = given.search
    except LimitsError:
        assert not every_budget(given)
        return
    best, every = search.best(), every_budget(given)
    if not best:
        assert not every
        return
    total = search.refined(best)
    budget, chance = search.budget(best[total]), search.chance(best[total])
    if search.is_kept:
        every = {money: share for money, share in every.items() if money > 0.0}
    met = [money for money, share in every.items() if share >= given.probability]
    assert chance <= every[budget] + 1e-9
    if met:
        assert budget == pytest.approx(max(met) if search.is_kept else min(met))
        assert chance >= given.probability
    else:
        assert chance == pytest.approx(max(every.values()))
    proven = proof_of(search, best, total)
    assert proven.is_whole
    assert proven.place == total
    assert not set(proven.ruled_out) & {_steps(search, money) for money in met}


def _steps(search: Search, money: float) -> int:
    """A budget in steps beyond what is locked."""
    return round((money - float(search.fixed.sum())) / search.grid.step)


def _worst(metric: str) -> tuple[Search, dict[int, np.ndarray], set[int]]:
    """A search, the worst answer that meets its goal, and the budgets that do, in steps."""
    given = asked(9, metric)
    search, every = given.search, every_budget(given)
    met = {_steps(search, money) for money, share in every.items() if share >= given.probability and money > 0.0}
    worst = min(met) if search.is_kept else max(met)
    return search, {worst: search.best()[worst]}, met


@pytest.mark.parametrize("metric", METRICS)
def test_a_proof_that_is_given_up_is_not_whole_and_rules_out_nothing_that_some_split_does(metric):
    search, best, met = _worst(metric)
    proven = proof_of(search, best, min(best), work=0)
    assert (proven.place, proven.is_whole) == (min(best), False)
    assert not set(proven.ruled_out) & met


@pytest.mark.parametrize("metric", METRICS)
def test_a_proof_comes_upon_the_better_answer_that_there_is(metric):
    search, best, met = _worst(metric)
    sought = max(met) if search.is_kept else min(met)
    proven = proof_of(search, best, min(best))
    assert (proven.place, proven.is_whole) == (sought, True)
    assert search.chance(best[sought]) >= search.probability


@pytest.mark.parametrize("metric", ["customers", "roi"])
@pytest.mark.parametrize("seed", [3, 8])
def test_where_channels_meet_at_a_capacity_whole_plans_say_what_holds(seed, metric):
    given = asked(seed, metric, capacity=True)
    search, every = given.search, every_budget(given)
    best = search.best()
    total = search.refined(best)
    budget, chance = search.budget(best[total]), search.chance(best[total])
    assert chance <= every[budget] + 1e-9
    if search.is_kept:
        every = {money: share for money, share in every.items() if money > 0.0}
    met = [money for money, share in every.items() if share >= given.probability]
    assert bool(met) == (chance >= given.probability)
    if met:
        assert budget == pytest.approx(max(met) if search.is_kept else min(met))


def test_in_one_certain_world_the_budget_is_what_arithmetic_says():
    # A lead costs $10, and each buys with a chance of 30 %.
    found = reach(beliefs(CERTAIN), plan="Today", goals=[Goal("customers", at_least=60)], probability=0.8, draws=8)
    leads = next(number for number in range(60, 400) if binom.sf(59, number, 0.3) >= 0.8)
    assert found.reachable
    assert (found.is_proven, found.bound) == (True, found.budget)
    assert 0.0 <= found.budget - 10 * leads < found.step
    # $30,000 take 60 expected customers, 200 leads.
    revenue = reach(beliefs(CERTAIN), plan="Today", goals=[Goal("revenue", at_least=30_000)], probability=0.9, draws=8)
    assert (revenue.budget, revenue.chance) == (2_000, 1.0)


@pytest.mark.parametrize(
    "target",
    [
        Target(metric="customers", at_least=240),
        Target(metric="profit", at_least=20_000),
        Target(metric="roi", at_least=0.5),
        Target(metric="cac", at_most=250),
        Target(metric="payback_months", at_most=9),
    ],
)
@pytest.mark.parametrize("limited", [True, False])
def test_the_chance_of_a_goal_is_that_of_the_same_target_on_the_page_plan(target, limited):
    scenario = PLUMBER if limited else ROOMY
    plan = scenario.plans[0]
    simulation = simulate(scenario, plan.name, draws=FEW)
    goal = Goal(target.metric, at_least=target.at_least, at_most=target.at_most)
    met = goals_met(scenario, plan, [goal], sample_in_chunks(scenario, draws=FEW), FEW, 1)
    assert met.mean() == pytest.approx(target_chance(simulation, target), abs=1e-12)


def test_a_quarters_goals_are_met_together_less_often_than_the_hardest_of_them_alone():
    scenario = beliefs({**STEADY_AND_BET, "horizon_months": 12})
    goals = quarters("customers", [30, 40, 45, 45])
    found = reach(scenario, plan="Both", goals=goals, probability=0.5, draws=64)
    assert len(found.each) == 4
    assert found.chance <= min(found.each)


def test_what_happens_in_the_quarters_adds_up_to_the_year():
    scenario = ROOMY
    plan, chunks = scenario.plans[0], sample_in_chunks(scenario, draws=64)
    parts, year = quarters("revenue", [1, 1, 1, 1]), Goal("revenue", at_least=1, last=12)
    runs = runs_of(scenario, chunks, plan, horizons_of([*parts, year], scenario.horizon_months))
    summed = sum(forms_of(each, runs, scenario.horizon_months) for each in parts)
    np.testing.assert_allclose(summed, forms_of(year, runs, scenario.horizon_months))


def test_every_limit_is_kept_and_what_no_budget_reaches_is_said_with_the_best_chance():
    scenario = beliefs(UNSURE)
    limits = Limits(channels=(ChannelLimits(channel="Leads", at_most=500.0),))
    found = reach(
        scenario, plan="Today", goals=[Goal("revenue", at_least=40_000)], probability=0.9, limits=limits, draws=FEW
    )
    assert not found.reachable
    assert found.chance < 0.9
    assert found.spend["Leads"] <= 500.0


@pytest.mark.parametrize("held", [{"locked": True}, {"committed_until": 3}])
def test_who_is_locked_or_committed_keeps_what_it_has(held):
    names = ROOMY.channel_names
    limits = Limits(channels=(ChannelLimits(channel=names[0], **held),))
    goal = Goal("customers", at_least=240)
    found = reach(ROOMY, plan=ROOMY.plans[0].name, goals=[goal], probability=0.6, limits=limits, draws=FEW)
    assert found.spend[names[0]] == found.now[names[0]]


def test_the_present_plan_is_kept_where_it_does_for_less_what_steps_only_do_for_more():
    scenario = beliefs({**CERTAIN, "plans": [{"name": "Today", "monthly_spend": {"Leads": 1_010}}]})
    limits = Limits(step=1_000.0)
    goal = Goal("revenue", at_least=15_100)
    found = reach(scenario, plan="Today", goals=[goal], probability=0.9, limits=limits, most=4_000, draws=8)
    assert found.is_the_present_plan
    assert found.budget == 1_010


def test_a_bought_improvement_counts_and_what_comes_without_money_gets_none():
    plain = {
        **UNSURE,
        "funnel": {**UNSURE["funnel"], "visit_to_lead_rate": [0.02, 0.03, 0.04]},
        "channels": [*UNSURE["channels"], {"name": "Walk-ins", "type": "unpaid", "visits_per_month": 2_000}],
        "improvements": [
            {"name": "Site", "belief": "funnel.visit_to_lead_rate", "becomes": [0.05, 0.06, 0.07], "cost": 500}
        ],
        "plans": [{"name": "Today", "monthly_spend": {"Leads": 1_000}, "improvements": {"Site": 1}}],
    }
    scenario = beliefs(plain)
    goal = Goal("revenue", at_least=30_000)
    found = reach(scenario, plan="Today", goals=[goal], probability=0.7, draws=FEW)
    without = replace(scenario, plans=(replace(scenario.plans[0], improvements=()),))
    alone = reach(without, plan="Today", goals=[goal], probability=0.7, draws=FEW)
    assert list(found.spend) == ["Leads"]
    assert found.reachable
    assert found.budget < alone.budget


WALK_INS = {"name": "Walk-ins", "type": "unpaid", "visits_per_month": 2_000}
WITH_WALK_INS = {
    **UNSURE,
    "funnel": {**UNSURE["funnel"], "visit_to_lead_rate": 0.03},
    "channels": [*UNSURE["channels"], WALK_INS],
}


def test_a_group_may_hold_what_comes_without_money():
    # Files that say so are refused; limits that are handed over are not looked through.
    group = GroupLimits(name="All", channels=("Leads", "Walk-ins"), at_most=700.0)
    goal = Goal("revenue", at_least=40_000)
    found = reach(
        beliefs(WITH_WALK_INS), plan="Today", goals=[goal], probability=0.9, limits=Limits(groups=(group,)), draws=FEW
    )
    assert found.budget <= 700.0


@pytest.mark.parametrize(
    "own", [{"at_most": 900.0}, {"changes_at_most": 0.5}, {"locked": True}, {"at_least": 2_000.0, "or_nothing": True}]
)
def test_the_answer_keeps_to_every_limit_of_a_channel_also_where_it_is_the_present_plan(own):
    scenario = beliefs(UNSURE)
    limits = Limits(channels=(ChannelLimits(channel="Leads", **own),))
    found = reach(
        scenario, plan="Today", goals=[Goal("revenue", at_least=30_000)], probability=0.9, limits=limits, draws=FEW
    )
    assert are_kept(limits, found.spend, found.now, found.budget, or_less=True)


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(channels=(ChannelLimits(channel="Leads", locked=True),)), "500.00 more than the most to spend"),
        (Limits(step=600.0), "the step is 600.00, more than the most to spend, which is 500.00"),
    ],
)
def test_what_has_to_be_spent_is_no_more_than_may_be(limits, words):
    goal = Goal("revenue", at_least=40_000)
    with pytest.raises(LimitsError, match=words):
        reach(beliefs(UNSURE), plan="Today", goals=[goal], probability=0.9, limits=limits, most=500.0, draws=FEW)


@pytest.mark.parametrize(("draws", "reachable"), [(256, True), (8_192, False)])
def test_what_few_worlds_cannot_tell_from_the_wanted_chance_reaches_it_and_what_many_can_does_not(draws, reachable):
    goal, limits = Goal("revenue", at_least=30_000), Limits(channels=(ChannelLimits(channel="Leads", locked=True),))

    def found(probability: float) -> Reach:
        return reach(beliefs(UNSURE), plan="Today", goals=[goal], probability=probability, limits=limits, draws=draws)

    assert 0.1 < found(0.5).chance < 0.9
    assert found(found(0.5).chance + 0.05).reachable is reachable


@pytest.mark.parametrize("metric", METRICS)
def test_tables_of_channels_add_up_to_whole_plans_with_improvements_and_visits_without_money(metric):
    scenario = buying(offering(ROOMY), "Today", page=2, training=3)
    # The improvement is paid for before a channel costs anything.
    late = {name: Steady(amount=100.0, first=5) for name in scenario.plan("Today").monthly_spend}
    scenario = replace(scenario, plans=(replace(scenario.plan("Today"), monthly_spend=late),))
    worlds = Worlds(scenario, "Today", sample_in_chunks(scenario, draws=64))
    grid = grid_of(worlds, 1_000.0, Limits(step=250.0), or_less=True)
    search = Search(worlds, grid, Limits(), [Goal.of(metric, 9.0, last=12)], 0.8)
    assert not search.runs_whole_plans
    for split in (np.minimum(0, grid.caps), np.minimum(1, grid.caps)):
        whole, first = search._simulated(split)
        added, own_first = search.tables.together(split)
        np.testing.assert_allclose(added, whole, rtol=1e-9, atol=1e-9 * np.abs(whole).max())
        assert first == own_first


@pytest.mark.parametrize(
    ("goal", "probability", "error", "words"),
    [
        (Goal("customers", at_least=1), 1.5, SettingsError, "must be between 0 and 1"),
        (Goal("custommers", at_least=1), 0.8, UnknownNameError, "did you mean customers"),
        (Goal("cac", at_least=1), 0.8, SettingsError, "has to be at most"),
        (Goal("customers", at_most=1), 0.8, SettingsError, "has to be at least"),
        (Goal("spend", at_least=1), 0.8, SettingsError, "cannot be a goal"),
        (Goal("customers"), 0.8, SettingsError, "needs either"),
        (Goal("customers", at_least=1, first=3, last=2), 0.8, SettingsError, "months 3 to 2"),
        (Goal("customers", at_least=float("nan")), 0.8, SettingsError, "must be a number"),
    ],
)
def test_what_means_nothing_is_refused_in_words(goal, probability, error, words):
    with pytest.raises(error, match=words):
        reach(beliefs(CERTAIN), plan="Today", goals=[goal], probability=probability, draws=8)
