"""Another currency: money at the rate, all else untouched, and said where it came from."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator.edits.currency import conversion_note, converted, converted_channel, rounded, without_money
from simulator.library.catalogue import entries
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief, between
from simulator.scenario.fields import walk
from simulator.scenario.plans import Monthly, Steady
from simulator.scenario.scenario import Target
from simulator.units import Unit
from simulator.validation import problems
from tests.examples import PLUMBER

DAY = date(2026, 11, 25)


def numbers(value: object) -> tuple[float, ...]:
    return (value.low, value.likely, value.high) if isinstance(value, Belief) else (value,)


@given(rate=some.floats(min_value=1e-3, max_value=1e5))
def test_money_is_at_the_rate_and_all_else_is_as_it_was(rate):
    there = converted(PLUMBER, "IDR", rate, DAY)
    assert there.currency == "IDR"
    for before, after in zip(walk(PLUMBER), walk(there), strict=True):
        if before.quantity.unit is Unit.MONEY and before.value is not None:
            expected = [number * rate for number in numbers(before.value)]
            assert list(numbers(after.value)) == pytest.approx(expected, rel=1e-3), before.path
        else:
            assert after.value == before.value
    assert problems(there) == []
    channels = PLUMBER.channel_names
    for plan, changed in zip(PLUMBER.plans, there.plans, strict=True):
        assert changed.spend(channels, 24, DAY) == pytest.approx(rate * plan.spend(channels, 24, DAY), rel=1e-3)


def test_there_and_back_is_where_it_began_but_for_rounding():
    back = converted(converted(PLUMBER, "IDR", 15_500.0, DAY), "USD", 1 / 15_500.0, DAY)
    for before, after in zip(walk(PLUMBER), walk(back), strict=True):
        if before.value is not None and before.quantity.unit is Unit.MONEY:
            assert list(numbers(after.value)) == pytest.approx(numbers(before.value), rel=2e-3)


def test_a_source_says_how_its_figures_were_converted():
    assert conversion_note("USD", 15_500.0, DAY) == "US dollars, converted at 15,500 on 2026-11-25"
    belief = replace(between(8, 10, 13), source="Own accounts")
    business = replace(PLUMBER.business, revenue_per_sale=belief)
    found = converted(replace(PLUMBER, business=business), "IDR", 15_500.0, DAY).business.revenue_per_sale
    assert found.source == "Own accounts (US dollars, converted at 15,500 on 2026-11-25)"
    assert numbers(found) == (124_000.0, 155_000.0, 201_500.0)


def test_amounts_keep_few_digits_and_ranges_stay_ranges():
    assert rounded(19_127_345.0) == 19_130_000.0
    assert rounded(0.0) == 0.0
    narrow = replace(PLUMBER.business, revenue_per_sale=between(500.0, 500.01, 500.02))
    found = converted(replace(PLUMBER, business=narrow), "EUR", 0.9, DAY).business.revenue_per_sale
    assert found.low < found.likely < found.high


def test_plans_of_every_shape_and_targets_in_money_are_converted():
    spend = {
        PLUMBER.channel_names[0]: Steady(amount=100.0, first=2),
        PLUMBER.channel_names[1]: Monthly(amounts=(1.0, 2.0)),
    }
    plans = (replace(PLUMBER.plans[0], monthly_spend=spend),)
    targets = (Target(metric="profit", at_least=100.0), Target(metric="customers", at_least=100.0))
    found = converted(replace(PLUMBER, plans=plans, targets=targets), "JPY", 150.0, DAY)
    assert list(found.plans[0].monthly_spend.values()) == [
        Steady(amount=15_000.0, first=2),
        Monthly(amounts=(150.0, 300.0)),
    ]
    assert [target.at_least for target in found.targets] == [15_000.0, 100.0]
    assert METRICS["profit"].unit is Unit.MONEY


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: entry.key)
def test_every_channel_of_the_catalogue_can_be_converted_or_left_open(entry):
    channel = entry.channel()
    there = converted_channel(channel, "USD", 15_500.0, DAY)
    cost = getattr(there, channel.cost)
    assert cost.likely == pytest.approx(15_500.0 * getattr(channel, channel.cost).likely, rel=1e-3)
    assert "US dollars, converted at 15,500" in cost.source
    opened = without_money(channel)
    assert getattr(opened, channel.cost) is None
    assert opened.name == channel.name
