"""Plans: how much money goes into which channel in which month.

A schedule is the spend of one channel. Its months are counted from the plan's first, which is 1, or are those of the
calendar; so what it spends depends on the month in which the scenario starts.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import ClassVar, Literal

import numpy as np

from simulator.scenario.fields import money, part, record, text
from simulator.scenario.months import Month, month_number
from simulator.units import FloatArray, Role


@record
class Schedule:
    """The spend of one channel; ``by_month`` says how much in each month."""

    def by_month(self, horizon_months: int, start: date) -> FloatArray:
        """Spend in months 1 to the horizon [money], the first of which is ``start``; shape (month,)."""
        raise NotImplementedError

    def scaled(self, factor: float) -> "Schedule":
        """The schedule with all its amounts times a factor."""
        raise NotImplementedError

    def within(self, horizon_months: int, start: date) -> "Schedule":
        """The schedule without what it states for months beyond the horizon; itself if that is nothing."""
        raise NotImplementedError

    @property
    def stated(self) -> tuple[float, ...]:
        """The amounts of money as they are stated."""
        raise NotImplementedError


@record
class Steady(Schedule):
    """An amount in every month from ``first`` to ``last``, both included.

    With ``grows``, a fraction, each month gets so much more than the one before: the amount is that of ``first``.
    """

    amount: float = text("Amount per month")
    first: Month = text("From month", default=1)
    last: Month | None = text("To month", default=None)
    grows: float = text("Grows by a month", default=0.0)

    def by_month(self, horizon_months: int, start: date) -> FloatArray:
        """Spend in months 1 to the horizon [money], the first of which is ``start``; shape (month,)."""
        months, first = np.arange(1, horizon_months + 1), month_number(self.first, start)
        last = horizon_months if self.last is None else month_number(self.last, start)
        amounts = self.amount * (1.0 + self.grows) ** (months - first) if self.grows else self.amount
        return np.where((months >= first) & (months <= last), amounts, 0.0)

    def scaled(self, factor: float) -> "Steady":
        """The schedule with its amount times a factor."""
        return replace(self, amount=self.amount * factor)

    def within(self, horizon_months: int, start: date) -> "Steady":
        """The schedule without what it states for months beyond the horizon; itself if that is nothing."""
        if month_number(self.first, start) > horizon_months:
            return NOTHING
        ends_later = self.last is not None and month_number(self.last, start) > horizon_months
        return replace(self, last=None) if ends_later else self

    @property
    def stated(self) -> tuple[float, ...]:
        """The amount."""
        return (self.amount,)


@record
class Monthly(Schedule):
    """An amount for each month; months beyond the list get nothing."""

    amounts: tuple[float, ...] = text("Amount by month")

    def by_month(self, horizon_months: int, start: date) -> FloatArray:
        """Spend in months 1 to the horizon [money], the first of which is ``start``; shape (month,)."""
        return _filled(self.amounts, horizon_months)

    def scaled(self, factor: float) -> "Monthly":
        """The schedule with all its amounts times a factor."""
        return Monthly(amounts=tuple(amount * factor for amount in self.amounts))

    def within(self, horizon_months: int, start: date) -> "Monthly":
        """The schedule without what it states for months beyond the horizon; itself if that is nothing."""
        return Monthly(amounts=self.amounts[:horizon_months]) if any(self.amounts[horizon_months:]) else self

    @property
    def stated(self) -> tuple[float, ...]:
        """The amounts."""
        return self.amounts


@record
class Spans(Schedule):
    """Several amounts, each from a month to a month; where they overlap they add up."""

    spans: tuple[Steady, ...] = text("Amounts from month to month")

    def by_month(self, horizon_months: int, start: date) -> FloatArray:
        """Spend in months 1 to the horizon [money], the first of which is ``start``; shape (month,)."""
        spend = np.zeros(horizon_months)
        for span in self.spans:
            spend += span.by_month(horizon_months, start)
        return spend

    def scaled(self, factor: float) -> "Spans":
        """The schedule with all its amounts times a factor."""
        return Spans(spans=tuple(span.scaled(factor) for span in self.spans))

    def within(self, horizon_months: int, start: date) -> Schedule:
        """The schedule without what it states for months beyond the horizon; itself if that is nothing."""
        within = tuple(span.within(horizon_months, start) for span in self.spans)
        if within == self.spans:
            return self
        left = tuple(span for span in within if span is not NOTHING)
        return Spans(spans=left) if left else NOTHING

    @property
    def stated(self) -> tuple[float, ...]:
        """The amount of each span."""
        return tuple(span.amount for span in self.spans)


@record
class Periodic(Schedule):
    """Amounts for whole periods counted from the plan's first month, spread evenly over their months.

    One number is the amount of every period; periods beyond a list get nothing.
    """

    MONTHS: ClassVar[int]

    amounts: tuple[float, ...] | float = text("Amount by period")

    def by_month(self, horizon_months: int, start: date) -> FloatArray:
        """Spend in months 1 to the horizon [money], the first of which is ``start``; shape (month,)."""
        periods = math.ceil(horizon_months / self.MONTHS)
        amounts = self.amounts if isinstance(self.amounts, tuple) else (self.amounts,) * periods
        return np.repeat(_filled(amounts, periods) / self.MONTHS, self.MONTHS)[:horizon_months]

    def scaled(self, factor: float) -> "Periodic":
        """The schedule with all its amounts times a factor."""
        if not isinstance(self.amounts, tuple):
            return replace(self, amounts=self.amounts * factor)
        return replace(self, amounts=tuple(amount * factor for amount in self.amounts))

    def within(self, horizon_months: int, start: date) -> "Periodic":
        """The schedule without the periods that it states beyond the horizon; itself if those are nothing."""
        periods = math.ceil(horizon_months / self.MONTHS)
        if not isinstance(self.amounts, tuple) or not any(self.amounts[periods:]):
            return self
        return replace(self, amounts=self.amounts[:periods])

    @property
    def stated(self) -> tuple[float, ...]:
        """The amounts."""
        return self.amounts if isinstance(self.amounts, tuple) else (self.amounts,)


@record
class PerQuarter(Periodic):
    """An amount for each three months, counted from the plan's first."""

    MONTHS = 3


@record
class PerYear(Periodic):
    """An amount for each twelve months, counted from the plan's first."""

    MONTHS = 12


NOTHING = Steady(amount=0.0)
"""The schedule of a channel that a plan does not name."""

SCHEDULES: tuple[type[Schedule], ...] = (Steady, Monthly, Spans, PerQuarter, PerYear)


@record
class Purchase:
    """The month from which on a plan has an improvement."""

    improvement: str = text("Improvement")
    first: Month = text("From month", default=1)


@record
class BestSplit:
    """How the money of a plan came to be divided: as the best split that was found, of a total by what counts most.

    Without a total the plan came about otherwise.
    """

    total: float | None = money("Best split of a total a month of", role=Role.NUMBER, optional=True, default=None)
    by: Literal["mean", "median", "worst"] = text(
        "Best split by",
        default="mean",
        help="Profit on average, in the middle world, or on average in the worst tenth of worlds.",
    )
    or_less: bool = text("Best split may spend less", default=False)
    with_improvements: bool = text(
        "Best split chose improvements", default=False, help="Improvements were chosen too, and the total pays them."
    )


@record
class Plan:
    """A decision: a schedule for each channel, and the improvements that are bought; channels not named get nothing."""

    name: str = text("Name")
    monthly_spend: Mapping[str, Schedule] = text("Monthly spend")
    improvements: tuple[Purchase, ...] = text("Improvements bought", default=())
    notes: str = text("What it is for", default="")
    best_split: BestSplit = part(factory=BestSplit)

    def spend(self, channels: Sequence[str], horizon_months: int, start: date) -> FloatArray:
        """Media spend [money]; shape (channel, month), rows in the order of ``channels``.

        The first of the months is ``start``.
        """
        rows = [self.monthly_spend.get(name, NOTHING).by_month(horizon_months, start) for name in channels]
        return np.array(rows).reshape(len(rows), horizon_months)


def _filled(amounts: Sequence[float], length: int) -> FloatArray:
    """The first so many amounts, and nothing where there are fewer."""
    filled = np.zeros(length)
    listed = amounts[:length]
    filled[: len(listed)] = listed
    return filled
