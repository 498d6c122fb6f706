"""The worth of one new customer of a channel, at once and over the years."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from simulator.engine.decisions import Prices
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import MONTHS_OF_A_YEAR
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray, IntArray

_DRAWN = ("revenue", "margin", "cost", "repeats", "repeat_revenue", "repeat_margin", "retention")


@dataclass(frozen=True, kw_only=True)
class UnitEconomics:
    """Customers' worth; arrays (channel, 1, draw), of length 1 where channels share or nothing varies.

    ``revenue``, ``margin`` (a fraction) and ``cost`` of a first sale, ``repeat_revenue``, ``repeat_margin`` and the
    same cost of a repeat sale [money]. A customer who stays makes ``repeats`` repeat sales after every ``every`` months
    (channel,): 1, where they are so many a month. ``retention`` from month to month is a fraction. Amounts are those of
    the first month, ``prices`` says what they become. ``lifetime_months`` are all that are counted of a customer.
    """

    revenue: FloatArray
    margin: FloatArray
    cost: FloatArray
    repeats: FloatArray
    repeat_revenue: FloatArray
    repeat_margin: FloatArray
    retention: FloatArray
    every: IntArray
    prices: Prices
    lifetime_months: float

    def block(self, part: slice) -> "UnitEconomics":
        """The same for a part of the draws."""
        held = {name: getattr(self, name) for name in _DRAWN}
        return replace(self, **{name: each if each.shape[2] == 1 else each[..., part] for name, each in held.items()})

    @cached_property
    def first_profit(self) -> FloatArray:
        """Gross profit of a first sale [money]; shape (channel, 1, draw)."""
        return self.revenue * self.margin - self.cost

    @cached_property
    def repeat_profit(self) -> FloatArray:
        """Gross profit of the repeat sales of a customer who stays, each time that they fall due [money]."""
        return self.repeats * (self.repeat_revenue * self.repeat_margin - self.cost)

    @cached_property
    def kept(self) -> FloatArray:
        """The share of customers kept from one time that repeat sales fall due to the next; (channel, 1, draw)."""
        return self.retention if (self.every == 1).all() else self.retention**self._every

    @cached_property
    def again(self) -> bool:
        """Whether anyone buys again."""
        return bool(self.repeats.any())

    def in_month(self, month: int) -> "MonthWorth":
        """Customers' worth in a month, counted from 0."""
        return self._moved(month) if self.prices.move else self._steady

    @cached_property
    def _steady(self) -> "MonthWorth":
        return MonthWorth(
            self.revenue[:, 0],
            self.first_profit[:, 0],
            (self.repeats * self.repeat_revenue)[:, 0],
            self.repeat_profit[:, 0],
        )

    def _moved(self, month: int) -> "MonthWorth":
        sale, repeat, cost = (
            each[:, month, np.newaxis] for each in (self.prices.sale, self.prices.repeat, self.prices.cost)
        )
        revenue, repeat_revenue, each_costs = (
            self.revenue[:, 0] * sale,
            self.repeat_revenue[:, 0] * repeat,
            self.cost[:, 0] * cost,
        )
        repeats = self.repeats[:, 0]
        return MonthWorth(
            revenue,
            revenue * self.margin[:, 0] - each_costs,
            repeats * repeat_revenue,
            repeats * (repeat_revenue * self.repeat_margin[:, 0] - each_costs),
        )

    def lifetime_value(self, discount_rate_per_year: float) -> FloatArray:
        """Gross profit that a new customer brings over their lifetime, discounted [money]; (channel, 1, draw).

        The first sale's, and that of each repeat sale times b^k, k the months after the first sale at which it falls
        due, for k below the lifetime; b the monthly retention after interest. At the prices of the first month.
        """
        if not self.again:
            return self.first_profit
        monthly = (1.0 + discount_rate_per_year) ** (-1.0 / MONTHS_OF_A_YEAR)
        kept = self.kept * monthly**self._every
        return np.asarray(
            self.first_profit + self.repeat_profit * _geometric(kept, self._times_within(self.lifetime_months))
        )

    def brought_within(self, horizon_months: int) -> tuple[FloatArray, FloatArray]:
        """Revenue and gross profit within the horizon of one customer, by the month of the first sale [money].

        Shapes (channel, month, draw), of length 1 along an axis that does not vary.
        """
        if not (self.again or self.prices.move):
            return self.revenue, self.first_profit
        months = [self.in_month(month) for month in range(horizon_months)]
        revenue = self._with_repeats([(each.revenue, each.repeat_revenue) for each in months])
        return revenue, self._with_repeats([(each.profit, each.repeat_profit) for each in months])

    def _with_repeats(self, months: Sequence[tuple[FloatArray, FloatArray]]) -> FloatArray:
        """What a customer brings from each month on to the last; months of a first sale's and a repeat sale's worth."""
        last, kept, shared = len(months), self.kept[:, 0], len(self._every) == 1
        following: list[FloatArray] = [np.zeros((1, 1))] * last
        for month in reversed(range(last)):
            rows = []
            for row, every in enumerate(self._every[:, 0, 0].tolist()):
                which = slice(None) if shared else slice(row, row + 1)
                due = month + every
                if due >= last:
                    rows.append(np.zeros((1, 1)))
                    continue
                stays, again, later = (_rows(each, which) for each in (kept, months[due][1], following[due]))
                rows.append(stays * (again + later))
            following[month] = rows[0] if shared else _stacked(rows)
        return np.stack(
            np.broadcast_arrays(*(first + then for (first, _), then in zip(months, following, strict=True))), axis=1
        )

    def earned_within(self, months: FloatArray) -> FloatArray:
        """Gross profit of a customer in the first so many months (n >= 1), not discounted [money].

        That of the first sale and of the repeat sales that fall due by month n - 1 after it, within the lifetime;
        broadcasts with ``months``.
        """
        return np.asarray(self.first_profit + self.repeat_profit * _geometric(self.kept, self._times_within(months)))

    def _times_within(self, months: FloatArray | float) -> FloatArray:
        """How often repeat sales fall due in the months 1, 2, ... after the first sale, below ``months``."""
        last = np.minimum(np.ceil(months), math.ceil(self.lifetime_months)) - 1
        return np.asarray(np.floor(last / self._every))

    @property
    def _every(self) -> IntArray:
        """``every`` along the axis of channels, of length 1 where they share it."""
        shared = (self.every == self.every[0]).all()
        return (self.every[:1] if shared else self.every)[:, np.newaxis, np.newaxis]

    @property
    def never_loses(self) -> bool:
        """Whether no repeat sale loses money, so that what a customer has brought never falls."""
        return bool((self.repeat_profit >= 0.0).all())


@dataclass(frozen=True)
class MonthWorth:
    """Customers' worth in a month [money], (channel, draw).

    Revenue and gross profit of a first sale, and of the repeat sales of one for whom they fall due.
    """

    revenue: FloatArray
    profit: FloatArray
    repeat_revenue: FloatArray
    repeat_profit: FloatArray


def unit_economics(stated: Scenario[Belief], drawn: Scenario[FloatArray], prices: Prices) -> UnitEconomics:
    """The economics of every channel's customers: a channel's own beliefs, or the business's.

    ``stated`` has the decided numbers, ``drawn`` the beliefs as they were drawn.
    """

    def held(name: str) -> list[FloatArray | None]:
        return [drawn.customer_value(channel, name) for channel in drawn.channels]

    def or_else(own: Sequence[FloatArray | None], shared: Sequence[FloatArray | None]) -> list[FloatArray | None]:
        return [second if first is None else first for first, second in zip(own, shared, strict=True)]

    every = [stated.repeat_every(channel) for channel in stated.channels]
    revenue, margin = held("revenue_per_sale"), held("gross_margin_rate")
    yearly = _changed(held("yearly_retention_rate"), lambda rate: rate ** (1.0 / MONTHS_OF_A_YEAR))
    a_month = _changed(held("repeat_sales_per_year"), lambda times: times / MONTHS_OF_A_YEAR)
    return UnitEconomics(
        revenue=per_channel(revenue),
        margin=per_channel(margin),
        cost=per_channel(held("cost_per_sale")),
        repeats=per_channel([_ONCE if due else times for due, times in zip(every, a_month, strict=True)]),
        repeat_revenue=per_channel(or_else(held("revenue_per_repeat_sale"), revenue)),
        repeat_margin=per_channel(or_else(held("repeat_gross_margin_rate"), margin)),
        retention=per_channel(or_else(held("monthly_retention_rate"), yearly)),
        every=np.array([each or 1 for each in every]),
        prices=prices,
        lifetime_months=MONTHS_OF_A_YEAR * stated.business.lifetime_years_at_most,
    )


_ONCE, _NOTHING = np.ones(1), np.zeros(1)


def _changed(
    arrays: Sequence[FloatArray | None], change: Callable[[FloatArray], FloatArray]
) -> list[FloatArray | None]:
    """What each array is changed into; channels that share one before share one afterwards."""
    changed = {id(array): change(array) for array in arrays if array is not None}
    return [None if array is None else changed[id(array)] for array in arrays]


def _rows(values: FloatArray, which: slice) -> FloatArray:
    """Some rows of values (channel, draw), or what all channels share."""
    return values if len(values) == 1 else values[which]


def _stacked(rows: Sequence[FloatArray]) -> FloatArray:
    """Rows (1, draw) one after the other, of which some may be certain."""
    return np.concatenate(np.broadcast_arrays(*rows))


def _geometric(ratio: FloatArray, times: FloatArray) -> FloatArray:
    """The sum of ratio^j for j = 1 .. times."""
    with np.errstate(divide="ignore", invalid="ignore"):
        # 1 - ratio^times, to full precision where customers hardly ever leave.
        gone = -np.expm1(times * np.log(ratio))
        total = np.where(ratio < 1.0, ratio * gone / (1.0 - ratio), times)
    return np.where(times > 0.0, total, 0.0)


def per_channel(arrays: Sequence[FloatArray | None]) -> FloatArray:
    """One array (draw,) per channel, 0 where there is none; (channel, 1, draw), or (1, 1, draw) if all share it."""
    stated = [_NOTHING if array is None else array for array in arrays]
    if all(array is stated[0] for array in stated):
        return stated[0][np.newaxis, np.newaxis]
    return np.stack(np.broadcast_arrays(*stated))[:, np.newaxis]


def joined(blocks: Sequence[UnitEconomics]) -> UnitEconomics:
    """The economics of blocks of draws, which follow each other along the draw axis."""

    def along(name: str) -> FloatArray:
        arrays = [getattr(each, name) for each in blocks]
        # A certain number is one number in every block.
        return arrays[0] if arrays[0].shape[2] == 1 else np.concatenate(arrays, axis=2)

    whole: dict[str, Any] = {name: along(name) for name in _DRAWN}
    return replace(blocks[0], **whole)


def side_by_side(channels: Sequence[UnitEconomics]) -> UnitEconomics:
    """The economics of several channels of one business, each of which stands alone."""

    def along(name: str) -> FloatArray:
        arrays = [getattr(each, name) for each in channels]
        longest = max(array.shape[2] for array in arrays)
        return np.concatenate([np.broadcast_to(array, (1, 1, longest)) for array in arrays])

    prices = Prices(
        **{
            name: np.concatenate([getattr(each.prices, name) for each in channels])
            for name in ("sale", "repeat", "cost")
        }
    )
    whole: dict[str, Any] = {name: along(name) for name in _DRAWN}
    return replace(channels[0], **whole, every=np.concatenate([each.every for each in channels]), prices=prices)
