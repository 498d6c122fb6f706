"""Cells as numbers: a column read at once is what its cells are one by one."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.imports.cells import MISSING, NO_VALUE, UNREADABLE, NumberReader, decimal_mark
from simulator.text.amounts import taken_apart

CELLS = st.one_of(
    st.text("0123456789,.-$€ %", max_size=9),
    st.integers(-(10**9), 10**9).map("{:,}".format),
    st.decimals(-(10**6), 10**6, places=2).map(str),
    st.floats(allow_nan=False, allow_infinity=False),
    st.builds(
        "{0[0]}{1:,}{0[1]}".format,
        st.sampled_from([("€", ""), ("-€", ""), ("", " €"), ("(", ")"), ("US$", ""), ("", " %"), ("", "k"), (" ", "")]),
        st.one_of(st.integers(-20_000, 20_000), st.decimals(-2_000, 2_000, places=2)),
    ),
)


@given(cells=st.lists(CELLS, max_size=6), mark=st.sampled_from(".,"))
def test_a_column_is_what_its_cells_are_one_by_one(cells, mark):
    together, alone = NumberReader(mark), NumberReader(mark)
    np.testing.assert_array_equal(together.column(cells), [alone.number(cell) for cell in cells])
    assert together.signs == alone.signs


@given(text=st.text("0123456789,.-", min_size=1, max_size=12), mark=st.sampled_from(".,"))
def test_a_number_is_the_one_that_an_amount_is_under_its_mark(text, mark):
    found = NumberReader(mark).number(text)
    amount = taken_apart(text, scaled=False)
    expected = UNREADABLE if amount is None or mark not in amount.readings else float(amount.readings[mark])
    assert found == expected or text in MISSING


@pytest.mark.parametrize("cell", ["", " --", "--", "-", "–", "\u2212"])
def test_a_sign_of_no_value_is_none(cell):
    np.testing.assert_array_equal(NumberReader(".").column([cell, "0"]), [NO_VALUE, 0])


@pytest.mark.parametrize(
    ("columns", "locale", "mark"),
    [
        ([["795,836"], ["103606.77"]], "de_DE", "."),
        ([["1.234"], ["1.234,56"]], "en_US", ","),
        ([["1.234", "5,678"]], "de_DE", ","),
        ([["1.234"]], "en_US", "."),
        ([["1.5", "1,5"]], "de_DE", ","),
        ([["12"]], "de_DE", "."),
    ],
)
def test_the_decimal_mark_is_told_by_numbers_and_else_by_the_language(columns, locale, mark):
    assert decimal_mark(columns, locale).mark == mark
