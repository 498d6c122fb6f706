"""The amounts that may be chosen: steps of money for each channel, as its limits and those of its groups allow."""

import math
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

import numpy as np

from simulator.analyses.allocation.kept import range_of
from simulator.analyses.allocation.split import Group
from simulator.analyses.allocation.tables import SELDOM, SURE, Worlds, most_spendable
from simulator.analyses.tested_range import is_tested, known_spend
from simulator.engine.decisions import decisions_of
from simulator.errors import LimitsError
from simulator.scenario.limits import GroupLimits, Limits
from simulator.units import BoolArray, FloatArray, IntArray

STEPS_OF_A_TOTAL = 100
"""Into about so many steps a total is divided, unless a step is stated."""

NICE = (5.0, 2.0, 1.0)
ROUNDING = 1e-9
DECIMALS = 6


@dataclass(frozen=True)
class Grid:
    """The amounts of each channel by step [money per month], ``allowed`` or not, and the ``total`` number of steps.

    ``rest`` is what ``total`` steps and the ``fixed`` amounts of locked channels leave of the budget [money per month];
    ``odd`` is the channel that has it, on top of its steps, -1 where it is left. ``caps`` (channel,) are the most steps
    that may be bought or were ever tried, whatever the limits say.
    """

    step: float
    amounts: Sequence[FloatArray]
    allowed: Sequence[BoolArray]
    caps: IntArray
    groups: Sequence[Group]
    total: int
    or_less: bool
    rest: float
    odd: int = -1

    def spend(self, split: IntArray) -> FloatArray:
        """The amount of each channel [money per month]; (channel,)."""
        return np.array([own[steps] for own, steps in zip(self.amounts, split.tolist(), strict=True)])

    def choices(self, row: int) -> IntArray:
        """The steps that a channel may have."""
        within = np.arange(len(self.amounts[row])) <= self.caps[row]
        return np.flatnonzero(self.allowed[row] & within)

    def most_to_buy(self, row: int) -> float:
        """The most that a channel can spend, or was ever tried [money per month]; infinite beyond what is divided."""
        cap = int(self.caps[row])
        return float(self.amounts[row][cap]) if cap < len(self.amounts[row]) - 1 else math.inf

    def keeps(self, split: IntArray) -> bool:
        """Whether a split keeps to every limit; what may be bought or tried is one."""
        each = all(
            0 <= steps < len(own) and own[steps] and steps <= cap
            for own, steps, cap in zip(self.allowed, split.tolist(), self.caps.tolist(), strict=True)
        )
        together = all(group.least <= split[list(group.members)].sum() <= group.most for group in self.groups)
        return each and together and int(split.sum()) <= self.total


def step_for(budget: float, coin: float) -> float:
    """A step for a total: about a hundredth of it, as 1, 2 or 5 times a power of ten [money per month]."""
    if budget <= 0.0:
        return max(1.0, coin)
    share = budget / STEPS_OF_A_TOTAL * (1.0 + ROUNDING)
    power = 10.0 ** math.floor(math.log10(share))
    return max(coin, next(size * power for size in NICE if size * power <= share))


def grid_of(worlds: Worlds, budget: float, limits: Limits, *, or_less: bool) -> Grid:
    """The grid of a budget [money per month]; raises LimitsError where no split keeps to the limits."""
    grid = _without_caps(worlds, budget, limits, or_less=or_less)
    _check(grid, worlds, budget, limits)
    is_fixed = [_is_fixed(each) for each in _all_bounds(worlds, budget, limits)]
    rows = zip(grid.amounts, grid.allowed, strict=True)
    caps = [0 if is_fixed[row] else _cap(worlds, row, own, allowed) for row, (own, allowed) in enumerate(rows)]
    return _with_caps(grid, np.array(caps))


def _without_caps(worlds: Worlds, budget: float, limits: Limits, *, or_less: bool) -> Grid:
    """The grid as if everything could be bought; raises LimitsError where locked amounts are more than the budget."""
    step = limits.step or step_for(budget, worlds.scenario.coin)
    bounds = _all_bounds(worlds, budget, limits)
    fixed = _fixed(bounds)
    total, rest = _divided(budget - fixed.sum(), step)
    amounts = [_amounts(step, total, each) for each in bounds]
    allowed = [_allowed(own, *each) for own, each in zip(amounts, bounds, strict=True)]
    groups = [_group(each, worlds, budget, fixed, step, total) for each in limits.groups]
    return Grid(step, amounts, allowed, np.array([len(own) - 1 for own in amounts]), groups, total, or_less, rest)


def _with_caps(grid: Grid, caps: IntArray) -> Grid:
    """The grid with caps; groups that have to have more than that have it, whatever there is to buy."""
    capped = replace(grid, caps=caps, or_less=True)
    for group, (_, under) in zip(grid.groups, _misses(capped)[1:], strict=True):
        if under > ROUNDING * grid.total:
            members = np.isin(np.arange(len(caps)), list(group.members))
            caps = np.where(members, grid.caps, caps)
    return replace(grid, caps=caps)


def with_odd(grid: Grid, row: int, worlds: Worlds, budget: float, limits: Limits) -> Grid:
    """The grid where a channel has the rest of the budget on top of its steps, as far as limits allow that."""
    bounds = _all_bounds(worlds, budget, limits)
    more = np.where(np.arange(len(bounds)) == row, grid.rest, 0.0)
    amounts = [np.round(own + extra, DECIMALS) for own, extra in zip(grid.amounts, more, strict=True)]
    allowed = [_allowed(own, *each) for own, each in zip(amounts, bounds, strict=True)]
    taken = _fixed(bounds) + more
    groups = [_group(each, worlds, budget, taken, grid.step, grid.total) for each in limits.groups]
    caps = grid.caps.copy()
    caps[row] = min(caps[row], _cap(worlds, row, amounts[row], allowed[row]))
    return replace(grid, amounts=amounts, allowed=allowed, groups=groups, caps=caps, odd=row)


def _divided(money: float, step: float) -> tuple[int, float]:
    if money < -ROUNDING * step:
        raise LimitsError(f"the amounts that are locked take {-money:,.2f} more than the whole budget")
    steps = int(money / step * (1.0 + ROUNDING) + ROUNDING)
    rest = round(money - steps * step, DECIMALS)
    return steps, max(rest, 0.0)


def _all_bounds(worlds: Worlds, budget: float, limits: Limits) -> list[tuple[float, float, bool]]:
    return [_bounds(worlds, limits, row, budget) for row in range(len(worlds.now))]


def _fixed(bounds: Sequence[tuple[float, float, bool]]) -> FloatArray:
    """The amounts of channels that have no choice, 0 for the others [money per month]; (channel,)."""
    return np.array([each[0] if _is_fixed(each) else 0.0 for each in bounds])


def _is_fixed(bounds: tuple[float, float, bool]) -> bool:
    """Whether a channel has no choice; one that may be left out has."""
    low, high, or_nothing = bounds
    return low == high and not (or_nothing and low > 0.0)


def _bounds(worlds: Worlds, limits: Limits, row: int, budget: float) -> tuple[float, float, bool]:
    """The least and the most of a channel [money per month], and whether nothing is allowed too."""
    now, own = float(worlds.now[row]), limits.of(worlds.scenario.channel_names[row])
    if not worlds.scenario.channels[row].is_paid:
        return 0.0, 0.0, False
    if own.locked:
        return now, now, False
    low, high = range_of(own, now)
    return low, max(min(high, budget), 0.0), own.or_nothing


def _amounts(step: float, total: int, bounds: tuple[float, float, bool]) -> FloatArray:
    low, high, _ = bounds
    if _is_fixed(bounds):
        return np.array([low])
    return np.round(step * np.arange(min(total, int(high / step + ROUNDING)) + 1), DECIMALS)


def _allowed(amounts: FloatArray, low: float, high: float, or_nothing: bool) -> BoolArray:
    within = (amounts >= low - ROUNDING * max(low, 1.0)) & (amounts <= high + ROUNDING * max(high, 1.0))
    return np.asarray(within | (or_nothing & (amounts == 0.0)))


def _group(stated: GroupLimits, worlds: Worlds, budget: float, taken: FloatArray, step: float, total: int) -> Group:
    """The limits of a group in steps, beside what its channels have ``taken`` anyway [money per month]; (channel,)."""
    members = frozenset(row for row, name in enumerate(worlds.scenario.channel_names) if name in stated.channels)
    rest = float(sum(taken[row] for row in members))
    least = max(0, math.ceil(((stated.at_least or 0.0) - rest) / step - ROUNDING))
    return Group(members, least, min(total, math.floor((stated.most(budget) - rest) / step + ROUNDING)))


def groups_of(grid: Grid, worlds: Worlds, limits: Limits, total: int) -> list[Group]:
    """The limits of groups where so many steps are divided: some are a share of the total."""
    fixed = np.array([own[0] if len(own) == 1 else 0.0 for own in grid.amounts])
    budget = total * grid.step + float(fixed.sum())
    return [_group(each, worlds, budget, fixed, grid.step, total) for each in limits.groups]


def _cap(worlds: Worlds, row: int, amounts: FloatArray, allowed: BoolArray) -> int:
    """The most steps that a channel can spend in nearly all worlds, within the range that was tried, or as now.

    Who has more than that now may keep it: what it can spend of it in the other worlds may still bring the most.
    """
    # What has to be spent is spent, whatever there is to buy.
    first, now = int(np.argmax(allowed)), int(np.searchsorted(amounts, worlds.now[row], side="right")) - 1
    most = max(first, most_spendable(worlds, row, amounts))
    if now > most:
        most = max(most, most_spendable(worlds, row, amounts[: now + 1], often=SELDOM))
    if known_spend(worlds.scenario.channels[row]):
        most = _most_tested(worlds, row, amounts, first, most)
    # Less than it has to have, where it may also be left out, is nothing.
    return int(np.flatnonzero(allowed[: most + 1])[-1])


def _most_tested(worlds: Worlds, row: int, amounts: FloatArray, first: int, most: int) -> int:
    """The most steps, of those up to ``most``, within the range that was tried; as now, or the ``first``, at least."""
    low, high = min(most, int(np.searchsorted(amounts, worlds.now[row], side="right")) - 1), most
    low = max(low, first)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if _is_tested(worlds, row, float(amounts[middle])) else (low, middle - 1)
    return low


def can_have(worlds: Worlds, row: int, amount: float) -> bool:
    """Whether a channel can spend an amount in nearly all worlds, and it was ever tried or is what it has now."""
    is_known = not known_spend(worlds.scenario.channels[row]) or amount <= worlds.now[row]
    is_tried = is_known or _is_tested(worlds, row, amount)
    often = SELDOM if amount <= worlds.now[row] else SURE
    return is_tried and most_spendable(worlds, row, np.array([0.0, amount]), often=often) == 1


def _is_tested(worlds: Worlds, row: int, amount: float) -> bool:
    scenario = worlds.with_amount(row, amount)
    spending = decisions_of(scenario, scenario.plan(worlds.plan)).spendings[row]
    return is_tested(scenario.channels[row], worlds.chunks[0].channels[row], spending)


def _check(grid: Grid, worlds: Worlds, budget: float, limits: Limits) -> None:
    """Raise LimitsError where limits cannot be met together: which, and by how much the nearest split misses them."""
    names = worlds.scenario.channel_names
    for row, (name, own) in enumerate(zip(names, grid.allowed, strict=True)):
        if own.any():
            continue
        least, _, _ = _bounds(worlds, limits, row, budget)
        if least > budget:
            raise LimitsError(
                f"{name} has to have at least {least:,.2f}, {least - budget:,.2f} more than the whole budget"
            )
        raise LimitsError(f"no amount in steps of {grid.step:,.2f} lies within the limits of {name}")
    misses = _misses(grid) * grid.step
    matters, texts = misses > ROUNDING * max(budget, 1.0), list[str]()
    for (over, under), (is_over, is_under), name in zip(
        misses, matters, ["the total", *(group.name for group in limits.groups)], strict=True
    ):
        if is_over:
            texts.append(f"{name}: {over:,.2f} a month more has to be spent than may be")
        if is_under:
            texts.append(f"{name}: {under:,.2f} a month less may be spent than has to be")
    if texts:
        named = [group.name for group, own in zip(limits.groups, matters[1:], strict=True) if own.any()]
        others = [name for name in _taking_part(grid, worlds, budget, limits, float(misses.sum())) if name not in named]
        if others:
            texts.append(f"limits that have a part in it: {', '.join(others)}")
        raise LimitsError("these limits cannot be met together: " + "; ".join(texts))


def _taking_part(grid: Grid, worlds: Worlds, budget: float, limits: Limits, missed: float) -> Iterator[str]:
    """The channels and groups without whose limits less would be missed [money per month]."""
    less = missed - min(missed, grid.step) / 2.0
    for channel in limits.channels:
        without = replace(limits, channels=tuple(each for each in limits.channels if each != channel))
        if _missed(worlds, budget, without, or_less=grid.or_less) < less:
            yield channel.channel
    for group in limits.groups:
        without = replace(limits, groups=tuple(each for each in limits.groups if each != group))
        if _missed(worlds, budget, without, or_less=grid.or_less) < less:
            yield group.name


def _missed(worlds: Worlds, budget: float, limits: Limits, *, or_less: bool) -> float:
    """By how much the nearest split misses limits [money per month]; infinite where a channel has no amount at all."""
    with suppress(LimitsError):
        grid = _without_caps(worlds, budget, limits, or_less=or_less)
        if all(own.any() for own in grid.allowed):
            return float(_misses(grid).sum() * grid.step)
    return math.inf


def _misses(grid: Grid) -> FloatArray:
    """By how many steps the nearest split goes over, and under, the limits of the total and of each group; (limit, 2).

    A linear programme: amounts between the steps, and nothing where more has to be, count as splits.
    """
    from scipy.optimize import linprog

    bounds = [
        (0 if own[0] else int(np.argmax(own)), min(cap, len(own) - 1 - int(np.argmax(own[::-1]))))
        for own, cap in zip(grid.allowed, grid.caps.tolist(), strict=True)
    ]
    everyone = Group(frozenset(range(len(bounds))), 0 if grid.or_less else grid.total, grid.total)
    limits = [everyone, *grid.groups]
    if _are_met_on_the_way(bounds, limits):
        return np.zeros((len(limits), 2))
    members = np.array([[float(row in limit.members) for row in range(len(bounds))] for limit in limits])
    missed, no_miss = -np.eye(len(limits)), np.zeros((len(limits), len(limits)))
    least, most = (np.array([getattr(limit, name) for limit in limits], float) for name in ("least", "most"))
    done = linprog(
        np.concatenate([np.zeros(len(bounds)), np.ones(2 * len(limits))]),
        A_ub=np.vstack([np.hstack([members, missed, no_miss]), np.hstack([-members, no_miss, missed])]),
        b_ub=np.concatenate([most, -least]),
        bounds=[*bounds, *([(0.0, None)] * (2 * len(limits)))],
    )
    assert done.x is not None, "with misses allowed there is a solution"
    return np.asarray(done.x[len(bounds) :].reshape(2, -1).T)


def _are_met_on_the_way(bounds: Sequence[tuple[int, int]], limits: Sequence[Group]) -> bool:
    """Whether a split on the straight way from the least of each channel to its most keeps to all limits.

    The first limit is the total's. Mostly one does, and then no programme need look for another.
    """
    lows, highs = np.array(bounds, float).T
    missing, room = limits[0].least - lows.sum(), (highs - lows).sum()
    if missing > room:
        return False
    split = lows if missing <= 0.0 else lows + missing / room * (highs - lows)
    # Steps are whole: the total is met exactly where it can be.
    together = [float(split[list(limit.members)].sum()) for limit in limits[1:]]
    groups = all(limit.least <= steps <= limit.most for limit, steps in zip(limits[1:], together, strict=True))
    return groups and max(lows.sum(), limits[0].least) <= limits[0].most
