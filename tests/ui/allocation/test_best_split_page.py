import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator.cli.serving import app_script
from simulator.edits.improvements import with_purchase
from simulator.edits.limits import with_channel_limit
from simulator.edits.spend import slider_spend
from simulator.errors import LostWorkError
from simulator.scenario.beliefs import certain
from simulator.scenario.improvements import Improvement
from simulator.scenario.limits import ChannelLimits
from simulator.scenario.plans import BestSplit, Monthly, Purchase
from simulator.scenario_files import parse, write
from simulator.ui.allocation import answer
from simulator.ui.session import long_work, state
from simulator.ui.session.long_work import Report, Stopped, Underway
from tests.examples import MARKUP, WORKSHEET
from tests.html_reader import Reader
from tests.ui.sessions import Session, interrupting

FIRST = parse(WORKSHEET)
MOVE = "Move $1,000 a month from Advertisements to Referrals: $1,000 more profit in 1 month."
"""By hand: $1,000 of referrals buy 50 leads, 35 customers, $7,000 gross profit; of advertisements 30 and $6,000."""


@pytest.fixture(autouse=True)
def few_worlds(monkeypatch) -> None:
    """All worlds of the worksheet are alike: what can be told by hand is the same in a few of them."""
    monkeypatch.setattr(state, "draws", lambda: 64)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    (tmp_path / "library").mkdir()
    return tmp_path / "library"


def visited(scenario="example/first-worksheet", **choice) -> AppTest:
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.context = {"locale": "en-US"}
    app.switch_page("simulator/ui/pages/best_split.py")
    app.query_params.update({"scenario": scenario, **choice})
    return checked(app.run())


def opened(folder: Path, scenario, name="Mine", **choice) -> AppTest:
    (folder / f"{name}.yaml").write_bytes(write(replace(scenario, name=name)))
    return visited(f"saved/{name}", **choice)


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    return Reader("\n".join(element.value for element in app.get("html"))).text


def bare(text: str) -> str:
    """Markdown as it is read, without what keeps names from being taken for it."""
    return re.sub(r"[\\\u2060]", "", text)


def draft(app: AppTest):
    return app.session_state["funnelcast"].workspace.draft


def unfolded(app: AppTest) -> AppTest:
    app.session_state["limits-open"] = True
    return checked(app.run())


def test_what_to_do_is_said_first_and_the_splits_stand_beside_the_present_plan():
    page = visited()
    shown = words(page)
    assert MOVE in shown
    assert "Your plan As it is now Bold Most profit on average Balanced" in shown
    # Of the scenario's target.
    assert "Target Best chance of 25 new customers or more, luck aside" in shown
    assert "Advertisements $1,000 $0 -$1,000 $0 -$1,000 $0 -$1,000" in shown
    assert "Profit on average, 1 month $5,000 $6,000 $6,000 $6,000" in shown
    assert "Your plan gives up $1,000 on average" in shown
    assert "Proven: no other split in these steps brings more than a thousandth more." in shown


def test_another_plan_is_chosen_as_on_other_pages():
    page = visited()
    page.segmented_control(key="split-plan").set_value("Half to referrals")
    checked(page.run())
    assert "Move $500 a month from Advertisements to Referrals: $500 more profit" in words(page)


def test_another_total_is_divided_and_the_plans_own_comes_back():
    page = visited()
    page.text_input(key="split-total").set_value("$2,000")
    checked(page.run())
    assert "Your plan does not keep to this total and these limits." in words(page)
    assert "Total a month $1,000 $2,000 +$1,000" in words(page)
    page.button(key="split-own-total").click()
    checked(page.run())
    assert page.text_input(key="split-total").value == "1,000"
    assert MOVE in words(page)


@pytest.mark.parametrize("typed", ["a lot", "-5"])
def test_a_total_that_is_no_amount_stays_in_its_box_and_nothing_changes(typed):
    page = visited()
    page.text_input(key="split-total").set_value(typed)
    checked(page.run())
    assert page.text_input(key="split-total").value == typed
    assert any("is not an amount of 0 or more" in line.value for line in page.markdown)
    assert MOVE in words(page)


def test_at_most_leaves_what_does_not_pay(folder):
    poor = replace(FIRST, business=replace(FIRST.business, gross_margin_rate=replace(
        FIRST.business.gross_margin_rate, low=0.01, likely=0.01, high=0.01)))  # fmt: skip
    page = opened(folder, poor)
    assert "Left unspent" not in words(page)
    page.segmented_control(key="split-how").set_value("at-most")
    checked(page.run())
    assert "Left unspent – $1,000" in words(page)
    assert "$1,000 a month is left unspent: more would not bring more." in words(page)


def test_one_click_makes_the_answer_a_plan_and_undo_takes_it_away():
    page = visited()
    page.button(key="split-make").click()
    checked(page.run())
    made = draft(page)
    assert [plan.name for plan in made.plans] == ["Worksheet", "Bold split", "Half to referrals"]
    assert slider_spend(made, made.plan("Bold split")) == {"Advertisements": 0.0, "Referrals": 1000.0}
    assert any("This is the plan “Bold split”" in bare(line.value) for line in page.caption)
    assert "split-make" not in {button.key for button in page.button}
    page.button(key="undo").click()
    checked(page.run())
    assert draft(page) == FIRST


def test_one_click_opens_the_answer_on_the_page_plan():
    page = visited()
    page.button(key="split-open").click()
    checked(page.run())
    assert page.session_state["funnelcast"].workspace.plan == "Bold split"
    assert "Plan Bold split" in words(page)


def test_one_click_compares_the_answer_with_the_present_plan():
    page = visited()
    page.button(key="split-compare").click()
    checked(page.run())
    assert page.multiselect(key="compare-plans").value == ["here/Worksheet", "here/Bold split"]
    assert page.selectbox(key="compare-baseline").value == "here/Worksheet"


def test_an_answer_is_opened_although_the_run_of_the_press_is_given_up(monkeypatch):
    page = visited()
    interrupting(monkeypatch)
    page.button(key="split-open").click()
    checked(page.run())
    assert "Plan Bold split" in words(page)


def test_an_answer_is_compared_although_the_run_of_the_press_is_given_up(monkeypatch):
    page = visited()
    interrupting(monkeypatch)
    page.button(key="split-compare").click()
    checked(page.run())
    assert [title.value for title in page.title] == ["Compare"]
    assert [plan.name for plan in draft(page).plans] == ["Worksheet", "Bold split", "Half to referrals"]


def test_limits_are_changed_kept_in_the_scenario_and_heeded():
    page = unfolded(visited())
    page.selectbox(key="limits-of").set_value("Referrals")
    checked(page.run())
    page.text_input(key="limit at_most Referrals").set_value("400")
    checked(page.run())
    assert draft(page).limits.channels == (ChannelLimits(channel="Referrals", at_most=400.0),)
    assert any("**Referrals**: at most $400 a month" in bare(line.value) for line in page.markdown)
    assert "Move $400 a month from Advertisements to Referrals" in words(page)
    page.button(key="undo").click()
    checked(page.run())
    assert MOVE in words(page)


def test_a_lock_keeps_a_channel_as_it_is_and_hides_its_other_boxes():
    page = unfolded(visited())
    page.checkbox(key="limit locked Advertisements").check()
    checked(page.run())
    assert draft(page).limits.of("Advertisements").locked
    assert "limit at_most Advertisements" not in {box.key for box in page.text_input}
    assert "Keep your plan: no split that was found brings more profit on average." in words(page)
    assert "split-make" not in {button.key for button in page.button}


def test_a_least_above_the_most_is_not_taken(folder):
    page = unfolded(opened(folder, with_channel_limit(FIRST, "Advertisements", at_most=500.0)))
    page.text_input(key="limit at_least Advertisements").set_value("900")
    checked(page.run())
    assert draft(page).limits.of("Advertisements").at_least is None
    assert any("“At least” is more than “At most”" in line.value for line in page.markdown)


def test_channels_are_limited_together_and_a_group_that_limits_nothing_changes_no_answer():
    page = unfolded(visited())
    page.button(key="add-limit-group").click()
    checked(page.run())
    assert MOVE in words(page)
    page.multiselect(key="limit group 1 channels").set_value(["Referrals"])
    checked(page.run())
    page.text_input(key="limit group 1 share_at_most").set_value("20")
    checked(page.run())
    assert "Move $200 a month from Advertisements to Referrals" in words(page)
    page.button(key="limit group 1 remove").click()
    checked(page.run())
    assert draft(page).limits == FIRST.limits


def test_limits_that_cannot_be_met_together_are_told_beside_the_limits(folder):
    both = with_channel_limit(with_channel_limit(FIRST, "Advertisements", at_least=700.0), "Referrals", at_least=600.0)
    page = opened(folder, both)
    assert "These limits cannot be met together: the total: 300.00 a month more" in bare(page.error[0].value)
    assert "There is no split within these limits" in page.info[0].value


def test_a_name_of_any_kind_is_shown_letter_by_letter(folder):
    renamed = replace(FIRST, channels=(replace(FIRST.channels[0], name=MARKUP), FIRST.channels[1]), plans=(
        replace(FIRST.plans[0], monthly_spend={MARKUP: FIRST.plans[0].monthly_spend["Advertisements"]}),
    ))  # fmt: skip
    page = opened(folder, with_channel_limit(renamed, MARKUP, at_least=100.0))
    assert MARKUP in words(page)
    assert not any("<script>" in line.value for line in page.markdown)


def waiting(monkeypatch, state) -> AppTest:
    def asked(place, work, *given):
        if isinstance(state, Exception):
            raise state
        return state

    monkeypatch.setattr(long_work, "ask", asked)
    monkeypatch.setattr(long_work, "is_underway", lambda place: isinstance(state, Underway))
    return visited()


def test_the_chance_of_the_target_is_a_choice_where_there_is_one(folder):
    page = visited()
    way = next(group for group in page.get("button_group") if group.key == "split-way")
    checked(way.set_value("chance").run())
    assert "has a better chance of 25 new customers or more, luck aside" in words(page)
    said = [bare(line.value) for line in page.caption]
    assert "Target: best chance of 25 new customers or more, luck aside." in said
    without = opened(folder, replace(FIRST, targets=()))
    way = next(group for group in without.get("button_group") if group.key == "split-way")
    assert way.options == ["Bold", "Balanced", "Careful"]


def test_while_it_is_looked_for_the_page_says_how_far_it_is_and_can_stop_it(monkeypatch):
    page = waiting(monkeypatch, Underway(Report(0.5, "trying"), 8.2, waits=False))
    assert answer.LOOKING in words(page)
    assert "Advertisements $1,000 … … …" in words(page)
    assert bare(page.get("progress")[0].proto.text) == "Bold split, 1 of 4: trying (8 seconds so far)"
    assert "Stop" in [button.label for button in page.button]


def test_what_was_stopped_or_lost_can_be_looked_for_again(monkeypatch):
    page = waiting(monkeypatch, Stopped())
    assert answer.NO_ANSWER in words(page)
    assert "again-split-mean" in {button.key for button in page.button}
    lost = waiting(monkeypatch, LostWorkError())
    assert "lack of memory" in lost.error[0].value
    assert "again-split-mean" in {button.key for button in lost.button}


def test_every_total_is_divided_once_somebody_asks_for_it():
    page = visited()
    assert not page.get("vega_lite_chart")
    page.session_state["split-totals-open"] = True
    checked(page.run())
    assert len(page.get("vega_lite_chart")) == 1
    assert "The most profitable total is $2,000 a month" in words(page)


TRAINING = Improvement(
    name="Training", belief="channels.Referrals.lead_to_customer_rate", becomes=certain(0.9), cost=100.0
)
SPEECH = Improvement(name="Speech", belief="channels.Referrals.lead_to_customer_rate", becomes=certain(0.9), cost=900.0)
OFFERING = replace(FIRST, improvements=(TRAINING, SPEECH))


def test_improvements_are_chosen_among_and_paid_from_the_total(folder):
    """By hand: $900 of referrals buy 45 leads, with the training 40.5 customers, $8,100 gross profit, $7,100 profit."""
    page = opened(folder, OFFERING)
    assert page.checkbox(key="split-improvements").value
    shown = words(page)
    assert (
        "A better split: $2,100 more profit in 1 month. Buy “Training” from the total. Each month $1,000 less for"
        in shown
    )
    assert "Improvement: Training – $100 buy $100 buy $100 buy" in shown
    assert "Improvement: Speech – – – –" in shown
    assert "Total a month $1,000 $1,000 $1,000 $1,000" in shown
    assert "Profit on average, 1 month $5,000 $7,100 $7,100 $7,100" in shown
    assert "Training: From Jan 2027 on it brings $1,800 more profit in 1 month, before its cost of $100." in shown
    page.checkbox(key="split-improvements").uncheck()
    checked(page.run())
    assert MOVE in words(page)
    assert "Improvement:" not in words(page)


def test_the_plan_that_is_made_buys_them_and_says_so(folder):
    page = opened(folder, OFFERING)
    page.button(key="split-make").click()
    checked(page.run())
    made = draft(page).plan("Bold split")
    assert made.improvements == (Purchase(improvement="Training"),)
    assert made.best_split == BestSplit(total=1000.0, by="mean", with_improvements=True)
    assert any("This is the plan “Bold split”" in bare(line.value) for line in page.caption)


def test_the_total_of_a_plan_that_buys_improvements_is_with_what_they_take(folder):
    page = opened(folder, with_purchase(OFFERING, "Worksheet", "Training", 1))
    assert page.text_input(key="split-total").value == "1,100"
    assert "Total a month $1,100 $1,100" in words(page)
    page.checkbox(key="split-improvements").uncheck()
    checked(page.run())
    assert page.text_input(key="split-total").value == "1,000"


def test_more_improvements_than_can_be_tried_are_not_chosen_among(folder):
    many = tuple(replace(TRAINING, name=f"Training {number}") for number in range(7))
    page = opened(folder, replace(FIRST, improvements=many))
    assert any("There are 7 improvements" in line.value for line in page.caption)
    assert MOVE in words(page)


def test_a_channel_is_committed_until_a_month_and_let_go_again(folder):
    page = unfolded(opened(folder, replace(FIRST, horizon_months=6)))
    page.selectbox(key="limit committed_until Advertisements").set_value(3)
    checked(page.run())
    assert draft(page).limits.of("Advertisements").committed_until == 3
    assert any("stays as it is to the end of Mar 2027" in bare(line.value) for line in page.markdown)
    assert "Keep your plan: no split that was found brings more profit on average." in words(page)
    page.selectbox(key="limit committed_until Advertisements").set_value("")
    checked(page.run())
    assert draft(page).limits == FIRST.limits


@pytest.mark.parametrize(("until", "end"), [(3, "Dec 9999"), (9, "month 9")])
def test_limits_of_a_draft_that_starts_where_the_calendar_ends_are_shown(until, end):
    late = with_channel_limit(replace(FIRST, horizon_months=6), "Advertisements", committed_until=until)
    session = Session()
    session.do(lambda: state.set_draft(replace(late, start=date(9999, 10, 1))))
    page = unfolded(visited(**session.address))
    assert end in page.selectbox(key="limit committed_until Advertisements").options
    assert any(f"stays as it is to the end of {end}" in bare(line.value) for line in page.markdown)


@pytest.mark.parametrize("typed", ["0", "-5", "1e30 x"])
def test_a_step_that_is_no_amount_above_nothing_stays_in_its_box_and_is_refused(typed):
    page = unfolded(visited())
    page.text_input(key="limit-step").set_value(typed)
    checked(page.run())
    assert page.text_input(key="limit-step").value == typed
    assert any(bare(line.value).endswith(f"“{typed}” is not an amount above 0]") for line in page.markdown)
    assert draft(page).limits.step is None


def by_quarter(page: AppTest) -> AppTest:
    page.session_state["split-periods-open"] = True
    return checked(page.run())


def by_month(page: AppTest) -> AppTest:
    by_quarter(page)
    return pressed(page, "split-by-period", "month")


def pressed(page: AppTest, key: str, choice: str) -> AppTest:
    next(group for group in page.get("button_group") if group.key == key).set_value(choice)
    return checked(page.run())


def test_a_split_by_quarter_is_worked_out_once_somebody_asks_and_can_be_made_a_plan(folder):
    """By hand: committed to the first quarter, advertisements bring $5,000 a month, then referrals $6,000."""
    committed = with_channel_limit(replace(FIRST, horizon_months=6), "Advertisements", committed_until=2)
    page = opened(folder, committed)
    assert "by quarter" not in words(page)
    by_quarter(page)
    shown = words(page)
    assert "Better by quarter: $3,000 more average profit after marketing than if the split is the same in all" in shown
    assert "All months One split for all From Jan 2027 to Mar 2027 From Apr 2027 to Jun 2027" in shown
    assert "Advertisements $1,000 $1,000 $0 -$1,000" in shown
    assert "Referrals $0 $0 $1,000 +$1,000" in shown
    page.button(key="split-periods-make").click()
    checked(page.run())
    made = draft(page).plan("Split by quarter")
    assert made.monthly_spend["Referrals"] == Monthly(amounts=(0.0, 0.0, 0.0, 1000.0, 1000.0, 1000.0))
    assert made.best_split == BestSplit()
    assert any("This is the plan “Split by quarter”" in bare(line.value) for line in page.caption)


def test_by_month_months_that_are_divided_alike_share_a_column_and_make_a_plan_too(folder):
    """By hand: free from the third month on, referrals bring $1,000 more in each of four months."""
    committed = with_channel_limit(replace(FIRST, horizon_months=6), "Advertisements", committed_until=2)
    page = by_month(opened(folder, committed))
    shown = words(page)
    assert "Better by month: $4,000 more average profit after marketing" in shown
    assert "All months One split for all From Jan 2027 to Feb 2027 From Mar 2027 to Jun 2027" in shown
    assert "Advertisements $1,000 $1,000 $0 -$1,000" in shown
    page.button(key="split-periods-make").click()
    checked(page.run())
    made = draft(page).plan("Split by month")
    assert made.monthly_spend["Referrals"] == Monthly(amounts=(0.0, 0.0, 1000.0, 1000.0, 1000.0, 1000.0))
    assert "by the average profit" in made.notes


def test_by_quarter_the_chosen_way_counts_and_the_room_for_customers_too(folder):
    """By hand: with room for 30 customers referrals bring 30 of them $5,000, as advertisements do that cost as much."""
    full = replace(FIRST, horizon_months=6)
    full = replace(full, business=replace(full.business, new_customers_per_month_at_most=30.0))
    page = by_quarter(opened(folder, full))
    assert "One split for all months will do: by quarter there is no clearly better one by the average" in words(page)
    shown = words(pressed(page, "split-way", "worst"))
    assert "no clearly better one by the average profit after marketing of the worst tenth" in shown


def test_what_the_plan_buys_and_the_answer_does_not_is_said(folder):
    page = opened(folder, with_purchase(OFFERING, "Worksheet", "Speech", 1))
    assert "Buy “Training” from the total. Do without “Speech”." in words(page)
    assert "Improvement: Speech $900 – do without" in words(page)


def test_quarters_divide_what_the_improvements_of_the_bold_split_leave(folder):
    page = by_quarter(opened(folder, OFFERING))
    shown = words(page)
    assert "Improvements were chosen for one split in all months: Training; $900 a month is left for channels." in shown
    assert "There is no proof that no other split by quarter brings more." in shown
    page.button(key="split-periods-make").click()
    checked(page.run())
    assert draft(page).plan("Split by quarter").improvements == (Purchase(improvement="Training"),)
