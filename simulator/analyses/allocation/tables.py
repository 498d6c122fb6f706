"""Tables of each channel by how much it gets: run by itself, for many amounts at once, in the same draws.

Without a capacity channels meet nowhere, so what a plan brings is the sum of what its channels bring, draw by draw, and
one run of a scenario that has the same channel many times over, each with another amount, says all of it. Nothing is
taken from the plan but the shape of its months: a channel has its amounts as when its slider is moved.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from simulator.analyses.allocation.alone import ChannelAlone, Demand
from simulator.analyses.allocation.copies import improvements_of_copies, purchases_of_copies
from simulator.edits.spend import slider_spend, with_slider_spend
from simulator.engine.decisions import decisions_of
from simulator.engine.funnel import run
from simulator.engine.sampling import picked, sample_in_chunks, within_chunks
from simulator.engine.totals import Totals
from simulator.metrics.kpis import Metric
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import NOTHING, Plan, Schedule
from simulator.scenario.scenario import Scenario, T
from simulator.units import FloatArray

CELLS = 4_000_000
"""Numbers (amount, month, draw) that are worked out at a time."""

SURE = 0.9
"""A channel gets no more than it can spend in so many of the worlds: what cannot be spent would be parked."""

SELDOM = 0.1
"""In so many worlds at least a channel can spend what it has now: less than that is money that lies idle."""

DRAWS_TOGETHER = 1_024
"""Worlds in which whole plans, or whole problems, are tried one after the other."""

ROUNDING = 1e-9

SIGNS_OF_COST = {"profit": -1.0, "marketing_cost": 1.0}
"""How what is paid counts in a metric; in all others not at all."""


@dataclass(frozen=True)
class Worlds:
    """A plan whose money is divided, and the draws in which that is looked at."""

    scenario: Scenario[Belief]
    plan: str
    chunks: Sequence[Scenario[FloatArray]]

    @cached_property
    def shapes(self) -> Plan:
        """The plan as it is: schedules keep its months."""
        return self.scenario.plan(self.plan)

    def with_amount(self, row: int, amount: float) -> Scenario[Belief]:
        """The scenario with one channel of the plan at an amount on its slider [money per month]."""
        return with_slider_spend(self.scenario, self.shapes, {self.scenario.channel_names[row]: amount})

    def alone(self, row: int) -> ChannelAlone:
        """A channel of the plan by itself."""
        if row not in self._alone:
            self._alone[row] = ChannelAlone(self.scenario, self.chunks, self.shapes, row)
        return self._alone[row]

    @cached_property
    def _alone(self) -> dict[int, ChannelAlone]:
        return {}

    def constant(self, key: str) -> float:
        """Part of a metric that no split changes, over the horizon: what is paid for overhead and improvements."""
        return SIGNS_OF_COST.get(key, 0.0) * self._beside_channels

    @cached_property
    def _beside_channels(self) -> float:
        return float(decisions_of(self.scenario, self.shapes).fixed_cost[-1].sum())

    @property
    def draws(self) -> int:
        """How many worlds there are."""
        return sum(chunk.draws for chunk in self.chunks)

    def some(self, count: int) -> "Worlds":
        """The first of the worlds, so many at most."""
        if self.draws <= count:
            return self
        return replace(
            self, chunks=[picked(chunk, which) for chunk, which in within_chunks(self.chunks, np.arange(count))]
        )

    @cached_property
    def now(self) -> FloatArray:
        """Amount on the slider of each channel [money per month]; (channel,)."""
        return np.array(list(slider_spend(self.scenario, self.shapes).values()))


def halves_of(scenario: Scenario[Belief], plan: str, *, draws: int, seed: int) -> tuple[Worlds, Worlds]:
    """Two halves of the draws: one to search in, the other to score what was found."""
    chunks, half = sample_in_chunks(scenario, draws=draws, seed=seed), draws // 2
    parts = np.arange(half), np.arange(half, draws)
    if chunks[0].draws == 1:
        return Worlds(scenario, plan, chunks[:1]), Worlds(scenario, plan, chunks[:1])
    searched, fresh = ([picked(chunk, which) for chunk, which in within_chunks(chunks, part)] for part in parts)
    return Worlds(scenario, plan, searched), Worlds(scenario, plan, fresh)


@dataclass(frozen=True)
class ChannelTable:
    """Outcome of a channel with each amount; ``metric`` is what is asked, one that adds up.

    ``amounts`` are those on the slider by step [money per month].
    """

    worlds: Worlds
    row: int
    amounts: FloatArray
    metric: Metric
    _known: dict[int, FloatArray] = field(default_factory=dict)

    def draws(self, steps: Iterable[int]) -> FloatArray:
        """Outcome of the channel with so many steps, world by world; (step, draw)."""
        asked = list(steps)
        missing = [each for each in dict.fromkeys(asked) if each not in self._known]
        amounts = self.amounts[missing].tolist()
        for step, values in zip(missing, brought(self.worlds, self.row, amounts, self.metric), strict=True):
            self._known[step] = values
        return np.stack([self._known[each] for each in asked])

    @property
    def known(self) -> list[int]:
        """The steps that have been worked out, in their order."""
        return sorted(self._known)


SUMS_OF_CUSTOMERS = {"customers", "revenue", "gross_profit", "profit", "marketing_cost"}
"""Metrics that follow from the customers of each month, and from what is paid."""


def brought(worlds: Worlds, row: int, amounts: Sequence[float], metric: Metric) -> FloatArray:
    """Outcome of a channel with each amount on its slider; (amount, draw)."""
    return brought_by_schedules(worlds, row, [_schedule(worlds, row, amount) for amount in amounts], metric)


def brought_by_schedules(worlds: Worlds, row: int, schedules: Sequence[Schedule], metric: Metric) -> FloatArray:
    """Outcome of a channel with each schedule; (schedule, draw)."""
    if metric.key in SUMS_OF_CUSTOMERS:
        rows = [sum_of_customers(worlds, row, each, metric.key) for each in schedules]
        return np.stack(rows) if rows else np.empty((0, 1))
    # A channel without such a stage brings none.
    return np.nan_to_num(_totals(worlds, row, schedules, metric.formula), nan=0.0)


def sum_of_customers(worlds: Worlds, row: int, schedule: Schedule, key: str) -> FloatArray:
    """Outcome of a channel with a schedule, in a metric of ``SUMS_OF_CUSTOMERS``; (draw,)."""
    alone = worlds.alone(row)
    parts = []
    for demand, worth in zip(alone.demands(schedule), alone.worths, strict=True):
        earned = demand.customers.valued(worth[key]) if key in worth else np.zeros(1)
        sign = SIGNS_OF_COST.get(key, 0.0)
        parts.append(np.broadcast_to(earned + sign * demand.cost, demand.draws))
    return np.concatenate(parts)


def demands_of(worlds: Worlds, row: int, amount: float) -> Iterator[Demand]:
    """The customers of a channel with an amount on its slider who want to buy, chunk by chunk."""
    return worlds.alone(row).demands(_schedule(worlds, row, amount))


def most_spendable(worlds: Worlds, row: int, amounts: FloatArray, *, often: float = SURE) -> int:
    """The place of the largest amount that a channel can spend in nearly all worlds, or so ``often``; they ascend."""
    if not worlds.scenario.channels[row].curve.spares:
        return len(amounts) - 1
    low, high = 0, len(amounts) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _is_spent(worlds, row, float(amounts[middle]), often) else (low, middle - 1)
    return low


def _is_spent(worlds: Worlds, row: int, amount: float, often: float) -> bool:
    spent = totals_of(worlds, row, [amount], lambda totals: totals.spend)[0]
    budget = float(worlds.scenario.spend_of(_schedule(worlds, row, amount)).sum())
    return float(np.mean(spent >= budget * (1.0 - ROUNDING))) >= often


def totals_of(worlds: Worlds, row: int, amounts: Sequence[float], of: Callable[[Totals], FloatArray]) -> FloatArray:
    """A reading of what the channel does with each amount; (amount, draw)."""
    return _totals(worlds, row, [_schedule(worlds, row, amount) for amount in amounts], of)


def _totals(worlds: Worlds, row: int, schedules: Sequence[Schedule], of: Callable[[Totals], FloatArray]) -> FloatArray:
    """The same with each schedule; (schedule, draw)."""
    cells = worlds.scenario.horizon_months * worlds.draws
    together = max(1, CELLS // max(cells, 1))
    parts = [_run(worlds, row, schedules[start : start + together], of) for start in range(0, len(schedules), together)]
    return np.concatenate(parts) if parts else np.empty((0, 1))


def _run(worlds: Worlds, row: int, schedules: Sequence[Schedule], of: Callable[[Totals], FloatArray]) -> FloatArray:
    stated, chunks, plan = _copies(worlds, row, schedules)
    funnel = run(stated, chunks, plan)
    found = of(funnel.by_channel)
    return np.array(np.broadcast_to(found[:-1, 0], (len(schedules), funnel.draws)))


def side_by_side(
    worlds: Worlds, row: int, amounts: Sequence[float]
) -> tuple[Scenario[Belief], list[Scenario[FloatArray]], Plan]:
    """A scenario that has one channel many times over, its draws, and a plan that gives each one of the amounts."""
    return _copies(worlds, row, [_schedule(worlds, row, amount) for amount in amounts])


def _copies(
    worlds: Worlds, row: int, schedules: Sequence[Schedule]
) -> tuple[Scenario[Belief], list[Scenario[FloatArray]], Plan]:
    """The same with each of the schedules."""
    names = [str(place) for place in range(len(schedules))]
    spend = dict(zip(names, schedules, strict=True))
    bought = purchases_of_copies(worlds.scenario, worlds.shapes, worlds.scenario.channel_names[row], len(names))
    plan = Plan(name=worlds.plan, monthly_spend=spend, improvements=bought)
    return _many(worlds.scenario, row, names), [_many(chunk, row, names) for chunk in worlds.chunks], plan


def _many(scenario: Scenario[T], row: int, names: Sequence[str]) -> Scenario[T]:
    """The scenario with one of its channels many times over, and no capacity at which they meet."""
    own = scenario.channels[row]
    return replace(
        scenario,
        channels=tuple(replace(own, name=name) for name in names),
        improvements=improvements_of_copies(scenario.improvements, own.name, names),
        business=replace(scenario.business, new_customers_per_month_at_most=None),
    )


def _schedule(worlds: Worlds, row: int, amount: float) -> Schedule:
    """The schedule of a channel with this amount on its slider."""
    changed = worlds.with_amount(row, amount)
    return changed.plan(worlds.plan).monthly_spend.get(worlds.scenario.channel_names[row], NOTHING)
