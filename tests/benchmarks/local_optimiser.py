"""scipy's SLSQP beside the best split: ``uv run python -m tests.benchmarks.local_optimiser 0 100``.

On the same random problems, in the same worlds, on the same averages, from an equal split of the same total. It may
have any amount between the steps, and any below a least that may be left out: so it can be ahead, which is counted too.
"""

import sys

import numpy as np
from scipy.optimize import minimize

from simulator.analyses.allocation.best import Allocation, best_allocation
from simulator.analyses.allocation.tables import Worlds, brought
from simulator.errors import LimitsError
from simulator.metrics.kpis import METRICS, Metric
from tests.analyses.allocation.problems import DRAWS, Problem, problem, searched

MUCH, LITTLE = 0.01, 0.001


def by_slsqp(asked: Problem, found: Allocation) -> float:
    """The average profit of the split that SLSQP ends at."""
    worlds, names = Worlds(asked.scenario, "Today", [searched(asked.scenario)]), asked.scenario.channel_names
    profit, total = METRICS["profit"], sum(found.spend.values())
    assert isinstance(profit, Metric)

    def loss(amounts: np.ndarray) -> float:
        rows = (brought(worlds, row, [float(amount)], profit)[0] for row, amount in enumerate(amounts))
        return -float(sum(values.mean() for values in rows))

    own = [asked.limits.of(name) for name in names]
    most = [min(each.most, found.most_to_buy[each.channel], asked.budget) for each in own]
    least = [0.0 if each.or_nothing else each.at_least or 0.0 for each in own]
    groups = [
        {"type": "ineq", "fun": lambda amounts, rows=rows, top=top: top - amounts[rows].sum()}
        for rows, top in (
            ([names.index(name) for name in group.channels], group.most(asked.budget)) for group in asked.limits.groups
        )
    ]
    start = np.clip(np.full(len(names), total / len(names)), least, most)
    whole = {"type": "eq", "fun": lambda amounts: amounts.sum() - total}
    ended = minimize(loss, start, method="SLSQP", bounds=[*zip(least, most, strict=True)], constraints=[whole, *groups])
    overhead = float(asked.scenario.overhead_by_month.sum())
    return -float(loss(np.clip(ended.x, 0.0, None))) - overhead


def main(words: list[str]) -> None:
    """Try the problems and print by how much SLSQP falls short."""
    short = []
    for seed in range(int(words[0]), int(words[1])):
        asked = problem(seed)
        try:
            found = best_allocation(asked.scenario, budget=asked.budget, plan="Today", limits=asked.limits, draws=DRAWS)
        except LimitsError:
            continue
        short.append((found.value - by_slsqp(asked, found)) / abs(found.value))
    gaps = np.array(short)
    print(f"{len(gaps)} problems; SLSQP falls short by more than {LITTLE:.1%} in {np.sum(gaps > LITTLE)}")
    much = gaps[gaps > MUCH]
    print(
        f"  by more than {MUCH:.0%} in {len(much)}"
        + (f", the middle one by {np.median(much):.0%}" if len(much) else "")
    )
    print(f"  it is ahead, between the steps, by more than {LITTLE:.1%} in {np.sum(gaps < -LITTLE)}")


if __name__ == "__main__":
    main(sys.argv[1:])
