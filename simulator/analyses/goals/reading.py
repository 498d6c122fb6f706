"""Readings: what runs of a plan say of goals, as sums over channels, world by world.

Of each goal there are one or more *forms*, which add up over channels and the overhead. A sum is its own form. ROI of
at least x is kept where profit - x * cost is not below zero, CAC of at most x where x * customers - cost is not: ratios
of sums become sums. Payback within n months is the profit so far of every month. A count has two forms, what is
expected and what of that was bought, from which its luck follows (``analyses.luck``).

A longer horizon begins with the shorter one, so what happens from one month to another is what a run up to the one
has more than a run up to the month before the other.
"""

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.analyses.goals.goal import Goal
from simulator.analyses.luck import ExpectedCount
from simulator.engine.funnel import Funnel, run
from simulator.engine.sales_cycle import closing_matrix
from simulator.metrics.kpis import METRICS
from simulator.metrics.payback import RELATIVE_TOLERANCE, cumulative_profit
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray, IntArray


@dataclass(frozen=True)
class Run:
    """A run up to some month, and what was run."""

    scenario: Scenario[Belief]
    funnel: Funnel


Runs = Mapping[int, Run]
"""Runs of the same plan by their horizons [months]."""


def horizons_of(goals: Iterable[Goal], horizon_months: int) -> list[int]:
    """The horizons of the runs that goals are read from."""
    ends = {goal.end(horizon_months) for goal in goals}
    return sorted(ends | {goal.first - 1 for goal in goals if goal.first > 1})


def runs_of(
    scenario: Scenario[Belief], chunks: Sequence[Scenario[FloatArray]], plan: Plan, horizons: Iterable[int]
) -> Runs:
    """Runs of a plan up to each of these months; the plan's schedules stay those of the whole horizon."""
    return {
        months: Run(
            replace(scenario, horizon_months=months),
            run(
                replace(scenario, horizon_months=months),
                [replace(chunk, horizon_months=months) for chunk in chunks],
                plan,
            ),
        )
        for months in horizons
    }


def forms_of(goal: Goal, runs: Runs, horizon_months: int) -> FloatArray:
    """The forms of a goal for every channel and, last, the overhead; (row, form, draw)."""
    end = goal.end(horizon_months)

    def within(rows: Callable[[Funnel], FloatArray]) -> FloatArray:
        values = np.nan_to_num(rows(runs[end].funnel), nan=0.0)
        return values if goal.first == 1 else values - np.nan_to_num(rows(runs[goal.first - 1].funnel), nan=0.0)

    match goal.metric:
        case "roi":
            return within(
                lambda funnel: funnel.by_channel.gross_profit - (1.0 + goal.number) * funnel.by_channel.marketing_cost
            )
        case "cac":
            return within(
                lambda funnel: (
                    goal.number * _people(funnel.by_channel.customers, funnel.by_channel.open_pipeline)
                    - funnel.by_channel.marketing_cost
                )
            )
        case "payback_months":
            return _with_cost(runs[end].funnel)
    values = within(METRICS[goal.metric].of_rows)
    if not goal.is_count:
        return values
    bought = np.concatenate([_bought(goal, runs[end], values), np.zeros_like(values[-1:])])
    return np.concatenate([values, bought], axis=1)


def _with_cost(funnel: Funnel) -> FloatArray:
    profit = cumulative_profit(funnel.profit)
    cost = np.broadcast_to(funnel.by_channel.marketing_cost, (len(profit), 1, profit.shape[2]))
    return np.concatenate([profit, cost], axis=1)


def _people(customers: FloatArray, still_open: FloatArray) -> FloatArray:
    return np.asarray(np.nan_to_num(customers, nan=0.0) + np.nan_to_num(still_open, nan=0.0))


def _bought(goal: Goal, run_to_end: Run, values: FloatArray) -> FloatArray:
    """The second form of a count, of every channel; (channel, 1, draw)."""
    scenario, funnel = run_to_end.scenario, run_to_end.funnel
    if goal.metric == "customers" and scenario.room_by_month is not None:
        # Who is let in at the door is no count of its own; its luck is drawn (analyses.whole_customers).
        return values[:-1]
    totals, rows = funnel.by_channel, []
    ever = _people(totals.customers, totals.open_pipeline) if goal.metric == "customers" else values
    for row, channel in enumerate(scenario.channels):
        units = totals.stages[channel.buys][row, 0] if channel.buys_at_a_price else np.zeros(1)
        ever_here = METRICS[goal.metric].of_rows(funnel)[row, 0] if goal.metric != "customers" else ever[row, 0]
        chance = np.minimum(_divided(np.nan_to_num(ever_here, nan=0.0), units), 1.0)
        rows.append(np.broadcast_to(chance * _timed(goal, run_to_end, row, values[row, 0], ever[row, 0]),
                                    values.shape[-1]))  # fmt: skip
    return np.stack(rows)[:, np.newaxis]


def _timed(goal: Goal, run_to_end: Run, row: int, expected: FloatArray, ever: FloatArray) -> FloatArray:
    """What is expected, each weighed by the chance that a deal of its month closes in time; (draw,)."""
    scenario = run_to_end.scenario
    cycle = scenario.sales_cycle(scenario.channels[row])
    matrix = closing_matrix(cycle, scenario.horizon_months)
    if goal.metric != "customers" or cycle is None or matrix is None or cycle.is_certain:
        return expected
    shares = np.minimum(matrix[goal.first - 1 :].sum(axis=0), 1.0)[:, np.newaxis]
    won = run_to_end.funnel.won_by_month(row)
    return np.asarray((won * shares**2).sum(axis=0) * _divided(ever, won.sum(axis=0)))


def _divided(part: FloatArray, whole: FloatArray) -> FloatArray:
    shape = np.broadcast(part, whole).shape
    return np.divide(part, whole, out=np.zeros(shape), where=np.broadcast_to(whole > 0.0, shape))


def chances_in_each(goal: Goal, forms: FloatArray, first_cost: int) -> FloatArray:
    """The chance in each world that a goal is met; ``forms`` (form, draw) are summed; (draw,).

    ``first_cost`` is the first month, from 0, in which a channel costs something. Luck makes a chance of a count, all
    else is met or is not.
    """
    if goal.is_count:
        return ExpectedCount(forms[0], np.minimum(forms[1], forms[0])).chances_at_least(goal.number)
    if goal.metric == "payback_months":
        late = forms[start_of(goal, len(forms), first_cost) : -1]
        return np.asarray((late >= -RELATIVE_TOLERANCE * forms[-1]).all(axis=0), dtype=float)
    return np.asarray(forms[0] >= needed(goal), dtype=float)


def margins(goal: Goal, forms: FloatArray, first_cost: int) -> FloatArray:
    """By how much a goal is met in each world, or missed, in the unit of its first form; (draw,)."""
    if goal.metric == "payback_months":
        return np.asarray(forms[start_of(goal, len(forms), first_cost) : -1].min(axis=0))
    return np.asarray(forms[0] - needed(goal))


def tight_form(goal: Goal, forms: FloatArray, first_cost: int) -> IntArray:
    """The form that decides in each world; (draw,)."""
    if goal.metric != "payback_months":
        return np.zeros(forms.shape[1], dtype=np.intp)
    start = start_of(goal, len(forms), first_cost)
    return np.asarray(start + np.argmin(forms[start:-1], axis=0))


def start_of(goal: Goal, forms: int, first_cost: int) -> int:
    """The month, from 0, from which on the profit so far has to be there; so many ``forms`` are its months and one."""
    return min(first_cost + max(1, math.floor(goal.number)) - 1, forms - 2)


def needed(goal: Goal) -> float:
    """Minimum that the first form has to reach."""
    if goal.is_kept:
        return 0.0
    return goal.number - RELATIVE_TOLERANCE * abs(goal.number)
