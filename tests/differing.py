"""A plan that differs from the baseline, which is 0 in every world, by exactly what a test states."""

from collections.abc import Sequence

import numpy as np

from simulator.analyses.comparison import Compared, PlanDraws, compare
from tests.examples import CERTAIN
from tests.plain import beliefs

SCENARIO = beliefs(CERTAIN)


def differing(metric: str, *differences: float, copies: int = 8) -> Compared:
    """The comparison of a plan that has so much more of the metric, each difference in as many worlds as ``copies``."""
    plans = {"Today": _plan(metric, [0.0] * len(differences), copies), "Other": _plan(metric, differences, copies)}
    return compare(plans, metric=metric).plans["Other"]


def _plan(metric: str, values: Sequence[float], copies: int) -> PlanDraws:
    draws = np.repeat(np.array(values), copies)
    return PlanDraws(
        scenario=SCENARIO,
        plan="Today",
        draws=len(draws),
        seed=1,
        values={metric: draws},
        plan_profit=np.zeros((1, 1, len(draws))),
    )
