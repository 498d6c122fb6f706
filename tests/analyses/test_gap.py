"""The gap between planned and real profit: closed forms, brute force over all orders, and what is not known."""

from datetime import date
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analyses.gap import Cause, ChannelGap, Gap, Link, explained_gap
from simulator.scenario.actuals import FIGURES, Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from tests.analyses.clicks import AS_PLANNED, CLICKS, DELAYED, LATER, ads, gap_of
from tests.laws import examples
from tests.plain import beliefs


def only(gap: Gap) -> ChannelGap:
    (channel,) = gap.channels
    return channel


def test_a_month_as_planned_has_no_gap():
    gap = gap_of(ads(**AS_PLANNED))
    assert gap.planned == pytest.approx(2800.0)
    assert gap.actual == pytest.approx(2800.0)
    assert all(part.money == pytest.approx(0.0, abs=1e-9) for part in only(gap).parts)


def test_twice_the_spend_at_the_same_ratios_is_all_spend():
    gap = gap_of(ads(**{figure: 2.0 * value for figure, value in AS_PLANNED.items()}))
    assert gap.by_cause[Cause.SPEND] == pytest.approx(2800.0)
    assert gap.actual - gap.planned == pytest.approx(2800.0)


def test_dearer_clicks_cost_what_fewer_of_them_bring():
    """Half as many clicks, all after them in proportion: half of the gross profit."""
    gap = gap_of(ads(spend=2000.0, visits=500.0, leads=50.0, customers=12.5, gross_profit=2500.0))
    assert gap.by_cause[Cause.UNIT_COST] == pytest.approx(-2500.0)
    assert gap.by_cause[Cause.RATE] == pytest.approx(0.0, abs=1e-9)


def test_leads_within_what_luck_makes_are_luck_altogether():
    """Of 1,000 visits at 10 %, luck makes 100 leads +- 1.28 x 9.49: 90 are within it."""
    gap = gap_of(ads(spend=2000.0, visits=1000.0, leads=90.0, customers=22.5, gross_profit=4500.0))
    assert gap.by_cause[Cause.RATE] == 0.0
    assert gap.by_cause[Cause.LUCK] == pytest.approx(-500.0)


def test_of_leads_beyond_luck_only_what_lies_beyond_is_a_changed_rate():
    gap = only(gap_of(ads(spend=2000.0, visits=1000.0, leads=60.0, customers=15.0, gross_profit=3000.0)))
    by_luck = 1.2815515655 * (1000.0 * 0.1 * 0.9) ** 0.5
    (rate,) = (part for part in gap.parts if part.link == Link(Cause.RATE, "visits", "leads"))
    assert rate.actual == pytest.approx((60.0 + by_luck) / 1000.0)
    assert sum(part.money for part in gap.parts) == pytest.approx(-2000.0)
    assert rate.money < -1000.0


def test_leads_that_are_still_open_are_time_and_no_failure_of_the_close_rate():
    """Leads of a month sign in the next: of two months one had time, and more leads in the second say nothing yet."""
    actual = Actuals(
        channel="Ads",
        first=date(2027, 1, 1),
        spend=(2000.0, 2000.0),
        visits=(1000.0, 1000.0),
        leads=(50.0, 150.0),
        customers=(0.0, 12.5),
        gross_profit=(0.0, 2500.0),
    )
    gap = gap_of(actual, plain=DELAYED)
    assert gap.by_cause[Cause.TIME_TO_CLOSE] == pytest.approx(-2500.0)
    assert gap.by_cause[Cause.RATE] == pytest.approx(0.0, abs=1e-9)


def test_what_is_not_known_is_told_as_one_step():
    gap = only(gap_of(ads(spend=2000.0, customers=10.0)))
    assert gap.unknown == ("visits", "leads")
    assert gap.as_planned == ("gross_profit",)
    assert {part.link for part in gap.parts} == {
        Link(Cause.SPEND),
        Link(Cause.UNIT_COST, "spend", "customers"),
        Link(Cause.VALUE, "customers", "gross_profit"),
        Link(Cause.LUCK),
    }
    assert gap.actual == pytest.approx(10.0 * 200.0 - 2200.0)


def test_revenue_alone_counts_with_the_planned_margin_and_unknown_spend_as_planned():
    gap = only(gap_of(ads(revenue=10_000.0)))
    assert gap.as_planned == ("spend", "gross_profit")
    assert gap.actual == pytest.approx(4000.0 - 2200.0)


def test_a_month_that_is_not_over_and_a_channel_without_results_are_left_out():
    gap = gap_of(ads(months=3, **AS_PLANNED), today=date(2027, 3, 31))
    assert only(gap).months == (date(2027, 1, 1), date(2027, 2, 1))
    without = gap_of(ads(spend=2000.0, leads=80.0))
    assert (without.channels, without.left_out) == ((), ("Ads",))


def test_money_that_was_not_planned_is_the_spend():
    plain = {**CLICKS, "plans": [{"name": "Today", "monthly_spend": {}}]}
    gap = gap_of(ads(**AS_PLANNED), plain=plain)
    assert (gap.planned, gap.actual) == (pytest.approx(0.0), pytest.approx(2800.0))
    assert gap.by_cause[Cause.SPEND] == pytest.approx(2800.0)


def test_visits_that_nothing_was_paid_for_are_units_beside_the_money():
    gap = only(gap_of(ads(spend=0.0, visits=500.0, leads=50.0, customers=12.5, gross_profit=2500.0)))
    by = {part.link.cause: part.money for part in gap.parts}
    assert by[Cause.SPEND] == pytest.approx(2200.0)
    assert gap.actual == pytest.approx(2500.0)
    assert by[Cause.UNITS] < 0.0


amounts = st.floats(0.0, 5000.0) | st.just(0.0) | st.none()


@st.composite
def real_figures(draw: st.DrawFn) -> Actuals:
    months = draw(st.integers(1, 3))
    return Actuals(
        channel="Ads",
        first=date(2027, 1, 1),
        **{figure: tuple(draw(amounts) for _ in range(months)) for figure in FIGURES},
    )


@examples(100)
@given(real_figures(), st.sampled_from([CLICKS, DELAYED]))
def test_the_parts_add_up_to_the_gap_whatever_is_known(actual: Actuals, plain: Any):
    for each in gap_of(actual, plain=plain).channels:
        assert sum(part.money for part in each.parts) == pytest.approx(each.actual - each.planned, abs=1e-6, rel=1e-9)


@examples(50)
@given(st.lists(st.floats(0.3, 3.0), min_size=5, max_size=5))
def test_each_part_is_the_average_over_all_orders_of_exchange(factors: list[float]):
    """The oracle multiplies by hand, in every one of the 720 orders."""
    spend, visits, leads, customers = (factors[0] * 2000.0, factors[1] * 1000.0, factors[2] * 100.0, factors[3] * 25.0)
    gross = factors[4] * 5000.0

    def split(before: float, ratio: float, after: float, spread: float) -> tuple[float, float]:
        shift = after - before * ratio
        beyond = shift - max(-1.2815515655446004 * spread, min(1.2815515655446004 * spread, shift))
        changed = ratio + beyond / before
        return changed, after / (before * changed)

    lead_rate, first = split(visits, 0.1, leads, (visits * 0.1 * 0.9) ** 0.5)
    close_rate, second = split(leads, 0.25, customers, (leads * 0.25 * 0.75) ** 0.5)
    value, third = split(customers, 200.0, gross, 200.0 * customers**0.5)
    planned = [2000.0, 0.5, 0.1, 0.25, 200.0, 1.0]
    actual = [spend, visits / spend, lead_rate, close_rate, value, first * second * third]

    def profit(mixed: list[float]) -> float:
        product = 1.0
        for factor in mixed:
            product *= factor
        return product - 1.1 * mixed[0]

    totals = [0.0] * 6
    orders = list(permutations(range(6)))
    for order in orders:
        mixed = list(planned)
        for place in order:
            before = profit(mixed)
            mixed[place] = actual[place]
            totals[place] += profit(mixed) - before
    found = only(gap_of(ads(spend=spend, visits=visits, leads=leads, customers=customers, gross_profit=gross)))
    expected = [total / len(orders) for total in totals]
    assert [part.money for part in found.parts] == pytest.approx(expected, rel=1e-6, abs=1e-4)


def test_planned_figures_are_averages_of_all_worlds():
    scenario: Scenario[Belief] = beliefs(
        {**CLICKS, "funnel": {"lead_to_customer_rate": [0.1, 0.25, 0.5]}, "market_correlation": 0.0}
    )
    gap = explained_gap(scenario, "Today", [ads(**AS_PLANNED)], today=LATER, draws=4096)
    assert gap.planned == pytest.approx(100.0 * 200.0 * 0.2783 - 2200.0, rel=0.02)
