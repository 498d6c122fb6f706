"""Sums over rows and months lie in memory that nobody has wiped: what is read of it was written."""

from dataclasses import fields

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from simulator.engine.arena import Arena
from simulator.engine.funnel import Funnel
from simulator.engine.simulation import simulate
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario.stages import Stage
from simulator.units import FloatArray
from tests.benchmarks.eight_channels import CAPPED, LIMITS, PLAIN, REPEATS, scenario

DRAWS = 8_192
"""More than one chunk."""

MANY_KINDS = {
    "plain": PLAIN,
    "capped": CAPPED,
    "lost": scenario({**REPEATS, **LIMITS}),
    "waiting": scenario({**REPEATS, **LIMITS, "overflow": "queue"}),
}


def sums(funnel: Funnel) -> list[FloatArray]:
    """Every sum of a funnel, by channel, by month and of the plan."""
    found = [funnel.profit, funnel.plan_profit, funnel.plan_cost]
    for totals in (funnel.by_channel, funnel.by_month, funnel.plan):
        found += [held for item in fields(totals) if isinstance(held := getattr(totals, item.name), np.ndarray)]
        found += [totals.stages[stage] for stage in Stage]
    return found


@pytest.mark.parametrize("kind", MANY_KINDS)
def test_no_sum_depends_on_what_lay_in_its_memory(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stated: Scenario[Belief] = MANY_KINDS[kind]
    expected = sums(simulate(stated, "Plan", draws=DRAWS).funnel)
    as_given = Arena.empty

    def littered(arena: Arena, *shape: int) -> FloatArray:
        array = as_given(arena, *shape)
        array.fill(-1e30)
        return array

    monkeypatch.setattr(Arena, "empty", littered)
    for found, wanted in zip(sums(simulate(stated, "Plan", draws=DRAWS).funnel), expected, strict=True):
        assert_array_equal(found, wanted)
