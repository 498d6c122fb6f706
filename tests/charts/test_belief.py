"""The small picture of a belief: well formed for whatever can be drawn, and true to its three numbers."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator.charts.belief import HEIGHT, WIDTH, belief_picture
from simulator.scenario.beliefs import between
from simulator.units import Quantity, Unit

AMOUNT = Quantity(label="Cost", unit=Unit.MONEY)
RATE = Quantity(label="Rate", unit=Unit.RATE, at_most=1.0)


def paths_of(picture):
    tree = ElementTree.fromstring(picture)
    return [path.attrib["d"] for path in tree.iter() if path.tag.endswith("path")]


def points_of(path):
    return [(float(x), float(y)) for x, y in re.findall(r"(-?[\d.]+),(-?[\d.]+)", path)]


@given(numbers=some.lists(some.floats(1e-6, 1e9), min_size=3, max_size=3, unique=True).map(sorted))
def test_any_amount_that_can_be_drawn_has_a_picture_within_its_frame(numbers):
    belief = between(*numbers)
    if not belief.problems(AMOUNT):
        for path in paths_of(belief_picture(belief, AMOUNT)):
            assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points_of(path))


@given(numbers=some.lists(some.floats(1e-6, 1 - 1e-6), min_size=3, max_size=3, unique=True).map(sorted))
def test_any_rate_that_can_be_drawn_has_a_picture_within_its_frame(numbers):
    for path in paths_of(belief_picture(between(*numbers), RATE)):
        assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points_of(path))


def test_the_filled_part_reaches_from_low_to_high():
    picture = belief_picture(between(0.2, 0.5, 0.8), RATE)
    filled, outline, half = (points_of(path) for path in paths_of(picture)[:3])
    # Symmetric on the odds: the half-way point is in the middle of the outline and of the filled part.
    assert half[0][0] == pytest.approx((outline[0][0] + outline[-1][0]) / 2, abs=0.2)
    assert half[0][0] == pytest.approx((filled[0][0] + filled[-1][0]) / 2, abs=4)
    assert outline[0][0] < filled[0][0] < filled[-1][0] < outline[-1][0]
