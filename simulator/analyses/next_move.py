"""The next move: which channel's money would bring more in another channel, or should not be spent at all.

A move takes money from a channel that has some and gives as much, over the whole horizon, to another one, or to none.
Both keep their months, as their sliders do: what begins in May begins in May. A channel without spend is started at its
reference spend or not at all, because less would starve it; none goes beyond its tested range, and locked ones stay.

Moves are ranked by what a step more and a step less change in each channel alone. The best few are tried in several
sizes, and the whole plan runs with each, over the first replicate of the draws. The best of these is judged on draws
that had no part in the choice: to choose the best of many flatters it. It is clearly better where

    the verdict on profit is BETTER, the average gain exceeds two of its standard errors and what matters, and the
    share of worlds in which it gains exceeds one half by two of its own.

Every move that is made then raises the average profit in the same worlds by more than what matters, so that making one
after the other comes to an end.
"""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import dropwhile

import numpy as np

from simulator.analyses.marginal_roi import MarginalReturn, cost_with_returns, step_of
from simulator.analyses.pairing import probability_better
from simulator.analyses.summary import error_of_share, quantiles
from simulator.analyses.tested_range import is_tested
from simulator.analyses.verdict import MATTERS_SHARE, OWN_ERRORS, Balance, Verdict, verdict
from simulator.edits.spend import paid_spend, with_slider_spend
from simulator.engine.alternatives import gross_profits
from simulator.engine.cost import Cost, cost_of
from simulator.engine.decisions import decisions_of
from simulator.engine.funnel import run
from simulator.engine.sampling import REPLICATES, picked, within_chunks
from simulator.engine.simulation import Simulation
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario, T
from simulator.units import FloatArray

SIZES = (1, 2, 4)
"""Steps that a move is tried with."""

MOST_TRIED, MOST_JUDGED = 2, 2
"""So many pairs of channels are tried in every size, and so many moves are judged."""

CHOOSING_DRAWS, JUDGING_DRAWS = 1_024, 2_048

DRAWS_ALONE, LEAST_ALONE, CELLS_ALONE = 128, 8, 2_000_000
"""Draws in which channels that meet at a limit are lowered one by one; fewer where they are so many that the numbers
(channel, plan, month, draw) would be more than that."""

MOST_OF_IT = 0.9
"""A channel that could spend no larger a share of the next money, on average, is given none."""

EVEN = 0.5

EXACT_DIGITS = 4
"""Digits of a step by which amounts are told apart: nobody moves a fraction of a rupiah, or sees one of the total."""

DECIMALS = 6
"""Decimals that an amount keeps; further ones are what binary fractions leave."""


@dataclass(frozen=True, kw_only=True)
class Move:
    """Money from ``source`` to ``target``, None if it is not spent at all.

    ``taken`` and ``given`` are the changes of their sliders [money per month], ``money`` what is moved over the whole
    horizon [money].
    """

    source: str
    target: str | None
    taken: float
    given: float
    money: float


@dataclass(frozen=True, kw_only=True)
class Gain:
    """Change in profit through a move, world by world [money], in draws that had no part in choosing it.

    ``better`` is the share of worlds in which it gains, ties half. Differences of up to ``matters`` do not matter.
    Errors are those of plain sampling, which stratified draws do not exceed.
    """

    mean: float
    error: float
    middle: float
    better: float
    better_error: float
    matters: float

    @classmethod
    def of(cls, gains: FloatArray, matters: float) -> "Gain":
        """The gain of these differences, world by world; (draw,)."""
        better = float(probability_better(gains[np.newaxis])[0])
        return cls(
            mean=float(gains.mean()),
            error=float(gains.std() / math.sqrt(gains.size)),
            middle=float(quantiles(gains, [0.5])[0]),
            better=better,
            better_error=error_of_share(better, gains.size),
            matters=matters,
        )

    @property
    def verdict(self) -> Verdict:
        """The verdict on the plan with the move against the plan as it is."""
        return verdict(Balance(mean=self.mean, middle=self.middle, better=self.better), self.matters)

    @property
    def is_clear(self) -> bool:
        """Whether the move is clearly better."""
        more_often = self.better - OWN_ERRORS * self.better_error > EVEN
        return self.verdict is Verdict.BETTER and more_often and self.mean > max(OWN_ERRORS * self.error, self.matters)


class Advice(StrEnum):
    """Advice on what to do next: make the MOVE, KEEP the plan; or why there is none to make."""

    MOVE = "move"
    KEEP = "keep"
    ALL_LOCKED = "all_locked"
    NOTHING_SPENT = "nothing_spent"


@dataclass(frozen=True, kw_only=True)
class NextMove:
    """The advice, and the best move that was found with its gain; both None where none promised any.

    ``step`` is a little more money [per month]; ``at_the_end`` are the channels which that would take beyond their
    tested range.
    """

    step: float
    advice: Advice
    move: Move | None = None
    gain: Gain | None = None
    at_the_end: frozenset[str] = frozenset()


def next_move(
    simulation: Simulation,
    returns: Sequence[MarginalReturn],
    *,
    locked: Set[str] = frozenset(),
    may_spend_less: bool = True,
) -> NextMove:
    """The best next move in a plan; ``returns`` are its returns on the next money, of the plan's own step.

    Channels that are ``locked`` keep what they have. Unless it ``may_spend_less`` the plan keeps its total.
    """
    scenario = simulation.scenario
    step, spend = step_of(scenario, simulation.plan), paid_spend(scenario, scenario.plan(simulation.plan))
    beyond = _beyond(simulation, spend, step)
    if not any(amount for name, amount in spend.items() if name not in locked):
        why = Advice.ALL_LOCKED if any(spend.values()) else Advice.NOTHING_SPENT
        return NextMove(step=step, advice=why, at_the_end=beyond[SIZES[0]])
    promising = _Moves(simulation, returns, locked, spend, step, beyond, may_spend_less).promising()
    best = _best(_tried(simulation, promising), MOST_JUDGED)
    nearest = NextMove(step=step, advice=Advice.KEEP, at_the_end=beyond[SIZES[0]])
    for move in best:
        gain = _judged(simulation, move)
        if gain.is_clear:
            return replace(nearest, advice=Advice.MOVE, move=move, gain=gain)
        nearest = nearest if nearest.move else replace(nearest, move=move, gain=gain)
    return nearest


def with_move(scenario: Scenario[Belief], plan: str, move: Move) -> Scenario[Belief]:
    """The scenario with a move made in a plan."""
    own = scenario.plan(plan)
    return with_slider_spend(scenario, own, moved_spend(paid_spend(scenario, own), move))


def moved_spend(spend: dict[str, float], move: Move) -> dict[str, float]:
    """Amounts on the sliders once a move is made [money per month]."""
    moved = {**spend, move.source: round(max(0.0, spend[move.source] - move.taken), DECIMALS)}
    return moved if move.target is None else {**moved, move.target: round(spend[move.target] + move.given, DECIMALS)}


def cost_with_move(scenario: Scenario[Belief], plan: str, draws: int) -> Cost:
    """The cost of simulating a plan with so many draws, of its returns on the next money, and of its next move."""
    whole, few = cost_with_returns(scenario, plan, draws), draws // REPLICATES
    chosen = cost_of(scenario, plan, min(few, CHOOSING_DRAWS))
    judged = cost_of(scenario, plan, min(draws - few, JUDGING_DRAWS))
    return Cost(
        memory=max(whole.memory, cost_of(scenario, plan, draws).memory + max(chosen.memory, judged.memory)),
        seconds=whole.seconds + (2 + MOST_TRIED * len(SIZES)) * chosen.seconds + MOST_JUDGED * judged.seconds,
    )


@dataclass(frozen=True)
class _Moves:
    """All moves of a plan, and what each promises.

    ``spend`` are the amounts on the sliders [money per month]; ``beyond`` by size the channels that so many steps more
    would take beyond their tested range.
    """

    simulation: Simulation
    returns: Sequence[MarginalReturn]
    locked: Set[str]
    spend: dict[str, float]
    step: float
    beyond: Mapping[int, frozenset[str]]
    may_spend_less: bool

    def promising(self) -> list[list[tuple[Move, float]]]:
        """The pairs of channels that promise most, the best first; the moves between them, the largest first.

        Each has what it promises [money]: as much for each unit of money as a step does, which is more than it brings
        where returns diminish.
        """
        found: list[list[tuple[Move, float]]] = []
        for (source, target), rate in self._ranked():
            moves = [self._move(source, target, amount) for amount in self._amounts(source, target)]
            # Where a move is possible, so are smaller ones.
            possible = [*dropwhile(lambda move: not _is_possible(self.simulation, move), moves)]
            found += [[(move, rate * move.money) for move in possible]] if possible else []
            if len(found) == MOST_TRIED:
                break
        return found

    def _ranked(self) -> list[tuple[tuple[str, str | None], float]]:
        """The pairs that promise any gain, by that of their largest move; each with its gain for a unit of money."""
        can_take = [name for name in self.spend if name not in self.locked and name not in self._nearly_full]
        targets = [*([None] if self.may_spend_less else []), *can_take]
        gains: dict[str | None, float] = {None: 0.0, **{each.channel: _gain_rate(each) for each in self.returns}}
        rates: dict[tuple[str, str | None], float] = {}
        promised: dict[tuple[str, str | None], float] = {}
        for source, loss in self._loss_rates().items():
            for target in targets:
                if target != source and (amounts := self._amounts(source, target)):
                    rates[source, target] = gains[target] - loss
                    promised[source, target] = rates[source, target] * amounts[0] * self._months[source]
        best = sorted((pair for pair in promised if promised[pair] > 0.0), key=lambda pair: -promised[pair])
        return [(pair, rates[pair]) for pair in best]

    def _amounts(self, source: str, target: str | None) -> list[float]:
        """What can be taken from one channel for another, the largest first [money per month]."""
        here = self.spend[source]
        if target is None or (self._months[target] and (self.spend[target] or not self._reference(target))):
            sizes = [size for size in reversed(SIZES) if target is None or target not in self.beyond[size]]
            return list(dict.fromkeys(min(size * self.step, here) for size in sizes))
        needed = self._reference(target) * self._months[target] / self._months[source]
        return [needed] if 0.0 < needed <= here else []

    def _move(self, source: str, target: str | None, taken: float) -> Move:
        # What is left of a channel goes as it is: rounded it would leave a rest, or be more than there was.
        taken = taken if taken == self.spend[source] else _in_coins(taken, self._coin)
        months, money = self._months, taken * self._months[source]
        given = 0.0 if target is None else _in_coins(money / months[target], self._coin)
        return Move(source=source, target=target, taken=taken, given=given, money=money)

    @cached_property
    def _coin(self) -> float:
        """What amounts are rounded to [money]: a small part of a step, no less than the currency's smallest coin."""
        part = 10.0 ** (math.floor(math.log10(self.step)) - EXACT_DIGITS)
        return max(part, self.simulation.scenario.coin)

    @cached_property
    def _nearly_full(self) -> frozenset[str]:
        """The channels that could not spend most of a little more: money for them would be left over."""
        return frozenset(each.channel for each in self.returns if each.spent_share < MOST_OF_IT)

    def _reference(self, name: str) -> float:
        return self.simulation.scenario.channel(name).reference_spend or 0.0

    @cached_property
    def _months(self) -> dict[str, float]:
        """How much each channel spends over the horizon for each unit of money on its slider."""
        idle = {name: amount or 1.0 for name, amount in self.spend.items()}
        scenario, plan = self.simulation.scenario, self.simulation.plan
        started = with_slider_spend(scenario, scenario.plan(plan), idle).spend(plan).sum(axis=1).tolist()
        totals = dict(zip(scenario.channel_names, started, strict=True))
        return {name: totals[name] / amount for name, amount in idle.items()}

    def _loss_rates(self) -> dict[str, float]:
        """What profit loses for each unit of money that is taken from a channel, where that can be done."""
        names = self.simulation.scenario.channel_names
        less = {name: max(0.0, amount - self.step) for name, amount in self.spend.items()}
        scenario, plan = self.simulation.scenario, self.simulation.plan
        lowered = with_slider_spend(scenario, scenario.plan(plan), less).plan(plan)
        now = scenario.spend(plan)
        taken = (now - lowered.spend(names, scenario.horizon_months, scenario.start)).sum(axis=1)
        lost = _lost_alone(self.simulation, lowered)
        rows = zip(names, lost.tolist(), taken.tolist(), strict=True)
        return {name: loss / money for name, loss, money in rows if money > 0.0 and name not in self.locked}


def _gain_rate(entry: MarginalReturn) -> float:
    """What profit gains for each unit of money that is given to a channel."""
    return entry.gain / (entry.tried * entry.months) if entry.months else -math.inf


def _lost_alone(simulation: Simulation, lowered: Plan) -> FloatArray:
    """The profit that each channel loses by having its spend of the ``lowered`` plan, the others theirs [money]."""
    now, few = simulation.funnel.by_channel, _worlds(simulation, *_choosing(simulation))
    after = run(simulation.scenario, few, lowered)
    columns = slice(0, after.draws)

    def change(now: FloatArray, after: FloatArray) -> FloatArray:
        return np.asarray((now[:-1, 0, columns] - after[:-1, 0]).mean(axis=-1))

    saved = change(now.marketing_cost, after.by_channel.marketing_cost)
    if simulation.scenario.room_by_month is None:
        return change(now.gross_profit, after.by_channel.gross_profit) - saved
    return _gross_profit_lost_alone(simulation, few[0], lowered) - saved


def _gross_profit_lost_alone(simulation: Simulation, drawn: Scenario[FloatArray], lowered: Plan) -> FloatArray:
    """The same of gross profit where channels meet at a limit: whoever has less makes room for others."""
    scenario = simulation.scenario
    own, names = scenario.plan(simulation.plan), scenario.channel_names
    some = picked(drawn, np.arange(min(drawn.draws, _draws_alone(scenario))))
    plans = [
        replace(own, monthly_spend={**own.monthly_spend, name: lowered.monthly_spend[name]})
        if name in lowered.monthly_spend
        else own
        for name in names
    ]
    profits = gross_profits(scenario, some, [own, *plans])
    return np.asarray((profits[0] - profits[1:]).mean(axis=1))


def _draws_alone(scenario: Scenario[Belief]) -> int:
    cells = len(scenario.channels) ** 2 * scenario.horizon_months
    return min(DRAWS_ALONE, max(LEAST_ALONE, CELLS_ALONE // max(cells, 1)))


def _beyond(simulation: Simulation, spend: dict[str, float], step: float) -> dict[int, frozenset[str]]:
    """The channels with spend that so many steps more would take beyond their tested range, by size."""
    scenario, plan = simulation.scenario, simulation.plan
    spendings = decisions_of(scenario, scenario.plan(plan)).spendings

    def beyond(size: int) -> Iterator[str]:
        more = {name: amount + size * step for name, amount in spend.items() if amount}
        raised = with_slider_spend(scenario, scenario.plan(plan), {**spend, **more}).spend(plan)
        rows = zip(scenario.channels, simulation.first_replicate.channels, spendings, raised, strict=True)
        for channel, drawn, spending, budget in rows:
            if not is_tested(channel, drawn, replace(spending, budget=budget)):
                yield channel.name

    return {size: frozenset(beyond(size)) for size in SIZES}


def _is_possible(simulation: Simulation, move: Move) -> bool:
    """Whether the money stays within what was tested of the channel that gets it."""
    if move.target is None:
        return True
    scenario = with_move(simulation.scenario, simulation.plan, move)
    row = scenario.channel_names.index(move.target)
    spending = decisions_of(scenario, scenario.plan(simulation.plan)).spendings[row]
    return is_tested(scenario.channels[row], simulation.first_replicate.channels[row], spending)


def _tried(simulation: Simulation, promising: Iterable[Sequence[tuple[Move, float]]]) -> Iterator[tuple[Move, float]]:
    """Moves with their average gain [money] in the draws for choosing; a smaller one if it may beat the largest."""
    for moves in promising:
        best = -math.inf
        for move, promised in moves:
            if promised > best:
                gain = float(_gains(simulation, move, *_choosing(simulation)).mean())
                best = max(best, gain)
                yield move, gain


def _best(tried: Iterable[tuple[Move, float]], most: int) -> list[Move]:
    """The best move of each pair of channels that gains anything, the best first."""
    by_pair: dict[tuple[str, str | None], Move] = {}
    for move, gain in sorted(tried, key=lambda each: -each[1]):
        if gain > 0.0:
            by_pair.setdefault((move.source, move.target), move)
    return list(by_pair.values())[:most]


def _judged(simulation: Simulation, move: Move) -> Gain:
    matters = MATTERS_SHARE * float(simulation.funnel.plan.marketing_cost.mean())
    return Gain.of(_gains(simulation, move, *_judging(simulation)), matters)


def _gains(simulation: Simulation, move: Move, start: int, stop: int) -> FloatArray:
    """How much more profit the plan makes with the move in these draws [money]; (draw,)."""
    scenario = with_move(simulation.scenario, simulation.plan, move)
    rows = _touched(scenario, move)
    worlds = [_only(each, rows) for each in _worlds(simulation, start, stop)]
    after = run(_only(scenario, rows), worlds, scenario.plan(simulation.plan)).by_channel.profit[:-1, 0].sum(axis=0)
    now = simulation.funnel.by_channel.profit[rows, 0].sum(axis=0)
    return np.asarray(after - (now if len(now) == 1 else now[start:stop]))


def _touched(scenario: Scenario[Belief], move: Move) -> list[int]:
    """The rows of the channels whose profit a move changes: channels meet nowhere but at the capacity."""
    if scenario.room_by_month is not None:
        return list(range(len(scenario.channels)))
    return [row for row, name in enumerate(scenario.channel_names) if name in {move.source, move.target}]


def _only(scenario: Scenario[T], rows: Sequence[int]) -> Scenario[T]:
    if len(rows) == len(scenario.channels):
        return scenario
    return replace(scenario, channels=tuple(scenario.channels[row] for row in rows))


def _worlds(simulation: Simulation, start: int, stop: int) -> list[Scenario[FloatArray]]:
    """The beliefs in these draws, as they follow each other; all there is where all is certain."""
    if simulation.funnel.draws == 1:
        return [simulation.chunks[0]]
    if (start, stop) == (0, simulation.first_replicate.draws):
        return [simulation.first_replicate]
    return [picked(chunk, inside) for chunk, inside in within_chunks(simulation.chunks, np.arange(start, stop))]


def _choosing(simulation: Simulation) -> tuple[int, int]:
    """The draws in which moves are chosen: those of the first replicate."""
    return 0, min(simulation.draws // simulation.replicates, CHOOSING_DRAWS)


def _judging(simulation: Simulation) -> tuple[int, int]:
    """The draws in which the chosen move is judged: none of the first replicate, unless there is no other."""
    start = simulation.draws // simulation.replicates if simulation.replicates > 1 else 0
    return start, min(simulation.draws, start + JUDGING_DRAWS)


def _in_coins(amount: float, coin: float) -> float:
    return round(round(amount / coin) * coin, DECIMALS)
