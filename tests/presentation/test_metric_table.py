import csv
import io
import math

import pytest

from simulator.analyses.comparison import compare_all
from simulator.analyses.summary import Figures, Summary, plan_summary
from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.metrics.kpis import METRICS
from simulator.presentation.comparison_text import verdict_text
from simulator.presentation.metric_table import metric_rows, ordered_metrics
from simulator.reports.as_csv import CSV_COLUMNS, comparison_csv
from simulator.scenario_files import read
from simulator.text.formats import Formats

DOLLARS = Formats("USD")


def figure(middle, error=0.0):
    return Summary(middle, middle, middle, middle, Figures(error, error, error, error))


def plan(**figures):
    return {key: figures.get(key, figure(math.nan)) for key in METRICS}


@pytest.fixture(scope="module")
def simulations():
    scenario = read(shipped_folder() / "plumber.yaml")
    return {each.name: simulate(scenario, each.name, draws=256) for each in scenario.plans}


def row(key, *middles, error=0.0):
    rows = metric_rows([plan(**{key: figure(middle, error)}) for middle in middles], DOLLARS, horizon_months=24)
    (found,) = rows
    return [(cell.text, cell.best) for cell in found.cells]


def test_the_most_profit_is_the_best():
    assert row("profit", 10.0, 30.0, 20.0) == [("$10", False), ("$30", True), ("$20", False)]


def test_the_lowest_cost_and_the_soonest_payback_are_the_best():
    assert row("cac", 40.0, 30.0) == [("$40", False), ("$30", True)]
    assert row("payback_months", math.inf, 4.0) == [("not within 24 months", False), ("4 months", True)]


def test_figures_that_read_the_same_are_equally_good():
    assert row("profit", 1_201.0, 1_204.0, 900.0, error=20.0) == [("$1,200", True), ("$1,200", True), ("$900", False)]
    assert row("profit", 1_201.0, 1_204.0, error=20.0) == [("$1,200", False), ("$1,200", False)]


def test_more_spend_is_neither_good_nor_bad():
    assert row("spend", 10.0, 20.0) == [("$10", False), ("$20", False)]


def test_nothing_is_the_best_where_a_figure_does_not_exist():
    assert row("roi", math.nan, 0.5) == [("–", False), ("50%", False)]


def test_what_no_plan_has_is_left_out():
    assert metric_rows([plan(), plan(leads=figure(0.0))], DOLLARS, horizon_months=24) == []


@pytest.mark.parametrize(("still_open", "count"), [(1e-9, 1), (0.29, 1), (0.4, 2), (40.0, 2)])
def test_what_is_too_little_beside_the_figure_it_belongs_to_is_left_out(still_open, count):
    plans = [plan(customers=figure(30.0), open_pipeline=figure(still_open))]
    assert len(metric_rows(plans, DOLLARS, horizon_months=24)) == count


def test_customers_still_to_close_are_told_where_nobody_has_bought_yet():
    plans = [plan(customers=figure(0.0), open_pipeline=figure(0.01))]
    assert [row.metric.key for row in metric_rows(plans, DOLLARS, horizon_months=24)] == ["open_pipeline"]


def test_every_metric_has_its_place_once():
    keys = [metric.key for metric in ordered_metrics()]
    assert keys[:3] == ["profit", "roi", "payback_months"]
    assert sorted(keys) == sorted(METRICS)


def test_the_file_holds_every_figure_to_its_last_digit(simulations):
    comparisons = compare_all(simulations)
    rows = list(csv.DictReader(io.StringIO(comparison_csv({"As you believe": comparisons}))))
    assert len(rows) == len(METRICS) * len(simulations)
    first = next(line for line in rows if line["Metric"] == "Profit after marketing" and line["Plan"] == "Shift to SEO")
    compared = comparisons["profit"].plans["Shift to SEO"]
    assert float(first["Difference: middle"]) == compared.difference.p50
    assert float(first["Average"]) == plan_summary(simulations["Shift to SEO"])["profit"].mean
    assert float(first["Expected regret"]) == compared.regret.mean
    assert first["Verdict"] == verdict_text(compared, METRICS["profit"])
    assert tuple(first) == CSV_COLUMNS


def test_a_name_that_would_run_in_a_spreadsheet_does_not(simulations):
    comparisons = compare_all({"=1+1": simulations["Today"], "Today": simulations["Today"]})
    rows = list(csv.DictReader(io.StringIO(comparison_csv({"-x": comparisons}))))
    assert rows[0]["Plan"] == "'=1+1"
    assert rows[0]["Condition"] == "'-x"


def test_endless_figures_stay_empty(simulations):
    rows = list(csv.DictReader(io.StringIO(comparison_csv({"": compare_all(simulations)}))))
    assert not {"inf", "nan"} & {value for line in rows for value in line.values()}
