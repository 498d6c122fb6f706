"""Months that are alike share a row; nothing that is asked of counts may tell it."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from simulator.engine.decisions import decisions_of
from simulator.engine.response import MonthlyCounts, StackedCounts, bought, sum_counts
from simulator.engine.sampling import sample
from simulator.units import FloatArray
from tests.benchmarks.eight_channels import CAPPED, PLAIN

KINDS = np.array([0, 1, 0, 2, 1, 0])
DRAWS = 16


@pytest.fixture
def shared():
    generator = np.random.default_rng(1)
    return MonthlyCounts.alike(generator.random((3, DRAWS)), generator.random(DRAWS), KINDS)


@pytest.fixture
def apart(shared):
    return MonthlyCounts.of(shared.shape, shared.level)


@pytest.mark.parametrize(
    "change",
    [
        lambda counts: counts,
        lambda counts: counts.times(np.linspace(0.1, 0.9, DRAWS)),
        lambda counts: counts.thinned(np.array([0.5, 2.0, 0.5, 3.0, 2.0, 0.5])),
        lambda counts: counts.thinned(np.linspace(0.5, 1.5, 6)),
        lambda counts: counts.by_months(np.random.default_rng(2).random((6, DRAWS))),
        lambda counts: counts.responding(np.linspace(0.1, 0.9, DRAWS), np.array([0.5, 1.0, 1.5, 1.0, 1.0, 1.0])),
        lambda counts: counts.weighted(np.tril(np.random.default_rng(3).random((6, 6)))),
        lambda counts: counts.block(slice(4, 11)),
    ],
)
def test_what_becomes_of_months_that_share_a_row_is_what_becomes_of_each(shared, apart, change):
    for month in range(6):
        assert_allclose(change(shared).in_month(month), change(apart).in_month(month), rtol=1e-14)
    assert_allclose(change(shared).total, change(apart).total, rtol=1e-14)
    assert_allclose(_over(change(shared)), _over(change(apart)), rtol=1e-14)


def test_a_multiple_that_is_the_same_in_alike_months_leaves_them_together(shared):
    assert len(shared.thinned(np.array([0.5, 2.0, 0.5, 3.0, 2.0, 0.5])).rows) == 3


def test_channels_are_read_in_their_order_whoever_is_read_together(shared, apart):
    steady = MonthlyCounts.of(np.arange(1.0, 7.0)[:, np.newaxis], np.linspace(1.0, 2.0, DRAWS))
    certain = MonthlyCounts.of(np.ones((6, 1)), np.full(1, 7.0))
    channels = [steady, shared, certain, steady, apart]
    stacked, out = StackedCounts(channels), np.empty((5, DRAWS))
    for month in range(6):
        stacked.in_month(month, out)
        assert_allclose(out, [np.broadcast_to(each.in_month(month), DRAWS) for each in channels], rtol=1e-14)


def test_the_sum_by_month_is_that_of_the_months(shared, apart):
    summed, alone = np.empty((6, DRAWS)), np.empty((6, DRAWS))
    sum_counts([(shared, None), (shared, np.arange(6.0))], summed)
    sum_counts([(apart, None), (apart, np.arange(6.0))], alone)
    assert_allclose(summed, alone, rtol=1e-14)


@pytest.mark.parametrize("stated", [PLAIN, CAPPED], ids=["saturating", "capped"])
def test_the_same_money_in_the_same_season_is_worked_out_once(stated):
    spending = decisions_of(stated, stated.plans[0]).spendings[0]
    units = bought(sample(stated, draws=DRAWS).channels[0], spending, None).units
    assert len(units.rows) == len(set(spending.season.tolist())) == 5


def _over(counts: MonthlyCounts) -> FloatArray:
    return counts.over_shares(np.arange(6.0)) * counts.level
