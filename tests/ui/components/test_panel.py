import math
from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.edits.apportionment import shared_out
from simulator.edits.slider_ranges import MOST_SPEND, slider_step
from simulator.ui.components.budget_sliders.panel import (
    Drag,
    Panel,
    PanelAction,
    Reset,
    ToggleKeepTotal,
    ToggleLock,
    Type,
    apply,
    arranged_as,
    can_move,
    open_panel,
    saved,
)

NAMES = ("Google Ads", "Local SEO", "Postcards", "Radio")

hundredths = st.integers(0, 5_000_000)
budgets = st.fixed_dictionaries({name: hundredths.map(lambda amount: amount / 100) for name in NAMES})
channels = st.sampled_from((*NAMES, "no such channel"))
amounts = st.one_of(
    st.floats(0, 60_000), st.floats(), st.sampled_from((math.nan, math.inf, -math.inf, -1.0, 1e300, 0.0))
)
drags = st.builds(Drag, channels, amounts, gesture=st.sampled_from("ab"), phase=st.sampled_from(("drag", "release")))
moves: st.SearchStrategy[PanelAction] = st.one_of(
    drags,
    st.builds(Type, channels, amounts),
    st.builds(ToggleLock, channels),
    st.builds(ToggleKeepTotal),
    st.builds(Reset),
)
histories = st.lists(moves, max_size=12)


def opened(spend: dict[str, float], *history: PanelAction, keep_total: bool = False) -> Panel:
    panel = open_panel(spend, token="panel")
    for move in (ToggleKeepTotal(),) * keep_total + history:
        panel = apply(panel, move)
    return panel


def cents(panel: Panel) -> dict[str, int]:
    return {name: round(amount * 100) for name, amount in panel.spend.items()}


@given(budgets, histories, st.one_of(drags, st.builds(Type, channels, amounts)))
def test_keeping_the_total_keeps_it_to_the_cent(spend, history, move):
    panel = opened(spend, *history)
    if not panel.setting.keep_total:
        panel = apply(panel, ToggleKeepTotal())
    before = panel.gesture.before if panel.gesture else panel
    after = apply(panel, move)
    assert sum(cents(after).values()) in (sum(cents(panel).values()), sum(cents(before).values()))


@given(budgets, st.lists(drags, max_size=8))
def test_a_total_that_is_kept_never_drifts_over_many_drags(spend, history):
    panel = opened(spend, *history, keep_total=True)
    assert sum(cents(panel).values()) == sum(round(amount * 100) for amount in spend.values())


def test_a_channel_gets_no_more_than_it_may_spend_however_large_the_total_that_is_kept_is():
    panel = opened({"Google Ads": MOST_SPEND, "Radio": 42_664.01}, keep_total=True)
    assert apply(panel, Type("Google Ads", 0.0)).spend == panel.spend


@given(budgets, histories)
def test_no_spend_is_ever_negative_infinite_or_absent(spend, history):
    panel = opened(spend, *history)
    assert tuple(panel.spend) == tuple(spend)
    assert all(math.isfinite(amount) and amount >= 0 for amount in panel.spend.values())
    assert all(amount <= panel.maximum[name] for name, amount in panel.spend.items()) or panel.dragging


@given(budgets, histories, st.sampled_from(NAMES), st.one_of(drags, st.builds(Type, channels, amounts)))
def test_a_locked_channel_never_moves(spend, history, locked, move):
    panel = opened(spend, *history)
    if locked not in panel.setting.locked:
        panel = apply(panel, ToggleLock(locked))
    assert apply(panel, move).spend[locked] == panel.spend[locked]


@given(budgets, st.sampled_from(NAMES), st.lists(amounts, max_size=6))
def test_dragging_through_zero_and_back_restores_every_digit(spend, channel, way):
    panel = opened(spend, keep_total=True)
    for amount in (*way, 0.0, math.inf, spend[channel]):
        panel = apply(panel, Drag(channel, amount, "a", "drag"))
    assert panel.setting == opened(spend, keep_total=True).setting


@given(budgets, st.sampled_from(NAMES), hundredths)
def test_the_others_share_in_proportion_to_their_spend(spend, channel, amount):
    others = {name: spend[name] for name in NAMES if name != channel}
    assume(sum(others.values()) > 0)
    wanted = min(amount / 100, sum(spend.values()))
    assume(round(wanted * 100) != round(spend[channel] * 100))
    after = opened(spend, Drag(channel, amount / 100, "a", "drag"), keep_total=True)
    room = sum(spend.values()) - wanted
    for name, other in others.items():
        assert after.spend[name] == pytest.approx(room * other / sum(others.values()), abs=2.0)


@given(budgets, histories, moves)
def test_a_move_never_changes_the_panel_it_is_applied_to(spend, history, move):
    panel = opened(spend, *history)
    setting = replace(panel.setting, spend=dict(panel.spend))
    apply(panel, move)
    assert panel.setting == setting


def test_another_move_ends_a_drag():
    panel = opened({"Google Ads": 3_000.0}, Drag("Google Ads", 1_000.0, "a", "drag"), Type("Google Ads", 2_000.0))
    assert (panel.spend["Google Ads"], panel.dragging, panel.gesture) == (2_000.0, False, None)


def test_new_amounts_keep_the_locks_the_switch_and_the_ranges_that_are_there():
    former = opened(
        {"Google Ads": 9_000.0, "Radio": 500.0}, ToggleLock("Google Ads"), ToggleLock("Radio"), keep_total=True
    )
    panel = arranged_as(former, opened({"Google Ads": 8_000.0, "Postcards": 50.0}))
    assert dict(panel.spend) == {"Google Ads": 8_000.0, "Postcards": 50.0}
    assert (panel.setting.locked, panel.setting.keep_total) == ({"Google Ads"}, True)
    assert panel.maximum["Google Ads"] == former.maximum["Google Ads"]


def test_a_channel_without_spend_gets_nothing_while_others_have_some():
    spend = {"Google Ads": 3_000.0, "Local SEO": 1_000.0, "Radio": 0.0}
    panel = opened(spend, Type("Google Ads", 0.0), keep_total=True)
    assert panel.spend == {"Google Ads": 0.0, "Local SEO": 4_000.0, "Radio": 0.0}


def test_channels_that_are_all_at_zero_share_equally():
    spend = {"Google Ads": 3_000.0, "Local SEO": 0.0, "Radio": 0.0}
    panel = opened(spend, Type("Google Ads", 1_000.0), keep_total=True)
    assert panel.spend == {"Google Ads": 1_000.0, "Local SEO": 1_000.0, "Radio": 1_000.0}


def test_a_channel_takes_no_more_than_the_unlocked_others_have():
    spend = {"Google Ads": 3_000.0, "Local SEO": 1_000.0, "Radio": 500.0}
    panel = opened(spend, ToggleLock("Radio"), Type("Google Ads", 9_000.0), keep_total=True)
    assert panel.spend == {"Google Ads": 4_000.0, "Local SEO": 0.0, "Radio": 500.0}


def test_with_all_others_locked_a_kept_total_lets_nothing_move():
    spend = {"Google Ads": 3_000.0, "Local SEO": 1_000.0}
    panel = opened(spend, ToggleLock("Local SEO"), keep_total=True)
    assert can_move(panel, "Google Ads") == (3_000.0, 3_000.0)
    assert apply(panel, Type("Google Ads", 9.0)).spend == spend


def test_the_room_to_move_is_measured_from_the_start_of_the_drag():
    spend = {"Google Ads": 3_000.0, "Local SEO": 1_000.0}
    panel = opened(spend, Drag("Google Ads", 0.0, "a", "drag"), keep_total=True)
    assert can_move(panel, "Google Ads") == (0.0, 4_000.0)


def test_amounts_that_no_move_touched_keep_all_their_digits():
    spend = {"Google Ads": 1_000 / 3, "Local SEO": 2_000 / 3}
    assert opened(spend, Type("Google Ads", 10.0)).spend["Local SEO"] == 2_000 / 3
    assert opened(spend, Type("Google Ads", 333.33)).spend == spend


def test_an_amount_that_is_back_where_it_was_opened_has_all_its_digits_again():
    average = 1_000 / 3
    panel = opened({"A": average, "B": 5.0}, Type("A", 500.0), Drag("A", 333.33, gesture="a", phase="release"))
    assert panel.spend == {"A": average, "B": 5.0}
    assert not panel.changed


def test_the_slider_range_stays_while_dragging_and_grows_on_release():
    panel = opened({"Google Ads": 3_000.0})
    dragged = apply(panel, Drag("Google Ads", 50_000.0, "a", "drag"))
    released = apply(dragged, Drag("Google Ads", 50_000.0, "a", "release"))
    assert dragged.maximum == panel.maximum == {"Google Ads": 6_000.0}
    assert released.maximum["Google Ads"] >= 50_000.0


def test_a_slider_that_grew_by_a_slip_shrinks_once_the_amount_does_and_not_while_it_is_held():
    usual = opened({"Google Ads": 3_000.0}).maximum
    slipped = opened({"Google Ads": 3_000.0}, Type("Google Ads", 30_000.0))
    held = apply(slipped, Drag("Google Ads", 3_000.0, "a", "drag"))
    assert held.maximum == slipped.maximum == {"Google Ads": 40_000.0}
    assert apply(held, Drag("Google Ads", 3_000.0, "a", "release")).maximum == usual
    assert apply(slipped, Type("Google Ads", 3_000.0)).maximum == usual
    assert apply(slipped, Type("Google Ads", 20_000.0)).maximum == slipped.maximum
    assert apply(slipped, Type("Google Ads", 9_000.0)).maximum == {"Google Ads": 15_000.0}


def test_the_slider_shows_the_range_beyond_twice_the_reference():
    panel = open_panel({"Radio": 0.0}, token="panel", references={"Radio": 2_000.0})
    assert panel.maximum["Radio"] > 2 * 2_000.0


def test_hostile_amounts_in_a_plan_are_brought_into_range():
    panel = open_panel({"a": math.nan, "b": -5.0, "c": math.inf}, token="panel")
    assert panel.spend == {"a": 0.0, "b": 0.0, "c": MOST_SPEND}


def test_reset_returns_to_the_saved_amounts_and_leaves_the_locks():
    spend = {"Google Ads": 3_000.0, "Local SEO": 1_000.0}
    moved = opened(spend, Type("Google Ads", 5.0))
    panel = apply(apply(saved(moved), Type("Google Ads", 7.0)), ToggleLock("Local SEO"))
    back = apply(panel, Reset())
    assert (back.spend, back.setting.locked) == (moved.spend, {"Local SEO"})
    assert not back.changed


def test_a_panel_without_channels_takes_every_move():
    panel = opened({}, Type("Radio", 5.0), ToggleLock("Radio"), Reset())
    assert (dict(panel.spend), panel.total) == ({}, 0.0)


@given(st.integers(0, 10**9), st.lists(st.integers(0, 10**9), min_size=1, max_size=9))
def test_shares_add_up_exactly_and_differ_from_proportion_by_less_than_a_unit(amount, weights):
    shares = shared_out(amount, weights)
    fair = weights if any(weights) else [1] * len(weights)
    assert sum(shares) == amount
    for share, weight in zip(shares, fair, strict=True):
        assert abs(share - amount * weight / sum(fair)) < 200


@pytest.mark.parametrize(
    ("maximum", "step"), [(0, 1), (150, 1), (1_000, 5), (6_000, 20), (10_000, 50), (30_000, 200), (1e9, 5e6)]
)
def test_a_slider_moves_in_round_steps(maximum, step):
    assert slider_step(maximum) == step
