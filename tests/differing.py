"""A plan that differs from the baseline, which is 0 in every world and costs nothing, by what a test states."""

from collections.abc import Sequence

import numpy as np

from simulator.analyses.comparison import Compared, PlanDraws, compare
from simulator.analyses.summary import means_of
from simulator.analyses.verdict import COST
from tests.examples import CERTAIN
from tests.plain import beliefs

SCENARIO = beliefs(CERTAIN)


def differing(metric: str, *differences: float, copies: int = 8, matters: float | None = None) -> Compared:
    """The comparison of a plan that has so much more of the metric, each difference in as many worlds as ``copies``."""
    plans = {"Today": _plan(metric, [0.0] * len(differences), copies), "Other": _plan(metric, differences, copies)}
    return compare(plans, metric=metric, matters=matters).plans["Other"]


def _plan(metric: str, values: Sequence[float], copies: int) -> PlanDraws:
    draws = np.repeat(np.array(values), copies)
    return PlanDraws(
        scenario=SCENARIO,
        plan="Today",
        draws=len(draws),
        seed=1,
        values={metric: draws},
        means={COST: means_of(np.zeros((1, 1))), metric: means_of(draws[np.newaxis])},
        plan_profit=np.zeros((1, 1, len(draws))),
    )
