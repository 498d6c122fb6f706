"""The box of a place on the page Assumptions, by the keys that it may have."""

import pytest

from simulator.ui.forms.places import keys_of


@pytest.mark.parametrize(
    ("path", "key"),
    [
        ("business.revenue_per_sale", "card business.revenue_per_sale"),
        ("business.revenue_per_sale.yearly_change", "card business.revenue_per_sale"),
        ("business.discount_rate_per_year", "business.discount_rate_per_year"),
        ("business.monthly_overhead.2.amount", "business.monthly_overhead step 2"),
        ("channels.A. B. Smith.curve.slope", "card channels.A. B. Smith.curve.slope"),
        ("targets.2.probability", "target-2"),
        ("currency", "currency"),
    ],
)
def test_a_place_is_found_by_its_own_box_or_by_the_one_around_it(path, key):
    assert key in list(keys_of(path))


def test_the_nearest_box_comes_first():
    assert next(keys_of("business.monthly_overhead.2.amount")) == "card business.monthly_overhead.2.amount"
    assert list(keys_of("business.monthly_overhead.2")).index("business.monthly_overhead step 2") < list(
        keys_of("business.monthly_overhead.2")
    ).index("business.monthly_overhead")
