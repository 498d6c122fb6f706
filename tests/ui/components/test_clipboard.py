import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator.text import parsing
from simulator.text.formats import Formats
from simulator.ui.components.month_grid.clipboard import (
    MOST_CHARACTERS,
    Spot,
    Table,
    UnreadableCellsError,
    amount,
    pasted,
)
from simulator.units import Unit

FIRST = Spot(row=0, column=0)


def table(locale: str = "en_US", currency: str = "USD") -> Table:
    formats = Formats(currency, locale)
    return Table(
        channels=("Google Ads", "Post, 5% off", "Radio"),
        months=("Jan 2027", "Feb 2027", "Mar 2027", "Apr 2027"),
        read=lambda typed: parsing.read(typed, Unit.MONEY, locale=locale, currency=currency),
        write=formats.money,
        sign=formats.currency_symbol,
    )


def refused(text: str, spot: Spot = FIRST, **reader: str) -> str:
    with pytest.raises(UnreadableCellsError) as error:
        pasted(text, spot, table(**reader))
    return str(error.value)


def test_a_block_fills_the_cells_from_where_it_is_pasted():
    found = pasted("1\t2\n3\t4\n", Spot(row=1, column=2), table())
    assert found.amounts == {"Post, 5% off": {2: 1.0, 3: 2.0}, "Radio": {2: 3.0, 3: 4.0}}
    assert found.heading == ()


@pytest.mark.parametrize(
    ("typed", "locale", "expected"),
    [
        ("$1,200", "en_US", 1200.0),
        (" $ 1,200.00 ", "en_US", 1200.0),
        ("1200", "en_US", 1200.0),
        ("USD 1,200.504", "en_US", 1200.5),
        ("1.200,00", "de_DE", 1200.0),
        ("1.200", "de_DE", 1200.0),
        ("1.200", "en_US", 1.2),
        ("1.200,00", "en_US", 1200.0),
        ("1 200,50 $", "fr_FR", 1200.5),
        ("1’200.50", "de_CH", 1200.5),
        ("", "en_US", 0.0),
        ("  ", "en_US", 0.0),
        ("$ -", "en_US", 0.0),
        ("-", "en_US", 0.0),
        ("– $", "de_DE", 0.0),
        ("$0", "en_US", 0.0),
    ],
)
def test_amounts_are_read_as_people_and_spreadsheets_write_them(typed, locale, expected):
    assert amount(typed, table(locale)) == expected
    assert pasted(f"{typed}\t7", FIRST, table(locale)).amounts["Google Ads"] == {0: expected, 1: 7.0}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("abc", "is not an amount"),
        ("€5", "is not an amount"),
        ("(200)", "is not an amount"),
        ("-5", "below 0"),
        ("2e9", "amount"),
    ],
)
def test_what_is_no_spend_is_refused_with_its_cell(typed, words):
    said = refused(f"1\t2\n3\t{typed}")
    assert f"“{typed}” (Post, 5% off, Feb 2027)" in said
    assert words in said


def test_too_much_money_is_refused_with_the_most_there_can_be():
    assert "at most $1,000,000,000 a month" in refused("1\t1000000001")
    assert amount("1000000000", table()) == 1e9


def test_of_many_wrong_cells_the_first_are_named():
    said = refused("a\tb\tc\td\n1\tx\ty\tz\nu\t1\t1\t1".replace("a\tb\tc\td", "1\tb\tc\td"))
    assert said.count("is not an amount") == 3
    assert "and 4 more" in said


def test_more_rows_or_months_than_there_are_are_refused_and_counted():
    assert refused("1\t1\n" * 4) == "You pasted 4 rows, but the table has only 3."
    assert refused("1\t1\n" * 3, Spot(row=2, column=0)) == "You pasted 3 rows, but from Radio down there are only 1."
    assert refused("1\t1\t1\t1\t1") == "You pasted 5 months, but the plan has only 4."
    assert "from Mar 2027 on there are only 2" in refused("1\t1\t1", Spot(row=0, column=2))


def test_empty_rows_and_columns_around_a_block_do_not_count():
    found = pasted("1\t2\t\t\t\t\n3\t\t\t\t\t\n\n\t\n\n", FIRST, table())
    assert found.amounts == {"Google Ads": {0: 1.0, 1: 2.0}, "Post, 5% off": {0: 3.0, 1: 0.0}}


def test_a_heading_is_left_out_and_told():
    found = pasted("Jan\tFeb\n1\t2\n", FIRST, table())
    assert found.amounts == {"Google Ads": {0: 1.0, 1: 2.0}}
    assert found.heading == ("Jan", "Feb")


def test_names_of_channels_say_which_row_belongs_to_whom():
    found = pasted("\tJan\tFeb\nradio\t5\t6\n Google ads \t$1\t\n", Spot(row=2, column=1), table())
    assert found.amounts == {"Radio": {1: 5.0, 2: 6.0}, "Google Ads": {1: 1.0, 2: 0.0}}


def test_a_named_row_without_any_amount_is_no_heading():
    found = pasted("Radio\t\t\nGoogle Ads\t1\t2\n", FIRST, table())
    assert found.amounts == {"Radio": {0: 0.0, 1: 0.0}, "Google Ads": {0: 1.0, 1: 2.0}}


def test_names_that_are_not_there_or_come_twice_are_refused():
    assert "no channel called “Total”" in refused("Google Ads\t1\nTotal\t1\n")
    assert "two rows for Radio" in refused("Radio\t1\nRADIO\t2\n")


def test_cells_in_quotation_marks_are_read_as_a_spreadsheet_means_them():
    found = pasted('"Post, 5% off"\t"1,200"\n"Radio"\t"3"', FIRST, table())
    assert found.amounts == {"Post, 5% off": {0: 1200.0}, "Radio": {0: 3.0}}


def test_line_ends_of_every_system_are_understood():
    assert pasted("1\t2\r\n3\t4\r\n", FIRST, table()) == pasted("1\t2\r3\t4", FIRST, table())


@pytest.mark.parametrize("text", ["", "\n\n", "\t\t\n\t"])
def test_nothing_is_refused_as_nothing(text):
    assert "nothing" in refused(text)


def test_a_book_is_not_a_block_of_cells():
    assert "too much" in refused("1\t" * MOST_CHARACTERS)


@given(
    text=some.text(alphabet='01.,-"\t\n\r $€xRadio\0', max_size=60), row=some.integers(0, 2), column=some.integers(0, 3)
)
def test_whatever_is_pasted_becomes_amounts_within_the_table_or_is_refused(text, row, column):
    try:
        found = pasted(text, Spot(row=row, column=column), table())
    except UnreadableCellsError:
        return
    for channel, cells in found.amounts.items():
        assert channel in table().channels
        assert all(0 <= month < 4 and 0.0 <= money <= 1e9 for month, money in cells.items())
