from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator.scenario.plans import Monthly, PerQuarter
from simulator.ui.plan.schedule_dialog import WORDS


@pytest.fixture
def window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The window for Google Ads search of the plumber, which spends 2,000 in every month."""
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))

    def script():
        from simulator.ui.plan import schedule_dialog
        from simulator.ui.session import input_state, state

        input_state.begin(state.workspace().id)
        schedule_dialog._window()
        input_state.end()

    page = AppTest.from_function(script, default_timeout=60)
    page.query_params["scenario"] = "example/plumber"
    return page.run()


def stated_as(page: AppTest, way: type) -> AppTest:
    page.pills(key="schedule way").set_value(WORDS[way])
    page.run()
    assert not page.exception
    return page


def amounts(page: AppTest) -> tuple[float, ...]:
    now = page.session_state["funnelcast"].workspace
    return tuple(now.draft.spend(now.plan)[now.draft.channel_names.index("Google Ads search")])


def test_what_is_typed_for_a_quarter_as_another_way_is_chosen_is_never_a_months(window):
    stated_as(window, PerQuarter)
    window.text_input(key="schedule part 3 0").set_value("9,000")
    stated_as(window, Monthly)
    assert amounts(window)[:4] == (3_000.0, 3_000.0, 3_000.0, 2_000.0)
    assert [window.text_input(key=f"schedule part 1 {place}").value for place in (0, 3)] == ["3,000", "2,000"]
