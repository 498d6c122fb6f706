"""Worlds of a plan from its first month to its last: what was so far, and the rest simulated with luck.

``outlook`` says how. Metrics are read off these worlds by their own formulas. Customers still to close are those of the
leads so far and to come who sign after the plan; they and the people at each stage have luck of their own.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from simulator.analyses.counted_months import EVERYONE, ChannelMonths, channel_months
from simulator.analyses.luck import chance_of_each
from simulator.analyses.under_way import (
    expected_customers,
    expected_people,
    expected_won,
    ratio_or_nothing,
    under_way,
)
from simulator.engine.arena import Arena
from simulator.engine.decisions import Decisions, decisions_of
from simulator.engine.repeats import repeat_buyers
from simulator.engine.sales_cycle import closing_matrix
from simulator.engine.totals import OnDemand, Totals
from simulator.engine.unit_economics import side_by_side
from simulator.metrics.kpis import METRICS, Metric, cac
from simulator.metrics.payback import months_to_cover, npv, payback_months, peak_cash_need
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario.stages import Stage
from simulator.units import FloatArray


@dataclass(frozen=True, kw_only=True)
class WorldsAhead:
    """A plan in each world. ``totals`` are those of the whole plan, ``so_far`` of the months that are over.

    ``profit`` and marketing ``cost`` [money] have shape (1, month, draw); ``first_cost`` is the first month, from 0, in
    which a channel costs something.
    """

    totals: Totals
    so_far: Totals
    profit: FloatArray
    cost: FloatArray
    first_cost: int
    discount_rate_per_year: float
    channels: Sequence["ChannelAhead"]

    def draws_of(self, key: str) -> FloatArray:
        """A metric of the whole plan in each world; (draw,)."""
        values = _PATHS[key](self) if key in _PATHS else _formula(key)(self.totals)
        return np.asarray(values[0, 0])


def average_of(key: str, totals: Totals) -> float:
    """A metric of the average world, which is that of the average totals."""
    return float(_formula(key)(totals.averaged(1))[0, 0, 0])


def _formula(key: str) -> Callable[[Totals], FloatArray]:
    metric = METRICS[key]
    assert isinstance(metric, Metric), "a path is no formula over totals"
    return metric.formula


def _payback(worlds: WorldsAhead) -> FloatArray:
    return payback_months(worlds.profit, worlds.totals.marketing_cost, np.array([worlds.first_cost]))


def _cac_payback(worlds: WorldsAhead) -> FloatArray:
    economics = side_by_side([each.months.simulation.funnel.economics for each in worlds.channels])
    won = np.stack([each.won for each in worlds.channels])[:, np.newaxis]
    return months_to_cover(economics, won, cac(worlds.totals))


_PATHS: dict[str, Callable[[WorldsAhead], FloatArray]] = {
    "payback_months": _payback,
    "peak_cash_need": lambda worlds: peak_cash_need(worlds.profit, worlds.cost),
    "npv": lambda worlds: npv(worlds.profit, worlds.discount_rate_per_year),
    "cac_payback_months": _cac_payback,
}


def worlds_ahead(
    scenario: Scenario[Belief], plan: str, actuals: Sequence[Actuals], over: int, *, draws: int, seed: int
) -> WorldsAhead:
    """The worlds of a plan of which so many months are over. Raises UnknownNameError and SettingsError as simulate."""
    real = under_way(scenario, plan, actuals, over)
    decided = decisions_of(real, real.plan(plan))
    rests = [_Rest.of(real, plan, actuals, name, over, draws, seed) for name in real.channel_names]
    served, waiting = _admitted(real, np.stack([rest.wanting for rest in rests]), over)
    channels = [rest.ahead(*each) for rest, *each in zip(rests, served, waiting, decided.fixed_cost[:-1], strict=True)]
    overhead = np.broadcast_to(decided.fixed_cost[-1][:, np.newaxis], (real.horizon_months, draws))
    cost = np.sum([overhead, *(each.cost for each in channels)], axis=0)
    gross_profit = np.sum([each.gross_profit for each in channels], axis=0)
    totals, past = _Totals(decided, channels, overhead, slice(None)), _Totals(decided, channels, overhead, slice(over))
    return WorldsAhead(
        totals=totals.found(),
        so_far=past.found(),
        profit=(gross_profit - cost)[np.newaxis],
        cost=cost[np.newaxis],
        first_cost=decided.first_cost_of_plan,
        discount_rate_per_year=real.business.discount_rate_per_year,
        channels=channels,
    )


@dataclass(frozen=True, kw_only=True)
class ChannelAhead:
    """A channel in each world: ``customers``, ``spend``, marketing ``cost`` and what they bring; (month, draw) each.

    ``people`` are those at a stage before customers, (month, draw). Of the end of the plan, (draw,) each:
    ``still_open`` are the customers still to close, those ``waiting`` for room among them, and ``open_value`` [money]
    their first sales.
    """

    months: ChannelMonths
    people: Callable[[Stage], FloatArray]
    customers: FloatArray
    spend: FloatArray
    cost: FloatArray
    revenue: FloatArray
    gross_profit: FloatArray
    still_open: FloatArray
    open_value: FloatArray
    waiting: FloatArray

    @property
    def won(self) -> FloatArray:
        """Its customers over the whole plan, those still to close included; (draw,)."""
        return np.asarray(self.customers.sum(axis=0) + self.still_open)

    @property
    def lifetime_value(self) -> FloatArray:
        """Lifetime value of all of them [money]; (draw,)."""
        simulation = self.months.simulation
        rate = simulation.scenario.business.discount_rate_per_year
        return np.asarray(self.won * simulation.funnel.economics.lifetime_value(rate)[0, 0])

    def counted(self, stage: Stage) -> FloatArray:
        """People at a stage; (month, draw)."""
        return self.customers if stage is Stage.CUSTOMERS else self.people(stage)


@dataclass(frozen=True)
class _Totals:
    """Sums over some months of the plan, beside what is open at its end."""

    decided: Decisions
    channels: Sequence[ChannelAhead]
    overhead: FloatArray
    months: slice

    def found(self) -> Totals:
        """The totals; shapes (1, 1, draw)."""
        channels, unknown = self.channels, np.full((1, 1, self.overhead.shape[1]), np.nan)
        return Totals(
            stages=OnDemand(lambda stage: self._of(stage, lambda each: each.counted(stage), channels)),
            stage_cost=OnDemand(lambda stage: self._of(stage, lambda each: each.cost, self._paid)),
            paid_stages=OnDemand(lambda stage: self._of(stage, lambda each: each.counted(stage), self._paid)),
            passed=OnDemand(lambda name: (unknown, unknown)),
            budget=np.full((1, 1, 1), self.decided.budget[:, self.months].sum()),
            spend=self._sum(each.spend for each in channels),
            marketing_cost=self._sum([self.overhead, *(each.cost for each in channels)]),
            revenue=self._sum(each.revenue for each in channels),
            gross_profit=self._sum(each.gross_profit for each in channels),
            open_pipeline=self._at_end(each.still_open for each in channels),
            open_pipeline_value=self._at_end(each.open_value for each in channels),
            waiting=self._at_end(each.waiting for each in channels),
            lifetime_value=self._at_end(each.lifetime_value for each in channels),
            customers_lost=unknown,
            carried_in=unknown,
            carried_out=unknown,
        )

    @property
    def _paid(self) -> list[ChannelAhead]:
        return [each for each in self.channels if each.months.channel.is_paid]

    def _of(self, stage: Stage, of: Callable[[ChannelAhead], FloatArray], among: Sequence[ChannelAhead]) -> FloatArray:
        """The sum over channels that have a stage; nan where none has."""
        found = [of(each) for each in among if str(stage) in each.months.stages]
        return self._sum(found) if found else np.full((1, 1, self.overhead.shape[1]), np.nan)

    def _sum(self, parts: Iterable[FloatArray]) -> FloatArray:
        """The sum of parts (month, draw)."""
        return self._at_end(each[self.months].sum(axis=0) for each in parts)

    def _at_end(self, parts: Iterable[FloatArray]) -> FloatArray:
        """The sum of parts (draw,)."""
        return np.asarray(np.sum(list(parts), axis=0))[np.newaxis, np.newaxis]


@dataclass(frozen=True, kw_only=True)
class _Rest:
    """A channel without a capacity: what was of it, and what each world still brings.

    ``counting`` (month, draw) is the share of those who come by the channel that count, ``open_counting`` (draw,) that
    of those still to close. ``wanting`` (month, draw) are whole customers who want to buy, the real ones where they are
    known, in the plan's terms.
    """

    months: ChannelMonths
    counting: FloatArray
    open_counting: FloatArray
    wanting: FloatArray
    over: int
    seed: int

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
        """The channel in worlds with luck of its own."""
        roomy = replace(scenario, business=replace(scenario.business, new_customers_per_month_at_most=None))
        months = channel_months(roomy, plan, actuals, name, draws=draws, seed=seed)
        for known in months.actual.values():
            known[over:] = np.nan
        counting, open_counting = _counting(roomy, plan, months, draws, seed)
        expected = np.maximum(expected_customers(months, over), 0.0) * counting
        lucky = _with_luck(months, expected, _sooner_or_later(months), _luck(seed, name))
        real = months.actual["customers"][:, np.newaxis]
        return cls(
            months=months,
            counting=counting,
            open_counting=open_counting,
            wanting=np.where(np.isnan(real), lucky, real * counting),
            over=over,
            seed=seed,
        )

    def ahead(self, customers: FloatArray, waiting: FloatArray, fixed_cost: FloatArray) -> ChannelAhead:
        """The channel with the customers who are served (month, draw), and those who wait for room (draw,)."""
        spend = self._known_or("spend", self.months.expected["spend"])
        revenue, gross_profit = self._money(customers)
        still_open = self._open_by_lead()
        economics = self.months.simulation.funnel.economics
        price, prices = economics.revenue[0, 0], economics.prices.sale[0]
        return ChannelAhead(
            months=self.months,
            people=self._people,
            customers=customers,
            spend=spend,
            cost=spend * (1.0 + self.months.channel.fee_rate) + fixed_cost[:, np.newaxis],
            revenue=revenue,
            gross_profit=gross_profit,
            still_open=still_open.sum(axis=0) + waiting,
            open_value=((still_open * prices[:, np.newaxis]).sum(axis=0) + waiting * prices[-1]) * price,
            waiting=waiting,
        )

    def _known_or(self, figure: str, otherwise: FloatArray) -> FloatArray:
        known = self.months.actual[figure][:, np.newaxis]
        return np.where(np.isnan(known), otherwise, known)

    def _people(self, stage: Stage) -> FloatArray:
        """Whole people at a stage, the real ones where they are known; (month, draw)."""
        counted = self.months.simulation.funnel.by_channel.stages[stage][:-1, 0]
        expected = expected_people(self.months, str(stage), self.over)
        return self._known_or(
            stage, _with_luck(self.months, expected, counted, _luck(self.seed, self.months.name, stage))
        )

    def _open_by_lead(self) -> FloatArray:
        """Whole customers still to close at the end, by the month of their lead; (month, draw)."""
        scenario = self.months.simulation.scenario
        matrix = closing_matrix(scenario.sales_cycle(self.months.channel), scenario.horizon_months)
        if matrix is None:
            return np.zeros(self.wanting.shape)
        left = np.maximum(1.0 - matrix.sum(axis=0), 0.0)[:, np.newaxis]
        expected = np.maximum(expected_won(self.months, self.over), 0.0) * left * self.open_counting
        return _with_luck(
            self.months, expected, _sooner_or_later(self.months), _luck(self.seed, self.months.name, "open")
        )

    def _money(self, customers: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Revenue and gross profit: as they were, and with sales of different size in months to come; (month, draw)."""
        revenue, gross_profit = self._brought(customers)
        luck, sale = _luck(self.seed, self.months.name, "sizes"), self.months.simulation.funnel.economics.revenue[0, 0]
        for month in range(self.over, len(customers)):
            sales = ratio_or_nothing(revenue[month], sale)
            # So many sales of exponential amounts, over their average.
            varied = np.where(sales > _TINY, luck.gamma(np.maximum(sales, _TINY)) / np.maximum(sales, _TINY), 1.0)
            revenue[month] *= varied
            gross_profit[month] *= varied
        past = slice(self.over)
        revenue[past], gross_profit[past] = (self._past(figure, customers) for figure in ("revenue", "gross_profit"))
        return revenue, gross_profit

    def _brought(self, customers: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Revenue and gross profit that customers bring on average, month by month; (month, draw)."""
        economics, shape = self.months.simulation.funnel.economics, (1, customers.shape[1])
        again = repeat_buyers(economics, len(customers), Arena(2, shape[1]), shape)
        revenue, gross_profit = np.empty(customers.shape), np.empty(customers.shape)
        for month, joining in enumerate(customers):
            worth, due = economics.in_month(month), again.due(month)
            revenue[month], gross_profit[month] = joining * worth.revenue[0], joining * worth.profit[0]
            if due is not None:
                revenue[month] += due[0] * worth.repeat_revenue[0]
                gross_profit[month] += due[0] * worth.repeat_profit[0]
            again.join(month, joining[np.newaxis])
        return revenue, gross_profit

    def _past(self, figure: str, customers: FloatArray) -> FloatArray:
        """Money of the months that are over: as it was, or else as the customers of the month bring it."""
        past = slice(self.over)
        known = self.months.actual[figure][past, np.newaxis]
        expected, revenue = self.months.expected[figure][past], self.months.expected["revenue"][past]
        brought = expected * ratio_or_nothing(customers[past], self.months.expected["customers"][past])
        if figure == "gross_profit":
            of_revenue = self.months.actual["revenue"][past, np.newaxis]
            margin = ratio_or_nothing(expected, revenue) * self.counting[past]
            brought = np.where(np.isnan(of_revenue), brought, of_revenue * margin)
        return np.where(np.isnan(known), brought, known * self.counting[past])


_TINY = 1e-9
"""So small a part of a sale has no size of its own."""


def _luck(seed: int, *names: str) -> np.random.Generator:
    """The luck of what has these names, which depends on nothing else."""
    name = ".".join([names[0], "outlook", *names[1:]])
    return np.random.default_rng([seed, int.from_bytes(hashlib.sha256(name.encode()).digest()[:8])])


def _counting(
    scenario: Scenario[Belief], plan: str, months: ChannelMonths, draws: int, seed: int
) -> tuple[FloatArray, FloatArray]:
    """The share of those who come by a channel that count in the plan: by month (month, draw), and of those open."""
    everyone = months.expected["customers"]
    if months.channel.incremental_share == EVERYONE:
        return np.ones(everyone.shape), np.ones(everyone.shape[1])
    own = channel_months(scenario, plan, (), months.name, draws=draws, seed=seed, incremental_share=None)
    open_own, open_everyone = (each.simulation.funnel.by_channel.open_pipeline[0, 0] for each in (own, months))
    return ratio_or_nothing(own.expected["customers"], everyone), ratio_or_nothing(open_own, open_everyone)


def _sooner_or_later(months: ChannelMonths) -> FloatArray:
    """All customers of a channel, those still to close included; (channel, draw)."""
    totals = months.simulation.funnel.by_channel
    return np.nan_to_num((totals.customers + totals.open_pipeline)[:-1, 0])


def _with_luck(
    months: ChannelMonths, expected: FloatArray, counted: FloatArray, luck: np.random.Generator
) -> FloatArray:
    """Whole people around their expectation: binomial of what was bought at a price, otherwise Poisson; (month, draw).

    ``counted`` (channel, draw) are all of the plan, of whom each unit that is bought has the same chance to be one.
    """
    chance = np.broadcast_to(chance_of_each(months.simulation, counted)[0], expected.shape)
    units = np.floor(ratio_or_nothing(expected, chance) + luck.random(expected.shape)).astype(np.int64)
    return np.where(chance > 0.0, luck.binomial(units, chance), luck.poisson(expected)).astype(float)


def _admitted(scenario: Scenario[Belief], wanting: FloatArray, over: int) -> tuple[FloatArray, FloatArray]:
    """Who is served of those who want to buy (channel, month, draw), from the month ``over`` on, and who waits then.

    Those who wait when the plan ends: (channel, draw).
    """
    waiting = np.zeros(wanting[:, 0].shape)
    room = scenario.room_by_month
    if room is None:
        return wanting, waiting
    served, queued = wanting.copy(), scenario.business.overflow == "queue"
    for month in range(over, wanting.shape[1]):
        here = wanting[:, month] + waiting
        together = here.sum(axis=0)
        share = np.where(together > room[month], ratio_or_nothing(np.full(together.shape, room[month]), together), 1.0)
        served[:, month] = here * share
        waiting = here - served[:, month] if queued else waiting
    return served, waiting
