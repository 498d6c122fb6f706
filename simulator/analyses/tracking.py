"""A plan beside what really happened: what was planned of each figure, and how many possible worlds had less of it.

Every possible world of the plan is played once with the luck of small counts, so that a figure is held against what a
plan like this one gives, and not against an average that nobody ever sees. Counts are Poisson around the world's own
expectation; how many worlds had fewer of them is worked out, not played. Sales are as many and bring what they bring by
themselves, an exponential amount each (its spread is its mean, as is usual of sales). Spend has no luck.

Platforms and books count all who came by a channel, also those who would have come anyway: so does what is planned
here. Each channel is simulated by itself, in the same worlds; where customers are turned away at a capacity, that says
a bit more than the plan does.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np
from scipy.special import gammaincc

from simulator.analyses.counted_months import MONEY_OF_SALES, actual_months, counted_months
from simulator.analyses.summary import quantiles
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import P10, P90, Belief
from simulator.scenario.months import months_on
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray

QUARTER = 3
RARE = 0.05
"""What fewer worlds than these had is told as better or worse: of a plan that holds, one month in twenty either way."""

SPEND_ALIKE = 0.1
"""Spend that differs from what was planned by less than this part of it is as planned."""

LEADING = ("spend", "impressions", "pieces", "visits", "leads", "cost_per_lead", "mqls", "sqls", "opportunities")
LAGGING = ("customers", "cost_per_customer", "revenue", "gross_profit")
ORDER = (*LEADING, *LAGGING)
"""All figures: those that tell first before those that follow."""

COSTS = {"cost_per_lead": "leads", "cost_per_customer": "customers"}
"""What one of a kind costs: spend over how many there were; lower is better."""


class Status(StrEnum):
    """How a figure went, beside the plan and its luck. MORE and LESS are of spend, of which neither is good."""

    AS_PLANNED = "as planned"
    BETTER = "better"
    WORSE = "worse"
    TOO_EARLY = "too early to say"
    MORE = "more than planned"
    LESS = "less than planned"


@dataclass(frozen=True, kw_only=True)
class TrackedFigure:
    """A figure in a time: what was planned (its average, and where 8 of 10 worlds lie, with luck), and what was.

    ``chance_lower`` is the share of worlds that had less, half of those that had the same. ``without`` are channels
    that plan some of it, and of which nothing is known; ``months_unknown`` are months that are over, and in which it is
    not known of a channel otherwise known: they are left out of both sides.
    """

    planned: float
    low: float
    high: float
    actual: float
    chance_lower: float
    status: Status
    without: tuple[str, ...] = ()
    months_unknown: int = 0


@dataclass(frozen=True, kw_only=True)
class Period:
    """A month, a quarter or all of the time so far; ``figures`` by channel and then by name, "" for the plan.

    Of a quarter, and of the time so far, only those months are compared that are over and of which a figure is known.
    """

    first: date
    months: int
    is_over: bool
    figures: Mapping[str, Mapping[str, TrackedFigure]]


@dataclass(frozen=True, kw_only=True)
class Tracking:
    """A plan beside what really happened; periods of which nothing is known are left out."""

    plan: str
    today: date
    months: tuple[Period, ...]
    quarters: tuple[Period, ...]
    so_far: Period | None


@dataclass(frozen=True, kw_only=True)
class Histories:
    """Figures of a channel in each world, played with luck; (month, draw) each."""

    channel: str
    expected: Mapping[str, FloatArray]
    """What each world expects, without luck; (month, draw)."""
    worlds: Mapping[str, FloatArray]
    actual: Mapping[str, FloatArray]
    """(month,), nan where it is not known."""

    def known(self, figure: str) -> FloatArray:
        """In which months a figure is known; (month,)."""
        return ~np.isnan(self.actual[figure])


def track(
    scenario: Scenario[Belief],
    plan: str,
    actuals: Sequence[Actuals],
    *,
    today: date,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Tracking:
    """A plan, as ``scenario`` has it, beside real figures. Raises UnknownNameError and SettingsError as simulate."""
    known = {own.channel: own for own in actuals}
    histories = [_history(scenario, plan, known[name], draws, seed) for name in scenario.channel_names if name in known]
    board = _Board(scenario=scenario, plan=plan, histories=histories, today=today)
    months = [board.period(at, at + 1) for at in range(scenario.horizon_months)]
    quarters = [board.period(at, at + QUARTER) for at in range(0, scenario.horizon_months, QUARTER)]
    so_far = board.period(0, scenario.horizon_months)
    return Tracking(
        plan=plan,
        today=today,
        months=tuple(each for each in months if each.figures),
        quarters=tuple(each for each in quarters if each.figures),
        so_far=so_far if so_far.figures else None,
    )


@dataclass(frozen=True, kw_only=True)
class _Board:
    scenario: Scenario[Belief]
    plan: str
    histories: Sequence[Histories]
    today: date

    def period(self, begin: int, end: int) -> Period:
        """Months ``begin`` to ``end``, counted from 0, the last not included."""
        end = min(end, self.scenario.horizon_months)
        months = [month for month in range(begin, end) if end - begin == 1 or self._is_over(month)]
        figures: dict[str, dict[str, TrackedFigure]] = {}
        for name, group in (("", self.histories), *((each.channel, [each]) for each in self.histories)):
            found = {figure: made for figure in ORDER if (made := self._figure(figure, group, months, of_all=not name))}
            if found:
                figures[name] = found
        return Period(
            first=months_on(self.scenario.start, begin),
            months=end - begin,
            is_over=self._is_over(end - 1),
            figures=figures,
        )

    def _is_over(self, month: int) -> bool:
        return months_on(self.scenario.start, month + 1) <= self.today

    def _figure(
        self, figure: str, group: Sequence[Histories], months: Sequence[int], *, of_all: bool
    ) -> TrackedFigure | None:
        parts = ("spend", COSTS[figure]) if figure in COSTS else (figure,)
        having = [each for each in group if all(part in each.worlds for part in parts)]
        used = [(each, _both_known(each, parts, months)) for each in having]
        used = [(each, at) for each, at in used if at]
        if not used:
            return None
        sums = [
            (
                np.sum([each.worlds[part][at].sum(axis=0) for each, at in used], axis=0),
                float(sum(each.actual[part][at].sum() for each, at in used)),
            )
            for part in parts
        ]
        expected = [np.sum([each.expected[part][at].sum(axis=0) for each, at in used], axis=0) for part in parts]
        planned = [float(np.mean(each)) for each in expected]
        if figure in COSTS:
            (spent, actual_spent), (number, actual_number) = sums
            worlds, actual = _ratio(spent, number), float(_ratio(np.array(actual_spent), np.array(actual_number)))
            if np.isnan(actual):
                return None
            average = planned[0] / planned[1] if planned[1] > 0.0 else float("inf")
        else:
            ((worlds, actual),), (average,) = sums, planned
        is_over = all(self._is_over(month) for _, at in used for month in at)
        is_count = figure not in (*COSTS, "spend", *MONEY_OF_SALES)
        lower = chance_of_fewer(expected[0], actual) if is_count else _share_lower(worlds, actual)
        low, high = quantiles(worlds, [P10, P90])
        without = [each.channel for each in having if all(each is not own for own, _ in used)]
        without += self._unknown(figure, months) if of_all and figure not in COSTS else []
        return TrackedFigure(
            planned=average,
            low=float(low),
            high=float(high),
            actual=float(actual),
            chance_lower=lower,
            status=_status(figure, float(actual), average, worlds, lower, is_over=is_over),
            without=tuple(without) if of_all else (),
            months_unknown=sum(any(month not in at for _, at in used) for month in months),
        )

    def _unknown(self, figure: str, months: Sequence[int]) -> list[str]:
        """Channels that plan some of a figure in these months, and of which nothing at all is known."""
        names = self.scenario.channel_names
        spend = self.scenario.plan(self.plan).spend(names, self.scenario.horizon_months, self.scenario.start)
        tracked = self.scenario.funnel.stages
        known = {each.channel for each in self.histories}
        return [
            channel.name
            for row, channel in enumerate(self.scenario.channels)
            if channel.name not in known
            and (spend[row, list(months)].any() if channel.is_paid else figure != "spend")
            and (figure in ("spend", *MONEY_OF_SALES) or figure in type(channel).stages(tracked))
        ]


def chance_of_fewer(expected: FloatArray, actual: float) -> float:
    """The chance of a count below ``actual``, half of those alike: Poisson in each world, on average over them.

    P(N <= k) = Q(k + 1, mean), the regularised upper incomplete gamma function (Abramowitz & Stegun 26.4.21).
    """
    fewer = gammaincc(np.ceil(actual), expected) if actual > 0.0 else np.zeros(1)
    no_more = gammaincc(np.floor(actual) + 1.0, expected)
    return float((np.mean(fewer) + np.mean(no_more)) / 2.0)


def _share_lower(worlds: FloatArray, actual: float) -> float:
    return float(np.mean(worlds < actual) + np.mean(worlds == actual) / 2.0)


def _both_known(each: Histories, parts: Sequence[str], months: Sequence[int]) -> list[int]:
    return [month for month in months if all(each.known(part)[month] for part in parts)]


def _status(figure: str, actual: float, planned: float, worlds: FloatArray, lower: float, *, is_over: bool) -> Status:
    if not is_over:
        return Status.TOO_EARLY
    if figure == "spend":
        if abs(actual - planned) <= SPEND_ALIKE * planned:
            return Status.AS_PLANNED
        return Status.MORE if actual > planned else Status.LESS
    good, bad = (1.0 - lower, lower) if figure not in COSTS else (lower, 1.0 - lower)
    if good < RARE:
        return Status.BETTER
    if bad < RARE:
        return Status.WORSE
    # Where nothing at all would be no surprise, nothing can be called worse.
    worst = np.mean(worlds == 0.0) if figure not in COSTS else np.mean(np.isinf(worlds))
    return Status.TOO_EARLY if worst / 2.0 >= RARE else Status.AS_PLANNED


def _ratio(money: FloatArray, number: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.divide(money, number))


def _history(scenario: Scenario[Belief], plan: str, actual: Actuals, draws: int, seed: int) -> Histories:
    expected = counted_months(scenario, plan, actual.channel, draws=draws, seed=seed)
    luck = _Luck(seed, actual.channel)
    counts = {figure: each for figure, each in expected.items() if figure not in ("spend", "cost", *MONEY_OF_SALES)}
    channel = next(each for each in scenario.channels if each.name == actual.channel)
    sale = scenario.customer_value(channel, "revenue_per_sale")
    worlds = {
        "spend": expected["spend"],
        **{figure: luck.count(figure, each) for figure, each in counts.items()},
        **luck.sales(expected["revenue"], expected["gross_profit"], sale.likely if sale is not None else 0.0),
    }
    known = actual_months(actual, scenario)
    return Histories(
        channel=actual.channel,
        expected={figure: np.nan_to_num(expected[figure]) for figure in worlds},
        worlds=worlds,
        actual={each: known[each] for each in worlds},
    )


@dataclass(frozen=True)
class _Luck:
    """The luck of a channel's figures, which is its own: other channels or figures do not change it."""

    seed: int
    channel: str

    def count(self, figure: str, expected: FloatArray) -> FloatArray:
        """Whole numbers around what is expected; the same shape."""
        return self._generator(figure).poisson(np.nan_to_num(expected)).astype(float)

    def sales(self, revenue: FloatArray, gross_profit: FloatArray, sale: float) -> dict[str, FloatArray]:
        """Revenue of as many sales, each an amount of its own, and the gross profit that is left of it."""
        generator = self._generator("sales")
        number = (
            generator.poisson(np.maximum(np.nan_to_num(revenue), 0.0) / sale) if sale > 0.0 else np.zeros(revenue.shape)
        )
        brought = sale * generator.gamma(np.maximum(number, 1e-12)) * (number > 0)
        share = np.divide(gross_profit, revenue, out=np.zeros(revenue.shape), where=revenue > 0.0)
        return {"revenue": brought, "gross_profit": brought * share}

    def _generator(self, figure: str) -> np.random.Generator:
        key = hashlib.sha256(f"{self.channel}\0{figure}".encode()).digest()[:8]
        return np.random.default_rng([self.seed, int.from_bytes(key, "big")])
