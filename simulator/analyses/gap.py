"""The gap: what made the real profit another than the planned one, in money.

Over the months that are over and of which a channel's result is known, its profit is a chain of ratios of sums::

    spend x units a dollar x rate x rate x ... x time to close x gross profit a customer - spend (1 + fee_rate)

once with the plan's averages and once with what was. Each link is exchanged for the real one; the share of a link is
its Shapley value (``shapley``), so that no order is preferred and the shares add up to the gap. What is the same on
both sides, fees by the month and overhead, is in neither. A channel's planned profit counts all who come by it.

*Luck.* A rate that was met by luck alone has a spread: of N tries with the planned rate r, N r (1 - r) is the variance
of those who go on; sales differ by their own size on average, as exponential amounts do. A shift within what luck makes
in 8 of 10 cases is luck, whatever the belief: how wide a belief is says what was not known, not what happens by chance.
Of a larger shift only what lies beyond is a change of the rate. Units that money buys at a price have no luck.

*Time to close.* By the stated time to close, so many of the real leads had time to sign, and so many of the planned
ones. Customers are held against those who had time; leads that are still open are no failure of the close rate. That
deals take longer than stated cannot be told from monthly sums: it shows as a lower close rate.

*Diminishing returns* are no link of their own: what more money buys at a worse price shows as unit cost.

*What is not known* is not made up. A stage that is not known in every month is left out, and its two rates are one
("customers a dollar"); an unknown spend is taken as planned, an unknown gross profit as the planned share of revenue or
as the planned gross profit a customer, and that is said (``as_planned``).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from math import fsum, sqrt
from typing import TypeVar

import numpy as np

from simulator.analyses.counted_months import ChannelMonths, channel_months, months_over
from simulator.analyses.shapley import Changed, shapley
from simulator.engine.sales_cycle import closing_matrix
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import months_on
from simulator.scenario.scenario import Scenario
from simulator.units import IntArray

EIGHT_IN_TEN = 1.2815515655446004
"""Half the width, in standard deviations, of the range in which luck ends in 8 of 10 cases."""

NEXT_TO_NOTHING = 1e-3
"""A figure that is a smaller part of what it is on the other side counts as nothing."""

_Key = TypeVar("_Key")

SPEND, CUSTOMERS, REVENUE, GROSS_PROFIT = "spend", "customers", "revenue", "gross_profit"


class Cause(StrEnum):
    """The kinds of reasons that a profit has for being another."""

    SPEND = "spend"
    UNITS = "units"
    """How many came, where that does not follow from money."""
    UNIT_COST = "unit_cost"
    RATE = "rate"
    TIME_TO_CLOSE = "time_to_close"
    VALUE = "value"
    LUCK = "luck"


@dataclass(frozen=True, order=True)
class Link:
    """A link of the chain from money to profit: the cause, and the figures between which it stands."""

    cause: Cause
    source: str = ""
    target: str = ""

    @property
    def is_coarse(self) -> bool:
        """Whether the link holds several that could not be told apart: ``leads a dollar`` of a channel with clicks."""
        return self.cause is Cause.UNIT_COST and self.target == CUSTOMERS


@dataclass(frozen=True, kw_only=True)
class LinkGap:
    """The money that a link made more, or less, and the ratio as it was planned and as it was without luck."""

    link: Link
    money: float
    planned: float
    actual: float


@dataclass(frozen=True, kw_only=True)
class ChannelGap:
    """A channel's planned and real profit over the months that are known, and what lies between."""

    channel: str
    months: tuple[date, ...]
    planned: float
    actual: float
    parts: tuple[LinkGap, ...]
    as_planned: tuple[str, ...] = ()
    """The figures that were not known in some month, and that count there as the plan has them."""
    unknown: tuple[str, ...] = ()
    """The stages that are not known, so that the rates beside them are told as one."""


@dataclass(frozen=True, kw_only=True)
class Gap:
    """The gap between planned and real profit, channel by channel; ``left_out`` are channels with no known result."""

    plan: str
    channels: tuple[ChannelGap, ...]
    left_out: tuple[str, ...]

    @property
    def planned(self) -> float:
        """Planned profit [money] of the channels and months that are known, before fees by the month and overhead."""
        return fsum(each.planned for each in self.channels)

    @property
    def actual(self) -> float:
        """Real profit [money] of the same."""
        return fsum(each.actual for each in self.channels)

    @cached_property
    def by_link(self) -> Mapping[Link, float]:
        """The money of each link, over all channels."""
        return _summed((part.link, part.money) for each in self.channels for part in each.parts)

    @cached_property
    def by_cause(self) -> Mapping[Cause, float]:
        """The money of each cause, over all channels and links, in the order of the chain."""
        found = _summed((link.cause, money) for link, money in self.by_link.items())
        return {cause: found[cause] for cause in Cause if cause in found}


def explained_gap(
    scenario: Scenario[Belief],
    plan: str,
    actuals: Sequence[Actuals],
    *,
    today: date,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Gap:
    """Gap between the planned and the real profit so far, explained. Raises UnknownNameError and SettingsError."""
    known = {own.channel for own in actuals}
    gaps = {
        name: _gap_of(
            channel_months(scenario, plan, actuals, name, draws=draws, seed=seed), months_over(scenario, today)
        )
        for name in scenario.channel_names
        if name in known
    }
    spent = scenario.spend(plan)
    missing = [
        name
        for row, name in enumerate(scenario.channel_names)
        if gaps.get(name) is None and (name in known or spent[row, : months_over(scenario, today)].any())
    ]
    return Gap(plan=plan, channels=tuple(gap for gap in gaps.values() if gap), left_out=tuple(missing))


def _gap_of(months: ChannelMonths, over: int) -> ChannelGap | None:
    results = np.stack([months.actual[figure] for figure in (CUSTOMERS, REVENUE, GROSS_PROFIT)])
    used = np.flatnonzero(~np.isnan(results[:, :over]).all(axis=0))
    if not len(used):
        return None
    sums = _Sums(months, used)
    chain = sums.chain()
    players = 2 + len(chain.steps)
    shares = shapley(chain.profit, players)
    pairs = [(Link(Cause.SPEND), chain.spend), *((step.link, (step.planned, step.actual)) for step in chain.steps)]
    parts = [
        LinkGap(link=link, money=money, planned=planned, actual=actual)
        for (link, (planned, actual)), money in zip(pairs, shares, strict=False)
    ]
    return ChannelGap(
        channel=months.name,
        months=tuple(months_on(months.simulation.scenario.start, int(month)) for month in used),
        planned=chain.profit(frozenset()),
        actual=chain.profit(frozenset(range(players))),
        parts=(*parts, LinkGap(link=Link(Cause.LUCK), money=shares[-1], planned=1.0, actual=chain.luck)),
        as_planned=sums.as_planned,
        unknown=tuple(stage for stage in months.stages if not sums.is_known(stage)),
    )


@dataclass(frozen=True, kw_only=True)
class _Step:
    """A factor of the chain: as planned, as it was without luck, and what luck multiplied it by."""

    link: Link
    planned: float
    actual: float
    luck: float = 1.0


@dataclass(frozen=True, kw_only=True)
class _Chain:
    """Profit as a product less what was spent; ``from_spend`` says whether the product begins with the spend.

    Players of the exchange: the spend, each step, and luck, which is that of all steps together.
    """

    spend: tuple[float, float]
    paid_for_each: float
    from_spend: bool
    steps: tuple[_Step, ...]

    @cached_property
    def luck(self) -> float:
        """Factor by which luck multiplied the gross profit."""
        return float(np.prod([step.luck for step in self.steps]))

    def profit(self, changed: Changed) -> float:
        """The profit with the real figures of these players and the planned ones of the others [money]."""
        spend = self.spend[0 in changed]
        gross = spend if self.from_spend else 1.0
        for place, step in enumerate(self.steps, 1):
            gross *= step.actual if place in changed else step.planned
        if 1 + len(self.steps) in changed:
            gross *= self.luck
        return gross - self.paid_for_each * spend


@dataclass(frozen=True)
class _Sums:
    """Sums over the months that are used, planned and real, of a channel."""

    months: ChannelMonths
    used: IntArray

    def chain(self) -> _Chain:
        """The chain of all figures that are known on the way from money to gross profit."""
        kept = self._kept()
        steps = [] if kept[0] == SPEND else [self._first(kept[0])]
        for source, target in pairwise(kept):
            steps += self._steps(source, target)
        return _Chain(
            spend=self._raw[SPEND],
            paid_for_each=1.0 + self.months.channel.fee_rate,
            from_spend=kept[0] == SPEND,
            steps=tuple(steps),
        )

    def is_known(self, figure: str) -> bool:
        """Whether a figure is known in every month that is used."""
        return not np.isnan(self.months.actual[figure][self.used]).any()

    @property
    def as_planned(self) -> tuple[str, ...]:
        """Money that is not known in some month, and counts there as the plan has it."""
        paid = (SPEND,) if self.months.channel.is_paid else ()
        return tuple(figure for figure in (*paid, GROSS_PROFIT) if not self.is_known(figure))

    @cached_property
    def _raw(self) -> Mapping[str, tuple[float, float]]:
        """Planned and real sums of all figures that are known, in the order of the chain."""
        stages = [stage for stage in self.months.stages if self.is_known(stage)]
        real = {SPEND: self.months.known_or_planned(SPEND)} | {stage: self.months.actual[stage] for stage in stages}
        found = {figure: (self._planned(figure), float(each[self.used].sum())) for figure, each in real.items()}
        return found | {GROSS_PROFIT: (self._planned(GROSS_PROFIT), self._gross_profit())}

    @cached_property
    def _pairs(self) -> Mapping[str, tuple[float, float]]:
        """The same, with next to nothing as nothing: a ratio to it would make sums that nobody ever had."""
        return {
            figure: (_or_nothing(planned, actual), _or_nothing(actual, planned))
            for figure, (planned, actual) in self._raw.items()
        } | {GROSS_PROFIT: self._raw[GROSS_PROFIT]}

    def _planned(self, figure: str) -> float:
        return float(self.months.planned(figure)[self.used].sum())

    def _gross_profit(self) -> float:
        """Real gross profit; where it is not known the planned share of revenue, or what a customer was to bring."""
        customers, revenue, known = (self.months.actual[each][self.used] for each in (CUSTOMERS, REVENUE, GROSS_PROFIT))
        of_customers = customers * self._ratio_of_plan(CUSTOMERS, self._worth)
        of_revenue = revenue * self._ratio_of_plan(REVENUE, 0.0)
        best = np.where(np.isnan(revenue), of_customers, of_revenue)
        return float(np.where(np.isnan(known), best, known).sum())

    @property
    def _worth(self) -> float:
        return float(self.months.simulation.funnel.economics.first_profit[0].mean())

    def _ratio_of_plan(self, figure: str, otherwise: float) -> float:
        """Planned gross profit for each of a figure in these months, or in all months where there is none in these."""
        for months in (self.used, slice(None)):
            total = self.months.planned(figure)[months].sum()
            if total > 0.0:
                return float(self.months.planned(GROSS_PROFIT)[months].sum() / total)
        return otherwise

    def _kept(self) -> list[str]:
        """The figures of the chain: what comes of one that is nothing, on either side, must be nothing."""
        figures = list(self._pairs)
        return [
            figure
            for place, figure in enumerate(figures)
            if figure == GROSS_PROFIT
            or all(
                self._pairs[figure][side] > 0.0 or not any(self._pairs[later][side] for later in figures[place + 1 :])
                for side in (0, 1)
            )
        ]

    def _first(self, figure: str) -> _Step:
        """The first figure of a chain that does not begin with money."""
        planned, actual = self._pairs[figure]
        variance = planned if figure != GROSS_PROFIT else 0.0
        return _step(Link(Cause.UNITS, target=figure), 1.0, planned, actual, variance)

    def _steps(self, source: str, target: str) -> Iterator[_Step]:
        pairs = {**self._pairs, SPEND: self._raw[SPEND]}
        (before, real_before), (after, real_after) = pairs[source], pairs[target]
        if target == CUSTOMERS and source != SPEND and (timing := self._timing(source)) is not None:
            yield timing
            before, real_before = before * timing.planned, real_before * timing.actual
        planned = after / before if before > 0.0 else None
        if planned is None:
            planned = real_after / real_before if real_before > 0.0 else 0.0
        link = self._link(source, target)
        if real_before <= 0.0:
            yield _Step(link=link, planned=planned, actual=planned)
            return
        yield _step(link, real_before, planned, real_after, self._variance(source, target, real_before, planned))

    def _link(self, source: str, target: str) -> Link:
        if source == SPEND:
            return Link(Cause.UNIT_COST, source, target)
        return Link(Cause.VALUE if target == GROSS_PROFIT else Cause.RATE, source, target)

    def _variance(self, source: str, target: str, before: float, ratio: float) -> float:
        """The variance that luck gives what comes of so many before it, if the ratio is as planned."""
        expected = before * ratio
        if target == GROSS_PROFIT:
            if source == CUSTOMERS:
                return expected * ratio
            # Whether they buy is luck as well, beside what each of them brings.
            each = self._ratio_of_plan(CUSTOMERS, self._worth)
            return 2.0 * abs(expected * each)
        if source == SPEND:
            channel = self.months.channel
            return 0.0 if target == channel.buys and channel.buys_at_a_price else expected
        return expected * max(0.0, 1.0 - ratio)

    def _timing(self, source: str) -> _Step | None:
        """How much of a stage had time to become customers in these months; None where that says nothing."""
        scenario = self.months.simulation.scenario
        matrix = closing_matrix(scenario.sales_cycle(self.months.channel), scenario.horizon_months)
        if matrix is None or min(self._pairs[source]) <= 0.0:
            return None
        shares = []
        for entered in (self.months.planned(source), self.months.known_or_planned(source)):
            total = entered[self.used].sum()
            shares.append(float((matrix[self.used] @ entered).sum() / total) if total > 0.0 else 0.0)
        if min(shares) <= 0.0:
            return None
        return _Step(link=Link(Cause.TIME_TO_CLOSE, source, CUSTOMERS), planned=shares[0], actual=shares[1])


def _step(link: Link, before: float, ratio: float, after: float, variance: float) -> _Step:
    """A step whose shift from the planned ratio is luck as far as luck goes in 8 of 10 cases, and a change beyond."""
    most = EIGHT_IN_TEN * sqrt(variance)
    luck = min(max(after - before * ratio, -most), most)
    without = after - luck
    return _Step(
        link=link,
        planned=ratio,
        actual=without / before,
        luck=after / without if without else 1.0,
    )


def _or_nothing(amount: float, other: float) -> float:
    return amount if amount > NEXT_TO_NOTHING * other else 0.0


def _summed(parts: Iterable[tuple[_Key, float]]) -> dict[_Key, float]:
    found: dict[_Key, list[float]] = {}
    for key, money in parts:
        found.setdefault(key, []).append(money)
    return {key: fsum(each) for key, each in found.items()}
