import re
from dataclasses import replace

import pytest

from simulator.analyses.comparison import compare
from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.metrics.kpis import METRICS
from simulator.presentation.metric_table import Cell, Row
from simulator.scenario_files import read
from simulator.text.formats import Formats
from simulator.ui.compare.html import PlanColumn, metric_table_html, paybacks_html, tiles_html, verdict_html
from tests.examples import BREAKOUT
from tests.html_reader import Reader

DOLLARS = Formats("USD")
PROFIT = METRICS["profit"]


@pytest.fixture(scope="module")
def plans():
    scenario = read(shipped_folder() / "plumber.yaml")
    simulations = {plan.name: simulate(scenario, plan.name) for plan in scenario.plans}
    compared = compare(simulations, metric="profit").plans
    return [PlanColumn(place, label, each) for place, (label, each) in enumerate(compared.items())]


def tiles(plans):
    return tiles_html(plans, PROFIT, DOLLARS, horizon_months=24)


def test_each_plan_has_a_tile_and_the_baseline_is_named(plans):
    found = Reader(tiles(plans))
    labels = [attributes["aria-label"] for tag, attributes in found.tags if tag == "section"]
    assert labels == ["Today", "Shift to SEO", "Add radio"]
    assert found.text.startswith("Baseline Today $")
    assert found.text.count("Baseline") == 1
    assert found.text.count("The best in") == 3


def test_under_a_condition_both_figures_stand_in_the_tile(plans):
    stressed = [replace(plan, stressed=plans[0].believed) for plan in plans]
    assert Reader(tiles(stressed)).text.count("If that happens: $") == 3
    assert "If that happens" not in Reader(tiles(plans)).text


def test_a_verdict_is_a_sentence_with_its_facts_beside_it(plans):
    found = Reader(verdict_html(plans[1], PROFIT, DOLLARS))
    assert "▲ “Shift to SEO” is better in" in found.text
    assert "Average difference +$" in found.text
    assert "As you believe" not in found.text


def test_under_a_condition_there_are_two_verdicts_and_two_columns(plans):
    found = Reader(verdict_html(replace(plans[1], stressed=plans[2].believed), PROFIT, DOLLARS))
    assert "▲ “Shift to SEO” is better in" in found.text
    assert re.search(r"If that happens: [^.]*“Shift to SEO”", found.text)
    scopes = [attributes["scope"] for tag, attributes in found.tags if tag == "th"]
    assert scopes == ["col"] * 2 + ["row"] * 6


def test_the_best_is_marked_by_a_word():
    row = Row(PROFIT, [Cell("$1", best=False), Cell("$2", best=True)])
    found = Reader(metric_table_html(["A", "B"], [row], [], caption="All"))
    assert found.text == "Figure A B Profit after marketing $1 $2 best"


def test_figures_under_a_condition_are_said_to_be_that():
    row = Row(PROFIT, [Cell("$1", best=False), Cell("$2", best=True)])
    found = Reader(metric_table_html(["A", "B"], [row], [row], caption="All"))
    assert found.text.endswith("$1 If that happens: $1 $2 best If that happens: $2 best")


def test_a_figure_that_exists_under_no_condition_stands_alone():
    row = Row(PROFIT, [Cell("$1", best=False)])
    assert "If that happens" not in Reader(metric_table_html(["A"], [row], [], caption="All")).text


def test_nothing_that_a_person_typed_becomes_markup(plans):
    hostile = replace(plans[1], label=BREAKOUT, stressed=plans[1].believed)
    row = Row(PROFIT, [Cell("$1", best=False)])
    for html in (
        tiles([hostile]),
        verdict_html(hostile, PROFIT, DOLLARS),
        metric_table_html([BREAKOUT], [row], [], caption=BREAKOUT),
        paybacks_html([BREAKOUT]),
    ):
        found = Reader(html)
        assert not {"script", "b"} & {tag for tag, _ in found.tags}
        assert not any("onclick" in attributes for _, attributes in found.tags)
        assert " ".join(BREAKOUT.split()) in found.text


def test_a_name_written_from_right_to_left_turns_nothing_but_itself(plans):
    turned = replace(plans[1], label="\u202eToday")
    for html in (
        tiles([turned]),
        verdict_html(turned, PROFIT, DOLLARS),
        metric_table_html(["\u202eToday"], [], [], caption=""),
    ):
        assert "\u202e" not in re.sub(r'<bdi>\u202eToday</bdi>|aria-label="\u202eToday"', "", html)
