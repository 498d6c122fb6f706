"""Formulas: the text that a spreadsheet reads means what the value beside it says."""

import operator
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.reports.workbook.formulas import (
    Cells,
    Formula,
    as_formula,
    chosen,
    either,
    first_place,
    least,
    products,
    ratio,
    total,
    word,
)

SIGNS: list[Callable[[Any, Any], Any]] = [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow]

CELLS = Cells("A1:C1", (as_formula(5), as_formula(7), as_formula(9)))

_WHOLE = re.compile(r"(?<![\d.E-])(\d+)(?![\d.E])")
"""Numbers without a point, which Python would raise to powers digit by digit."""


def cell(number: float) -> Formula:
    return Formula("A1", number)


def trees() -> st.SearchStrategy[Formula]:
    """Formulas of several operators, from numbers of either sign."""
    leaves = st.sampled_from([0.5, 1.0, 2.0, 3.0, -2.0, 1e-9]).map(as_formula)
    return st.recursive(
        leaves, lambda tree: st.builds(lambda sign, a, b: sign(a, b), st.sampled_from(SIGNS), tree, tree), max_leaves=8
    )


@given(trees())
def test_the_text_of_operators_means_their_value(formula: Formula) -> None:
    try:
        # A spreadsheet goes from the left through powers, and takes a minus sign first: neither may be needed here.
        meant = eval(formula.text.replace("^", "**"))
    except (ZeroDivisionError, OverflowError):
        meant = 0j
    if isinstance(meant, complex):
        return
    assert formula.number == pytest.approx(meant, rel=1e-12, nan_ok=True)


@pytest.mark.parametrize(
    ("formula", "text"),
    [
        (cell(3.0) - (cell(2.0) - 1.0), "A1-(A1-1)"),
        (cell(3.0) - cell(2.0) - 1.0, "A1-A1-1"),
        (cell(3.0) / (cell(2.0) * 4.0), "A1/(A1*4)"),
        ((cell(3.0) + 1.0) * 2.0, "(A1+1)*2"),
        ((cell(3.0) ** 2.0) ** 3.0, "(A1^2)^3"),
        (2.0 ** (-1.0 / cell(12.0)), "2^((-1)/A1)"),
        (cell(3.0) > cell(2.0) + 1.0, "A1>A1+1"),
    ],
)
def test_brackets_stand_where_a_spreadsheet_needs_them(formula: Formula, text: str) -> None:
    assert formula.text == text


def test_a_branch_that_is_not_taken_may_divide_by_zero() -> None:
    nothing = cell(0.0)
    assert either(nothing.equals(0.0), 4.0, 1.0 / nothing).value == 4.0


@pytest.mark.parametrize(
    ("above", "below", "value"),
    [(6.0, 3.0, 2.0), (0.0, 0.0, "–"), (1.0, 0.0, "for ever"), (-1.0, 0.0, "minus, for ever"), (0.0, 2.0, 0.0)],
)
def test_a_ratio_of_nothing_is_a_word(above: float, below: float, value: float | str) -> None:
    assert ratio(as_formula(above), as_formula(below), "for ever").value == value


def test_cells_are_summed_multiplied_and_picked_as_a_spreadsheet_does() -> None:
    assert (total(CELLS).text, total(CELLS).value) == ("SUM(A1:C1)", 21.0)
    assert products(CELLS, CELLS).value == 155.0
    assert (chosen(CELLS, 2).text, chosen(CELLS, 2).value) == ("INDEX(A1:C1,2)", 7.0)
    assert (first_place(CELLS, 9.0).text, first_place(CELLS, 9.0).value) == ("MATCH(9,A1:C1,0)", 3.0)
    assert least(cell(4.0), 3.0).text == "MIN(A1,3)"


def test_a_word_is_quoted() -> None:
    assert word('say "no"').text == '"say ""no"""'
