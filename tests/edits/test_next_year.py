"""The same scenario a year later: plans move, the world goes on."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from simulator.edits.next_year import next_year
from simulator.engine.decisions import decisions_of
from simulator.engine.simulation import simulate
from simulator.metrics import METRICS
from simulator.scenario.beliefs import between, certain
from simulator.scenario.improvements import Improvement
from simulator.scenario.limits import ChannelLimits, Limits
from simulator.scenario.plans import Monthly, PerQuarter, Plan, Purchase, Spans, Steady
from simulator.scenario.steps import Step, Steps
from simulator.scenario_files import parse, write
from tests.examples import THREE_CHANNELS
from tests.plain import beliefs

FIRST = "Today"


@pytest.fixture
def scenario():
    return replace(beliefs(THREE_CHANNELS), name="Ridge 2027", start=date(2027, 1, 1), horizon_months=24)


def first_plan(scenario):
    return scenario.plans[0].name


def with_schedules(scenario, **schedules):
    plan = Plan(name=FIRST, monthly_spend=dict(schedules.items()))
    return replace(scenario, plans=(plan,))


def test_the_year_moves_in_the_start_and_in_the_name(scenario):
    later = next_year(scenario, first_plan(scenario))
    assert (later.start, later.name) == (date(2028, 1, 1), "Ridge 2028")
    assert next_year(replace(scenario, name="Ridge"), first_plan(scenario)).name == "Ridge 2028"
    assert next_year(replace(scenario, name="Room 120270"), first_plan(scenario)).name == "Room 120270 2028"


def plan_names_a_year_later(scenario, *names):
    planned = replace(scenario, plans=tuple(replace(scenario.plans[0], name=name) for name in names))
    return [plan.name for plan in next_year(planned, names[0]).plans]


def test_years_in_the_names_of_plans_move_with_what_the_plans_spend(scenario):
    named = plan_names_a_year_later(
        scenario, "Today", "Today, stop Ads Apr 2027", "Fair in 2028", "After 2029", "No 12027"
    )
    assert named == ["Today", "Today, stop Ads Apr 2028", "Fair in 2029", "After 2029", "No 12027"]


def test_plans_whose_names_would_become_the_same_keep_theirs(scenario):
    assert plan_names_a_year_later(scenario, "Plan 2028", "Plan 2029") == ["Plan 2028", "Plan 2029"]


def test_what_is_presented_is_the_same_plan_under_its_new_name(scenario):
    planned = replace(
        scenario, plans=tuple(replace(scenario.plans[0], name=name) for name in ("Today", "More in 2027"))
    )
    told = replace(planned.presentation, plan="More in 2027", against="Today")
    later = next_year(replace(planned, presentation=told), "Today")
    assert (later.presentation.plan, later.presentation.against) == ("More in 2028", "Today")


def test_months_of_the_calendar_move_with_the_plan_and_counted_ones_stay(scenario):
    planned = with_schedules(
        scenario,
        Leads=Steady(amount=10.0, first=date(2027, 3, 1), last=date(2027, 5, 1)),
        Fair=Spans(spans=(Steady(amount=20.0, first=2, last=4), Steady(amount=5.0, first=date(2028, 1, 1)))),
        Cards=PerQuarter(amounts=(30.0, 60.0)),
    )
    later = next_year(planned, FIRST)
    assert np.array_equal(later.spend(FIRST), planned.spend(FIRST))
    assert later.plan(FIRST).monthly_spend["Leads"].first == date(2028, 3, 1)


def test_a_channel_ran_before_as_it_ran_at_the_end_of_the_year(scenario):
    planned = with_schedules(scenario, Leads=Monthly(amounts=tuple(float(month) for month in range(1, 25))))
    before = {channel.name: channel.monthly_spend_before for channel in next_year(planned, FIRST).channels}
    assert before == {"Leads": 12.0, "Fair": 0.0, "Cards": 0.0}
    short = replace(planned, horizon_months=6)
    assert next_year(short, FIRST).channels[0].monthly_spend_before == 6.0


def test_without_prices_that_move_a_second_year_of_the_same_brings_the_same(scenario):
    planned = with_schedules(scenario, Leads=Steady(amount=1_000.0), Cards=Steady(amount=300.0))
    once = next_year(planned, FIRST)
    twice = next_year(once, FIRST)
    first, second = (
        METRICS["profit"].of_plan(simulate(each, FIRST, draws=64, seed=1).funnel) for each in (once, twice)
    )
    assert np.array_equal(first, second)


def test_prices_are_those_of_the_new_first_month(scenario):
    sale = between(400.0, 500.0, 700.0, source="Our books")
    dearer = replace(scenario, business=replace(scenario.business, revenue_per_sale=replace(sale, yearly_change=0.1)))
    found = next_year(dearer, first_plan(scenario)).business.revenue_per_sale
    assert (found.low, found.likely, found.high, found.yearly_change) == (440.0, 550.0, 770.0, 0.1)
    assert found.source == "Our books (the figure of 2027, +10 %)"
    once = replace(dearer, business=replace(dearer.business, revenue_per_sale=certain(500.0)))
    assert next_year(once, first_plan(scenario)).business.revenue_per_sale == certain(500.0)


def test_customers_counted_in_the_former_year_are_not_those_of_the_next(scenario):
    counted = replace(scenario, business=replace(scenario.business, new_customers_per_month_now=14.0))
    assert next_year(counted, first_plan(scenario)).business.new_customers_per_month_now is None


def test_what_changed_in_the_world_has_changed(scenario):
    vans = Steps(
        steps=(Step(amount=40.0), Step(amount=60.0, first=date(2027, 7, 1)), Step(amount=80.0, first=18)),
    )
    planned = replace(scenario, business=replace(scenario.business, new_customers_per_month_at_most=vans))
    later = next_year(planned, first_plan(scenario))
    assert later.business.new_customers_per_month_at_most == Steps(
        steps=(Step(amount=60.0), Step(amount=80.0, first=6))
    )
    assert np.array_equal(later.room_by_month[:12], planned.room_by_month[12:])


def test_the_later_scenario_is_a_file_like_any_other(scenario):
    later = next_year(scenario, first_plan(scenario))
    assert parse(write(later)) == later


# -- improvements and commitments ------------------------------------------------------------------------------------


def buying_page(scenario, **firsts):
    """Plans of these names, each of which buys the page for $900 and $10 a month from a month on."""
    page = Improvement(
        name="Page", belief="funnel.lead_to_customer_rate", becomes=certain(0.5), cost=900.0, monthly_cost=10.0
    )
    plans = (
        replace(scenario.plans[0], name=name, improvements=(Purchase(improvement="Page", first=first),))
        for name, first in firsts.items()
    )
    return replace(scenario, improvements=(page,), plans=tuple(plans))


def cost_of_improvements(scenario, plan):
    return decisions_of(scenario, scenario.plan(plan)).improvement_cost.sum()


@pytest.mark.parametrize("first", [1, 12, date(2027, 3, 1), date(2026, 11, 1)])
def test_what_the_plan_bought_that_was_carried_out_is_there_and_not_paid_again(scenario, first):
    later = next_year(buying_page(scenario, Done=first), "Done")
    assert cost_of_improvements(later, "Done") == 24 * 10.0
    assert cost_of_improvements(next_year(later, "Done"), "Done") == 24 * 10.0
    assert decisions_of(later, later.plan("Done")).improvements == (("Page", 0),)


def test_another_plan_does_not_buy_what_is_there_either(scenario):
    later = next_year(buying_page(scenario, Done=2, Other=6), "Done")
    assert later.plan("Other").improvements == later.plan("Done").improvements


@pytest.mark.parametrize(("first", "moved"), [(14, 14), (date(2028, 2, 1), date(2029, 2, 1))])
def test_what_was_not_bought_yet_moves_with_its_plan(scenario, first, moved):
    later = next_year(buying_page(scenario, Done=first, Other=1), "Done")
    assert later.plan("Done").improvements[0].first == moved
    assert later.plan("Other").improvements[0].first == 1


@pytest.mark.parametrize(
    ("until", "then"), [(6, None), (12, None), (18, 6), (date(2027, 12, 1), None), (date(2028, 3, 1), date(2028, 3, 1))]
)
def test_who_was_committed_is_so_until_the_same_month_of_the_calendar(scenario, until, then):
    own = ChannelLimits(channel=scenario.channel_names[0], at_most=900.0, committed_until=until)
    later = next_year(replace(scenario, limits=Limits(channels=(own,))), first_plan(scenario))
    assert later.limits.channels == (replace(own, committed_until=then),)
