from dataclasses import replace

import pytest

from simulator.edits.plans import spend_by_month
from simulator.scenario.plans import Monthly, Steady
from simulator.ui.components.month_grid.edits import (
    MOST_ACTIONS,
    MOST_CHARACTERS,
    Action,
    Outcome,
    Spot,
    actions,
    applied,
    place_of,
)
from tests.examples import THREE_CHANNELS
from tests.plain import beliefs

SCENARIO = beliefs({**THREE_CHANNELS, "plans": [{"name": "Today", "monthly_spend": {"Leads": 100.0}}]})
TABLE = place_of(SCENARIO, "en_US")


def done(kind: str, row: int, column: int, text: str = "", *, scenario=SCENARIO) -> Outcome:
    return applied(scenario, "Today", Action(number=1, kind=kind, spot=Spot(row=row, column=column), text=text), TABLE)


def months(outcome: Outcome, channel: str) -> tuple[float, ...]:
    return spend_by_month(outcome.scenario, "Today")[channel]


def test_the_table_has_the_channels_and_the_months_of_the_scenario():
    assert TABLE.channels == ("Leads", "Fair", "Cards")
    assert [TABLE.month(index) for index in range(TABLE.horizon)] == ["Jan 2027", "Feb 2027", "Mar 2027", "Apr 2027"]


def test_a_row_is_that_of_the_channel_which_costs_money_and_stands_there():
    visits = {"name": "Walk-ins", "type": "unpaid", "visits_per_month": 100, "visit_to_lead_rate": 0.1}
    first = replace(
        SCENARIO, channels=(beliefs({**THREE_CHANNELS, "channels": [visits]}).channels[0], *SCENARIO.channels)
    )
    place = place_of(first, "en_US")
    assert place.channels == TABLE.channels
    typed = applied(first, "Today", Action(number=1, kind="type", spot=Spot(row=0, column=0), text="7"), place)
    assert months(typed, "Leads") == (7.0, 100.0, 100.0, 100.0)
    asked = applied(
        first, "Today", Action(number=1, kind="paste", spot=Spot(row=0, column=0), text="Walk-ins\t5"), place
    )
    assert asked.refused or asked.asked


def test_a_typed_amount_changes_its_month_alone():
    outcome = done("type", 0, 2, "$1,500.50")
    assert months(outcome, "Leads") == (100.0, 100.0, 1500.5, 100.0)
    assert outcome.said == ""


def test_an_emptied_cell_spends_nothing():
    assert months(done("type", 0, 0, ""), "Leads") == (0.0, 100.0, 100.0, 100.0)
    assert done("type", 0, 0, "").scenario.plan("Today").monthly_spend["Leads"] == Steady(amount=100.0, first=2)


def test_what_is_no_amount_changes_nothing_and_says_so():
    outcome = done("type", 1, 3, "12oo")
    assert outcome.scenario is SCENARIO
    assert outcome.refused
    assert outcome.said == "“12oo” is not an amount. Fair in Apr 2027 stays as it was."


def test_a_pasted_block_is_one_change_and_says_what_it_was():
    outcome = done("paste", 0, 0, "Jan\tFeb\n1\t2\n3\t4")
    assert (months(outcome, "Leads"), months(outcome, "Fair")) == ((1.0, 2.0, 100.0, 100.0), (3.0, 4.0, 0.0, 0.0))
    assert outcome.said == "Pasted 2 channels, 2 months, Jan 2027 to Feb 2027."
    assert outcome.scenario.plan("Today").monthly_spend["Leads"] == Monthly(amounts=(1.0, 2.0, 100.0, 100.0))


def test_a_block_that_does_not_fit_changes_nothing():
    outcome = done("paste", 2, 0, "1\t2\n3\t4")
    assert outcome.scenario is SCENARIO
    assert outcome.refused
    assert outcome.said.startswith("Nothing was pasted. You pasted 2 rows")


def test_an_amount_can_be_used_for_all_later_months():
    typed = done("type", 0, 1, "70").scenario
    outcome = done("fill", 0, 1, scenario=typed)
    assert months(outcome, "Leads") == (100.0, 70.0, 70.0, 70.0)
    assert outcome.said == "Leads: $70 in every month from Feb 2027 on."


@pytest.mark.parametrize(("kind", "row", "column"), [("type", 3, 0), ("paste", 0, 4), ("fill", 9, 9), ("drop", 0, 0)])
def test_what_makes_no_sense_changes_nothing(kind, row, column):
    assert done(kind, row, column, "5").scenario is SCENARIO


def entry(number: object, **changed: object) -> dict[str, object]:
    return {"number": number, "kind": "type", "row": 0, "column": 0, "text": "5", **changed}


def test_each_action_is_read_once_in_its_order():
    message = {"token": "t", "actions": [entry(1), entry(2), entry(2), entry(3)]}
    assert [action.number for action in actions(message, token="t", after=1)] == [2, 3]
    assert list(actions(message, token="other", after=0)) == []


@pytest.mark.parametrize(
    "message",
    [None, 5, [], {}, {"token": "t"}, {"token": "t", "actions": 5}, {"token": "t", "actions": [None, 5, [], {}]}],
)
def test_a_message_that_is_none_holds_no_actions(message):
    assert list(actions(message, token="t", after=0)) == []


@pytest.mark.parametrize(
    "wrong", [entry("1"), entry(True), entry(-1), entry(1, row=-1), entry(1, column=1.5), entry(1, row=None)]
)
def test_an_action_without_a_place_is_none(wrong):
    assert list(actions({"token": "t", "actions": [wrong]}, token="t", after=-5)) == []


def test_a_flood_is_not_read():
    message = {"token": "t", "actions": [entry(number) for number in range(1, 3 * MOST_ACTIONS)]}
    assert len(list(actions(message, token="t", after=0))) == MOST_ACTIONS


@pytest.mark.parametrize(
    "text", ["\tJan\tTotal\nLeads\t1\t1", "\tQ1\nLeads\t3", "Jan\t5\nFeb\t6", "Leads\t1.500", "Search\t5\nLeads\t6"]
)
def test_what_was_left_out_turned_spread_or_is_open_is_asked_before_it_is_taken_over(text):
    outcome = done("paste", 0, 0, text)
    assert outcome.scenario is SCENARIO
    assert outcome.asked is not None
    assert not outcome.refused


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("1,500", 1500.0), ("(5)", None), ("1.500", None), ("€5", None), ("5 %", None), ("1.2k", 1200.0)],
)
def test_a_typed_amount_is_taken_or_refused_never_guessed(typed, expected):
    outcome = done("type", 0, 0, typed)
    assert outcome.refused is (expected is None)
    assert months(outcome, "Leads")[0] == (100.0 if expected is None else expected)


def test_an_open_amount_is_refused_with_both_meanings():
    assert done("type", 0, 0, "1.500").said.startswith("“1.500” can mean 1,500 or 1.5.")
    action = Action(number=1, kind="type", spot=Spot(row=0, column=0), text="1,500")
    german = applied(SCENARIO, "Today", action, place_of(SCENARIO, "de_DE"))
    assert german.said.startswith("“1,500” can mean 1.500 or 1,5.")


def test_a_book_is_not_a_block_of_cells():
    assert "too much" in done("paste", 0, 0, "1\t" * MOST_CHARACTERS).said
