"""Google Ads: five totals, numbers of every form, rates that are not per click."""

import csv
from datetime import date

import pytest

from simulator.errors import ExportError
from tests.imports.export_files import GOOGLE, SEPTEMBER, by_source, left_out, notes, read, total


def test_figures_are_read_by_campaign():
    export = read(GOOGLE)
    assert (export.platform, export.currency) == ("Google Ads", "USD")
    assert by_source(export) == {
        'Shoes, "new" (<2025)': {"spend": 1500.5, "impressions": 1795836, "visits": 2000, "leads": 40},
        "Everything": {"spend": 11389.41, "impressions": 120475, "visits": 4687, "leads": 1295.8},
        "Old": {"spend": 0, "impressions": 0, "visits": 0, "leads": 0},
    }


def test_totals_at_the_end_are_left_out_and_agree():
    export = read(GOOGLE)
    assert total(export, "spend") == pytest.approx(12889.91)
    assert "sums of the other rows (5)" in left_out(export)
    assert "add up" not in notes(export)


def test_a_total_that_the_rows_do_not_add_up_to_is_said():
    found = notes(read("\n".join(line for line in GOOGLE.splitlines() if not line.startswith("Enabled,Everything"))))
    assert "The rows add up to spend of 1,500.5, while the file states 12,889.91" in found


def test_a_total_of_the_account_alone_is_compared():
    without = "\n".join(line for line in GOOGLE.splitlines() if not line.startswith("Total: Campaigns"))
    found = notes(read(without))
    assert "The rows add up to spend of 12,889.91, while the file states 12,900" in found


def test_the_excel_download_is_read_alike():
    # It is in UTF-16 with tabs, under the same ending.
    rows = GOOGLE.splitlines()
    tabbed = "\n".join([*rows[:2], *("\t".join(_cells(row)) for row in rows[2:])])
    assert by_source(read(tabbed.encode("utf-16"))) == by_source(read(GOOGLE))


def _cells(row: str) -> list[str]:
    return ['"' + cell.replace('"', '""') + '"' for cell in next(csv.reader([row]))]


def test_rates_are_left_out_with_their_reason():
    # Performance Max: 1,295.8 of 120,475 interactions are 1.08 %, and of 4,687 visits 27.6 %.
    assert "CTR, Avg. cost, Conv. rate: rates and averages, which are worked out from sums (3)" in left_out(
        read(GOOGLE)
    )
    everything = by_source(read(GOOGLE))["Everything"]
    assert everything["leads"] / everything["visits"] == pytest.approx(0.27647, abs=1e-5)


def test_a_column_without_a_value_is_no_figure():
    text = (
        "Campaign report\n1 September 2026 - 30 September 2026\nCampaign,Impr.,Clicks,Cost,Conversions\n"
        "A,100, --,5.00, --\nB,100,3,5.00,\n"
    )
    assert by_source(read(text)) == {
        "A": {"spend": 5, "impressions": 100},
        "B": {"spend": 5, "impressions": 100, "visits": 3},
    }


def test_rows_by_day_and_by_month_are_counted_in_their_months():
    head = "Campaign report\nAll time\nCampaign,{},Impr.,Clicks,Cost\n"
    days = (
        head.format("Day")
        + "A,2026-08-31,1,1,2.00\nA,2026-09-01,1,1,3.00\nB,2026-09-30,1,1,7.00\nA,2026-09-02,1,1,4.00\n"
    )
    months = head.format("Month") + "A,2026-08-01,1,1,2.00\nA,September 2026,1,1,7.00\nB,202609,1,1,7.00\n"
    for export in (read(days), read(months)):
        assert [(each.source, each.month, each.figures["spend"]) for each in export.figures] == [
            ("A", date(2026, 8, 1), 2),
            ("A", SEPTEMBER, 7),
            ("B", SEPTEMBER, 7),
        ]


@pytest.mark.parametrize("period", ["27 January 2026 - 23 February 2026", '"July 8, 2025 - September 30, 2025"'])
def test_sums_over_several_months_are_refused(period):
    with pytest.raises(ExportError, match=r"how much fell into each month is not in the file.*Segment, Time, Month"):
        read(GOOGLE.replace('"September 1, 2026 - September 30, 2026"', period))


def test_all_time_is_refused_whatever_month_is_stated():
    with pytest.raises(ExportError, match="about all time"):
        read(GOOGLE.replace('"September 1, 2026 - September 30, 2026"', "All time"), month=SEPTEMBER)


def test_part_of_a_month_is_said():
    found = read(GOOGLE.replace("September 1, 2026 -", "September 8, 2026 -"))
    assert by_source(found) == by_source(read(GOOGLE))
    assert "not the whole of its months" in notes(found)


def test_two_currencies_are_refused():
    with pytest.raises(ExportError, match=r"several currencies there \(EUR, USD\)"):
        read(GOOGLE.replace("1.16%,USD,0.75,1500.50,2.00%,40.00,<", "1.16%,EUR,0.75,1500.50,2.00%,40.00,<"))


def test_conversions_stand_as_leads_with_a_doubt():
    assert "Leads are the conversions of Google Ads" in notes(read(GOOGLE))


def test_a_campaign_whose_name_begins_like_a_total_is_none():
    text = (
        "Campaign report\n1 September 2026 - 30 September 2026\nCampaign status,Campaign,Impr.,Clicks,Cost\n"
        "Enabled,Total care,1,1,5.00\nEnabled,Total: spring,1,1,6.00\n"
    )
    assert {source: each["spend"] for source, each in by_source(read(text)).items()} == {
        "Total care": 5,
        "Total: spring": 6,
    }


def test_millionths_of_the_older_reports_are_money():
    text = (
        '"CAMPAIGN_PERFORMANCE_REPORT (Sep 1, 2026-Sep 30, 2026)"\nCampaign,Cost,Impressions,Clicks\n'
        "A,1110000,10,2\nB,2000000,5,1\nTotal,3110000,15,3\n"
    )
    export = read(text)
    assert {source: each["spend"] for source, each in by_source(export).items()} == {"A": 1.11, "B": 2.0}
    assert "add up" not in notes(export)


@pytest.mark.parametrize(
    ("head", "period"),
    [
        ("Kampagne;Tag;Währungscode;Impr.;Klicks;Kosten;Conversions", "01.09.2026"),
        ("Campagne;Jour;Code de devise;Impr.;Clics;Coût;Conversions", "1 septembre 2026"),
        ("Campaña;Día;Código de moneda;Impr.;Clics;Coste;Conversiones", "1 de septiembre de 2026"),
    ],
)
def test_headings_in_other_languages_are_known_with_their_decimal_commas(head, period):
    export = read(f"{head}\nA;{period};EUR;1.234;12;1.500;2,50\n")
    assert export.currency == "EUR"
    assert by_source(export) == {"A": {"spend": 1500, "impressions": 1234, "visits": 12, "leads": 2.5}}
