"""The server is killed and started again: what a person does first in a page that outlived it is not lost."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.cli.serving import app_script
from simulator.library.drafts import drafts, read_draft
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import parse
from tests.browser.harness import drag_to, opened_page, serving, started_again, wait_until_idle
from tests.browser.scenarios_page import (
    button,
    drafts_of,
    field,
    in_time,
    library_of,
    ready,
    save,
    shows,
    type_into,
)

pytestmark = pytest.mark.browser

BELIEF = ".st-key-channels-SEO-cost_per_visit-likely input"
SURVIVOR = "Survivor"


@pytest.mark.thorough
def test_a_belief_and_a_slider_are_the_first_thing_changed_in_pages_that_outlive_a_server_that_is_killed(
    chromium: Browser, tmp_path: Path
):
    library = library_of(tmp_path)
    with (
        serving(app_script(), tmp_path) as first,
        opened_page(
            chromium, f"{first.address}/scenarios?scenario=example/online-shop", width=1440, theme="light"
        ) as writer,
        opened_page(
            chromium, f"{first.address}/?scenario=example/first-worksheet", width=1440, theme="light"
        ) as planner,
    ):
        save_as_survivor(writer, library)
        type_into(writer, "Client", "Only in the draft")
        show_a_channel(writer)
        moved_before = move_the_second_slider(planner, library)
        with started_again(planner, app_script(), first):
            type_a_belief_first(writer, library)
            move_a_slider_first(planner, library, moved_before)
            go_on_with_the_work_and_find_all_of_it_after_a_reload(writer, tmp_path)
            finds_the_work_of_the_writer(planner)
            save(writer)
            in_time(lambda: SURVIVOR not in drafts_of(tmp_path))
    saved = parse((library / f"{SURVIVOR}.yaml").read_bytes())
    assert (saved.client, saved.notes) == ("Only in the draft", "And on we go")
    assert "1.11" in repr(saved)


def save_as_survivor(page: Page, library: Path) -> None:
    ready(page)
    button(page, "Save as").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name of the scenario").fill(SURVIVOR)
    button(dialog, "Save").click()
    expect(dialog).not_to_be_visible()
    shows(page, "Saved")
    wait_until_idle(page)
    assert parse((library / f"{SURVIVOR}.yaml").read_bytes()).name == SURVIVOR


def move_the_second_slider(page: Page, library: Path) -> str:
    """The amount that it is moved to."""
    slider = page.get_by_role("slider").nth(1)
    slider.press("ArrowRight")
    moved = slider.input_value()
    in_time(lambda: some_draft(library, lambda draft: draft.spend(draft.plans[0].name)[1, 0] == float(moved)))
    wait_until_idle(page)
    return moved


def show_a_channel(page: Page) -> None:
    page.get_by_role("link", name="Assumptions", exact=True).click()
    for choice in ("Channels", "SEO"):
        page.get_by_role("radio", name=choice, exact=True).click()
        expect(page.get_by_role("radio", name=choice, exact=True)).to_be_checked()
        wait_until_idle(page)
    # The browser checks a choice before the server has heard of it: only the box says that its form has come.
    expect(page.locator(BELIEF)).to_be_visible()
    wait_until_idle(page)


def type_a_belief_first(page: Page, library: Path) -> None:
    wait_until_idle(page)
    page.locator(BELIEF).fill("1.11")
    page.locator(BELIEF).press("Tab")
    shows(page, "Unsaved changes")
    wait_until_idle(page)
    expect(page.get_by_role("radio", name="SEO", exact=True)).to_be_checked()
    expect(page.locator(BELIEF)).to_have_value("1.11")
    # The same work holds both: nothing was kept apart from the other.
    in_time(lambda: some_draft(library, lambda draft: "1.11" in repr(draft) and draft.client == "Only in the draft"))


def move_a_slider_first(page: Page, library: Path, moved_before: str) -> None:
    wait_until_idle(page)
    sliders = page.get_by_role("slider")
    before = [each.input_value() for each in sliders.all()]
    assert before[1] == moved_before
    drag_to(page, sliders.first, 0.9)
    page.mouse.up()
    moved = sliders.first.input_value()
    assert float(moved) > 1.2 * float(before[0])
    in_time(lambda: some_draft(library, lambda draft: spends(draft, moved, moved_before)))
    wait_until_idle(page)
    assert [each.input_value() for each in sliders.all()] == [moved, *before[1:]]


def go_on_with_the_work_and_find_all_of_it_after_a_reload(page: Page, home: Path) -> None:
    page.get_by_role("link", name="Scenarios", exact=True).click()
    ready(page)
    expect(field(page, "Client")).to_have_value("Only in the draft")
    type_into(page, "Notes", "And on we go")
    in_time(lambda: "And on we go" in drafts_of(home))
    page.reload()
    ready(page)
    expect(field(page, "Client")).to_have_value("Only in the draft")
    expect(field(page, "Notes")).to_have_value("And on we go")


def finds_the_work_of_the_writer(page: Page) -> None:
    page.get_by_role("link", name="Scenarios", exact=True).click()
    ready(page)
    expect(page.get_by_role("heading", name="Unsaved work")).to_be_visible()
    expect(page.get_by_text(SURVIVOR, exact=True)).to_have_count(2)


def some_draft(library: Path, holds: Callable[[Scenario[Belief]], bool]) -> bool:
    read = [read_draft(library, entry.id) for entry in drafts(library)]
    return any(holds(found[0].scenario) for found in read if found is not None)


def spends(scenario: Scenario[Belief], *amounts: str) -> bool:
    """Whether the first channels are given these amounts in the first plan."""
    spend = scenario.spend(scenario.plans[0].name)[: len(amounts), 0]
    return spend.tolist() == [float(amount) for amount in amounts]
