"""The worth of one new customer of a channel, at once and over the years."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property

import numpy as np

from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray


@dataclass(frozen=True, kw_only=True)
class UnitEconomics:
    """Customers' worth; arrays (channel, 1, draw), of length 1 where channels share or nothing varies.

    ``revenue`` of the first sale and ``repeat_revenue`` per month of a customer who stays [money], ``margin`` as a
    fraction, ``retention`` from month to month as a fraction.
    """

    revenue: FloatArray
    repeat_revenue: FloatArray
    margin: FloatArray
    retention: FloatArray

    def block(self, part: slice) -> "UnitEconomics":
        """The same for a part of the draws."""
        held = {item.name: getattr(self, item.name) for item in fields(self)}
        return UnitEconomics(**{name: each if each.shape[2] == 1 else each[..., part] for name, each in held.items()})

    @cached_property
    def first_profit(self) -> FloatArray:
        """Gross profit of a first sale [money]; shape (channel, draw)."""
        return (self.revenue * self.margin)[:, 0]

    @cached_property
    def repeat_profit(self) -> FloatArray:
        """Gross profit per month of a customer who stays [money]; shape (channel, draw)."""
        return (self.repeat_revenue * self.margin)[:, 0]

    @cached_property
    def monthly_retention(self) -> FloatArray:
        """The share of customers kept from month to month; shape (channel, draw)."""
        return self.retention[:, 0]

    def lifetime_value(self, discount_rate_per_year: float) -> FloatArray:
        """Gross profit that a new customer brings over their lifetime, discounted [money]; (channel, 1, draw).

        ``margin * (revenue + repeat_revenue * b / (1 - b))``, b the discounted monthly retention. Without end where
        nobody ever leaves and money earns nothing.
        """
        kept = self.retention * (1.0 + discount_rate_per_year) ** (-1.0 / 12.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            repeats = np.where(self.repeat_revenue > 0.0, self.repeat_revenue * (kept / (1.0 - kept)), 0.0)
        return np.asarray(self.margin * (self.revenue + repeats))

    def earned_within(self, months: FloatArray) -> FloatArray:
        """Gross profit of a customer in the first so many months (n >= 1), not discounted [money].

        ``margin * (revenue + repeat_revenue * sum of retention^j for j = 1 .. n - 1)``; broadcasts with ``months``.
        """
        a = self.retention
        with np.errstate(divide="ignore", invalid="ignore"):
            geometric = np.where(a < 1.0, a * (1.0 - a ** (months - 1.0)) / (1.0 - a), months - 1.0)
        return np.asarray(self.margin * (self.revenue + self.repeat_revenue * geometric))


def unit_economics(scenario: Scenario[FloatArray]) -> UnitEconomics:
    """The economics of every channel's customers: a channel's own beliefs, or the business's."""

    def held(name: str) -> list[FloatArray | None]:
        return [scenario.customer_value(channel, name) for channel in scenario.channels]

    revenue, margin = held("revenue_per_sale"), held("gross_margin_rate")
    prices = [
        first if own is None else own for first, own in zip(revenue, held("revenue_per_repeat_sale"), strict=True)
    ]
    return UnitEconomics(
        revenue=per_channel(revenue),
        repeat_revenue=per_channel(held("repeat_sales_per_year")) / 12.0 * per_channel(prices),
        margin=per_channel(margin),
        retention=per_channel(held("yearly_retention_rate")) ** (1.0 / 12.0),
    )


_NOTHING = np.zeros(1)


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

    return UnitEconomics(**{item.name: along(item.name) for item in fields(UnitEconomics)})
