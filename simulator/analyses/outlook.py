"""The outlook: what was so far plus the rest simulated again, and the chance of each target now.

Months that are over and known count as they were. The rest is simulated with

* beliefs that have learned from those months (``lessons``), so that worlds which could not have brought what was seen
  weigh nothing; where nothing is known, or beliefs are certain, they are as stated;
* the real spend so far, from which carry-over and ramp-up go on;
* the real leads so far (or the latest stage before customers that is known), which close when their time has come: a
  month with twice the leads has twice as many customers still to come. How many of them have signed already changes
  the close rate that is learned, not how many are left;
* the real customers so far, who stay and buy again at the believed rates;
* luck: whole customers, as many as chance gives, and sales of different size (exponential amounts).

A month that runs still counts as if nothing of it were known. What is not known of a month that is over is simulated
like the rest. All is told in the plan's terms: of the customers whom a platform counts, only those count who would not
have come anyway. Customers who do not fit at the capacity are lost or wait, with all channels sharing in proportion.
Payback, present value and what else needs the path of the money have no outlook.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

import numpy as np

from simulator.analyses.counted_months import EVERYONE, ChannelMonths, channel_months, months_over
from simulator.analyses.luck import chance_of_each
from simulator.analyses.probabilities import RELATIVE_TOLERANCE
from simulator.analyses.summary import quantiles
from simulator.analyses.under_way import expected_customers, ratio_or_nothing, under_way
from simulator.engine.decisions import decisions_of
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import P10, P50, P90, Belief
from simulator.scenario.months import months_on
from simulator.scenario.scenario import Scenario, Target
from simulator.units import FloatArray

FIGURES = ("customers", "revenue", "gross_profit", "marketing_cost", "profit", "roi")
"""What the outlook tells of the whole plan; the names are those of metrics."""


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """A figure at the end of the plan: where it lies in 8 of 10 worlds, its middle and average.

    ``so_far`` is what is there after the months that are over, with the average of what is not known of them.
    """

    low: float
    middle: float
    high: float
    average: float
    so_far: float


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """A plan's figures over its whole horizon, as they look after so many ``months`` that are over.

    ``targets`` are the chances by the target's label; ``untold`` are the labels of those that have no outlook.
    """

    plan: str
    months: int
    figures: Mapping[str, Ahead]
    targets: Mapping[str, float]
    untold: tuple[str, ...] = ()


def outlook(
    scenario: Scenario[Belief],
    plan: str,
    actuals: Sequence[Actuals],
    *,
    today: date,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Outlook:
    """The outlook of a plan as of today. Raises UnknownNameError and SettingsError as simulate."""
    over = months_over(scenario, today)
    worlds = _worlds(scenario, plan, actuals, over, draws, seed)
    return Outlook(
        plan=plan,
        months=over,
        figures={figure: _ahead(worlds, figure) for figure in FIGURES},
        targets={
            target.label: _chance(worlds.figure(target.metric), target)
            for target in scenario.targets
            if target.metric in FIGURES
        },
        untold=tuple(target.label for target in scenario.targets if target.metric not in FIGURES),
    )


def outlooks(
    scenario: Scenario[Belief],
    plan: str,
    actuals: Sequence[Actuals],
    *,
    today: date,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> tuple[Outlook, ...]:
    """How the outlook moved: before the plan began, and after each month that is over. Errors as for ``outlook``."""
    return tuple(
        outlook(scenario, plan, actuals, today=months_on(scenario.start, over), draws=draws, seed=seed)
        for over in range(months_over(scenario, today) + 1)
    )


@dataclass(frozen=True, kw_only=True)
class _Worlds:
    """The figures of the whole plan in each world; (draw,). ``so_far`` are those of the months that are over."""

    totals: Mapping[str, FloatArray]
    so_far: Mapping[str, FloatArray]

    def figure(self, name: str) -> FloatArray:
        """A figure over the whole horizon."""
        return _figure(self.totals, name)


def _figure(totals: Mapping[str, FloatArray], name: str) -> FloatArray:
    if name in totals:
        return totals[name]
    cost = totals["marketing_cost"]
    profit = totals["gross_profit"] - cost
    with np.errstate(divide="ignore", invalid="ignore"):
        return profit if name == "profit" else np.asarray(profit / cost)


def _ahead(worlds: _Worlds, name: str) -> Ahead:
    values, so_far = worlds.figure(name), _figure(worlds.so_far, name)
    low, middle, high = quantiles(values, [P10, P50, P90])
    average = _figure({key: np.asarray(each.mean()) for key, each in worlds.totals.items()}, name)
    return Ahead(
        low=float(low), middle=float(middle), high=float(high), average=float(average), so_far=float(np.mean(so_far))
    )


def _chance(values: FloatArray, target: Target) -> float:
    if np.isnan(values).any():
        return float("nan")
    if target.at_least is not None:
        return float(np.mean(values >= target.at_least - RELATIVE_TOLERANCE * abs(target.at_least)))
    assert target.at_most is not None
    return float(np.mean(values <= target.at_most + RELATIVE_TOLERANCE * abs(target.at_most)))


def _worlds(
    scenario: Scenario[Belief], plan: str, actuals: Sequence[Actuals], over: int, draws: int, seed: int
) -> _Worlds:
    real = under_way(scenario, plan, actuals, over)
    rests = [_Rest.of(real, plan, actuals, name, over, draws, seed) for name in real.channel_names]
    customers = _admitted(real, np.stack([rest.customers for rest in rests]), over)
    overhead = decisions_of(real, real.plan(plan)).fixed_cost[-1]
    totals = {"marketing_cost": np.full(draws, overhead.sum())}
    so_far = {"marketing_cost": np.full(draws, overhead[:over].sum())}
    for rest, won in zip(rests, customers, strict=True):
        for sums, found in ((so_far, rest.so_far(won)), (totals, rest.whole(won))):
            for figure, values in found.items():
                sums[figure] = sums.get(figure, np.zeros(draws)) + values
    return _Worlds(totals=totals, so_far=so_far)


@dataclass(frozen=True, kw_only=True)
class _Rest:
    """A channel: what was of it, and what each world still brings; (month, draw) unless said."""

    months: ChannelMonths
    counting: FloatArray
    """The share of those who come by the channel that count."""
    customers: FloatArray
    """Whole customers who want to buy, the real ones where they are known; in the plan's terms."""
    fixed_cost: FloatArray
    over: int
    luck: np.random.Generator

    @classmethod
    def of(
        cls,
        scenario: Scenario[Belief],
        plan: str,
        actuals: Sequence[Actuals],
        name: str,
        over: int,
        draws: int,
        seed: int,
    ) -> "_Rest":
        """The channel in worlds with luck of its own, without a capacity."""
        roomy = replace(scenario, business=replace(scenario.business, new_customers_per_month_at_most=None))
        months = channel_months(roomy, plan, actuals, name, draws=draws, seed=seed)
        for known in months.actual.values():
            known[over:] = np.nan
        counting = _counting(roomy, plan, months, draws, seed)
        luck = np.random.default_rng([seed, int.from_bytes(hashlib.sha256(f"{name}.outlook".encode()).digest()[:8])])
        expected = np.maximum(expected_customers(months, over), 0.0) * counting
        customers = _with_luck(months, expected, luck)
        real = months.actual["customers"]
        customers = np.where(np.isnan(real)[:, np.newaxis], customers, real[:, np.newaxis] * counting)
        decided = decisions_of(roomy, roomy.plan(plan))
        row = roomy.channel_names.index(name)
        return cls(
            months=months,
            counting=counting,
            customers=customers,
            fixed_cost=decided.fixed_cost[row],
            over=over,
            luck=luck,
        )

    @cached_property
    def spend(self) -> FloatArray:
        """Spend, the real one where it is known."""
        return self._or_expected("spend")

    def so_far(self, won: FloatArray) -> dict[str, FloatArray]:
        """What is there already, by figure; (draw,). ``won`` are the customers who are served (month, draw)."""
        past = slice(0, self.over)
        return {
            "customers": won[past].sum(axis=0),
            "marketing_cost": self._cost(past),
            **{figure: self._past(figure, won).sum(axis=0) for figure in ("revenue", "gross_profit")},
        }

    def whole(self, won: FloatArray) -> dict[str, FloatArray]:
        """All of the plan, by figure; (draw,)."""
        so_far, every = self.so_far(won), slice(None)
        revenue, gross_profit = (self._to_come(won, which) for which in (0, 1))
        varied = self._varied(revenue)
        return {
            "customers": won.sum(axis=0),
            "marketing_cost": self._cost(every),
            "revenue": so_far["revenue"] + varied * revenue,
            "gross_profit": so_far["gross_profit"] + varied * gross_profit,
        }

    def _cost(self, months: slice) -> FloatArray:
        paid = self.spend[months].sum(axis=0) * (1.0 + self.months.channel.fee_rate)
        return np.asarray(paid + self.fixed_cost[months].sum())

    def _or_expected(self, figure: str) -> FloatArray:
        known = self.months.actual[figure][:, np.newaxis]
        return np.where(np.isnan(known), self.months.expected[figure], known)

    def _past(self, figure: str, won: FloatArray) -> FloatArray:
        """Money of the months that are over: as it was, or else as the customers of the month bring it."""
        past = slice(0, self.over)
        known = self.months.actual[figure][past, np.newaxis]
        expected, revenue = self.months.expected[figure][past], self.months.expected["revenue"][past]
        brought = expected * ratio_or_nothing(won[past], self.months.expected["customers"][past])
        if figure == "gross_profit":
            of_revenue = self.months.actual["revenue"][past, np.newaxis]
            margin = ratio_or_nothing(expected, revenue) * self.counting[past]
            brought = np.where(np.isnan(of_revenue), brought, of_revenue * margin)
        return np.where(np.isnan(known), brought, known * self.counting[past])

    def _to_come(self, won: FloatArray, which: int) -> FloatArray:
        """Revenue (0) or gross profit (1) of the months to come, of customers so far and of new ones; (draw,)."""
        economics, horizon = self.months.simulation.funnel.economics, len(won)
        each = np.broadcast_to(economics.brought_within(horizon)[which][0], won.shape)
        from_now = each.copy()
        if self.over:
            already = economics.brought_within(self.over)[which][0]
            from_now[: self.over] -= np.broadcast_to(already, (self.over, won.shape[1]))
        return np.asarray((won * from_now).sum(axis=0))

    def _varied(self, revenue: FloatArray) -> FloatArray:
        """By what sales of different size multiply what they bring together; (draw,), 1 on average."""
        sale = np.broadcast_to(self.months.simulation.funnel.economics.revenue[0, 0], revenue.shape)
        sales = np.maximum(ratio_or_nothing(revenue, sale), 0.0)
        return np.where(sales > 0.0, self.luck.gamma(np.maximum(sales, 1.0)) / np.maximum(sales, 1.0), 1.0)


def _counting(scenario: Scenario[Belief], plan: str, months: ChannelMonths, draws: int, seed: int) -> FloatArray:
    """The share of those who come by a channel that count in the plan; (month, draw)."""
    everyone = months.expected["customers"]
    if months.channel.incremental_share == EVERYONE:
        return np.ones(everyone.shape)
    own = channel_months(scenario, plan, (), months.name, draws=draws, seed=seed, incremental_share=None)
    return ratio_or_nothing(own.expected["customers"], everyone)


def _with_luck(months: ChannelMonths, expected: FloatArray, luck: np.random.Generator) -> FloatArray:
    """Whole customers around their expectation: binomial of what was bought at a price, otherwise Poisson."""
    totals = months.simulation.funnel.by_channel
    everyone = np.nan_to_num((totals.customers + totals.open_pipeline)[:-1, 0])
    chance = np.broadcast_to(chance_of_each(months.simulation, everyone)[0], expected.shape)
    units = np.floor(ratio_or_nothing(expected, chance) + luck.random(expected.shape)).astype(np.int64)
    return np.where(chance > 0.0, luck.binomial(units, chance), luck.poisson(expected)).astype(float)


def _admitted(scenario: Scenario[Belief], wanting: FloatArray, over: int) -> FloatArray:
    """The customers who are served, of those who want to buy (channel, month, draw), from the month ``over`` on."""
    room = scenario.room_by_month
    if room is None:
        return wanting
    served, queued = wanting.copy(), scenario.business.overflow == "queue"
    waiting = np.zeros(wanting[:, 0].shape)
    for month in range(over, wanting.shape[1]):
        here = wanting[:, month] + waiting
        together = here.sum(axis=0)
        share = np.where(together > room[month], ratio_or_nothing(np.full(together.shape, room[month]), together), 1.0)
        served[:, month] = here * share
        waiting = here - served[:, month] if queued else waiting
    return served
