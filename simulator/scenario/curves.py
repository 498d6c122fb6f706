"""Response curves: how many units (clicks, impressions, leads) a month's spend buys.

The unit cost is the cost at the reference spend. The curved ones ask one question: "if you doubled it, how much more
would you get?"
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, ClassVar, Generic, TypeVar

import numpy as np

from simulator.scenario.beliefs import Belief, between
from simulator.scenario.fields import count, ratio, record, share
from simulator.units import FloatArray, Quantity, Role

T = TypeVar("T")


@record
class Curve(Generic[T]):
    """A response curve.

    ``units`` takes spend (month, draw) [money per month], unit cost (draw,) [money], and the reference spend [money
    per month], and gives units per month (month, draw). ``starting`` has the decided numbers that other limits depend
    on: a form begins with them. ``ceiling`` is the name of the number that says how many there are to buy in a month,
    each at the same price; what cannot be bought is not charged. ``example`` has a value for each number, which the
    glossary works out for a channel that pays $2 a click, and ``also`` what else the curve is called.
    """

    type: ClassVar[str]
    label: ClassVar[str]
    about: ClassVar[str]
    needs_reference_spend: ClassVar[bool] = False
    ceiling: ClassVar[str] = ""
    starting: ClassVar[Mapping[str, float]] = MappingProxyType({})
    example: ClassVar[Mapping[str, Belief | float]] = MappingProxyType({})
    also: ClassVar[tuple[str, ...]] = ()

    @property
    def spares(self) -> bool:
        """Whether money may find nothing to buy, and is then not charged."""
        return bool(self.ceiling)

    def units(
        self: "Curve[FloatArray]", spend: FloatArray, unit_cost: FloatArray, reference_spend: float | None
    ) -> FloatArray:
        """Units that a month's spend buys; shape (month, draw)."""
        raise NotImplementedError

    @classmethod
    def in_market(cls, size: FloatArray) -> tuple[FloatArray, FloatArray]:
        """A market of another size than the usual, which is 1, as the divisor of spend and the factor of units.

        Money meets ``size`` markets side by side, of which each gets its part: ``size * units(spend / size)``. Both
        have the shape of ``size``.
        """
        return size, size


@record
class Linear(Curve[T]):
    """Every dollar buys as much as the one before: ``units = spend / unit_cost``."""

    type = "linear"
    label = "No diminishing returns"
    about = "Twice the money buys twice as much, without end. Only near today's spend is that true."

    @classmethod
    def in_market(cls, size: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Money buys at its price in a market of any size."""
        return np.ones(size.shape), np.ones(size.shape)

    def units(
        self: "Linear[FloatArray]", spend: FloatArray, unit_cost: FloatArray, reference_spend: float | None
    ) -> FloatArray:
        """Units that a month's spend buys; shape (month, draw)."""
        return np.asarray(spend / unit_cost)


@record
class Saturating(Curve[T]):
    """Hyperbolic saturation: each further unit of spend buys less.

    ``units = V * spend / (K + spend)``, with K = 2 g S / (1 - g) and V = (S / unit_cost) (K + S) / S, such that the
    reference spend S [money per month] buys S / unit_cost units, and 2 S buys ``1 + gain_from_doubling`` times that.
    Source: Jin et al. (2017), "Bayesian Methods for Media Mix Modeling with Carryover and Shape Effects", section
    2.2, slope 1.
    """

    type = "saturating"
    label = "Diminishing returns"
    about = "The more is spent, the less each further bit buys: the usual shape of search and social advertising."
    needs_reference_spend = True
    example = MappingProxyType({"gain_from_doubling": between(0.40, 0.60, 0.80)})
    also = ("saturation",)

    gain_from_doubling: T = share(
        "More from doubling the spend",
        at_most=1.0,
        open_below=True,
        open_above=True,
        help="If you doubled the reference spend, how much more would you get? 100 % would be twice as much.",
    )

    def units(
        self: "Saturating[FloatArray]",
        spend: FloatArray,
        unit_cost: FloatArray,
        reference_spend: float | None,
    ) -> FloatArray:
        """Units that a month's spend buys; shape (month, draw)."""
        reference = _stated(reference_spend)
        gain = self.gain_from_doubling
        half = 2.0 * gain * reference / (1.0 - gain)
        most = (half + reference) / unit_cost
        bought: FloatArray = spend + half
        # In place, so that a month's block stays in the processor's cache.
        np.divide(spend, bought, out=bought)
        return _times(bought, most)


@record
class SShaped(Curve[T]):
    """Hill's curve: little at first, then steep, then saturating.

    ``units = V * spend^n / (K^n + spend^n)`` with a certain slope n, ``(K / S)^n = 2^n g / (2^n - 1 - g)`` and V such
    that the reference spend S buys S / unit_cost units, and 2 S buys 1 + g times that.
    Source: Jin et al. (2017), section 2.2.
    """

    type = "s_shaped"
    label = "Slow start, then a jump, then less"
    about = "Small amounts are hardly noticed; past a threshold it works. Often said of television and radio."
    needs_reference_spend = True
    starting = MappingProxyType({"slope": 2.0})
    example = MappingProxyType({"gain_from_doubling": between(0.80, 1.20, 1.80), "slope": 2.0})

    gain_from_doubling: T = share(
        "More from doubling the spend",
        open_below=True,
        open_above=True,
        help="If you doubled the reference spend, how much more would you get? May be above 100 % near the start.",
    )
    slope: float = ratio(
        "Steepness",
        role=Role.NUMBER,
        at_least=1.0,
        at_most=6.0,
        open_below=True,
        help="How sudden the jump is: above 1 (gentle) up to 6 (like a switch).",
    )

    def limited(self, name: str, quantity: Quantity) -> Quantity:
        """The gain cannot reach 2^slope - 1: that is what the steepest part of the curve gives."""
        # A slope outside its own limits is a problem of its own; it must not overflow here.
        steepest = 2.0 ** min(self.slope, 6.0)
        return replace(quantity, at_most=steepest - 1.0) if name == "gain_from_doubling" else quantity

    @classmethod
    def in_market(cls, size: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Parts of the money would buy too little to be noticed, so all of it meets the market: ``size * units``."""
        return np.ones(size.shape), size

    def units(
        self: "SShaped[FloatArray]", spend: FloatArray, unit_cost: FloatArray, reference_spend: float | None
    ) -> FloatArray:
        """Units that a month's spend buys; shape (month, draw)."""
        reference = _stated(reference_spend)
        steepest = 2.0**self.slope
        threshold = steepest * self.gain_from_doubling / (steepest - 1.0 - self.gain_from_doubling)
        most = (1.0 + threshold) * reference / unit_cost
        powered = np.power(spend / reference, self.slope)
        bought: FloatArray = powered + threshold
        np.divide(powered, bought, out=bought)
        return _times(bought, most)


@record
class Capped(Curve[T]):
    """Every dollar buys as much as the one before, until there is no more to buy.

    ``units = min(spend / unit_cost, most_per_month)``. A budget is a ceiling: what cannot be bought is not charged.
    """

    type = "capped"
    label = "The same price up to a limit"
    about = (
        "There are only so many to buy in a month: so many households on the route, so many people who search. What"
        " cannot be bought is not charged."
    )
    ceiling = "most_per_month"
    example = MappingProxyType({"most_per_month": between(200.0, 400.0, 600.0)})

    most_per_month: T = count(
        "Most that can be bought in a month",
        open_below=True,
        help="Counted in what the channel's money buys: clicks, pieces, times shown or leads.",
    )

    def units(
        self: "Capped[FloatArray]", spend: FloatArray, unit_cost: FloatArray, reference_spend: float | None
    ) -> FloatArray:
        """Units that a month's spend buys; shape (month, draw)."""
        bought: FloatArray = np.minimum(spend / unit_cost, self.most_per_month)
        return bought


def _times(bought: FloatArray, most: FloatArray) -> FloatArray:
    """The product, in place where it fits."""
    if len(most) > bought.shape[-1]:
        return bought * most
    bought *= most
    return bought


def _stated(reference_spend: float | None) -> float:
    if reference_spend is None:
        raise ValueError("a curved response needs a reference spend; check the scenario before running it")
    return reference_spend


CURVES: dict[str, type[Curve[Any]]] = {curve.type: curve for curve in (Linear, Saturating, SShaped, Capped)}
