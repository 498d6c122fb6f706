"""Meta Ads Manager: the first row is the total, the currency stands in a heading, results are not all leads."""

import pytest

from simulator.errors import ExportError
from tests.imports.export_files import META, SEPTEMBER, by_source, left_out, notes, read

FIGURES = {
    "Autumn | leads": {"spend": 1200.12345678, "impressions": 2000, "visits": 100, "leads": 21},
    "Autumn, profile": {"spend": 500, "impressions": 1100, "visits": 60},
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_first_row_is_a_total_and_left_out(encoding):
    export = read(META.encode(encoding))
    assert (export.platform, export.currency) == ("Meta Ads", "EUR")
    assert by_source(export) == FIGURES
    assert "A row without a name: a total" in left_out(export)
    assert "add up" not in notes(export)


def test_a_total_that_says_otherwise_is_doubted():
    assert "spend of 1,700.12, while the file states 2,500 in its row of totals" in notes(
        read(META.replace(",1700.12345678,", ",2500,"))
    )


def test_the_campaigns_tab_is_read_as_it_comes():
    # Budgets are no spend, and the day on which a campaign ends says nothing of the report.
    text = (
        '"Reporting starts","Reporting ends","Campaign name","Campaign delivery","Ad set budget",'
        '"Ad set budget type","Attribution setting",Results,"Result indicator",Reach,Impressions,"Cost per results",'
        '"Amount spent (USD)",Ends\n'
        '2026-09-01,2026-09-30,"A 🎉 | ""b""",active,900,Daily,7-day click,3,actions:lead,70,100,4,12,Ongoing\n'
        "2026-09-01,2026-09-30,120200222,off,900,Daily,7-day click,,,,,,0,2026-10-31\n"
    )
    assert by_source(read(text)) == {
        'A 🎉 | "b"': {"spend": 12, "impressions": 100, "leads": 3},
        "120200222": {"spend": 0},
    }


def test_results_that_are_not_leads_are_no_leads():
    export = read(META)
    assert "Results of the type “Profile visits”: not leads (1)" in left_out(export)
    assert "Leads are the results of campaigns whose result is a lead" in notes(export)


def test_results_without_a_type_are_no_leads():
    export = read(META.replace('"Result type"', '"Some column"'))
    assert all("leads" not in each for each in by_source(export).values())
    assert "Results: the file does not say what they count" in left_out(export)


def test_reach_is_never_summed():
    assert "Reach: people reached by two campaigns" in left_out(read(META))


def test_a_daily_export_is_counted_by_day_though_its_total_is_of_the_whole_period():
    text = (
        "Campaign name,Results,Result indicator,Amount spent (USD),Impressions,Reporting starts,Reporting ends\n"
        ",,,60,600,2026-08-01,2026-09-30\n"
        "A,2,actions:lead,10,100,2026-08-31,2026-08-31\n"
        "A,3,actions:onsite_conversion.lead_grouped,20,200,2026-09-01,2026-09-01\n"
        "A,,,30,300,2026-09-02,2026-09-02\n"
    )
    export = read(text)
    assert [(each.month.month, dict(each.figures)) for each in export.figures] == [
        (8, {"spend": 10, "impressions": 100, "leads": 2}),
        (9, {"spend": 50, "impressions": 500, "leads": 3}),
    ]
    assert "add up" not in notes(export)


def test_a_file_without_names_has_one_source():
    text = (
        "Result type,Results,Reach,Impressions,Amount spent (USD),Reporting starts,Reporting ends\n"
        "mixed,,5,30,300,2026-09-01,2026-09-30\nLeads (form),4,3,10,100,2026-09-01,2026-09-30\n"
        "Purchases,2,3,20,200,2026-09-01,2026-09-30\n"
    )
    assert by_source(read(text)) == {"Meta Ads": {"spend": 300, "impressions": 30, "leads": 4}}


def test_a_campaign_total_of_several_months_is_not_booked_on_its_first_day():
    with pytest.raises(ExportError, match=r"sums from .* to .*By time, Month"):
        read(META.replace("2026-09-30", "2026-10-31"))


def test_two_currencies_are_refused():
    head, below = META.split("Reporting starts", 1)
    with pytest.raises(ExportError, match=r"several currencies there \(EUR, USD\)"):
        read(f'{head}Amount spent (USD)","Reporting starts{below}'.replace(",2026-09-01,", ",1,2026-09-01,"))


def test_a_currency_without_decimals_is_read():
    text = (
        "Campaign name,Amount spent (IDR),Reach,Reporting starts,Reporting ends\nA,21737841,7,2026-09-01,2026-09-30\n"
    )
    assert (read(text).currency, by_source(read(text))) == ("IDR", {"A": {"spend": 21737841}})


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "."])
def test_semicolons_and_decimal_commas_are_read(space):
    text = (
        "Nom de la campagne;Montant dépensé (EUR);Impressions;Clics sur un lien;Début des rapports;Fin des rapports\n"
        f'"Été; promo";"1{space}234,56";1{space}000;12;2026-09-01;2026-09-30\n'
    )
    export = read(text)
    assert export.currency == "EUR"
    assert by_source(export) == {"Été; promo": {"spend": 1234.56, "impressions": 1000, "visits": 12}}


def test_a_spanish_export_is_read():
    text = (
        "Nombre de la campaña;Importe gastado (EUR);Alcance;Clientes potenciales;Inicio del informe;Fin del informe\n"
        "A;1.234;50;3;01/09/2026;30/09/2026\n"
    )
    assert by_source(read(text)) == {"A": {"spend": 1234, "leads": 3}}


def test_a_german_export_is_read_in_the_code_page_of_windows():
    text = "Kampagnenname;Ausgegebener Betrag (EUR);Käufe;Reichweite;Tag\nÄpfel;12,50;2;9;14.09.2026\n"
    export = read(text.encode("cp1252"))
    assert by_source(export) == {"Äpfel": {"spend": 12.5, "customers": 2}}
    assert "Customers are the purchases that Meta counts" in notes(export)


def test_semicolons_under_english_headings_make_commas_the_decimal_marks_with_a_doubt():
    text = "Campaign name;Amount spent (EUR);Reach;Reporting starts;Reporting ends\nA;1.250;7;2026-09-01;2026-09-30\n"
    export = read(text)
    assert by_source(export) == {"A": {"spend": 1250}}
    assert "“1.250” was read as 1,250" in notes(export)


def test_columns_of_ones_own_are_not_those_of_the_platform():
    text = META.replace('"Link clicks"', '"* Link clicks"')
    assert all("visits" not in each for each in by_source(read(text)).values())


def test_overlapping_periods_of_a_campaign_are_refused():
    text = META + '"Autumn | leads",Leads,"On-Facebook leads",5,9,9,9,9,5.0,2026-09-01,2026-09-07\n'
    with pytest.raises(ExportError, match=r"“Autumn \| leads” overlap"):
        read(text)


def test_single_days_within_a_longer_period_are_refused():
    text = META + '"Autumn | leads",Leads,"On-Facebook leads",5,9,9,9,9,5.0,2026-09-07,2026-09-07\n'
    with pytest.raises(ExportError, match=r"“Autumn \| leads” overlap"):
        read(text)


def test_breakdowns_of_the_same_days_add_up():
    text = META + '"Autumn, profile",Traffic,"Profile visits",5,9,9,9,100,5.0,2026-09-01,2026-09-30\n'
    assert by_source(read(text), SEPTEMBER)["Autumn, profile"]["spend"] == 600
