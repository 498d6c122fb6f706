import csv
import io
import json
import pickle
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator import library
from simulator.cli.serving import app_script
from simulator.engine.cost import Cost
from simulator.engine.simulation import simulate
from simulator.errors import LostWorkError
from simulator.findings import findings
from simulator.presentation.channel_table import all_by_channel
from simulator.presentation.headline import headline
from simulator.presentation.plan_sentence import result_sentence
from simulator.reports.as_csv import as_csv
from simulator.scenario.plans import Plan
from simulator.scenario_files import parse, write
from simulator.text.formats import SAME, Formats
from simulator.ui.components.budget_sliders.panel import Drag, Type, apply
from simulator.ui.plan.outcome import UNPAID
from simulator.ui.session import state, turns, workers
from simulator.ui.session.cache import shared
from simulator.ui.session.turns import LARGE_FROM, SMALL_AT_ONCE, turn
from simulator.ui.session.workers import Outcome
from tests.examples import MARKUP, PLUMBER
from tests.html_reader import Reader
from tests.ui.plan.visits import after, checked, visited

pytestmark = pytest.mark.all_worlds

FORMATS = Formats("USD")
CHARTS = 4


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def words(app: AppTest) -> str:
    return Reader("\n".join(element.value for element in app.get("html"))).text


def captions(app: AppTest) -> str:
    return "\n".join(element.value for element in app.caption).replace("\\", "")


def charts(app: AppTest) -> list[str]:
    return [json.loads(chart.proto.spec)["description"] for chart in app.get("vega_lite_chart")]


def moved(channel: str, amount: float) -> Callable[[], None]:
    return lambda: state.set_panel(apply(state.panel(), Type(channel, amount)))


@pytest.fixture(scope="module")
def first() -> AppTest:
    return visited()


def test_the_page_opens_with_the_plumber_and_shows_everything(first):
    simulation = simulate(PLUMBER, "Today")
    text = words(first)
    assert result_sentence(simulation, FORMATS) in text
    for tile in headline(simulation, FORMATS):
        assert f"{tile.label} {tile.middle} 8 in 10: {tile.range} {tile.average}" in text
    assert len(charts(first)) == len(set(charts(first))) == CHARTS


def test_every_finding_is_on_the_page_with_its_advice(first):
    found = findings(simulate(PLUMBER, "Today"), FORMATS)
    assert found
    for finding in found:
        assert finding.message in words(first)
        assert finding.advice in words(first)


def test_more_than_three_findings_are_unfolded():
    def spend_wildly() -> None:
        state.select_plan("Add radio")
        moved("Radio", 50_000.0)()
        moved("Referral rewards", 2_000.0)()

    scenario = after(spend_wildly)
    (fold,) = scenario.expander
    inside = "".join(element.value for element in fold.get("html"))
    outside = words(scenario)
    assert fold.label == f"{inside.count('<li')} more"
    assert inside.count("<li") >= 1
    assert outside.count("beyond") >= 1


def test_it_says_that_roi_is_on_gross_profit_and_explains_a_possible_world_once(first):
    assert "ROI on gross profit, not on revenue" in words(first)
    assert words(first).count("Nobody knows the exact numbers") == 1


def test_nothing_is_compared_while_nothing_has_changed(first):
    assert "from the example" not in words(first)
    assert "dashed" not in words(first)


def test_a_moved_slider_is_compared_with_the_saved_plan():
    page = after(moved("Local SEO", 1_200.0))
    changed = replace(PLUMBER.plans[0].monthly_spend["Local SEO"], amount=1_200.0)
    plan = replace(PLUMBER.plans[0], monthly_spend={**PLUMBER.plans[0].monthly_spend, "Local SEO": changed})
    draft = replace(PLUMBER, plans=(plan, *PLUMBER.plans[1:]))
    tiles = headline(simulate(draft, "Today"), FORMATS, saved=simulate(PLUMBER, "Today"))
    for tile in tiles:
        assert tile.change is not None
        joined = "as" if tile.change.difference == SAME else "from"
        assert f"{tile.change.difference} {joined} the example, {tile.change.chance}" in words(page)
    assert "The dashed line is the plan of the example" in words(page)


def test_a_slider_that_is_held_is_answered_by_an_eighth_of_the_worlds():
    def hold() -> None:
        state.set_panel(apply(state.panel(), Drag("Local SEO", 1_200.0, "a hand", "drag")))
        assert state.panel().dragging

    page = AppTest.from_function(_page_after, args=([hold],), default_timeout=60)
    checked(page.run())
    assert "tried in 1,024 possible worlds" in words(page)
    assert "As before this move" in words(page)
    assert len(charts(page)) == CHARTS


def _page_after(actions) -> None:
    from pathlib import Path

    import simulator.ui
    from simulator.ui.session import state

    state.workspace()
    while actions:
        actions.pop(0)()
    script = Path(simulator.ui.__file__).parent / "pages" / "plan.py"
    exec(compile(script.read_text(), str(script), "exec"), {"__name__": "__main__", "__file__": str(script)})


def test_another_plan_can_be_chosen_and_is_named_in_the_address():
    page = visited()
    page.get("button_group")[0].set_value("Shift to SEO")
    checked(page.run())
    assert result_sentence(simulate(PLUMBER, "Shift to SEO"), FORMATS) in words(page)
    assert "Plan Shift to SEO" in words(page)
    assert page.query_params["plan"] in ("Shift to SEO", ["Shift to SEO"])


def test_many_plans_are_in_a_list():
    plans = tuple(replace(PLUMBER.plans[0], name=f"Plan {number}") for number in range(6))
    page = after(lambda: state.set_draft(replace(PLUMBER, plans=plans)))
    choice = page.selectbox(key="plan-choice")
    assert choice.options == [f"Plan {number}" for number in range(6)]
    choice.set_value("Plan 4")
    checked(page.run())
    assert "Plan Plan 4" in words(page)


def test_a_draft_with_problems_shows_them_instead_of_a_result():
    broken = replace(PLUMBER, horizon_months=500)
    page = after(lambda: state.set_draft(broken))
    assert any("Months to look ahead" in element.value for element in page.error)
    assert charts(page) == []
    assert "possible worlds" not in words(page)
    assert len(page.get("page_link")) == 1


def test_a_scenario_without_plans_says_so():
    page = after(lambda: state.set_draft(replace(PLUMBER, plans=())))
    assert any("no plan" in box.value for box in page.info)
    assert charts(page) == []


def test_a_plan_that_spends_nothing_has_no_empty_table():
    worksheet = parse((library.shipped_folder() / "first-worksheet.yaml").read_bytes())
    page = after(lambda: state.set_draft(replace(worksheet, plans=(Plan(name="Nothing", monthly_spend={}),))))
    assert "Nothing is spent, so there is nothing to add up." in words(page)
    assert "Averages by channel" not in "".join(element.value for element in page.get("html"))


def test_a_channel_that_does_not_spend_every_month_is_explained():
    page = visited({"plan": "Add radio", "scenario": "example/plumber"})
    captions = " ".join(re.sub(r"[\\\u2060]", "", line.value) for line in page.caption)
    assert "Postcards: the amount is spent from Mar 2027 to May 2027" in captions


def test_what_a_person_typed_is_shown_letter_by_letter():
    channel = replace(PLUMBER.channels[0], name=MARKUP)
    plan = Plan(name=MARKUP, monthly_spend={MARKUP: PLUMBER.plans[0].monthly_spend["Local SEO"]}, notes=MARKUP)
    hostile = replace(PLUMBER, name=MARKUP, channels=(channel, *PLUMBER.channels[1:]), plans=(plan,))
    page = after(lambda: state.open_new(write(hostile)))
    html = "".join(element.value for element in page.get("html"))
    assert "<script>" not in html
    assert MARKUP in words(page)


def test_another_currency_is_not_compared_with_the_saved_one():
    page = after(lambda: state.set_draft(replace(PLUMBER, currency="EUR")))
    assert "from the example" not in words(page)
    assert "€" in words(page)


def test_numbers_are_written_as_the_reader_writes_them():
    page = AppTest.from_file(str(app_script()), default_timeout=60)
    page.context = {"locale": "de-DE"}
    page.query_params["scenario"] = "example/plumber"
    checked(page.run())
    sentence = result_sentence(simulate(PLUMBER, "Today"), Formats("USD", "de_DE"))
    assert " ".join(sentence.split()) in words(page)
    assert "4.040 $" in words(page)


def test_the_file_to_download_holds_the_table():
    table = all_by_channel(simulate(PLUMBER, "Today"))
    rows = list(csv.reader(io.StringIO(as_csv(table))))
    assert [row[0] for row in rows[1:]] == [*PLUMBER.channel_names, "Overhead", "Total"]


@pytest.mark.parametrize("stem", sorted(path.stem for path in library.shipped_folder().glob("*.yaml")))
def test_every_shipped_scenario_has_a_page(stem):
    page = visited({"scenario": f"example/{stem}"})
    # What a single month brings is a sentence.
    assert len(charts(page)) == CHARTS - 2 * (stem == "first-worksheet")
    assert "8 in 10 worlds" in words(page) or "only one possible world" in words(page)


@pytest.fixture
def somebody_else_at_work():
    # Its turn is that of a large run, so that small ones go on.
    with turn(Cost(memory=2 * LARGE_FROM, seconds=1.0)):
        yield


@contextmanager
def crowd() -> Iterator[None]:
    """So many at work that somebody has to wait; nobody has had to for long once they are gone."""
    with ExitStack() as stack:
        patched = stack.enter_context(pytest.MonkeyPatch.context())
        patched.setattr(turns, "_present", turns._Present())
        for memory in (2 * LARGE_FROM, *[0.0] * (SMALL_AT_ONCE - 1)):
            stack.enter_context(turn(Cost(memory=memory, seconds=1.0)))
        yield


def test_in_a_crowd_an_eighth_of_the_worlds_answers_at_once_and_the_whole_follows(first):
    shared().clear()
    with crowd():
        page = visited()
        assert "tried in 1,024 possible worlds" in words(page)
        assert "from 1,024 possible worlds for now; all 8,192 follow" in captions(page)
        assert re.search(r"Your next \$[0-9,]+ a month Looked at in a moment\.", words(page))
        assert words(page).count("Looked at in a moment.") == 2
        assert len(charts(page)) == CHARTS
    assert words(page.run()) == words(first)
    assert "for now" not in captions(page)


def test_in_a_crowd_what_takes_long_stays_as_it_was_before_the_move():
    def hold_and_let_go() -> None:
        for phase in ("drag", "release"):
            state.set_panel(apply(state.panel(), Drag("Local SEO", 1_350.0, "a hand", phase)))

    visited()
    with crowd():
        page = AppTest.from_function(_page_after, args=([hold_and_let_go],), default_timeout=60)
        checked(page.run())
    assert words(page).count("As before this move; looked at again in a moment.") == 2
    assert findings(simulate(PLUMBER, "Today"), FORMATS)[0].message in words(page)


def test_what_is_known_already_is_shown_whole_in_a_crowd(first):
    visited()
    with crowd():
        assert words(visited()) == words(first)


def in_another_process(work: Callable[..., object], *given: object) -> Outcome[object]:
    """What a worker makes of it, which is sent what it needs and has a memory of its own."""
    work, given = pickle.loads(pickle.dumps((work, given)))
    found = pickle.loads(pickle.dumps(work(*given)))
    shared().clear()
    return Outcome(found)


@pytest.mark.usefixtures("somebody_else_at_work")
def test_the_page_is_the_same_where_a_worker_works_it_out(first, monkeypatch):
    shared().clear()
    monkeypatch.setattr(workers, "done", in_another_process)
    other = visited()
    assert words(other) == words(first)
    assert charts(other) == charts(first)


@pytest.mark.usefixtures("somebody_else_at_work")
def test_a_result_whose_process_was_ended_is_said_in_words_and_the_next_run_shows_it(first, monkeypatch):
    def lost(*_: object) -> None:
        raise LostWorkError

    shared().clear()
    with monkeypatch.context() as patched:
        patched.setattr(workers, "done", lost)
        app = visited()
    assert "lack of memory" in app.error[0].value
    app.run()
    assert not app.error
    assert words(app) == words(first)


def test_a_return_is_explained_in_whole_amounts_of_every_currency(folder):
    library.save_new(folder, "Yen", write(replace(PLUMBER, name="Yen", currency="JPY")))
    page = visited({"scenario": "saved/Yen"})
    assert words(page).count("+50% means that each ¥100 brings ¥150 back.") == 1
    assert "ROI on gross profit, not on revenue: 50% means that each ¥100 brings ¥150 back." in words(page)


def test_where_all_is_certain_nothing_speaks_of_many_worlds_or_of_a_range():
    said = words(visited({"scenario": "example/first-worksheet"}))
    assert "there is only one possible world" in said
    for many in ("Twenty possible worlds", "all possible worlds", "8 in 10", "8 of 10"):
        assert many not in said
    assert "After 1 month, Jan 2027: $5,000. Payback: 1 month." in said


def test_a_goal_that_cannot_be_better_than_what_is_there_is_not_offered():
    page = visited({"scenario": "example/first-worksheet"})
    offered = [link.proto.label.replace("\\", "") for link in page.get("page_link")]
    assert "a cost per new customer of $30 or less" in offered
    assert not any("payback" in label for label in offered)


def test_people_who_come_without_money_are_said_not_to_count():
    for scenario, times in (("yoga-studio", 2), ("plumber", 0)):
        assert words(visited({"scenario": f"example/{scenario}"})).count(UNPAID) == times
