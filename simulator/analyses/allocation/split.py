"""The best split of a number of steps, where each part is worth what a table says: proven, by dynamic programming.

Parts add up to the total, and groups of parts keep to limits of their own. As long as no two groups overlap without one
lying within the other, the best split of each group for each of its totals follows from those of its members: the
best split of two is the (max, +) convolution of both. Source: Bellman & Dreyfus (1962), "Applied Dynamic Programming",
chapter I. Groups that overlap otherwise are a mixed-integer programme: a binary number for each amount of each part.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from simulator.units import FloatArray, IntArray

ROUNDING = 1e-9


@dataclass(frozen=True)
class Group:
    """Parts, by their places, that have at least and at most so many steps together."""

    members: frozenset[int]
    least: int
    most: int


@dataclass(frozen=True)
class Frontier:
    """The best split of every total up to the largest.

    ``values`` (total,) are the worths, -inf where no split keeps to the limits; ``splits`` (total, part) the steps.
    """

    values: FloatArray
    splits: IntArray

    def best(self, total: int, *, or_less: bool) -> int:
        """The total of the best split; the largest that can be had where ``total`` itself cannot; -1 without any."""
        within = self.values[: total + 1]
        if np.isneginf(within).all():
            return -1
        # The smallest of equals, so that nothing is spent for nothing.
        return int(np.argmax(within)) if or_less else int(np.flatnonzero(np.isfinite(within))[-1])


def frontier(tables: Sequence[FloatArray], groups: Sequence[Group], most: int) -> Frontier:
    """The best splits of totals from 0 to ``most``, where groups lie within each other or apart.

    ``tables`` have what each part is worth with 0, 1, ... steps, -inf where it may not have so many.
    """
    whole = _Node.whole(tables, groups, most)
    splits = np.zeros((most + 1, len(tables)), dtype=np.intp)
    for total in np.flatnonzero(np.isfinite(whole.values)).tolist():
        whole.assign(total, splits[total])
    return Frontier(whole.values, splits)


def are_nested(groups: Sequence[Group]) -> bool:
    """Whether of any two groups one lies within the other, or they have no member in common."""
    sets = [group.members for group in groups]
    return all(one <= other or other <= one or not one & other for one in sets for other in sets)


class _Node:
    """A part, or a group of nodes: its best worth for every total, and how that is split."""

    def __init__(self, values: FloatArray, part: int = -1, merges: "Sequence[tuple[_Node, IntArray]]" = ()) -> None:
        self.values, self._part, self._merges = values, part, merges

    @classmethod
    def whole(cls, tables: Sequence[FloatArray], groups: Sequence[Group], most: int) -> "_Node":
        """The node of all parts."""
        nodes = {frozenset([part]): cls(_fitted(table, most), part) for part, table in enumerate(tables)}
        everyone = Group(frozenset(range(len(tables))), 0, most)
        for group in [*sorted(groups, key=lambda each: len(each.members)), everyone]:
            within = [members for members in nodes if members <= group.members]
            node = cls._merged([nodes.pop(members) for members in within], most)
            nodes[group.members] = cls(_kept(node.values, group), node._part, node._merges)
        return nodes[everyone.members]

    @classmethod
    def _merged(cls, nodes: "Sequence[_Node]", most: int) -> "_Node":
        if len(nodes) == 1:
            return nodes[0]
        nothing = np.full(most + 1, -np.inf)
        nothing[0] = 0.0
        values, merges = nothing, list[tuple[_Node, IntArray]]()
        for node in nodes:
            values, taken = _convolved(values, node.values)
            merges.append((node, taken))
        return cls(values, merges=merges)

    def assign(self, total: int, split: IntArray) -> None:
        """Write the best split of a total."""
        if self._part >= 0:
            split[self._part] = total
        for node, taken in reversed(self._merges):
            own = int(taken[total])
            node.assign(own, split)
            total -= own


def _fitted(table: FloatArray, most: int) -> FloatArray:
    fitted = np.full(most + 1, -np.inf)
    fitted[: min(len(table), most + 1)] = table[: most + 1]
    return fitted


def _kept(values: FloatArray, group: Group) -> FloatArray:
    totals = np.arange(len(values))
    return np.where((totals >= group.least) & (totals <= group.most), values, -np.inf)


def _convolved(one: FloatArray, other: FloatArray) -> tuple[FloatArray, IntArray]:
    """The best of both together for each total, and how much of it the other one has."""
    best, taken = np.full(len(one), -np.inf), np.zeros(len(one), dtype=np.intp)
    for steps in np.flatnonzero(np.isfinite(other)).tolist():
        found = one[: len(one) - steps] + other[steps]
        better = found > best[steps:]
        best[steps:][better], taken[steps:][better] = found[better], steps
    return best, taken


@dataclass(frozen=True)
class Programme:
    """The same problem as a mixed-integer programme; ``amounts`` are the steps that each part may have.

    The total is ``most``, or at most that where it ``may_be_less``.
    """

    amounts: Sequence[IntArray]
    groups: Sequence[Group]
    most: int
    may_be_less: bool

    def best(self, values: Sequence[FloatArray], seconds: float) -> tuple[IntArray, float] | None:
        """The best split where each part is worth what ``values`` say of its amounts, and a bound; None without any."""
        return self.best_of_least([values], seconds)

    def best_of_least(self, rows: Sequence[Sequence[FloatArray]], seconds: float) -> tuple[IntArray, float] | None:
        """The split whose smallest of several worths is largest, and a bound of that; within so many seconds."""
        # It takes longer to load than most answers take: only who needs it waits for it.
        from scipy.optimize import Bounds, LinearConstraint, milp

        count = sum(map(len, self.amounts))
        worths = np.stack([np.concatenate([*row, [-1.0]]) for row in rows])
        matrix = np.vstack([self._one_each(), self._together(), worths])
        least, most = self._bounds()
        constraints = LinearConstraint(
            matrix, [*np.ones(len(self.amounts)), *least, *np.zeros(len(rows))],
            [*np.ones(len(self.amounts)), *most, *np.full(len(rows), np.inf)],
        )  # fmt: skip
        cost = np.concatenate([np.zeros(count), [-1.0]])
        whole = np.concatenate([np.ones(count), [0.0]])
        bounds = Bounds(np.concatenate([np.zeros(count), [-np.inf]]), np.concatenate([np.ones(count), [np.inf]]))
        done = milp(
            cost,
            integrality=whole,
            bounds=bounds,
            constraints=constraints,
            options={"time_limit": seconds, "mip_rel_gap": 1e-6},
        )
        if done.x is None:
            return None
        bound = -float(done.mip_dual_bound if done.mip_dual_bound is not None else -math.inf)
        return self._split(done.x[:-1]), bound

    def _split(self, chosen: FloatArray) -> IntArray:
        ends = np.cumsum([len(each) for each in self.amounts])[:-1]
        parts = np.split(chosen, ends)
        return np.array([int(own[np.argmax(part)]) for own, part in zip(self.amounts, parts, strict=True)])

    def _one_each(self) -> FloatArray:
        parts = np.arange(len(self.amounts))
        owner = np.repeat(parts, [len(each) for each in self.amounts])
        return np.column_stack([owner == parts[:, np.newaxis], np.zeros(len(parts))])

    def _together(self) -> FloatArray:
        """The steps of all parts, and of each group's."""
        steps = np.concatenate([each.astype(float) for each in self.amounts])
        owner = np.repeat(np.arange(len(self.amounts)), [len(each) for each in self.amounts])
        rows = [steps, *(np.where(np.isin(owner, list(group.members)), steps, 0.0) for group in self.groups)]
        return np.column_stack([np.stack(rows), np.zeros(len(rows))])

    def _bounds(self) -> tuple[list[float], list[float]]:
        least = [0 if self.may_be_less else self.most, *(group.least for group in self.groups)]
        return [float(each) for each in least], [float(self.most), *(float(group.most) for group in self.groups)]


def worth(tables: Sequence[FloatArray], split: IntArray) -> float:
    """Worth of a split."""
    return float(sum(table[steps] for table, steps in zip(tables, split.tolist(), strict=True)))


def best_in_every_world(tables: Sequence[FloatArray], most: int, *, or_less: bool) -> FloatArray:
    """The most that any split, with limits of groups or without, is worth in each world; ``tables`` (step, draw).

    No split does better in any of them, however it is chosen.
    """
    start = np.full((most + 1, tables[0].shape[1]), -np.inf)
    start[0] = 0.0
    whole = reduce(best_of_both, tables, start)
    return np.asarray(whole.max(axis=0) if or_less else whole[most])


def best_of_both(one: FloatArray, other: FloatArray) -> FloatArray:
    """The most of both together in each world, for each total that ``one`` knows; (step, draw) each."""
    best = np.full(one.shape, -np.inf)
    for steps in range(min(len(other), len(one))):
        if np.isfinite(other[steps]).any():
            np.maximum(best[steps:], one[: len(one) - steps] + other[steps], out=best[steps:])
    return best
