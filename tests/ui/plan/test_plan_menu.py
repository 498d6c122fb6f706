import re
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator import edits
from simulator.edits.plans import plan_names
from simulator.scenario.plans import Monthly, Steady
from simulator.scenario_files import parse
from simulator.text.markdown import escape_markdown
from simulator.ui.components.budget_sliders.panel import Type, apply
from simulator.ui.components.month_grid.edits import place_of
from simulator.ui.plan.months_dialog import NO_CHANNELS
from simulator.ui.plan.plan_menu import FULL, IS_BASELINE, ONE_LEFT
from simulator.ui.session import state
from simulator.ui.session.comparison_choice import Choice, here
from simulator.ui.session.workspaces import Workspace
from simulator.validation import MOST_PLANS
from tests.examples import MARKUP, PLUMBER
from tests.improved_examples import offering
from tests.ui.plan.visits import after, checked, visited
from tests.ui.sessions import Session

NAMES = ("Today", "Shift to SEO", "Add radio")
MENU, NEW = "plan menu", "new plan"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def now(page: AppTest) -> Workspace:
    return page.session_state["funnelcast"].workspace


def names(page: AppTest) -> tuple[str, ...]:
    return plan_names(now(page).draft)


def unfolded(page: AppTest, key: str) -> AppTest:
    page.session_state[key] = True
    return checked(page.run())


def pressed(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return checked(page.run())


def typed(page: AppTest, key: str, text: str) -> AppTest:
    box = next(box for box in (*page.text_input, *page.text_area) if box.key == key)
    box.set_value(text)
    return checked(page.run())


def told(page: AppTest) -> str:
    shown = (*page.success, *page.info, *page.markdown, *page.caption, *page.warning)
    return " ".join(element.value for element in shown)


def noted(page: AppTest) -> str:
    """The same without the marks that keep people's own words from being read as Markdown."""
    return told(page).replace("\\", "").replace("\u2060", "")


def added(page: AppTest, name: str, notes: str = "") -> AppTest:
    """After the form of a new plan was filled in and sent."""
    page.text_input(key="new plan name").set_value(name)
    page.text_area(key="new plan notes").set_value(notes)
    next(button for button in page.button if button.label == "Add it").click()
    return checked(page.run())


def test_a_copy_is_shown_at_once_and_undo_returns_to_its_model():
    page = pressed(unfolded(visited({"plan": "Shift to SEO", "scenario": "example/plumber"}), MENU), "plan Duplicate")
    assert names(page) == ("Today", "Shift to SEO", "Shift to SEO copy", "Add radio")
    assert now(page).plan == "Shift to SEO copy"
    assert "is added" in told(page)
    assert now(pressed(page, "undo")).plan == "Shift to SEO"
    assert names(page) == NAMES


def test_a_deleted_plan_comes_back_with_undo_and_the_page_says_so():
    page = pressed(unfolded(visited({"plan": "Add radio", "scenario": "example/plumber"}), MENU), "plan Delete")
    assert names(page) == NAMES[:2]
    assert now(page).plan == "Shift to SEO"
    assert escape_markdown("“Add radio” is deleted. Undo brings it back.") in told(page)
    pressed(page, "undo")
    assert (names(page), now(page).plan) == (NAMES, "Add radio")
    assert "is deleted" not in told(page)


def test_the_last_plan_cannot_be_deleted_and_the_menu_says_so():
    page = unfolded(after(lambda: state.set_draft(replace(PLUMBER, plans=PLUMBER.plans[:1]))), MENU)
    assert page.button(key="plan Delete").disabled
    assert ONE_LEFT in told(page)


def test_a_plan_becomes_the_baseline_by_moving_to_the_front():
    page = unfolded(visited({"plan": "Add radio", "scenario": "example/plumber"}), MENU)
    assert IS_BASELINE not in told(page)
    pressed(page, "plan Make it the baseline")
    assert names(page) == ("Add radio", "Today", "Shift to SEO")
    assert now(page).plan == "Add radio"
    assert "is the baseline now" in told(page)
    unfolded(page, MENU)
    assert page.button(key="plan Make it the baseline").disabled
    assert IS_BASELINE in told(page)


def test_a_plan_is_renamed_and_stays_in_sight():
    page = typed(unfolded(visited({"plan": "Add radio", "scenario": "example/plumber"}), MENU), "plan name", " Bold ")
    assert (names(page), now(page).plan) == (("Today", "Shift to SEO", "Bold"), "Bold")
    pressed(page, "undo")
    assert (names(page), now(page).plan) == (NAMES, "Add radio")


def test_a_copy_asked_for_while_the_new_name_is_still_in_the_box_is_made_of_the_renamed_plan():
    page = unfolded(visited({"plan": "Add radio", "scenario": "example/plumber"}), MENU)
    next(box for box in page.text_input if box.key == "plan name").set_value("Bold")
    pressed(page, "plan Duplicate")
    assert names(page) == ("Today", "Shift to SEO", "Bold", "Bold copy")


@pytest.mark.parametrize(("wanted", "words"), [("today", "already a plan called today"), (" ", "A plan needs a name")])
def test_a_name_that_cannot_be_stays_in_the_box_with_the_reason(wanted, words):
    page = unfolded(visited({"plan": "Add radio", "scenario": "example/plumber"}), MENU)
    typed(page, "plan name", wanted)
    assert names(page) == NAMES
    assert words in told(page)
    assert page.text_input(key="plan name").value == wanted
    typed(page, "plan name", "Radio")
    assert words not in told(page)
    assert "Radio" in names(page)


def test_what_a_plan_is_for_is_noted():
    page = typed(unfolded(visited(), MENU), "plan notes", " Our yardstick. ")
    assert now(page).draft.plans[0].notes == "Our yardstick."
    assert r"Our yardstick\." in told(page)


def test_a_new_plan_takes_the_amounts_of_the_sliders():
    page = added(unfolded(visited(), NEW), "Spring", "For May")
    assert names(page) == ("Today", "Spring", "Shift to SEO", "Add radio")
    assert now(page).draft.plan("Spring") == replace(PLUMBER.plans[0], name="Spring", notes="For May")
    assert now(page).plan == "Spring"
    assert escape_markdown("“Spring” is added.") in told(page)


def moved() -> None:
    state.set_panel(apply(state.panel(), Type("Local SEO", 900.0)))


@pytest.mark.parametrize("back", [True, False])
def test_a_plan_whose_sliders_moved_can_be_put_back_as_it_was_saved(back):
    page = unfolded(after(moved), NEW)
    (choice,) = page.checkbox
    choice.set_value(back)
    added(page, "More SEO")
    draft = now(page).draft
    assert draft.plan("More SEO").monthly_spend["Local SEO"] == Steady(amount=900.0)
    assert (draft.plan("Today") == PLUMBER.plan("Today")) is back
    pressed(page, "undo")
    assert names(page) == NAMES
    assert now(page).draft.plan("Today").monthly_spend["Local SEO"] == Steady(amount=900.0)


def test_a_plan_as_it_was_saved_has_nothing_to_put_back():
    assert len(unfolded(visited(), NEW).checkbox) == 0


def test_a_new_plan_under_a_name_that_is_taken_is_refused_at_its_box():
    page = added(unfolded(visited(), NEW), "add RADIO", "Loud")
    assert names(page) == NAMES
    assert "There is already a plan called add RADIO" in told(page)
    unfolded(page, NEW)
    assert page.text_input(key="new plan name").value == "add RADIO"


def test_a_full_scenario_takes_no_more_plans():
    plans = tuple(replace(PLUMBER.plans[0], name=f"Plan {number}") for number in range(MOST_PLANS))
    page = unfolded(after(lambda: state.set_draft(replace(PLUMBER, plans=plans))), NEW)
    assert FULL in told(page)
    assert unfolded(page, MENU).button(key="plan Duplicate").disabled


def test_a_scenario_without_plans_gets_one():
    page = pressed(after(lambda: state.set_draft(replace(PLUMBER, plans=()))), "add-first-plan")
    assert names(page) == ("My plan",)
    assert now(page).draft.plans[0] == edits.first_plan(replace(PLUMBER, plans=()))
    assert len(page.get("vega_lite_chart")) > 0


def test_a_hostile_name_is_shown_as_it_is():
    page = typed(unfolded(visited(), MENU), "plan name", MARKUP)
    assert names(page)[0] == MARKUP
    pressed(page, "plan Duplicate")
    said = page.success[0].value
    assert re.sub(r"[\\\u2060]", "", said).startswith(f"“{MARKUP} copy” is added.")
    assert "[x](" not in said


def test_renamed_copied_and_reordered_plans_are_saved_with_the_comments_of_the_file(folder):
    session = Session()

    def edit() -> None:
        state.save_as("Mine")
        draft = edits.renamed_plan(state.workspace().draft, "Add radio", "Loud")
        state.set_draft(edits.as_baseline(draft, "Loud"))
        state.set_draft(edits.without_plan(state.workspace().draft, "Shift to SEO"))
        state.save()

    session.do(edit)
    text = (folder / "Mine.yaml").read_text("utf-8")
    assert plan_names(parse(text.encode())) == ("Loud", "Today")
    before = (Path(__file__).parents[3] / "scenarios" / "plumber.yaml").read_text("utf-8")
    comments = [
        line.strip() for line in before[: before.index("\nplans:")].splitlines() if line.strip().startswith("#")
    ]
    assert comments
    assert all(comment in text for comment in comments)


# -- total and shares ----------------------------------------------------------------------------------------------


def _shares_alone() -> None:
    """The window as a page of its own: a run of the whole page, as here, would close it."""
    import streamlit

    from simulator.ui.frame import status_bar
    from simulator.ui.plan import shares_dialog
    from simulator.ui.session import input_state, state

    open_now = state.workspace()
    input_state.begin(open_now.id)
    status_bar.status_bar()
    if "filled" not in streamlit.session_state:
        streamlit.session_state["filled"] = True
        shares_dialog.fill(open_now.draft, open_now.plan)
    shares_dialog.window()


def with_shares(locale: str = "en-US") -> AppTest:
    alone = AppTest.from_function(_shares_alone, default_timeout=60)
    alone.context = {"locale": locale}
    return checked(alone.run())


def test_the_window_shows_the_total_and_shares_of_the_plan():
    page = pressed(visited(), "open-shares")
    assert page.text_input(key="shares total").value == "4,040"
    shown = [page.text_input(key=f"share of {place}").value for place in range(1, 8)]
    assert shown == ["49.5 %", "24.8 %", "14.9 %", "4.9 %", "5.9 %", "0 %", "0 %"]
    assert "Together **100 %**" in told(page)


def test_a_share_that_was_only_looked_at_comes_to_what_its_slider_says():
    said = [caption.value.replace("\\", "") for caption in with_shares().caption]
    assert said[1:6] == ["$2,000", "$1,000", "$600", "$200", "$240"]


def test_shares_that_are_not_the_whole_are_not_used_and_can_be_scaled():
    page = typed(with_shares(), "share of 1", "20 %")
    assert "is missing" in told(page)
    assert page.button(key="shares-use").disabled
    pressed(page, "shares-scale")
    assert "Together **100 %**" in told(page)
    assert not page.button(key="shares-use").disabled


def test_a_total_and_shares_become_the_plan_in_one_step():
    page = with_shares()
    for place, text in enumerate(("50", "30 %", "20", "0", "0", "0", "0"), start=1):
        page.text_input(key=f"share of {place}").set_value(text)
    typed(page, "shares total", "$2,000")
    pressed(page, "shares-use")
    spend = now(page).draft.plan("Today").monthly_spend
    assert [spend[name] for name in PLUMBER.channel_names[:3]] == [
        Steady(amount=1000.0),
        Steady(amount=600.0),
        Steady(amount=400.0),
    ]
    assert now(pressed(page, "undo")).draft == PLUMBER


def test_using_what_is_shown_changes_nothing():
    assert now(pressed(with_shares(), "shares-use")).draft == PLUMBER


def test_the_total_that_is_shown_follows_the_period_and_a_typed_one_stays():
    page = with_shares()
    period = next(group for group in page.get("button_group") if group.key == "shares period")
    period.set_value("whole")
    checked(page.run())
    assert page.text_input(key="shares total").value == "96,960"
    typed(page, "shares total", "48,000")
    next(group for group in page.get("button_group") if group.key == "shares period").set_value("month")
    checked(page.run())
    assert page.text_input(key="shares total").value == "48,000"


@pytest.mark.parametrize(
    ("key", "text"), [("share of 1", "abc"), ("share of 1", "-5"), ("shares total", "many"), ("share of 1", "")]
)
def test_what_cannot_be_read_is_told_and_not_used(key, text):
    page = typed(with_shares(), key, text)
    assert ":red[" in told(page)
    assert page.button(key="shares-use").disabled


@pytest.mark.parametrize(
    ("locale", "key", "text", "said", "instead"),
    [
        ("de-DE", "shares total", "1,250", "“1,250” is read as 1,25. Did you mean 1.250?", "1.250"),
        ("en-US", "shares total", "1.250", "“1.250” is read as 1.25. Did you mean 1,250?", "1,250"),
        ("en-US", "share of 1", "0.45", "“0.45” is read as 0.45 %. Did you mean 45 %?", "45 %"),
    ],
)
def test_an_amount_or_share_that_may_be_another_is_questioned_beside_its_box(locale, key, text, said, instead):
    page = typed(with_shares(locale), key, text)
    assert said in noted(page)
    assert page.text_input(key=key).value == text
    pressed(page, f"instead {key}")
    assert page.text_input(key=key).value == instead
    assert "Did you mean" not in told(page)


@pytest.mark.parametrize(("text", "read"), [("12k", "12,000"), ("1,25", "1.25")])
def test_a_total_in_other_words_is_told_as_it_is_read(text, read):
    assert f"“{text}” is read as {read}." in noted(typed(with_shares(), "shares total", text))


def test_more_than_all_is_told():
    assert "too much" in told(typed(with_shares(), "share of 1", "90"))


# -- month by month, beyond the horizon ----------------------------------------------------------------------------


def test_the_window_month_by_month_opens_and_says_how_to_paste():
    page = pressed(visited(), "open-months")
    assert "spreadsheet" in told(page)
    assert page.button(key="months-undo").disabled


# -- visits that come without money ----------------------------------------------------------------------------------

# They stand first: whoever counts them gives their neighbour's money to others.
WITH_VISITS = replace(offering(), channels=(offering().channels[-1], *offering().channels[:-1]), improvements=())


def test_the_window_of_shares_has_a_box_for_each_channel_that_costs_money():
    page = pressed(after(lambda: state.set_draft(WITH_VISITS)), "open-shares")
    assert len([each for each in page.text_input if each.key.startswith("share of ")]) == len(PLUMBER.channels)
    assert "Found by themselves" not in told(page)


def test_each_share_goes_to_the_channel_that_costs_money_and_stands_beside_it():
    session = Session()
    session.do(lambda: state.set_draft(WITH_VISITS))
    alone = AppTest.from_function(_shares_alone, default_timeout=60)
    alone.query_params.update(session.address)
    page = checked(alone.run())
    for place, text in enumerate(("50", "30 %", "20", "0", "0", "0", "0"), start=1):
        page.text_input(key=f"share of {place}").set_value(text)
    typed(page, "shares total", "$2,000")
    pressed(page, "shares-use")
    assert now(page).draft.channels == WITH_VISITS.channels
    spend = now(page).draft.plan("Today").monthly_spend
    assert [spend[name].amount for name in PLUMBER.channel_names[:3]] == [1000.0, 600.0, 400.0]
    assert "Found by themselves" not in spend


def test_the_windows_of_months_and_schedules_list_channels_that_cost_money_only():
    page = pressed(after(lambda: state.set_draft(WITH_VISITS)), "open-schedule")
    assert tuple(page.selectbox(key="schedule channel").options) == PLUMBER.channel_names
    place = place_of(WITH_VISITS, "en_US")
    assert place.channels == PLUMBER.channel_names == tuple(edits.spend_by_month(WITH_VISITS, "Today"))
    checked(pressed(after(lambda: state.set_draft(WITH_VISITS)), "open-months"))


@pytest.mark.parametrize("window", ["open-shares", "open-months", "open-schedule"])
def test_where_no_channel_costs_money_there_is_nothing_to_spend_on(window):
    plan = replace(PLUMBER.plans[0], monthly_spend={})
    alone = replace(WITH_VISITS, channels=WITH_VISITS.channels[:1], plans=(plan,))
    assert NO_CHANNELS in told(pressed(after(lambda: state.set_draft(alone)), window))


def test_months_that_cannot_be_shown_are_mended_elsewhere():
    page = pressed(after(lambda: state.set_draft(replace(PLUMBER, horizon_months=500))), "open-months")
    assert "Assumptions" in told(page)
    page = pressed(after(lambda: state.set_draft(replace(PLUMBER, horizon_months=0))), "open-shares")
    assert "Assumptions" in told(page)


def test_spend_beyond_a_shorter_horizon_can_be_left_out_by_a_click():
    long = edits.with_spend_by_month(PLUMBER, "Today", {"Local SEO": [float(month) for month in range(24)]})
    page = after(lambda: state.set_draft(replace(long, horizon_months=12)))
    assert page.error
    pressed(page, "within-horizon")
    assert not page.error
    spend = now(page).draft.plan("Today").monthly_spend["Local SEO"]
    assert spend == Monthly(amounts=tuple(float(month) for month in range(12)))


def test_a_plan_by_month_is_shown_though_there_is_no_month_to_look_at():
    uneven = edits.with_spend_by_month(PLUMBER, "Today", {"Local SEO": [float(month) for month in range(24)]})
    page = after(lambda: state.set_draft(replace(uneven, horizon_months=0)))
    assert any("horizon" in element.value.casefold() or "months" in element.value.casefold() for element in page.error)
    assert all(button.key != "within-horizon" for button in page.button)


def test_a_new_name_is_not_compared_with_another_plan():
    page = after(lambda: state.set_draft(edits.renamed_plan(PLUMBER, "Today", "Now")))
    assert "from the example" not in " ".join(element.value for element in page.get("html"))


def test_a_chosen_comparison_follows_a_new_name_and_a_new_baseline():
    address = {"scenario": "example/plumber", "with": ["here/Add radio", "here/Today"], "against": "here/Today"}
    page = unfolded(visited(address), MENU)
    page = typed(page, "plan name", "Now")
    assert page.session_state["funnelcast"].choice.picks == (here("Add radio"), here("Now"))
    assert page.session_state["funnelcast"].choice.baseline == here("Now")
    page.session_state["funnelcast"] = replace(
        page.session_state["funnelcast"], workspace=now(page), choice=Choice(picks=(here("Add radio"),))
    )
    pressed(unfolded(page, MENU), "plan Duplicate")
    page = unfolded(page, MENU)
    before = names(page)
    page = pressed(page, "plan Make it the baseline")
    assert names(page)[0] != before[0]
    assert page.session_state["funnelcast"].choice.baseline == here(names(page)[0])
