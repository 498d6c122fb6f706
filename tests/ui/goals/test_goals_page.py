from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator.analyses.goals.goal import KEPT_AT_MOST, Goal
from simulator.analyses.goals.reach import most_to_spend
from simulator.cli.serving import app_script
from simulator.presentation.goal_text import answer_text
from simulator.scenario.scenario import HORIZON_MOST, Target
from simulator.scenario_files import write
from simulator.text.formats import Formats
from simulator.ui.goals import controls
from simulator.ui.goals.work import given, worked_out
from simulator.ui.session import state
from simulator.ui.session.goal_choice import GoalChoice, can_be_wanted, choice_from, of_target, spans
from tests.examples import MARKUP, TWO_PLANS
from tests.html_reader import Reader
from tests.plain import beliefs
from tests.ui.sessions import Session, interrupting

RIDGE = beliefs({**TWO_PLANS, "horizon_months": 12})
NAMED = beliefs({
    **TWO_PLANS,
    "horizon_months": 12,
    "channels": [{**TWO_PLANS["channels"][0], "name": MARKUP}],
    "plans": [{"name": "Today", "monthly_spend": {MARKUP: 1000.0}}],
})  # fmt: skip


WORLDS = 512
"""Enough for the claims about this page, which repeats what an analysis says; how sure that is, is no claim of it."""


@pytest.fixture(autouse=True)
def fewer_worlds(monkeypatch) -> None:
    monkeypatch.setattr(state, "draws", lambda: WORLDS)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    (tmp_path / "library").mkdir()
    (tmp_path / "library" / "Ridge.yaml").write_bytes(write(RIDGE))
    (tmp_path / "library" / "Named.yaml").write_bytes(write(NAMED))
    return tmp_path / "library"


def visited(stem="Ridge", **address) -> AppTest:
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.context = {"locale": "en-US"}
    app.switch_page("simulator/ui/pages/goals.py")
    app.query_params.update({"scenario": f"saved/{stem}", **address})
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    return Reader("\n".join(element.value for element in app.get("html"))).text


def test_without_a_number_the_page_asks_for_one():
    app = visited()
    assert "Type the number that you want to reach." in [each.value for each in app.info]


def test_the_answer_stands_first_and_is_that_of_the_analysis():
    app = visited(goal="revenue", number="150000", sure="0.7")
    goals = (Goal("revenue", at_least=150_000, first=1, last=12),)
    takes = worked_out(*given(RIDGE, "Today", goals, 0.7, most_to_spend(RIDGE, "Today"), WORLDS))
    said = answer_text(takes.reach, RIDGE, Formats("USD"))
    assert said in words(app)
    assert words(app).index(said) < words(app).index("The split")


def test_typing_a_number_changes_the_answer_and_the_address():
    app = visited(goal="customers", number="60")
    checked(app.text_input(key="goals-number-0").set_value("90").run())
    assert "90 new customers" in words(app)
    assert app.query_params["number"] in ("90", ["90"])


@pytest.mark.parametrize("typed", ["many", "-3", "1e30"])
def test_what_is_no_number_stays_in_its_box_and_the_answer_is_that_of_before(typed):
    app = visited(goal="customers", number="60")
    checked(app.text_input(key="goals-number-0").set_value(typed).run())
    assert app.text_input(key="goals-number-0").value == typed
    assert any("is not a number that can be wanted" in each.value for each in app.markdown)
    assert "60 new customers" in words(app)


def test_another_figure_begins_without_a_number():
    app = visited(goal="customers", number="60")
    checked(app.selectbox(key="goals-metric").set_value("roi").run())
    assert app.text_input(key="goals-number-0").value == ""
    checked(app.text_input(key="goals-number-0").set_value("20 %").run())
    assert "an ROI of 20% or more" in words(app)


def test_the_answer_becomes_a_plan_that_is_opened():
    app = visited(goal="revenue", number="150000")
    checked(app.button(key="goals-make").click().run())
    assert "Plan Goal" in words(app)


def test_the_answer_is_opened_although_the_run_of_the_press_is_given_up(monkeypatch):
    app = visited(goal="revenue", number="150000")
    interrupting(monkeypatch)
    checked(app.button(key="goals-make").click().run())
    assert "Plan Goal" in words(app)


def test_a_hostile_name_is_shown_letter_by_letter():
    app = visited("Named", goal="revenue", number="150000")
    assert MARKUP in words(app)
    assert "<script>" not in "".join(element.value for element in app.get("html"))


def test_limits_that_cannot_be_met_are_said_beside_the_boxes(folder):
    text = (folder / "Ridge.yaml").read_text("utf-8")
    (folder / "Ridge.yaml").write_text(f"{text}\nlimits:\n  channels:\n    - {{channel: Leads, at_least: 90000}}\n")
    app = visited(goal="customers", number="60")
    assert any("has to have at least" in each.value for each in app.error)


@pytest.mark.parametrize(
    "entries",
    [
        {"goal": ["<script>"], "number": ["1"]},
        {"goal": ["customers"], "number": ["nan", "inf", "x", "1e99"], "span": ["99999999999999"], "sure": ["7"]},
        {"goal": ["roi"], "number": ["0.2"], "span": ["quarters"], "most": ["-4"]},
        {"number": [], "span": ["²"]},
    ],
)
def test_an_address_of_nonsense_means_no_more_than_it_can(entries):
    found = choice_from(entries)
    assert found.metric in {"customers", "roi"}
    assert all(abs(number) <= 1e12 for number in found.numbers)
    assert 0.0 < found.sure < 1.0
    assert found.most is None or found.most > 0.0


def test_a_choice_is_what_its_address_says():
    chosen = GoalChoice("customers", (1.0, 2.0, 3.0, 4.5), "quarters", 0.9, 5_000.0)
    assert choice_from(chosen.entries) == chosen


def test_payback_is_counted_over_the_whole_plan_only():
    assert spans("payback_months", 24) == ["all"]
    assert spans("customers", 24) == ["all", "1", "2", "quarters"]
    assert spans("roi", 12) == ["all"]


def boxes(app: AppTest) -> list[str]:
    return [app.text_input(key=f"goals-number-{place}").value for place in range(4)]


@pytest.mark.thorough
def test_a_quarter_that_is_cleared_takes_no_other_with_it_and_is_asked_for():
    app = visited(goal="customers", number=["12", "13", "11", "13"], span="quarters", sure="0.5")
    checked(app.text_input(key="goals-number-1").set_value("").run())
    assert boxes(app) == ["12", "", "11", "13"]
    assert "Type the number that you want to reach in each of the four quarters." in [each.value for each in app.info]
    assert "The split" not in words(app)
    checked(app.text_input(key="goals-number-1").set_value("13").run())
    assert "12, 13, 11 and 13 new customers" in words(app)


def test_an_address_keeps_the_place_of_a_quarter_without_a_number():
    app = visited(goal="customers", number=["12", "", "14", "15"], span="quarters", sure="0.5")
    assert boxes(app) == ["12", "", "14", "15"]


def test_a_goal_for_each_quarter_stands_in_its_box_also_where_one_stands_for_later_ones_and_all_have_to_hold():
    app = visited(goal="customers", number=["12", "13"], span="quarters", sure="0.5")
    assert boxes(app) == ["12", "13", "13", "13"]
    assert "12, 13, 13 and 13 new customers in the 4 quarters from Jan 2027 on, all of them" in words(app)
    assert "Each by itself" in words(app)


def test_quarters_add_up_to_what_is_wanted_in_all_but_not_the_other_way_round():
    quarters = GoalChoice("customers", (1.0, 2.0, 3.0, 4.0), "quarters")
    assert quarters.within("all").numbers == (10.0,)
    assert quarters.within("quarters") == quarters
    assert quarters.within("all").within("quarters").numbers == ()
    assert GoalChoice("customers", (1.0, None, 3.0, 4.0), "quarters").within("1").numbers == ()


def test_a_horizon_of_millions_of_months_offers_no_more_years_than_a_plan_may_have():
    assert spans("customers", 60_000_000) == spans("customers", HORIZON_MOST)


def test_a_plan_that_looks_too_far_ahead_is_told_so_and_nothing_is_worked_out_of_it(monkeypatch):
    monkeypatch.setattr(controls, "most_to_spend", lambda *_: pytest.fail("a draft with problems has no such number"))
    session = Session()
    session.do(lambda: state.set_draft(replace(RIDGE, horizon_months=60_000_000)))
    app = visited(**session.address, goal="customers", number="60")
    assert len(app.selectbox(key="goals-span").options) < HORIZON_MOST
    assert any("look" in each.value.lower() or "horizon" in each.value.lower() for each in app.error), app.error
    assert "The split" not in words(app)


def test_visits_without_money_alone_have_nothing_to_spend_and_the_page_says_so(folder):
    organic = {"name": "Search", "type": "unpaid", "visits_per_month": 500}
    unpaid = beliefs({
        **TWO_PLANS,
        "funnel": {**TWO_PLANS["funnel"], "visit_to_lead_rate": 0.1},
        "channels": [organic],
        "plans": [{"name": "Today", "monthly_spend": {}}],
    })  # fmt: skip
    (folder / "Unpaid.yaml").write_bytes(write(unpaid))
    app = visited("Unpaid", goal="customers", number="60")
    assert [each.value for each in app.info] == ["There is no plan with channels to put money into yet."]
    assert not app.error


@pytest.mark.parametrize(
    ("metric", "number"), [("customers", -5.0), ("cac", 0.0), ("payback_months", 0.0), ("roi", -1.5), ("revenue", 1e12)]
)
def test_an_address_and_a_target_want_nothing_that_the_boxes_refuse(metric, number):
    assert not can_be_wanted(metric, number)
    assert choice_from({"goal": [metric], "number": [f"{number:g}"]}).numbers == ()
    bound = "at_most" if metric in KEPT_AT_MOST else "at_least"
    wanting = replace(RIDGE, targets=(Target(metric=metric, **{bound: number}),))
    assert of_target(wanting) == GoalChoice()


@pytest.mark.parametrize(
    ("metric", "number"), [("customers", 0.0), ("roi", -1.0), ("cac", 0.5), ("payback_months", 3.0)]
)
def test_an_address_wants_all_that_the_boxes_take(metric, number):
    assert choice_from({"goal": [metric], "number": [f"{number:g}"]}).numbers == (number,)


def test_a_number_that_may_be_meant_otherwise_is_questioned_and_taken_as_it_was_meant():
    app = visited(goal="roi", number="0.2")
    checked(app.text_input(key="goals-number-0").set_value("0.45").run())
    assert any("Did you mean 45" in each.value for each in app.markdown)
    checked(app.button(key="instead goals-number-0").click().run())
    assert app.text_input(key="goals-number-0").value == "45 %"


def test_the_budget_buys_improvements_where_the_box_is_ticked(folder):
    training = {"name": "Training", "belief": "funnel.lead_to_customer_rate", "becomes": 0.9, "monthly_cost": 10}
    offering = beliefs({**TWO_PLANS, "horizon_months": 12, "improvements": [training]})
    (folder / "Offering.yaml").write_bytes(write(offering))
    app = visited("Offering", goal="customers", number="500")
    assert "for Training" not in words(app)
    checked(app.checkbox(key="goals-improvements").check().run())
    assert "$10 of it for Training" in words(app)
    assert "Training $0 $10 +$10" in words(app)
    checked(app.button(key="goals-make").click().run())
    made = app.session_state["funnelcast"].workspace.draft.plans
    assert ["Training"] in [[each.improvement for each in plan.improvements] for plan in made]


def test_there_is_no_box_where_no_improvement_is_offered():
    assert "goals-improvements" not in [box.key for box in visited().checkbox]
