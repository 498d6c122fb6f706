"""The slides read back: titles, native tables and charts, notes, and words for those who cannot see them."""

import io
import math
import re
import zipfile
from dataclasses import replace
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from simulator.library.folder import shipped_folder
from simulator.reports.as_pptx import as_pptx
from simulator.reports.printable import UNWRITABLE
from simulator.story import Slide, Story, story
from simulator.story.terms import ABOUT_EXAMPLES
from tests.examples import PLUMBER
from tests.hostile_names import HOSTILE
from tests.plain import beliefs
from tests.told import EXTREMES, FORMULAS, TAKEN, called, extreme_story, shipped_story, told, with_presentation

ONE_PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def opened(of: Story) -> Any:
    return Presentation(io.BytesIO(as_pptx(of)))


def titles(deck: Any) -> list[str]:
    return [page.shapes.title.text_frame.text for page in deck.slides]


def tables(page: Any) -> list[list[list[str]]]:
    return [
        [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]
        for shape in page.shapes
        if shape.has_table
    ]


def charts(page: Any) -> list[Any]:
    return [shape.chart for shape in page.shapes if shape.has_chart]


def described(shape: Any) -> str:
    return shape.element.xpath(".//p:cNvPr")[0].get("descr", "")


def words(page: Any) -> str:
    texts = [shape.text_frame.text for shape in page.shapes if shape.has_text_frame]
    return "\n".join([*texts, *(cell for table in tables(page) for row in table for cell in row)])


def slide(of: Story, key: str) -> Slide:
    return next(each for each in of.slides if each.key == key)


def page(deck: Any, title: str) -> Any:
    return next(each for each in deck.slides if each.shapes.title.text_frame.text == title)


@pytest.fixture(scope="module")
def plumber() -> Story:
    shown = with_presentation(PLUMBER, next_steps="Call the printer\nStart in May", logo=ONE_PIXEL, colour="#1f6f54")
    return story(told(replace(shown, client="Ridge & Sons")))


@pytest.fixture(scope="module")
def deck(plumber) -> Any:
    return opened(plumber)


def test_the_slides_are_as_wide_as_screens(deck):
    assert deck.slide_width / deck.slide_height == pytest.approx(16 / 9, abs=0.001)


def test_every_part_that_slides_can_do_has_its_own_in_the_order_of_the_story(deck, plumber):
    found = titles(deck)
    parts = [each.title for each in plumber.slides if each.key != "play"]
    assert [title for title in found if title in parts] == parts
    assert "What if?" not in found


def test_no_two_slides_have_the_same_title(deck):
    assert len(set(titles(deck))) == len(titles(deck))
    assert all(titles(deck))


def test_all_words_of_the_story_are_there(deck, plumber):
    found = "\n".join(words(each) for each in deck.slides)
    for part in plumber.slides:
        if part.key == "play":
            continue
        said = [part.title, part.lead, *part.sentences]
        said += [each for tile in part.tiles for each in (tile.label, tile.middle, tile.range)]
        said += [each for point in part.points for each in (point.title, point.text)]
        assert [each for each in said if each not in found] == []
    assert plumber.client in found


def test_tables_are_native_and_hold_every_cell(deck, plumber):
    for title, table in (
        ("What we would do: budget by channel", slide(plumber, "spend").table),
        ("Channel by channel", slide(plumber, "channels").table),
        ("What it rests on", slide(plumber, "assumptions").table),
    ):
        [found] = tables(page(deck, title))
        assert found == [list(table.heads), *(list(row) for row in table.rows)]


def test_every_number_behind_it_is_in_a_table_with_its_range_and_source(deck, plumber):
    pages = [each for each in deck.slides if each.shapes.title.text_frame.text.startswith(plumber.beliefs.caption)]
    parts = [table for each in pages for table in tables(each)]
    assert len(parts) > 1
    assert all(part[0] == list(plumber.beliefs.heads) for part in parts)
    assert [row for part in parts for row in part[1:]] == [list(row) for row in plumber.beliefs.rows]


def test_the_words_that_the_slides_use_are_explained_in_tables_at_their_end(deck, plumber):
    pages = [each for each in deck.slides if each.shapes.title.text_frame.text.startswith(plumber.terms.caption)]
    assert pages == list(deck.slides)[-len(pages) :]
    parts = [table for each in pages for table in tables(each)]
    assert all(part[0] == list(plumber.terms.heads) for part in parts)
    assert [row for part in parts for row in part[1:]] == [list(row) for row in plumber.terms.rows]
    assert ABOUT_EXAMPLES in words(pages[0])


def test_charts_are_native_and_hold_the_figures_of_the_app(deck, plumber):
    frames = {picture.key: picture.frame for each in plumber.slides for picture in each.pictures}

    [spend] = charts(page(deck, "What we would do"))
    by_channel = {series.name: sum(series.values) for series in spend.plots[0].series}
    assert by_channel == pytest.approx(frames["spend-by-month"].groupby("channel")["spend"].sum().to_dict())
    assert list(spend.plots[0].categories)[:2] == ["Jan 2027", "Feb 2027"]

    [worlds] = charts(page(deck, "How sure that is"))
    makes, loses = (series.values for series in worlds.plots[0].series)
    both = [loss if gain is None else gain for gain, loss in zip(makes, loses, strict=True)]
    assert both == pytest.approx(frames["twenty-worlds"]["value"].tolist())
    assert max(value for value in loses if value is not None) < 0 <= min(value for value in makes if value is not None)

    [so_far] = charts(page(deck, "When it pays back"))
    lines = {series.name: series.values for series in so_far.plots[0].series}
    assert lines["Middle"] == pytest.approx(frames["profit-so-far"]["p50"].tolist())
    assert lines["1 in 10 worlds below"] == pytest.approx(frames["profit-so-far"]["p10"].tolist())
    assert lines["1 in 10 worlds above"] == pytest.approx(frames["profit-so-far"]["p90"].tolist())

    [plans] = charts(page(deck, slide(plumber, "against").title))
    ends = {series.name: series.values[-1] for series in plans.plots[0].series}
    last = frames["profit-of-plans"].groupby("plan")["p50"].last().to_dict()
    assert ends == pytest.approx(last)


def test_money_in_charts_is_in_the_currency_of_the_scenario():
    euros = opened(story(told(replace(PLUMBER, currency="EUR"), locale="de_DE")))
    [spend] = charts(page(euros, "What we would do"))
    assert spend.value_axis.tick_labels.number_format == '#,##0"\xa0€";-#,##0"\xa0€"'


def test_whoever_presents_is_told_how_to_read_each_slide(deck, plumber):
    for part in plumber.slides:
        if part.key == "play":
            continue
        notes = page(deck, part.title).notes_slide.notes_text_frame.text
        assert part.notes in notes
        assert [picture.says for picture in part.pictures if picture.says not in notes] == []


def test_charts_tables_and_logos_are_described(deck, plumber):
    shown = [shape for each in deck.slides for shape in each.shapes]
    said = {described(shape) for shape in shown if shape.has_chart}
    assert said == {picture.says for each in plumber.slides for picture in each.pictures}
    assert all(described(shape).endswith("rows.") for shape in shown if shape.has_table)
    pictures = [described(shape) for shape in shown if hasattr(shape, "image")]
    assert pictures == ["Logo"] * len(deck.slides)


def test_every_slide_says_how_its_figures_came_about(deck, plumber):
    for each in deck.slides:
        assert [line for line in plumber.made.lines if ": ".join(line) not in words(each)] == []


def test_the_number_of_a_slide_counts_by_itself(deck):
    for each in deck.slides:
        assert each.element.xpath(".//a:fld[@type='slidenum']")


def assert_within(deck: Any) -> None:
    for each in deck.slides:
        for shape in each.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width + 10
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_table:
                assert shape.top + sum(row.height for row in shape.table.rows) <= Inches(6.95)


@pytest.mark.thorough
@pytest.mark.parametrize("stem", sorted(path.stem for path in shipped_folder().glob("*.yaml")))
def test_every_shipped_scenario_stays_within_its_slides_and_leaves_none_of_a_long_table_with_a_row_or_two(stem):
    deck = opened(shipped_story(stem))
    assert_within(deck)
    long = [each for each in deck.slides if " of " in each.shapes.title.text_frame.text]
    assert long
    assert [len(table) for each in long for table in tables(each) if len(table) < 4] == []


@pytest.mark.thorough
@pytest.mark.parametrize("name", EXTREMES)
def test_every_extreme_stays_within_its_slides(name):
    of = extreme_story(name)
    deck = opened(of)
    assert_within(deck)
    for drawn in (chart for each in deck.slides for chart in charts(each)):
        values = [value for series in drawn.plots[0].series for value in series.values if value is not None]
        assert values
        assert all(math.isfinite(value) for value in values)
    rows = [row for each in deck.slides for table in tables(each) for row in table]
    assert [row for row in of.beliefs.rows if list(row) not in rows] == []


def test_next_steps_of_many_lines_go_on_the_next_slide():
    of = story(told(with_presentation(PLUMBER, next_steps="\n".join(f"Step {number}" for number in range(120)))))
    deck = opened(of)
    pages = [each for each in deck.slides if each.shapes.title.text_frame.text.startswith("Next steps")]
    found = "\n".join(words(each) for each in pages)
    assert len(pages) > 1
    assert re.findall(r"Step \d+", found) == [f"Step {number}" for number in range(120)]
    assert_within(deck)


def test_names_are_written_letter_by_letter_whatever_they_are():
    names = (*HOSTILE.values(), *TAKEN, *FORMULAS, "a\x00b", "bell \x07", "\ufffe end")
    scenario = with_presentation(beliefs(called(*names)), next_steps="half \ud800 a character")
    deck = opened(story(told(scenario)))
    assert "half  a character" in words(page(deck, "Next steps"))
    cells = {row[0] for each in deck.slides for table in tables(each) for row in table}
    assert [name for name in names if UNWRITABLE.sub("", name) not in cells] == []
    [spend] = charts(page(deck, "What we would do"))
    assert spend.plots[0].series[0].name == HOSTILE["path upwards"]


def test_no_name_runs_as_a_formula_in_the_figures_behind_a_chart():
    written = as_pptx(story(told(beliefs(called(*FORMULAS)))))
    with zipfile.ZipFile(io.BytesIO(written)) as package:
        workbooks = [package.read(name) for name in package.namelist() if name.endswith(".xlsx")]
    assert len(workbooks) == 4
    strings = ""
    for workbook in workbooks:
        with zipfile.ZipFile(io.BytesIO(workbook)) as sheets:
            assert "<f>" not in sheets.read("xl/worksheets/sheet1.xml").decode()
            strings += sheets.read("xl/sharedStrings.xml").decode()
    assert "=1+1" in strings
