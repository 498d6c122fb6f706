import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from simulator.analyses.comparison import Comparison
from simulator.analyses.comparison import compare as compare_plans
from simulator.analyses.settling import settled
from simulator.engine.sampling import DEFAULT_DRAWS
from simulator.engine.simulation import simulate
from simulator.metrics.kpis import METRICS
from simulator.presentation.comparison_text import verdict_text
from simulator.reports.as_csv import CSV_COLUMNS
from simulator.scenario_files import parse
from tests.browser.conftest import Open
from tests.browser.harness import (
    PATIENCE,
    Server,
    in_both_looks,
    overflows,
    screenshot,
    serious_faults,
    wait_until_idle,
)
from tests.browser.small import RIDGE, small, three_plans

pytestmark = pytest.mark.browser

HOSTILE = "<img src=x onerror=alert(1)> [x](http://evil.example) :bomb:"
PLANS = ("Today", "Shift to SEO", "Add radio")
SEVERAL = ("compare-plans",)
BOTH_SIDES = 2 * 2 + 2 + 1
"""Dots of two plans and profit, as believed and under a condition, and spend."""


@pytest.fixture
def compare(server: Server, folder: Path, visit: Open) -> Callable[..., Page]:
    """``compare("&by=roi", width=400)``: a new visitor's page Compare, complete."""

    def opened(more: str = "", **window: object) -> Page:
        page = visit(three_plans(server, folder, "compare") + more, **window)
        expect(page.get_by_role("heading", name="Compare", exact=True)).to_be_visible(timeout=PATIENCE)
        return page

    return opened


def charts(page: Page, count: int) -> None:
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg.marks")).to_have_count(count, timeout=PATIENCE)
    wait_until_idle(page)


def tile(page: Page, place: int) -> Locator:
    return page.locator(f".fc-tile[data-plan='{place}']")


def verdict(page: Page, place: int) -> Locator:
    return page.locator(f".fc-verdict[data-plan='{place}']")


def choose(page: Page, key: str, option: str) -> None:
    """Type an option's name into a list, and take it; a list of several stays open over the page until it is closed."""
    box = page.locator(f".st-key-{key} input").first
    box.click()
    box.fill(option)
    page.get_by_role("option", name=option, exact=True).click()
    if key in SEVERAL:
        page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_have_count(0)


def remove(page: Page, key: str, option: str) -> None:
    page.locator(f".st-key-{key}").get_by_role("button", name=f"Remove {option}").click()


def test_what_is_chosen_moves_everything_and_its_address_brings_it_back_after_another_page_and_a_reload(compare):
    page = compare()
    charts(page, 4)
    plans_are_left_out_and_put_back(page)
    another_metric_moves_tiles_verdicts_and_dots(page)
    choose(page, "compare-baseline", "Add radio")
    expect(page).to_have_url(re.compile("against="))
    expect(verdict(page, 2)).to_contain_text("“Shift to SEO”")
    expect(tile(page, 0)).to_contain_text("Add radio", timeout=PATIENCE)
    wait_until_idle(page)
    a_choice_survives_another_page_and_a_reload(page)
    choose(page, "what-if-any", "The market")
    expect(tile(page, 1)).to_contain_text("If that happens:", timeout=PATIENCE)
    expect(page).to_have_url(re.compile("what-if=market.*low"))
    has_no_faults(page, BOTH_SIDES)


def plans_are_left_out_and_put_back(page: Page) -> None:
    remove(page, "compare-plans", "Shift to SEO")
    expect(verdict(page, 1)).to_contain_text(re.compile(r"“Add radio” is .*of 100 possible worlds"), timeout=PATIENCE)
    expect(tile(page, 2)).to_have_count(0)
    expect(page).not_to_have_url(re.compile("Shift"))
    choose(page, "compare-plans", "Shift to SEO")
    expect(verdict(page, 2)).to_contain_text("“Shift to SEO” is better in", timeout=PATIENCE)
    charts(page, 4)


def another_metric_moves_tiles_verdicts_and_dots(page: Page) -> None:
    expect(tile(page, 0).locator(".fc-figure")).to_contain_text("$", timeout=PATIENCE)
    dots = page.locator(".st-key-verdict-1 .mark-symbol.role-mark path")
    expect(dots).to_have_count(20, timeout=PATIENCE)
    said = page.locator(".st-key-verdict-1 .fc-hidden")
    expect(said).to_contain_text("$")
    before = dots.first.get_attribute("transform")
    choose(page, "compare-metric", "ROI on gross profit")
    expect(tile(page, 0).locator(".fc-figure")).to_contain_text("%", timeout=PATIENCE)
    expect(verdict(page, 1)).to_contain_text("points lower ROI on gross profit")
    expect(said).to_contain_text("points", timeout=PATIENCE)
    expect(dots.first).not_to_have_attribute("transform", before or "", timeout=PATIENCE)


def a_choice_survives_another_page_and_a_reload(page: Page) -> None:
    address, said = page.url, figures_and_verdict(page)
    page.get_by_role("link", name="Assumptions").click()
    expect(page.get_by_role("heading", name="Assumptions")).to_be_visible(timeout=PATIENCE)
    expect(page).not_to_have_url(re.compile("with="))
    page.get_by_role("link", name="Compare").click()
    expect(page.get_by_role("heading", name="ROI on gross profit", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(page).to_have_url(re.compile("by=roi"))
    page.reload()
    charts(page, 4)
    assert figures_and_verdict(page) == said
    assert page.url == address


def figures_and_verdict(page: Page) -> list[str]:
    return [*(tile(page, place).inner_text() for place in (0, 1, 2)), verdict(page, 1).inner_text()]


def by_profit(draws: int) -> Comparison:
    """The engine's own comparison of the three plans, in so many worlds."""
    ridge = parse(RIDGE.encode())
    plans = {plan.name: simulate(ridge, plan.name, draws=draws) for plan in ridge.plans}
    return compare_plans(plans, metric="profit")


@pytest.mark.thorough
def test_an_address_of_nonsense_does_no_harm_and_all_figures_download_as_they_were_computed(compare):
    nonsense = f"&with=saved/../../x/y&with=here/{HOSTILE}&by=<b>&what-if=<b>:low"
    page = compare("".join(f"&with=here/{name}" for name in PLANS) + nonsense)
    expect(verdict(page, 2)).to_contain_text(re.compile(r"“Add radio” is .*of 100 possible worlds"), timeout=PATIENCE)
    expect(page.get_by_text("is not there any more").first).to_be_visible()
    assert page.locator("img[src=x]").count() == 0
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download as CSV").click()
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text("utf-8-sig"))))
    assert tuple(rows[0]) == CSV_COLUMNS
    expected = settled(by_profit, DEFAULT_DRAWS)
    profits = {row["Plan"]: row for row in rows if row["Metric"] == "Profit after marketing"}
    for name, compared in expected.plans.items():
        assert float(profits[name]["Difference: average"]) == compared.difference.mean
        assert profits[name]["Verdict"] == verdict_text(compared, METRICS["profit"])
    page.get_by_role("button", name="Add a plan of another scenario").click()
    expect(page.locator(".st-key-compare-scenario")).to_be_visible(timeout=PATIENCE)


@pytest.mark.thorough
def test_plans_of_two_files_fit_the_page_and_have_no_serious_faults(compare, server, folder):
    """Several plans of one file, and under a condition, are looked at above."""
    small(server, folder)
    page = compare("&by=payback_months&with=here/Today&with=saved/Small/Today", width=400, theme="dark")
    has_no_faults(page, 3)


def has_no_faults(page: Page, count: int) -> None:
    for look in in_both_looks(page):
        expect(page.get_by_role("button", name="Download as CSV")).to_be_visible(timeout=PATIENCE)
        charts(page, count)
        assert serious_faults(page) == [], look
        assert not overflows(page), look
        screenshot(page, f"compare {look}")
