import math
import re
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.special import ndtr

from simulator.analyses.summary import plan_summary, quantiles
from simulator.edits import value_at, with_value
from simulator.engine.simulation import preview, simulate
from simulator.findings import CHECKS, Severity, findings
from simulator.findings.knowledge import _how_many
from simulator.metrics.kpis import draws_of
from simulator.scenario.beliefs import Belief, Learned
from simulator.scenario.fields import Place, mapped, walk
from simulator.text.formats import Formats
from simulator.units import Unit
from tests.findings.found import CARDS, CARDS_CHANNEL, DRAWS, SEARCH, findings_on, found, scenario, sourced
from tests.plain import beliefs

CERTAIN_SEARCH = {
    "cost_per_click": 5,
    "visit_to_lead_rate": 0.08,
    "curve": {"type": "saturating", "gain_from_doubling": 0.65},
}
CERTAIN_CARDS = {
    "cost_per_piece": 0.6,
    "response_rate": 0.01,
    "curve": {"type": "saturating", "gain_from_doubling": 0.65},
}


def test_a_sound_scenario_has_no_finding():
    assert findings_on() == {}


def test_every_finding_has_a_key_of_its_own_that_is_the_name_of_its_function():
    names = [finding.__name__ for finding in CHECKS]
    assert len(set(names)) == len(names)
    assert set(findings_on(spend={})) == {"no_spend"}
    assert all(re.fullmatch("[a-z_]+", name) for name in names)


def test_a_plan_without_spend_is_told_so_and_nothing_else():
    assert set(findings_on(spend={})) == {"no_spend"}
    assert set(findings_on(spend={SEARCH: 0})) == {"no_spend"}


# Money


def test_spend_up_to_twice_the_reference_is_taken_at_its_word():
    assert "beyond_reference" not in findings_on(spend={SEARCH: 8000, CARDS: 2000})


def test_spend_beyond_twice_the_reference_is_called_a_guess_with_the_multiple():
    finding = findings_on(spend={SEARCH: [4000, 10_000], CARDS: 2000})["beyond_reference"]
    assert finding.channel == SEARCH
    assert "$10,000" in finding.message
    assert "2.5x" in finding.message
    assert finding.severity is Severity.NOTE


def test_spend_far_beyond_the_reference_is_serious_and_names_all_channels():
    finding = findings_on(spend={SEARCH: 20_000, CARDS: 5000})["beyond_reference"]
    assert finding.channel is None
    assert finding.severity is Severity.SERIOUS
    assert finding.message.index(SEARCH) < finding.message.index(CARDS)


def test_a_channel_without_a_curve_is_said_to_have_no_diminishing_returns():
    finding = findings_on(cards={"curve": {"type": "linear"}})["no_diminishing_returns"]
    assert finding.channel == CARDS
    assert CARDS in finding.message


def test_a_channel_without_a_curve_and_without_spend_is_not_mentioned():
    assert "no_diminishing_returns" not in findings_on(cards={"curve": {"type": "linear"}}, spend={SEARCH: 8000})


def test_budget_above_the_limit_of_a_capped_channel_is_said_to_be_left_over():
    # 2,000 would buy 3,333 pieces at 0.60, of which there are only 1,000: 1,400 a month are left over.
    capped = {"cost_per_piece": 0.6, "curve": {"type": "capped", "most_per_month": 1000}}
    finding = findings_on(cards=capped)["budget_left_over"]
    assert finding.channel == CARDS
    assert "$16,800 (70%) of that for Postcards is left over" in finding.message


def test_spend_that_a_limit_holds_back_goes_beyond_no_reference():
    capped = {"cost_per_piece": 0.6, "curve": {"type": "capped", "most_per_month": 1000}}
    assert "beyond_reference" not in findings_on(cards=capped, spend={SEARCH: 4000, CARDS: 20_000})


STRAIGHT_CARDS = {"curve": {"type": "linear"}, "reference_spend": None}


def test_without_a_reference_what_was_spent_before_says_what_is_far():
    before = {**STRAIGHT_CARDS, "monthly_spend_before": 900}
    assert "2.2x what was spent before the plan" in findings_on(cards=before)["beyond_reference"].message
    assert "beyond_reference" not in findings_on(cards={**before, "monthly_spend_before": 1000})
    assert "beyond_reference" not in findings_on(cards=STRAIGHT_CARDS)


QUIET_JANUARY = [0.4, 1.1, *[1.05] * 10]


def test_the_same_money_goes_further_beyond_the_reference_when_few_want_it():
    # 4,000 in a market of 0.4 is what 10,000 is in the usual one.
    finding = findings_on(search={"seasonality": QUIET_JANUARY})["beyond_reference"]
    assert "up to $4,000 a month, 2.5x its reference spend, because so few want it then" in finding.message
    assert "beyond_reference" not in findings_on(cards={"seasonality": QUIET_JANUARY})


def test_prices_that_rise_make_money_worth_less_and_nearer_to_the_reference():
    dearer = {"cost_per_click": {"value": [4, 5, 6.5], "yearly_change": 0.3}}
    late = {SEARCH: {"amount": 9_000, "from": 12}}
    assert "beyond_reference" not in findings_on(search=dearer, spend=late)
    assert "beyond_reference" in findings_on(spend=late)


def test_a_list_shorter_than_the_horizon_says_for_how_many_months_it_holds():
    finding = findings_on(spend={SEARCH: [4000] * 9, CARDS: {"per_quarter": [6000, 6000]}})["schedule_ends_early"]
    assert "9 months of Search ads and 6 months of Postcards" in finding.message


def test_a_list_that_ends_with_nothing_was_ended_on_purpose():
    assert "schedule_ends_early" not in findings_on(spend={SEARCH: [4000, 4000, 0], CARDS: {"per_quarter": 6000}})


def test_money_below_the_limit_of_a_capped_channel_is_not_idle():
    capped = {"cost_per_piece": 0.6, "curve": {"type": "capped", "most_per_month": 3400}}
    assert "budget_left_over" not in findings_on(cards=capped)


def test_fees_and_overhead_above_a_third_of_the_cost_are_pointed_out():
    # 6,000 spend, 4,000 overhead: 40 %.
    finding = findings_on(business={"monthly_overhead": 4000})["large_fees"]
    assert "$120,000" in finding.message
    assert "$48,000" in finding.message
    assert "40%" in finding.message


def test_fees_below_a_third_of_the_cost_are_not_pointed_out():
    assert "large_fees" not in findings_on(business={"monthly_overhead": 2900})


def test_a_channel_that_loses_money_in_a_plan_that_does_not_is_pointed_out():
    finding = findings_on(cards={"response_rate": [0.0008, 0.001, 0.0013]})["losing_channels"]
    assert finding.channel == CARDS
    assert "of 100 possible worlds" in finding.message


def test_a_plan_that_loses_money_as_a_whole_is_not_told_which_channels_do():
    poor = {"revenue_per_sale": [80, 100, 125]}
    assert "losing_channels" not in findings_on(business=poor)


# Averages


def test_an_average_beyond_the_range_of_8_in_10_worlds_is_pointed_out_with_its_bound():
    # 4,000 brings some 22 customers of half their sale: a middle sale of 100 loses, the average one wins.
    finding = findings_on(business={"revenue_per_sale": [50, 100, 1250]}, spend={SEARCH: 4000})["average_of_few_worlds"]
    assert re.search(r"profit after marketing is \S+ on average, but less than \S+ in 9 of 10 worlds", finding.message)
    assert finding.severity is Severity.SERIOUS


def test_the_end_of_a_range_is_as_exact_beside_an_average_as_it_is_in_the_table():
    # The average rests on a few worlds and is hardly known; what lies above nine worlds in ten is known well.
    stated = scenario(business={"revenue_per_sale": [100, 200, 2500]}, cards=CERTAIN_CARDS, search=CERTAIN_SEARCH)
    simulation = simulate(stated, "Plan")
    summary = plan_summary(simulation)["roi"]
    by_end, by_average = (
        Formats("USD").number(summary.p90, Unit.RATE, error)
        for error in (summary.standard_error.p90, summary.standard_error.mean)
    )
    assert by_end != by_average
    message = next(each.message for each in findings(simulation) if each.key == "average_of_few_worlds")
    assert f"less than {by_end} in 9 of 10 worlds" in message


def test_a_wide_range_is_told_with_its_average_and_the_part_of_one_world_in_a_hundred():
    # A lognormal of sigma s: mean e^(s^2 / 2), of which a part of Phi(s - 2.326) lies above the P99.
    message = findings_on(business={"revenue_per_sale": [100, 1000, 10_000]})["wide_range"].message
    sigma = math.log(10) / 1.2815515655446004
    assert f"{100 * ndtr(sigma - 2.3263478740408408):.0f}% of which comes from 1 world in 100" in message
    mean = 1000 * math.exp(sigma**2 / 2)
    assert Formats("USD").money(mean, 0.02 * mean) in message


def test_a_range_whose_average_lies_above_its_high_value_is_told_so():
    message = findings_on(business={"revenue_per_sale": [10, 1000, 100_000]})["wide_range"].message
    assert "above its high value of $100,000" in message


# Knowledge


def test_a_scenario_without_any_range_is_told_that_no_plan_is_that_sure():
    sure = {
        "business": {"revenue_per_sale": 1000, "gross_margin_rate": 0.5},
        "search": CERTAIN_SEARCH,
        "cards": CERTAIN_CARDS,
        "funnel": {"lead_to_customer_rate": 0.35},
    }
    assert findings_on(**sure)["no_uncertainty"].severity is Severity.SERIOUS
    assert "no_uncertainty" not in findings_on(**{**sure, "funnel": {"lead_to_customer_rate": [0.3, 0.35, 0.4]}})


def test_uncertainty_about_a_channel_without_spend_does_not_count():
    sure = {
        "business": {"revenue_per_sale": 1000, "gross_margin_rate": 0.5},
        "search": CERTAIN_SEARCH,
        "funnel": {"lead_to_customer_rate": 0.35},
    }
    assert "no_uncertainty" in findings_on(**sure, spend={SEARCH: 4000})
    assert "no_uncertainty" not in findings_on(**sure)


def test_a_range_with_the_likely_value_near_its_low_end_states_the_high_one_in_100_value():
    stated = scenario(search={"cost_per_click": [4, 4.1, 8]})
    [place] = [place for place in walk(stated.channels[0]) if place.name == "cost_per_click"]
    extreme = float(place.value.distribution(place.quantity).ppf(np.array([0.99]))[0])
    message = found(stated)["lopsided_range"].message
    assert extreme > 12
    assert "one time in 100 above" in message
    assert Formats("USD").money(extreme, 0.02 * extreme) in message
    assert SEARCH in message


def test_a_range_too_narrow_to_matter_is_not_lopsided():
    assert "lopsided_range" not in findings_on(business={"revenue_per_sale": [500, 500.5, 505]})


def test_a_range_with_the_likely_value_near_its_high_end_states_the_low_one_in_100_value():
    message = findings_on(business={"revenue_per_sale": [300, 980, 1000]})["lopsided_range"].message
    assert "one time in 100 below" in message


def test_a_lopsided_range_of_a_channel_without_spend_is_not_mentioned():
    assert "lopsided_range" not in findings_on(cards={"cost_per_piece": [0.4, 0.41, 0.9]}, spend={SEARCH: 4000})


def test_beliefs_without_a_source_are_counted_and_the_weightiest_named():
    stated = scenario(business={"revenue_per_sale": [300, 1000, 3000]})
    bare = sourced(sourced(stated, "", "business"), "assumption", "funnel")
    message = found(bare)["unsourced_assumptions"].message
    # Two of the business and the shared rate; three of search, three of cards and their curves have a source.
    assert message.startswith("3 of the 9 numbers")
    assert "depends most on “Average sale”" in message


def test_a_source_that_calls_itself_an_assumption_is_none_in_any_spelling():
    stated = sourced(scenario(), " Assumption, taken from a neighbour", "funnel")
    assert "1 of the 9 numbers behind this result is an assumption" in found(stated)["unsourced_assumptions"].message


def test_thousands_of_assumptions_are_written_with_a_separator():
    assert _how_many(1_006, 1_006, Formats("USD")).startswith("All 1,006 numbers")
    assert _how_many(1_006, 2_000, Formats("USD")).startswith("1,006 of the 2,000 numbers")


def test_a_number_left_at_its_default_is_not_an_assumption_that_was_made():
    stated = sourced(scenario(), "", "channels.Search ads.incremental_share")
    assert "unsourced_assumptions" not in found(stated)


def test_an_assumption_about_a_channel_without_spend_is_not_counted():
    stated = sourced(scenario(spend={SEARCH: 4000}), "", f"channels.{CARDS}")
    assert "unsourced_assumptions" not in found(stated)


def _dated(day: date):
    def change(place: Place):
        return (
            replace(place.value, as_of=day) if isinstance(place.value, Belief) and place.value.source else place.value
        )

    return mapped(scenario(), change)


def test_sources_older_than_five_years_are_dated():
    message = found(_dated(date(2021, 12, 31)))["old_sources"].message
    assert message.startswith("9 numbers have sources")
    assert "2021" in message


def test_sources_of_the_last_five_years_are_not_old():
    assert "old_sources" not in found(_dated(date(2022, 1, 1)))


def _third_channel():
    return {**CARDS_CHANNEL, "name": "Door hangers"}


def test_three_channels_that_have_no_luck_in_common_understate_the_range():
    three = {"more": (_third_channel(),), "spend": {SEARCH: 4000, CARDS: 2000, "Door hangers": 2000}}
    assert "3 channels" in findings_on(**three, market_correlation=0)["no_market_correlation"].message
    assert "no_market_correlation" not in findings_on(**three, market_correlation=0.1)
    assert "no_market_correlation" not in findings_on(market_correlation=0)


# Time


def test_a_horizon_shorter_than_half_the_deals_take_is_serious():
    finding = findings_on(business={"sales_cycle_months": [6, 14, 24]})["horizon_shorter_than_cycle"]
    assert finding.severity is Severity.SERIOUS
    assert "14 months" in finding.message


def test_a_horizon_shorter_than_the_slowest_deals_take_is_noted():
    finding = findings_on(search={"sales_cycle_months": [1, 4, 13]})["horizon_shorter_than_cycle"]
    assert finding.severity is Severity.NOTE
    assert finding.channel == SEARCH
    assert "13 months" in finding.message


def test_only_what_holds_for_every_channel_named_is_said_of_slow_deals():
    finding = findings_on(business={"sales_cycle_months": [1, 4, 13]}, search={"sales_cycle_months": 15})[
        "horizon_shorter_than_cycle"
    ]
    assert finding.channel == SEARCH
    assert "half of the deals from Search ads take 15 months or longer" in finding.message


def test_a_horizon_longer_than_the_slowest_deals_take_is_long_enough():
    assert "horizon_shorter_than_cycle" not in findings_on(business={"sales_cycle_months": [1, 4, 11]})


def test_customers_who_close_after_the_horizon_are_stated_with_their_share():
    # An exact cycle of 3 months in a horizon of 12 leaves a quarter of even leads open.
    finding = findings_on(business={"sales_cycle_months": 3})["open_pipeline"]
    assert "25%" in finding.message
    assert "wait for room" not in finding.message


def test_a_short_cycle_leaves_too_little_open_to_mention():
    assert "open_pipeline" not in findings_on(business={"sales_cycle_months": 1})


def test_spend_that_works_after_the_horizon_is_stated():
    # Carry-over 0.5 of a steady 4,000: 4,000 of 72,000 leaves, 5.6 %.
    remembered = {"carry_over": 0.5, "monthly_spend_before": 4000, "curve": {"type": "linear"}}
    finding = findings_on(search=remembered)["effect_after_horizon"]
    assert "$3,999 of the spend (6%) works only after 12 months" in finding.message
    assert finding.severity is Severity.NOTE


def test_what_works_after_the_horizon_is_this_plan_s_money_alone_with_what_it_still_brings():
    # The share of a month's money that is felt after six: the sum of k^1 .. k^6 over 6, on average 31 %.
    stated = {
        "name": "Remembered",
        "currency": "USD",
        "start": "2027-01",
        "horizon_months": 6,
        "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.5},
        "funnel": {"lead_to_customer_rate": 0.3},
        "channels": [
            {
                "name": "A",
                "type": "pay_per_lead",
                "cost_per_lead": 50,
                "carry_over": [0.5, 0.65, 0.8],
                "monthly_spend_before": 5000,
            }
        ],
        "plans": [{"name": "Plan", "monthly_spend": {"A": 500}}],
    }
    message = found(beliefs(stated))["effect_after_horizon"].message
    # A dollar brings 0.3 / 50 of 250: 1.50.
    assert "$930 of the spend (31%)" in message
    assert "about $1,400 gross profit" in message


@pytest.mark.parametrize("months", [3, 12])
def test_what_is_still_to_come_of_a_channel_that_ripens_fades_with_its_ripeness(months: int):
    stated = {
        "name": "Ripening",
        "currency": "USD",
        "start": "2027-01",
        "horizon_months": 12,
        "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.5},
        "funnel": {"lead_to_customer_rate": 0.3},
        "channels": [
            {
                "name": "A",
                "type": "pay_per_lead",
                "cost_per_lead": 50,
                "carry_over": 0.87,
                "ramp_up_months": months,
                "reference_spend": 1000,
            }
        ],
        "plans": [{"name": "Plan", "monthly_spend": {"A": [1000] * 12}}],
    }
    # The same money over a horizon long enough for everything to be felt brings so much more.
    long = {**stated, "horizon_months": 120}
    short_of, whole = (
        float(simulate(beliefs(each), "Plan", draws=8).funnel.plan.gross_profit.mean()) for each in (stated, long)
    )
    message = found(beliefs(stated))["effect_after_horizon"].message
    amount = float(re.search(r"about \$([\d,]+) gross profit", message)[1].replace(",", ""))
    # It is said to the next thousand; without fading it would be half as much again.
    assert amount == pytest.approx(whole - short_of, abs=500)


def test_little_spend_that_works_after_the_horizon_is_not_mentioned():
    assert "effect_after_horizon" not in findings_on(search={"carry_over": 0.3})


def test_earlier_spend_that_works_within_the_horizon_is_stated():
    finding = findings_on(search={"carry_over": 0.5, "monthly_spend_before": 4000})["effect_from_before"]
    assert "$4,000" in finding.message
    assert "effect_from_before" not in findings_on(search={"carry_over": 0.5, "monthly_spend_before": 3500})


LOYAL = {"repeat_sales_per_year": 2, "yearly_retention_rate": 0.9}


def test_customers_worth_most_after_the_horizon_are_pointed_out():
    message = findings_on(business=LOYAL)["value_after_horizon"].message
    assert message.startswith("Within 12 months")


def test_the_value_of_customers_is_that_of_the_years_that_are_counted():
    counted = findings_on(business={**LOYAL, "lifetime_years_at_most": 3})["value_after_horizon"].message
    assert "over 3 years each" in counted


def test_the_part_of_the_value_that_is_cut_off_is_said():
    # Of what customers bring who stay at 0.9 a year, 0.9^5 = 59 % comes after five years; of one first sale of 500 and
    # 167 a month, 1/6 of two sales a year, at a = 0.9^(1/12): 83.33 a / (1 - a) = 9,450 in all.
    once_again = {"revenue_per_sale": 1000, "gross_margin_rate": 0.5, **LOYAL}
    monthly = 0.9 ** (1 / 12)
    whole = 500 + 2 / 12 * 500 * monthly / (1 - monthly)
    cut = (2 / 12 * 500 * monthly**60 / (1 - monthly)) / whole
    message = findings_on(business=once_again)["lifetime_cut_off"].message
    assert Formats("USD").percent(cut, 0.005) in message
    assert "5 years" in message


def test_customers_who_never_leave_have_nearly_all_of_their_value_cut_off():
    message = findings_on(business={**LOYAL, "yearly_retention_rate": 1})["lifetime_cut_off"].message
    assert "nearly all" in message


def test_customers_worth_most_within_the_horizon_are_not_pointed_out():
    assert "value_after_horizon" not in findings_on(business={**LOYAL, "yearly_retention_rate": 0.6}, horizon_months=60)
    assert "value_after_horizon" not in findings_on(
        business={"repeat_sales_per_year": 0.1, "yearly_retention_rate": 0.5}
    )


def test_a_slow_channel_that_does_not_get_ripe_is_stated_with_how_far_it_gets():
    # Half paid for, half of a month ripens and half of 1 - 2^(-1/12) fades: 5.16 of 24 months after 12.
    finding = findings_on(search={"ramp_up_months": 24}, spend={SEARCH: 2000, CARDS: 2000})["not_ripe"]
    assert finding.channel == SEARCH
    assert "21%" in finding.message


def test_a_slow_channel_that_was_ripe_and_then_faded_is_not_called_unripe():
    assert "not_ripe" not in findings_on(search={"ramp_up_months": 4}, spend={SEARCH: [4000] * 4 + [0] * 8})


def test_a_slow_channel_that_gets_ripe_in_time_is_not_mentioned():
    assert "not_ripe" not in findings_on(search={"ramp_up_months": [6, 8, 10]})


# Repeat sales


@pytest.mark.parametrize(
    ("entry", "said", "label"),
    [
        ("yearly_retention_rate", "to stay", "Customers kept from year to year"),
        ("monthly_retention_rate", "to stay", "Customers kept from month to month"),
        ("revenue_per_repeat_sale", "to bring something later", "Average repeat sale"),
        ("repeat_gross_margin_rate", "to bring something later", "Gross margin of repeat sales"),
    ],
)
def test_what_is_stated_of_repeat_sales_is_not_silently_ignored(entry: str, said: str, label: str):
    finding = findings_on(business={entry: 0.5})["never_buy_again"]
    assert finding.severity is Severity.SERIOUS
    assert finding.message == (
        f"Customers are said {said}, but never to buy again: “{label}” is stated, but not how often they buy,"
        " so no repeat sale is counted."
    )


def test_the_channel_whose_customers_never_buy_again_is_named():
    finding = findings_on(search={"yearly_retention_rate": 0.8})["never_buy_again"]
    assert finding.channel == SEARCH
    assert f"Customers from {SEARCH} are said to stay" in finding.message


def test_who_states_no_repeat_sales_has_said_so():
    assert "never_buy_again" not in findings_on(business={"yearly_retention_rate": 0.5, "repeat_sales_per_year": 0})


# Limits


def test_customers_turned_away_are_counted_with_their_share():
    # 64 leads of search and 33 of cards a month make some 34 customers, and there is room for 10.
    finding = findings_on(business={"new_customers_per_month_at_most": 10})["capacity_loses_customers"]
    assert finding.severity is Severity.SERIOUS
    assert "only 10 a month" in finding.message
    assert "queue_at_end" not in findings_on(business={"new_customers_per_month_at_most": 10})


def test_where_the_room_changes_the_months_are_named_in_which_customers_are_turned_away():
    # Some 34 come a month; there is room for 10 in March, April and May, and in September.
    room = [
        {"amount": 80},
        {"amount": 10, "from": 3},
        {"amount": 80, "from": 6},
        {"amount": 10, "from": 9},
        {"amount": 80, "from": 10},
    ]
    message = findings_on(business={"new_customers_per_month_at_most": room})["capacity_loses_customers"].message
    assert "are turned away in Mar 2027 to May 2027 and Sep 2027, because" in message


def test_where_the_room_stays_the_same_no_months_are_named():
    finding = findings_on(business={"new_customers_per_month_at_most": 10})["capacity_loses_customers"]
    assert "are turned away, because" in finding.message


def leads_for_six(**business):
    """Findings where 20 leads a month at three in ten are six customers on average."""
    stated = beliefs(
        {
            "name": "Six",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": 24,
            "business": {"revenue_per_sale": [300, 500, 800], "gross_margin_rate": 0.5, **business},
            "funnel": {"lead_to_customer_rate": 0.3},
            "channels": [{"name": "Leads", "type": "pay_per_lead", "cost_per_lead": 50}],
            "plans": [{"name": "Plan", "monthly_spend": {"Leads": 1000}}],
        }
    )
    return {finding.key: finding for finding in findings(simulate(stated, "Plan"))}


def test_customers_whom_luck_turns_away_are_counted():
    # The mean of max(N - 6, 0) for 20 leads at 0.3 is 0.805: 19 in 24 months, 13 % of 144.
    finding = leads_for_six(new_customers_per_month_at_most=6)["luck_at_capacity"]
    assert "about 19 customers (13% of those who want to buy) are turned away beyond what" in finding.message
    assert finding.severity is Severity.SERIOUS


def test_luck_turns_nobody_away_where_there_is_room_or_where_they_wait():
    assert "luck_at_capacity" not in leads_for_six(new_customers_per_month_at_most=12)
    assert "luck_at_capacity" not in leads_for_six(new_customers_per_month_at_most=6, overflow="queue")
    assert "luck_at_capacity" not in leads_for_six()


def test_where_far_too_many_come_luck_turns_away_no_more():
    tight = leads_for_six(new_customers_per_month_at_most=2)
    assert "capacity_loses_customers" in tight
    assert "luck_at_capacity" not in tight


def test_room_for_everyone_turns_nobody_away():
    roomy = findings_on(business={"new_customers_per_month_at_most": 200})
    assert "capacity_loses_customers" not in roomy
    assert "queue_at_end" not in findings_on(business={"new_customers_per_month_at_most": 200, "overflow": "queue"})


def test_exactly_as_many_customers_as_there_is_room_for_leave_nobody_waiting():
    # 20 leads at 0.3 are 6 a month, but for rounding.
    assert "queue_at_end" not in leads_for_six(
        new_customers_per_month_at_most=6, overflow="queue", revenue_per_sale=500
    )


def test_customers_who_wait_when_the_horizon_ends_are_pointed_out():
    waiting = findings_on(business={"new_customers_per_month_at_most": 10, "overflow": "queue"})
    assert waiting["queue_at_end"].severity is Severity.SERIOUS
    assert "wait for room" in waiting["open_pipeline"].message
    assert "capacity_loses_customers" not in waiting


def test_few_customers_are_given_a_range_with_luck_included():
    # 100 a month at 5 a click is 20 visits, 1.6 leads, 0.56 customers: a little under 7 in a year.
    sure = {
        "business": {"revenue_per_sale": 1000, "gross_margin_rate": [0.4, 0.5, 0.6]},
        "search": {**CERTAIN_SEARCH, "curve": {"type": "linear"}},
        "funnel": {"lead_to_customer_rate": 0.35},
        "spend": {SEARCH: 100},
    }
    finding = findings_on(**sure)["small_counts"]
    # 240 visits of 2.8 % each: the 10 % point is 3 or 4, the 90 % point 10; 0.972 ** 240 = 0.11 % are without any.
    assert "4 to 10 new customers" in finding.message
    assert "not a single one" not in finding.message
    assert finding.severity is Severity.NOTE


def test_a_fair_chance_of_no_customer_at_all_is_serious():
    finding = findings_on(spend={SEARCH: 20})["small_counts"]
    assert finding.severity is Severity.SERIOUS
    assert "not a single one" in finding.message


def test_where_little_is_known_luck_is_not_said_to_decide():
    # The range of the rate is so wide that luck adds nothing to it: 21 to 360 with it and without.
    unknown = {
        "search": {**CERTAIN_SEARCH, "visit_to_lead_rate": [0.01, 0.05, 0.2], "curve": {"type": "linear"}},
        "funnel": {"lead_to_customer_rate": 0.22},
        "spend": {SEARCH: 4000},
    }
    stated = scenario(**unknown)
    expected = quantiles(draws_of(simulate(stated, "Plan", draws=DRAWS), "customers"), [0.1, 0.9])
    assert expected == pytest.approx([21, 422], rel=0.05)
    assert "small_counts" not in found(stated)


def test_no_customer_at_all_is_pointed_out_where_what_is_unknown_decides():
    unknown = {"search": {"visit_to_lead_rate": [0.0001, 0.01, 0.5]}, "cards": None, "spend": {SEARCH: 1000}}
    finding = findings_on(**unknown)["small_counts"]
    assert finding.severity is Severity.SERIOUS
    assert "luck decides" not in finding.message
    assert finding.message.startswith(
        "There may be no customer at all: with luck counted in, not a single one comes in"
    )


def test_many_customers_need_no_luck():
    assert "small_counts" not in findings_on()


def test_figures_from_a_handful_of_draws_are_called_rough():
    handful = {finding.key for finding in findings(simulate(scenario(), "Plan", draws=16))}
    assert "rough_figures" in handful
    assert "rough_figures" not in findings_on()


# All of them


def test_serious_findings_come_first():
    listed = findings(simulate(scenario(spend={SEARCH: 20, CARDS: 0}), "Plan", draws=DRAWS))
    weights = [finding.severity is Severity.NOTE for finding in listed]
    assert weights == sorted(weights)


@pytest.mark.parametrize("locale", ["en_US", "de_DE"])
def test_numbers_are_written_for_the_reader(locale: str):
    simulation = simulate(scenario(spend={SEARCH: 12_000, CARDS: 2000}), "Plan", draws=DRAWS)
    [finding] = [each for each in findings(simulation, Formats("USD", locale)) if each.key == "beyond_reference"]
    assert ("12.000" if locale == "de_DE" else "12,000") in finding.message


def test_a_certain_plan_without_spend_raises_no_error():
    sure = {"search": CERTAIN_SEARCH, "cards": CERTAIN_CARDS, "funnel": {"lead_to_customer_rate": 0.35}}
    assert set(findings_on(**sure, business={"revenue_per_sale": 1, "gross_margin_rate": 0.5}, spend={})) == {
        "no_spend"
    }


@pytest.mark.parametrize("draws", [8, 72])
def test_any_number_of_draws_can_be_findinged(draws: int):
    assert "small_counts" in {
        each.key for each in findings(simulate(scenario(spend={SEARCH: 20}), "Plan", draws=draws))
    }


def test_a_preview_raises_the_same_findings_as_the_whole():
    stated = scenario(spend={SEARCH: 12_000, CARDS: 100}, business={"new_customers_per_month_at_most": 30})
    whole = findings(simulate(stated, "Plan"))
    quick = findings(preview(stated, "Plan"))
    assert [each.key for each in quick] == [each.key for each in whole]


def test_of_many_channels_the_first_are_named_and_the_rest_counted():
    more = tuple({**CARDS_CHANNEL, "name": f"Cards {letter}", "curve": {"type": "linear"}} for letter in "ABCDE")
    finding = findings_on(more=more, spend={SEARCH: 4000, **{channel["name"]: 500 for channel in more}})
    assert "Cards A, Cards B, Cards C and 2 more" in finding["no_diminishing_returns"].message
    assert finding["no_diminishing_returns"].channel is None


def test_old_real_figures_are_said_with_their_month_and_how_many_have_passed():
    record = Learned(first=date(2027, 1, 1), last=date(2027, 3, 1), count=90, before=(4.0, 5.0, 6.0))
    path = f"channels.{SEARCH}.cost_per_click"
    learned = with_value(scenario(), path, replace(value_at(scenario(), path), learned=record))
    simulation = simulate(learned, "Plan", draws=DRAWS)
    [finding] = [each for each in findings(simulation, on=date(2027, 8, 1)) if each.key == "old_figures"]
    assert finding.message == "The ranges were made with real figures up to Mar 2027; 4 months have passed."
    assert not [each for each in findings(simulation) if each.key == "old_figures"]


def test_real_figures_that_a_scenario_began_with_grow_old_too():
    path = f"channels.{SEARCH}.cost_per_click"
    begun = replace(value_at(scenario(), path), source="Measured: 90 visits, Mar 2027", as_of=date(2027, 3, 31))
    simulation = simulate(with_value(scenario(), path, begun), "Plan", draws=DRAWS)
    keys = {day: {each.key for each in findings(simulation, on=day)} for day in (date(2027, 6, 30), date(2027, 7, 1))}
    assert "old_figures" not in keys[date(2027, 6, 30)]
    assert "old_figures" in keys[date(2027, 7, 1)]
