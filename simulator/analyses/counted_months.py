"""What each channel is expected to bring in each month of a plan, counted as platforms and books count it.

They count all who came by a channel, also those who would have come anyway. Each channel is simulated by itself, in the
same worlds as the plan; where customers are turned away at a capacity, that says a bit more than the plan does.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from simulator.engine.simulation import simulate
from simulator.scenario.actuals import FIGURES, Actuals
from simulator.scenario.beliefs import Belief, certain
from simulator.scenario.months import month_number, months_on
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray

MONEY_OF_SALES = ("revenue", "gross_profit")


def counted_months(
    scenario: Scenario[Belief], plan: str, channel: str, *, draws: int, seed: int
) -> Mapping[str, FloatArray]:
    """Expected figures of a channel by their names; (month, draw) each: spend, its stages, revenue and gross profit.

    ``cost`` is its marketing cost, with fees. Raises UnknownNameError and SettingsError as simulate.
    """
    decided = scenario.plan(plan)
    own = next(each for each in scenario.channels if each.name == channel)
    alone = replace(
        scenario,
        channels=(replace(own, incremental_share=certain(1.0)),),
        plans=(
            replace(
                decided, monthly_spend={key: each for key, each in decided.monthly_spend.items() if key == channel}
            ),
        ),
        business=replace(scenario.business, monthly_overhead=0.0),
        targets=(),
    )
    totals = simulate(alone, plan, draws=draws, seed=seed).funnel.by_month
    shape = (scenario.horizon_months, draws)
    found = {"spend": totals.spend, "cost": totals.marketing_cost}
    found |= {stage.value: totals.stages[stage] for stage in type(own).stages(scenario.funnel.stages)}
    found |= {figure: getattr(totals, figure) for figure in MONEY_OF_SALES}
    return {figure: np.broadcast_to(each[0], shape) for figure, each in found.items()}


def actual_months(actual: Actuals, scenario: Scenario[Belief]) -> Mapping[str, FloatArray]:
    """Real figures in the months of the plan by their names; (month,) each, nan where one is not known."""
    found = {figure: np.full(scenario.horizon_months, np.nan) for figure in FIGURES}
    for figure, months in found.items():
        for place, value in enumerate(getattr(actual, figure)):
            at = month_number(months_on(actual.first, place), scenario.start) - 1
            if value is not None and 0 <= at < scenario.horizon_months:
                months[at] = value
    return found
