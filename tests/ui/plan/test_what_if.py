"""Suppositions on Plan: seen in every result, kept through a change of page, and kept for good if one wants."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from simulator.analyses.stress import Condition
from simulator.analyses.what_if import read, simulate_if
from simulator.edits import remove_channel, rename_channel
from simulator.edits.knobs import AverageSale, LeadsCost, OneBelief, Season, Stops
from simulator.engine.simulation import preview, simulate
from simulator.findings import findings
from simulator.presentation.headline import headline
from simulator.presentation.plan_sentence import result_sentence
from simulator.scenario.fields import walk
from simulator.text.formats import Formats
from simulator.ui.components.budget_sliders.panel import Drag, Type, apply
from simulator.ui.plan import outcome
from simulator.ui.session import state, what_if
from simulator.ui.session.session import NO_LONGER_SUPPOSED, told
from tests.examples import PLUMBER
from tests.html_reader import Reader
from tests.ui.plan.visits import checked, visited

pytestmark = pytest.mark.all_worlds

FORMATS = Formats("USD")
CLICK = "channels.Google Ads search.cost_per_click"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def supposing(*texts: str, **address: str) -> AppTest:
    return visited({"scenario": "example/plumber", "what-if": list(texts), **address})


def words(app: AppTest) -> str:
    return Reader("\n".join(element.value for element in app.get("html"))).text.replace(" ,", ",")


def captions(app: AppTest) -> str:
    return " ".join(caption.value.replace("\\", "").replace("\u2060", "") for caption in app.caption)


def held(app: AppTest, name: str) -> list[str]:
    found = app.query_params.get(name, [])
    return found if isinstance(found, list) else [found]


def chip(app: AppTest, *chosen: str) -> AppTest:
    app.get("button_group")[1].set_value(list(chosen))
    return checked(app.run())


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return checked(app.run())


def shows(app: AppTest, simulation) -> None:
    assert result_sentence(simulation, FORMATS) in words(app)
    for finding in findings(simulation, FORMATS)[:3]:
        assert finding.message in words(app)


def test_chips_are_offered_and_nothing_is_supposed_at_first():
    page = visited()
    assert "What if ..." in words(page)
    assert page.get("button_group")[1].options == [
        "Leads cost more",
        "Smaller sales",
        "Fewer come back",
        "A slow season",
        "A channel stops",
    ]
    assert "“Was”" not in words(page)
    assert "leads cost more, sales are smaller, or a channel stops?" in words(page)
    assert held(page, "what-if") == []


def test_a_chip_changes_every_result_and_says_what_it_was_without():
    page = chip(visited(), "Leads cost more")
    supposed, believed = simulate_if(PLUMBER, "Today", (LeadsCost(0.3),)), simulate(PLUMBER, "Today")
    shows(page, supposed)
    assert len(page.get("vega_lite_chart")) == 4
    for tile in headline(supposed, FORMATS, saved=believed):
        assert tile.change is not None
        assert f"was {tile.change.former}, {tile.change.chance}" in words(page)
    for tile in headline(believed, FORMATS):
        assert f"was {tile.middle}" in words(page)
    assert "What if: Leads cost +30%. “Was” and the dashed line are this plan without that." in words(page)
    assert "The dashed line is the same plan without what is supposed." in words(page)
    assert held(page, "what-if") == ["leads-cost:+30"]
    assert page.button(key="save").disabled


def test_a_chip_that_is_pressed_again_supposes_nothing_more():
    page = chip(chip(visited(), "Leads cost more", "Smaller sales"), "Smaller sales")
    assert held(page, "what-if") == ["average-sale:-10"]
    page = chip(page)
    assert held(page, "what-if") == []
    shows(page, simulate(PLUMBER, "Today"))


def test_a_percentage_is_typed_as_people_type_it():
    page = supposing("leads-cost:+30")
    for typed, by in (("50", 0.5), ("-12,5 %", -0.125), ("+0.5", 0.005), ("０", 0.0)):
        page.text_input(key="what-if-by leads-cost").set_value(typed)
        page = checked(page.run())
        assert [read(text) for text in held(page, "what-if")] == [LeadsCost(by)]


def test_what_is_no_percentage_stays_in_its_box_with_a_word():
    page = supposing("leads-cost:+30")
    for typed in ("", "abc", "-100", "1000", "50k", "$5", "nan", "1e9"):
        page.text_input(key="what-if-by leads-cost").set_value(typed)
        page = checked(page.run())
        assert held(page, "what-if") == ["leads-cost:+30"], typed
        assert page.text_input(key="what-if-by leads-cost").value == typed
        said = " ".join(each.value for each in page.markdown).replace("\\", "")
        wrong = "is not a percentage" if typed else "Write a percentage"
        assert f"{wrong} from -95% to +900%" in said, typed
        assert "“”" not in said


def test_a_percentage_that_may_be_a_fraction_of_one_is_questioned():
    page = supposing("leads-cost:+30")
    page.text_input(key="what-if-by leads-cost").set_value("0.3")
    page = checked(page.run())
    said = " ".join(each.value for each in page.markdown).replace("\\", "")
    assert [read(text) for text in held(page, "what-if")] == [LeadsCost(0.003)]
    assert "“0.3” is read as +0.3 %. Did you mean 30 %?" in said
    page = click(page, "instead what-if-by leads-cost")
    assert [read(text) for text in held(page, "what-if")] == [LeadsCost(0.3)]
    assert "Did you mean" not in " ".join(each.value for each in page.markdown)


def test_any_number_begins_at_its_harmful_side_and_can_be_turned():
    page = visited()
    page.selectbox(key="what-if-any").set_value(CLICK)
    page = checked(page.run())
    assert held(page, "what-if") == [f"{CLICK}:high"]
    shows(page, simulate_if(PLUMBER, "Today", (Condition(CLICK, "high"),)))
    assert "1 world in 10, by definition." in captions(page)
    assert page.selectbox(key="what-if-any").value is None
    page.get("button_group")[2].set_value("share")
    page = checked(page.run())
    assert held(page, "what-if") == [f"{CLICK}:+20"]
    shows(page, simulate_if(PLUMBER, "Today", (OneBelief(0.2, CLICK),)))
    assert "$13 becomes $15.60." in captions(page)


def test_a_season_and_a_stop_are_chosen():
    page = chip(visited(), "A slow season", "A channel stops")
    assert held(page, "what-if") == ["season.jun-aug:-30", "stops.Google Ads search:4"]
    page.selectbox(key="what-if-months season.jun-aug").set_value("December to February")
    page = checked(page.run())
    page.selectbox(key="what-if-channel stops.Google Ads search").set_value("Local SEO")
    page = checked(page.run())
    page.selectbox(key="what-if-from stops.Local SEO").set_value("Feb 2027")
    page = checked(page.run())
    assert held(page, "what-if") == ["season.dec-feb:-30", "stops.Local SEO:2"]
    shows(page, simulate_if(PLUMBER, "Today", (Season(-0.3, 12), Stops("Local SEO", 2))))


def test_one_is_removed_and_all_are_reset():
    page = click(supposing("leads-cost:+30", "average-sale:-10", "market:low"), "what-if-without average-sale")
    assert held(page, "what-if") == ["leads-cost:+30", "market:low"]
    page = click(page, "what-if-reset")
    assert held(page, "what-if") == []
    shows(page, simulate(PLUMBER, "Today"))


def test_six_at_once_are_the_most_and_three_of_them_at_a_side():
    page = supposing("leads-cost:+30", "average-sale:-10", "come-back:-20", "market:low", f"{CLICK}:high")
    page = chip(page, "Leads cost more", "Smaller sales", "Fewer come back", "A slow season")
    assert len(held(page, "what-if")) == 6
    assert page.selectbox(key="what-if-any").disabled
    assert "6 at once is the most" in captions(page)
    page = chip(page, "Leads cost more", "Smaller sales", "Fewer come back", "A slow season", "A channel stops")
    assert len(held(page, "what-if")) == 6
    assert "A channel stops" not in page.get("button_group")[1].value


def test_a_fourth_number_is_supposed_by_a_share():
    sides = (f"{CLICK}:high", "market:low", "business.gross_margin_rate:low")
    page = supposing(*sides)
    page.selectbox(key="what-if-any").set_value("business.revenue_per_sale")
    page = checked(page.run())
    assert held(page, "what-if") == [*sides, "business.revenue_per_sale:-20"]
    assert page.get("button_group")[-1].options == ["By percent"]


def test_what_is_supposed_outlives_a_change_of_page_and_an_undo():
    page = supposing("leads-cost:+30")
    page.switch_page("simulator/ui/pages/compare.py")
    page = checked(page.run())
    assert held(page, "what-if") == ["leads-cost:+30"]
    assert "If that happens" in words(page)
    page.switch_page("simulator/ui/pages/plan.py")
    page = checked(page.run())
    shows(page, simulate_if(PLUMBER, "Today", (LeadsCost(0.3),)))


def test_another_scenario_supposes_nothing():
    seen = {}

    def look() -> None:
        state.workspace()
        seen["before"] = what_if.held()
        state.open_shipped("dentist")
        seen["after"] = what_if.held()

    page = supposing("leads-cost:+30")
    run_within(page, look)
    assert seen == {"before": (LeadsCost(0.3),), "after": ()}


def run_within(page: AppTest, action) -> None:
    """Do something in a session that has the address of the page."""
    from tests.ui.sessions import Session

    session = Session(dict(page.query_params))
    session.do(action)


def test_an_address_that_does_not_fit_says_so():
    page = supposing("leads-cost:+30", "stops.<b>:4", "nonsense")
    assert held(page, "what-if") == ["leads-cost:+30"]
    assert "Not all that this address supposes fits this scenario." in words(page)


def test_with_unsaved_changes_the_plan_without_the_what_if_is_the_draft():
    page = supposing("leads-cost:+30")
    seen = {}

    def look() -> None:
        state.set_panel(apply(state.panel(), Type("Local SEO", 1_500.0)))
        seen["result"], seen["believed"] = state.result("Today"), state.believed_result("Today")
        seen["draft"] = state.workspace().draft

    run_within(page, look)
    draft = seen["draft"]
    assert seen["believed"].scenario == draft != PLUMBER
    assert seen["result"].scenario == LeadsCost(0.3).turned(draft)


def test_while_a_slider_is_held_the_preview_is_of_what_is_supposed():
    seen = {}

    def look() -> None:
        state.set_panel(apply(state.panel(), Drag("Local SEO", 900.0, "a hand", "drag")))
        seen["held"] = state.result("Today", preview=True)
        seen["before"] = state.result_before_drag()
        seen["draft"] = state.workspace().draft

    run_within(supposing("leads-cost:+30", "market:low"), look)
    expected = simulate_if(PLUMBER, "Today", (LeadsCost(0.3), Condition("market", "low")))
    assert (seen["before"].simulation.funnel.plan_profit == expected.funnel.plan_profit).all()
    moved = preview(LeadsCost(0.3).turned(seen["draft"]), "Today", market=expected.market)
    assert (seen["held"].simulation.funnel.plan_profit == moved.funnel.plan_profit).all()


def test_a_stop_is_kept_as_a_plan_and_what_is_believed_stays_supposed():
    page = click(supposing("leads-cost:+30", "stops.Local SEO:4"), "what-if-keep")
    assert held(page, "what-if") == ["leads-cost:+30"]
    assert held(page, "plan") == ["Today, stop Local SEO Apr 2027"]
    assert "Kept as the plan" in words(page)
    draft = Stops("Local SEO", 4).turned(PLUMBER)
    shows(page, simulate_if(draft, "Today", (LeadsCost(0.3),)))
    page = click(page, "undo")
    assert held(page, "plan") == []


def test_what_is_written_is_one_step_of_undo_and_says_where_it_came_from():
    seen = {}

    def look() -> None:
        what_if.write_into_assumptions(date(2026, 11, 26))
        seen["draft"], seen["left"] = state.workspace().draft, what_if.held()
        state.undo()
        seen["undone"] = state.workspace().draft

    run_within(supposing("average-sale:-10", f"{CLICK}:high", "market:low"), look)
    written = {place.path: place.value for place in walk(seen["draft"])}
    assert written["business.revenue_per_sale"].likely == 558.0
    assert written["business.revenue_per_sale"].source.endswith("(-10 % supposed 2026-11-26)")
    assert written[CLICK].likely == 25.0
    assert written[CLICK].is_certain
    assert written[CLICK].source.endswith("(its high value supposed 2026-11-26)")
    assert seen["left"] == (Condition("market", "low"),)
    assert seen["undone"] == PLUMBER


def test_the_button_writes_and_tells_what_it_wrote():
    page = click(supposing("average-sale:-10"), "what-if-write")
    assert held(page, "what-if") == []
    assert "Written into the assumptions: Average sale -10%." in words(page)
    assert "Average sale" not in [each.value for each in page.text_input]
    assert not page.button(key="undo").disabled


def test_buttons_are_those_that_can_do_something():
    def buttons(*texts: str) -> set[str]:
        page = supposing(*texts)
        return {key for key in ("reset", "keep", "write") if f"what-if-{key}" in {each.key for each in page.button}}

    assert buttons() == set()
    assert buttons("market:low") == {"reset"}
    assert buttons("stops.Local SEO:4") == {"reset", "keep"}
    assert buttons("leads-cost:+30") == {"reset", "write"}


def test_the_file_states_what_is_supposed():
    conditions = (Condition("market", "low"),)
    data = outcome._csv(AverageSale(-0.1).turned(PLUMBER), "Today", 64, conditions, "=What if: this.")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0][-1] == "Supposed"
    assert {row[-1] for row in rows[1:]} == {"'=What if: this."}
    plain = list(csv.reader(io.StringIO(outcome._csv(PLUMBER, "Today", 64, (), "").decode("utf-8-sig"))))
    assert rows[0][:-1] == plain[0]
    assert [row[:-1] for row in rows][1:] != plain[1:]


def test_a_draft_with_problems_supposes_nothing_and_shows_no_chips():
    from tests.ui.sessions import Session

    session = Session({"scenario": "example/plumber", "what-if": "leads-cost:+30"})
    session.do(lambda: state.set_draft(replace(PLUMBER, horizon_months=500)))
    page = visited({**session.address})
    assert "What if ..." not in words(page)


def test_a_channel_that_is_renamed_takes_what_is_supposed_of_it_along():
    from tests.ui.sessions import Session

    session = Session({"scenario": "example/plumber", "what-if": f"{CLICK}:+30"})
    session.do(lambda: state.set_draft(rename_channel(PLUMBER, "Google Ads search", "Search")))
    assert session.do(what_if.supposed) == (OneBelief(0.3, "channels.Search.cost_per_click"),)
    assert session.address["what-if"] == "channels.Search.cost_per_click:+30"
    session.do(state.undo)
    assert session.do(what_if.supposed) == (OneBelief(0.3, CLICK),)


def test_what_was_supposed_of_a_channel_that_is_removed_goes_with_a_word():
    from tests.ui.sessions import Session

    session = Session({"scenario": "example/plumber", "what-if": f"{CLICK}:+30"})
    session.do(lambda: state.set_draft(remove_channel(PLUMBER, "Google Ads search")))
    assert session.do(what_if.held) == ()
    assert "what-if" not in session.address
    said = session.do(told)
    assert said is not None
    assert said.line == NO_LONGER_SUPPOSED
