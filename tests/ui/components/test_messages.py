import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.ui.components.budget_sliders.messages import read_move, receive
from simulator.ui.components.budget_sliders.panel import Drag, Panel, Type, open_panel
from simulator.ui.components.budget_sliders.ranges import MOST_SPEND

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=12,
)
entries = st.fixed_dictionaries(
    {},
    optional={
        "number": anything,
        "kind": st.sampled_from(("drag", "release", "type", "lock", "keep_total", "reset")),
        "channel": st.sampled_from(("Google Ads", "x")) | anything,
        "amount": anything,
        "gesture": anything,
    },
)


def panel() -> Panel:
    return open_panel({"Google Ads": 3_000.0, "Local SEO": 1_000.0}, token="this panel")


def message(*moves: object, token: str = "this panel") -> dict[str, object]:
    return {"token": token, "moves": list(moves)}


def typed(number: int, amount: float) -> dict[str, object]:
    return {"number": number, "kind": "type", "channel": "Google Ads", "amount": amount}


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
    assert read_move({"kind": "type", "channel": "Google Ads", "amount": amount}) is None


@pytest.mark.parametrize(("amount", "read"), [(10**400, MOST_SPEND), (math.inf, MOST_SPEND), (-3, 0.0)])
def test_an_amount_out_of_range_is_brought_into_range(amount, read):
    entry = {"kind": "type", "channel": "Google Ads", "amount": amount}
    assert read_move(entry) == Type("Google Ads", read)


@pytest.mark.parametrize("phase", ["drag", "release"])
def test_a_drag_carries_its_gesture_and_phase(phase):
    entry = {"kind": phase, "channel": "Google Ads", "amount": 5, "gesture": "g1"}
    assert read_move(entry) == Drag("Google Ads", 5.0, "g1", phase)


@given(anything | st.fixed_dictionaries({"token": st.just("this panel"), "moves": st.lists(entries)}))
def test_no_message_whatever_breaks_the_panel(found):
    after = receive(panel(), found)
    assert tuple(after.spend) == ("Google Ads", "Local SEO")
    assert all(0 <= amount <= MOST_SPEND for amount in after.spend.values())
