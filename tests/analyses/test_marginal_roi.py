import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from simulator import read
from simulator.analyses.marginal_roi import are_tried_at_reference, cost_with_returns, marginal_returns, step_of
from simulator.analyses.summary import channel_summary
from simulator.engine.alternatives import gross_profits
from simulator.engine.simulation import preview, simulate
from simulator.library.folder import paths, shipped_folder
from simulator.scenario.plans import Monthly, Steady
from tests.benchmarks import eight_channels
from tests.findings.found import CARDS, DRAWS, SEARCH, scenario

SURE = {
    "business": {"revenue_per_sale": 1000, "gross_margin_rate": 0.5},
    "funnel": {"lead_to_customer_rate": 0.35},
}
STRAIGHT = {
    "cost_per_click": 5,
    "visit_to_lead_rate": 0.08,
    "curve": {"type": "linear"},
    "reference_spend": None,
}
CURVED = {**STRAIGHT, "curve": {"type": "saturating", "gain_from_doubling": 0.6}, "reference_spend": 4000}


def returns(stated, **settings):
    listed = marginal_returns(simulate(stated, "Plan", draws=DRAWS), **settings)
    return {each.channel: each for each in listed}


def test_the_next_dollars_of_a_linear_channel_earn_what_all_others_did():
    # A click at 5 becomes 0.028 customers of 500 gross profit: 14 / 5 - 1.
    search = returns(scenario(**SURE, search=STRAIGHT))[SEARCH]
    assert search.average.p50 == pytest.approx(1.8, rel=1e-12)
    assert search.next.p50 == pytest.approx(1.8, rel=1e-9)


def test_the_next_dollars_of_a_saturating_channel_earn_the_slope_of_its_curve():
    # units = V x / (K + x), K = 2 g S / (1 - g) = 12,000, V = (S / u) (K + S) / S = 3,200.
    def units(spend):
        return 3200 * spend / (12_000 + spend)

    expected = (units(4500) - units(4000)) * 14 / 500 - 1
    search = returns(scenario(**SURE, search=CURVED))[SEARCH]
    assert search.next.p50 == pytest.approx(expected, rel=1e-9)
    assert search.next.p50 < search.average.p50


def test_where_there_is_no_more_to_buy_the_next_money_is_not_spent():
    capped = {**STRAIGHT, "curve": {"type": "capped", "most_per_month": 800}}
    search = returns(scenario(**SURE, search=capped))[SEARCH]
    assert search.spent_share == 0.0
    assert np.isnan(search.next.p50)
    assert np.isnan(search.next.mean)


def test_of_the_next_money_as_much_is_spent_as_there_is_to_buy():
    # 840 clicks at 5 cost 4,200: 200 of the next 500, at the return of all the others.
    capped = {**STRAIGHT, "curve": {"type": "capped", "most_per_month": 840}}
    search = returns(scenario(**SURE, search=capped))[SEARCH]
    assert search.spent_share == pytest.approx(0.4, rel=1e-9)
    assert search.next.p50 == pytest.approx(1.8, rel=1e-9)


def test_the_share_spent_is_an_average_over_the_worlds_in_which_there_is_more_and_those_in_which_there_is_not():
    capped = {**STRAIGHT, "curve": {"type": "capped", "most_per_month": [700, 800, 900]}}
    search = returns(scenario(**SURE, search=capped))[SEARCH]
    # In half of the worlds there is no more, in one of ten all of the 100 clicks, in the others a part of them.
    assert search.spent_share == pytest.approx(0.28, abs=0.05)
    assert np.isnan(search.next.p50)
    assert search.next.mean == pytest.approx(1.8, rel=1e-9)


def test_a_channel_without_spend_is_tried_at_its_reference_spend():
    # Starved of money a channel of twelve months never ripens; at 4,000 it does, by a month a month.
    slow = {**CURVED, "ramp_up_months": 12}
    stated = scenario(**SURE, search=slow, spend={CARDS: 2000})
    search = returns(stated)[SEARCH]
    assert (search.step, search.tried, search.months) == (200.0, 4000.0, 12)
    assert search.next.p50 == pytest.approx(14 / 5 * sum(range(1, 13)) / 144 - 1, rel=1e-9)
    assert are_tried_at_reference(stated, "Plan")
    assert not are_tried_at_reference(scenario(**SURE, search=slow), "Plan")


def test_customers_for_whom_there_is_no_room_earn_nothing():
    full = {**SURE["business"], "new_customers_per_month_at_most": 5}
    search = returns(scenario(**{**SURE, "business": full}, search=STRAIGHT, spend={SEARCH: 4000}))[SEARCH]
    assert search.average.p50 > -1.0
    assert search.next.p50 == pytest.approx(-1.0, abs=1e-9)


def test_fees_on_the_step_count_and_those_already_paid_do_not():
    paid = {**STRAIGHT, "fee_rate": 0.25, "monthly_fee": 300, "setup_cost": 500}
    search = returns(scenario(**SURE, search=paid))[SEARCH]
    assert search.next.p50 == pytest.approx(14 / 5 / 1.25 - 1, rel=1e-9)


def test_a_channel_without_spend_starts_with_its_fees_in_every_month():
    paid = {**STRAIGHT, "monthly_fee": 300, "setup_cost": 1200}
    search = returns(scenario(**SURE, search=paid, spend={CARDS: 2000}))[SEARCH]
    assert search.months == 12
    assert np.isnan(search.average.mean)
    # 200 and 300 in each of 12 months, and 1,200 once, for 12 times 40 clicks.
    assert (search.step, search.cost) == (200.0, 12 * 500 + 1200)
    assert search.next.p50 == pytest.approx(12 * 40 * 14 / search.cost - 1, rel=1e-9)
    assert search.gain == pytest.approx(12 * 40 * 14 - search.cost, rel=1e-9)


def test_the_step_is_added_only_in_the_months_that_have_spend():
    seasonal = scenario(**SURE, search=CURVED, spend={SEARCH: [0, 0, 4000, 4000], CARDS: 2000})
    search = returns(seasonal, step=100.0)[SEARCH]
    always = returns(scenario(**SURE, search=CURVED), step=100.0)[SEARCH]
    assert search.months == 2
    assert search.next.p50 == pytest.approx(always.next.p50, rel=1e-9)


def test_the_returns_are_those_of_two_whole_simulations_compared_draw_by_draw():
    stated = scenario(business={"new_customers_per_month_at_most": 40})
    plan = stated.plans[0]
    more = {**plan.monthly_spend, CARDS: Steady(amount=2500)}
    raised = simulate(replace(stated, plans=(replace(plan, monthly_spend=more),)), "Plan", draws=DRAWS).funnel
    now = simulate(stated, "Plan", draws=DRAWS).funnel
    gained = raised.plan.gross_profit - now.plan.gross_profit
    expected = np.mean(gained / (raised.plan.marketing_cost - now.plan.marketing_cost) - 1)
    assert returns(stated)[CARDS].next.mean == pytest.approx(expected, rel=1e-9)


def test_the_average_is_the_channel_s_roi():
    simulation = simulate(scenario(), "Plan", draws=DRAWS)
    averages = {each.channel: each.average for each in marginal_returns(simulation)}
    assert averages == {name: row["roi"] for name, row in channel_summary(simulation).items() if name}


def test_the_first_replicate_speaks_for_all_draws():
    stated = scenario()
    whole, quick = (
        {each.channel: each.next for each in marginal_returns(made(stated, "Plan"))} for made in (simulate, preview)
    )
    assert whole == quick


@pytest.mark.parametrize("draws", [8, 72])
def test_any_number_of_draws_gives_a_return(draws: int):
    listed = marginal_returns(simulate(scenario(), "Plan", draws=draws))
    assert [np.isfinite(each.next.p50) for each in listed] == [True, True]


def test_the_step_is_a_round_amount_of_4_to_10_percent_of_what_a_month_spends():
    steps = {}
    for total in (15.0, 999.0, 1000.0, 4999.99, 5000.0, 20_000_000.0):
        steps[total] = step_of(scenario(spend={SEARCH: [total] * 12}), "Plan")
    assert [*steps.values()] == [1, 50, 100, 200, 500, 2_000_000]


def test_months_without_spend_do_not_make_the_step_smaller():
    assert step_of(scenario(spend={SEARCH: [0, 0, 5000, 5000]}), "Plan") == 500


def test_where_nothing_is_spent_the_step_follows_the_reference_spends():
    assert step_of(scenario(spend={}), "Plan") == 500
    unknown = scenario(search={**STRAIGHT}, cards={"curve": {"type": "linear"}, "reference_spend": None}, spend={})
    assert step_of(unknown, "Plan") == 100


def test_a_step_can_be_chosen():
    search = returns(scenario(**SURE, search=CURVED), step=4000.0)[SEARCH]
    # Doubling gives 60 % more of the 800 clicks.
    assert search.step == 4000.0
    assert search.next.p50 == pytest.approx(0.6 * 800 * 14 / 4000 - 1, rel=1e-9)


def test_the_plan_itself_is_left_as_it_was():
    stated = scenario(spend={SEARCH: [1000, 2000], CARDS: 2000})
    marginal_returns(simulate(stated, "Plan", draws=8))
    assert stated.plans[0].monthly_spend[SEARCH] == Monthly(amounts=(1000.0, 2000.0))


def run_again_for_each_channel(simulation, listed):
    """The average return on the step of each channel: the whole plan of the first replicate, once for each."""
    scenario, plan = simulation.scenario, simulation.scenario.plan(simulation.plan)
    now = preview(scenario, plan.name, draws=simulation.draws).funnel.plan
    paid = [channel.is_paid for channel in scenario.channels]
    for spend, entry in zip(simulation.spend[paid], listed, strict=True):
        extra = entry.tried * ((spend > 0.0) | ~(spend > 0.0).any())
        more = replace(plan, monthly_spend={**plan.monthly_spend, entry.channel: Monthly(amounts=tuple(spend + extra))})
        raised = preview(replace(scenario, plans=(more,)), plan.name, draws=simulation.draws).funnel.plan
        cost = np.mean(raised.marketing_cost - now.marketing_cost)
        gained = np.mean(raised.gross_profit - now.gross_profit)
        yield gained / cost - 1.0 if cost > 1e-9 else np.nan


@pytest.mark.parametrize("file", paths(shipped_folder()), ids=lambda file: file.stem)
def test_the_returns_are_those_of_the_whole_plan_run_again_for_each_channel(file):
    stated = read(file)
    simulation = simulate(stated, stated.plans[0].name)
    listed = marginal_returns(simulation)
    expected = [*run_again_for_each_channel(simulation, listed)]
    assert [each.next.mean for each in listed] == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)


@pytest.mark.parametrize("overflow", ["lose", "queue"])
@pytest.mark.parametrize("room", [0, 1, 25, 28, 31, 40, 1000])
def test_the_returns_are_those_of_the_whole_plan_run_again_however_much_room_there_is(overflow, room):
    stated = scenario(business={"new_customers_per_month_at_most": room, "overflow": overflow})
    simulation = simulate(stated, "Plan")
    listed = marginal_returns(simulation)
    expected = [*run_again_for_each_channel(simulation, listed)]
    assert [each.next.mean for each in listed] == pytest.approx(expected, rel=1e-9, abs=1e-9, nan_ok=True)


def test_the_plan_runs_again_only_over_the_worlds_in_which_the_limit_is_reached(monkeypatch):
    simulation = simulate(scenario(business={"new_customers_per_month_at_most": 40}), "Plan")
    again = []

    def counted(stated, chunk, plans):
        again.append((chunk.draws, len(plans)))
        return gross_profits(stated, chunk, plans)

    monkeypatch.setattr("simulator.analyses.marginal_roi.gross_profits", counted)
    marginal_returns(simulation)
    full = (simulation.funnel.by_month.customers[0, :, :1024] >= 40 - 1e-6).any(axis=0).sum()
    ((worlds, plans),) = again
    assert plans == len(simulation.scenario.channels)
    assert full <= worlds < 512


def most_memory(stated, draws: int) -> tuple[int, int]:
    """The most that is held at once: by a simulation and a look at its months, and with the returns."""
    # What the first run of all leaves behind is no part of it.
    simulate(stated, "Plan", draws=8)
    tracemalloc.start()
    simulation = simulate(stated, "Plan", draws=draws)
    assert simulation.funnel.by_month.customers.shape[1] == stated.horizon_months
    alone = tracemalloc.get_traced_memory()[1]
    marginal_returns(simulation)
    whole = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return alone, whole


@pytest.mark.thorough
@pytest.mark.parametrize(("channels", "months", "draws"), [(30, 24, 512), (12, 60, 1_024), (8, 24, 8_192)])
@pytest.mark.parametrize("limit", [None, 60.0], ids=["without limit", "with limit"])
def test_the_memory_of_the_returns_is_told_to_within_a_third(channels, months, draws, limit):
    stated = eight_channels.scenario(
        {**eight_channels.REPEATS, "new_customers_per_month_at_most": limit}, channels=channels, months=months
    )
    _, whole = most_memory(stated, draws)
    assert cost_with_returns(stated, "Plan", draws).memory == pytest.approx(whole, rel=0.35)


@pytest.mark.thorough
def test_more_channels_at_a_limit_do_not_take_more_than_another_simulation():
    stated = eight_channels.scenario({"new_customers_per_month_at_most": 60.0}, channels=50, months=80)
    alone, whole = most_memory(stated, 1_024)
    assert whole < 2 * alone


def test_a_limit_makes_the_returns_take_longer():
    free, full = (
        cost_with_returns(eight_channels.scenario(business, channels=40), "Plan", 8_192).seconds
        for business in ({}, eight_channels.LIMITS)
    )
    assert full > 2 * free
