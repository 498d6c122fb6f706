"""Evidence: which real figures of a scenario bear on which of its beliefs, with all that is no belief taken out.

Money counts at the prices of the first month and as it works after carry-over, ramp-up, curve and season, each at its
middle value; a rate that a season moves counts with the season. Customers close when their time has come: those of a
month are held against the leads of all months before it, each with the share that closes in this one. So only leads
that had time to count, and no month counts twice when it is learned from later.

Beliefs that several channels share learn from all of them together. Nothing is learned of a month that is not over,
whose figures are in the range already, in which customers were turned away, or in which an improvement may have been
at work.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from simulator.analyses.learning import Arrivals, Evidence, Paid, Tries, dispersion, pooled
from simulator.edits.channels import value_at
from simulator.edits.middle_values import at_middle_values
from simulator.engine.response import Spending, adstock, bought
from simulator.engine.sales_cycle import closing_shares
from simulator.engine.sampling import REPLICATES, sample
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import SeasonActsOn
from simulator.scenario.customers import REPEATS
from simulator.scenario.fields import quantity_of
from simulator.scenario.months import MONTHS_OF_A_YEAR, Month, month_number, months_on
from simulator.scenario.provenance import rests_on
from simulator.scenario.scenario import HORIZON_MOST, Scenario
from simulator.scenario.stages import Stage
from simulator.scenario.steps import by_month
from simulator.units import FloatArray, Quantity

KNOWN_LEADS = 0.9
"""A month's customers count where so large a share of them is of leads that are known."""

_MARGIN = 1e-9

Figures = Mapping[date, Mapping[str, float]]


class Why(StrEnum):
    """Why a belief learns nothing from a month."""

    CERTAIN = "certain"
    """It is held to be known."""
    IMPROVED = "improved"
    """An improvement that a plan buys may have been at work."""
    MORE_THAN_BEFORE = "more_than_before"
    """More went on than were there before."""
    NO_ROOM = "no_room"
    """There were as many customers as there is room for, so that some may have been turned away."""
    UNKNOWN_LEADS = "unknown_leads"
    """Too many of its customers may be of leads before those that are known."""
    IMPOSSIBLE_MARGIN = "impossible_margin"
    """Gross profit below nothing, or above revenue."""
    REPEAT_SALES = "repeat_sales"
    """Its revenue holds repeat sales as well."""


@dataclass(frozen=True, kw_only=True)
class OfBelief:
    """All evidence about the belief at a path: of the ``months`` that it is from, and ``what`` was counted.

    ``dispersion`` is how many times more months and channels differ than luck explains; 1 where it may explain it.
    """

    path: str
    belief: Belief
    quantity: Quantity
    evidence: Evidence
    months: tuple[date, ...]
    what: str
    channels: tuple[str, ...]
    dispersion: float = 1.0

    @property
    def steady(self) -> Evidence:
        """The evidence as of a count that would be so unsure if months did not differ."""
        weighed: Evidence = self.evidence.scaled(1.0 / self.dispersion)
        return weighed


@dataclass(frozen=True, kw_only=True)
class Unused:
    """Months of a channel from which a belief does not learn, and why."""

    path: str
    channel: str
    months: tuple[date, ...]
    why: Why


@dataclass(frozen=True)
class Gathered:
    """The evidence about each belief that has any, and what was left out."""

    of_beliefs: tuple[OfBelief, ...]
    unused: tuple[Unused, ...]


def gathered(scenario: Scenario[Belief], today: date) -> Gathered:
    """The evidence in the real figures of months that are over today and were not learned from before."""
    pieces: dict[str, list[_Piece]] = defaultdict(list)
    unused: list[Unused] = []
    for own in scenario.actuals:
        figures = {month: known for month, known in own.by_month.items() if is_over(month, today)}
        if figures:
            found = _OfChannel(scenario, own, figures, _customers(scenario))
            for piece in found.pieces():
                pieces[piece.path].append(piece)
            unused += found.unused
    return Gathered(tuple(_together(scenario, path, of) for path, of in pieces.items()), tuple(unused))


def is_over(month: date, today: date) -> bool:
    """Whether a month of the calendar has ended."""
    return months_on(month, 1) <= today


@dataclass(frozen=True)
class _Piece:
    """Evidence of one channel about one belief, and what each of its months says."""

    path: str
    evidence: Evidence
    parts: Sequence[Evidence]
    months: tuple[date, ...]
    what: str
    channel: str


def _together(scenario: Scenario[Belief], path: str, pieces: Sequence[_Piece]) -> OfBelief:
    owner, _, name = path.rpartition(".")
    return OfBelief(
        path=path,
        belief=value_at(scenario, path),
        quantity=quantity_of(value_at(scenario, owner), name),
        evidence=pooled([piece.evidence for piece in pieces]),
        months=tuple(sorted({month for piece in pieces for month in piece.months})),
        what=pieces[0].what,
        channels=tuple(piece.channel for piece in pieces),
        dispersion=dispersion([part for piece in pieces for part in piece.parts]),
    )


def _customers(scenario: Scenario[Belief]) -> Mapping[date, float]:
    """The new customers of all channels in each month in which any are known."""
    found: dict[date, float] = defaultdict(float)
    for own in scenario.actuals:
        for month, known in own.by_month.items():
            found[month] += known.get("customers", 0.0)
    return found


class _OfChannel:
    """The real figures of one channel, read as evidence."""

    def __init__(
        self, scenario: Scenario[Belief], own: Actuals, figures: Figures, customers: Mapping[date, float]
    ) -> None:
        self.scenario, self.figures, self.customers = scenario, figures, customers
        self.channel = scenario.channel(own.channel)
        self.unused: list[Unused] = []

    def pieces(self) -> Iterator[_Piece]:
        """The evidence about each belief that holds for the channel."""
        yield from self._of_cost()
        stages = self.channel.stages(self.scenario.funnel.stages)
        names = self.channel.rates(self.scenario.funnel.stages)
        for (source, target), name in zip(pairwise(stages), names, strict=True):
            into_customers = target is Stage.CUSTOMERS
            yield from self._of_closing(source, name) if into_customers else self._of_rate(source, target, name)
        yield from self._of_sales()

    # -- which months may be used ---------------------------------------------------------------------------------

    def _path(self, name: str) -> str | None:
        """The path of the belief that holds for the channel; None if there is none."""
        if getattr(self.channel, name) is not None:
            return f"channels.{self.channel.name}.{name}"
        owners: tuple[tuple[str, Any], ...] = (("funnel", self.scenario.funnel), ("business", self.scenario.business))
        return next((f"{path}.{name}" for path, owner in owners if getattr(owner, name, None) is not None), None)

    def _usable(self, path: str, needed: Sequence[str]) -> tuple[date, ...]:
        """The months whose figures are known and were not learned from; none for what is held to be certain."""
        belief: Belief = value_at(self.scenario, path)
        known = tuple(month for month, own in self.figures.items() if all(figure in own for figure in needed))
        fresh = tuple(month for month in known if not rests_on(belief, month))
        if belief.is_certain:
            return self._left_out(path, fresh, Why.CERTAIN)
        improved = self._improved_from(path)
        at_work = tuple(month for month in fresh if improved is not None and month >= improved)
        self._left_out(path, at_work, Why.IMPROVED)
        return tuple(month for month in fresh if month not in at_work)

    def _left_out(self, path: str, months: tuple[date, ...], why: Why) -> tuple[date, ...]:
        if months:
            self.unused.append(Unused(path=path, channel=self.channel.name, months=months, why=why))
        return ()

    def _improved_from(self, path: str) -> date | None:
        """The first month in which an improvement acts on this belief: by the adopted plan, or by any if none is."""
        name = path.rpartition(".")[2]
        acting = {
            each.name
            for each in self.scenario.improvements
            if each.field == name and self.scenario.is_improved(self.channel, each)
        }
        adopted = None if self.scenario.adopted is None else self.scenario.adopted.plan
        months = [
            _calendar(bought.first, self.scenario.start)
            for plan in self.scenario.plans
            if adopted in (None, plan.name)
            for bought in plan.improvements
            if bought.improvement in acting
        ]
        return min(months, default=None)

    # -- what money buys, and what comes without -----------------------------------------------------------------

    def _of_cost(self) -> Iterator[_Piece]:
        if not self.channel.is_paid:
            path = f"channels.{self.channel.name}.visits_per_month"
            if months := self._usable(path, ["visits"]):
                came = [Arrivals(self._goes(month, "visits"), self._season(month)) for month in months]
                yield self._piece(path, came, months, "visits")
            return
        path, units = f"channels.{self.channel.name}.{self.channel.cost}", str(self.channel.buys)
        months = tuple(month for month in self._usable(path, ["spend", units]) if month in self._worked)
        # What is stated for a thousand is paid for a thousand.
        paid = [Paid(self._worked[month] * self.channel.cost_is_for, self._goes(month, units)) for month in months]
        if sum(each.amount for each in paid) > 0.0:
            clicks = self.channel.buys is Stage.VISITS and self.channel.buys_at_a_price
            yield self._piece(path, paid, months, "clicks" if clicks else units)

    @cached_property
    def _worked(self) -> Mapping[date, float]:
        """The money that buys units at their stated cost in each month: after prices, season, curve and carry-over.

        With a memory of the months before, up to the first month whose spend is not known.
        """
        drawn = self._middle.channel(self.channel.name)
        has_memory = bool(drawn.carry_over.any() or drawn.ramp_up_months.any())
        # Less than nothing is a credit for what was paid in other months: nothing can be bought with it.
        known = [month for month, own in self.figures.items() if own.get("spend", -1.0) >= 0.0]
        months = _unbroken(known) if has_memory else known
        if not months:
            return {}
        spending = Spending(
            np.array([self.figures[month]["spend"] for month in months]),
            np.array([self._price(getattr(self.channel, self.channel.cost), month) for month in months]),
            np.array([self._season(month) for month in months]),
        )
        if drawn.curve.spares:
            # What could not be bought was not charged, and is not in the real spend.
            by_season = self.channel.season_acts_on is SeasonActsOn.VISITS
            return dict(zip(months, spending.real * (spending.season if by_season else 1.0), strict=True))
        felt = adstock(drawn, spending.budget) if drawn.carry_over.any() else None
        units = bought(drawn, spending, felt).units
        worked = (units.shape * units.level * drawn.unit_cost())[:, 0]
        return dict(zip(months, worked.tolist(), strict=True))

    @cached_property
    def _middle(self) -> Scenario[FloatArray]:
        return sample(at_middle_values(self.scenario), draws=REPLICATES)

    def _price(self, belief: Belief | None, month: date) -> float:
        """A price in a month of the calendar as a multiple of that in the first month of the plan."""
        change = 0.0 if belief is None else belief.yearly_change
        return float((1.0 + change) ** ((month_number(month, self.scenario.start) - 1) / MONTHS_OF_A_YEAR))

    def _season(self, month: date) -> float:
        season = self.channel.seasonality or self.scenario.seasonality
        return 1.0 if season is None else season[month.month - 1]

    # -- from stage to stage --------------------------------------------------------------------------------------

    def _of_rate(self, source: Stage, target: Stage, name: str) -> Iterator[_Piece]:
        """Those who go on within their month."""
        path = self._path(name)
        if path is None:
            return
        usable = self._usable(path, [source, target])
        months = tuple(month for month in usable if self._goes(month, target) <= self._goes(month, source))
        odd = tuple(month for month in usable if month not in months)
        self._left_out(path, odd, Why.MORE_THAN_BEFORE)
        by_season = name == self.channel.response and self.channel.season_acts_on is SeasonActsOn.RESPONSE
        parts = [
            Tries(self._goes(month, source), self._goes(month, target), self._season(month) if by_season else 1.0)
            for month in months
        ]
        if sum(each.tries for each in parts) > 0.0:
            yield self._piece(path, parts, months, str(source))

    def _of_closing(self, source: Stage, name: str) -> Iterator[_Piece]:
        """Those who close, in whatever month their time comes."""
        path = self._path(name)
        if path is None:
            return
        usable = self._usable(path, ["customers"])
        full = tuple(month for month in usable if self._is_full(month))
        self._left_out(path, full, Why.NO_ROOM)
        entered = {month: own[source] for month, own in self.figures.items() if source in own}
        open_months = [month for month in usable if month not in full]
        shares = {month: self._closing_in(month, list(entered)) for month in open_months}
        known = {month: self._known_leads(month, sum(of.values()), entered) for month, of in shares.items()}
        months = tuple(month for month in open_months if known[month] >= KNOWN_LEADS)
        early = tuple(month for month in open_months if month not in months)
        self._left_out(path, early, Why.UNKNOWN_LEADS)
        by_lead: dict[date, float] = defaultdict(float)
        for month in months:
            for lead_month, share in shares[month].items():
                by_lead[lead_month] += share / known[month]
        tried = sum(entered[month] for month, share in by_lead.items() if share > _MARGIN)
        expected = sum(entered[month] * share for month, share in by_lead.items())
        closed = self._sum("customers", months)
        if closed > tried:
            self._left_out(path, months, Why.MORE_THAN_BEFORE)
        elif expected > 0.0:
            due = [
                sum(entered[lead_month] * share / known[month] for lead_month, share in shares[month].items())
                for month in months
            ]
            parts = [Tries(each, self._goes(month, "customers")) for each, month in zip(due, months, strict=True)]
            # Whoever can close in several months counts once.
            whole = Tries(tried, closed, expected / tried)
            yield _Piece(path, whole, parts, months, str(source), self.channel.name)

    def _closing_in(self, month: date, entered: Sequence[date]) -> dict[date, float]:
        """The share of each earlier month's leads that closes in this one, of months that are known."""
        found = {}
        for lead_month in entered:
            lag = month_number(month, lead_month) - 1
            if 0 <= lag < len(self._closing):
                found[lead_month] = float(self._closing[lag])
        return found

    @cached_property
    def _closing(self) -> FloatArray:
        cycle = self.scenario.sales_cycle(self.channel)
        if cycle is None or (cycle.is_certain and cycle.likely == 0.0):
            return np.ones(1)
        return closing_shares(cycle, HORIZON_MOST)

    def _known_leads(self, month: date, closing: float, entered: Mapping[date, float]) -> float:
        """The share of a month's customers that is of known leads, if as many came in every month."""
        ages = month_number(month, min(entered)) if entered and self._is_new(min(entered)) else len(self._closing)
        possible = float(self._closing[: max(ages, 0)].sum())
        return min(1.0, closing / possible) if possible > _MARGIN else 0.0

    def _is_new(self, first: date) -> bool:
        """Whether there were no leads before a month: nothing was spent before the plan, nor by any plan until then."""
        if not self.channel.is_paid or self.channel.monthly_spend_before > 0.0 or first < self.scenario.start:
            return False
        before = month_number(first, self.scenario.start) - 1
        return not any(
            self.scenario.spend(plan.name)[self.scenario.channel_names.index(self.channel.name), :before].any()
            for plan in self.scenario.plans
        )

    def _is_full(self, month: date) -> bool:
        """Whether there was no more room for customers, or some had waited for it."""
        business = self.scenario.business
        most = business.new_customers_per_month_at_most
        if most is None:
            return False
        months = [month, months_on(month, -1)] if business.overflow == "queue" else [month]
        place = month_number(month, self.scenario.start)
        room = by_month(most, max(place, 1), self.scenario.start, before=np.inf)
        return any(self.customers.get(each, 0.0) >= np.floor(room[-1]) for each in months)

    # -- what a sale brings ---------------------------------------------------------------------------------------

    def _of_sales(self) -> Iterator[_Piece]:
        """The amount and the margin of a sale, where every sale is that of a new customer."""
        yield from self._of_revenue()
        yield from self._of_margin()

    def _of_revenue(self) -> Iterator[_Piece]:
        path = self._path("revenue_per_sale")
        if path is None:
            return
        usable = self._of_first_sales(path, self._usable(path, ["revenue", "customers"]))
        months = tuple(month for month in usable if self._goes(month, "customers") > 0.0)
        price = value_at(self.scenario, path)
        brought = [
            Paid(self._goes(month, "revenue") / self._price(price, month), self._goes(month, "customers"))
            for month in months
        ]
        if sum(each.amount for each in brought) > 0.0:
            # Sales are taken to differ by so much that months which differ say nothing more.
            yield _Piece(path, pooled(brought), (), months, "sales", self.channel.name)

    def _of_margin(self) -> Iterator[_Piece]:
        path = self._path("gross_margin_rate")
        if path is None:
            return
        usable = self._of_first_sales(path, self._usable(path, ["revenue", "gross_profit", "customers"]))
        margins = {month: self._margin(month) for month in usable if self._goes(month, "revenue") > 0.0}
        months = tuple(month for month, margin in margins.items() if 0.0 <= margin <= 1.0)
        self._left_out(path, tuple(month for month in margins if month not in months), Why.IMPOSSIBLE_MARGIN)
        # Each sale as if it were all margin or none: margins between 0 and 1 cannot vary by more than that.
        sales = [
            Tries(self._goes(month, "customers"), margins[month] * self._goes(month, "customers")) for month in months
        ]
        if sum(each.tries for each in sales) > 0.0:
            yield _Piece(path, pooled(sales), (), months, "sales", self.channel.name)

    def _of_first_sales(self, path: str, months: tuple[date, ...]) -> tuple[date, ...]:
        repeats = [self.scenario.customer_value(self.channel, name) for name in REPEATS]
        buys_again = any(each is not None and not _is_nothing(each) for each in repeats)
        return self._left_out(path, months, Why.REPEAT_SALES) if buys_again else months

    def _margin(self, month: date) -> float:
        """The margin of a month before what each sale costs beside it."""
        cost = self.scenario.customer_value(self.channel, "cost_per_sale")
        own = self.figures[month]
        per_sale = 0.0 if cost is None else cost.likely * self._price(cost, month)
        return (own["gross_profit"] + per_sale * own["customers"]) / own["revenue"]

    def _piece(self, path: str, parts: Sequence[Evidence], months: tuple[date, ...], what: str) -> _Piece:
        return _Piece(path, pooled(parts), parts, months, what, self.channel.name)

    def _goes(self, month: date, figure: str) -> float:
        return self.figures[month][figure]

    def _sum(self, figure: str, months: Sequence[date]) -> float:
        return sum(self._goes(month, figure) for month in months)


def _calendar(month: Month, start: date) -> date:
    return months_on(start, month_number(month, start) - 1)


def _unbroken(months: Sequence[date]) -> list[date]:
    """The months from the first on, up to the first that is missing."""
    return [month for place, month in enumerate(months) if months_on(months[0], place) == month]


def _is_nothing(value: Any) -> bool:
    return isinstance(value, Belief) and value.is_certain and value.likely == 0.0
