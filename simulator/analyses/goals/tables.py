"""Parts of each channel in the forms of goals, for every amount that it may have, in the draws of a search."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from simulator.analyses.allocation.grid import Grid
from simulator.analyses.allocation.tables import Worlds, side_by_side
from simulator.analyses.goals.goal import Goal
from simulator.analyses.goals.reading import Runs, forms_of, horizons_of, runs_of
from simulator.engine.decisions import decisions_of
from simulator.scenario.plans import Plan
from simulator.units import FloatArray, IntArray

CELLS = 2_000_000
"""Numbers (amount, month, draw) that are worked out at a time."""


@dataclass(frozen=True)
class Table:
    """Forms of all goals, one goal after the other, by the steps of a channel: ``forms`` (step, form, draw).

    Steps that the channel may not have are all nan; ``first_cost`` (step,) is the first month with cost, from 0.
    """

    forms: FloatArray
    first_cost: IntArray
    choices: IntArray


@dataclass(frozen=True)
class Tables:
    """The tables of all channels; ``parts`` are each goal's forms.

    ``constant`` is what overhead and bought improvements add, (form, draw); ``improved_from`` the first month, from 0,
    in which an improvement costs something, and ``overhead_from`` that of the overhead.
    """

    goals: Sequence[Goal]
    rows: Sequence[Table]
    constant: FloatArray
    parts: Sequence[slice]
    improved_from: int
    overhead_from: int

    def together(self, split: IntArray) -> tuple[FloatArray, int]:
        """The forms of a split, and the first month in which a channel costs something; (form, draw)."""
        steps = split.tolist()
        whole = self.constant.copy()
        for table, step in zip(self.rows, steps, strict=True):
            whole += table.forms[step]
        firsts = (int(table.first_cost[step]) for table, step in zip(self.rows, steps, strict=True))
        first = min(self.improved_from, *firsts)
        return whole, self.overhead_from if first >= NEVER else first


NEVER = 1_000_000
"""The first month with cost of what costs nothing."""


def tables_of(worlds: Worlds, grid: Grid, goals: Sequence[Goal]) -> Tables:
    """The tables of a grid's amounts."""
    horizon = worlds.scenario.horizon_months
    horizons = horizons_of(goals, horizon)
    plan = Plan(name=worlds.plan, monthly_spend={}, improvements=worlds.shapes.improvements)
    idle = runs_of(worlds.scenario, worlds.chunks, plan, horizons)
    improved = np.flatnonzero(decisions_of(worlds.scenario, plan).improvement_cost[: max(horizons)])
    constant, parts = joined(goals, idle, horizon)
    draws = sum(chunk.draws for chunk in worlds.chunks)
    overhead = np.array(np.broadcast_to(constant[-1], (constant.shape[1], draws)))
    rows = [_table(worlds, grid, row, goals, horizons, overhead.shape) for row in range(len(grid.amounts))]
    improved_from = int(improved[0]) if len(improved) else NEVER
    return Tables(goals, rows, overhead, parts, improved_from, idle[max(horizons)].funnel.first_cost_of_plan)


def joined(goals: Sequence[Goal], runs: Runs, horizon_months: int) -> tuple[FloatArray, list[slice]]:
    """The forms of all goals, (row, form, draw), and the place of each goal's among them."""
    forms = [forms_of(goal, runs, horizon_months) for goal in goals]
    draws = max(each.shape[2] for each in forms)
    ends = np.cumsum([each.shape[1] for each in forms]).tolist()
    parts = [slice(start, end) for start, end in zip([0, *ends], ends, strict=False)]
    return np.concatenate([np.broadcast_to(each, (*each.shape[:2], draws)) for each in forms], axis=1), parts


def _table(
    worlds: Worlds, grid: Grid, row: int, goals: Sequence[Goal], horizons: Sequence[int], shape: tuple[int, ...]
) -> Table:
    choices, horizon = grid.choices(row), worlds.scenario.horizon_months
    amounts = grid.amounts[row][choices]
    together = max(1, CELLS // (horizon * shape[1]))
    whole = np.full((int(choices[-1]) + 1, *shape), np.nan)
    first = np.full(len(whole), NEVER)
    for start in range(0, len(choices), together):
        some = slice(start, start + together)
        stated, chunks, plan = side_by_side(worlds, row, amounts[some].tolist())
        runs = runs_of(stated, chunks, plan, horizons)
        whole[choices[some]] = joined(goals, runs, horizon)[0][:-1]
        months = runs[max(horizons)].funnel.first_cost[:-1]
        first[choices[some]] = np.where(months < max(horizons), months, NEVER)
    return Table(whole, first, choices)
