import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.edits.slider_ranges import MOST_SPEND
from simulator.tables.budgets import Place
from simulator.ui.components.budget_sliders import messages
from simulator.ui.components.budget_sliders.messages import read_move
from simulator.ui.components.budget_sliders.panel import Drag, Panel, Remark, open_panel

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
entries = st.fixed_dictionaries(
    {},
    optional={
        "number": anything,
        "kind": st.sampled_from(("drag", "release", "type", "forget", "lock", "keep_total", "reset")),
        "text": anything,
        "channel": st.sampled_from(("Google Ads", "x")) | anything,
        "amount": anything,
        "gesture": anything,
    },
)


PLACE = Place(channels=("Google Ads", "Local SEO"), start=date(2027, 1, 1), horizon=12)


def receive(panel: Panel, message: object, place: Place = PLACE) -> Panel:
    return messages.receive(panel, message, place)


def panel() -> Panel:
    return open_panel({"Google Ads": 3_000.0, "Local SEO": 1_000.0}, token="this panel")


def message(*moves: object, token: str = "this panel") -> dict[str, object]:
    return {"token": token, "moves": list(moves)}


def typed(number: int, amount: float) -> dict[str, object]:
    return {"number": number, "kind": "type", "channel": "Google Ads", "text": f"{amount:g}"}


def test_moves_of_a_message_are_applied_in_their_order():
    after = receive(panel(), message(typed(1, 5.0), typed(2, 7.0), {"number": 3, "kind": "reset"}))
    assert (after.spend["Google Ads"], after.sequence) == (3_000.0, 3)


def test_a_message_that_comes_twice_is_applied_once():
    toggled = message({"number": 1, "kind": "keep_total"})
    assert receive(receive(panel(), toggled), toggled) == receive(panel(), toggled)
    assert receive(panel(), toggled).setting.keep_total


def test_a_message_with_old_and_new_moves_applies_the_new_ones():
    lock = {"number": 1, "kind": "lock", "channel": "Local SEO"}
    after = receive(receive(panel(), message(lock)), message(lock, typed(2, 5.0)))
    assert (after.setting.locked, after.spend["Google Ads"]) == ({"Local SEO"}, 5.0)


def test_a_late_message_for_an_earlier_panel_changes_nothing():
    assert receive(panel(), message(typed(1, 5.0), token="earlier")) == panel()


def test_an_unreadable_move_is_passed_over_and_not_waited_for():
    after = receive(panel(), message({"number": 1, "kind": "explode"}, typed(2, 5.0)))
    assert (after.spend["Google Ads"], after.sequence) == (5.0, 2)


@pytest.mark.parametrize("amount", [math.nan, None, "5", True, [5]])
def test_an_amount_that_is_no_number_is_no_move(amount):
    assert read_move({"kind": "drag", "channel": "Google Ads", "amount": amount}, PLACE) is None


@pytest.mark.parametrize(("amount", "read"), [(10**400, MOST_SPEND), (math.inf, MOST_SPEND), (-3, 0.0)])
def test_an_amount_out_of_range_is_brought_into_range(amount, read):
    entry = {"kind": "drag", "channel": "Google Ads", "amount": amount, "gesture": "g"}
    assert read_move(entry, PLACE) == Drag("Google Ads", read, "g", "drag")


@pytest.mark.parametrize("phase", ["drag", "release"])
def test_a_drag_carries_its_gesture_and_phase(phase):
    entry = {"kind": phase, "channel": "Google Ads", "amount": 5, "gesture": "g1"}
    assert read_move(entry, PLACE) == Drag("Google Ads", 5.0, "g1", phase)


def said(panel: Panel) -> Remark | None:
    return panel.remarks.get("Google Ads")


def sent(*moves: dict[str, object], place: Place = PLACE, begun: Panel | None = None) -> Panel:
    numbered = [{"channel": "Google Ads", **move, "number": number} for number, move in enumerate(moves, start=1)]
    return receive(begun or panel(), message(*numbered), place)


@pytest.mark.parametrize("text", ["", "-5", "50 %", "€5", "many", "1e12", "2000000000", "1.250"])
def test_what_is_no_amount_changes_nothing_and_stays_with_the_reason(text):
    after = sent({"kind": "type", "text": text})
    remark = said(after)
    assert after.spend == panel().spend
    assert remark is not None
    assert remark.refused
    assert remark.text == text
    assert said(sent({"kind": "type", "text": text}, {"kind": "forget"})) is None
    assert said(sent({"kind": "type", "text": text}, {"kind": "type", "text": "7"})) is None


@pytest.mark.parametrize(
    ("text", "locale", "amount"),
    [
        ("1.250", "de_DE", 1_250.0),
        ("1.250", "id_ID", 1_250.0),
        ("1,250", "ja_JP", 1_250.0),
        ("1’250", "de_CH", 1_250.0),
        ("$1 250", "fr_FR", 1_250.0),
    ],
)
def test_an_amount_is_read_as_its_reader_writes_it_without_a_word(text, locale, amount):
    after = sent({"kind": "type", "text": text}, place=replace(PLACE, locale=locale))
    assert (after.spend["Google Ads"], said(after)) == (amount, None)


@pytest.mark.parametrize(
    ("text", "amount", "word"),
    [
        ("12k", 12_000.0, "“12k” is read as $12,000"),
        ("5.12345", 5.12, "Rounded to $5.12"),
        ("1,25", 1.25, "“1,25” is read as $1.25"),
    ],
)
def test_what_is_read_otherwise_than_it_stands_there_is_said(text, amount, word):
    after = sent({"kind": "type", "text": text})
    assert (after.spend["Google Ads"], said(after)) == (amount, Remark(word))


def test_more_than_a_kept_total_has_is_said():
    after = sent({"kind": "keep_total"}, {"kind": "type", "text": "9000"})
    assert (after.spend["Google Ads"], said(after)) == (4_000.0, Remark("$4,000, because the total is kept"))


def test_a_remark_stays_while_its_slider_is_held_so_that_nothing_moves_under_the_hand():
    typed, drag = {"kind": "type", "text": "12k"}, {"kind": "drag", "amount": 5.0, "gesture": "g"}
    assert said(sent(typed, drag)) is not None
    assert said(sent(typed, drag, {**drag, "kind": "release"})) is None


def test_the_dinar_has_three_decimals():
    dinars = open_panel({"Google Ads": 1.0}, token="this panel", decimals=3)
    after = sent({"kind": "type", "text": "KD 0.125"}, place=replace(PLACE, currency="KWD"), begun=dinars)
    assert (after.spend["Google Ads"], said(after)) == (0.125, None)


@given(anything | st.fixed_dictionaries({"token": st.just("this panel"), "moves": st.lists(entries)}))
def test_no_message_whatever_breaks_the_panel(found):
    after = receive(panel(), found)
    assert tuple(after.spend) == ("Google Ads", "Local SEO")
    assert all(0 <= amount <= MOST_SPEND for amount in after.spend.values())
