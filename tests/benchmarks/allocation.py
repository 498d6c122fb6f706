"""The cost of the best split against one simulation, within one run: ``uv run python -m tests.benchmarks.allocation``.

Twelve channels, 500 steps, 8,192 draws, 24 months, channels with and without diminishing returns and carry-over. Beside
it scipy's SLSQP, from an equal split, on the same averages in the same worlds: by how much it falls short. Last the
plumber of the examples, whose customers find little room, by quarter and by month.
"""

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from scipy.optimize import minimize

from simulator.analyses.allocation.best import Allocation, best_allocation, solved
from simulator.analyses.allocation.by_period import best_by_period
from simulator.analyses.allocation.objectives import Kind, Objective
from simulator.analyses.allocation.periods import MONTH, QUARTER
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.analyses.allocation.tables import Worlds, brought
from simulator.edits.spend import slider_spend
from simulator.engine.sampling import picked, sample
from simulator.engine.simulation import simulate
from simulator.metrics.kpis import METRICS, Metric
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import Limits
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import read
from tests.plain import beliefs

CHANNELS, STEPS, STEP = 12, 500, 50.0
CURVES = (
    {"type": "saturating", "gain_from_doubling": [0.4, 0.6, 0.8]},
    {"type": "s_shaped", "gain_from_doubling": [0.5, 0.9, 1.4], "slope": 2.5},
    {"type": "saturating", "gain_from_doubling": [0.3, 0.4, 0.5]},
)
OBJECTIVES = {"average": Objective(), "worst tenth": Objective(Kind.WORST)}
DRAWS_BESIDE = 1_024
PLUMBER, PLAN = Path(__file__).parents[2] / "scenarios" / "plumber.yaml", "Today"


def scenario() -> Scenario[Belief]:
    """Twelve channels of three kinds, each a little dearer than the one before."""
    channels = [
        {
            "name": f"Channel {place}",
            "type": "pay_per_click",
            "cost_per_click": [3 + place / 3, 5 + place / 3, 8 + place / 3],
            "reference_spend": 2_000 + 100 * place,
            "curve": CURVES[place % len(CURVES)],
            **({"carry_over": [0.2, 0.4, 0.6]} if place % 4 == 3 else {}),
        }
        for place in range(CHANNELS)
    ]
    plain = {
        "name": "Twelve channels",
        "currency": "USD",
        "start": "2027-01",
        "horizon_months": 24,
        "business": {"revenue_per_sale": [300, 500, 800], "gross_margin_rate": [0.4, 0.5, 0.6]},
        "funnel": {"visit_to_lead_rate": [0.05, 0.08, 0.12], "lead_to_customer_rate": [0.2, 0.3, 0.4]},
        "channels": channels,
        "plans": [{"name": "Today", "monthly_spend": {each["name"]: STEP * STEPS / CHANNELS for each in channels}}],
    }
    return beliefs(plain)


def timed(work: Callable[[], object]) -> float:
    """Seconds of the processor."""
    start = time.process_time()
    work()
    return time.process_time() - start


def split(stated: Scenario[Belief], objective: Objective) -> Allocation:
    """The best split of the whole."""
    return best_allocation(stated, budget=STEP * STEPS, plan="Today", objective=objective, limits=Limits(step=STEP))


def by_slsqp(stated: Scenario[Belief], most: np.ndarray) -> np.ndarray:
    """The split that scipy's SLSQP finds from an equal one [money per month]."""
    worlds = Worlds(stated, "Today", [picked(sample(stated), np.arange(DRAWS_BESIDE))])
    profit = METRICS["profit"]
    assert isinstance(profit, Metric)

    def loss(amounts: np.ndarray) -> float:
        rows = (brought(worlds, row, [float(amount)], profit)[0] for row, amount in enumerate(amounts))
        return -float(sum(values.mean() for values in rows))

    whole = STEP * STEPS
    found = minimize(
        loss,
        np.minimum(whole / CHANNELS, most),
        method="SLSQP",
        bounds=[(0.0, float(each)) for each in most],
        constraints={"type": "eq", "fun": lambda amounts: amounts.sum() - whole},
    )
    return np.asarray(found.x)


def by_period() -> None:
    """Measure splits by period of the plumber, and print."""
    stated = read(PLUMBER)
    simulate(stated, PLAN)
    one = min(timed(lambda: simulate(stated, PLAN)) for _ in range(5))
    budget = sum(slider_spend(stated, stated.plan(PLAN)).values())
    print(f"the plumber: one simulation {1e3 * one:.0f} ms of the processor")
    for name, objective in OBJECTIVES.items():
        asked = AllocationProblem(scenario=stated, budget=budget, plan=PLAN, objective=objective)
        whole = timed(lambda asked=asked: solved(asked))
        by_quarter, by_month = (
            timed(lambda asked=asked, length=length: best_by_period(asked, length)) for length in (QUARTER, MONTH)
        )
        parts = zip(("whole", "by quarter", "by month"), (whole, by_quarter, by_month), strict=True)
        print(f"  {name:12} {', '.join(f'{part} {took / one:.0f} times that ({took:.0f} s)' for part, took in parts)}")


def main() -> None:
    """Measure and print."""
    stated = scenario()
    simulate(stated, "Today")
    one = min(timed(lambda: simulate(stated, "Today")) for _ in range(5))
    print(f"one simulation {1e3 * one:.0f} ms of the processor")
    for name, objective in OBJECTIVES.items():
        start = time.process_time()
        found = split(stated, objective)
        took = time.process_time() - start
        print(f"  {name:12} {took / one:5.1f} times that; gap {found.gap or 0.0:.1e}, proven: {found.is_proven}")
    best = split(stated, Objective())
    other = by_slsqp(stated, 2.0 * np.array([each.reference_spend or 0.0 for each in stated.channels]))
    worlds = Worlds(stated, "Today", [picked(sample(stated), np.arange(DRAWS_BESIDE))])
    profit = METRICS["profit"]
    assert isinstance(profit, Metric)
    ours, theirs = (
        sum(float(brought(worlds, row, [float(amount)], profit).mean()) for row, amount in enumerate(amounts))
        for amounts in (best.spend.values(), other)
    )
    print(f"  SLSQP from an equal split falls short by {100 * (ours - theirs) / abs(ours):.1f} % of the profit")
    by_period()


if __name__ == "__main__":
    main()
