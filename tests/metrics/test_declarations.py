"""Declarations of a metric are true of its numbers, and enough for every list that shows it."""

from dataclasses import fields
from typing import get_args

import numpy as np
import pytest

from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.metrics.kpis import METRICS, Metric, Place, Shown, placed, placed_first
from simulator.scenario_files import read
from simulator.units import Unit

TOTALS = [metric for metric in METRICS.values() if isinstance(metric, Metric)]


@pytest.fixture(scope="module")
def funnels():
    scenarios = [read(path) for path in sorted(shipped_folder().glob("*.yaml"))]
    return [simulate(each, each.plans[-1].name, draws=64).funnel for each in scenarios]


def sums_to_the_plan(metric, funnel):
    rows = np.nan_to_num(metric.of_rows(funnel)[:, 0], posinf=np.inf).sum(axis=0)
    return np.allclose(rows, np.nan_to_num(metric.of_plan(funnel)[0, 0], posinf=np.inf), rtol=1e-9)


@pytest.mark.parametrize("metric", [metric for metric in TOTALS if metric.adds_up], ids=lambda metric: metric.key)
def test_what_says_that_it_adds_up_sums_to_the_plan(metric, funnels):
    assert all(sums_to_the_plan(metric, funnel) for funnel in funnels)


def test_no_rate_ratio_or_price_of_one_says_that_it_adds_up():
    quotients = [each.key for each in TOTALS if each.unit in {Unit.RATE, Unit.RATIO} or each.countable]
    assert sorted(quotients) == sorted(each.key for each in TOTALS if not each.adds_up)


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_whole_months_are_whole_in_every_world(metric, funnels):
    values = [metric.of_plan(funnel)[0, 0] for funnel in funnels]
    finite = np.concatenate([value[np.isfinite(value)] for value in values])
    assert not metric.whole_months or (finite == np.round(finite)).all()


def test_every_place_is_one_that_a_metric_can_declare():
    assert list(get_args(Place)) == [declared.name for declared in fields(Shown)]


@pytest.mark.parametrize("place", get_args(Place))
def test_no_two_metrics_stand_in_the_same_rank(place):
    ranks = [getattr(metric.shown, place) for metric in placed(place)]
    assert ranks == sorted(set(ranks))


@pytest.mark.parametrize("place", get_args(Place))
def test_a_list_of_all_metrics_holds_each_once_and_begins_with_those_of_its_place(place):
    keys = [metric.key for metric in placed_first(place)]
    assert sorted(keys) == sorted(METRICS)
    assert keys[: len(placed(place))] == [metric.key for metric in placed(place)]


def test_a_heading_for_little_room_is_shorter_than_the_label():
    assert all(len(metric.short) < len(metric.label) for metric in METRICS.values())
