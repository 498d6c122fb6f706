"""Whole customers: in every possible world, how many really come; and through the door of a capacity, who is served.

Expected numbers even out over the months, people do not: a business that has room for the six who come on average turns
some away in the months in which eight come. So where there is a capacity, one whole number is drawn for each channel,
month and world, by a generator of the channel's own, and the capacity lets them in as it does expected ones. What was
bought in a month and the chance of each are as in ``luck``; months are drawn each by itself, so that those who take
long to close are taken to come of other units than those who do at once.

To draw takes several times as long as to simulate, so it is done for as many of the first worlds as MOST_NUMBERS allow:
they are in no order, and a chance is known to about one in a hundred.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from simulator.analyses.luck import ROUNDING, chance_in_time, chance_of_each
from simulator.analyses.summary import quantiles
from simulator.engine.accumulator import Accumulator
from simulator.engine.arena import Arena
from simulator.engine.capacity import capacity_rule
from simulator.engine.decisions import decisions_of
from simulator.engine.funnel import short_buffer
from simulator.engine.memo import Memo
from simulator.engine.monthly_run import ARRAYS, ChunkRun
from simulator.engine.response import StackedCounts
from simulator.engine.sampling import CHUNK, first_draws
from simulator.engine.simulation import Simulation
from simulator.engine.unit_economics import unit_economics
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray

MOST_NUMBERS = 500_000
"""Whole numbers (channel, month, world) that are drawn at most, but for FEWEST_WORLDS."""

FEWEST_WORLDS = 1_024


@dataclass(frozen=True)
class WholeCount:
    """A count that was drawn in every world; (draw,)."""

    worlds: FloatArray

    def chance_at_least(self, count: float) -> float:
        """Probability of ``count`` or more."""
        return float(np.mean(self.worlds >= count - ROUNDING * abs(count)))

    def chance_at_most(self, count: float) -> float:
        """Probability of ``count`` or fewer."""
        return float(np.mean(self.worlds <= count + ROUNDING * abs(count)))

    def not_exceeded(self, probability: float) -> int:
        """The smallest count that is not exceeded with this probability."""
        return int(np.ceil(quantiles(self.worlds, [probability])[0] * (1.0 - ROUNDING)))


@dataclass(frozen=True, kw_only=True)
class WholeCustomers:
    """Who is served, by channel (channel, draw); who is lost at the capacity, and who is still to close; (draw,).

    ``by_month`` are all who are served, (month, draw). Draws are the first worlds of a simulation, perhaps not all of
    them.
    """

    served: FloatArray
    lost: FloatArray
    still_open: FloatArray
    by_month: FloatArray

    def count(self, key: str) -> WholeCount:
        """The count of customers, customers_lost or open_pipeline over all channels."""
        counts = {"customers": self.served.sum(axis=0), "customers_lost": self.lost, "open_pipeline": self.still_open}
        return WholeCount(counts[key])


AT_THE_CAPACITY = frozenset({"customers", "customers_lost", "open_pipeline"})
"""The counts on which a capacity has its say."""


def served_customers(simulation: Simulation) -> FloatArray:
    """Whole customers of each channel over the whole plan, (channel, draw); with a capacity, in the first worlds."""
    if simulation.scenario.room_by_month is not None:
        return through_the_door(simulation).served
    customers = np.nan_to_num(simulation.funnel.by_channel.customers[:-1, 0], nan=0.0)
    luck = _Luck.of(simulation, chance_in_time(simulation, "customers", customers))
    everywhere = slice(0, simulation.draws)
    return np.stack([luck.whole(row, mean, everywhere) for row, mean in enumerate(customers)])


def through_the_door(simulation: Simulation) -> WholeCustomers:
    """Whole customers of a business with a capacity, month by month; the same for the same seed."""
    # Targets, findings and the headline ask; it takes longer than the simulation.
    return _SERVED.of(simulation, lambda: _through_the_door(simulation))


_SERVED = Memo[WholeCustomers]()


def _through_the_door(simulation: Simulation) -> WholeCustomers:
    totals = simulation.funnel.by_channel
    parts = (totals.customers, totals.open_pipeline, totals.customers_lost)
    wanting = np.asarray(sum(np.nan_to_num(part[:-1, 0], nan=0.0) for part in parts))
    luck = _Luck.of(simulation, chance_of_each(simulation, wanting))
    with short_buffer():
        found = [_in_chunk(simulation, *each, wanting, luck) for each in _chunks(simulation)]
    served, lost, still_open, by_month = (np.concatenate(part, axis=-1) for part in zip(*found, strict=True))
    return WholeCustomers(served=served, lost=lost, still_open=still_open, by_month=by_month)


@dataclass(frozen=True)
class _Luck:
    """Whole numbers for expected ones: the ``chance`` of a bought unit (channel, draw), and a generator a channel."""

    chance: FloatArray
    generators: Sequence[np.random.Generator]

    @classmethod
    def of(cls, simulation: Simulation, chance: FloatArray) -> "_Luck":
        """The luck by which customers come of bought units that have this chance (channel, draw) each."""
        return cls(chance, [_generator(name, simulation.seed) for name in simulation.scenario.channel_names])

    def whole(self, row: int, mean: FloatArray, worlds: slice) -> FloatArray:
        """Whole numbers of this expectation (draw,), in these worlds."""
        count = worlds.stop - worlds.start
        if not mean.any():
            return np.zeros(count)
        generator, chance = self.generators[row], _part(self.chance[row], worlds)
        if not chance.any():
            return generator.poisson(mean, count).astype(float)
        units = np.divide(mean, chance, out=np.zeros(np.broadcast(mean, chance).shape), where=chance > 0.0)
        # Half a unit is one in half of the worlds.
        whole_units = np.floor(units + generator.random(count)).astype(np.int64)
        return generator.binomial(whole_units, chance).astype(float)


def _chunks(simulation: Simulation) -> Iterator[tuple[Scenario[FloatArray], slice]]:
    """The chunks with their place among the worlds; where all is certain, one that stands for all of them."""
    start = 0
    if simulation.funnel.draws == 1:
        for start in range(0, _worlds(simulation), CHUNK):
            yield simulation.chunks[0], slice(start, min(start + CHUNK, _worlds(simulation)))
        return
    worlds = _worlds(simulation)
    for chunk in simulation.chunks:
        if start < worlds:
            own = min(chunk.draws, worlds - start)
            yield chunk if own == chunk.draws else first_draws([chunk], own), slice(start, start + own)
        start += chunk.draws


def _worlds(simulation: Simulation) -> int:
    """How many of the worlds there are whole numbers for."""
    numbers = len(simulation.scenario.channels) * simulation.scenario.horizon_months
    most = MOST_NUMBERS // numbers // FEWEST_WORLDS * FEWEST_WORLDS
    return min(simulation.draws, max(FEWEST_WORLDS, most))


def _in_chunk(
    simulation: Simulation, chunk: Scenario[FloatArray], worlds: slice, wanting: FloatArray, luck: _Luck
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """The served (channel, draw), lost and open (draw,) of a chunk, and the served of each month (month, draw)."""
    shape = len(chunk.channels), worlds.stop - worlds.start
    arena = Arena(ARRAYS * shape[0], shape[1])
    door = capacity_rule(simulation.scenario.room_by_month, chunk.business.overflow, arena, shape)
    wanted = wanted_by_month(simulation.scenario, chunk, simulation.plan)
    expected, arrivals, served = np.empty((shape[0], chunk.draws)), np.empty(shape), np.zeros(shape)
    late, by_month = _part(wanting, worlds).copy(), np.empty((chunk.horizon_months, shape[1]))
    for month in range(chunk.horizon_months):
        wanted.in_month(month, expected)
        late = late - expected
        for row, mean in enumerate(expected):
            arrivals[row] = luck.whole(row, mean, worlds)
        door.admit(arrivals, month)
        served += arrivals
        by_month[month] = arrivals.sum(axis=0)
    # What is left of everyone but for rounding signs after the horizon.
    late = np.where(late > ROUNDING * _part(wanting, worlds), late, 0.0)
    still_open = np.stack([luck.whole(row, mean, worlds) for row, mean in enumerate(late)])
    lost = np.broadcast_to(door.lost.sum(axis=0), shape[1])
    return served, lost, (still_open + door.waiting).sum(axis=0), by_month


def wanted_by_month(scenario: Scenario[Belief], chunk: Scenario[FloatArray], plan: str) -> StackedCounts:
    """Expected customers who want to buy, by channel and month, before they meet at the capacity."""
    decisions = decisions_of(scenario, scenario.plan(plan))
    accumulator = Accumulator(len(decisions.budget), chunk.horizon_months, chunk.draws)
    economics = unit_economics(scenario, chunk, decisions.prices)
    run = ChunkRun(chunk, decisions, economics, accumulator, slice(0, chunk.draws))
    return StackedCounts([run.wants(row).customers for row in range(len(chunk.channels))])


def profit_with_luck(simulation: Simulation) -> FloatArray:
    """Profit with the customers who really come, each worth what one is on average [money]; (draw,), as served."""
    totals, served = simulation.funnel.by_channel, served_customers(simulation)
    worlds = slice(0, served.shape[1])
    expected = np.maximum(np.nan_to_num(totals.customers[:-1, 0], nan=0.0), np.finfo(float).tiny)
    worth = _part(totals.gross_profit[:-1, 0] / expected, worlds)
    return np.asarray((served * worth).sum(axis=0) - _part(totals.marketing_cost[:, 0].sum(axis=0), worlds))


def _part(array: FloatArray, block: slice) -> FloatArray:
    return array if array.shape[-1] == 1 else array[..., block]


def _generator(name: str, seed: int) -> np.random.Generator:
    """The generator of a channel's luck: draws belong to names."""
    words = np.frombuffer(hashlib.sha256(f"channels.{name}.luck".encode()).digest(), dtype="<u4").tolist()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, *words])))
