"""Decisions: what is the same in every draw because a person decided it, or because the calendar says so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from simulator.engine.accumulator import Route
from simulator.engine.response import Spending, season_by_month
from simulator.engine.sales_cycle import closing_matrix
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.months import MONTHS_OF_A_YEAR, month_number
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import HORIZON_MOST, Scenario
from simulator.units import BoolArray, FloatArray, IntArray


@dataclass(frozen=True)
class Prices:
    """Prices of sales by month, as multiples of those of the first month; (channel, month), one row if all share them.

    ``sale`` of the first sale, ``repeat`` of a repeat sale, ``cost`` of what each sale costs.
    """

    sale: FloatArray
    repeat: FloatArray
    cost: FloatArray

    @cached_property
    def move(self) -> bool:
        """Whether any price changes."""
        return any((each != 1.0).any() for each in (self.sale, self.repeat, self.cost))


@dataclass(frozen=True)
class Decisions:
    """A plan's money and what follows from it, by month.

    ``budget`` (row, month) is how much may be spent, and ``fixed_cost`` what is paid whatever is bought: fees by the
    month, set-up costs, overhead [money]. ``fee_rate`` (row,) comes on top of spend. ``spares`` (row,) marks channels
    that may spend less than their budget. ``spendings`` and ``routes`` are those of each channel, and so are
    ``closing``, the matrices of closing_matrix, None where all deals close at once. ``room`` (month,) is that for new
    customers, None where there is no limit. ``improvements`` are the names of those that are bought, with the month,
    from 0, from which on they are there; ``improvement_cost`` (month,) [money] is a part of the overhead's fixed cost.
    ``paid`` (row,) marks channels whose people money brings.
    """

    budget: FloatArray
    fixed_cost: FloatArray
    fee_rate: FloatArray
    spares: BoolArray
    spendings: Sequence[Spending]
    routes: Sequence[Route]
    closing: Sequence[FloatArray | None]
    prices: Prices
    room: FloatArray | None
    improvements: tuple[tuple[str, int], ...]
    improvement_cost: FloatArray
    paid: BoolArray

    @cached_property
    def certain_spend(self) -> FloatArray:
        """The spend of the channels whose budgets are all spent, nothing for the others [money]; (row, month)."""
        return np.where(self.spares[:, np.newaxis], 0.0, self.budget)

    @cached_property
    def certain_cost(self) -> FloatArray:
        """The marketing cost that is the same in every draw [money]; (row, month)."""
        return self.certain_spend * (1.0 + self.fee_rate)[:, np.newaxis] + self.fixed_cost

    @cached_property
    def first_cost(self) -> IntArray:
        """The first month, from 0, in which each row costs something; the number of months where none does; (row,)."""
        costs = (self.budget > 0.0) | (self.fixed_cost > 0.0)
        return np.asarray(np.where(costs.any(axis=1), np.argmax(costs, axis=1), costs.shape[1]))

    @cached_property
    def first_cost_of_plan(self) -> int:
        """The first month, from 0, in which a channel or an improvement costs something; else the first of overhead."""
        channels, months = self.first_cost[:-1], self.budget.shape[1]
        improved = np.flatnonzero(self.improvement_cost > 0.0)
        first = int(min(channels.min(initial=months), improved.min(initial=months)))
        return first if first < months else int(self.first_cost[-1])


def decisions_of(scenario: Scenario[Belief], plan: Plan) -> Decisions:
    """The decided money of a plan, and what follows from it, by month."""
    horizon, channels = scenario.horizon_months, scenario.channels
    budget = plan.spend(scenario.channel_names, horizon, scenario.start)
    fixed = [_fixed_cost(channel, row) for channel, row in zip(channels, budget, strict=True)]
    improvements = _bought(scenario, plan)
    improvement_cost = _improvement_cost(scenario, plan)
    return Decisions(
        budget=np.vstack([budget, np.zeros(horizon)]),
        fixed_cost=np.vstack([*fixed, scenario.overhead_by_month + improvement_cost]),
        fee_rate=np.array([*(channel.fee_rate for channel in channels), 0.0]),
        spares=np.array([*(channel.curve.spares for channel in channels), False]),
        spendings=[_spending(scenario, channel, row) for channel, row in zip(channels, budget, strict=True)],
        routes=[Route.of(channel, scenario.funnel.stages) for channel in channels],
        closing=[closing_matrix(scenario.sales_cycle(channel), horizon) for channel in channels],
        prices=_prices(scenario),
        room=scenario.room_by_month,
        improvements=improvements,
        improvement_cost=improvement_cost,
        paid=np.array([*(channel.is_paid for channel in channels), True]),
    )


def with_other_spend(decided: Decisions, scenario: Scenario[Belief], plan: Plan) -> Decisions:
    """The decisions of a plan that differs from that of others in its spend alone: the rest is theirs."""
    budget = plan.spend(scenario.channel_names, scenario.horizon_months, scenario.start)
    fixed = [_fixed_cost(channel, row) for channel, row in zip(scenario.channels, budget, strict=True)]
    return replace(
        decided,
        budget=np.vstack([budget, decided.budget[-1]]),
        fixed_cost=np.vstack([*fixed, decided.fixed_cost[-1]]),
        spendings=[replace(own, budget=row) for own, row in zip(decided.spendings, budget, strict=True)],
    )


def _bought(scenario: Scenario[Belief], plan: Plan) -> tuple[tuple[str, int], ...]:
    """The improvements of a plan that are there within the horizon, by name, with their first month, from 0."""
    months = ((each.improvement, month_number(each.first, scenario.start) - 1) for each in plan.improvements)
    return tuple((name, max(month, 0)) for name, month in months if month < scenario.horizon_months)


def _improvement_cost(scenario: Scenario[Belief], plan: Plan) -> FloatArray:
    """The cost of a plan's improvements [money]; (month,). What was bought before the plan starts is paid for."""
    cost = np.zeros(scenario.horizon_months)
    for purchase in plan.improvements:
        improvement = scenario.improvement(purchase.improvement)
        month = month_number(purchase.first, scenario.start) - 1
        if 0 <= month < len(cost):
            cost[month] += improvement.cost
        cost[max(month, 0) :] += improvement.monthly_cost
    return cost


def _fixed_cost(channel: Channel[Belief], budget: FloatArray) -> FloatArray:
    """Fees by the month and set-up cost, by the budget [money]; (month,)."""
    runs = budget > 0.0
    cost = channel.monthly_fee * runs.astype(float)
    if channel.monthly_spend_before == 0.0 and runs.any():
        cost[np.argmax(runs)] += channel.setup_cost
    return cost


def _spending(scenario: Scenario[Belief], channel: Channel[Belief], budget: FloatArray) -> Spending:
    horizon = scenario.horizon_months
    season = season_by_month(channel.seasonality, scenario.seasonality, scenario.start.month, horizon)
    price = price_by_month(getattr(channel, channel.cost) if channel.is_paid else None, horizon)
    return Spending(budget, price, season)


def _prices(scenario: Scenario[Belief]) -> Prices:
    def moved(name: str, otherwise: str = "") -> FloatArray:
        stated = [
            scenario.customer_value(channel, name)
            or (otherwise and scenario.customer_value(channel, otherwise))
            or None
            for channel in scenario.channels
        ]
        rows = [price_by_month(belief or None, scenario.horizon_months) for belief in stated]
        # Most prices stay as they are, and then they are one row, which is kept.
        are_alike = all(row is rows[0] for row in rows) or len(set(map(bytes, rows))) == 1
        return rows[0][np.newaxis] if are_alike else np.stack(rows)

    return Prices(
        sale=moved("revenue_per_sale"),
        repeat=moved("revenue_per_repeat_sale", "revenue_per_sale"),
        cost=moved("cost_per_sale"),
    )


def price_by_month(belief: Belief | None, horizon_months: int) -> FloatArray:
    """A price in each month as a multiple of that in the first: ``(1 + yearly_change)^((t - 1) / 12)``; (month,)."""
    if belief is None or not belief.yearly_change:
        return _unchanged(horizon_months)
    return np.asarray((1.0 + belief.yearly_change) ** (np.arange(horizon_months) / MONTHS_OF_A_YEAR))


@lru_cache(maxsize=HORIZON_MOST)
def _unchanged(horizon_months: int) -> FloatArray:
    ones = np.ones(horizon_months)
    ones.flags.writeable = False
    return ones
