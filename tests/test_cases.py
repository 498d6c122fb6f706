"""Small inputs on which a plausible product goes wrong, with what is right: in figures, and in the words of a reader.

``tests/oracle/test_oracle_cases.py`` works the same kinds by hand in the second model.
"""

import math
from statistics import NormalDist
from typing import Any

import numpy as np
import pytest

from simulator.analyses.comparison import compare
from simulator.analyses.probabilities import chances
from simulator.analyses.stress import Condition, rarity, simulate_under
from simulator.analyses.summary import channel_summary, plan_summary
from simulator.analyses.verdict import Verdict
from simulator.engine.simulation import Simulation, simulate
from simulator.findings import findings
from simulator.metrics.kpis import METRICS, Metric, draws_of
from simulator.presentation.comparison_text import verdict_sentence
from simulator.presentation.conditions import rarity_sentence
from simulator.presentation.headline import Tile, headline
from simulator.presentation.plan_sentence import result_sentence
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import walk
from simulator.text.formats import Formats
from simulator.units import FloatArray
from simulator.validation import problems
from tests.plain import beliefs

DOLLARS = Formats("USD")
SURE: dict[str, Any] = {"revenue_per_sale": 500, "gross_margin_rate": 0.5}
RANGES: dict[str, Any] = {"revenue_per_sale": [300, 500, 800], "gross_margin_rate": 0.5}
THREE_IN_TEN = {"lead_to_customer_rate": 0.3}
EVERYONE = {"lead_to_customer_rate": 1.0}
CLOSING = {"lead_to_customer_rate": [0.2, 0.3, 0.4]}


def leads(name: str = "Leads", **entries: Any) -> dict[str, Any]:
    return {"name": name, "type": "pay_per_lead", "cost_per_lead": 50, **entries}


def plain(*channels: dict[str, Any], spend: Any, business: Any = SURE, funnel: Any = EVERYONE, **entries: Any) -> Any:
    """A year of one plan, ``Plan``, which gives each channel its schedule in ``spend``."""
    return {
        "name": "Small", "currency": "USD", "start": "2027-01", "horizon_months": 12,
        "business": business, "funnel": funnel, "channels": list(channels),
        "plans": [{"name": "Plan", "monthly_spend": spend}], **entries,
    }  # fmt: skip


def planned(plans: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"name": name, "monthly_spend": spend} for name, spend in plans.items()]


def simulated(mapping: Any, plan: str = "Plan", **settings: Any) -> Simulation:
    scenario = beliefs(mapping)
    assert problems(scenario) == []
    return simulate(scenario, plan, **settings)


def figure(simulation: Simulation, key: str) -> float:
    """The figure of the one world that there is."""
    return float(METRICS[key].of_plan(simulation.funnel).item())


def by_month(simulation: Simulation, key: str) -> list[float]:
    metric = METRICS[key]
    assert isinstance(metric, Metric)
    return [float(value) for value in metric.of_months(simulation.funnel)[0, :, 0]]


def tile(simulation: Simulation, key: str) -> Tile:
    return next(each for each in headline(simulation, DOLLARS) if each.key == key)


def keys_of_findings(simulation: Simulation) -> set[str]:
    return {finding.key for finding in findings(simulation)}


# -- sales that fall due -------------------------------------------------------------------------------

CONTRACTS = {"revenue_per_sale": 1200, "gross_margin_rate": 0.8, "yearly_retention_rate": 0.8}


def contracts(months: int, **often: Any) -> Simulation:
    """Ten contracts of $1,200 a year, all sold in the first month."""
    spend = {"Leads": {"amount": 15_000, "to": 1}}
    business = {**CONTRACTS, **often}
    return simulated(plain(leads(cost_per_lead=1500), spend=spend, business=business, horizon_months=months), draws=8)


def test_contracts_of_a_year_bring_one_price_each_until_they_are_renewed() -> None:
    assert figure(contracts(12, repeat_every_months=12), "revenue") == pytest.approx(12_000)
    # Eight of ten renew in the thirteenth month.
    assert by_month(contracts(13, repeat_every_months=12), "revenue")[12] == pytest.approx(8 * 1200)


def test_sales_now_and_then_are_another_statement_and_come_from_the_second_month_on() -> None:
    # Of ten customers 0.8^(k/12) are left after k months, and each buys a twelfth of a contract.
    kept = sum(0.8 ** (k / 12) for k in range(1, 12))
    assert figure(contracts(12, repeat_sales_per_year=1), "revenue") == pytest.approx(12_000 + 1000 * kept)


def test_a_mailing_to_donors_who_give_once_a_year_is_not_paid_back_within_it() -> None:
    giving = {
        "revenue_per_sale": 68,
        "gross_margin_rate": 1.0,
        "repeat_every_months": 12,
        "yearly_retention_rate": 0.3,
    }
    mail = {"name": "Mail", "type": "direct_mail", "cost_per_piece": 1, "response_rate": 0.01}
    found = simulated(plain(mail, spend={"Mail": {"amount": 50_000, "to": 1}}, business=giving), draws=8)
    assert figure(found, "profit") == pytest.approx(-16_000)
    assert figure(found, "payback_months") == math.inf
    # Five years of gifts: the first, and those after one to four years.
    assert figure(found, "ltv") == pytest.approx(68 * (1 + 0.3 + 0.3**2 + 0.3**3 + 0.3**4))
    assert "you lose $16,000 after marketing" in result_sentence(found, DOLLARS)
    assert tile(found, "payback_months").middle == "not within 12 months"


# -- money and when it counts --------------------------------------------------------------------------


def test_a_fair_pays_back_in_the_same_time_whenever_it_is_held_and_the_plans_tie() -> None:
    business = {"revenue_per_sale": 30_000, "gross_margin_rate": 0.45, "sales_cycle_months": 3}
    plans = {
        "In January": {"Fair": {"amount": 24_000, "from": 1, "to": 1}},
        "In December": {"Fair": {"amount": 24_000, "from": 12, "to": 12}},
    }
    fair = plain(leads("Fair", cost_per_lead=300), spend={}, business=business, horizon_months=24,
                 funnel={"lead_to_customer_rate": 0.08}, plans=planned(plans))  # fmt: skip
    both = {plan: simulated(fair, plan, draws=8) for plan in plans}
    assert [figure(each, "payback_months") for each in both.values()] == [4.0, 4.0]
    assert [tile(each, "payback_months").middle for each in both.values()] == ["4 months", "4 months"]
    for key in ("payback_months", "profit", "roi", "cac"):
        found = compare(both, metric=key).plans["In December"]
        assert found.verdict is Verdict.NO_DIFFERENCE
        assert "no meaningful difference" in verdict_sentence("In December", found, METRICS[key], DOLLARS)


def test_money_that_finds_nothing_to_buy_is_not_spent() -> None:
    business = {"revenue_per_sale": 200, "gross_margin_rate": 0.4}
    affiliates = leads("Affiliates", cost_per_lead=20, curve={"type": "capped", "most_per_month": 50})
    plans = {"Budget of 2000": {"Affiliates": 2000}, "Budget of 1000": {"Affiliates": 1000}}
    stated = plain(affiliates, spend={}, business=business, plans=planned(plans))
    both = {plan: simulated(stated, plan, draws=8) for plan in plans}
    # 600 results at $20, each worth $80.
    for simulation in both.values():
        assert figure(simulation, "marketing_cost") == pytest.approx(12_000)
        assert figure(simulation, "roi") == pytest.approx(3.0)
        assert tile(simulation, "roi").middle == "300%"
    assert compare(both, metric="profit").plans["Budget of 1000"].tied == 1.0


SEO: dict[str, Any] = {
    "name": "SEO",
    "type": "retainer",
    "cost_per_visit": 2,
    "reference_spend": 1000,
    "visit_to_lead_rate": 0.05,
}
PAUSED = [1000] * 12 + [0] * 12 + [1000] * 12


def seo(**entries: Any) -> list[float]:
    """Leads by month of a retainer that is paused for its second year."""
    paused = plain({**SEO, **entries}, spend={"SEO": PAUSED}, horizon_months=36)
    return by_month(simulated(paused, draws=8), "leads")


def test_what_was_not_paid_for_a_year_has_to_ripen_again() -> None:
    # Of twelve months a half is left after a year, the half-life; each month of full spend adds one.
    found = seo(ramp_up_months=12)
    assert found[:13] == pytest.approx([*(25 * month / 12 for month in range(1, 13)), 0.0])
    assert found[24:31] == pytest.approx([25 * ripe / 12 for ripe in (7, 8, 9, 10, 11, 12, 12)])


def test_what_carries_over_fades_month_by_month_when_the_money_stops() -> None:
    found = seo(carry_over=0.8, monthly_spend_before=1000)
    assert found[:12] == pytest.approx([25.0] * 12)
    assert found[12:24] == pytest.approx([25 * 0.8**month for month in range(1, 13)])
    assert found[24] == pytest.approx(25 * (0.8**13 + 0.2))


def test_a_season_changes_who_responds_and_not_what_money_buys() -> None:
    seasons = [0.4, 0.4, 0.8, 1.2, 1.6, 1.6, 1.4, 1.2, 1.0, 1.0, 0.8, 0.6]
    cards = {"name": "Cards", "type": "direct_mail", "cost_per_piece": 1, "response_rate": 0.01}
    may = plain(cards, leads("Calls", cost_per_lead=40), spend={"Cards": 1000, "Calls": 1000}, horizon_months=1,
                start="2027-05", seasonality=seasons)  # fmt: skip
    found = simulated(may, draws=8)
    assert figure(found, "pieces") == 1000
    of_channels = channel_summary(found)
    assert of_channels["Cards"]["response_rate"].mean == pytest.approx(0.016)
    assert [of_channels[name]["leads"].mean for name in ("Cards", "Calls")] == pytest.approx([16, 25])


def test_a_season_is_how_many_look_at_what_a_limited_retainer_made() -> None:
    seasons = [0.4, 0.4, 0.8, 1.2, 1.6, 1.6, 1.4, 1.2, 1.0, 1.0, 0.8, 0.6]
    limited = {**SEO, "curve": {"type": "capped", "most_per_month": 300}, "seasonality": seasons}
    found = simulated(plain(limited, spend={"SEO": 1000}), draws=8)
    assert by_month(found, "visits") == pytest.approx([300 * season for season in seasons])
    assert by_month(found, "spend") == pytest.approx([600] * 12)


def test_work_of_this_plan_that_is_still_to_come_is_counted_of_its_own_money() -> None:
    carrying = leads(carry_over=[0.5, 0.65, 0.8], monthly_spend_before=5000)
    found = simulated(plain(carrying, spend={"Leads": 500}, horizon_months=6, funnel=THREE_IN_TEN))
    rate = dict(found.first_replicate.channels[0].__dict__)["carry_over"]
    # Of $500 a month, k + k^2 + ... + k^6 months' worth works later.
    own = 500 * sum(rate**month for month in range(1, 7))
    assert draws_of(found, "carried_out")[: len(rate)] == pytest.approx(own)
    assert plan_summary(found)["carried_out"].mean / 3000 == pytest.approx(0.31, abs=0.01)


# -- averages ------------------------------------------------------------------------------------------

UNSURE = plain(
    {"name": "Ads", "type": "pay_per_click", "cost_per_click": [2, 5, 12], "visit_to_lead_rate": [0.01, 0.04, 0.12]},
    spend={"Ads": 1000},
    business={"revenue_per_sale": [300, 600, 1500], "gross_margin_rate": [0.3, 0.45, 0.6]},
    funnel={"lead_to_customer_rate": [0.001, 0.05, 0.5]},
)


GRID = (np.arange(100_000) + 0.5) / 100_000
"""So many worlds of one belief, evenly."""


def worlds_of(simulation: Simulation, *names: str) -> list[FloatArray]:
    """Values of beliefs in many worlds, each shuffled by itself."""
    stated = {place.name: place for place in walk(simulation.scenario) if isinstance(place.value, Belief)}
    shuffled = np.random.default_rng(7)
    return [shuffled.permutation(stated[name].value.distribution(stated[name].quantity).ppf(GRID)) for name in names]


def test_the_average_cost_of_a_customer_is_average_cost_over_average_customers_with_every_seed() -> None:
    for seed in (1, 2):
        found = simulated(UNSURE, seed=seed)
        figures = plan_summary(found)
        assert figures["cac"].mean == pytest.approx(12_000 / figures["customers"].mean)
        click, visit, lead = worlds_of(found, "cost_per_click", "visit_to_lead_rate", "lead_to_customer_rate")
        # Clicks and rates are drawn apart, so that their averages multiply.
        customers = 12_000 * np.mean(1.0 / click) * visit.mean() * lead.mean()
        assert figures["cac"].mean == pytest.approx(12_000 / customers, rel=0.05)
        assert tile(found, "cac").average != "Average $0"


def test_an_average_that_rests_on_a_few_worlds_knows_how_little_is_known_of_it() -> None:
    wide = plain(leads(cost_per_lead=[30, 50, 80]), spend={"Leads": 1000}, funnel=CLOSING,
                 business={"revenue_per_sale": [100, 200, 2500], "gross_margin_rate": 0.5})  # fmt: skip
    found = simulated(wide)
    lead, rate, sale = worlds_of(found, "cost_per_lead", "lead_to_customer_rate", "revenue_per_sale")
    figures = plan_summary(found)["roi"]
    assert figures.p50 == pytest.approx(float(np.median(0.5 * rate * sale / lead)) - 1.0, abs=0.02)
    assert figures.p50 == pytest.approx(-0.35, abs=0.02)
    # One world in a hundred carries more than a quarter of it.
    assert np.sort(sale)[-len(sale) // 100 :].sum() > 0.25 * sale.sum()
    average = 0.5 * rate.mean() * sale.mean() * np.mean(1.0 / lead) - 1.0
    error = figures.standard_error.mean
    assert error > 0.2
    assert figures.mean == pytest.approx(average, abs=3.0 * error)
    assert tile(found, "roi").middle == "-35%"


def test_what_never_leaves_is_worth_five_years_and_no_more() -> None:
    business = {**SURE, "repeat_sales_per_year": 2, "yearly_retention_rate": 1.0}
    found = simulated(plain(leads(), spend={"Leads": 1000}, business=business, funnel=THREE_IN_TEN), draws=8)
    # The first sale and those of 59 months more, a sixth of one each month.
    assert figure(found, "ltv") == pytest.approx(250 * (1 + 59 / 6))
    uncertain = {**RANGES, "repeat_sales_per_year": [1, 2, 3], "yearly_retention_rate": 1.0}
    ranged = plan_summary(simulated(plain(leads(), spend={"Leads": 1000}, business=uncertain), draws=512))["ltv"]
    assert math.isfinite(ranged.mean)
    assert math.isfinite(ranged.p90)


# -- luck and room -------------------------------------------------------------------------------------


def test_no_more_customers_than_there_is_room_for_have_any_chance() -> None:
    roomy = {**SURE, "new_customers_per_month_at_most": 5}
    targets = [*({"metric": "customers", "at_least": count} for count in (60, 61, 70)),
               {"metric": "customers", "at_most": 60}, {"metric": "leads", "at_least": 1200}]  # fmt: skip
    stated = plain(leads(cost_per_lead=[8, 10, 12]), spend={"Leads": 1000}, business=roomy, funnel=CLOSING,
                   targets=targets)  # fmt: skip
    found = simulated(stated)
    reached = chances(found).targets
    assert reached["customers >= 61"] == reached["customers >= 70"] == 0.0
    assert reached["customers <= 60"] == 1.0
    # Some 30 want to buy each month: the five places are nearly always taken.
    assert 0.99 < reached["customers >= 60"] < 1.0
    # What is bought has no luck: 1,000 a month at $10 or less buys 100 leads, in half of the worlds.
    assert reached["leads >= 1200"] == pytest.approx(0.5, abs=0.01)
    assert "0 of 100" in result_sentence(found, DOLLARS)


def test_what_was_paid_for_comes_and_no_more_customers_than_that() -> None:
    mail = {"name": "Mail", "type": "direct_mail", "cost_per_piece": 0.5, "response_rate": 0.01}
    plans = {"Mailing": {"Mail": 500}, "Ten leads": {"Bought": 1000}}
    targets = [{"metric": "pieces", "at_least": 1000}, {"metric": "leads", "at_least": 10},
               *({"metric": "customers", "at_least": count} for count in (7, 8, 11))]  # fmt: skip
    stated = plain(mail, leads("Bought", cost_per_lead=100), spend={}, horizon_months=1, plans=planned(plans),
                   funnel={"lead_to_customer_rate": 0.9}, targets=targets)  # fmt: skip
    assert chances(simulated(stated, "Mailing")).targets["pieces >= 1000"] == 1.0
    bought = simulated(stated, "Ten leads")
    reached = chances(bought).targets
    assert reached["leads >= 10"] == 1.0
    for least in (7, 8, 11):
        binomial = sum(math.comb(10, k) * 0.9**k * 0.1 ** (10 - k) for k in range(least, 11))
        assert reached[f"customers >= {least}"] == pytest.approx(binomial, abs=1e-9)
    small = next(finding for finding in findings(bought) if finding.key == "small_counts")
    assert "8 to 10 new customers" in small.message


@pytest.mark.parametrize("rate", [1.0, 0.5])
def test_deals_that_take_two_months_come_of_the_leads_of_the_first_ten_and_of_no_others(rate: float) -> None:
    """Ten leads a month for a year: 100 of the 120 can close in time, each with the chance of the rate."""
    targets = [{"metric": "customers", "at_least": least} for least in (50, 100, 101)]
    targets += [{"metric": "open_pipeline", "at_most": most} for most in (9, 20)]
    stated = plain(leads("Bought", cost_per_lead=100), spend={"Bought": 1000}, horizon_months=12, targets=targets,
                   business={**RANGES, "sales_cycle_months": 2}, funnel={"lead_to_customer_rate": rate})  # fmt: skip
    reached = chances(simulated(stated)).targets

    def at_least(least: int, units: int) -> float:
        return sum(math.comb(units, k) * rate**k * (1.0 - rate) ** (units - k) for k in range(least, units + 1))

    for least in (50, 100, 101):
        assert reached[f"customers >= {least}"] == pytest.approx(at_least(least, 100), abs=1e-9)
    for most in (9, 20):
        assert reached[f"open_pipeline <= {most}"] == pytest.approx(1.0 - at_least(most + 1, 20), abs=1e-9)


def test_luck_fills_some_months_too_far_and_others_not_enough() -> None:
    """Some 19 customers are turned away in two years, not 23: 20 leads a month at 0.3 are a binomial count.

    The mean of max(N - 6, 0) for the binomial of 20 and 0.3 is 0.805, in 24 months 19.3 or 13 % of 144. A Poisson
    count of mean 6 would have 0.964 and 23.1; but no more than the 20 leads that were bought can become customers.
    """
    excess = sum(math.comb(20, k) * 0.3**k * 0.7 ** (20 - k) * (k - 6) for k in range(7, 21))
    assert 24 * excess == pytest.approx(19.3, abs=0.1)
    six = {**RANGES, "new_customers_per_month_at_most": 6}
    found = simulated(plain(leads(), spend={"Leads": 1000}, business=six, funnel=THREE_IN_TEN, horizon_months=24))
    told = next(finding for finding in findings(found) if finding.key == "luck_at_capacity")
    assert f"about {24 * excess:.0f} customers (13% of those who want to buy) are turned away" in told.message


def test_where_exactly_as_many_come_as_there_is_room_for_nobody_waits() -> None:
    six = {**SURE, "new_customers_per_month_at_most": 6.0, "overflow": "queue"}
    found = simulated(plain(leads(), spend={"Leads": 1000}, business=six, funnel=THREE_IN_TEN))
    assert figure(found, "open_pipeline") == pytest.approx(0.0, abs=1e-9)
    assert "queue_at_end" not in keys_of_findings(found)
    assert "open_pipeline" not in keys_of_findings(found)


# -- what decides --------------------------------------------------------------------------------------


def test_a_bet_that_pays_on_average_and_loses_in_most_worlds_is_no_reason_to_stay() -> None:
    plans = {"Now": {"Steady": 2000}, "Bet": {"Risky": 2000}}
    stated = plain(leads("Steady", cost_per_lead=[25, 30, 36]), leads("Risky", cost_per_lead=[10, 33, 80]), spend={},
                   business=RANGES, funnel=CLOSING, plans=planned(plans))  # fmt: skip
    compared = compare({plan: simulated(stated, plan) for plan in plans}, metric="profit").plans
    bet = compared["Bet"]
    assert bet.verdict is Verdict.MIXED
    assert bet.difference.mean == pytest.approx(29_850, abs=3.0 * bet.difference.standard_error.mean)
    assert bet.probability_better < 0.5
    said = verdict_sentence("Bet", bet, METRICS["profit"], DOLLARS)
    assert said.startswith("Bet is mixed: better on average, but worse in")
    assert "keep your plan" not in said
    # Staying is what is regretted more.
    assert bet.regret.mean == pytest.approx(15_000, rel=0.05)
    assert compared["Now"].regret.mean == pytest.approx(45_000, rel=0.05)


SEARCH = {"name": "Search", "type": "pay_per_click", "cost_per_click": [2, 4, 8],
          "visit_to_lead_rate": [0.03, 0.06, 0.12]}  # fmt: skip
CLICK, CLOSES = "channels.Search.cost_per_click", "funnel.lead_to_customer_rate"
TIED = plain(SEARCH, spend={"Search": 2000}, market_correlation=0.6, funnel={"lead_to_customer_rate": [0.15, 0.3, 0.5]})


def loses_at(cost: float, market: FloatArray) -> float:
    """The chance that a click of this cost brings less gross profit, at the market's states; by drawing the rates."""
    rng, rates = np.random.default_rng(11), []
    for place in walk(beliefs(TIED)):
        if place.name in ("visit_to_lead_rate", "lead_to_customer_rate") and isinstance(place.value, Belief):
            normal = math.sqrt(0.6) * market + math.sqrt(0.4) * rng.standard_normal(len(market))
            share = np.vectorize(NormalDist().cdf)(normal)
            rates.append(place.value.distribution(place.quantity).ppf(share))
    return float(np.mean(rates[0] * rates[1] * 250.0 < cost))


def test_where_clicks_are_dear_the_market_is_poor_and_money_is_lost_nearly_always() -> None:
    found = simulate_under(beliefs(TIED), "Plan", [Condition(CLICK, "high")])
    # Given a cost at its high value the market has the mean -z sqrt(r) and the variance 1 - r.
    given = -math.sqrt(0.6) * NormalDist().inv_cdf(0.9) + math.sqrt(0.4) * np.random.default_rng(5).standard_normal(
        20_000
    )
    lost = float(np.mean(draws_of(found, "profit") < 0.0))
    assert lost == pytest.approx(loses_at(8.0, given), abs=0.01)
    assert lost == pytest.approx(0.98, abs=0.005)
    assert "you lose money in 98 of 100" in result_sentence(found, DOLLARS)


@pytest.mark.parametrize(("side", "one_in", "words"), [("high", 4185, "4,1"), ("low", 26, "26")])
def test_how_rare_two_beliefs_are_together_is_said(side: Any, one_in: int, words: str) -> None:
    stated = beliefs(TIED)
    found = rarity(stated, [Condition(CLICK, "high"), Condition(CLOSES, side)])
    assert round(1.0 / found.share) == one_in
    assert words in rarity_sentence(found, stated, DOLLARS)


def test_a_list_that_ends_before_the_horizon_is_valid_and_spends_nothing_after() -> None:
    found = simulated(plain(leads(), spend={"Leads": [1500] * 12}, horizon_months=24, funnel=THREE_IN_TEN), draws=8)
    assert by_month(found, "spend") == [1500.0] * 12 + [0.0] * 12
