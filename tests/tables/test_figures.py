"""Real figures as people type and paste them: what is not known stays empty."""

from datetime import date

import pytest

from simulator.tables.cells import UnreadableTableError
from simulator.tables.figures import FigureTable, pasted_figures, typed_figure, typed_note

NAMES = ["Spend", "Visits", "Leads", "New customers", "Gross profit"]
MONEY = frozenset({"Spend", "Gross profit"})
TABLE = FigureTable(names=NAMES, money=MONEY, first=date(2027, 1, 1), months=6)
GERMAN = FigureTable(names=NAMES, money=MONEY, first=date(2027, 1, 1), months=6, locale="de_DE", currency="EUR")


@pytest.mark.parametrize(
    ("typed", "meant"), [("1,200", 1200.0), ("$1,200.50", 1200.5), ("0", 0.0), ("", None), ("-", None), ("  ", None)]
)
def test_a_cell_holds_a_number_or_nothing_and_nothing_is_not_0(typed, meant):
    assert typed_figure(typed, 0, TABLE) == meant


def test_an_amount_is_read_as_its_reader_writes_it():
    assert typed_figure("1.200,50", 0, GERMAN) == 1200.5
    assert typed_figure("1.200", 0, GERMAN) == 1200.0


@pytest.mark.parametrize(
    ("typed", "row", "why"),
    [
        ("many", 1, "“many” is not a number."),
        ("12 %", 1, "“12 %” is not a number."),
        ("-3", 1, "“-3” is below 0; there are no fewer than none."),
        ("€40", 0, "“€40” is in another currency; amounts here are in USD."),
    ],
)
def test_what_is_no_figure_is_refused_with_its_reason(typed, row, why):
    with pytest.raises(UnreadableTableError) as refused:
        typed_figure(typed, row, TABLE)
    assert str(refused.value) == why


def test_money_can_be_below_0_where_more_was_given_back_than_earned():
    assert typed_figure("-120", 4, TABLE) == -120.0


def test_a_block_without_names_lies_from_the_cell_on():
    pasted = pasted_figures("140\t150\n12\t", TABLE, row=1, column=2)
    assert pasted.figures == {(1, 2): 140.0, (1, 3): 150.0, (2, 2): 12.0, (2, 3): None}


def test_names_of_rows_and_months_decide_where_figures_belong():
    pasted = pasted_figures("\tFeb 2027\t2027-01\nLeads\t9\t7\nCost\t$900\t$800", TABLE, row=3, column=5)
    assert pasted.figures == {(2, 1): 9.0, (2, 0): 7.0, (0, 1): 900.0, (0, 0): 800.0}


def test_months_below_each_other_are_turned():
    pasted = pasted_figures("Month\tSpend\tVisits\n2027-01\t1200\t130\n2027-02\t\t140", TABLE)
    assert pasted.figures == {(0, 0): 1200.0, (0, 1): None, (1, 0): 130.0, (1, 1): 140.0}


def test_a_month_without_a_year_is_the_last_of_its_name():
    table = FigureTable(names=NAMES, money=MONEY, first=date(2026, 1, 1), months=14)
    assert pasted_figures("\tFeb\tMar\nLeads\t9\t7", table).figures == {(2, 13): 9.0, (2, 2): 7.0}


def test_a_row_of_another_name_is_left_out_and_said():
    pasted = pasted_figures("\tJan 2027\nLeads\t9\nMood\t3", TABLE)
    assert pasted.figures == {(2, 0): 9.0}
    assert pasted.notes == ("“Mood” is no figure of this table and was left out.",)


def test_months_outside_of_the_table_are_left_out():
    assert pasted_figures("\tDec 2026\tJan 2027\nLeads\t9\t7", TABLE).figures == {(2, 0): 7.0}


def test_all_amounts_of_a_block_have_one_decimal_mark():
    assert pasted_figures("1.200\t900,50", TABLE).figures == {(0, 0): 1200.0, (0, 1): 900.5}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("\tQ1 2027\nLeads\t9", "is more than one month"),
        ("1\t2\t3\t4\t5\t6\t7", "There are more months there than from Jan 2027 on."),
        ("1\n2\n3\n4\n5\n6", "There are more rows there than from “Spend” on."),
        ("\tJan 2027\nLeads\t9\nLeads\t8", "Two rows there are “Leads”."),
        ("\tJan 2027\tJan 2027\nLeads\t9\t8", "Two columns there are Jan 2027."),
        ("\tJan 2020\nLeads\t9", "It has no month below its headings that is in this table."),
        ("Mood\t3", "No row there is named as one here"),
        (" \n ", "There is nothing in what you pasted."),
        ("1\t2\n" * 50_001, "too much"),
    ],
)
def test_a_block_that_cannot_be_meant_is_refused_as_a_whole(text, why):
    with pytest.raises(UnreadableTableError, match=why):
        pasted_figures(text, TABLE)


@pytest.mark.parametrize(
    ("typed", "row", "table", "word"),
    [
        ("12k", 0, TABLE, "“12k” is read as $12,000."),
        ("12k", 1, GERMAN, "“12k” is read as 12.000."),
        ("1,25", 0, TABLE, "“1,25” is read as $1.25."),
        ("-5", 0, TABLE, "“-5” is read as -$5: below 0, which is right for money that was paid back or lost."),
        ("1,250", 0, TABLE, ""),
        ("1.250", 1, GERMAN, ""),
        ("", 0, TABLE, ""),
        ("0", 0, TABLE, ""),
    ],
)
def test_how_a_figure_is_read_is_said_where_it_does_not_go_without_saying(typed, row, table, word):
    assert typed_note(typed, row, table) == word


@pytest.mark.parametrize(
    ("typed", "table", "both"), [("1.250", TABLE, "1,250 or 1.25"), ("1,250", GERMAN, "1.250 or 1,25")]
)
def test_the_two_meanings_of_a_figure_are_written_so_that_its_reader_tells_them_apart(typed, table, both):
    with pytest.raises(UnreadableTableError) as refused:
        typed_figure(typed, 1, table)
    assert str(refused.value) == f"“{typed}” can mean {both}; write it as one of them."
    assert {typed_figure(each, 1, table) for each in both.split(" or ")} == {1250.0, 1.25}


def test_how_thousands_were_read_is_said_of_a_block_too():
    pasted = pasted_figures("12k\t13k", TABLE, row=0, column=0)
    assert pasted.figures == {(0, 0): 12_000.0, (0, 1): 13_000.0}
    assert pasted.notes == ("“12k” is read as $12,000.",)
