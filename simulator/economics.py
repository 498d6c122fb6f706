"""What one new customer of a channel is worth, at once and over the years."""

from dataclasses import dataclass

import numpy as np

from simulator.channels import Channel
from simulator.scenario import Scenario
from simulator.units import FloatArray


@dataclass(frozen=True, kw_only=True)
class Economics:
    """One channel's customers; every array (draw,), of length 1 where certain.

    ``revenue`` of the first sale and ``repeat_revenue`` per month of a customer who stays [money], ``margin`` as a
    fraction, ``retention`` from month to month as a fraction.
    """

    revenue: FloatArray
    repeat_revenue: FloatArray
    margin: FloatArray
    retention: FloatArray

    def block(self, part: slice) -> "Economics":
        """The same for a part of the draws."""

        def cut(values: FloatArray) -> FloatArray:
            return values if len(values) == 1 else values[part]

        return Economics(
            revenue=cut(self.revenue),
            repeat_revenue=cut(self.repeat_revenue),
            margin=cut(self.margin),
            retention=cut(self.retention),
        )

    def lifetime_value(self, discount_rate_per_year: float) -> FloatArray:
        """Gross profit that a new customer brings over their lifetime, discounted [money]; shape (draw,).

        ``margin * (revenue + repeat_revenue * b / (1 - b))``, b the discounted monthly retention. Without end where
        nobody ever leaves and money earns nothing.
        """
        kept = self.retention * (1.0 + discount_rate_per_year) ** (-1.0 / 12.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            repeats = np.where(self.repeat_revenue > 0.0, self.repeat_revenue * (kept / (1.0 - kept)), 0.0)
        return np.asarray(self.margin * (self.revenue + repeats))

    def earned_within(self, months: FloatArray) -> FloatArray:
        """Gross profit of a customer in the first so many months (n >= 1), not discounted [money].

        ``margin * (revenue + repeat_revenue * sum of retention^j for j = 1 .. n - 1)``.
        """
        a = self.retention
        with np.errstate(divide="ignore", invalid="ignore"):
            geometric = np.where(a < 1.0, a * (1.0 - a ** (months - 1.0)) / (1.0 - a), months - 1.0)
        return np.asarray(self.margin * (self.revenue + self.repeat_revenue * geometric))


def economics_of(scenario: Scenario[FloatArray], channel: Channel[FloatArray]) -> Economics:
    """The economics of a channel's customers: its own beliefs, or the business's."""
    zero = np.zeros(1)

    def held(name: str) -> FloatArray | None:
        return scenario.customer_value(channel, name)

    revenue, margin = held("revenue_per_sale"), held("gross_margin_rate")
    assert revenue is not None
    assert margin is not None
    yearly = held("repeat_sales_per_year")
    repeat_price = held("revenue_per_repeat_sale")
    retention = held("yearly_retention_rate")
    sales_a_year = zero if yearly is None else yearly
    return Economics(
        revenue=revenue,
        repeat_revenue=sales_a_year / 12.0 * (revenue if repeat_price is None else repeat_price),
        margin=margin,
        retention=zero if retention is None else retention ** (1.0 / 12.0),
    )
