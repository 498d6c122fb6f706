import math
from datetime import date

import numpy as np
import pytest

from simulator.analyses.marginal_roi import marginal_returns
from simulator.analyses.summary import summarise
from simulator.charts.data import plan as pictures
from simulator.charts.outcome_dots import LOSES
from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.metrics.kpis import METRICS
from simulator.metrics.payback import cumulative_profit
from simulator.scenario.stages import Stage
from simulator.scenario_files import read
from simulator.text.formats import Formats

FORMATS = Formats("USD")


def shipped(stem, plan=0):
    scenario = read(shipped_folder() / f"{stem}.yaml")
    return simulate(scenario, scenario.plans[plan].name, draws=256)


@pytest.fixture(scope="module")
def plumber():
    return shipped("plumber")


@pytest.fixture(scope="module")
def manufacturer():
    return shipped("b2b-manufacturer")


def test_the_fan_ends_where_the_profit_tile_stands(plumber):
    last = pictures.profit_fan(plumber, FORMATS).iloc[-1]
    whole = summarise(METRICS["profit"].of_plan(plumber.funnel)[0])[0]
    assert (last.p10, last.p50, last.p90) == pytest.approx((whole.p10, whole.p50, whole.p90), rel=1e-9)


def test_the_fan_never_crosses_itself(manufacturer):
    fan = pictures.profit_fan(manufacturer, FORMATS)
    steps = np.diff(fan[["p10", "p25", "p50", "p75", "p90"]].to_numpy(), axis=1)
    assert (steps >= 0).all()


def test_the_saved_line_is_the_middle_of_the_saved_plan(plumber):
    saved = shipped("plumber", 1)
    fan = pictures.profit_fan(plumber, FORMATS, saved=saved)
    middle = np.sort(cumulative_profit(saved.funnel.plan_profit)[0], axis=1)[:, 127]
    assert fan.saved.to_numpy() == pytest.approx(middle)


def test_a_saved_plan_of_another_length_is_drawn_as_far_as_it_goes(manufacturer, plumber):
    longer = pictures.profit_fan(manufacturer, FORMATS, saved=plumber)
    assert longer.saved.notna().sum() == 24
    assert pictures.profit_fan(plumber, FORMATS, saved=manufacturer).saved.notna().all()


def test_the_months_are_those_of_the_horizon(plumber):
    months = pictures.months_of(plumber.scenario)
    assert (months[0], months[-1], len(months)) == (date(2027, 1, 1), date(2028, 12, 1), 24)


def test_the_coloured_dots_are_the_worlds_in_twenty_that_lose_money(plumber):
    dots = pictures.outcomes(plumber, FORMATS)
    share = float(np.mean(METRICS["profit"].of_plan(plumber.funnel) < 0))
    assert len(dots) == 20
    assert abs((dots.outcome == LOSES).sum() - 20 * share) <= 1


def test_every_stage_is_the_sum_of_its_channels(manufacturer):
    flows = {flow.label: flow for flow in pictures.stage_flows(manufacturer)}
    assert len(flows) == 7
    for stage in Stage:
        if stage.label in flows:
            total = float(manufacturer.funnel.plan.stages[stage].mean())
            assert math.fsum(flows[stage.label].people.values()) == pytest.approx(total, rel=1e-9)


def test_each_rate_names_the_stage_that_it_is_a_share_of(manufacturer):
    assert [flow.rate_of for flow in pictures.stage_flows(manufacturer)] == [
        "",
        "times shown",
        "visits",
        "leads",
        "MQLs",
        "SQLs",
        "opportunities",
    ]


def test_a_rate_is_the_average_over_the_worlds(plumber):
    customers = pictures.stage_flows(plumber)[-1]
    rate = float(METRICS["lead_to_customer_rate"].of_plan(plumber.funnel).mean())
    assert customers.rate == pytest.approx(rate)


def test_a_stage_that_no_money_reaches_is_left_out(plumber):
    assert "Pieces mailed" not in {flow.label for flow in pictures.stage_flows(plumber)}
    assert "Pieces mailed" in {flow.label for flow in pictures.stage_flows(shipped("plumber", 2))}


def test_until_the_next_return_is_known_only_it_is_missing(plumber):
    early, late = pictures.returns_so_far(plumber), marginal_returns(plumber)
    assert [entry.average for entry in early[:5]] == [entry.average for entry in late[:5]]
    assert {entry.step for entry in early} == {entry.step for entry in late}
    frame = pictures.returns(early, FORMATS)
    assert frame[frame.part == "whole"].middle.notna().sum() == 5
    assert frame[frame.part == "next"].middle.isna().all()


@pytest.mark.parametrize("stem", sorted(path.stem for path in shipped_folder().glob("*.yaml")))
def test_every_shipped_plan_can_be_drawn(stem):
    simulation = shipped(stem, -1)
    for frame in (
        pictures.profit_fan(simulation, FORMATS, saved=shipped(stem)),
        pictures.outcomes(simulation, FORMATS),
        pictures.people(simulation, FORMATS),
        pictures.returns(pictures.returns_so_far(simulation), FORMATS),
    ):
        assert len(frame) > 0
        assert frame.says.str.len().min() > 0
