"""Changes in the table of real figures, applied to a scenario."""

from datetime import date

import pytest

from simulator.edits.actuals import with_actuals
from simulator.tables.figures import FigureTable
from simulator.ui.components.month_grid.edits import Action, Spot
from simulator.ui.tracking.typed import MOST_SHOWN, applied, cells_of, figures_of, shown_months, table_of
from tests.examples import TWO_PLANS
from tests.plain import beliefs

SCENARIO = beliefs({**TWO_PLANS, "start": "2027-01"})
CHANNEL = SCENARIO.channel_names[0]
TODAY = date(2027, 3, 10)
JAN, FEB = date(2027, 1, 1), date(2027, 2, 1)


def act(scenario, kind, row, column, text):
    action = Action(number=1, kind=kind, spot=Spot(row=row, column=column), text=text)
    return applied(scenario, CHANNEL, action, table(scenario))


def table(scenario=SCENARIO) -> FigureTable:
    return table_of(scenario, CHANNEL, today=TODAY, locale="en_US")


def test_a_channel_has_the_figures_of_its_funnel_and_those_that_are_stated():
    usual = figures_of(SCENARIO, CHANNEL)
    assert usual[0] == "spend"
    assert usual[-3:] == ("customers", "revenue", "gross_profit")
    assert "pieces" not in usual
    assert "pieces" in figures_of(with_actuals(SCENARIO, {CHANNEL: {JAN: {"pieces": 4.0}}}), CHANNEL)


def test_the_table_reaches_from_the_plans_beginning_to_the_present_month():
    assert shown_months(SCENARIO, TODAY) == (JAN, 3)
    assert shown_months(SCENARIO, TODAY, earlier=12) == (date(2026, 1, 1), 15)


def test_before_a_plan_begins_the_year_behind_is_shown():
    assert shown_months(SCENARIO, date(2026, 11, 27)) == (date(2025, 12, 1), 12)


def test_the_table_reaches_back_to_the_first_figures_but_has_a_limit():
    old = with_actuals(SCENARIO, {CHANNEL: {date(2026, 6, 1): {"spend": 1.0}}})
    assert shown_months(old, TODAY) == (date(2026, 6, 1), 10)
    ancient = with_actuals(SCENARIO, {CHANNEL: {date(1990, 6, 1): {"spend": 1.0}}})
    assert shown_months(ancient, TODAY) == (date(2022, 4, 1), MOST_SHOWN)


def test_a_typed_figure_stands_in_its_month_and_an_empty_one_takes_it_out():
    typed = act(SCENARIO, "type", 0, 1, "$1,250").scenario
    assert cells_of(typed, CHANNEL, table())[0] == [None, 1250.0, None]
    assert act(typed, "type", 0, 1, "").scenario == SCENARIO


@pytest.mark.parametrize(("text", "value"), [("12k", 12_000.0), ("-5", -5.0)])
def test_how_a_figure_was_read_is_said_with_its_place(text, value):
    outcome = act(SCENARIO, "type", 0, 0, text)
    assert cells_of(outcome.scenario, CHANNEL, table())[0][0] == value
    assert outcome.said.startswith(f"Spend in Jan 2027: “{text}” is read as ")
    assert not outcome.refused


def test_a_block_is_pasted_beside_what_is_known_already():
    known = with_actuals(SCENARIO, {CHANNEL: {JAN: {"spend": 5.0, "customers": 2.0}}})
    outcome = act(known, "paste", 0, 0, "10\t20\n30\t40")
    assert outcome.said == "Pasted 4 figures."
    figures = figures_of(SCENARIO, CHANNEL)
    assert outcome.scenario.actuals[0].by_month == {
        JAN: {figures[0]: 10.0, figures[1]: 30.0, "customers": 2.0},
        FEB: {figures[0]: 20.0, figures[1]: 40.0},
    }


@pytest.mark.parametrize(("kind", "said"), [("type", "Spend in Jan 2027 stays as it was."), ("paste", "Nothing was")])
def test_what_is_no_figure_changes_nothing_and_is_said(kind, said):
    outcome = act(SCENARIO, kind, 0, 0, "what\tever")
    assert outcome.refused
    assert said in outcome.said
    assert outcome.scenario == SCENARIO


@pytest.mark.parametrize(("kind", "row", "column"), [("type", 99, 0), ("type", 0, 99), ("fill", 0, 0), ("x", 0, 0)])
def test_what_the_table_cannot_send_changes_nothing(kind, row, column):
    assert act(SCENARIO, kind, row, column, "5").scenario == SCENARIO
