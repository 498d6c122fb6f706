"""Budgets read from tables: every kind in which people keep them, against what a person reads there."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator.tables.budgets import Budget, Place, amounts_of, budget_of, choices_of
from simulator.tables.cells import UnreadableTableError, rows_of
from simulator.tables.headings import Kind, heading

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def place(**changed: object) -> Place:
    return Place(**{"channels": ("Google Ads", "Radio"), "start": date(2027, 1, 1), "horizon": 24, **changed})


def read(text: str, **changed: object) -> Budget:
    return budget_of(rows_of(text), place(**changed))


def row(text: str, channel: str = "Google Ads", **changed: object) -> dict[int, float]:
    return amounts_of(read(text, **changed))[channel]


def test_a_total_behind_twelve_months_does_not_become_the_thirteenth():
    found = read("\t".join(["", *MONTHS, "Total"]) + "\nGoogle Ads\t" + "\t".join(["100"] * 12 + ["1200"]))
    assert amounts_of(found) == {"Google Ads": dict.fromkeys(range(12), 100.0)}
    assert found.notes == ("The column “Total” is a sum and was left out.",)


def test_a_yearly_amount_is_spread_over_twelve_months():
    found = read("\tAnnual\nGoogle Ads\t1200")
    assert amounts_of(found) == {"Google Ads": dict.fromkeys(range(12), 100.0)}
    assert found.notes == ("“Annual” was spread evenly over Jan 2027 to Dec 2027.",)


@pytest.mark.parametrize(
    "headings",
    ["Q1\tQ2\tQ3\tQ4", "Q1 2027\tQ2 2027\tQ3 2027\tQ4 2027", "2027-Q1\t2027 Q2\t3Q27\tQ4/27"],
)
def test_quarters_are_spread_over_their_months(headings):
    found = row(f"\t{headings}\nGoogle Ads\t300\t600\t900\t1200")
    assert found == {month: 100.0 * (1 + month // 3) for month in range(12)}


def test_cents_of_a_spread_amount_add_up():
    found = row("\tQ1\nGoogle Ads\t100")
    assert found == {0: 33.34, 1: 33.33, 2: 33.33}


@pytest.mark.parametrize(
    ("headings", "locale"),
    [
        ("Apr\tMay\tJun", "en_US"),
        ("April\tMay\tJune", "en_US"),
        ("Apr 2027\tMay 2027\tJun 2027", "en_US"),
        ("Apr-27\tMay-27\tJun-27", "en_US"),
        ("2027-04\t2027-05\t2027-06", "en_US"),
        ("4/2027\t5/2027\t6/2027", "en_US"),
        ("04/27\t05/27\t06/27", "en_US"),
        ("2027-04-01\t2027-05-01\t2027-06-01", "en_US"),
        ("4/1/2027\t5/1/2027\t6/1/2027", "en_US"),
        ("01.04.2027\t01.05.2027\t01.06.2027", "de_DE"),
        ("April\tMai\tJuni", "de_DE"),
        ("avr.\tmai\tjuin", "fr_FR"),
        ("abril\tmaio\tjunho", "pt_BR"),
        ("Апрель\tМай\tИюнь", "ru_RU"),
        ("4月\t5月\t6月", "ja_JP"),
        ("April\tMay\tJune", "ja_JP"),
        ("Month 4\tMonth 5\tMonth 6", "en_US"),
    ],
)
def test_headings_say_which_month_an_amount_is_for(headings, locale):
    assert row(f"\t{headings}\nGoogle Ads\t1\t2\t3", locale=locale) == {3: 1.0, 4: 2.0, 5: 3.0}


def test_months_go_on_into_the_next_year():
    assert row("\tNov\tDec\tJan\nGoogle Ads\t1\t2\t3") == {10: 1.0, 11: 2.0, 12: 3.0}


def test_years_are_spread_and_what_lies_outside_the_plan_is_told():
    found = read("Channel\t2026\t2027\nGoogle Ads\t600\t1200")
    assert amounts_of(found)["Google Ads"] == dict.fromkeys(range(12), 100.0)
    assert "“2026” lies outside the plan and was left out." in found.notes


def test_sums_beside_their_months_are_left_out():
    text = "\tJan\tFeb\tMar\tQ1\tAnnual\tShare\nGoogle Ads\t1\t2\t3\t6\t6\t60 %"
    found = read(text)
    assert amounts_of(found)["Google Ads"] == {0: 1.0, 1: 2.0, 2: 3.0}
    assert len(found.notes) == 3


def test_rows_of_sums_and_percentages_are_left_out():
    found = read("\tJan\nGoogle Ads\t5\nRadio\t7\nTotal\t12\nShare\t40 %")
    assert amounts_of(found) == {"Google Ads": {0: 5.0}, "Radio": {0: 7.0}}
    assert found.notes == (
        "The row “Total” is a sum and was left out.",
        "The row “Share” holds percentages and was left out.",
    )


def test_months_below_each_other_are_turned():
    found = read("Month\tGoogle Ads\tRadio\nJan\t1\t10\nFeb\t2\t20\nTotal\t3\t30")
    assert amounts_of(found) == {"Google Ads": {0: 1.0, 1: 2.0}, "Radio": {0: 10.0, 1: 20.0}}
    assert "the table was turned" in found.notes[0]


@pytest.mark.parametrize(
    ("cells", "locale", "currency", "expected"),
    [
        ("1.500\t2.000\t12,50", "en_US", "USD", [1500.0, 2000.0, 12.5]),
        ("1,500\t2,000\t12.50", "de_DE", "EUR", [1500.0, 2000.0, 12.5]),
        ("1,500\t500", "en_US", "USD", [1500.0, 500.0]),
        ("1.500\t500", "de_DE", "EUR", [1500.0, 500.0]),
        ("Rp 1.500.000\tRp 500.000", "en_US", "IDR", [1_500_000.0, 500_000.0]),
        ("KD 1.255\tKD 2.500", "en_US", "KWD", [1.255, 2.5]),
        ("US$1,500\tUS$20.50", "en_US", "USD", [1500.0, 20.5]),
        ("١٬٥٠٠\t٢٠٫٥", "ar_EG", "USD", [1500.0, 20.5]),
        ("1.500,00\t$50.50", "en_US", "USD", [1500.0, 50.5]),
    ],
)
def test_the_amounts_of_a_table_decide_together(cells, locale, currency, expected):
    found = row(f"Google Ads\t{cells}", locale=locale, currency=currency)
    assert list(found.values()) == expected


@pytest.mark.parametrize(
    ("cells", "locale", "currency"),
    [
        ("1.500\t2.000\t1.750\t500", "en_US", "USD"),
        ("1,500\t500", "de_DE", "EUR"),
        ("1,500\t1.200,00\t50.50", "en_US", "USD"),
    ],
)
def test_what_cannot_be_decided_is_asked(cells, locale, currency):
    found = read(f"Google Ads\t{cells}", locale=locale, currency=currency)
    assert len(choices_of(found)) == 2
    as_read = "1.500 or 1,5" if locale == "de_DE" else "1,500 or 1.5"
    with pytest.raises(UnreadableTableError, match=f"can mean {re.escape(as_read)}"):
        amounts_of(found)
    thousands = "," if "1.500" in cells else "."
    assert amounts_of(found, mark=thousands)["Google Ads"][0] == 1500.0


def test_rows_that_are_no_channels_are_asked_about_and_add_up():
    found = read("\tJan\nSearch\t5\nMaps\t7\nRadio\t1")
    assert [line.label for line in found.unknown] == ["Search", "Maps"]
    assert amounts_of(found) == {"Radio": {0: 1.0}}
    assert amounts_of(found, chosen={0: "Google Ads", 1: "Google Ads"}) == {"Google Ads": {0: 12.0}, "Radio": {0: 1.0}}


def test_a_title_above_and_notes_beside_are_left_out():
    found = read("Marketing budget 2027\n\nChannel\tJan\tFeb\tOwner\nGoogle Ads\t1\t2\tKim")
    assert amounts_of(found) == {"Google Ads": {0: 1.0, 1: 2.0}}
    assert found.notes == (
        "1 row above the headings was left out.",
        "The column “Owner” names no month and was left out.",
    )


def test_an_amount_a_month_is_for_every_month():
    assert row("Channel\tMonthly budget\nGoogle Ads\t50", horizon=3) == {0: 50.0, 1: 50.0, 2: 50.0}


def test_separated_by_commas_with_words():
    assert row("Channel,Jan,Feb\nGoogle Ads,100,200") == {0: 100.0, 1: 200.0}
    assert row('Channel,Jan,Feb\nGoogle Ads,"1,500","2,000"') == {0: 1500.0, 1: 2000.0}


def test_thousands_that_were_split_at_their_commas_are_refused():
    with pytest.raises(UnreadableTableError, match="half of a number"):
        amounts_of(read("Channel,Jan,Feb,Mar,Apr\nGoogle Ads,1,500,2,000\nRadio,1,500,2,000"))


def test_two_columns_for_one_month_are_refused():
    with pytest.raises(UnreadableTableError, match="both state Jan 2027"):
        read("\tJan 2027\t1/2027\nGoogle Ads\t1\t2")


@pytest.mark.parametrize(("cell", "words"), [("(200)", "below 0"), ("-5", "below 0"), ("€5", "another currency")])
def test_what_is_no_spend_is_refused_with_advice(cell, words):
    with pytest.raises(UnreadableTableError, match=words):
        amounts_of(read(f"Google Ads\t7\t{cell}"))


def test_a_plan_that_starts_in_summer_says_which_january():
    found = read("\tJul\tJan\nGoogle Ads\t1\t2", start=date(2027, 7, 1))
    assert amounts_of(found)["Google Ads"] == {0: 1.0, 6: 2.0}
    assert found.notes == ("“Jan” was taken as Jan 2028.",)


@pytest.mark.parametrize("text", ["Total", "TOTAL:", "Grand total", "Gesamt", "Summe", "итого", "合計", "Total 2027"])
def test_sums_are_recognised(text):
    assert heading(text, "en_US").kind is Kind.TOTAL


@given(text=some.text(alphabet='01.,-"\t\n $€%JanQTotalRadio', max_size=80))
def test_any_text_is_understood_or_refused(text):
    try:
        found = amounts_of(read(text), mark=".")
    except UnreadableTableError:
        return
    for channel, cells in found.items():
        assert channel in place().channels
        assert all(0 <= month < 24 and amount >= 0.0 for month, amount in cells.items())


# -- tables that were once put in the wrong place -------------------------------------------------------------------


PLAN = Place(channels=("Google Ads", "SEO", "Radio North"), start=date(2027, 1, 1), horizon=24)


def read_amounts(text: str) -> dict[str, dict[int, float]]:
    rows = tuple(tuple(cell.strip() for cell in line.split("|")) for line in text.strip().splitlines())
    return amounts_of(budget_of(rows, PLAN), mark=".")


@pytest.mark.parametrize(
    "table",
    [
        "Group|Channel|Jan|Feb\nOnline|SEO|1000|2000\n|Google Ads|50|60\nOffline|Radio North|70|80",
        "#|Channel|Jan|Feb\n1|SEO|1000|2000\n2|Google Ads|50|60\n3|Radio North|70|80",
        "|Channel|Jan|Feb\n|SEO|1000|2000\n|Google Ads|50|60\n|Radio North|70|80",
        "Budget 2027|||\n|Channel|Jan|Feb\n|SEO|1000|2000\n|Google Ads|50|60\n|Radio North|70|80",
        "Budget 2027||\nChannel|Jan|Feb\nSEO|1000|2000\nGoogle Ads|50|60\nRadio North|70|80",
        "|2027|\nChannel|Jan|Feb\nSEO|1000|2000\nGoogle Ads (40%)|50|60\nRadio North|70|80",
        "Channel|1-Jan|1-Feb\nSEO|1000|2000\nGoogle Ads|50|60\nRadio North|70|80",
        "Channel|1/31/2027|2/28/2027\nSEO|1000|2000\nGoogle Ads|50|60\nRadio North|70|80",
    ],
)
def test_amounts_go_to_the_channel_and_the_month_that_are_named(table):
    found = read_amounts(table)
    assert found == {"SEO": {0: 1000, 1: 2000}, "Google Ads": {0: 50, 1: 60}, "Radio North": {0: 70, 1: 80}}


def test_years_above_months_say_which_year_they_are_of():
    found = read_amounts("|2027||2028|\nChannel|Jan|Feb|Jan|Feb\nSEO|100|200|300|400")
    assert found == {"SEO": {0: 100, 1: 200, 12: 300, 13: 400}}


def test_months_from_one_to_another_share_an_amount():
    found = read_amounts("Channel|Jan-Mar|Apr-Jun\nSEO|300|600")
    assert found["SEO"] == {0: 100, 1: 100, 2: 100, 3: 200, 4: 200, 5: 200}


@pytest.mark.parametrize("headings", ["Jan Plan|Jan Actual", "Budget|"])
def test_headings_that_name_no_months_are_refused_and_not_taken_for_january(headings):
    with pytest.raises(UnreadableTableError, match="headings name no months"):
        read_amounts(f"Channel|{headings}\nSEO|100|200")


def test_commas_that_split_amounts_into_more_cells_than_headings_are_refused():
    with pytest.raises(UnreadableTableError, match=r"more cells in a row than headings.*write 1500"):
        read_amounts("Channel|Jan|Feb|Mar|||\nSEO|1|500|2|250|1|750")


def test_a_row_without_a_name_is_asked_about_and_leaves_the_others_where_they_are():
    rows = (("Channel", "Jan"), ("SEO", "1000"), ("Google Ads", "50"), ("", "70"))
    budget = budget_of(rows, PLAN)
    assert [line.channel for line in budget.lines] == ["SEO", "Google Ads", ""]
    assert budget.unknown[0].label == "Row 3, without a name"


@pytest.mark.parametrize("headings", [(), (("Channel", "Jan", "Feb"),)])
def test_a_row_of_sums_without_a_name_is_left_out(headings):
    rows = (*headings, ("SEO", "1,000", "0.1"), ("Google Ads", "50", "0.2"), ("", "1,050", 0.1 + 0.2))
    budget = budget_of(rows, PLAN)
    assert amounts_of(budget) == {"SEO": {0: 1000, 1: 0.1}, "Google Ads": {0: 50, 1: 0.2}}
    assert not budget.unknown
    assert budget.notes == ("A row without a name holds the sums of the others and was left out.",)


def test_a_channel_is_not_guessed_that_has_a_row_of_its_own_or_another_name():
    budget = budget_of((("Channel", "Jan"), ("Radio North", "1"), ("Radio South", "2")), PLAN)
    assert [line.label for line in budget.unknown] == ["Radio South"]


@pytest.mark.parametrize(
    "table",
    [
        "Group|Channel|Jan\nOnline|Search|1\n|Maps|2\nOffline|Radio|3",
        "#|Channel|Jan\n1|Search|1\n2|Maps|2\n3|Radio|3",
        "Channel|Owner|Jan\nSearch|Kim|1\nMaps|Kim|2\nRadio|Lee|3",
        "Channel|Jan\nSearch|1\nMaps|2\nRadio|3\n|7",
    ],
)
def test_rows_with_other_names_are_asked_about_and_not_assigned_by_their_place(table):
    budget = budget_of(tuple(tuple(line.split("|")) for line in table.splitlines()), PLAN)
    assert [line.label for line in budget.unknown][:3] == ["Search", "Maps", "Radio"]
    assert len(budget.unknown) == len(budget.lines)


def test_amounts_before_the_column_of_channels_are_read():
    found = read_amounts("Region|Jan|Feb|Channel\nNorth|1|2|SEO\nSouth|3|4|Google Ads")
    assert found == {"SEO": {0: 1, 1: 2}, "Google Ads": {0: 3, 1: 4}}


def test_a_first_row_of_several_words_is_never_dropped_from_above_amounts():
    with pytest.raises(UnreadableTableError, match="headings name no months"):
        read_amounts("Plan A|Plan B\n100|200")


@pytest.mark.parametrize(
    ("label", "channel"),
    [
        ("Radio South", "Radio North"),
        ("Ads 2", "Ads 1"),
        ("Google Ads Brand 2", "Google Ads Brand 1"),
        ("Instagram Reels EN", "Instagram Reels DE"),
        ("Campaign 2027", "Campaign 2026"),
        ("Austria", "Australia"),
    ],
)
def test_a_name_that_may_be_of_something_else_is_asked_about(label, channel):
    found = read(f"Channel\tJan\n{label}\t1\nRadio\t2", channels=(channel, "Radio"))
    assert [line.label for line in found.unknown] == [label]


@pytest.mark.parametrize("label", ["google-ads", "GoogleAds", "Gogle Ads", "Goolge Ads", "Google Ads (40%)"])
def test_a_name_written_otherwise_is_taken_with_a_note(label):
    found = read(f"Channel\tJan\tFeb\n{label}\t100\t200\nRadio\t1\t2")
    assert amounts_of(found)["Google Ads"] == {0: 100.0, 1: 200.0}
    assert found.notes == (f"“{label}” was taken as Google Ads.",)


def test_two_rows_that_may_be_of_one_channel_are_asked_about():
    found = read("Channel\tJan\nGoogle Ads (Brand)\t100\nGoogle Ads (Generic)\t200\nRadio\t1")
    assert [line.label for line in found.unknown] == ["Google Ads (Brand)", "Google Ads (Generic)"]


def test_amounts_are_no_percentages_because_their_row_is_called_a_share():
    found = read("Channel\tJan\tFeb\nAds 40%\t100\t200\nSEO share\t0.4\t0.6\nRadio\t1\t2")
    assert [line.label for line in found.unknown] == ["Ads 40%"]
    assert found.notes == ("The row “SEO share” holds percentages and was left out.",)


@pytest.mark.parametrize(
    "table",
    [
        "Month|SEO|Google Ads|Radio North\nJan|1|2|3\nFeb|4|5|6",
        "|SEO|Google Ads|Radio North\nJan|1|2|3\nFeb|4|5|6",
        "Channel|Jan|Feb\nSEO|1|4\nGoogle Ads|2|5\nRadio North|3|6",
        "Channel|1|2\nSEO|1|4\nGoogle Ads|2|5\nRadio North|3|6",
    ],
)
def test_amounts_that_count_1_2_3_are_not_taken_for_headings(table):
    assert read_amounts(table) == {"SEO": {0: 1, 1: 4}, "Google Ads": {0: 2, 1: 5}, "Radio North": {0: 3, 1: 6}}


def test_numbers_as_headings_say_which_months_they_are():
    budget = budget_of((("Month", "1", "2", "3"), ("SEO", "5", "6", "7")), PLAN)
    assert amounts_of(budget) == {"SEO": {0: 5, 1: 6, 2: 7}}
    assert budget.notes == ("The numbers beside “Month” were taken for months: 1 is Jan 2027.",)


@pytest.mark.parametrize(
    ("dates", "months"),
    [
        ("1/31/2027|2/28/2027|3/31/2027", [0, 1, 2]),
        ("1/15/2027|2/15/2027", [0, 1]),
        ("05/01/2027|05/02/2027|05/03/2027", [0, 1, 2]),
        ("01/05/2027|01/06/2027", [4, 5]),
        ("2/1/2027|3/1/2027", [1, 2]),
        ("12/1/2027|1/1/2028", [11, 12]),
        ("31/01/2027|28/02/2027|31/03/2027", [0, 1, 2]),
        ("1/31/27|2/28/27", [0, 1]),
        ("01.01.27|01.02.27", [0, 1]),
        ("1/15/2027", [0]),
        ("5/1/2027", [4]),
    ],
)
def test_what_varies_in_a_row_of_dates_is_the_month(dates, months):
    amounts = range(1, len(months) + 1)
    found = read_amounts(f"Channel|{dates}\nSEO|{'|'.join(str(amount) for amount in amounts)}")
    assert found["SEO"] == dict(zip(months, amounts, strict=True))


WEEKS = [
    "1/5/2027|1/12/2027",
    "1/5/2027|1/12/2027|2/2/2027|2/9/2027",
    "3/7/2027|3/14/2027",
    "1/25/2027|2/1/2027",
    "12/27/2027|1/3/2028",
    "5/1/27|12/1/27",
    "05.01.2027|12.01.2027",
    "25.01.2027|01.02.2027",
    "28.12.|4.1.|11.1.",
    "2027-01-04|2027-01-18",
    "2027-01-25 00:00:00|2027-02-01 00:00:00",
    "2027-01-31|2027-02-01",
    "1-Jan|8-Jan|15-Jan",
    "Jan 27|Feb 03",
    "Jan 4, 2027|Jan 11, 2027",
    "01/27|02/03",
    "1/1/2027|1/8/2027|1/15/2027",
    "Week 1|Week 2|Total",
    "KW 1|KW 2",
    "2027-W01|2027-W02",
    "Weekly",
]


@pytest.mark.parametrize("dates", WEEKS)
def test_weeks_are_refused_and_never_taken_for_months(dates):
    amounts = "|".join("7" for _ in dates.split("|"))
    with pytest.raises(UnreadableTableError, match=r"weeks or days.*into each month"):
        read_amounts(f"Channel|{dates}\nSEO|{amounts}\nRadio North|{amounts}")


@pytest.mark.parametrize("dates", WEEKS)
def test_weeks_below_each_other_are_refused_too(dates):
    below = "\n".join(f"{day}|7|8" for day in dates.split("|"))
    with pytest.raises(UnreadableTableError, match=r"weeks or days.*into each month"):
        read_amounts(f"Date|SEO|Radio North\n{below}")


def test_numbers_beside_the_word_week_are_not_taken_for_months():
    with pytest.raises(UnreadableTableError, match="weeks or days"):
        read_amounts("Week|1|2|3\nSEO|5|6|7")


@pytest.mark.parametrize(
    ("dates", "months"),
    [
        ("1/29/2027|2/26/2027", [0, 1]),
        ("Jan 27|Feb 27", [0, 1]),
        ("Dec 27|Jan 28", [11, 12]),
        ("04/27|05/27", [3, 4]),
        ("01/01/2027|01/04/2027|01/07/2027|01/10/2027", [0, 3, 6, 9]),
        ("Jan|Notes by week", [0]),
    ],
)
def test_months_that_look_a_little_like_weeks_are_read(dates, months):
    amounts = range(1, len(dates.split("|")) + 1)
    found = read_amounts(f"Channel|{dates}\nSEO|{'|'.join(str(amount) for amount in amounts)}")
    assert found["SEO"] == dict(zip(months, amounts, strict=False))


@pytest.mark.parametrize(
    ("heading_text", "months"),
    [
        ("January to March", range(3)),
        ("Jan 2027 - Mar 2027", range(3)),
        ("Nov 2027 – Feb 2028", range(10, 14)),
        ("Nov-Feb", range(10, 14)),
        ("Jan-Mar 28", range(12, 15)),
    ],
)
def test_ranges_of_months_are_spread_over_them(heading_text, months):
    assert read_amounts(f"Channel|{heading_text}\nSEO|1200")["SEO"] == dict.fromkeys(months, 1200 / len(months))


@pytest.mark.parametrize("text", ["SEO,1,500,2,250\nRadio North,3,100,4,200", "Google Ads,$1,500\nRadio North,2,100"])
def test_amounts_without_headings_that_were_split_at_their_commas_are_refused(text):
    with pytest.raises(UnreadableTableError, match="write 1500"):
        rows_of(text)


@pytest.mark.parametrize(
    ("text", "origin", "said"),
    [
        ("1\t2\n3\t4\n5\t6", "paste", "You pasted 3 rows, but the table has only 2."),
        ("1\t2\n3\t4\n5\t6", "file", "The file has 3 rows, but the scenario has only 2 channels."),
        ("\t".join(["1"] * 25), "paste", "You pasted 25 months, but the plan has only 24."),
        ("\t".join(["1"] * 25), "file", "The file has 25 months, but the plan has only 24."),
        ("", "paste", "There is nothing in what you pasted."),
        ("", "file", "There is nothing in the file."),
    ],
)
def test_a_table_that_does_not_fit_is_refused_in_words_of_how_it_came(text, origin, said):
    with pytest.raises(UnreadableTableError) as refused:
        read(text, origin=origin)
    assert str(refused.value) == said


def test_a_pasted_row_with_more_commas_than_headings_gets_the_same_advice():
    with pytest.raises(UnreadableTableError, match=r"more cells in a row than headings.*write 1500"):
        budget_of(rows_of("Channel,Jan,Feb,Mar\nSEO,1,500,2,250,1,750\nGoogle Ads,50,60,70"), PLAN)


def test_small_and_large_amounts_that_take_turns_are_read_where_no_comma_split_them():
    budget = budget_of(rows_of("SEO\t1\t500\t2\t250\nRadio North\t3\t100\t4\t200"), PLAN)
    assert amounts_of(budget)["SEO"] == {0: 1, 1: 500, 2: 2, 3: 250}
    named = budget_of(rows_of("Channel,Jan,Feb\nSEO,1,500\nRadio North,3,100"), PLAN)
    assert amounts_of(named)["SEO"] == {0: 1, 1: 500}
