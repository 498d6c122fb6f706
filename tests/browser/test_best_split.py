import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import expect

from simulator.ui.session.workers import POLITE
from tests.browser.harness import (
    PATIENCE,
    PHONE,
    Server,
    in_both_looks,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)

pytestmark = pytest.mark.browser

MOVE = "Move $1,000 a month from Advertisements to Referrals: $1,000 more profit in 1 month."


def polite_processes(server: Server) -> list[int]:
    """The processes that the server began, itself or by another, and that let others go first."""
    parents, polite = dict[int, int](), []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            # After the name, which may hold anything: state, parent, ..., and the niceness as the 17th.
            fields = status.read_text("utf-8").rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        process = int(status.parent.name)
        parents[process] = int(fields[1])
        if int(fields[16]) == os.nice(0) + POLITE:
            polite.append(process)
    return [process for process in polite if server.process in ancestors(process, parents)]


def ancestors(process: int, parents: Mapping[int, int]) -> Iterator[int]:
    while process := parents.get(process, 0):
        yield process


def test_by_keyboard_an_answer_becomes_a_plan_which_undo_takes_away(example):
    page = example("first-worksheet", "best_split")
    expect(page.get_by_text(MOVE)).to_be_visible()
    expect(page.get_by_text("Why this split: Bold")).to_be_visible()
    page.get_by_role("button", name="Make it a plan").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("This is the plan “Bold split”.")).to_be_visible()
    page.get_by_text("Would a split by quarter or by month be better?").click()
    expect(page.get_by_text("One split for all months will do")).to_be_visible()
    expect(page.get_by_text("Jan 2027")).to_be_visible()
    wait_until_idle(page)
    for look in in_both_looks(page):
        assert serious_faults(page) == [], look
        assert not overflows(page), look
        screenshot(page, f"best-split-{look}")
    page.get_by_role("button", name="Undo").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Make it a plan")).to_be_visible()
    page.get_by_role("button", name="Compare it with your plan").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Compare", exact=True)).to_be_visible()
    expect(page.get_by_text("Bold split").first).to_be_visible()


@pytest.mark.thorough
def test_on_a_phone_limits_are_set_and_conflicts_are_told_beside_them(example):
    page = example("first-worksheet", "best_split", width=PHONE)
    expect(page.get_by_text(MOVE)).to_be_visible()
    page.get_by_text("Change the limits").click()
    page.get_by_text("Keep it as it is").click()
    expect(page.get_by_text("Keep your plan: no split that was found brings more profit on average.")).to_be_visible()
    page.get_by_text("Keep it as it is").click()
    least = page.get_by_label("At least, a month")
    least.fill("3,000")
    least.press("Enter")
    expect(page.get_by_text("has to have at least 3,000.00")).to_be_visible()
    wait_until_idle(page)
    assert serious_faults(page) == []
    assert not overflows(page)
    screenshot(page, "best-split-limits-phone")


@pytest.mark.thorough
def test_a_long_search_is_stopped_for_good_and_begun_again(server, example):
    page = example("family-lawyer", "best_split")
    expect(page.get_by_text("seconds so far")).to_be_visible()
    before = polite_processes(server)
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped, on your wish.")).to_be_visible()
    # One that has nothing to do any more may stay for a while.
    deadline = time.monotonic() + PATIENCE / 1000
    while len(polite_processes(server)) == len(before):
        assert time.monotonic() < deadline, "its process ends"
        time.sleep(0.5)
    assert serious_faults(page) == []
    page.get_by_role("button", name="Look for it again").click()
    expect(page.get_by_role("button", name="Stop")).to_be_visible()
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_text("Stopped, on your wish.")).to_be_visible()
