"""The right total: what the best split of every monthly total brings, and from where more money no longer pays.

Without a capacity one dynamic programme has the best split of every total. Where the limit of a group is a share of the
total, or groups overlap, each total that is shown is divided by itself. Where channels meet at a capacity the splits
that would be best if customers brought less are tried as whole plans: near the best, not proven.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from simulator.analyses.allocation.best import check_budget
from simulator.analyses.allocation.best_mean import EXACT, MOST_ROUNDS, NO_SPLIT, SECONDS
from simulator.analyses.allocation.exchange import Scores
from simulator.analyses.allocation.grid import Grid, grid_of, groups_of, step_for
from simulator.analyses.allocation.means import Means, Mixed
from simulator.analyses.allocation.objectives import Objective, metric_of
from simulator.analyses.allocation.outcomes import Outcomes, Spend
from simulator.analyses.allocation.reasons import little_of
from simulator.analyses.allocation.search import THRIFTIER, Search
from simulator.analyses.allocation.split import Programme, are_nested, frontier, worth
from simulator.analyses.allocation.tables import Worlds, halves_of
from simulator.analyses.summary import Summary, summarise
from simulator.analyses.verdict import what_matters
from simulator.edits.spend import slider_spend
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED
from simulator.errors import LimitsError, SettingsError
from simulator.metrics.kpis import METRICS, Metric
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import Limits
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray, IntArray

TIMES_THE_LARGEST = 2.0
"""Totals are looked at up to so many times that of the largest plan."""

SHOWN, SHOWN_ALONE = 41, 21
"""So many totals are shown; fewer where each is divided by itself."""


@dataclass(frozen=True, kw_only=True)
class TotalPoint:
    """A monthly total, how it is best divided, and what that brings.

    ``profit`` and ``more`` are those of worlds that had no part in dividing it: ``more`` is what the next money a month
    brings beyond itself over the horizon, ``next_return`` the same as a part of what it costs on average. Both are None
    where there is no more to spend.
    """

    total: float
    spend: Mapping[str, float]
    profit: Summary
    more: Summary | None = None
    next_return: float | None = None


@dataclass(frozen=True, kw_only=True)
class RightTotal:
    """The best split of every total [money per month]; ``points`` ascend.

    ``next_money`` is a little more [money per month]. From ``pays_until`` on no total is left from which that brings
    back as much as it costs; None where it still does at the end. ``alike`` are the smallest and the largest total that
    bring as much as the most profitable one, by what matters. ``present`` is the plan as it is. ``is_all_to_buy`` says
    that there is no more to spend than the last total, within what was tried and the limits. ``is_proven`` says whether
    no split of these steps brings more on average than those shown, in the worlds in which they were divided.
    """

    plan: str
    step: float
    next_money: float
    points: Sequence[TotalPoint]
    most_profitable: TotalPoint
    pays_until: float | None
    alike: tuple[float, float]
    present: TotalPoint
    is_all_to_buy: bool
    is_proven: bool


def right_total(
    scenario: Scenario[Belief],
    *,
    plan: str,
    limits: Limits = Limits(),  # noqa: B008 - it is frozen
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> RightTotal:
    """The best splits of all totals up to twice that of the largest plan, each in the months of one plan.

    Raises LimitsError where no split keeps to the limits, UnknownNameError where there is no such plan, SettingsError
    where no plan spends anything.
    """
    largest = max(sum(slider_spend(scenario, each).values()) for each in scenario.plans)
    if largest <= 0.0:
        raise SettingsError("no plan spends anything, so that it is open up to which total to look")
    most = TIMES_THE_LARGEST * largest
    step = step_for(largest, scenario.coin) if limits.step is None else limits.step
    stated = replace(limits.in_month(1, scenario.start), step=step)
    check_budget(scenario, most, stated)
    searched, fresh = halves_of(scenario, plan, draws=draws, seed=seed)
    steps = max(1, round(little_of(largest) / step))
    return _Totals(searched, fresh, stated, most, steps).found()


@dataclass(frozen=True)
class _Totals:
    """The totals of a plan, up to the most, divided in some worlds and scored in others."""

    searched: Worlds
    fresh: Worlds
    limits: Limits
    most: float
    steps_of_little: int

    def found(self) -> RightTotal:
        """The right total, and what it is seen by."""
        if not self._divisions:
            raise LimitsError(NO_SPLIT)
        splits = [split for split, _ in self._divisions]
        values = np.array([value for _, value in self._divisions])
        totals = np.array([self.grid.spend(split).sum() for split in splits])
        best = int(np.argmax(values))
        shown = sorted({*self._shown(len(splits)), best})
        points = dict(zip(shown, self._points(splits, totals, shown), strict=True))
        alike = np.flatnonzero(values >= values[best] - self._matters)
        return RightTotal(
            plan=self.searched.plan,
            step=self.grid.step,
            next_money=self._little,
            points=[*points.values()],
            most_profitable=points[best],
            pays_until=self._pays_until(totals, values),
            alike=(float(totals[alike[0]]), float(totals[alike[-1]])),
            present=self._present,
            is_all_to_buy=float(totals[-1]) < self.most - self.grid.step / 2.0,
            is_proven=self.searched.scenario.room_by_month is None,
        )

    @cached_property
    def grid(self) -> Grid:
        """The amounts that may be chosen."""
        return grid_of(self.searched, self.most, self.limits, or_less=True)

    @cached_property
    def _search(self) -> Search:
        return Search(self.searched, self._profit, Objective())

    @cached_property
    def _profit(self) -> Metric:
        return metric_of(Objective())

    @cached_property
    def _outcomes(self) -> Outcomes:
        return Outcomes(self.fresh, self._profit)

    @cached_property
    def _steps(self) -> IntArray:
        """The totals that are divided, in steps; ascending."""
        if self._is_one_programme:
            return np.arange(self.grid.total + 1)
        shown = np.linspace(0, self.grid.total, SHOWN_ALONE).round().astype(int)
        return np.unique([*shown, *np.minimum(shown + self.steps_of_little, self.grid.total)])

    @property
    def _is_one_programme(self) -> bool:
        by_share = any(group.share_at_most is not None for group in self.limits.groups)
        return are_nested(self.grid.groups) and not by_share and self.searched.scenario.room_by_month is None

    @property
    def _little(self) -> float:
        """A little more, in whole steps [money per month]."""
        return self.steps_of_little * self.grid.step

    @cached_property
    def _divisions(self) -> list[tuple[IntArray, float]]:
        """The best split of each total that keeps to the limits, and what it brings on average, but for a constant."""
        if self.searched.scenario.room_by_month is not None:
            return self._together()
        values = [each.values() for each in self._means]
        return [(split, worth(values, split)) for split in self._by_mean(self._means).values()]

    @cached_property
    def _means(self) -> list[Means]:
        means = self._search.means(self.grid, self._search.even)
        for _ in range(MOST_ROUNDS):
            best = max(abs(float(np.max(own.values()))) for own in means)
            if sum(each.off for each in means) <= EXACT * best:
                break
            max(means, key=lambda each: each.off).refine()
        return means

    def _by_mean(self, means: Sequence[Means | Mixed]) -> dict[int, IntArray]:
        """The best split by average of each total, by steps, where there is one."""
        values = [each.values() for each in means]
        if self._is_one_programme:
            whole = frontier(values, self.grid.groups, self.grid.total)
            return {total: whole.splits[total] for total in np.flatnonzero(np.isfinite(whole.values)).tolist()}
        found = ((total, self._divided(values, total)) for total in self._steps.tolist())
        return {total: split for total, split in found if split is not None}

    def _divided(self, values: Sequence[FloatArray], total: int) -> IntArray | None:
        """The best split of one total."""
        groups = groups_of(self.grid, self.searched, self.limits, total)
        if are_nested(groups):
            whole = frontier(values, groups, total)
            return whole.splits[total] if np.isfinite(whole.values[total]) else None
        choices = [np.flatnonzero(np.isfinite(own)) for own in values]
        programme = Programme(choices, groups, total, may_be_less=False)
        done = programme.best([own[steps] for own, steps in zip(values, choices, strict=True)], SECONDS)
        return None if done is None else done[0]

    def _together(self) -> list[tuple[IntArray, float]]:
        """Where channels meet at a capacity: of the splits that are best if customers brought less, the best."""
        costs = [
            Means(table, self.grid.choices(row), self._search.even)
            for row, table in enumerate(self._search.cost_tables(self.grid))
        ]
        pairs = [*zip(self._means, costs, strict=True)]
        tried = [
            self._by_mean([Mixed(profit, share, cost, share - 1.0) for profit, cost in pairs])
            for share in (1.0, *THRIFTIER)
        ]
        return [self._best_of([splits[total] for splits in tried]) for total in tried[0]]

    def _best_of(self, splits: Sequence[IntArray]) -> tuple[IntArray, float]:
        scores = self._scores(splits)
        return splits[int(np.argmax(scores))], float(np.max(scores))

    @cached_property
    def _scores(self) -> Scores:
        return replace(self._search, worlds=self._search.few_worlds).scores_together(self.grid)

    def _shown(self, count: int) -> list[int]:
        """The places of the totals that are shown."""
        return [*map(int, np.unique(np.linspace(0, count - 1, SHOWN).round()))]

    def _points(self, splits: Sequence[IntArray], totals: FloatArray, shown: Sequence[int]) -> Iterator[TotalPoint]:
        """The totals at these places."""
        after = np.searchsorted(totals, totals + self._little - self.grid.step / 2.0)
        places = [*dict.fromkeys([*shown, *(place for place in after[shown].tolist() if place < len(splits))])]
        spends = {place: self._spend(splits[place]) for place in places}
        profits, costs = (
            dict(zip(places, outcomes.of([*spends.values()]), strict=True)) for outcomes in (self._outcomes, self._cost)
        )
        for place, then in zip(shown, after[shown].tolist(), strict=True):
            point = _scored(spends[place], profits[place])
            if then < len(splits):
                more = profits[then] - profits[place]
                paid = float((costs[then] - costs[place]).mean())
                following = float(more.mean()) / paid if paid > 0.0 else None
                point = replace(point, more=summarise(more[np.newaxis])[0], next_return=following)
            yield point

    @cached_property
    def _cost(self) -> Outcomes:
        cost = METRICS["marketing_cost"]
        assert isinstance(cost, Metric)
        return Outcomes(self.fresh, cost)

    def _spend(self, split: IntArray) -> dict[str, float]:
        return dict(zip(self.searched.scenario.channel_names, self.grid.spend(split).tolist(), strict=True))

    @cached_property
    def _present(self) -> TotalPoint:
        spend = slider_spend(self.searched.scenario, self.searched.shapes)
        return _scored(spend, self._outcomes.of([spend])[0])

    @property
    def _matters(self) -> float:
        cost = float(self._cost.of([self._present.spend]).mean())
        return what_matters(self._profit, self._present.profit, cost)

    def _pays_until(self, totals: FloatArray, values: FloatArray) -> float | None:
        """The total after which no next money brings back what it costs; None if it does to the end."""
        after = np.searchsorted(totals, totals + self._little - self.grid.step / 2.0)
        there = np.flatnonzero(after < len(totals))
        pays = values[after[there]] > values[there]
        if not len(there) or pays[-1]:
            return None
        last = np.flatnonzero(pays)
        first = float(totals[there[last[-1] + 1 if len(last) else 0]])
        # A part of the next money may still pay.
        return max(first, float(totals[np.argmax(values)]))


def _scored(spend: Spend, profit: FloatArray) -> TotalPoint:
    return TotalPoint(total=round(sum(spend.values()), 6), spend=spend, profit=summarise(profit[np.newaxis])[0])
