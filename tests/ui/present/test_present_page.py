"""The page Present: what is chosen is kept in the scenario; slides are turned, and nothing on them can be changed."""

import base64
import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from simulator.analyses.allocation.best import best_allocation
from simulator.cli.serving import app_script
from simulator.edits.spend import with_split
from simulator.errors import LostWorkError
from simulator.library.folder import shipped_folder
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import ChannelLimits, Limits
from simulator.scenario.presentation import SECTIONS, Presentation
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import parse, write
from simulator.story.titles import TITLES
from simulator.ui.present.documents import MISSING
from simulator.ui.session import long_work
from tests.examples import MARKUP, PLUMBER

PAGE = str(shipped_folder().parent / "simulator" / "ui" / "pages" / "present.py")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def visited(**address: str) -> AppTest:
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.query_params.update({"scenario": "example/plumber", **address})
    app.run()
    app.switch_page(PAGE)
    for name, value in address.items():
        app.query_params[name] = value
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def presentation(app: AppTest) -> Presentation:
    return app.session_state["funnelcast"].workspace.draft.presentation


def on_screen(app: AppTest) -> str:
    found = app.query_params["slide"]
    return found if isinstance(found, str) else found[-1]


def html(app: AppTest) -> str:
    return "\n".join(each.proto.body for each in app.get("html"))


def test_what_is_chosen_is_kept_in_the_scenario_and_told():
    app = visited()
    app.selectbox(key="present-plan").set_value("Add radio")
    checked(app.run())
    app.text_input(key="present-title").set_value("On air")
    checked(app.run())
    app.multiselect(key="present-sections").set_value(["risks", "returns"])
    checked(app.run())
    app.text_area(key="present-next_steps").set_value("Call the station")
    checked(app.run())
    assert presentation(app) == Presentation(
        plan="Add radio", title="On air", sections=("returns", "risks"), next_steps="Call the station"
    )
    assert [option.partition(": ")[2] for option in app.selectbox(key="present-preview").options] == [
        "On air",
        TITLES["returns"],
        TITLES["risks"],
    ]
    draft = app.session_state["funnelcast"].workspace.draft
    assert parse(write(draft)) == draft


def test_a_plan_can_be_set_against_no_other():
    app = visited()
    app.selectbox(key="present-against").set_value("(no other plan)")
    checked(app.run())
    assert presentation(app).against == "Shift to SEO"
    assert app.selectbox(key="present-against").value == "(no other plan)"
    assert not any("Against" in option for option in app.selectbox(key="present-preview").options)


def test_the_show_has_one_slide_and_no_box_to_type_into():
    app = visited(slide="3")
    assert TITLES["returns"] in html(app)
    assert TITLES["spend"] not in html(app)
    assert [box.key for box in (*app.text_input, *app.selectbox, *app.text_area, *app.multiselect)] == []
    assert [button.label for button in app.button] == ["First", "Back", "Next", "Last", "End"]


def test_a_chart_says_what_its_legend_does_not():
    assert "8 in 10 worlds" in html(visited(slide="6")).partition("Thick lines")[2]


def test_what_cannot_be_made_here_says_what_is_missing(monkeypatch):
    monkeypatch.setattr("simulator.reports.find_spec", lambda name: None if name == "typst" else True)
    app = visited()
    assert app.button(key="no-pdf").disabled
    assert [caption.value for caption in app.caption].count(MISSING) == 1
    assert "funnelcast[documents]" in MISSING


def test_slides_are_turned_to_the_last_and_back_and_the_show_ends():
    app = visited(slide="1")
    assert app.button(key="slide-back").disabled
    # The title, and all parts but how it goes, the next steps and why the money is divided so: there are none of these.
    count = len(SECTIONS) - 2
    for number in range(2, count + 1):
        app.button(key="slide-next").click()
        checked(app.run())
        assert on_screen(app) == str(number)
    assert app.button(key="slide-next").disabled
    app.button(key="slide-first").click()
    checked(app.run())
    assert on_screen(app) == "1"
    app.button(key="slide-end").click()
    checked(app.run())
    assert "slide" not in app.query_params
    assert app.button(key="present-start")


@pytest.mark.parametrize("number", ["999", "0", "-1", "x", "٣"])
def test_an_address_of_nonsense_does_no_harm(number):
    checked(visited(slide=number))


def test_words_of_people_are_shown_letter_by_letter():
    app = visited()
    app.text_input(key="present-title").set_value(MARKUP)
    checked(app.run())
    app.text_input(key="present-client").set_value(MARKUP)
    checked(app.run())
    app.button(key="present-start").click()
    checked(app.run())
    assert "<script>" not in html(app)
    assert "&lt;script&gt;" in html(app)


def test_a_logo_stands_on_every_slide(folder):
    picture = io.BytesIO()
    Image.new("RGB", (20, 10), "#1f6f54").save(picture, "PNG")
    logo = base64.b64encode(picture.getvalue()).decode("ascii")
    folder.mkdir()
    (folder / "Mine.yaml").write_bytes(write(PLUMBER) + f"presentation:\n  logo: {logo}\n".encode())
    app = visited(scenario="saved/Mine", slide="2")
    assert f'src="data:image/png;base64,{logo}"' in html(app)


def test_the_colour_is_kept_and_told():
    app = visited()
    app.color_picker(key="present-colour").set_value("#1f6f54")
    checked(app.run())
    assert presentation(app).colour == "#1f6f54"
    assert "--accent: #1f6f54" in html(app)


@pytest.fixture(scope="module")
def divided() -> Scenario[Belief]:
    """A plan that came from the search, of a channel that has as much as it may have."""
    scenario = replace(PLUMBER, business=replace(PLUMBER.business, new_customers_per_month_at_most=None))
    today = scenario.plans[0].name
    limits = Limits(step=500.0, channels=(ChannelLimits(channel="Local Services Ads", at_most=1_000.0),))
    scenario = replace(scenario, limits=limits, plans=scenario.plans[:1])
    found = best_allocation(scenario, budget=4_000.0, plan=today, limits=limits)
    return with_split(scenario, today, found.spend, "Best", "", found.recorded)


def shown_of(draft: Scenario[Belief], folder: Path, name: str) -> str:
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_bytes(write(replace(draft, name=name)))
    return html(visited(scenario=f"saved/{name}", slide="3"))


@pytest.mark.all_worlds
def test_the_slide_about_the_split_waits_for_nothing_and_tells_of_no_lost_work(divided, folder, monkeypatch):
    def lost(*given: object) -> None:
        raise LostWorkError

    assert TITLES["split"] in shown_of(divided, folder, "There")
    monkeypatch.setattr(long_work, "ask", lost)
    assert TITLES["split"] not in shown_of(divided, folder, "Lost")


@pytest.mark.all_worlds
def test_the_slide_about_the_split_follows_the_limits(divided, folder):
    limited = "The most for Local Services Ads"
    assert limited in shown_of(divided, folder, "Same")
    # The same answer, held by a lock now.
    (own,) = divided.limits.channels
    wider = replace(divided.limits, channels=(replace(own, at_most=None, locked=True),))
    assert limited not in shown_of(replace(divided, limits=wider), folder, "Same")
