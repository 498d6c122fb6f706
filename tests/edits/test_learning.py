"""Edits by which beliefs learn from real figures, and by which that is taken back."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

from simulator import parse, plan_summary, problems, simulate
from simulator.edits import rename_channel, value_at
from simulator.edits.currency import converted
from simulator.edits.learning import as_stated, learned_paths, taken_back, with_learned
from simulator.edits.next_year import next_year
from simulator.engine.sampling import normals, sample
from simulator.scenario.beliefs import Belief, Learned
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import write

FILE = b"""
format: 1
name: Test 2027
currency: USD
start: 2027-01
business:
  revenue_per_sale: 480
  gross_margin_rate: 52 %
funnel:
  lead_to_customer_rate: 35 %
channels:
  - name: Ads
    type: pay_per_click
    cost_per_click: {range: [8, 13, 25], source: a quote, as_of: 2026-10-01, yearly_change: 10 %}
    visit_to_lead_rate: [5 %, 8 %, 12 %]
plans:
  - name: Today
    monthly_spend: {Ads: 3000}
"""
RATE, COST = "channels.Ads.visit_to_lead_rate", "channels.Ads.cost_per_click"
MONTHS = [date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1)]
STATED = parse(FILE)


def taught(scenario: Scenario[Belief], path: str = COST, **changed: object) -> Scenario[Belief]:
    three = (9.43444, 10.03177, 10.68095) if path == COST else (0.04904, 0.05688, 0.06548)
    settings = {"months": MONTHS, "count": 420.0, "weight": 1.0, "source": "Measured", **changed}
    return with_learned(scenario, path, three, **settings)  # type: ignore[arg-type]


def test_a_belief_that_has_learned_says_from_what_and_keeps_the_range_that_was_stated() -> None:
    found = value_at(taught(STATED), COST)
    assert (found.low, found.likely, found.high) == (9.434, 10.03, 10.68)
    assert (found.source, found.as_of, found.yearly_change) == ("Measured", date(2027, 3, 31), 0.1)
    assert found.learned == Learned(
        first=date(2027, 1, 1),
        last=date(2027, 3, 1),
        count=420.0,
        before=(8.0, 13.0, 25.0),
        before_source="a quote",
        before_as_of=date(2026, 10, 1),
    )


def test_what_was_learned_twice_adds_up_and_the_first_range_stays_beside_it() -> None:
    again = taught(taught(STATED), months=[date(2027, 5, 1)], count=80.0, weight=0.5)
    learned = value_at(again, COST).learned
    assert (learned.first, learned.last, learned.count) == (date(2027, 1, 1), date(2027, 5, 1), 500.0)
    assert learned.before == (8.0, 13.0, 25.0)
    assert learned.weight == 0.92


def test_what_was_learned_can_be_taken_back() -> None:
    both = taught(taught(STATED), RATE)
    assert learned_paths(both) == [RATE, COST]
    assert taken_back(taken_back(both, RATE), COST) == STATED
    assert taken_back(taught(taught(STATED), months=[date(2027, 4, 1)]), COST) == STATED
    assert as_stated(both) == STATED


@given(st.sets(st.integers(0, 200), min_size=1), st.floats(0.0, 1e9), st.floats(0.0, 1.0))
def test_a_file_that_has_learned_reads_as_it_was_written(months: set[int], count: float, weight: float) -> None:
    dates = [date(2020 + month // 12, month % 12 + 1, 1) for month in months]
    found = taught(STATED, months=dates, count=round(count, 3), weight=round(weight, 3))
    assert not problems(found)
    assert parse(write(found, onto=FILE)) == found


def test_taking_back_leaves_the_numbers_of_the_file() -> None:
    back = taken_back(parse(write(taught(STATED), onto=FILE)), COST)
    assert parse(write(back, onto=write(taught(STATED), onto=FILE))) == STATED


def test_draws_stand_where_they_stood_among_what_the_belief_may_be() -> None:
    before, after = (sample(each, draws=64).channel("Ads") for each in (STATED, taught(STATED)))
    order = normals(COST, draws=64, seed=1).argsort()
    for drawn in (before.cost_per_click, after.cost_per_click):
        assert_array_equal(drawn.argsort(), order)
    assert_array_equal(before.visit_to_lead_rate, after.visit_to_lead_rate)


def test_all_results_follow_the_learned_range_alone() -> None:
    learned = taught(STATED)
    bare = replace(value_at(learned, COST), learned=None, source="", as_of=None)
    plain = parse(FILE.replace(b"{range: [8, 13, 25], source: a quote, as_of: 2026-10-01, yearly_change: 10 %}",
                               b"{range: [9.434, 10.03, 10.68], yearly_change: 10 %}"))  # fmt: skip
    assert value_at(plain, COST) == bare
    one, other = (plan_summary(simulate(each, "Today", draws=64)) for each in (learned, plain))
    assert one["profit"] == other["profit"]


def test_the_former_range_is_converted_with_the_money() -> None:
    found = value_at(converted(taught(STATED), "EUR", 0.5, date(2027, 4, 1)), COST)
    assert found.learned.before == (4.0, 6.5, 12.5)


def test_the_former_range_is_at_the_prices_of_the_next_year() -> None:
    found = value_at(next_year(taught(STATED), "Today"), COST)
    assert found.learned.before == (8.8, 14.3, 27.5)


def test_a_renamed_channel_keeps_what_it_has_learned() -> None:
    assert learned_paths(rename_channel(taught(STATED), "Ads", "Search")) == ["channels.Search.cost_per_click"]


def test_however_much_was_learned_from_the_numbers_can_be_told_apart() -> None:
    three = (0.05, 0.05 + 2e-16, 0.05 + 4e-16)
    certain = with_learned(STATED, RATE, three, months=MONTHS, count=1e12, weight=1.0, source="Measured")
    assert not problems(certain)
    assert not value_at(certain, RATE).is_certain
    assert parse(write(certain)) == certain
