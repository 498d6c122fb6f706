from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator import library
from simulator.cli.serving import app_script
from simulator.edits.beginnings import begun, with_own
from simulator.edits.plans import spend_by_month
from simulator.library import drafts, trash
from simulator.library.catalogue import SOMETHING_ELSE, TRADES
from simulator.presentation.files import IN_TRASH
from simulator.scenario_files import parse, write
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.status_bar import SAVE
from simulator.ui.session import state
from tests.examples import MARKUP, PLUMBER, WORKSHEET
from tests.ui.sessions import Session


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


@pytest.fixture
def page() -> AppTest:
    return visited({})


def visited(address) -> AppTest:
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.switch_page("simulator/ui/pages/scenarios.py")
    app.query_params.update(address)
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def address(app: AppTest) -> dict[str, str]:
    return {name: value if isinstance(value, str) else value[0] for name, value in app.query_params.items()}


def shown(app: AppTest) -> str:
    return "\n".join(
        str(element.value) for kind in ("markdown", "caption", "error", "title") for element in app.get(kind)
    )


def saved(folder: Path, name: str, scenario=PLUMBER) -> Path:
    return library.save_new(folder, name, write(replace(scenario, name=name)))


def test_the_page_lists_every_trade_as_an_example(page):
    for trade in (each for each in TRADES if each.key != SOMETHING_ELSE):
        assert f"**{escape_markdown(trade.label)}**" in shown(page)


def test_an_example_opens_with_a_press(page):
    checked(page.button(key="open-open_shipped-dentist").click().run())
    assert address(page)["scenario"] == "example/dentist"


def test_the_open_example_cannot_be_opened_again(page):
    button = page.button(key="open-open_shipped-plumber")
    assert (button.label, button.disabled) == ("Open now", True)


def test_a_new_name_is_an_unsaved_change_that_can_be_undone(page):
    assert "Unsaved changes" not in shown(page)
    checked(page.text_input(key="scenario-name").set_value("Mine").run())
    assert "Unsaved changes" in shown(page)
    assert "Not saved yet:\n- Name" in shown(page)
    assert "Ridge Plumbing 2027 is now Mine" in shown(page)
    checked(page.button(key="undo").click().run())
    assert "Not saved yet" not in shown(page)
    assert page.text_input(key="scenario-name").value == "Ridge Plumbing 2027"
    assert "Unsaved changes" not in shown(page)


def test_a_scenario_without_a_name_is_refused_in_words(page):
    checked(page.text_input(key="scenario-name").set_value("  ").run())
    assert "A scenario needs a name." in shown(page)
    assert "Unsaved changes" not in shown(page)


def test_client_and_notes_are_kept(page, folder):
    checked(page.text_input(key="scenario-client").set_value("Ridge Ltd").run())
    checked(page.text_area(key="scenario-notes").set_value("Two\nlines").run())
    again = visited(address(page))
    assert again.text_input(key="scenario-client").value == "Ridge Ltd"
    assert again.text_area(key="scenario-notes").value == "Two\nlines"


def test_unsaved_work_is_listed_continued_and_discarded(page, folder):
    checked(page.text_input(key="scenario-name").set_value("Mine").run())
    other = visited({"scenario": "example/dentist"})
    assert "**Mine**" in shown(other)
    identifier = address(page)["draft"]
    checked(other.button(key=f"continue-{identifier}").click().run())
    assert address(other)["draft"] == identifier
    third = visited({"scenario": "example/dentist"})
    assert "Ridge Plumbing 2027 is now Mine" in shown(third).replace("\\", "")
    checked(third.button(key=f"discard-{identifier}").click().run())
    assert drafts.drafts(folder) == []
    assert "unsaved work, discarded" in shown(third)
    [trashed] = trash.trashed(folder)
    checked(third.button(key=f"restore-{trashed.id}").click().run())
    assert library.paths(folder) == []
    assert "**Mine**" in shown(third)
    assert "Ridge Plumbing 2027 is now Mine" in shown(third).replace("\\", "")


def test_work_on_one_scenario_is_one_row_and_all_of_it_can_be_discarded(page, folder):
    for name in ("First", "Second"):
        checked(visited({"scenario": "example/dentist"}).text_input(key="scenario-name").set_value(name).run())
    checked(page.run())
    assert shown(page).count("from an example") == 2
    assert "1 older" in [expander.label for expander in page.expander]
    checked(page.button(key="discard-all-confirm").click().run())
    assert "from an example" not in shown(page)
    assert len(trash.trashed(folder)) == 2


def test_looking_at_an_example_and_at_its_plans_makes_no_unsaved_work(page, folder):
    other = visited({"scenario": "example/dentist", "plan": "More SEO"})
    checked(other.run())
    assert drafts.drafts(folder) == []


def test_the_next_year_is_a_new_scenario_that_is_compared_with_this_one(page, folder):
    checked(page.button(key="next-year").click().run())
    known = page.session_state["funnelcast"]
    assert (known.workspace.draft.name, known.workspace.draft.start.year) == ("Ridge Plumbing 2028", 2028)
    assert [pick.text for pick in known.choice.picks] == ["example/plumber/Today", "here/Today"]


def test_a_plan_with_the_year_in_its_name_is_compared_under_the_next_one(folder):
    plans = (replace(PLUMBER.plans[0], name="Stop in Apr 2027"), *PLUMBER.plans[1:])
    saved(folder, "Ours", replace(PLUMBER, plans=plans))
    page = visited({"scenario": "saved/Ours"})
    checked(page.button(key="next-year").click().run())
    picks = page.session_state["funnelcast"].choice.picks
    assert [pick.text for pick in picks] == ["saved/Ours/Stop in Apr 2027", "here/Stop in Apr 2028"]


def test_new_work_says_what_is_ones_own_in_it(folder):
    base, session = begun(PLUMBER, "Mine", 2_000), Session()
    mine = with_own(base, "business.gross_margin_rate", 0.45, date(2026, 11, 26))
    session.do(lambda: state.begin(write(base), mine))
    assert "is now 45%" in shown(visited({"scenario": "example/dentist"})).replace("\\", "").replace("\u2060", "")


def test_new_work_that_is_discarded_says_where_it_is(folder):
    session = Session()
    session.do(lambda: state.open_new(WORKSHEET))
    page = visited(session.address)
    checked(page.button(key="discard-confirm").click().run())
    assert IN_TRASH in "".join(element.proto.body for element in page.get("html"))
    assert "unsaved work, discarded" in shown(page)


def test_saved_scenarios_are_listed_and_open(page, folder):
    saved(folder, "Ours")
    checked(page.run())
    assert "Your saved scenarios" in [header.value for header in page.header]
    checked(page.button(key="open-open_saved-Ours").click().run())
    assert address(page)["scenario"] == "saved/Ours"


def test_a_saved_file_that_cannot_be_read_says_why_and_has_no_button(page, folder):
    folder.mkdir()
    (folder / "broken.yaml").write_bytes(b"format: 1\nname: x\ncurrenzy: USD\n")
    checked(page.run())
    assert "currenzy" in shown(page)
    assert "open-open_saved-broken" not in [button.key for button in page.button]


def test_saving_a_changed_file_needs_no_questions(page, folder):
    path = saved(folder, "Ours")
    page = visited({"scenario": "saved/Ours"})
    checked(page.text_input(key="scenario-client").set_value("Ridge Ltd").run())
    checked(page.button(key="save").click().run())
    assert parse(path.read_bytes()).client == "Ridge Ltd"
    assert "Saved" in shown(page)
    assert page.button(key="save").disabled


def test_a_press_of_save_is_kept_until_a_run_comes_to_it(page, folder):
    path = saved(folder, "Ours")
    page = visited({"scenario": "saved/Ours"})
    checked(page.text_input(key="scenario-client").set_value("Ridge Ltd").run())
    # What the press notes before its run begins, which something else then interrupted.
    page.session_state[f"pressed {SAVE}"] = ""
    checked(page.run())
    assert parse(path.read_bytes()).client == "Ridge Ltd"


def test_saving_an_example_asks_for_a_name(page):
    checked(page.text_input(key="scenario-name").set_value("Mine").run())
    checked(page.button(key="save").click().run())
    assert page.text_input(key="save-as-name").value == "Mine"


def test_a_new_one_begins_on_the_page_start(page):
    assert "Begin with your business" in [link.proto.label for link in page.get("page_link")]


def test_a_good_file_is_opened_after_it_was_read(page):
    content = write(replace(PLUMBER, name="From afar"))
    checked(page.get("file_uploader")[0].set_value(("afar.yaml", content, "application/yaml")).run())
    assert "From afar" in shown(page)
    checked(page.button(key="open-upload").click().run())
    assert "draft" in address(page)


def test_a_bad_file_shows_all_its_problems_with_their_lines_and_changes_nothing(page, folder):
    content = write(PLUMBER).replace(b"currency:", b"currenzy:").replace(b"name: ", b"name: [1] #", 1)
    before = address(page)
    checked(page.get("file_uploader")[0].set_value((f"{MARKUP}.yaml", content, "application/yaml")).run())
    assert "**currenzy** (line" in shown(page)
    assert "**name** (line" in shown(page)
    assert "did you mean currency?" in shown(page).replace("\\", "")
    assert address(page) == before
    assert not folder.exists()


def test_names_from_people_do_nothing_but_show(page, folder):
    saved(folder, "a")
    (folder / "a.yaml").write_bytes(write(replace(PLUMBER, name=MARKUP, client=MARKUP)))
    app = visited({"scenario": "saved/a"})
    unescaped = shown(app).replace("\\<", "").replace("\\[", "").replace("\\*\\*", "")
    assert "<script>" not in unescaped
    assert "[x](" not in unescaped


def test_work_that_cannot_be_kept_is_said_on_the_page(page, folder):
    folder.write_text("in the way")
    checked(page.text_input(key="scenario-name").set_value("Mine").run())
    assert "Your changes are not safe yet" in [warning.proto.title for warning in page.warning]


def test_a_name_that_is_too_long_is_refused_at_its_box_and_stays_in_it(page):
    box = next(box for box in page.text_input if box.key == "scenario-name")
    checked(box.set_value("x" * 300).run())
    assert "The name has 300 characters" in shown(page)
    assert next(box for box in page.text_input if box.key == "scenario-name").value == "x" * 300


BUDGET = "\tJan\tFeb\tTotal\nGoogle Ads search\t1500\t2000\t3500\nSearch\t5\t6\t11\n"


def test_a_budget_becomes_a_plan_of_the_open_scenario(page):
    checked(page.get("file_uploader")[0].set_value(("Spring_budget.csv", BUDGET.encode(), "text/csv")).run())
    assert "“Total” is a sum and was left out" in shown(page).replace("\\", "").replace("\u2060", "")
    unknown = next(box for box in page.selectbox if box.label == "Search")
    checked(unknown.set_value("Radio").run())
    checked(page.button(key="budget-add").click().run())
    now = Session(address(page)).do(state.workspace)
    assert now.plan == "Spring budget"
    spend = spend_by_month(now.draft, now.plan)
    assert (spend["Google Ads search"][:3], spend["Radio"][:3]) == ((1500.0, 2000.0, 0.0), (5.0, 6.0, 0.0))


def test_a_file_that_is_no_budget_is_called_by_its_name(page):
    before = address(page)
    checked(page.get("file_uploader")[0].set_value(("offer.pdf", b"%PDF-1.7", "application/pdf")).run())
    assert "This is a PDF" in shown(page)
    assert address(page) == before


def test_open_amounts_are_asked_about_before_a_plan_is_made(page):
    content = b"Channel;Jan;Feb\nGoogle Ads search;1.500;2.000\n"
    checked(page.get("file_uploader")[0].set_value(("budget.csv", content, "text/csv")).run())
    assert page.button(key="budget-add").disabled
    checked(page.radio[0].set_value(",").run())
    checked(page.button(key="budget-add").click().run())
    now = Session(address(page)).do(state.workspace)
    assert spend_by_month(now.draft, now.plan)["Google Ads search"][:2] == (1500.0, 2000.0)
