"""Widths of columns, sizes of letters and colours that can be read, all known before anything is laid out."""

import pytest

from simulator.reports.column_widths import column_widths
from simulator.reports.ink import READABLE, contrast, on_white
from simulator.reports.slides.fitting import height, in_groups, letters, lines, size_that_fits
from simulator.story import Table

TABLE = Table(
    caption="Money",
    heads=("Channel", "A month", "Altogether"),
    rows=(("A name that is a good deal longer than any figure will be", "$1,000", "$1,000,000"),),
)


def test_the_columns_share_the_whole_width():
    for room in (20, 60, 200):
        assert sum(column_widths(TABLE, room)) == pytest.approx(1)


def test_figures_keep_their_line_where_words_have_to_break():
    room = 50
    name, *figures = (share * room for share in column_widths(TABLE, room))
    assert name < len(TABLE.rows[0][0])
    assert [width > len(cell) for width, cell in zip(figures, TABLE.rows[0][1:], strict=True)] == [True, True]


def test_the_largest_letters_that_fit_are_taken():
    text = ["word " * 30]
    size = size_that_fits(text, width=5, room=1.5, largest=40, least=8)
    assert height(text, width=5, size=size) <= 1.5 < height(text, width=5, size=size + 1)


@pytest.mark.parametrize(("filled", "taken"), [(0.85, 1), (0.95, 2), (1.0, 2)])
def test_a_line_that_is_nearly_full_is_taken_for_two_because_another_font_may_be_wider(filled, taken):
    text, size = "No source stated", 18
    width = len(text) * 0.5 * size / 72 / filled
    assert lines(text, width=width, size=size) == taken


def test_letters_do_not_become_smaller_than_can_be_read():
    assert size_that_fits(["word " * 900], width=5, room=0.5, largest=40, least=11) == 11


def test_wide_letters_count_twice():
    assert letters("漢字ab") == 6
    assert lines("漢" * 40, width=5, size=18) > lines("a" * 40, width=5, size=18)


def test_all_things_come_onto_some_slide_in_their_order():
    heights = [1.0, 1.0, 5.0, 0.5, 0.5, 0.5]
    groups = in_groups(heights, 2.0)
    assert [list(group) for group in groups] == [[0, 1], [2], [3, 4, 5]]


@pytest.mark.parametrize("colour", ["#ffee00", "#ffffff", "#00ff00", "#2f6fbf", "#000000"])
def test_a_colour_becomes_dark_enough_to_be_read_and_no_darker(colour):
    found = on_white(colour)
    shares = [int(found[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    assert contrast(shares) >= READABLE - 0.05
    assert found == colour or contrast(shares) < READABLE + 0.3
