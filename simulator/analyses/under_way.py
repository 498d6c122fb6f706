"""A plan under way: what its worlds are once some months are over and known.

Beliefs have learned from those months, the money so far is what really was spent, and the customers of the months to
come are those of the leads that really came.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from simulator.analyses.counted_months import ChannelMonths
from simulator.analyses.lessons import lessons
from simulator.edits.channels import value_at, with_value
from simulator.engine.sales_cycle import closing_matrix
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import months_on
from simulator.scenario.plans import Monthly
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray


def under_way(scenario: Scenario[Belief], plan: str, actuals: Sequence[Actuals], over: int) -> Scenario[Belief]:
    """The scenario after so many months: with learned beliefs, and a plan that spent what really was spent."""
    return with_real_spend(learned(scenario, actuals, over), plan, actuals, over)


def learned(scenario: Scenario[Belief], actuals: Sequence[Actuals], over: int) -> Scenario[Belief]:
    """The scenario whose beliefs have learned from the months of the plan that are over."""
    told = replace(scenario, actuals=tuple(own for own in actuals if own.channel in scenario.channel_names))
    for path, lesson in lessons(told, months_on(scenario.start, over)).by_path.items():
        low, likely, high = lesson.three
        belief: Belief = value_at(told, path)
        told = with_value(told, path, replace(belief, low=low, likely=likely, high=high))
    return told


def with_real_spend(scenario: Scenario[Belief], plan: str, actuals: Sequence[Actuals], over: int) -> Scenario[Belief]:
    """The scenario whose plan has spent what really was spent in the months that are over."""
    decided, spent = scenario.plan(plan), scenario.spend(plan).copy()
    for own in actuals:
        if own.channel in scenario.channel_names and scenario.channel(own.channel).is_paid:
            row = scenario.channel_names.index(own.channel)
            for month in range(over):
                known = own.by_month.get(months_on(scenario.start, month), {}).get("spend")
                # A credit for what was paid in other months buys nothing.
                spent[row, month] = spent[row, month] if known is None else max(known, 0.0)
    schedules = {
        name: Monthly(amounts=tuple(row.tolist()))
        for name, row in zip(scenario.channel_names, spent, strict=True)
        if row.any()
    }
    changed = replace(decided, monthly_spend=schedules)
    return replace(scenario, plans=tuple(changed if each.name == plan else each for each in scenario.plans))


def expected_customers(months: ChannelMonths, over: int) -> FloatArray:
    """Expected customers by month, where those of months to come are of the real leads so far; (month, draw)."""
    expected = months.expected["customers"]
    scenario = months.simulation.scenario
    matrix = closing_matrix(scenario.sales_cycle(months.channel), scenario.horizon_months)
    if matrix is None or not over:
        return expected
    later = matrix @ (expected_won(months, over) - months.simulation.funnel.won_by_month(0))
    later[:over] = 0.0
    return np.asarray(expected + later)


def expected_won(months: ChannelMonths, over: int) -> FloatArray:
    """Expected customers by the month of their lead, whenever they sign, with the real leads so far; (month, draw)."""
    won = np.broadcast_to(months.simulation.funnel.won_by_month(0), months.expected["customers"].shape)
    return np.asarray(won * _times_as_many(months, months.stages[:-1], over))


def expected_people(months: ChannelMonths, stage: str, over: int) -> FloatArray:
    """Expected people at a stage before customers by month, with those who really were at earlier ones; (month, draw).

    Each stage is reached within the month.
    """
    before = months.stages[: months.stages.index(stage)]
    return np.asarray(months.expected[stage] * _times_as_many(months, before, over))


def _times_as_many(months: ChannelMonths, stages: Sequence[str], over: int) -> FloatArray:
    """How many times as many as expected came in months that are over, to the latest of the stages that is known."""
    times = np.ones(months.expected["customers"].shape)
    for month in range(over):
        known = [stage for stage in stages if not np.isnan(months.actual[stage][month])]
        if known:
            times[month] = ratio_or_nothing(months.actual[known[-1]][month], months.expected[known[-1]][month])
    return times


def ratio_or_nothing(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """A ratio; 0 of nothing."""
    shape = np.broadcast_shapes(np.shape(numerator), np.shape(denominator))
    return np.divide(numerator, denominator, out=np.zeros(shape), where=np.asarray(denominator) > 0.0)
