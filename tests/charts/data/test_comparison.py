import math

import numpy as np
import pytest

from simulator.analyses.comparison import paired, plan_draws
from simulator.analyses.summary import plan_summary
from simulator.charts import difference_dots
from simulator.charts.data import comparison
from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.metrics.kpis import METRICS
from simulator.scenario_files import read
from simulator.text.formats import Formats

DOLLARS = Formats("USD")
PLUMBER = read(shipped_folder() / "plumber.yaml")


@pytest.fixture(scope="module")
def simulations():
    return {plan.name: simulate(PLUMBER, plan.name, draws=256) for plan in PLUMBER.plans}


def test_the_spend_of_each_plan_is_what_it_spends(simulations):
    frame = comparison.spend_side_by_side({name: (PLUMBER, name) for name in simulations}, DOLLARS)
    spent = frame.groupby("plan")["spend"].sum()
    for name, simulation in simulations.items():
        assert spent[name] == pytest.approx(plan_summary(simulation)["spend"].mean)


def test_a_course_ends_at_the_profit_of_the_plan(simulations):
    for simulation in simulations.values():
        course = comparison.course(plan_draws(simulation))
        figures = plan_summary(simulation)
        assert course.months[-1].p50 == pytest.approx(figures["profit"].p50, rel=1e-9)
        assert course.payback.p50 == figures["payback_months"].p50


def test_courses_share_the_widest_reach(simulations):
    courses = {name: comparison.course(plan_draws(each)) for name, each in simulations.items()}
    whole = comparison.reach_of_courses(courses)
    one = comparison.reach_of_courses({"Today": courses["Today"]}, courses)
    assert one == whole
    frame = comparison.profits_together(PLUMBER, courses, DOLLARS, reach=whole)
    assert frame["p10"].min() >= whole[0]
    assert frame["p90"].max() <= whole[1]
    assert len(frame) == 24 * len(courses)


def test_the_dots_are_counted_from_paired_worlds(simulations):
    dots = comparison.twenty_differences(paired(simulations, metric="profit"))
    baseline, seo, _ = dots
    assert set(baseline.places) == {0.0}
    draws = np.sort(paired(simulations, metric="profit")[1])
    assert seo.places[9] == draws[math.ceil(256 * 0.475) - 1]


def test_an_undefined_world_leaves_no_picture():
    dots = comparison.twenty_differences(np.array([[0.0] * 40, [math.nan, *[1.0] * 39]]))
    assert [drawn.can_be_drawn for drawn in dots] == [True, False]


def test_endless_differences_stand_at_the_ends_of_the_axis():
    draws = np.array([[-math.inf] * 10 + [0.0] * 10 + [10.0] * 10 + [math.inf] * 10])
    (dots,) = comparison.twenty_differences(draws)
    reach = comparison.reach_of([dots])
    assert dots.is_endless
    assert reach == pytest.approx((-1.5, 11.5))
    frame = comparison.difference(dots, DOLLARS, METRICS["payback_months"], reach=reach)
    assert not frame.select_dtypes("number").isin([math.inf, -math.inf]).to_numpy().any()
    assert list(frame["outcome"]) == [difference_dots.GOOD] * 10 + [difference_dots.WORSE] * 10


def test_plans_that_never_differ_have_an_axis_all_the_same():
    assert comparison.reach_of(comparison.twenty_differences(np.zeros((2, 40)))) == (0.0, 0.0)
