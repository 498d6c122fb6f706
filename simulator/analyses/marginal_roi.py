"""The return on the next $500: what a little more money a month in each channel would bring.

Average ROI says what a channel earned on all of its money; where returns diminish, the next dollars earn less. Each
channel in turn gets the step in every month in which it has a budget, over the same draws. One without any budget gets
its reference spend in every month: a few dollars say nothing of a slow channel that they starve. Shared limits
count: a lead too many for the crew earns nothing.

    return on the next = (change in gross profit) / (change in marketing cost) - 1, draw by draw

Only what comes in within the horizon counts, as for ROI. Fees on the step count; in a channel without spend so do its
monthly fee and set-up cost. Where there is no more to buy the step is not spent, and a world without any of it has no
return.

Channels meet nowhere but at the capacity, and more money never brings fewer customers. So one run in which all channels
get the step says what each of them gains alone, in every draw in which that run leaves room in every month; the whole
plan runs again for each channel over the other draws only.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.analyses.summary import Means, Summary, means_of, row_means, summarise
from simulator.engine.alternatives import gross_profits, side_by_side
from simulator.engine.cost import Cost, cost_of
from simulator.engine.funnel import Funnel, run
from simulator.engine.sampling import CHUNK, MOST_DRAWS, REPLICATES, picked, within_chunks
from simulator.engine.simulation import Simulation
from simulator.engine.totals import Totals, ratio
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Monthly, Plan
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray, IntArray

USUAL_STEP = 100.0
STEP_SHARE = 0.1
STEPS = (5.0, 2.0, 1.0)
ENOUGH_DRAWS, LEAST_DRAWS = 1_024, 32
MOST_CELLS = 50_000_000
"""Numbers (channel, month, draw) that are worked out for all channels together where they meet at a limit: two seconds.
"""
SECONDS_PER_CELL = 30e-9
DRAWS_OF_A_MONTH = 64
"""What is done once for each month of a plan takes as long as so many draws of it."""
STILL_HELD = 0.75
"""The share of a simulation's memory that is still held when it is done."""
ROUNDING = 1e-9
"""A month whose customers fall short of the limit by a smaller share than this counts as full."""


@dataclass(frozen=True, kw_only=True)
class MarginalReturn:
    """A channel's return on average, and on the next money.

    ``step`` [money per month] is the plan's; ``tried`` was added in each of ``months`` months: the step, or where
    nothing is spent the reference spend. ``spent_share`` of that is spent on average; where it is 0 there is no more to
    buy, and ``next`` is nan. Both returns are fractions of the marketing cost, on gross profit: 0.8 is 80 cents earned
    beyond each dollar. ``average`` is nan without cost. All that was added costs ``cost`` and changes the plan's profit
    by ``gain`` on average [money], fees included; nan where that was not asked.
    """

    channel: str
    step: float
    tried: float
    months: int
    spent_share: float
    average: Summary
    next: Summary
    cost: float = math.nan
    gain: float = math.nan


def marginal_returns(simulation: Simulation, *, step: float | None = None) -> list[MarginalReturn]:
    """The return on the next money in each channel, in the scenario's order; ``step`` for all of them, if given.

    ``next`` is taken over the first replicate of the draws, ``average`` over all of them.
    """
    usual = step_of(simulation.scenario, simulation.plan) if step is None else step
    averages = average_roi(simulation)
    if not averages:
        return []
    tried = _tried(simulation, usual) if step is None else np.full(len(averages), usual)
    months = _months_with_spend(simulation)
    following = _next_roi(simulation, tried[:, np.newaxis] * months)
    rows = zip(simulation.scenario.channel_names, tried.tolist(), months, averages, following, strict=True)
    return [
        MarginalReturn(
            channel=name,
            step=usual,
            tried=amount,
            months=int(each.sum()),
            average=average,
            next=coming.roi,
            spent_share=coming.spent_share,
            cost=coming.cost,
            gain=coming.gain,
        )
        for name, amount, each, average, coming in rows
        if simulation.scenario.channel(name).is_paid
    ]


def are_tried_at_reference(scenario: Scenario[Belief], plan: str) -> bool:
    """Whether the plan leaves out a channel that is tried at its reference spend."""
    idle = (scenario.spend(plan).sum(axis=1) == 0.0).tolist()
    return any(channel.reference_spend for channel, out in zip(scenario.channels, idle, strict=True) if out)


def _tried(simulation: Simulation, step: float) -> FloatArray:
    """How much is added a month to each channel [money]; (channel,)."""
    rows = zip(simulation.scenario.channels, simulation.spend, strict=True)
    return np.array([step if spend.any() else channel.reference_spend or step for channel, spend in rows])


def average_roi(simulation: Simulation) -> list[Summary]:
    """The ROI of each channel on all of its spend."""
    roi = METRICS["roi"]
    means, channels = row_means(simulation.funnel, [roi])[roi.key], slice(0, -1)
    return summarise(roi.of_rows(simulation.funnel)[channels, 0], means.rows(channels))


def step_of(scenario: Scenario[Belief], plan: str) -> float:
    """How much is "a little more": 4 to 10 % of an average month with spend, as 1, 2 or 5 times a power of ten.

    The "next $500" of plans of 5,000 to 10,000 a month; where nothing is spent, by the reference spends of the
    channels. [money per month]
    """
    spent = scenario.spend(plan).sum(axis=0)
    running = spent[spent > 0.0]
    monthly = float(running.mean()) if len(running) else sum(each.reference_spend or 0.0 for each in scenario.channels)
    if not monthly:
        return USUAL_STEP
    # A hair above, so that exactly 1,000 is not taken for 999.99.
    share = monthly * STEP_SHARE * (1.0 + 1e-9)
    power = 10.0 ** math.floor(math.log10(share))
    return next(size * power for size in STEPS if size * power <= share)


def cost_with_returns(scenario: Scenario[Belief], plan: str, draws: int) -> Cost:
    """The cost of simulating a plan with so many draws, and of the return on the next money in each channel."""
    whole, returns = cost_of(scenario, plan, draws), _cost_of_returns(scenario, plan, draws)
    return Cost(
        memory=max(whole.memory, STILL_HELD * whole.memory + returns.memory), seconds=whole.seconds + returns.seconds
    )


def _cost_of_returns(scenario: Scenario[Belief], plan: str, draws: int) -> Cost:
    few = min(_few_draws(draws), _most_draws(scenario))
    together = cost_of(scenario, plan, few)
    if scenario.business.new_customers_per_month_at_most is None:
        return together
    alone = _cost_of_each_alone(scenario, plan, few)
    return Cost(memory=max(together.memory, alone.memory), seconds=together.seconds + alone.seconds)


def _cost_of_each_alone(scenario: Scenario[Belief], plan: str, draws: int) -> Cost:
    """The cost of running the plan again for each channel, in draws that are all crowded."""
    months, channels = scenario.horizon_months, len(scenario.channels)
    some = cost_of(scenario, plan, min(draws, CHUNK) * side_by_side(scenario, min(draws, CHUNK)))
    return Cost(
        memory=some.memory + np.dtype(float).itemsize * channels * months * draws,
        seconds=channels**2 * months * (draws + DRAWS_OF_A_MONTH) * SECONDS_PER_CELL,
    )


def _months_with_spend(simulation: Simulation) -> FloatArray:
    """1 in the months that get the step, 0 in the others; shape (channel, month)."""
    running = simulation.spend > 0.0
    return np.where(running | ~running.any(axis=1, keepdims=True), 1.0, 0.0)


@dataclass(frozen=True)
class _Next:
    """What extra money brings: its return, and the averages of what it costs and gains [money]."""

    roi: Summary
    spent_share: float
    cost: float
    gain: float


def _next_roi(simulation: Simulation, extra: FloatArray) -> list[_Next]:
    """What the extra money (channel, month) of each channel brings."""
    more, cost, spent = _more(simulation, extra)
    gained, paid = means_of(more), means_of(cost)
    means = Means(
        ratio(gained.whole, paid.whole) - 1.0,
        ratio(gained.replicates, paid.replicates) - 1.0,
    )
    shares = spent.mean(axis=1) / extra.sum(axis=1)
    figures = (shares.tolist(), paid.whole.tolist(), (gained.whole - paid.whole).tolist())
    return [_Next(*each) for each in zip(summarise(ratio(more, cost) - 1.0, means), *figures, strict=True)]


def _more(simulation: Simulation, extra: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """What the extra money of each channel brings, costs, and how much of it is spent [money]; (channel, draw)."""
    few, raised = _few(simulation), _raised(simulation, extra)
    more, cost, spent, crowded = _all_raised(simulation, few, raised)
    if len(crowded):
        now = simulation.funnel.plan.gross_profit[0, 0, crowded]
        more[:, crowded] = _gained_in(simulation, few, crowded, raised) - now
    # Where nothing is spent nothing is gained; a rounding divided by a rounding is no return.
    nothing = cost <= ROUNDING * extra.sum(axis=1, keepdims=True)
    return np.where(nothing, 0.0, more), np.where(nothing, 0.0, cost), np.where(nothing, 0.0, spent)


def _all_raised(
    simulation: Simulation, few: Sequence[Scenario[FloatArray]], raised: Plan
) -> tuple[FloatArray, FloatArray, FloatArray, IntArray]:
    """What each channel gains, costs and spends more once all have the step [money], (channel, draw); crowded draws."""
    now, together = simulation.funnel.by_channel, run(simulation.scenario, few, raised)

    def rise(part: Callable[[Totals], FloatArray]) -> FloatArray:
        after, before = part(together.by_channel)[:-1, 0], part(now)[:-1, 0]
        return np.asarray(after - before[:, : together.draws])

    return (
        rise(lambda totals: totals.gross_profit),
        rise(lambda totals: totals.marketing_cost),
        rise(lambda totals: totals.spend),
        _crowded(simulation.scenario, together),
    )


def _gained_in(
    simulation: Simulation, few: Sequence[Scenario[FloatArray]], draws: IntArray, raised: Plan
) -> FloatArray:
    """The plan's gross profit once each channel in turn has its spend of the raised plan [money]; (channel, draw)."""
    own = _raised(simulation, np.zeros(simulation.spend.shape))
    # The plans share the schedules: each of them states a number for every month of every channel.
    plans = [
        replace(own, monthly_spend={**own.monthly_spend, name: raised.monthly_spend[name]})
        for name in simulation.scenario.channel_names
    ]
    stated = simulation.scenario
    return np.hstack([gross_profits(stated, picked(chunk, which), plans) for chunk, which in within_chunks(few, draws)])


def _crowded(scenario: Scenario[Belief], funnel: Funnel) -> IntArray:
    """The draws in which as many customers as there is room for come in some month."""
    room = scenario.room_by_month
    if room is None:
        return np.empty(0, dtype=np.intp)
    return np.flatnonzero((funnel.by_month.customers[0] >= room[:, np.newaxis] * (1.0 - ROUNDING)).any(axis=0))


def _few(simulation: Simulation) -> tuple[Scenario[FloatArray], ...]:
    """The first replicate: an eighth of the draws says enough about a small step, in an eighth of the time.

    All of them where it is too small for that, or cannot be cut in eight for its standard errors; fewer where so many
    channels meet at a limit that the plan would run for minutes.
    """
    few = simulation.chunks if _few_draws(simulation.draws) == simulation.draws else (simulation.first_replicate,)
    most = _most_draws(simulation.scenario)
    # The draws of a replicate are in no order, so the first of them are as good as any.
    return (picked(few[0], np.arange(most)),) if few[0].draws > most else few


def _few_draws(draws: int) -> int:
    size = draws // REPLICATES
    return draws if size < ENOUGH_DRAWS or size % REPLICATES else size


def _most_draws(scenario: Scenario[Belief]) -> int:
    if scenario.business.new_customers_per_month_at_most is None:
        return MOST_DRAWS
    cells = len(scenario.channels) ** 2 * scenario.horizon_months
    return max(LEAST_DRAWS, MOST_CELLS // max(cells, 1) // REPLICATES * REPLICATES)


def _raised(simulation: Simulation, extra: FloatArray) -> Plan:
    """The plan with more money; ``extra`` (channel, month)."""
    spend = simulation.spend + extra
    names = simulation.scenario.channel_names
    schedules = {name: Monthly(amounts=tuple(row)) for name, row in zip(names, spend.tolist(), strict=True)}
    return replace(simulation.scenario.plan(simulation.plan), monthly_spend=schedules)
