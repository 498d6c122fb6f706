import json
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator.ui.components.budget_sliders.panel import ToggleKeepTotal, ToggleLock, Type, apply, open_panel

SCRIPT = Path(__file__).parents[2] / "browser" / "sliders_page.py"


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_file(str(SCRIPT)).run()


def sent(page: AppTest, place: int = 0) -> dict[str, object]:
    assert not page.exception
    return json.loads(page.get("bidi_component")[place].proto.json)


def test_the_sliders_get_every_amount_its_range_and_its_limits(page):
    shown = sent(page)
    assert shown["tested"]["Google Ads"] == 5_000.0
    assert shown["channels"][0] == {
        "name": "Google Ads",
        "amount": 3_000.0,
        "locked": False,
        "maximum": 8_000.0,
        "step": 50.0,
        "least": 0.0,
        "most": 1e9,
        "remark": None,
    }


def test_the_sliders_show_the_panel_as_the_moves_left_it(page):
    panel = page.session_state["panel"]
    for move in (ToggleKeepTotal(), ToggleLock("Radio"), Type("Google Ads", 4_000.0)):
        panel = apply(panel, move)
    page.session_state["panel"] = panel
    shown = sent(page.run())
    assert [channel["amount"] for channel in shown["channels"]] == [4_000.0, 600.0, 400.0, 0.0]
    assert (shown["keep_total"], shown["can_reset"], shown["total"]) == (True, True, 5_000.0)


@pytest.mark.parametrize(("locale", "sent_as"), [("de_DE", "de-DE"), ("C", "C")])
def test_the_locale_is_named_as_browsers_name_it(page, locale, sent_as):
    page.query_params.update({"locale": locale, "currency": "EUR"})
    shown = sent(page.run())
    assert (shown["locale"], shown["currency"]) == (sent_as, "EUR")


def test_the_acknowledgement_comes_last_and_tells_the_sliders_all_of_the_panel(page):
    told, shown = sent(page, -1), sent(page)
    assert told.pop("takes") is False
    assert (told["key"], told["token"], told["sequence"]) == ("budget", "a plan", 0)
    assert told == {name: shown[name] for name in told}


def test_a_panel_that_has_changed_is_told_from_one_that_was_shown_before(page):
    before = sent(page)["revision"]
    assert sent(page.run())["revision"] == before
    page.session_state["panel"] = apply(page.session_state["panel"], ToggleLock("Radio"))
    assert sent(page.run())["revision"] == sent(page, -1)["revision"] == before + 1


def test_a_plan_without_channels_can_be_shown(page):
    page.session_state["panel"] = open_panel({}, token="empty")
    assert sent(page.run())["channels"] == []
