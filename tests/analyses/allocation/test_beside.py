from dataclasses import replace

import numpy as np
import pytest

from simulator.analyses.allocation.beside import WAYS, outlook_of, split_of
from simulator.analyses.allocation.objectives import Kind
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.engine.simulation import simulate
from simulator.errors import LimitsError
from simulator.metrics.kpis import METRICS
from simulator.scenario.limits import ChannelLimits, Limits
from tests.examples import STEADY_AND_BET
from tests.plain import beliefs

SCENARIO = beliefs(STEADY_AND_BET)


def split(kind, scenario=SCENARIO, **asked):
    return split_of(problem(kind, scenario, **asked))


def problem(kind, scenario, **asked):
    stated = {"budget": 2000.0, "plan": "Both", "draws": 1024, "limits": scenario.limits, "objective": WAYS[kind]}
    return AllocationProblem(scenario=scenario, **{**stated, **asked})


def test_what_a_plan_brings_is_read_off_its_worlds():
    simulation = simulate(SCENARIO, "Both", draws=1024)
    profit = np.sort(METRICS["profit"].of_plan(simulation.funnel)[0, 0])
    outlook = outlook_of(simulation)
    whole, part = 102, 0.4
    worst = (profit[:whole].sum() + part * profit[whole]) / 102.4
    assert outlook.worst == pytest.approx(worst, rel=1e-9)
    assert outlook.loses == np.mean(profit < 0.0)
    assert outlook.by(Kind.MEAN) == pytest.approx(profit.mean(), rel=1e-9)


def test_each_split_has_the_most_of_its_own_kind():
    splits = {kind: split(kind) for kind in WAYS}
    for kind, own in splits.items():
        for other in splits.values():
            assert other.gives_up(own) >= -own.found.gain.matters, (kind, other.kind)
        assert own.gives_up(own) == 0.0
    assert splits[Kind.MEAN].found.spend["Bet"] > splits[Kind.WORST].found.spend["Bet"]


def test_the_scenarios_own_limits_hold():
    limited = replace(SCENARIO, limits=Limits(channels=(ChannelLimits(channel="Bet", at_most=300.0),)))
    assert split(Kind.MEAN, limited).found.spend["Bet"] <= 300.0
    impossible = replace(SCENARIO, limits=Limits(channels=(ChannelLimits(channel="Bet", at_least=3000.0),)))
    with pytest.raises(LimitsError, match="Bet"):
        split(Kind.MEAN, impossible)


def test_a_split_that_is_the_present_plan_brings_what_that_brings():
    locked = Limits(channels=tuple(ChannelLimits(channel=name, locked=True) for name in SCENARIO.channel_names))
    same = split(Kind.MEAN, replace(SCENARIO, limits=locked))
    assert same.found.is_the_present_plan
    assert same.outlook == same.present
