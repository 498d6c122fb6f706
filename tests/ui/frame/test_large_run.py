from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator import library
from simulator.cli.serving import app_script
from simulator.engine.cost import Cost
from simulator.scenario_files import parse, write
from simulator.text.formats import Formats
from simulator.ui.frame.large_run import offer, warning
from simulator.ui.scenarios.figures import LARGE
from simulator.ui.session import state
from tests.benchmarks.eight_channels import LIMITS, REPEATS, scenario
from tests.html_reader import Reader
from tests.ui.sessions import Session

pytestmark = pytest.mark.all_worlds

PAGES = ["plan", "compare", "assumptions", "scenarios"]
FORMATS = Formats("USD")


@pytest.fixture(scope="module")
def enormous() -> bytes:
    """Valid, 200 channels over ten years: minutes and gigabytes with all draws."""
    made = scenario({**REPEATS, **LIMITS}, channels=200, months=120)
    return write(made)


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    (tmp_path / "library").mkdir()
    return tmp_path / "library"


@pytest.fixture
def nothing_runs(monkeypatch):
    def refuse(*_):
        raise AssertionError("the plan was run")

    monkeypatch.setattr("simulator.engine.simulation.run", refuse)


@pytest.fixture
def everything_is_large(monkeypatch):
    """The limit is put where half of the draws of the plumber fit."""
    monkeypatch.setattr("simulator.engine.cost.MOST_MEMORY", 20e6)


@pytest.fixture
def every_plan_is_large(monkeypatch):
    """The limit is put where half of the draws of the plumber do not fit with the returns on the next money."""
    monkeypatch.setattr("simulator.engine.cost.MOST_MEMORY", 40e6)


def visited(page: str, address: dict[str, str]) -> AppTest:
    app = AppTest.from_file(str(app_script()), default_timeout=120)
    app.switch_page(f"simulator/ui/pages/{page}.py")
    app.query_params.update(address)
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def offers(app: AppTest) -> list[str]:
    return [button.label for button in app.button if (button.key or "").startswith("worlds-")]


def words(app: AppTest) -> str:
    return Reader("\n".join(element.value for element in app.get("html"))).text


@pytest.mark.usefixtures("nothing_runs")
@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_an_enormous_file_without_running_it(page, enormous, folder):
    library.save_new(folder, "Enormous", enormous)
    app = visited(page, {"scenario": "saved/Enormous"})
    if page == "plan":
        assert "8,192 possible worlds would take about" in app.warning[0].value.replace("\\", "")
        assert len(offers(app)) == 2
    if page == "scenarios":
        assert any(LARGE in each.value for each in app.markdown)


@pytest.mark.usefixtures("nothing_runs")
def test_compare_asks_before_it_runs_what_is_enormous(enormous, folder):
    two = enormous.replace(b"plans:\n", b"plans:\n  - name: Nothing\n    monthly_spend: {}\n", 1)
    assert [plan.name for plan in parse(two).plans] == ["Nothing", "Plan"]
    library.save_new(folder, "Enormous", two)
    app = visited("compare", {"scenario": "saved/Enormous"})
    assert "This comparison is so large" in app.warning[0].value
    assert offers(app)


@pytest.mark.usefixtures("every_plan_is_large")
def test_a_press_looks_at_fewer_worlds_and_the_figures_say_so():
    app = visited("plan", {"scenario": "example/plumber"})
    assert [label.split(" (")[0] for label in offers(app)] == ["Look at 2,048 worlds", "Look at 1,024 worlds"]
    assert not app.get("vega_lite_chart")
    checked(app.button(key="worlds-1024").click().run())
    assert not offers(app)
    assert "tried in 1,024 possible worlds" in words(app)


def test_who_looks_at_fewer_worlds_can_go_back_to_all():
    app = visited("plan", {"scenario": "example/plumber"})
    assert "all-worlds" not in [button.key for button in app.button]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("simulator.engine.cost.MOST_MEMORY", 40e6)
        checked(app.run())
        checked(app.button(key="worlds-1024").click().run())
    assert app.button(key="all-worlds").label == "Look at 8,192 worlds"
    checked(app.button(key="all-worlds").click().run())
    assert "tried in 8,192 possible worlds" in words(app)
    assert "all-worlds" not in [button.key for button in app.button]


@pytest.mark.usefixtures("everything_is_large")
def test_the_choice_holds_on_other_pages_until_something_else_is_opened():
    session = Session({"scenario": "example/plumber"})
    session.do(lambda: state.choose_draws(1_024))
    session.do(lambda: state.select_plan(state.workspace().draft.plans[1].name))
    assert session.do(state.draws) == 1_024
    session.do(lambda: state.open_shipped("dentist"))
    assert session.do(state.draws) == 8_192


@pytest.mark.usefixtures("everything_is_large")
def test_plans_are_compared_in_the_worlds_that_were_chosen():
    app = visited("compare", {"scenario": "example/plumber"})
    assert not app.get("vega_lite_chart")
    checked(app.button(key="worlds-1024").click().run())
    assert app.get("vega_lite_chart")


@pytest.mark.usefixtures("nothing_runs", "everything_is_large")
def test_a_card_of_a_large_file_says_when_it_is_worked_out(folder):
    library.save_new(folder, "Mine", (library.shipped_folder() / "plumber.yaml").read_bytes())
    assert any(LARGE in each.value for each in visited("scenarios", {}).markdown)


def test_the_warning_says_what_it_would_take():
    told = warning("This plan", Cost(memory=4.9e9, seconds=23.0), 8_192, FORMATS)
    assert told.startswith(
        "This plan is so large that 8,192 possible worlds would take about 5 GB of memory and 20 seconds, again after"
    )


@pytest.mark.parametrize(("seconds", "said"), [(0.02, "1 second"), (1.2, "1 second"), (3.4, "3 seconds")])
def test_an_offer_says_how_long_it_takes(seconds, said):
    assert offer(1_024, Cost(memory=1.0, seconds=seconds), FORMATS) == f"Look at 1,024 worlds (about {said})"
