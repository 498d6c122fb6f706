"""The highest price at which a channel still pays: its gross profit covers its marketing cost, over the whole plan.

Where all of a budget is spent whatever a unit costs, and no capacity is shared, k times the price buys a k-th of the
units: the channel breaks even at k = gross profit / marketing cost, on average over the average worlds. Where there is
only so much to buy, or a capacity, the price is found by running the plan.

So much for the average over the worlds. A lower price pays in nearly all worlds: if it is paid in each of them, the
channel's gross profit covers its cost in 9 of 10.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.analyses.goals.scaling import with_price
from simulator.analyses.summary import quantiles
from simulator.engine.decisions import decisions_of
from simulator.engine.funnel import Funnel, run
from simulator.engine.improvements import worlds_of
from simulator.engine.sampling import first_draws
from simulator.engine.simulation import Simulation
from simulator.scenario.fields import quantity_of
from simulator.scenario.scenario import Scenario
from simulator.scenario.stages import Stage
from simulator.units import FloatArray

SURE = 0.9
"""The share of the worlds in which the surer price pays."""

DRAWS, ROUNDS = 1_024, 13
FURTHEST = 1_000.0
"""A price so many times today's is as good as any."""


@dataclass(frozen=True, kw_only=True)
class HighestPrice:
    """Highest price that a channel may have.

    ``field`` is what a unit costs, ``label`` its name on screen. ``now`` and ``highest`` are prices of a unit [money],
    on average over the plan's money, of which some may be spent after an improvement; ``lead_now`` and ``lead_highest``
    those of a lead, with fees [money]; infinite where there is no such price within reach, nan where the channel brings
    no leads. Up to ``sure`` and ``lead_sure`` it pays in 9 of 10 worlds; 0 where it does at no price.
    """

    channel: str
    field: str
    label: str
    now: float
    highest: float
    sure: float
    lead_now: float
    lead_highest: float
    lead_sure: float

    @property
    def pays_now(self) -> bool:
        """Whether the channel pays at today's price, on average."""
        return self.highest >= self.now


def highest_prices(simulation: Simulation) -> list[HighestPrice]:
    """The highest prices of the channels into which the plan puts money."""
    spend = simulation.spend.sum(axis=1)
    return [_price(simulation, row) for row in np.flatnonzero(spend > 0.0).tolist()]


def _price(simulation: Simulation, row: int) -> HighestPrice:
    channel, totals = simulation.scenario.channels[row], simulation.funnel.by_channel
    earned, paid = totals.gross_profit[row, 0], totals.marketing_cost[row, 0]
    leads = np.nan_to_num(totals.stages[Stage.LEADS][row, 0], nan=0.0)
    prices = _prices_now(simulation, simulation.chunks, row)
    now = float(prices.mean())
    lead_now = float(paid.mean() / leads.mean()) if leads.any() else np.nan
    is_plain = not channel.curve.spares and simulation.scenario.room_by_month is None
    times = float(earned.mean() / paid.mean()) if is_plain else _break_even(simulation, row)
    sure = _in_most(prices * earned / paid) if is_plain else _sure_price(simulation, row)
    return HighestPrice(
        channel=channel.name,
        field=channel.cost,
        label=quantity_of(channel, channel.cost).label,
        now=now,
        highest=now * times,
        sure=sure,
        lead_now=lead_now,
        lead_highest=lead_now * times if is_plain else _lead_price(simulation, row, times),
        lead_sure=_earned_per_lead(simulation.funnel, row) if is_plain else _sure_lead_price(simulation, row, sure),
    )


def _in_most(amounts: FloatArray) -> float:
    """What amounts are at least in 9 of 10 worlds; none is less than nothing."""
    return max(0.0, float(quantiles(amounts, [1.0 - SURE])[0]))


def _prices_now(simulation: Simulation, chunks: Sequence[Scenario[FloatArray]], row: int) -> FloatArray:
    """What a unit costs in each world, at the prices of the first month, averaged over the plan's money; (draw,)."""
    scenario, spend, prices = simulation.scenario, simulation.spend[row], []
    bought, cost = decisions_of(scenario, scenario.plan(simulation.plan)).improvements, scenario.channels[row].cost
    for chunk in chunks:
        ways = worlds_of(chunk, bought, row)
        money = [own.sum() / spend.sum() for own in np.split(spend, [first for first, _ in ways[1:]])]
        by_world = [part * getattr(world.channels[row], cost) for part, (_, world) in zip(money, ways, strict=True)]
        prices.append(np.atleast_1d(sum(by_world)))
    return np.concatenate(prices)


def _break_even(simulation: Simulation, row: int) -> float:
    """How many times its price a channel bears, by running the plan at that price."""
    return _last(lambda times: _profit(simulation, row, times) > 0.0, 1.0)


def _last(pays: Callable[[float], bool], first: float) -> float:
    """The largest number at which it pays, looked for from a first one on; infinite beyond reach."""
    least, most = 0.0, first
    while pays(most):
        least, most = most, 2.0 * most
        if most > FURTHEST * first:
            return np.inf
    for _ in range(ROUNDS):
        middle = (least + most) / 2.0
        least, most = (middle, most) if pays(middle) else (least, middle)
    return least


def _profit(simulation: Simulation, row: int, times: float) -> float:
    return float((_run(simulation, row, times).by_channel.profit)[row, 0].mean())


def _sure_price(simulation: Simulation, row: int) -> float:
    """The price that pays in 9 of 10 worlds, by running the plan at a price that is the same in all of them."""
    prices = _prices_now(simulation, some_worlds(simulation), row)

    def pays(price: float) -> bool:
        profit = _run(simulation, row, price / prices).by_channel.profit[row, 0]
        return float(np.mean(profit >= 0.0)) >= SURE

    return _last(pays, float(prices.mean()))


def _sure_lead_price(simulation: Simulation, row: int, price: float) -> float:
    """What a lead earns in 9 of 10 worlds where its unit has this price."""
    if not 0.0 < price < np.inf:
        return price
    return _earned_per_lead(_run(simulation, row, price / _prices_now(simulation, some_worlds(simulation), row)), row)


def _earned_per_lead(funnel: Funnel, row: int) -> float:
    """The gross profit of a lead in 9 of 10 worlds, which is what it may cost; nan where there may be no leads."""
    earned, leads = funnel.by_channel.gross_profit[row, 0], funnel.by_channel.stages[Stage.LEADS][row, 0]
    return _in_most(earned / leads) if (np.nan_to_num(leads, nan=0.0) > 0.0).all() else np.nan


def _lead_price(simulation: Simulation, row: int, times: float) -> float:
    if not 0.0 < times < np.inf:
        return np.inf if times else np.nan
    totals = _run(simulation, row, times).by_channel
    leads = float(totals.stages[Stage.LEADS][row, 0].mean())
    return float(totals.marketing_cost[row, 0].mean()) / leads if leads else np.nan


def _run(simulation: Simulation, row: int, times: float | FloatArray) -> Funnel:
    channel = simulation.scenario.channels[row]
    chunks = with_price(some_worlds(simulation), channel.name, channel.cost, times)
    return run(simulation.scenario, chunks, simulation.scenario.plan(simulation.plan))


def some_worlds(simulation: Simulation, draws: int = DRAWS) -> list[Scenario[FloatArray]]:
    """The first so many worlds of a simulation."""
    if simulation.chunks[0].draws == 1:
        return list(simulation.chunks[:1])
    return [first_draws(simulation.chunks, min(draws, simulation.funnel.draws))]
