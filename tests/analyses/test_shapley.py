"""Fair shares: brute force over all orders, and the three laws that define them."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analyses.shapley import Changed, shapley
from tests.laws import examples

numbers = st.lists(st.floats(-100.0, 100.0), min_size=16, max_size=16)


def over_all_orders(values: list[float], changes: int) -> list[float]:
    totals = [0.0] * changes
    orders = list(permutations(range(changes)))
    for order in orders:
        made = 0
        for change in order:
            totals[change] += values[made + 2**change] - values[made]
            made += 2**change
    return [total / len(orders) for total in totals]


def value_of(values: list[float]):
    return lambda changed: values[sum(2**change for change in changed)]


@examples(50)
@given(numbers)
def test_the_share_is_the_average_over_all_orders(values: list[float]):
    assert shapley(value_of(values), 4) == pytest.approx(over_all_orders(values, 4), abs=1e-9)


@examples(50)
@given(numbers)
def test_shares_add_up_to_the_whole_difference(values: list[float]):
    assert sum(shapley(value_of(values), 4)) == pytest.approx(values[15] - values[0], abs=1e-9)


@examples(50)
@given(st.lists(st.floats(0.1, 10.0), min_size=3, max_size=3))
def test_changes_that_do_the_same_have_the_same_and_one_that_does_nothing_has_nothing(factors: list[float]):
    def value(changed: Changed) -> float:
        product = 1.0
        for change in changed:
            product *= [*factors, factors[0], 1.0][change]
        return product

    shares = shapley(value, 5)
    assert shares[0] == pytest.approx(shares[3], abs=1e-9)
    assert shares[4] == 0.0
