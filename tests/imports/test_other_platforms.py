"""Microsoft Advertising, LinkedIn and HubSpot."""

from datetime import date

import pytest

from simulator.errors import ExportError
from tests.imports.export_files import (
    CAMPAIGNS,
    DEALS,
    LINKEDIN,
    MICROSOFT,
    SEPTEMBER,
    by_source,
    left_out,
    notes,
    read,
)

# -- Microsoft Advertising -----------------------------------------------------------------------------------------


def test_microsoft_is_read_between_its_preamble_and_its_rights():
    export = read(MICROSOFT)
    assert export.platform == "Microsoft Advertising"
    assert by_source(export) == {
        "Brand": {"spend": 34.5, "impressions": 2600, "visits": 69, "leads": 2},
        "Generic": {"spend": 12, "impressions": 400, "visits": 10, "leads": 1},
    }
    assert "Revenue: a value that the account gives to conversions" in left_out(export)
    assert "below the table" not in left_out(export)


def test_microsoft_is_read_without_preamble_and_footer():
    bare = "\n".join(MICROSOFT.splitlines()[9:13])
    assert by_source(read(bare)) == by_source(read(MICROSOFT))


def test_rows_that_are_missing_are_said():
    assert "The file says that it has 5 rows, and holds 3 rows" in notes(read(MICROSOFT.replace("Rows: 3", "Rows: 5")))
    assert "Export it again" not in notes(read(MICROSOFT))


def test_incomplete_data_are_said():
    assert "may be incomplete" in notes(read(MICROSOFT.replace("Data: false", "Data: true")))
    assert "may be incomplete" not in notes(read(MICROSOFT))


def test_the_days_of_a_summary_are_those_of_its_preamble():
    text = (
        "Report Name: Summary\nReport Time: 9/1/2026,9/30/2026\nReport Aggregation: Summary\n\n"
        "CampaignId\tCampaignName\tImpressions\tClicks\tSpend\n[1]\tA\t100\t5\t7.50\n"
    )
    assert by_source(read(text)) == {"A": {"spend": 7.5, "impressions": 100, "visits": 5}}
    with pytest.raises(ExportError, match="how much fell into each month"):
        read(text.replace("9/30", "10/30"))


def test_weeks_that_belong_to_two_months_are_refused():
    weekly = MICROSOFT.replace("Aggregation: Daily", "Aggregation: Weekly")
    by_week = weekly.replace("2026-09-14", "2026-09-21").replace("2026-09-15", "2026-09-28")
    with pytest.raises(ExportError, match="how much fell into each month"):
        read(by_week)


def test_a_total_of_microsoft_is_left_out():
    total = '"Total","","","3,000","79","","","46.50","3","1,000.00"\n'
    export = read(MICROSOFT.replace('\n\n"©', f'\n{total}\n"©'))
    assert by_source(export) == by_source(read(MICROSOFT))
    assert "add up" not in notes(export)


# -- LinkedIn ------------------------------------------------------------------------------------------------------

OF_LINKEDIN = {
    "Decision makers | EU": {"spend": 174.03, "impressions": 1946, "visits": 31, "leads": 3},
    "O'Brien, retargeting": {"spend": 33.33, "impressions": 500, "visits": 8},
}


def with_commas(text: str) -> str:
    lines = text.splitlines()
    rows = [",".join(f'"{cell.strip(chr(34))}"' for cell in line.split("\t")) for line in lines[5:]]
    return "\n".join([*lines[:5], *rows, ""])


@pytest.mark.parametrize("content", [LINKEDIN.encode("utf-16"), LINKEDIN.encode(), with_commas(LINKEDIN).encode()])
def test_linkedin_is_read_with_tabs_and_with_commas(content):
    export = read(content)
    assert (export.platform, export.currency) == ("LinkedIn Campaign Manager", "EUR")
    assert by_source(export) == OF_LINKEDIN
    assert "“Total”: sums of the other rows (1)" in left_out(export)
    assert "add up" not in notes(export)


def test_conversions_of_linkedin_are_no_leads():
    assert "Conversions: what the website's tag counts may be anything" in left_out(read(LINKEDIN))


def test_rows_that_begin_with_a_report_of_several_months_are_refused():
    # Each row says when the report begins, and none when it ends.
    text = (
        LINKEDIN.replace("September 30, 2026, 11", "November 20, 2026, 11")
        .replace("9/14", "9/1")
        .replace("9/15", "9/1")
    )
    with pytest.raises(ExportError, match="how much fell into each month"):
        read(text)


def test_rows_that_do_not_say_when_they_end_are_doubted():
    bare = "\n".join(LINKEDIN.replace("9/15", "9/14").splitlines()[5:])
    assert "All rows begin on Sep 14, 2026, and the file does not say when they end" in notes(read(bare))
    assert "when they end" not in notes(read(LINKEDIN))


def test_a_report_of_a_part_of_the_month_is_said_though_its_rows_are_days():
    assert "not the whole of its months" in notes(read(LINKEDIN.replace("September 30", "September 24")))
    assert "not the whole of its months" not in notes(read(LINKEDIN))


def test_a_sign_of_another_currency_is_refused():
    with pytest.raises(ExportError, match="several currencies"):
        read(LINKEDIN.replace("€174.03", "$174.03"))


def test_linkedin_in_portuguese_is_read():
    text = 'Data de início (em UTC),Nome da campanha,Total gasto,Impressões,Cliques\n14/09/2026,A,"1.234,50",10,2\n'
    assert by_source(read(text)) == {"A": {"spend": 1234.5, "impressions": 10, "visits": 2}}


# -- HubSpot -------------------------------------------------------------------------------------------------------


def test_won_deals_are_customers_and_revenue_by_the_month_of_closing():
    export = read(DEALS)
    assert export.platform == "HubSpot deals"
    assert by_source(export) == {"Paid Search": {"customers": 2, "revenue": 13345.6}}
    assert by_source(export, date(2026, 10, 1)) == {"Organic Search": {"customers": 1}}
    assert "Deals that are open or lost: no customers (2)" in left_out(export)
    assert "1 won deal without an amount" in notes(export)


def test_deals_without_sources_have_one():
    export = read(DEALS.replace("Original Source", "Something"))
    assert by_source(export) == {"HubSpot deals": {"customers": 2, "revenue": 13345.6}}


def test_a_deal_that_stands_there_twice_is_counted_once():
    again = '"123456789016","Fifth","closedwon","2026-09-30 23:59","1000","Paid Search",""\n'
    export = read(DEALS + again)
    assert by_source(export) == by_source(read(DEALS))
    assert "Deals that stand there again" in left_out(export)


def test_deals_that_do_not_say_which_were_won_are_refused():
    with pytest.raises(ExportError, match=r"does not say which deals were won.*Is closed won"):
        read(DEALS.replace("Deal Stage", "Something"))
    with pytest.raises(ExportError, match=r"known to be won \(there are “981273”\).*Is closed won"):
        read('"Deal Name","Deal Stage","Close Date","Amount"\n"A","981273","2026-09-03","5"\n')
    with pytest.raises(ExportError, match="none of its deals was won"):
        read('"Deal Name","Is closed won","Close Date","Amount"\n"A","false","2026-09-03","5"\n')


def test_a_property_tells_which_deals_were_won():
    text = '"Deal Name","Is closed won","Close Date","Amount"\nA,true,2026-09-03,5\nB,false,2026-09-03,7\n'
    assert by_source(read(text)) == {"HubSpot deals": {"customers": 1, "revenue": 5}}


def test_deals_without_dates_need_a_month():
    text = DEALS.replace("Close Date", "Something")
    with pytest.raises(ExportError, match="no dates in it"):
        read(text)
    assert sum(each.figures["customers"] for each in read(text, month=SEPTEMBER).figures) == 3


def test_amounts_in_the_currency_of_the_company_are_taken():
    text = (
        "Deal Name,Deal Stage,Close Date,Amount,Currency,Amount in company currency\n"
        "A,Closed won,2026-09-03,100,USD,90\nB,Closed won,2026-09-03,100,EUR,100\n"
    )
    export = read(text)
    assert (export.currency, by_source(export)) == (None, {"HubSpot deals": {"customers": 2, "revenue": 190}})
    with pytest.raises(ExportError, match="several currencies"):
        read(text.replace("Amount in company currency", "Something"))


@pytest.mark.parametrize(
    "text",
    [
        "Deal-Name;Deal-Phase;Abschlussdatum;Betrag\nA;Abgeschlossen und gewonnen;03.09.2026;1.234,50\n",
        "Nom de la transaction;Phase de la transaction;Date de fermeture;Montant\nA;Fermé gagné;03/09/2026;1234,50\n",
        "Nombre del negocio;Etapa del negocio;Fecha de cierre;Importe\nA;Cierre ganado;03/09/2026;1.234,50\n",
    ],
)
def test_deals_in_other_languages_are_read(text):
    assert by_source(read(text)) == {"HubSpot deals": {"customers": 1, "revenue": 1234.5}}


def test_campaigns_of_hubspot_are_about_the_month_stated():
    export = read(CAMPAIGNS, month=date(2026, 9, 17))
    assert export.platform == "HubSpot campaigns"
    assert by_source(export) == {
        "Autumn fair": {"spend": 2750, "visits": 410, "leads": 22, "customers": 3, "revenue": 5400.5}
    }
    assert "Influenced contacts: people who were known before" in left_out(export)
    with pytest.raises(ExportError, match="no dates in it"):
        read(CAMPAIGNS)
