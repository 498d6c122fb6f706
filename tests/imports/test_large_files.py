"""Exports of many rows are read like small ones, wherever in them something stands that is no plain row."""

from datetime import date

import pytest

from simulator.errors import ExportError
from tests.imports.export_files import SEPTEMBER, by_source, left_out, notes, read, total

HEADS = "Campaign,Day,Impr.,Clicks,Cost\n"
ROWS = 9_000


def row(number: int) -> str:
    return f'Campaign {number},2026-09-{number % 30 + 1:02d},"{number + 1000:,}",3,{number}.25\n'


PLAIN = [row(number) for number in range(ROWS)]
COST = sum(number + 0.25 for number in range(ROWS))


def test_a_column_in_which_nothing_comes_twice_is_read_like_any_other():
    export = read(HEADS + "".join(PLAIN))
    assert by_source(export)["Campaign 8765"] == {"spend": 8765.25, "impressions": 9765, "visits": 3}
    assert len(export.figures) == ROWS
    assert total(export, "spend") == COST


@pytest.mark.parametrize("at", [1, 199, 200, 201, 8_999, 9_000])
def test_a_total_among_many_rows_is_none_of_them(at):
    export = read(HEADS + "".join([*PLAIN[:at], f"Total: Campaigns,,,,{COST:.2f}\n", *PLAIN[at:]]))
    assert total(export, "spend") == COST
    assert "“Total: Campaigns”: sums of the other rows (1)" in left_out(export)
    assert "add up to" not in notes(export)


@pytest.mark.parametrize("at", [199, 200, 8_000])
def test_what_stands_below_an_empty_line_is_another_table(at):
    export = read(HEADS + "".join([*PLAIN[:at], "\n", *PLAIN[at:]]))
    assert len(export.figures) == at
    assert f"What stands below the table: another table, or remarks ({ROWS - at})" in left_out(export)


@pytest.mark.parametrize("at", [199, 200, 8_000])
def test_a_row_that_slipped_is_refused_wherever_it_stands(at):
    with pytest.raises(ExportError, match="has more cells than there are headings"):
        read(HEADS + "".join([*PLAIN[:at], "Shoes, red,2026-09-01,5,3,2.00\n", *PLAIN[at:]]))


@pytest.mark.parametrize("odd", ["--", "$7.00", "seven"])
def test_a_cell_that_is_no_plain_number_leaves_the_others_as_they_are(odd):
    export = read(HEADS + "".join([*PLAIN, f"Odd,2026-09-01,5,3,{odd}\n"]))
    assert total(export, "spend") == COST + (7 if odd == "$7.00" else 0)
    assert ("The spend where “seven” stands: not a number" in left_out(export)) == (odd == "seven")


def test_many_deals_are_counted_once_each_in_the_month_of_their_minute():
    heads = '"Record ID","Deal Name","Deal Stage","Close Date","Amount"\n'
    deals = [
        f'"{number}","Deal {number}","{"Closed won" if number % 2 else "Closed lost"}",'
        f'"2026-09-{number % 30 + 1:02d} {number % 24:02d}:{number % 60:02d}","{number}.5"\n'
        for number in range(ROWS)
    ]
    export = read(heads + "".join([*deals, deals[1], deals[-1]]))
    assert by_source(export, SEPTEMBER) == {
        "HubSpot deals": {"customers": ROWS / 2, "revenue": sum(number + 0.5 for number in range(1, ROWS, 2))}
    }
    assert "Deals that stand there again: the same Record ID (2)" in left_out(export)
    assert {each.month for each in export.figures} == {date(2026, 9, 1)}
