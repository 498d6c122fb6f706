"""Laws of the best split, over random problems."""

from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from simulator.analyses.allocation.best import Allocation, best_allocation
from simulator.analyses.allocation.objectives import Objective
from simulator.analyses.allocation.search import brought_by
from simulator.analyses.allocation.tables import Worlds
from simulator.errors import LimitsError
from simulator.metrics.kpis import METRICS
from simulator.scenario.limits import GroupLimits
from tests.analyses.allocation.problems import DRAWS, OBJECTIVES, STEP, STEPS, Problem, keeps, problem, searched

seeds = some.integers(0, 10_000)
few = settings(max_examples=12)
ROUNDING = 1e-9


def best(asked: Problem, objective: Objective = Objective(), **changes: object) -> Allocation:  # noqa: B008 - frozen
    wanted = {"budget": asked.budget, "limits": asked.limits, "or_less": asked.or_less, **changes}
    try:
        return best_allocation(asked.scenario, plan="Today", objective=objective, draws=DRAWS, **wanted)
    except LimitsError:
        assume(False)
        raise


def no_less(one: float, other: float) -> bool:
    return one >= other - ROUNDING * max(1.0, abs(other))


@given(seeds)
@few
def test_the_order_of_channels_is_of_no_consequence(seed):
    asked = problem(seed)
    turned = replace(asked, scenario=replace(asked.scenario, channels=asked.scenario.channels[::-1]))
    one, other = best(asked), best(turned)
    assert other.value == pytest.approx(one.value)
    assert sum(other.spend.values()) == pytest.approx(sum(one.spend.values()))


@given(seeds)
@few
def test_money_a_thousand_times_as_much_is_divided_alike(seed):
    plain, thousand = best(problem(seed)), best(problem(seed, money=1_000.0))
    assert thousand.value == pytest.approx(1_000.0 * plain.value, rel=1e-6, abs=1e-3)
    assert {name: amount / 1_000.0 for name, amount in thousand.spend.items()} == pytest.approx(dict(plain.spend))


@given(seeds, some.sampled_from(["mean profit", "mean customers"]))
@few
def test_no_move_of_one_step_from_channel_to_channel_brings_more(seed, name):
    """So that what the next money brings is alike, to within a step, in channels that no limit holds."""
    asked, objective = problem(seed), OBJECTIVES[name]
    found = best(asked, objective)
    worlds = Worlds(asked.scenario, "Today", [searched(asked.scenario)])
    metric = METRICS[objective.metric]
    for source, target in permutations(found.spend, 2):
        moved = {**found.spend, source: found.spend[source] - STEP, target: found.spend[target] + STEP}
        can_buy = moved[target] <= found.most_to_buy[target] and moved[target] <= asked.budget
        if moved[source] >= 0.0 and can_buy and keeps(asked, moved):
            assert no_less(found.value, float(brought_by(worlds, moved, metric).mean()))


@given(seeds, some.integers(0, STEPS))
@few
def test_a_tighter_limit_never_helps(seed, steps):
    asked = problem(seed)
    held = GroupLimits(name="Tight", channels=(asked.scenario.channel_names[0],), at_most=STEP * steps)
    tight = best(asked, limits=replace(asked.limits, groups=(*asked.limits.groups, held)), or_less=True)
    assert no_less(best(asked, or_less=True).value, tight.value)


@given(seeds, some.integers(1, STEPS))
@few
def test_with_at_most_more_budget_is_never_worse(seed, steps):
    asked = problem(seed)
    # What is a share of the budget moves with it.
    assume(all(group.share_at_most is None for group in asked.limits.groups))
    less = best(asked, budget=STEP * steps, or_less=True)
    assert no_less(best(asked, or_less=True).value, less.value)


@given(seeds, some.sampled_from([*OBJECTIVES]))
@few
def test_an_answer_keeps_to_every_limit_to_the_cent_and_never_brings_less_than_a_present_plan_that_does(seed, name):
    asked = problem(seed)
    found = best(asked, OBJECTIVES[name])
    assert keeps(asked, {name: round(amount, 2) for name, amount in found.spend.items()})
    assert sum(found.spend.values()) <= asked.budget + 0.005
    assert not found.keeps_limits or found.value >= found.current
