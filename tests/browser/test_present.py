"""Presenting, in a browser: turned by keys and clicks, whole in its window, and handed over as a file."""

from collections.abc import Mapping
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from simulator.edits.spend import with_slider_spend
from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.presentation.headline import headline
from simulator.reports.as_draws import as_draws_csv
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import read
from simulator.story.told import plans_told
from simulator.text.formats import Formats
from tests.browser.conftest import Open
from tests.browser.harness import (
    DESK,
    HEIGHT,
    in_both_looks,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)

pytestmark = pytest.mark.browser


def heading(page: Page):
    return page.locator(".st-key-slide h1")


@pytest.mark.thorough
def test_a_show_is_made_ready_turned_by_keys_and_clicks_outlives_a_reload_and_ends_with_escape(
    server, folder, visit: Open
):
    page = visit(f"{server.address}/present?scenario=example/dentist", width=1440)
    what_is_made_ready_is_readable_in_both_looks(page)
    page.get_by_role("button", name="Start presenting").click()
    expect(heading(page)).to_have_text("Maple Street Dental 2027")
    expect(page.locator("header[data-testid=stHeader]")).to_be_hidden()
    wait_until_idle(page)
    page.keyboard.press("ArrowRight")
    expect(heading(page)).to_have_text("What we would do")
    wait_until_idle(page)
    a_table_beside_a_picture_is_seen_as_a_whole_on_a_shared_screen(page)
    page.keyboard.press("PageDown")
    expect(heading(page)).to_have_text("What comes back")
    page.get_by_role("button", name="Back").click()
    expect(heading(page)).to_have_text("What we would do")
    wait_until_idle(page)
    assert serious_faults(page) == []
    page.reload()
    expect(heading(page)).to_have_text("What we would do")
    # What hears the keys comes with this button.
    expect(page.get_by_role("button", name="Full screen")).to_be_visible()
    wait_until_idle(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Start presenting")).to_be_visible()
    assert "slide=" not in page.url


def what_is_made_ready_is_readable_in_both_looks(page: Page) -> None:
    for look in in_both_looks(page):
        screenshot(page, f"present-{look}")
        assert not overflows(page)
        assert serious_faults(page) == []
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    wait_until_idle(page)


@pytest.mark.thorough
def test_every_slide_fits_its_window_and_has_no_faults_and_the_last_has_sliders(server, folder, visit: Open):
    page = visit(f"{server.address}/present?scenario=example/b2b-manufacturer&slide=1", width=1440, worlds=True)
    for number in range(1, 11):
        if number > 1:
            page.keyboard.press("ArrowRight")
        expect(page.get_by_text(f"{number} of 10", exact=True)).to_be_visible()
        wait_until_idle(page)
        screenshot(page, f"slide-{number}")
        assert not overflows(page), number
        assert serious_faults(page) == [], number
    sliders_move_the_plan_in_the_browser_alone_and_keep_their_keys(page, "b2b-manufacturer")


WHOLE = "() => [...document.querySelectorAll('.fc-scroll')].every((place) => place.scrollWidth <= place.clientWidth)"


def a_table_beside_a_picture_is_seen_as_a_whole_on_a_shared_screen(page: Page) -> None:
    expect(page.locator(".fc-scroll")).to_be_visible()
    for width, height in ((1440, 900), (1920, 1080), (2560, 1440)):
        page.set_viewport_size({"width": width, "height": height})
        wait_until_idle(page)
        page.wait_for_function(WHOLE, timeout=5_000)
        screenshot(page, f"slide-2-{width}")
    page.set_viewport_size({"width": DESK, "height": HEIGHT})
    wait_until_idle(page)


@pytest.mark.thorough
def test_a_logo_has_one_limit_and_every_draw_is_handed_over_as_it_was_computed(server, folder, visit: Open, tmp_path):
    page = visit(f"{server.address}/present?scenario=example/first-worksheet", width=1440)
    uploader = page.get_by_test_id("stFileUploader")
    expect(uploader).to_contain_text("at most 200 KB")
    assert "MB" not in uploader.inner_text()
    with page.expect_download() as coming:
        page.get_by_role("button", name="All draws, CSV").click()
    path = tmp_path / coming.value.suggested_filename
    coming.value.save_as(path)
    assert path.suffix == ".csv"
    scenario = read(shipped_folder() / "first-worksheet.yaml")
    plans = [simulate(scenario, plan.name) for plan in scenario.plans]
    assert path.read_bytes() == as_draws_csv(plans, date.today())


def sliders_move_the_plan_in_the_browser_alone_and_keep_their_keys(page: Page, name: str) -> None:
    scenario = read(shipped_folder() / f"{name}.yaml")
    plan, _ = plans_told(scenario)
    expect(heading(page)).to_have_text("What if?")
    slider = page.get_by_role("slider").first
    expect(slider).to_be_visible()
    wait_until_idle(page)
    sent: list[object] = []
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.on("Network.webSocketFrameSent", lambda message: sent.append(message))
    before = page.locator(".tile-middle").all_inner_texts()
    assert before == middles_of(scenario, plan, {})
    slider.focus()
    for _ in range(5):
        page.keyboard.press("ArrowRight")
    amount = float(slider.input_value())
    expect(page.locator(".tile-change").first).to_contain_text("Proposed:")
    # The picture of the last press may be the next one.
    moved = middles_of(scenario, plan, {scenario.channel_names[0]: amount})
    expect(page.locator(".tile-middle")).to_have_text(moved)
    expect(heading(page)).to_have_text("What if?")
    assert sent == []
    devtools.detach()
    for look in in_both_looks(page):
        screenshot(page, f"slide-play-{name}-{look}")
        assert not overflows(page)
        assert serious_faults(page) == []
    slider.blur()
    page.keyboard.press("ArrowLeft")
    expect(heading(page)).not_to_have_text("What if?")
    # Nothing was changed, so that there is nothing to save.
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-status")).not_to_contain_text("Unsaved changes")


def middles_of(scenario: Scenario[Belief], plan: str, spend: Mapping[str, float]) -> list[str]:
    moved = with_slider_spend(scenario, scenario.plan(plan), spend)
    return [tile.middle for tile in headline(simulate(moved, plan, draws=2_048), Formats(scenario.currency))]
