"""Google Analytics 4: remarks above, channel groups of one's own, totals, several tables in a file."""

from datetime import date

import pytest

from simulator.errors import ExportError
from tests.imports.export_files import ANALYTICS, SEPTEMBER, by_source, left_out, notes, read

FIGURES = {
    "Direct": {"visits": 1500, "leads": 12, "revenue": 0},
    "Organic Search": {"visits": 1000, "leads": 25, "revenue": 0},
    "Paid Search": {"visits": 400, "leads": 8, "revenue": 0},
}


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_sessions_are_read_by_channel_group(line_end):
    export = read(ANALYTICS.replace("\n", line_end))
    assert (export.platform, export.currency) == ("Google Analytics 4", None)
    assert by_source(export) == FIGURES


def test_the_first_column_is_the_source_whatever_its_name():
    text = ANALYTICS.replace("Session primary channel group (Default Channel Group),", "Our channels,")
    assert by_source(read(text)) == FIGURES


@pytest.mark.parametrize(
    "total", ["Grand total,2300,2900,1770,0.61,45,0.0155,0\n", ",2300,2900,1770,0.61,45,0.0155,0\n"]
)
def test_a_total_is_left_out_wherever_it_stands(total):
    head, below = ANALYTICS.split("Total revenue\n")
    for text in (
        ANALYTICS + total,
        head + "Total revenue\n" + total + below,
        ANALYTICS + total.strip() + ",Grand total\n\n",
    ):
        assert by_source(read(text)) == FIGURES
        assert "add up" not in notes(read(text))


def test_of_several_tables_that_with_channel_groups_is_read():
    others = ANALYTICS.split("Session primary")[0]
    text = f"{others}Country,Users,Sessions\nFrance,5,7\n\n{ANALYTICS}\n{others}Nth day,Users\n0000,3\n0001,4\n"
    export = read(text)
    assert by_source(export) == FIGURES
    assert "What stands below the table" in left_out(export)


def test_a_file_that_a_spreadsheet_saved_again_is_read():
    lines = ANALYTICS.splitlines()
    saved = "\n".join([line + ",,,,,,," if line.startswith("#") else line for line in lines])
    export = read(f"{saved}\n,,,,,,,\nNote: made by hand,,,,,,,\n")
    assert by_source(export) == FIGURES
    assert "What stands below the table: another table, or remarks (1)" in left_out(export)


def test_a_comparison_is_counted_in_the_month_of_each_row():
    text = (
        "# Start date: 20260901\n# End date: 20260930\nSession channel group,Date range,Sessions,Engaged sessions\n"
        'Direct,"Sep 1, 2026 - Sep 30, 2026",10,5\nDirect,"Aug 1, 2026 - Aug 31, 2026",7,5\n'
    )
    export = read(text)
    assert [(each.month, each.figures["visits"]) for each in export.figures] == [(SEPTEMBER, 10), (date(2026, 8, 1), 7)]


@pytest.mark.parametrize(("heading", "value"), [("Date", "20260914"), ("Month", "202609")])
def test_a_dimension_of_time_is_no_source(heading, value):
    dates = "# Start date: 20260701\n# End date: 20260930\n"
    text = f"{dates}{heading},Channels,Sessions,Engaged sessions\n{value},Ours,9,4\n"
    assert by_source(read(text)) == {"Ours": {"visits": 9}}


def test_a_quarter_without_months_is_refused():
    with pytest.raises(ExportError, match="how much fell into each month is not in the file"):
        read(ANALYTICS.replace("20260901", "20260701"))


def test_key_events_of_a_shop_are_no_leads():
    export = read(ANALYTICS.replace("0.025,0\n", "0.025,1234.5\n"))
    assert by_source(export)["Organic Search"] == {"visits": 1000, "revenue": 1234.5}
    assert "Key events: sales were recorded" in left_out(export)


def test_a_french_report_is_read():
    text = (
        "# Acquisition de trafic\n# Date de début: 20260901\n# Date de fin: 20260930\n"
        "Groupe de canaux par défaut de la session,Utilisateurs,Sessions,Conversions,Revenu total\nDirect,5,7,1,0\n"
    )
    assert by_source(read(text)) == {"Direct": {"visits": 7, "leads": 1, "revenue": 0}}
