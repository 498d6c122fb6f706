"""Reasons for an answer: what a little more money brings in each channel, and what each limit costs.

A limit that the answer lies at is moved by a little money. Of all single moves that this allows, to a channel, from one
to another, or out of one, the best in the worlds of the search is looked at in others: how much more it brings there,
world by world, is what that limit's next money is worth. Where nothing is divided anew otherwise this is what the limit
costs at least. Without all limits but the total the money is divided anew.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from simulator.analyses.allocation.best import Allocation, solved
from simulator.analyses.allocation.grid import can_have
from simulator.analyses.allocation.kept import CENT, are_kept
from simulator.analyses.allocation.objectives import metric_of
from simulator.analyses.allocation.outcomes import Outcomes, Spend
from simulator.analyses.allocation.tables import Worlds
from simulator.analyses.marginal_roi import MarginalReturn, marginal_returns
from simulator.analyses.summary import Summary, summarise
from simulator.analyses.tested_range import FURTHEST, is_tested, known_spend
from simulator.engine.decisions import decisions_of
from simulator.engine.funnel import run
from simulator.engine.simulation import Simulation
from simulator.scenario.limits import ChannelLimits, Limits

SHARE_OF_A_TOTAL = 0.02
NICE = (5.0, 2.0, 1.0)
USUAL = 100.0

DRAWS_OF_MOVES = 512
"""Draws in which moves are chosen, where channels meet at a capacity."""

DECIMALS = 6


class Unspent(StrEnum):
    """Why money is left.

    More of it DOES_NOT_PAY, there is NOTHING_TO_BUY that was ever tried, or NOTHING_THAT_PAYS: neither is the whole
    reason; LIMITS hold it, or it is less than a STEP.
    """

    DOES_NOT_PAY = "does_not_pay"
    NOTHING_TO_BUY = "nothing_to_buy"
    NOTHING_THAT_PAYS = "nothing_that_pays"
    LIMITS = "limits"
    STEP = "step"


@dataclass(frozen=True, kw_only=True)
class LimitWorth:
    """Worth of a little more money on a limit: at ``path``, best used to move it from ``source`` to ``target``.

    Either may be None: out of what is unspent, or not spent at all. ``value`` is the change of the objective,
    ``change`` that of its metric, world by world, over the horizon; both in worlds that had no part in choosing the
    move. None where it allows no move.
    """

    path: str
    source: str | None = None
    target: str | None = None
    value: float | None = None
    change: Summary | None = None


@dataclass(frozen=True, kw_only=True)
class Wider:
    """The best split without any limit but the total [money per month], and what that brings beyond the answer."""

    spend: Mapping[str, float]
    value: float
    change: Summary


@dataclass(frozen=True, kw_only=True)
class Beyond:
    """A channel whose amount takes it beyond the range that was tried.

    ``known`` is the spend near which something is known of it, ``furthest`` the most its figures are good for [money
    per month].
    """

    channel: str
    amount: float
    known: float
    furthest: float


@dataclass(frozen=True, kw_only=True)
class Reasons:
    """Why an answer is as it is; ``step`` is a little money [money per month].

    ``returns`` are what that brings in each channel at the answer, in worlds that had no part in choosing it;
    ``limits`` what it brings on each limit that binds. ``wider`` is None where no limit but the total binds,
    ``unspent`` where all is spent.
    """

    step: float
    returns: Sequence[MarginalReturn]
    limits: Sequence[LimitWorth]
    wider: Wider | None
    unspent: Unspent | None
    beyond: Sequence[Beyond]


def little_of(budget: float) -> float:
    """A little of a monthly budget: 1 to 2 % of it, as 1, 2 or 5 times a power of ten; the "next $100" of 5,000."""
    if budget <= 0.0:
        return USUAL
    share = budget * SHARE_OF_A_TOTAL * (1.0 + 1e-9)
    power = 10.0 ** math.floor(math.log10(share))
    return next(size * power for size in NICE if size * power <= share)


def reasons_of(found: Allocation) -> Reasons:
    """The reasons for an answer."""
    step = max(little_of(found.budget), found.before.coin)
    searched, fresh = found.problem.halves
    limits = _Limits(found, step, searched, fresh)
    return Reasons(
        step=step,
        returns=_returns(found, fresh, step),
        limits=[*limits.worths()],
        wider=_wider(found, fresh),
        unspent=_unspent(limits),
        beyond=[*_beyond(found, fresh)],
    )


def _returns(found: Allocation, fresh: Worlds, step: float) -> list[MarginalReturn]:
    funnel = run(found.scenario, fresh.chunks, found.scenario.plan(found.plan))
    simulation = Simulation(
        scenario=found.scenario,
        chunks=tuple(fresh.chunks),
        plan=found.plan,
        draws=fresh.draws,
        seed=found.seed,
        funnel=funnel,
    )
    return marginal_returns(simulation, step=step)


@dataclass(frozen=True)
class _Limits:
    """The limits that an answer lies at, each moved by a step [money per month]."""

    found: Allocation
    step: float
    searched: Worlds
    fresh: Worlds

    def worths(self) -> Iterator[LimitWorth]:
        """Worth of a little more on each limit."""
        for path, moves in self._opened.items():
            yield self._worth(path, moves)

    @property
    def hold_money(self) -> bool:
        """Whether one of them keeps money that is left from where it would bring more."""
        idle = (
            self._worth(path, [move for move in moves if move.source is None])
            for path, moves in self._opened.items()
            if path != "total"
        )
        return any(each.value is not None and each.value > 0.0 for each in idle)

    @property
    def leave_something_to_buy(self) -> bool:
        """Whether money that is left could be spent somewhere, if it brought more there."""
        return any(
            move.source is None and self._is_kept(move, self.found.limits, self.found.budget) for move in self._moves()
        )

    @cached_property
    def _opened(self) -> "Mapping[str, Sequence[_Move]]":
        """The moves that each limit allows once it is moved itself, the best first."""
        paths = [path for path in self.found.binding if not path.endswith(".spendable")]
        moves = [*self._moves()] if paths else []
        allowed = {path: [place for place, move in enumerate(moves) if self._is_opened(path, move)] for path in paths}
        needed = sorted({place for places in allowed.values() for place in places})
        scores = dict(zip(needed, self._scores([moves[place].spend for place in needed]), strict=True))
        return {
            path: [moves[place] for place in sorted(places, key=lambda place: -scores[place])]
            for path, places in allowed.items()
        }

    def _worth(self, path: str, moves: "Sequence[_Move]") -> LimitWorth:
        """What the first of some moves is worth in worlds that had no part in choosing it."""
        if not moves:
            return LimitWorth(path=path)
        move = moves[0]
        before, after = Outcomes(self.fresh, metric_of(self.found.objective)).of([self.found.spend, move.spend])
        objective = self.found.objective
        return LimitWorth(
            path=path,
            source=move.source,
            target=move.target,
            value=objective.score(after) - objective.score(before),
            change=summarise((after - before)[np.newaxis])[0],
        )

    def _scores(self, spends: Sequence[Spend]) -> list[float]:
        if not spends:
            return []
        outcomes = Outcomes(self._choosing, metric_of(self.found.objective)).of(spends)
        return [self.found.objective.score(each) for each in outcomes]

    @property
    def _choosing(self) -> Worlds:
        is_quick = self.searched.scenario.room_by_month is None
        return self.searched if is_quick else self.searched.some(DRAWS_OF_MOVES)

    def _moves(self) -> "Iterator[_Move]":
        """All moves of a step: into a channel that is paid for, out of one, and from one to another."""
        names = [channel.name for channel in self.found.before.channels if channel.is_paid]
        for source in [None, *names]:
            for target in [None, *names]:
                if source != target and (source is None or self.found.spend[source] >= self.step - CENT):
                    yield _Move.of(self.found.spend, source, target, self.step)

    @cached_property
    def _can_buy(self) -> Mapping[str, bool]:
        """Whether a step more can be bought in each channel and was ever tried: the grid knows whole steps alone."""
        return {
            name: can_have(self.searched, row, amount + self.step)
            for row, (name, amount) in enumerate(self.found.spend.items())
        }

    def _is_opened(self, path: str, move: "_Move") -> bool:
        """Whether a move is allowed once a limit is moved, and was not before."""
        budget = self.found.budget + (self.step if path == "total" else 0.0)
        return self._is_kept(move, _relaxed(self.found, path, self.step), budget) and not self._is_kept(
            move, self.found.limits, self.found.budget
        )

    def _is_kept(self, move: "_Move", limits: Limits, budget: float) -> bool:
        found, target = self.found, move.target
        can_buy = target is None or self._can_buy[target]
        # What there is no use for under an exact total is no reason to take more out.
        less = found.or_less or sum(found.spend.values()) < budget - CENT
        is_all = sum(move.spend.values()) >= sum(found.spend.values()) - CENT
        return can_buy and (found.or_less or is_all) and are_kept(limits, move.spend, found.now, budget, or_less=less)


@dataclass(frozen=True)
class _Move:
    """Amounts once a little money is moved [money per month]."""

    spend: Spend
    source: str | None
    target: str | None

    @classmethod
    def of(cls, spend: Spend, source: str | None, target: str | None, step: float) -> "_Move":
        """The amounts with a step less in one channel and more in another, where they are named."""
        by = {source: -step, target: step}
        moved = {name: round(max(0.0, amount + by.get(name, 0.0)), DECIMALS) for name, amount in spend.items()}
        return cls(moved, source, target)


def _relaxed(found: Allocation, path: str, step: float) -> Limits:
    """The limits with one of them moved by a step [money per month]."""
    place, _, rest = path.partition(".")
    if place == "channels":
        name, _, _ = rest.rpartition(".")
        own = _wider_channel(found.limits.of(name), found.now[name], step)
        others = [each for each in found.limits.channels if each.channel != name]
        return replace(found.limits, channels=(*others, own))
    groups = found.limits.groups
    if place == "groups":
        groups = tuple(
            replace(
                each,
                at_least=None if each.at_least is None else max(0.0, each.at_least - step),
                at_most=None if each.at_most is None else each.at_most + step,
                share_at_most=None if each.share_at_most is None else _wider_share(each.share_at_most, found, step),
            )
            if each.name == rest
            else each
            for each in groups
        )
    return replace(found.limits, groups=groups)


def _wider_share(share: float, found: Allocation, step: float) -> float:
    """A share of the total that is a step more of it; of a total of nothing it does not matter which."""
    return min(1.0, share + step / found.budget) if found.budget > 0.0 else 1.0


def _wider_channel(own: ChannelLimits, now: float, step: float) -> ChannelLimits:
    if own.locked:
        return ChannelLimits(channel=own.channel, at_least=max(0.0, now - step), at_most=now + step)
    wider = replace(
        own,
        at_least=None if own.at_least is None else max(0.0, own.at_least - step),
        at_most=None if own.at_most is None else own.at_most + step,
    )
    if own.changes_at_most is None:
        return wider
    if now == 0.0:
        return replace(wider, changes_at_most=None, at_most=min(step, wider.most))
    return replace(wider, changes_at_most=own.changes_at_most + step / now)


def _wider(found: Allocation, fresh: Worlds) -> Wider | None:
    if not any(path.startswith(("channels.", "groups.")) and not path.endswith(".spendable") for path in found.binding):
        return None
    free = solved(replace(found.problem, limits=Limits(step=found.step)))
    before, after = Outcomes(fresh, metric_of(found.objective)).of([found.spend, free.spend])
    return Wider(spend=free.spend, value=free.fresh - found.fresh, change=summarise((after - before)[np.newaxis])[0])


def _unspent(limits: _Limits) -> Unspent | None:
    found = limits.found
    if found.unspent < CENT:
        return None
    if found.unspent < found.step - CENT:
        return Unspent.STEP
    paths = {path for path in found.binding if path.startswith(("channels.", "groups."))}
    spendable = {path for path in paths if path.endswith(".spendable")}
    if not found.or_less:
        return Unspent.LIMITS if paths - spendable else Unspent.NOTHING_TO_BUY
    if limits.hold_money:
        return Unspent.LIMITS
    if not spendable:
        return Unspent.DOES_NOT_PAY
    return Unspent.NOTHING_THAT_PAYS if limits.leave_something_to_buy else Unspent.NOTHING_TO_BUY


def _beyond(found: Allocation, fresh: Worlds) -> Iterator[Beyond]:
    spendings = decisions_of(found.scenario, found.scenario.plan(found.plan)).spendings
    rows = zip(found.before.channels, fresh.chunks[0].channels, spendings, found.spend.items(), strict=True)
    for channel, drawn, spending, (name, amount) in rows:
        known = known_spend(channel)
        if known and not is_tested(channel, drawn, spending):
            yield Beyond(channel=name, amount=amount, known=known, furthest=FURTHEST * known)
