"""What belongs together stands together and in line, and words are not cut where there is room for them."""

from dataclasses import replace

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from simulator import library
from simulator.scenario_files import write
from tests.browser.harness import DESK, PHONE
from tests.browser.plan_page import complete
from tests.examples import PLUMBER

pytestmark = pytest.mark.browser

BESIDE = 24
"""What stands closer than this is beside each other [px]."""

ARE_CUT = "boxes => boxes.filter(box => box.scrollWidth > box.clientWidth + 1).map(box => box.value ?? box.innerText)"

HATCHING = "mark => ['--over', '--paper'].map((colour) => getComputedStyle(mark).getPropertyValue(colour)).join()"


def place(part: Locator) -> FloatRect:
    box = part.bounding_box()
    assert box is not None
    return box


def right(box: FloatRect) -> float:
    return box["x"] + box["width"]


def middle(box: FloatRect) -> float:
    return box["y"] + box["height"] / 2


def test_a_notice_stands_with_what_can_be_done_about_it_and_apart_from_undo(example):
    for width in (DESK, PHONE):
        page = example("plumber", width=width)
        notices = page.locator(".st-key-notices")
        act = notices.get_by_role("button", name="Use my business")
        line, act, read = (place(part) for part in (notices.locator(".fc-notice"), act, notices.get_by_text("Read")))
        assert 8 <= act["x"] - right(line) <= BESIDE
        assert 8 <= read["x"] - right(act) <= BESIDE
        undo = place(page.get_by_role("button", name="Undo"))
        assert undo["x"] - right(read) > 2 * BESIDE or middle(undo) < line["y"]


def test_hatching_is_explained_where_a_slider_is_hatched_and_has_one_colour(example):
    page = example("plumber")
    legend = page.locator(".st-key-budget .legend")
    expect(legend.get_by_text("more than was ever tried")).to_be_visible()
    page.emulate_media(forced_colors="active")
    sliders = page.locator(".st-key-budget .slider")
    assert sliders.first.evaluate(HATCHING) == legend.locator(".hatched").evaluate(HATCHING)
    page = example("first-worksheet")
    expect(page.locator(".st-key-budget .legend").get_by_text("a lock holds an amount")).to_be_visible()
    expect(page.locator(".st-key-budget .legend").get_by_text("more than was ever tried")).to_be_hidden()


def test_a_link_is_level_with_the_button_beside_it(server, folder, visit):
    counted = replace(PLUMBER, name="Counted", business=replace(PLUMBER.business, new_customers_per_month_now=90.0))
    library.save_new(folder, "Counted", write(counted))
    page = visit(f"{server.address}/?scenario=saved/Counted")
    card = page.locator(".st-key-reality")
    texts = (card.get_by_text(words, exact=True) for words in ("Look at the figures", "Close"))
    link, close = (place(text.first) for text in texts)
    assert abs(middle(link) - middle(close)) <= 1


def test_names_of_numbers_and_channels_are_whole(example):
    page: Page = example("first-worksheet")
    complete(page, "first-worksheet")
    assert page.locator(".st-key-own-figures-next .stMarkdownEllipsis").evaluate_all(ARE_CUT) == []
    page = example("plumber", width=PHONE)
    page.get_by_role("button", name="A channel stops", exact=True).click()
    channel = page.get_by_role("combobox", name="Channel")
    expect(channel).to_have_value("Google Ads search")
    assert page.locator(".st-key-what-if input[role=combobox]").evaluate_all(ARE_CUT) == []
