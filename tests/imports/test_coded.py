"""Columns as their different cells: each row keeps its own, whatever is done to the column."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.imports import coded
from simulator.imports.coded import Coded, Coding, Texts, paired

CELLS = st.one_of(st.sampled_from(["a", "b", " a", "", "1,5"]), st.text("xyz", max_size=3), st.floats(0, 3))
BLOCKS = st.lists(st.lists(CELLS, min_size=1, max_size=5), min_size=1, max_size=5)


def rows_of(column):
    return [column.row(at) for at in range(len(column))]


def read(blocks):
    coding = Coding()
    for block in blocks:
        coding.put(block)
    return coding.coded()


@given(blocks=BLOCKS, most=st.integers(0, 6))
def test_a_column_that_is_read_block_by_block_has_the_cells_of_its_rows(blocks, most):
    cells = [cell for block in blocks for cell in block]
    before, coded.MOST_LOOKED_UP = coded.MOST_LOOKED_UP, most
    try:
        column = read(blocks)
    finally:
        coded.MOST_LOOKED_UP = before
    assert rows_of(column) == cells
    assert rows_of(column.mapped(str)) == list(map(str, cells))
    assert len(set(column.mapped(str).values)) == len(column.mapped(str).values)
    kept = np.array([cell != "a" for cell in cells])
    assert rows_of(column.only(kept)) == [cell for cell in cells if cell != "a"]
    assert set(column.only(kept).values) == {cell for cell in cells if cell != "a"}
    assert column.flags(cell == "a" for cell in column.values).tolist() == (~kept).tolist()


@given(rows=st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 3)), max_size=12), most=st.sampled_from([4, 99]))
def test_pairs_stand_once_each_in_the_order_of_the_rows(rows, most):
    one, other = (Coded(list(range(most)), np.array([ord(letter) - 97 for letter, _ in rows], np.intp)),
                  Coded(list(range(most)), np.array([number for _, number in rows], np.intp)))  # fmt: skip
    found = paired(one, other)
    pairs = [(ord(letter) - 97, number) for letter, number in rows]
    assert found.values == list(dict.fromkeys(pairs))
    assert rows_of(found) == pairs


def test_texts_are_parted_as_they_were_joined():
    texts = Texts(["a", "", "b c"])
    assert (len(texts), list(texts), texts[1:], texts[0]) == (3, ["a", "", "b c"], ["", "b c"], "a")
