"""Results for machines: the stated shape, every metric, and no number that JSON cannot hold."""

import json
import math
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from numpy.testing import assert_allclose

from simulator import MODEL_VERSION
from simulator.analyses.judgement import Worth
from simulator.errors import SettingsError, UnknownNameError
from simulator.metrics.kpis import METRICS, Metric
from simulator.reports.as_json import number, run_result
from simulator.scenario.plans import Plan
from simulator.text.grammar import month_date
from tests.examples import PLUMBER

FIGURES = ["mean", "p10", "p50", "p90", "standard_error"]


@pytest.fixture(scope="module")
def result() -> dict[str, Any]:
    return run_result(PLUMBER, ["Today"], draws=256, seed=3)


@pytest.fixture
def today(result: dict[str, Any]) -> Any:
    return result["plans"]["Today"]


def test_a_result_says_what_made_it(result: dict[str, Any]) -> None:
    plans = result["plans"]
    assert {key: value for key, value in result.items() if value is not plans} == {
        "scenario": "Ridge Plumbing 2027",
        "model_version": MODEL_VERSION,
        "draws": 256,
        "seed": 3,
        "currency": "USD",
        "horizon_months": 24,
    }
    assert list(plans) == ["Today"]


def test_a_plan_has_every_metric_with_its_standard_errors(today: Any) -> None:
    assert list(today["metrics"]) == list(METRICS)
    for figures in today["metrics"].values():
        assert list(figures) == FIGURES
        assert list(figures["standard_error"]) == FIGURES[:4]


def test_every_channel_has_every_metric_and_the_overhead_stands_apart(today: Any) -> None:
    assert list(today["channels"]) == list(PLUMBER.channel_names)
    assert all(list(figures) == list(METRICS) for figures in today["channels"].values())
    assert today["overhead"]["marketing_cost"]["mean"] == 24 * 180.0


def test_channels_overhead_and_months_add_up_to_the_plan(today: Any) -> None:
    for key in ("profit", "revenue", "marketing_cost", "spend"):
        rows = [*today["channels"].values(), today["overhead"]]
        whole = today["metrics"][key]["mean"]
        assert_allclose(sum(row[key]["mean"] for row in rows), whole, rtol=1e-9)
        assert_allclose(sum(month[key]["mean"] for month in today["months"]), whole, rtol=1e-9)


def test_months_have_a_number_a_date_and_every_total(today: Any) -> None:
    months = today["months"]
    assert [month["month"] for month in months] == list(range(1, 25))
    assert [months[0]["date"], months[11]["date"], months[12]["date"]] == ["2027-01", "2027-12", "2028-01"]
    totals = [key for key, metric in METRICS.items() if isinstance(metric, Metric)]
    assert list(months[0]) == ["month", "date", *totals, "cumulative_profit"]


def test_cumulative_profit_ends_at_the_profit(today: Any) -> None:
    last, profit = today["months"][-1]["cumulative_profit"], today["metrics"]["profit"]
    for figure in FIGURES[:4]:
        assert_allclose(last[figure], profit[figure], rtol=1e-9)


def test_probabilities_name_profit_payback_and_the_targets(today: Any) -> None:
    chances = today["probabilities"]
    assert list(chances) == ["profit > 0", "payback within horizon", "targets"]
    assert list(chances["targets"]) == ["customers >= 360", "cac <= 350"]
    assert all(0.0 <= chance <= 1.0 for chance in (chances["profit > 0"], *chances["targets"].values()))


def test_findings_have_a_key_a_message_and_advice(today: Any) -> None:
    assert today["findings"]
    for finding in today["findings"]:
        assert list(finding) == ["key", "message", "advice"]
        assert all(finding.values())


def test_the_judgement_has_a_kind_and_a_text(today: Any) -> None:
    assert today["judgement"]["kind"] in set(Worth)
    assert today["judgement"]["text"].endswith("out of pocket.")


def test_the_next_move_says_what_goes_where_and_what_that_changes(today: Any) -> None:
    move = today["next_move"]
    assert (move["advice"], move["step"], move["from"], move["to"]) == ("move", 200.0, "Google Ads search", "Postcards")
    assert move["amount"] == 24 * move["taken"] == 24 * move["given"]
    assert move["gain"]["mean"] > 2 * move["gain"]["standard_error"]["mean"] > 0.0
    assert (move["verdict"], move["probability_better"] > 0.5) == ("better", True)
    assert move["text"].startswith("Move $1,000 a month from Google Ads search")


def test_without_a_move_the_advice_and_its_text_are_all() -> None:
    nothing = replace(PLUMBER, plans=(Plan(name="Nothing", monthly_spend={}),))
    move = run_result(nothing, draws=64)["plans"]["Nothing"]["next_move"]
    assert set(move) == {"advice", "step", "text"}
    assert move["advice"] == "nothing_spent"


def test_a_result_is_json_in_the_strict_sense(result: dict[str, Any]) -> None:
    assert json.loads(json.dumps(result, allow_nan=False)) == result
    assert result["plans"]["Today"]["metrics"]["payback_months"]["p90"] == "inf"
    assert result["plans"]["Today"]["metrics"]["mqls"]["mean"] == "nan"


def test_all_plans_are_run_unless_some_are_named_and_each_once() -> None:
    names: list[str] = []
    run_result(PLUMBER, draws=8, done=names.append)
    assert names == ["Today", "Shift to SEO", "Add radio"]
    assert list(run_result(PLUMBER, ["Add radio", "Add radio"], draws=8)["plans"]) == ["Add radio"]


def test_a_plan_that_does_not_exist_is_refused_before_any_is_run() -> None:
    names: list[str] = []
    with pytest.raises(UnknownNameError, match="did you mean Today"):
        run_result(PLUMBER, ["Today", "Tody"], draws=8, done=names.append)
    assert names == []


def test_draws_that_cannot_be_run_are_refused() -> None:
    with pytest.raises(SettingsError):
        run_result(PLUMBER, draws=9)


@pytest.mark.parametrize(
    ("value", "written"), [(1.5, 1.5), (math.inf, "inf"), (-math.inf, "-inf"), (math.nan, "nan"), (0.0, 0.0)]
)
def test_numbers_that_json_lacks_are_words(value: float, written: float | str) -> None:
    assert number(value) == written


@pytest.mark.parametrize(
    ("month", "expected"),
    [(1, date(2027, 11, 1)), (2, date(2027, 12, 1)), (3, date(2028, 1, 1)), (15, date(2029, 1, 1))],
)
def test_months_of_the_horizon_have_dates(month: int, expected: date) -> None:
    assert month_date(date(2027, 11, 1), month) == expected


def test_nothing_has_no_sign() -> None:
    assert str(number(-0.0)) == "0.0"
