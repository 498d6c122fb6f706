"""Files: tables are read whatever program wrote them, and what is none is called by its name."""

import tracemalloc
from datetime import date

import pytest

from simulator.tables.budgets import Place, amounts_of, budget_of
from simulator.tables.cells import UnreadableTableError
from simulator.tables.workbooks import LARGEST_FILE, sheets_of
from tests.tables.workbook_bytes import archive, with_sheet, workbook

PLACE = Place(channels=("Google Ads", "Ünter"), start=date(2027, 1, 1), horizon=12)
TABLE = "Channel{0}Jan{0}Feb\nGoogle Ads{0}1500{0}2000\nÜnter{0}7{0}8\n"
EXPECTED = {"Google Ads": {0: 1500.0, 1: 2000.0}, "Ünter": {0: 7.0, 1: 8.0}}


def amounts(content: bytes) -> dict[str, dict[int, float]]:
    return amounts_of(budget_of(sheets_of(content)[0].rows, PLACE))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_separated_values_are_read_in_every_usual_form(encoding, delimiter):
    assert amounts(TABLE.format(delimiter).encode(encoding)) == EXPECTED


def test_a_german_file_keeps_its_decimal_commas():
    content = "Kanal;Jan;Feb\nGoogle Ads;1.500,00;2.000,50\n".encode("cp1252")
    assert amounts(content) == {"Google Ads": {0: 1500.0, 1: 2000.5}}


def test_the_sheets_of_a_workbook_are_read_with_their_names():
    content = workbook(Notes=[["hello"]], Budget=[["", "Jan", "Feb"], ["Google Ads", 1500, 2000], ["Ünter", 7, 8]])
    sheets = sheets_of(content)
    assert [sheet.name for sheet in sheets] == ["Notes", "Budget"]
    assert amounts_of(budget_of(sheets[1].rows, PLACE)) == EXPECTED


def test_a_number_of_a_workbook_is_no_thousand_whatever_its_digits():
    content = workbook(Budget=[["", "Jan", "Feb"], ["Google Ads", 1.255, 1500.125]])
    assert amounts(content) == {"Google Ads": {0: 1.25, 1: 1500.12}}


def test_years_that_are_numbers_are_headings():
    assert amounts(workbook(Budget=[["Channel", 2027], ["Google Ads", 1200]])) == {
        "Google Ads": dict.fromkeys(range(12), 100.0)
    }


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n", "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "older Excel"),
        (archive({"word/document.xml": "<a/>"}), "a Word document"),
        (archive({"ppt/presentation.xml": "<a/>"}), "a presentation"),
        (archive({"content.xml": "<a/>"}), "an OpenDocument file"),
        (archive({"readme.txt": "hello"}), "an archive"),
        (b"PK\x03\x04 damaged", "damaged"),
        (b"format: 1\nname: Ridge\n", "a scenario of funnelcast"),
        (b"<!DOCTYPE html><html>", "a web page"),
        (b'{"a": 1}', "JSON"),
        (b"Campaign,Impressions,Clicks,Cost\nSpring,100,5,20\n", "advertising platform"),
        (b"\x00\x01\x02\x00", "no table"),
        (b"", "nothing in this file"),
        (b"x" * (LARGEST_FILE + 1), "too large"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(content, words):
    with pytest.raises(UnreadableTableError, match=words):
        sheets_of(content)


def test_a_small_file_that_unpacks_to_a_huge_one_is_not_unpacked():
    bomb = archive({"xl/workbook.xml": "<a/>", "xl/worksheets/sheet1.xml": " " * 40_000_000})
    assert len(bomb) < 100_000
    with pytest.raises(UnreadableTableError, match="too large"):
        sheets_of(bomb)


def test_a_workbook_of_very_many_parts_is_refused_before_it_is_opened():
    many = archive({"xl/workbook.xml": "<a/>"} | {f"xl/{number}": "" for number in range(15_000)})
    assert len(many) < LARGEST_FILE
    tracemalloc.start()
    with pytest.raises(UnreadableTableError, match="too large"):
        sheets_of(many)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(many)


def test_a_sheet_with_one_cell_far_away_is_measured_before_it_is_read():
    far = with_sheet('<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    with pytest.raises(UnreadableTableError, match="cells"):
        sheets_of(far)
