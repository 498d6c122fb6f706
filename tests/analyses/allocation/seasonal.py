"""Channels in a season, and every split of their money by period."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np

from simulator.analyses.allocation.objectives import BALANCED, BOLD, CAREFUL, Kind, Objective
from simulator.analyses.allocation.periods import QUARTER
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.edits.plans import with_plan
from simulator.engine.funnel import Funnel, run
from simulator.engine.sampling import picked, sample
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief, between
from simulator.scenario.improvements import Improvement
from simulator.scenario.limits import Limits
from simulator.scenario.plans import Monthly
from simulator.scenario.scenario import Scenario
from tests.analyses.allocation.problems import DRAWS
from tests.plain import beliefs

STEP, BUDGET = 250.0, 1_000.0
SEASON = [1.6, 1.6, 1.6, 1.2, 1.2, 1.0, 0.4, 0.4, 0.4, 0.8, 0.9, 0.9]
LIMITS = Limits(step=STEP)


def seasonal(months: int = 6, **settings: object) -> Scenario[Belief]:
    """Two channels of diminishing returns, of which the first has a season."""
    curve = {"type": "saturating", "gain_from_doubling": [0.4, 0.5, 0.6]}
    shared = {"type": "pay_per_lead", "reference_spend": 600, "curve": curve}
    return beliefs(
        {
            "name": "Seasons",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": months,
            "business": {"revenue_per_sale": [400, 500, 600], "gross_margin_rate": 0.5},
            "funnel": {"lead_to_customer_rate": [0.3, 0.4, 0.5]},
            "channels": [
                {"name": "Summer", "cost_per_lead": [40, 50, 60], "seasonality": SEASON, **shared, **settings},
                {"name": "Always", "cost_per_lead": [45, 55, 65], "monthly_fee": 40, **shared},
            ],
            "plans": [{"name": "Today", "monthly_spend": {"Summer": 500, "Always": 500}}],
        }
    )


Splits = tuple[tuple[float, ...], ...]


def every_value(scenario: Scenario[Belief], objective: Objective = BOLD, **splits: Any) -> dict[Splits, float]:
    """What every split of every period is worth."""
    return values_of(every_plan(scenario, **splits), objective)


def values_of(plans: Mapping[Splits, Funnel], objective: Objective) -> dict[Splits, float]:
    """What plans are worth by an objective."""
    metric = METRICS[objective.metric]
    return {splits: objective.score(metric.of_plan(funnel)[0, 0]) for splits, funnel in plans.items()}


def every_plan(
    scenario: Scenario[Belief],
    *,
    or_less: bool = False,
    most: float = BUDGET,
    length: int = QUARTER,
    step: float = STEP,
    held: int = 0,
    draws: int = DRAWS,
) -> dict[Splits, Funnel]:
    """Every split of every period, run as a whole plan; the first channel is ``held`` in so many periods."""
    amounts = np.arange(int(BUDGET / step) + 1) * step
    within = [each for each in product(amounts, repeat=2) if sum(each) == BUDGET or or_less]
    within = [each for each in within if sum(each) <= most]
    worlds = picked(sample(scenario, draws=draws, seed=1), np.arange(draws // 2))
    plan, last, found = scenario.plan("Today"), scenario.horizon_months, {}
    for splits in product(within, repeat=-(-last // length)):
        if any(each[0] != 500.0 for each in splits[:held]):
            continue
        spend = {
            name: Monthly(amounts=tuple(float(each[row]) for each in splits for _ in range(length))[:last])
            for row, name in enumerate(scenario.channel_names)
        }
        changed = with_plan(scenario, replace(plan, monthly_spend=spend))
        found[splits] = run(changed, [worlds], changed.plan("Today"))
    return found


def asked(scenario: Scenario[Belief], **changes: Any) -> AllocationProblem:
    """The problem of dividing the budget."""
    return AllocationProblem(
        **{"scenario": scenario, "budget": BUDGET, "plan": "Today", "limits": LIMITS, "draws": DRAWS, **changes}
    )


MEMORY = {"carry_over": [0.3, 0.5, 0.6]}

OFFERED = (Improvement(name="Form", belief="funnel.lead_to_customer_rate", becomes=between(0.4, 0.5, 0.6), cost=900.0,
                       monthly_cost=50.0),)  # fmt: skip
SETTINGS = {"plain": {}, "memory": MEMORY, "ramp-up": {"ramp_up_months": [2, 4, 6]}, "set-up": {"setup_cost": 900}}

WAYS = {
    "mean": BOLD,
    "median": BALANCED,
    "worst": CAREFUL,
    "chance": Objective(Kind.CHANCE, "profit", 3_000.0),
    "leads": Objective(Kind.MEAN, "leads"),
}


def limited(scenario: Scenario[Belief], overflow: str) -> Scenario[Belief]:
    """The same with room for so few customers that many find none in the best months."""
    return replace(
        scenario, business=replace(scenario.business, new_customers_per_month_at_most=5.0, overflow=overflow)
    )


def with_room(settings: str, overflow: str, months: int = 6) -> Scenario[Belief]:
    """The scenario with one of the SETTINGS, and with little room unless ``overflow`` is empty."""
    scenario = seasonal(months, **SETTINGS[settings])
    return limited(scenario, overflow) if overflow else scenario
