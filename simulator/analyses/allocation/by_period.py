"""The best split by quarter, or by month: each period, counted from the plan's first month, has a split of its own.

The monthly budget and all limits hold in every month. A split by month begins, among others, with the one by quarter,
that with the one that is the same in all months; neither these nor the present plan are better, where they keep to the
limits in every month, and to the total that is to be spent. Splits are searched in a few worlds, then in more, and
compared in all of them. At the end neighbours are divided alike where that loses next to nothing (see ``stretches``),
so that few amounts change. There is a bound where no channel remembers former months (see ``period_bound``); else none,
and nothing proves that there is no better one.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from simulator.analyses.allocation.best import CHANCES_ALIKE, PROVEN, Allocation, gap_of, solved
from simulator.analyses.allocation.improving import ImprovedAllocation
from simulator.analyses.allocation.monthly_outcomes import MonthlyOutcomes
from simulator.analyses.allocation.objectives import Kind, metric_of
from simulator.analyses.allocation.period_bound import bound_of
from simulator.analyses.allocation.period_search import PeriodSearch
from simulator.analyses.allocation.periods import MONTH, QUARTER, Periods
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.analyses.allocation.stretches import changes_of, ever_fewer
from simulator.analyses.allocation.tables import DRAWS_TOGETHER
from simulator.analyses.next_move import Gain
from simulator.edits.plans import with_plan
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import NOTHING, BestSplit, Schedule
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray, IntArray

EXPLORED, MOST_EXPLORED = 256, 16
"""Worlds in which splits are looked for first, and the most periods for which they are."""

HARDLY = 1e-9

SELDOM = 5e-4
"""A plan that brings less by a smaller part than this is preferred if it changes less often."""

Progress = Callable[[float], None]
"""Is told the share of the work that is done."""


@dataclass(frozen=True, kw_only=True)
class AllocationByPeriod:
    """The best split by period that was found of a monthly budget, and what is known of it.

    ``periods`` are the months of each, ``length`` of them but for the last, counted from 1; ``spend`` is each channel's
    average amount by period [money per month]. ``value`` is the objective in the worlds of the search, ``fresh`` in
    others. ``whole`` is the best split that is the same in all months. ``gain`` is what periods bring beyond that,
    world by world, in the fresh worlds. No split by period is worth more than ``bound``, None where there is none.
    ``chosen`` are the improvements that were chosen for one split in all months, None where none were chosen among.
    """

    scenario: Scenario[Belief]
    plan: str
    length: int
    periods: Sequence[range]
    spend: Mapping[str, Sequence[float]]
    value: float
    fresh: float
    bound: float | None
    whole: Allocation
    gain: Gain
    chosen: ImprovedAllocation | None = None

    @property
    def is_worth_it(self) -> bool:
        """Whether periods are clearly better than the same split in all months."""
        kind = self.whole.objective.kind
        if kind is Kind.MEAN:
            return self.gain.is_clear
        return self.fresh - self.whole.fresh > (CHANCES_ALIKE if kind is Kind.CHANCE else self.gain.matters)

    @property
    def unspent(self) -> Sequence[float]:
        """Remainder of the budget in each period [money per month]."""
        totals = (sum(each) for each in zip(*self.spend.values(), strict=True))
        return [max(0.0, round(self.whole.budget - total, 2)) for total in totals]

    @property
    def recorded(self) -> BestSplit:
        """Nothing: what a plan says of where it came from is for one split in all months."""
        return BestSplit()

    @property
    def is_proven(self) -> bool:
        """Whether no split by period is better by what matters."""
        return self.bound is not None and gap_of(self.bound, self.value) <= PROVEN

    @property
    def spans(self) -> Sequence[tuple[int, int]]:
        """The first and the last month of each stretch in which no channel's amount changes, counted from 1."""
        spans: list[tuple[int, int]] = []
        before: list[float] = []
        for place, months in enumerate(self.periods):
            own = [amounts[place] for amounts in self.spend.values()]
            first = spans.pop()[0] if own == before else months[0]
            spans.append((first, months[-1]))
            before = own
        return spans

    @property
    def amounts_by_span(self) -> Mapping[str, Sequence[float]]:
        """Each channel's amount in each of the ``spans`` [money per month]."""
        places = [place for place, months in enumerate(self.periods) if months[0] in {first for first, _ in self.spans}]
        return {name: [amounts[place] for place in places] for name, amounts in self.spend.items()}


def best_by_period(
    problem: AllocationProblem, length: int = QUARTER, progress: Progress = lambda share: None
) -> AllocationByPeriod:
    """The best split of a monthly budget in each period of one or three months.

    Raises as ``best_allocation`` does.
    """
    whole = solved(problem)
    progress(0.2)
    return _Divided(problem, whole, length).found(progress)


@dataclass(frozen=True)
class _Divided:
    """A problem whose periods are divided, and the split that is the same in all months."""

    problem: AllocationProblem
    whole: Allocation
    length: int

    def found(self, progress: Progress) -> AllocationByPeriod:
        """The answer."""
        _, fresh = self.problem.halves
        judged, objective = self._judged, self.problem.objective
        best = self._best(progress)
        bound = min(bound_of(judged, best.split, best.value), objective.most(best.value))
        plan, value = self._seldom_changed(best, bound)
        after, before = MonthlyOutcomes(fresh, judged.outcomes.metric).of([plan, self._same])
        own = self.problem.scenario.plan(self.problem.plan)
        return AllocationByPeriod(
            scenario=with_plan(self.problem.scenario, replace(own, monthly_spend=self._stated(plan))),
            plan=self.problem.plan,
            length=self.length,
            periods=judged.periods.months,
            spend=judged.periods.averages(plan),
            value=value,
            fresh=objective.score(after),
            bound=max(bound, value) if math.isfinite(bound) else None,
            whole=self.whole,
            gain=Gain.of(np.atleast_1d(after - before), self.whole.gain.matters),
        )

    @cached_property
    def _judged(self) -> PeriodSearch:
        """The search in all worlds."""
        problem = self.problem
        worlds, _ = problem.halves
        # What there is to buy is seen in a few.
        few = worlds.some(DRAWS_TOGETHER)
        periods = Periods(few, problem.budget, problem.limits, problem.or_less, self.whole.spend, self.length)
        return PeriodSearch(periods, MonthlyOutcomes(worlds, metric_of(problem.objective)), problem.objective)

    @cached_property
    def _same(self) -> FloatArray:
        """The plan of the split that is the same in all months."""
        return self.whole.scenario.spend(self.problem.plan)

    def _best(self, progress: Progress = lambda share: None) -> "_Best":
        """The best split that was found, and the best plan: that of the split, or one that it falls behind."""
        judged, periods = self._judged, self._judged.periods
        if judged.is_separable:
            split = judged.separately(periods.nearest(self._same))
            return self._best_of(split, [self._same, periods.present])
        # A split by month begins with the one by quarter.
        coarser = [replace(self, length=QUARTER)._best().plan] if self.length == MONTH else []
        progress(0.5)
        starts = [*map(periods.nearest, [*coarser, self._same]), periods.least()]
        if len(periods) <= MOST_EXPLORED:
            known = judged.best_of(self._in(EXPLORED).explored(starts))
            progress(0.8)
            split = judged.best_of([known, self._in(DRAWS_TOGETHER).refined([known], sweeps=1)])
        else:
            # In few worlds many periods would be divided by chance, and the coarser split is good already.
            split = self._in(DRAWS_TOGETHER).refined(starts)
        return self._best_of(split, [self._same, periods.present, *coarser])

    def _in(self, draws: int) -> PeriodSearch:
        """The search in some of the worlds."""
        outcomes = self._judged.outcomes
        return replace(self._judged, outcomes=MonthlyOutcomes(outcomes.worlds.some(draws), outcomes.metric))

    def _best_of(self, split: IntArray, plans: Sequence[FloatArray]) -> "_Best":
        """The best of plans that keep to the limits, and of that of a split."""
        found = self._judged.periods.plan(split)
        # Where all is to be spent that is as much as there is to buy in each month.
        totals = found.sum(axis=0)
        plans = [*(plan for plan in plans if self._judged.periods.keeps(plan, totals)), found]
        tried = [*zip(plans, self._scores(plans), strict=True)]
        best = max(value for _, value in tried)
        plan, value = next(each for each in tried if each[1] >= best - HARDLY * abs(best))
        return _Best(split, plan, value, tried[:-1])

    def _scores(self, plans: Sequence[FloatArray]) -> list[float]:
        """The objective of plans in the worlds of the search."""
        return [self.problem.objective.score(each) for each in self._judged.outcomes.of(plans)] if plans else []

    def _seldom_changed(self, best: "_Best", bound: float) -> tuple[FloatArray, float]:
        """The plan that changes least often of those that bring hardly less than the best, and its value.

        It falls behind none of the plans that the best did not fall behind, and what was proven stays so.
        """
        periods = self._judged.periods
        is_split = bool((periods.plan(best.split) == best.plan).all())
        joined = ever_fewer(self._in(DRAWS_TOGETHER), best.split) if is_split else ()
        fewer = [periods.plan(each) for each in joined]
        tried = [(best.plan, best.value), *best.others, *zip(fewer, self._scores(fewer), strict=True)]
        values = [value for _, value in best.others]
        least = max([best.value - self._lost_at_most(best.value, bound), *values])
        was_proven = gap_of(bound, best.value) <= PROVEN
        enough = [
            (plan, value)
            for plan, value in tried
            if value >= least - HARDLY * abs(least) and (gap_of(bound, value) <= PROVEN or not was_proven)
        ]
        return min(enough, key=lambda each: (changes_of(each[0]), -each[1]))

    def _lost_at_most(self, value: float, bound: float) -> float:
        """How much less a plan may bring that changes less often."""
        hardly = SELDOM * abs(value)
        if self._judged.is_separable:
            # Here the best is known, but for what the search leaves open.
            return min(hardly, max(0.0, bound - value)) if math.isfinite(bound) else 0.0
        return hardly if self.problem.objective.kind is Kind.CHANCE else min(hardly, self.whole.gain.matters)

    def _stated(self, plan: FloatArray) -> dict[str, Schedule]:
        """The schedules of a plan: those of the same split in all months where it has the same amounts."""
        stated = self._judged.periods.schedules(plan)
        whole = self.whole.scenario.plan(self.problem.plan).monthly_spend
        names = self.problem.scenario.channel_names
        alike = [name for row, name in enumerate(names) if (plan[row] == self._same[row]).all()]
        return stated | {name: whole.get(name, NOTHING) for name in alike}


@dataclass(frozen=True)
class _Best:
    """The best split, the best plan and its value; the ``others`` that it does not fall behind, each with its value."""

    split: IntArray
    plan: FloatArray
    value: float
    others: Sequence[tuple[FloatArray, float]]
