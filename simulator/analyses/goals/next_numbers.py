"""Numbers that could be wanted next: a little better than what a plan brings in its middle world."""

import math

from simulator.analyses.goals.goal import KEPT_AT_MOST
from simulator.analyses.summary import quantiles
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import draws_of, placed

BETTER = 0.1
"""By so much better, as a part of it."""

DIGITS = 2


def next_numbers(simulation: Simulation) -> dict[str, float]:
    """A number by metric of the headline, to two digits; metrics that cannot be better or told are left out."""
    found = {}
    for metric in placed("tiles"):
        middle = float(quantiles(draws_of(simulation, metric.key), [0.5])[0])
        if math.isfinite(middle) and middle > 0.0:
            wanted = middle * (1.0 - BETTER if metric.key in KEPT_AT_MOST else 1.0 + BETTER)
            number = _rounded(wanted, whole=metric.whole_months)
            if metric.key not in KEPT_AT_MOST or number < middle:
                found[metric.key] = number
    return found


def _rounded(number: float, *, whole: bool) -> float:
    if whole:
        return max(1.0, float(math.floor(number)))
    return float(f"{number:.{DIGITS}g}")
