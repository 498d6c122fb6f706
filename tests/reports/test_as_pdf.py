"""The report read back: its words, its tags, its pages."""

import base64
import contextlib
import io
import math
import re
import struct
import zlib
from dataclasses import replace
from typing import Any

import pypdf
import pypdfium2
import pytest

from simulator.analyses.allocation.beside import divided_again
from simulator.analyses.allocation.best import best_allocation
from simulator.edits.spend import slider_spend, with_split
from simulator.engine.sampling import DEFAULT_SEED
from simulator.library.folder import shipped_folder
from simulator.reports.appendix import NOWHERE
from simulator.reports.as_pdf import UNSHOWN, as_pdf
from simulator.scenario.limits import Limits
from simulator.story import Story, story
from simulator.story.terms import ABOUT_EXAMPLES
from tests.examples import PLUMBER
from tests.hostile_names import HOSTILE
from tests.plain import beliefs
from tests.told import (
    EXTREMES,
    FORMULAS,
    TAKEN,
    TYPESETTING,
    called,
    extreme_story,
    in_regions,
    shipped_story,
    told,
    with_presentation,
)

pytestmark = pytest.mark.usefixtures("charts_once")


def opened(of: Story, paper: Any = "us-letter") -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(as_pdf(of, paper=paper)))


def pages_of(document: pypdf.PdfReader) -> list[str]:
    """The words of each page, without the spaces and breaks of lines that depend on the layout."""
    with contextlib.closing(pypdfium2.PdfDocument(document.stream)) as read:
        return [squeezed(page.get_textpage().get_text_range()) for page in read]


def text(document: pypdf.PdfReader) -> str:
    """All words, one page after the other."""
    return "".join(pages_of(document))


def squeezed(words: str) -> str:
    return re.sub(r"[\s\u200b\u00ad]", "", words)


def tags(document: pypdf.PdfReader) -> list[tuple[str, str]]:
    """The kind of every element of the document's structure, and its alternative text."""
    found: list[tuple[str, str]] = []

    def walk(element: Any) -> None:
        element = element.get_object()
        if isinstance(element, list):
            for each in element:
                walk(each)
        elif isinstance(element, dict):
            if "/S" in element:
                found.append((element["/S"], element.get("/Alt", "")))
            if "/K" in element:
                walk(element["/K"])

    walk(document.root_object["/StructTreeRoot"])
    return found


def png(width: int, height: int) -> str:
    """A green picture, in base64."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = zlib.compress((b"\0" + b"\x1f\x6f\x54" * width) * height)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return base64.b64encode(whole).decode()


@pytest.fixture(scope="module")
def plumber() -> Story:
    shown = with_presentation(PLUMBER, next_steps="Call the printer\nStart in May", logo=png(40, 10), colour="#ffee00")
    return story(told(replace(shown, client="Ridge & Sons")))


@pytest.fixture(scope="module")
def report(plumber, charts_once) -> pypdf.PdfReader:
    return opened(plumber)


def test_the_document_is_tagged_in_a_language_and_says_which_standard_it_keeps(report, plumber):
    root = report.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en"
    assert report.metadata.title == plumber.title
    assert report.metadata.author == "Ridge & Sons"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_every_picture_has_its_words(report, plumber):
    said = {alt for kind, alt in tags(report) if kind == "/Figure"}
    assert said >= {picture.says for slide in plumber.slides for picture in slide.pictures} | {"Logo"}
    assert "" not in said


def test_headings_and_tables_are_marked_as_such(report):
    kinds = [kind for kind, _ in tags(report)]
    assert kinds.count("/H1") == 1
    assert kinds.index("/H1") < kinds.index("/H2")
    assert kinds.count("/Table") == 4
    assert kinds.count("/TH") > 0


def test_the_answer_and_its_figures_come_first(report, plumber):
    first = pages_of(report)[0]
    by_key = {slide.key: slide for slide in plumber.slides}
    answer, figures = squeezed(by_key["title"].lead), [squeezed(tile.middle) for tile in by_key["returns"].tiles]
    places = [first.index(each) for each in (answer, *figures, squeezed(by_key["spend"].lead))]
    assert places == sorted(places)


def test_all_words_of_the_story_are_there_but_for_what_only_a_screen_can_do(report, plumber):
    found = text(report)
    for slide in plumber.slides:
        if slide.key == "play":
            assert squeezed(slide.lead) not in found
            continue
        parts = [slide.title, slide.lead, *slide.sentences]
        parts += [each for tile in slide.tiles for each in (tile.label, tile.middle, tile.range)]
        parts += [each for point in slide.points for each in (point.title, point.text)]
        parts += [picture.reading for picture in slide.pictures]
        if slide.table:
            parts += [cell for row in (slide.table.heads, *slide.table.rows) for cell in row]
        assert [part for part in parts if squeezed(part) not in found] == []


def numbers_not_found(of: Story, document: pypdf.PdfReader) -> list[tuple[str, ...]]:
    """Numbers of the appendix without their range, their middle, or the number of their source or its line."""
    found = text(document)
    missing = []
    for each in of.numbers:
        figures = rf"{re.escape(squeezed(each.name + each.between))},?{re.escape(squeezed(each.middle))}\[?"
        line = squeezed(each.source.removeprefix("Source: "))
        mark = NOWHERE.get(each.source) or r"(\d+)"
        marks = re.findall(figures + mark, found)
        lines = [number for number in marks if each.source in NOWHERE or f"{number}.{line}" in found]
        missing += [] if lines else [each.row]
    return missing


def test_every_number_behind_it_has_its_range_and_source(report, plumber):
    assert numbers_not_found(plumber, report) == []


def test_numbers_stand_under_their_channel(report):
    found = text(report)
    places = [found.rindex(name) for name in ("GoogleAdssearchVisits", "LocalSEOVisits", "TrucksignsEffect")]
    assert places == sorted(places)
    assert found.rindex("ThebusinessasawholeAveragesale") > places[-1]


def test_the_words_that_the_report_uses_are_explained_with_formula_and_example(report, plumber):
    found = text(report)
    assert "Costpernewcustomer(CAC)" in found
    parts = [cell for row in plumber.terms.rows for cell in row]
    assert [part for part in parts if squeezed(part) not in found] == []
    assert squeezed(ABOUT_EXAMPLES) in found


def test_every_page_says_how_its_figures_came_about_and_which_of_how_many_it_is(report, plumber):
    for number, found in enumerate(pages_of(report), start=1):
        assert [line for line in plumber.made.lines if squeezed(": ".join(line)) not in found] == []
        assert f"Page{number}of{len(report.pages)}" in found


def test_the_paper_is_the_one_that_was_asked_for(plumber, report):
    assert [round(float(side)) for side in report.pages[0].mediabox[2:]] == [612, 792]
    assert [round(float(side)) for side in opened(plumber, "a4").pages[0].mediabox[2:]] == [595, 842]


def test_the_same_story_is_the_same_file_to_the_last_byte(plumber, report, charts_once):
    charts_once.clear()
    assert as_pdf(plumber, paper="us-letter") == report.stream.getvalue()


@pytest.mark.thorough
@pytest.mark.parametrize("stem", sorted(path.stem for path in shipped_folder().glob("*.yaml")))
def test_every_shipped_scenario_takes_two_to_six_pages_with_every_short_table_on_one(stem):
    of = shipped_story(stem)
    tables = [slide.table for slide in of.slides if slide.table and len(slide.table.rows) <= 10]
    assert tables
    for paper in ("a4", "us-letter"):
        document = opened(of, paper)
        assert 2 <= len(document.pages) <= 6, paper
        found = text(document)
        for table in tables:
            rows = squeezed("".join(cell for row in (table.heads, *table.rows) for cell in row))
            assert rows in found


@pytest.mark.thorough
@pytest.mark.parametrize("name", EXTREMES)
def test_every_extreme_takes_two_to_six_pages(name):
    document = opened(extreme_story(name), "a4")
    assert 2 <= len(document.pages) <= 6
    assert "Appendix:everynumberbehindtheplan" in text(document)


def test_a_table_that_goes_on_has_its_heads_on_every_page():
    document = opened(story(told(beliefs(EXTREMES["forty channels"]))))
    pages = pages_of(document)
    appendix = [page for page in pages if page.count("Costperlead$20to$50$30none") > 1]
    assert len(appendix) > 1
    assert [page for page in appendix if "Halfthetimebelow" not in page] == []


@pytest.mark.thorough
def test_forty_channels_with_all_their_sources_take_at_most_six_pages_to_be_read_and_nothing_is_lost(report):
    forty = story(told(in_regions(PLUMBER, 40)))
    assert len(forty.numbers) > 160
    for paper in ("a4", "us-letter"):
        document = opened(forty, paper)
        assert len(document.pages) <= 6
        assert numbers_not_found(forty, document) == []
        assert_readable(document)
        assert_tables_are_whole(forty, document)
    assert_readable(report)


@pytest.mark.thorough
def test_the_reasons_for_a_split_of_forty_channels_take_no_page_more_than_six():
    free = replace(PLUMBER, horizon_months=6, business=replace(PLUMBER.business, new_customers_per_month_at_most=None))
    bare, today = in_regions(free, 40), PLUMBER.plans[0].name
    budget = sum(slider_spend(bare, bare.plan(today)).values())
    scenario = replace(bare, limits=Limits(step=200.0))
    found = best_allocation(scenario, budget=budget, plan=today, limits=scenario.limits, draws=64)
    scenario = with_split(scenario, today, found.spend, "Best", "", found.recorded)
    why = divided_again(scenario, "Best", today, 64, DEFAULT_SEED)
    assert why is not None
    document = opened(story(replace(told(scenario, "Best", today), divided=why)), "us-letter")
    assert len(document.pages) <= 6
    assert "Whythissplit" in text(document)


def assert_readable(document: pypdf.PdfReader) -> None:
    """No letter is too small to be read."""
    with contextlib.closing(pypdfium2.PdfDocument(document.stream)) as read:
        sizes = [size for page in read for size in letter_sizes(page.get_textpage())]
    assert len(sizes) > 2_000
    assert min(sizes) >= 7.5 - 0.01


def letter_sizes(words: Any) -> list[float]:
    """The size of each letter of a page [points], those within charts as they are drawn."""
    sizes, matrix = [], pypdfium2.raw.FS_MATRIX()
    for place in range(words.count_chars()):
        if chr(pypdfium2.raw.FPDFText_GetUnicode(words, place)).strip():
            assert pypdfium2.raw.FPDFText_GetMatrix(words, place, matrix)
            sizes.append(pypdfium2.raw.FPDFText_GetFontSize(words, place) * math.hypot(matrix.a, matrix.b))
    return sizes


# Forty of them are looked at above.
@pytest.mark.thorough
@pytest.mark.parametrize("count", [1, 5, 9, 14, 34])
def test_no_total_stands_alone_on_a_page_and_what_is_said_of_a_table_is_where_it_begins(count):
    of = story(told(in_regions(PLUMBER, count)))
    for paper in ("a4", "us-letter"):
        assert_tables_are_whole(of, opened(of, paper))


def assert_tables_are_whole(of: Story, document: pypdf.PdfReader) -> None:
    """No total stands alone on a page, and what is said of a table is where it begins."""
    alone = [
        squeezed(f"{head}{total}") for head, total in (("Profit after marketing", "Total"), ("“Today”", "Altogether"))
    ]
    pages = pages_of(document)
    assert sum("Total$" in page for page in pages) == 1
    assert [words for page in pages for words in alone if words in page] == []
    for part in (each for each in of.slides if each.table and each.sentences):
        begins = squeezed("".join((*part.sentences, *part.table.heads)))
        assert [page for page in pages if begins in page]


def test_names_are_written_letter_by_letter():
    names = (*TAKEN, *FORMULAS, *TYPESETTING, "<script>alert(1)</script>", "x" * 100, "../../x")
    found = text(opened(story(told(beliefs(called(*names))))))
    # At least among the channels of the budget, of what they bring, and of the numbers behind it.
    assert [name for name in names if found.count(squeezed(name)) < 3] == []


def test_no_name_keeps_the_report_from_being_made_and_what_no_font_has_is_a_box():
    names = (*HOSTILE.values(), "a\x00b\x07c", "\U000f0000 private")
    steps = with_presentation(beliefs(called(*names)), next_steps="half \ud800 a character")
    found = text(opened(story(told(steps))))
    assert f"{UNSHOWN}private" in found
    assert "halfacharacter" in found
    assert "abc" in found
    # Letters stay where what stands on them cannot be shown.
    assert re.search("Z[^a-z]*A[^a-z]*L[^a-z]*Costperlead", found)


def test_a_story_of_one_part_still_has_its_appendix():
    document = opened(story(told(with_presentation(PLUMBER, sections=("next_steps",), next_steps="Rest"))))
    assert 2 <= len(document.pages) <= 3
