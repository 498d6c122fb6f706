"""Exports of any platform: what is refused, what is doubted, and that nothing else happens."""

import tracemalloc
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from simulator.errors import ExportError
from simulator.imports import FIGURES, Export, NamedTable, named_table, read_export
from tests.imports.export_files import (
    ANALYTICS,
    CAMPAIGNS,
    DEALS,
    GOOGLE,
    LINKEDIN,
    META,
    MICROSOFT,
    SEPTEMBER,
    TODAY,
    by_source,
    left_out,
    notes,
    read,
    total,
)
from tests.tables.workbook_bytes import archive, workbook

ALL = [GOOGLE, ANALYTICS, META, MICROSOFT, LINKEDIN, DEALS, CAMPAIGNS]


@pytest.mark.parametrize("content", [b"", b"\xef\xbb\xbf\n\n", b"\xff\xfe", b"  \r\n"])
def test_an_empty_file_is_refused(content):
    with pytest.raises(ExportError, match=r"^export\.csv: there is nothing in this file"):
        read(content)


@pytest.mark.parametrize("text", ALL)
def test_headings_alone_are_refused_with_their_line(text):
    lines = text.splitlines()
    head = next(at for at, line in enumerate(lines) if not by_line_unknown("\n".join(lines[: at + 1])))
    with pytest.raises(ExportError, match=rf"headings in line {head + 1}, and no rows below"):
        read("\n".join(lines[: head + 1]), month=SEPTEMBER)


def by_line_unknown(text: str) -> bool:
    """Whether no headings are found in the lines so far."""
    try:
        read(text, month=SEPTEMBER)
    except ExportError as error:
        return "headings in line" not in str(error)
    return False


def test_an_unknown_file_is_told_which_are_known_and_that_it_can_be_mapped():
    with pytest.raises(
        ExportError, match=r"Google Ads, .*HubSpot campaigns\. Any other CSV file .* which of its columns"
    ):
        read("Date,Channel,Money\n2026-09-01,Radio,5\n")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (archive({"deals.csv": DEALS, "more.csv": DEALS}), "Unpack it"),
        (b"<!doctype html><html>", "a web page"),
        (b"\0\0\1\2", "no table"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(content, words):
    with pytest.raises(ExportError, match=words):
        read(content)


def test_a_workbook_is_read_like_a_file_of_text():
    rows = [
        ["Campaign report"],
        ["September 1, 2026 - September 30, 2026"],
        ["Campaign", "Currency code", "Impr.", "Clicks", "Cost", "Day"],
        ["A", "EUR", 1234, 12, 1.255, 20260914],
        ["B", "EUR", 0, 0, 0, "2026-09-15"],
        ["Total: Campaigns", "", 1234, 12, 1.255, ""],
    ]
    export = read(workbook(Cover=[["Hello"]], Report=rows))
    assert (export.platform, export.currency) == ("Google Ads", "EUR")
    assert by_source(export) == {
        "A": {"spend": 1.255, "impressions": 1234, "visits": 12},
        "B": {"spend": 0, "impressions": 0, "visits": 0},
    }


def test_a_number_of_a_workbook_keeps_its_decimals_under_headings_with_commas():
    rows = [["Kampagne", "Tag", "Impr.", "Klicks", "Kosten"], ["A", "2026-09-14", 10, "1.234", 1500.125]]
    assert by_source(read(workbook(Bericht=rows))) == {"A": {"spend": 1500.125, "impressions": 10, "visits": 1234}}


def test_a_file_without_dates_needs_a_month():
    text = "Campaign,Impr.,Clicks,Cost\nA,5,3,2.00\n"
    with pytest.raises(ExportError, match=r"no dates in it\. Say which month"):
        read(text)
    assert by_source(read(text, month=date(2026, 9, 9))) == {"A": {"spend": 2, "impressions": 5, "visits": 3}}


def test_the_days_of_the_file_count_before_the_month_stated():
    export = read(GOOGLE, month=date(2026, 10, 1))
    assert {each.month for each in export.figures} == {SEPTEMBER}
    assert "The file is about Sep 2026" in notes(export)
    assert "The file is about" not in notes(read(GOOGLE, month=SEPTEMBER))


def test_a_month_that_is_not_over_is_said():
    assert "is not over" in notes(read(GOOGLE, today=date(2026, 9, 30)))
    assert "is not over" not in notes(read(GOOGLE, today=date(2026, 10, 1)))
    assert "has not begun" in notes(read(GOOGLE, today=date(2026, 8, 31)))


def test_the_same_file_says_the_same_twice():
    assert [read(text, month=SEPTEMBER) for text in ALL] == [read(text, month=SEPTEMBER) for text in ALL]


@pytest.mark.parametrize("text", ALL)
def test_a_file_that_holds_its_export_twice_is_refused(text):
    with pytest.raises(ExportError, match="the headings of line"):
        read(text + text, month=SEPTEMBER)


def test_a_cell_that_is_no_number_takes_its_figure_with_it():
    text = "Campaign,Day,Impr.,Clicks,Cost\nA,2026-09-01,5,3,2.00\nA,2026-09-02,5,3,2.0.0\nB,2026-09-02,5,1,4.00\n"
    export = read(text)
    assert by_source(export)["A"] == {"impressions": 10, "visits": 6}
    assert by_source(export)["B"]["spend"] == 4
    assert "The spend where “2.0.0” stands: not a number" in left_out(export)


@pytest.mark.parametrize("cell", ["nan", "inf", "1e5", "1_000.5.5", "12 %"])
def test_texts_that_programs_take_for_numbers_are_none(cell):
    export = read(f"Campaign,Day,Impr.,Clicks,Cost\nA,2026-09-01,5,3,{cell}\n")
    assert by_source(export) == {"A": {"impressions": 5, "visits": 3}}


def test_a_row_that_slipped_is_refused():
    head = "Campaign,Day,Currency code,Impr.,Clicks,Cost\n"
    with pytest.raises(ExportError, match=r"the row “Shoes, red, 2026-09-01.* has more cells than there are headings"):
        read(f"{head}Shoes, red,2026-09-01,USD,1000,3,2.00\n")
    with pytest.raises(ExportError, match="“1,000” stands where the currency of a row should"):
        read(f'{head}Shoes,2026-09-01,"1,000",3,2.00,\n')
    assert read(f"{head}Shoes,2026-09-01,USD,1000,3,2.00,,,\n").currency == "USD"


@pytest.mark.parametrize(("sign", "currency"), [("US$", "USD"), ("€", "EUR"), ("GBP ", "GBP"), ("$", None)])
def test_a_sign_is_a_currency_where_it_can_be_only_one(sign, currency):
    export = read(f"Campaign,Day,Impr.,Clicks,Cost\nA,2026-09-01,5,3,{sign}50.00\n")
    assert (export.currency, total(export, "spend")) == (currency, 50)


def test_rows_without_a_date_are_left_out_and_said():
    export = read("Campaign,Day,Impr.,Clicks,Cost\nA,2026-09-01,5,3,2.00\nA,,5,3,9.00\nA,soon,5,3,9.00\n")
    assert total(export, "spend") == 2
    assert "Rows without a date: no month to count them in (2)" in left_out(export)
    with pytest.raises(ExportError, match="no row has a date that can be read"):
        read("Campaign,Day,Impr.,Clicks,Cost\nA,soon,5,3,2.00\n")


@pytest.mark.parametrize(
    ("days", "month"),
    [
        (["9/1/2026", "9/13/2026"], 9),
        (["1/9/2026", "13/9/2026"], 9),
        (["01.09.2026"], 9),
        (["Sep 1, 2026"], 9),
        (["1 September 2026"], 9),
        (["2026-09-01 23:59"], 9),
    ],
)
def test_days_are_read_in_every_usual_form(days, month):
    rows = "".join(f'A,"{day}",5,3,2.00\n' for day in days)
    export = read(f"Campaign,Day,Impr.,Clicks,Cost\n{rows}")
    assert {each.month for each in export.figures} == {date(2026, month, 1)}
    assert "month first" not in notes(export)


def test_days_that_could_be_others_are_doubted():
    export = read("Campaign,Day,Impr.,Clicks,Cost\nA,9/3/2026,5,3,2.00\n")
    assert {each.month for each in export.figures} == {SEPTEMBER}
    assert "Dates such as 9/3/2026 were read with the month first" in notes(export)


def test_a_line_separator_of_unicode_ends_no_row():
    export = read("Campaign,Day,Impr.,Clicks,Cost\nA\u2028B\x0cC,2026-09-01,5,3,2.00\n")
    assert by_source(export) == {"A\u2028B\x0cC": {"spend": 2, "impressions": 5, "visits": 3}}


@pytest.mark.thorough
def test_rows_take_so_little_memory_that_a_hundred_thousand_of_them_fit_into_300_megabytes():
    """A quarter of them tells: what is held grows with the rows."""
    count = 25_000
    row = 'Enabled,"Campaign {0} ✓",10.00,Daily,Eligible,Search,"{1:,}",{2},{3},{4:.2f}%,USD,'
    row += "0.09,0.5,{5}.25,0.24%,2,2026-{6:02d}-{7:02d}\n"
    rows = "".join(
        row.format(n % 50, n + 1000, n % 97, n % 91, n / 100, n % 1000, n % 9 + 1, n % 28 + 1) for n in range(count)
    )
    head = (
        "Campaign status,Campaign,Budget,Budget type,Status,Campaign type,Impr.,Interactions,Clicks,CTR,Currency code,"
        "Avg. cost,Avg. CPC,Cost,Conv. rate,Conversions,Day\n"
    )
    content = f"Campaign report\nAll time\n{head}{rows}".encode()
    tracemalloc.start()
    try:
        export = read(content)
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < count / 100_000 * 300e6
    assert total(export, "impressions") == sum(range(1_000, 1_000 + count))
    assert len(export.figures) == 450


def is_sound(export: Export) -> bool:
    return all(
        each.month.day == 1
        and each.figures
        and all(key in FIGURES and abs(number) < 1e45 for key, number in each.figures.items())
        for each in export.figures
    )


def read_or_refused(content: bytes) -> None:
    try:
        export = read_export("any.csv", content, today=TODAY, month=SEPTEMBER)
    except ExportError as error:
        said = str(error)
    else:
        said = "any.csv: " if is_sound(export) else "unsound"
    assert said.startswith("any.csv: ")


@given(st.binary(max_size=300))
@example(b"\xd8\x00\xff\xfe")
@example(b"\xff\xfe\x00\xd8")
@example(b"PK\x03\x04")
def test_any_bytes_are_read_or_refused(content):
    read_or_refused(content)


@settings(max_examples=300)
@given(
    text=st.sampled_from(ALL),
    at=st.floats(0, 1),
    length=st.integers(0, 40),
    put=st.one_of(
        st.text(max_size=12),
        st.sampled_from(
            [*",;\t\n\r\"'#-", "\n\n", '""', " --", "0001-01-01", "9999-12-31", "1e400", "9" * 50, "(", "€5"]
        ),
    ),
    encoding=st.sampled_from(["utf-8", "utf-16", "utf-8-sig"]),
)
def test_damaged_exports_are_read_or_refused(text, at, length, put, encoding):
    place = int(at * len(text))
    read_or_refused((text[:place] + put + text[place + length :]).encode(encoding, "replace"))
    read_or_refused((text[:place] + put + text[place + length :]).encode(encoding, "replace")[: place + 50])


CELLS = st.one_of(
    st.text(max_size=8),
    st.floats(allow_nan=False, allow_infinity=False).map(lambda number: f"{number:.2f}"),
    st.dates().map(str),
    st.sampled_from(
        ["Total", "", " --", "1,234.5", "1.234,5", "12/31/9999", "2026-09-01", "Q3 2026", "mixed", "$5", "€5", "%"]
    ),
)


@given(
    head=st.sampled_from([line for text in ALL for line in text.splitlines() if line.count(",") > 4]),
    rows=st.lists(st.lists(CELLS, max_size=12), max_size=6),
)
def test_any_cells_below_known_headings_are_read_or_refused(head, rows):
    body = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    read_or_refused(f"{head}\n{body}".encode("utf-8", "replace"))


OWN = "Wann,Wo,Kosten,Notiz\n2026-09-01,Radio,5,a\n"
COSTS = {"day": "Wann", "source": "Wo", "spend": "Kosten"}


def read_remembering(text: str, *remembered: dict[str, str], month: date | None = None) -> Export:
    return read_export("own.csv", text.encode(), today=TODAY, month=month, remembered=remembered)


def test_a_table_is_read_by_the_headings_that_are_remembered():
    export = read_remembering(OWN, {"spend": "Ausgaben"}, COSTS)
    assert by_source(export) == {"Radio": {"spend": 5}}
    assert export.table == NamedTable(COSTS, ("Wann", "Wo", "Kosten", "Notiz"))
    with pytest.raises(ExportError, match="it is not one of the exports that are known here"):
        read_remembering(OWN, {**COSTS, "leads": "Anfragen"})


def test_a_platform_is_known_before_what_is_remembered_and_what_is_stated_counts_before_it():
    google = read_remembering(GOOGLE, {"source": "Campaign", "leads": "Clicks"})
    assert (google.platform, google.table) == ("Google Ads", None)
    stated = read_export(
        "own.csv", OWN.encode(), today=TODAY, columns={"leads": "Kosten"} | {"day": "Wann"}, remembered=[COSTS]
    )
    assert total(stated, "leads") == 5


def test_a_remembered_table_is_known_though_its_month_is_not_yet():
    text, columns = "Wo,Kosten\nRadio,5\n", {"source": "Wo", "spend": "Kosten"}
    with pytest.raises(ExportError, match="Say which month"):
        read_remembering(text, columns)
    assert named_table(text.encode(), [columns]) == NamedTable(columns, ("Wo", "Kosten"))
    assert total(read_remembering(text, columns, month=SEPTEMBER), "spend") == 5
    assert named_table(b"%PDF-1.7", [columns]) is named_table(GOOGLE.encode(), [columns]) is None


@pytest.mark.parametrize("heading", ["* Cost", "***", "C" * 101])
def test_a_heading_that_nothing_can_be_told_by_is_that_of_no_table(heading):
    with pytest.raises(ExportError, match="no row of it has the heading"):
        read_export("own.csv", f"Wann,,{heading}\n2026-09-01,5,6\n".encode(), today=TODAY, columns={"spend": heading})
