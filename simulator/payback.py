"""Cumulative profit, and what is read off it: payback, cash need, present value. All need the month axis."""

import numpy as np

from simulator.economics import Economics
from simulator.funnel import Funnel
from simulator.totals import ratio
from simulator.units import FloatArray

RELATIVE_TOLERANCE = 1e-9
LONGEST_PAYBACK_MONTHS = 1200


def plan_profit(funnel: Funnel) -> FloatArray:
    """Profit by month of all rows together [money]; shape (1, month, draw)."""
    return np.asarray(funnel.profit.sum(axis=0, keepdims=True))


def cumulative_profit(profit: FloatArray) -> FloatArray:
    """Profit from the first month up to each month [money]; the shape of ``profit`` (row, month, draw)."""
    return np.asarray(np.cumsum(profit, axis=1))


def payback_months(profit: FloatArray, marketing_cost: FloatArray) -> FloatArray:
    """Months until marketing has paid for itself for good; infinite if not within the horizon.

    ``profit`` (row, month, draw), ``marketing_cost`` (row, 1, 1) of the whole horizon [money]; shape (row, 1, draw).
    "For good": a plan that dips below zero again has not paid back. nan without cost.
    """
    paid = cumulative_profit(profit) >= -RELATIVE_TOLERANCE * marketing_cost
    for_good = np.logical_and.accumulate(paid[:, ::-1], axis=1)[:, ::-1]
    months = 1.0 + np.argmax(for_good, axis=1, keepdims=True)
    # argmax of all-False is 0, which would read as "paid back in the first month".
    found = np.where(for_good[:, -1:], months, np.inf)
    return np.where(marketing_cost == 0.0, np.nan, found)


def peak_cash_need(profit: FloatArray) -> FloatArray:
    """How far cumulative profit falls below zero [money]; 0 if it never does. Shape (row, 1, draw)."""
    lowest = cumulative_profit(profit).min(axis=1, keepdims=True)
    return np.maximum(0.0, -lowest)


def npv(profit: FloatArray, discount_rate_per_year: float) -> FloatArray:
    """Net present value: profit of month t divided by (1 + rate)^(t / 12), summed [money]; shape (row, 1, draw)."""
    months = np.arange(1, profit.shape[1] + 1)
    factors = (1.0 + discount_rate_per_year) ** (-months / 12.0)
    return np.asarray(np.einsum("rmd,m->rd", profit, factors)[:, np.newaxis])


def cac_payback_months(economics: tuple[Economics, ...], customers: FloatArray, cac: FloatArray) -> FloatArray:
    """Smallest n >= 1 such that an average customer's gross profit of n months covers the cost of winning them.

    ``customers`` (channel, 1, draw) weighs the channels' economics; ``cac`` (1, 1, draw) [money]. Shape (1, 1, draw);
    infinite if it takes above 1,200 months; nan without customers or where the cost is undefined.
    """
    heads = np.asarray(np.nansum(customers, axis=0)[0])
    with np.errstate(invalid="ignore"):
        needed = cac[0, 0] * heads * (1.0 - RELATIVE_TOLERANCE)

    def covered(months: FloatArray) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        earned = sum(
            np.where(people > 0.0, people * worth.earned_within(months), 0.0)
            for worth, people in zip(economics, customers[:, 0], strict=True)
        )
        return np.asarray(earned >= needed)

    shape = np.broadcast_shapes(needed.shape, *(row.revenue.shape for row in economics))
    low, high = np.zeros(shape), np.full(shape, float(LONGEST_PAYBACK_MONTHS))
    ever = covered(high)
    # What is earned never falls with time, so bisection finds the first month.
    for _ in range(int(np.ceil(np.log2(LONGEST_PAYBACK_MONTHS))) + 1):
        middle = np.floor((low + high) / 2.0)
        enough = covered(np.maximum(middle, 1.0)) & (middle > 0.0)
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
        if (high - low <= 1.0).all():
            break
    months = np.where(ever, high, np.inf)
    undefined = np.isnan(needed) | (heads == 0.0)
    return np.where(undefined, np.nan, months)[np.newaxis, np.newaxis]


def channel_cac_payback(funnel: Funnel, row: int, cac: FloatArray) -> FloatArray:
    """cac_payback_months of one channel alone; ``cac`` (1, 1, draw)."""
    customers = funnel.by_channel.customers[row : row + 1]
    return cac_payback_months(funnel.economics[row : row + 1], customers, cac)


def cac_of(marketing_cost: FloatArray, customers: FloatArray, open_pipeline: FloatArray) -> FloatArray:
    """Customer acquisition cost, marketing only [money]: cost over customers and those still to close."""
    return ratio(marketing_cost, customers + open_pipeline)
