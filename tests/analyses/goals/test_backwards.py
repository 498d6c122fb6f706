from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from simulator.analyses.goals.advice import Why, stage_advice, usual_range
from simulator.analyses.goals.backwards import Gap, backwards, by_quarter
from simulator.analyses.goals.goal import Goal, quarters
from simulator.analyses.goals.prices import HighestPrice, highest_prices
from simulator.analyses.goals.rates import rates_needed, worth_of_better
from simulator.edits.learning import with_learned
from simulator.engine.simulation import Simulation, simulate
from simulator.scenario.beliefs import Belief, certain
from simulator.scenario.improvements import Improvement
from simulator.scenario.plans import Purchase
from simulator.scenario.scenario import Scenario
from simulator.scenario.stages import Stage
from tests.examples import PLUMBER
from tests.plain import beliefs

WORKED: dict[str, Any] = {
    "name": "Worked",
    "currency": "USD",
    "start": "2027-01",
    "horizon_months": 12,
    "business": {"revenue_per_sale": 1_000, "gross_margin_rate": 0.5},
    "funnel": {
        "stages": ["mqls", "sqls", "opportunities"],
        "visit_to_lead_rate": 0.03,
        "lead_to_mql_rate": 0.30,
        "mql_to_sql_rate": 0.40,
        "sql_to_opportunity_rate": 0.75,
        "opportunity_to_customer_rate": 0.22,
    },
    "channels": [{"name": "Ads", "type": "pay_per_click", "cost_per_click": 2}],
    "plans": [{"name": "Today", "monthly_spend": {"Ads": 1_000}}],
}
"""500 clicks a month: 6,000 a year become 180 leads, 54 MQLs, 21.6 SQLs, 16.2 opportunities and 3.564 customers."""


def simulated(**changes: Any) -> Simulation:
    return simulate(beliefs({**WORKED, **changes}), "Today", draws=64)


def needed(found: Any) -> dict[str, float]:
    return {need.stage.value: need.needed.mean for need in found.stages}


def test_a_number_of_customers_takes_what_dividing_by_the_rates_gives():
    # 5.94 customers take 27 opportunities, 36 SQLs, 90 MQLs, 300 leads and 10,000 visits.
    (found,) = backwards(simulated(), [Goal("customers", at_least=5.94)])
    worked = {"visits": 10_000, "leads": 300, "mqls": 90, "sqls": 36, "opportunities": 27}
    assert needed(found) == pytest.approx(worked)
    assert found.times.mean == pytest.approx(5.94 / 3.564)
    assert found.gap is Gap.PEOPLE
    assert [need.given.mean for need in found.stages] == pytest.approx([6_000, 180, 54, 21.6, 16.2])


@pytest.mark.parametrize("metric", ["revenue", "gross_profit"])
def test_money_takes_the_people_whose_sales_bring_it(metric):
    number = 5.94 * (1_000 if metric == "revenue" else 500)
    (found,) = backwards(simulated(), [Goal(metric, at_least=number)])
    assert needed(found)["visits"] == pytest.approx(10_000)


def test_running_the_plan_so_many_times_as_large_brings_what_was_wanted():
    business = replace(PLUMBER.business, new_customers_per_month_at_most=None)
    channels = tuple(replace(each, curve=beliefs(WORKED).channels[0].curve) for each in PLUMBER.channels)
    scenario = replace(PLUMBER, business=business, channels=channels)
    simulation = simulate(scenario, PLUMBER.plans[0].name, draws=64)
    (found,) = backwards(simulation, [Goal("customers", at_least=500, last=12)])
    times = found.times.mean
    plan = scenario.plans[0]
    larger = replace(plan, monthly_spend={name: own.scaled(times) for name, own in plan.monthly_spend.items()})
    again = simulate(
        replace(
            scenario,
            plans=(larger,),
            channels=tuple(
                replace(each, monthly_spend_before=each.monthly_spend_before * times,
                        reference_spend=each.reference_spend and each.reference_spend * times)
                for each in scenario.channels
            ),
        ),
        plan.name,
        draws=64,
    )  # fmt: skip
    first_year = float(again.funnel.by_month.stages[Stage.CUSTOMERS][0, :12].sum(axis=0).mean())
    assert first_year == pytest.approx(500, rel=1e-9)


def test_channels_add_up_to_the_whole_world_by_world():
    simulation = simulate(PLUMBER, PLUMBER.plans[0].name, draws=64)
    for found in backwards(simulation, quarters("customers", [60, 70, 80, 90])):
        for need in found.stages:
            parts = [part.given.mean for each in found.channels.values() for part in each if part.stage is need.stage]
            assert sum(parts) == pytest.approx(need.given.mean)
            ranged = need.needed
            assert ranged.p10 <= ranged.p50 <= ranged.p90


def test_deals_that_take_half_a_year_leave_the_first_quarter_to_leads_that_came_before():
    slow = simulated(business={**WORKED["business"], "sales_cycle_months": [4, 6, 8]})
    first, last = backwards(slow, [quarters("customers", [1, 1, 1, 1])[place] for place in (0, 3)])
    assert first.given.mean < 0.01
    assert last.given.mean == pytest.approx(3.564 / 4, rel=0.05)
    assert 5.0 < last.ahead < 7.0
    (late,) = backwards(slow, [Goal("customers", at_least=3.0)])
    assert late.gap is Gap.LATE


def test_where_there_is_no_room_more_people_do_not_help():
    full = simulated(business={**WORKED["business"], "new_customers_per_month_at_most": 0.2})
    (found,) = backwards(full, [Goal("customers", at_least=3.0)])
    assert found.gap is Gap.ROOM
    assert found.room == pytest.approx(2.4)


def test_a_goal_of_all_months_is_spread_over_the_quarters_as_the_plan_brings_it():
    simulation = simulated()
    parts = by_quarter(simulation, Goal("customers", at_least=240))
    assert sum(part.number for part in parts) == pytest.approx(240)
    assert [(part.first, part.last) for part in parts][:2] == [(1, 3), (4, 6)]
    times = [found.times.mean for found in backwards(simulation, parts)]
    assert np.ptp(times) < 1e-9


# -- rates -----------------------------------------------------------------------------------------------------------


def test_each_rate_alone_would_have_to_be_as_much_higher_as_customers_are_short_or_cannot():
    found = {each.name: each for each in rates_needed(simulated(), [Goal("revenue", at_least=5_940)], 0.9)}
    for name, now in (("visit_to_lead_rate", 0.03), ("mql_to_sql_rate", 0.4), ("opportunity_to_customer_rate", 0.22)):
        assert found[name].now == pytest.approx(now)
        assert found[name].needed == pytest.approx(now * 5.94 / 3.564, rel=4e-3)
    # 75 % times 1.67 is more than all of them.
    assert found["sql_to_opportunity_rate"].needed is None


def test_a_rate_is_enough_as_it_is_where_the_goal_is_met():
    found = rates_needed(simulated(), [Goal("revenue", at_least=1_000)], 0.9)
    assert all(each.needed == each.now for each in found)


def test_a_tenth_better_is_worth_a_tenth_of_the_gross_profit_where_nothing_else_limits_it():
    for worth in worth_of_better(simulated()):
        assert worth.gain.mean == pytest.approx(0.1 * 3.564 * 500)


def trained(rate: float = 0.5, **changes: Any) -> Simulation:
    """Worked, with more of the opportunities won from the first month on, for money."""
    training = {"name": "Training", "belief": "funnel.opportunity_to_customer_rate", "becomes": rate}
    plans = [{**WORKED["plans"][0], "improvements": {"Training": 1}}]
    return simulated(improvements=[training], plans=plans, **changes)


def test_a_tenth_better_is_a_tenth_of_what_a_bought_improvement_makes_of_it_too():
    # 16.2 opportunities, every second won.
    for worth in worth_of_better(trained()):
        assert worth.gain.mean == pytest.approx(0.1 * 8.1 * 500)


def test_what_an_improved_rate_would_have_to_be_is_told_of_what_it_is_now():
    found = {each.name: each for each in rates_needed(trained(), [Goal("revenue", at_least=12_000)], 0.9)}
    assert found["opportunity_to_customer_rate"].now == pytest.approx(0.5)
    assert found["opportunity_to_customer_rate"].needed == pytest.approx(0.5 * 12.0 / 8.1, rel=4e-3)


# -- prices ----------------------------------------------------------------------------------------------------------


def dearer(belief: Belief, times: float) -> Belief:
    return replace(belief, low=belief.low * times, likely=belief.likely * times, high=belief.high * times)


def cheaper_clicks(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """The scenario in which the first plan buys clicks for two thirds of their price, from the fourth month on."""
    channel = next(each for each in scenario.channels if each.cost == "cost_per_click")
    becomes = dearer(channel.cost_per_click, 2 / 3)
    cheaper = Improvement(name="Cheaper", belief=f"channels.{channel.name}.cost_per_click", becomes=becomes)
    plan = replace(scenario.plans[0], improvements=(Purchase(improvement="Cheaper", first=4),))
    return replace(scenario, improvements=(cheaper,), plans=(plan, *scenario.plans[1:]))


def at_price(scenario: Scenario[Belief], channel: int, times: float) -> float:
    """The profit of a channel whose units cost so many times as much, in a run of its own."""
    own = scenario.channels[channel]
    belief = getattr(own, own.cost)
    changed = replace(own, **{own.cost: dearer(belief, times)})
    channels = tuple(changed if place == channel else each for place, each in enumerate(scenario.channels))
    improvements = tuple(
        replace(each, becomes=dearer(each.becomes, times)) if each.belief == f"channels.{own.name}.{own.cost}" else each
        for each in scenario.improvements
    )
    changed_scenario = replace(scenario, channels=channels, improvements=improvements)
    simulation = simulate(changed_scenario, scenario.plans[0].name, draws=512)
    return float(simulation.funnel.by_channel.profit[channel, 0].mean())


def with_room(room: float | None) -> Scenario[Belief]:
    business = replace(PLUMBER.business, new_customers_per_month_at_most=room)
    return replace(PLUMBER, horizon_months=8, business=business)


@lru_cache
def priced(room: float | None, *, improved: bool) -> tuple[Simulation, list[HighestPrice]]:
    """A simulation of the first plan and its highest prices, which take dozens of runs at a capacity."""
    scenario = cheaper_clicks(with_room(room)) if improved else with_room(room)
    simulation = simulate(scenario, scenario.plans[0].name, draws=512)
    return simulation, highest_prices(simulation)


@pytest.mark.parametrize("improved", [False, True])
@pytest.mark.parametrize("room", [None, 45.0])
def test_at_the_highest_price_a_channel_earns_what_it_costs(room, improved):
    simulation, prices = priced(room, improved=improved)
    scenario = simulation.scenario
    cost = simulation.funnel.by_channel.marketing_cost[:, 0].mean(axis=-1)
    for price in prices:
        row = scenario.channel_names.index(price.channel)
        profit = at_price(scenario, row, price.highest / price.now)
        assert abs(profit) < 2e-3 * cost[row]


@pytest.mark.parametrize("room", [None, 45.0])
def test_if_all_worlds_pay_the_surer_price_a_channel_pays_in_nine_of_ten(room):
    simulation, prices = priced(room, improved=False)
    scenario = simulation.scenario
    for price in prices:
        row = scenario.channel_names.index(price.channel)
        assert 0.0 < price.sure < price.highest
        paid = simulate(paying(scenario, row, price.sure), scenario.plans[0].name, draws=simulation.draws)
        profit = paid.funnel.by_channel.profit[row, 0]
        assert np.mean(profit >= -1e-6) == pytest.approx(0.9, abs=2e-3)


def paying(scenario: Scenario[Belief], row: int, price: float) -> Scenario[Belief]:
    """The scenario in which a unit of a channel costs the same in all worlds."""
    own = scenario.channels[row]
    changed = replace(own, **{own.cost: certain(price)})
    return replace(scenario, channels=tuple(changed if each is own else each for each in scenario.channels))


def test_todays_price_is_what_the_plans_money_pays_with_what_it_improves():
    plans = [{**WORKED["plans"][0], "improvements": {"Cheaper": 4}}]
    cheaper = {"name": "Cheaper", "belief": "channels.Ads.cost_per_click", "becomes": 1}
    (price,) = highest_prices(simulated(improvements=[cheaper], plans=plans))
    # A quarter of the money pays $2 a click, the rest $1.
    assert price.now == pytest.approx((3 * 2 + 9 * 1) / 12)
    assert price.lead_now == pytest.approx(12_000 / (3 * 500 * 0.03 + 9 * 1_000 * 0.03))


def test_a_click_may_cost_what_its_customers_bring():
    (price,) = highest_prices(simulated())
    # A click is worth 3.564 / 6,000 customers of $500 gross profit each.
    assert price.highest == pytest.approx(500 * 3.564 / 6_000)
    assert price.lead_highest == pytest.approx(500 * 3.564 / 180)
    # In the one world that there is.
    assert (price.sure, price.lead_sure) == pytest.approx((price.highest, price.lead_highest))
    assert not price.pays_now


# -- advice ----------------------------------------------------------------------------------------------------------


def with_source(source: str, **changes: Any) -> Simulation:
    scenario = beliefs({**WORKED, **changes})
    funnel = replace(
        scenario.funnel, visit_to_lead_rate=Belief(low=0.01, likely=0.015, high=0.02, source=source)
    )  # fmt: skip
    return simulate(replace(scenario, funnel=funnel), "Today", draws=64)


def test_a_rate_below_what_its_own_source_gives_is_advised_on_with_that_reason():
    found = stage_advice(with_source("Trade survey 2026: 2-4 %"))
    assert (found[0].worth.name, found[0].why, found[0].usual) == ("visit_to_lead_rate", Why.BELOW, (0.02, 0.04))


def test_a_rate_that_was_measured_is_below_what_the_source_before_gives():
    simulation = with_source("Trade survey 2026: 2-4 %")
    path = "funnel.visit_to_lead_rate"
    measured = with_learned(
        simulation.scenario, path, (0.011, 0.012, 0.013), months=[date(2027, 1, 1)], count=900, weight=0.5,
        source="Measured from 900 visits, Jan 2027, counted at 50-60 %",
    )  # fmt: skip
    found = stage_advice(simulate(measured, "Today", draws=64))
    assert (found[0].why, found[0].usual, found[0].stated) == (Why.BELOW, (0.02, 0.04), 0.012)


def test_what_the_plan_already_pays_to_make_better_is_not_below_what_is_usual():
    page = {"name": "Page", "belief": "funnel.visit_to_lead_rate", "becomes": 0.05}
    plans = [{**WORKED["plans"][0], "improvements": {"Page": 1}}]
    found = stage_advice(with_source("Trade survey 2026: 2-4 %", improvements=[page], plans=plans))
    assert [each.why for each in found] == [Why.WORTH_MOST]


def test_without_such_a_source_the_rate_is_named_whose_betterment_is_worth_most():
    (found,) = stage_advice(simulated())
    # All are worth the same; the lowest has most room.
    assert (found.why, found.worth.name) == (Why.WORTH_MOST, "visit_to_lead_rate")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("First Page Sage 2026 (manufacturing): 2-4 %; WordStream 2026: 4.85 %", (0.02, 0.04)),
        ("Local service sites 2026: 2-5 %, the best 7-10 %", (0.02, 0.05)),
        ("LinkedIn 2025: forms filled by 6-15 % of those who open one", None),
        ("LinkedIn 2025: 6-15 % of those who open one", None),
        ("Survey A: 2-4 %; survey B: 3-5 %", None),
        ("Startup Projection 2025: $200-500 for a home", None),
        ("Odd: 4-2 %", None),
        ("own figures", None),
    ],
)
def test_a_range_counts_only_where_a_source_gives_it_for_the_rate_itself(source, expected):
    assert usual_range(source) == pytest.approx(expected) if expected else usual_range(source) is None
