"""Evidence: which real figures bear on which beliefs, with all that is no belief taken out."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from simulator import month_summary, parse, simulate
from simulator.analyses.evidence import Gathered, OfBelief, Why, gathered
from simulator.analyses.learning import Arrivals, Paid, Tries
from simulator.edits import value_at, with_value
from simulator.edits.actuals import with_actuals
from simulator.edits.adoption import adopt
from simulator.edits.learning import with_learned
from simulator.engine.sales_cycle import closing_shares
from simulator.scenario.beliefs import Belief, Learned, between, certain
from simulator.scenario.scenario import Scenario

FILE = """
format: 1
name: Test
currency: USD
start: 2027-01
horizon_months: 12
business:
  revenue_per_sale: [350, 480, 700]
  gross_margin_rate: [40 %, 52 %, 65 %]
funnel:
  lead_to_customer_rate: [0.25, 0.35, 0.50]
channels:
  - name: Ads
    type: pay_per_click
    cost_per_click: [8, 13, 25]
    visit_to_lead_rate: [5 %, 8 %, 12 %]
  - name: Leads
    type: pay_per_lead
    cost_per_lead: [20, 40, 90]
plans:
  - name: Today
    monthly_spend: {Ads: 3000, Leads: 500}
"""

TODAY = date(2027, 4, 10)
ADS = "channels.Ads."


def months(**figures: list[float]) -> dict[date, dict[str, float]]:
    """Figures by month from January 2027 on."""
    length = len(next(iter(figures.values())))
    return {
        date(2027, month + 1, 1): {name: float(values[month]) for name, values in figures.items()}
        for month in range(length)
    }


def scenario(*, ads: dict[date, dict[str, float]] | None = None, leads: Any = None, **values: Any) -> Scenario[Belief]:
    """The test's scenario with real figures, and with other values at paths that are written with __ for a dot."""
    found = parse(FILE.encode())
    for path, value in values.items():
        found = with_value(found, path.replace("__", "."), value)
    return with_actuals(found, {name: own for name, own in (("Ads", ads), ("Leads", leads)) if own})


def of(found: Gathered, path: str) -> OfBelief:
    return next(each for each in found.of_beliefs if each.path == path)


def test_each_belief_finds_the_figures_that_bear_on_it() -> None:
    own = months(
        spend=[4_000, 200],
        visits=[400, 20],
        leads=[30, 2],
        customers=[9, 1],
        revenue=[4_500, 400],
        gross_profit=[2_000, 250],
    )
    found = {each.path: each.evidence for each in gathered(scenario(ads=own), TODAY).of_beliefs}
    assert found == {
        f"{ADS}cost_per_click": Paid(4_200.0, 420.0),
        f"{ADS}visit_to_lead_rate": Tries(420.0, 32.0),
        "funnel.lead_to_customer_rate": Tries(32.0, 10.0),
        "business.revenue_per_sale": Paid(4_900.0, 10.0),
        "business.gross_margin_rate": Tries(10.0, 2_000 / 4_500 * 9 + 250 / 400),
    }


def test_a_shared_belief_learns_from_all_channels_that_use_it() -> None:
    found = of(
        gathered(scenario(ads=months(leads=[30], customers=[9]), leads=months(leads=[10], customers=[4])), TODAY),
        "funnel.lead_to_customer_rate",
    )
    assert found.evidence == Tries(40.0, 13.0)
    assert found.channels == ("Ads", "Leads")


def test_a_month_that_is_not_over_teaches_nothing() -> None:
    own = months(visits=[100, 100, 100, 100], leads=[8, 8, 8, 8])
    found = of(gathered(scenario(ads=own), date(2027, 4, 30)), f"{ADS}visit_to_lead_rate")
    assert found.months == (date(2027, 1, 1), date(2027, 2, 1), date(2027, 3, 1))
    assert of(gathered(scenario(ads=own), date(2027, 5, 1)), f"{ADS}visit_to_lead_rate").evidence == Tries(400.0, 32.0)


def test_a_month_that_was_learned_from_teaches_nothing_again() -> None:
    learned = Learned(first=date(2027, 1, 1), last=date(2027, 2, 1), count=200, before=(0.05, 0.08, 0.12))
    belief = replace(between(0.05, 0.08, 0.12), learned=learned)
    stated = scenario(ads=months(visits=[100, 100, 50], leads=[8, 8, 3]), channels__Ads__visit_to_lead_rate=belief)
    found = of(gathered(stated, TODAY), f"{ADS}visit_to_lead_rate")
    assert (found.evidence, found.months) == (Tries(50.0, 3.0), (date(2027, 3, 1),))


def test_only_leads_that_had_time_to_close_count() -> None:
    cycle = between(1.0, 2.0, 4.0)
    stated = scenario(ads=months(leads=[100, 200, 300], customers=[0, 5, 20]), business__sales_cycle_months=cycle)
    found = of(gathered(stated, TODAY), "funnel.lead_to_customer_rate").evidence
    closed = np.cumsum(closing_shares(cycle, 3))
    assert isinstance(found, Tries)
    assert (found.tries, found.hits) == (600.0, 25.0)
    assert_allclose(found.share, (100 * closed[2] + 200 * closed[1] + 300 * closed[0]) / 600)


def test_where_leads_came_before_a_month_counts_once_most_of_its_customers_are_of_known_leads() -> None:
    stated = scenario(
        ads=months(leads=[100, 100, 100], customers=[30, 30, 30]),
        business__sales_cycle_months=certain(1.0),
        channels__Ads__monthly_spend_before=3_000.0,
    )
    found = gathered(stated, TODAY)
    # Every customer of a month is of the leads of the month before it, and those of December are not known.
    assert of(found, "funnel.lead_to_customer_rate").evidence == Tries(200.0, 60.0)
    assert [(each.months, each.why) for each in found.unused] == [((date(2027, 1, 1),), Why.UNKNOWN_LEADS)]


def test_later_months_learn_from_the_leads_that_close_in_them_alone() -> None:
    cycle = between(1.0, 2.0, 4.0)
    rate = "funnel.lead_to_customer_rate"
    stated = scenario(ads=months(leads=[100, 200, 300], customers=[0, 5, 20]), business__sales_cycle_months=cycle)
    learned = Learned(first=date(2027, 1, 1), last=date(2027, 2, 1), count=300, before=(0.25, 0.35, 0.5))
    later = with_value(stated, rate, replace(value_at(stated, rate), learned=learned))
    shares = closing_shares(cycle, 3)
    found = of(gathered(later, TODAY), rate).evidence
    assert isinstance(found, Tries)
    assert found.hits == 20.0
    assert_allclose(found.tries * found.share, 100 * shares[2] + 200 * shares[1] + 300 * shares[0])


SEASON = (0.4, 0.7, 0.9, 1.2, 1.3, 1.5, 1.4, 1.3, 1.1, 0.9, 0.7, 0.6)
CURVES = {
    "linear": "{type: linear}",
    "saturating": "{type: saturating, gain_from_doubling: 0.6}",
    "s_shaped": "{type: s_shaped, gain_from_doubling: 0.9, slope: 2}",
    "capped": "{type: capped, most_per_month: 200}",
}


ENTRIES = {
    "carry_over": certain(0.6),
    "ramp_up_months": certain(5.0),
    "seasonality": SEASON,
    "cost": Belief(low=8.0, likely=13.0, high=25.0, yearly_change=0.2),
}


@pytest.mark.parametrize(
    ("entry", "curve"),
    # What carries over has no limit a month.
    [pair for pair in product(ENTRIES, CURVES) if pair != ("carry_over", "capped")],
)
@pytest.mark.parametrize("kind", ["click", "visit"])
def test_figures_that_are_those_of_the_middle_world_teach_the_middle_value(entry: str, kind: str, curve: str) -> None:
    """The engine's own visits, of money that carries over, ripens, meets a season or a limit, or at rising prices."""
    text = FILE.replace("cost_per_click", f"cost_per_{kind}").replace("horizon_months: 12", "horizon_months: 6")
    if kind == "visit":
        text = text.replace("type: pay_per_click", "type: retainer")
    text = text.replace("name: Ads", f"name: Ads\n    reference_spend: 3000\n    curve: {CURVES[curve]}")
    cost = f"{ADS}cost_per_{kind}"
    stated = with_value(parse(text.encode()), cost if entry == "cost" else f"{ADS}{entry}", ENTRIES[entry])
    middle = with_value(stated, cost, replace(value_at(stated, cost), low=13.0, high=13.0))
    found = month_summary(simulate(middle, "Today", draws=8))
    # Leads are bought at a fixed price beside it: what is left of the money was spent on visits.
    spend = [each.mean - 500.0 for each in found["spend"]]
    own = months(spend=spend, visits=[each.mean for each in found["visits"]])
    evidence = of(gathered(with_actuals(stated, {"Ads": own}), date(2028, 1, 1)), cost).evidence
    assert isinstance(evidence, Paid)
    assert_allclose(evidence.amount / evidence.count, 13.0, rtol=1e-9)


def test_a_rate_that_a_season_moves_counts_with_the_season() -> None:
    mail = FILE.replace(
        "type: pay_per_lead\n    cost_per_lead: [20, 40, 90]",
        "type: direct_mail\n    cost_per_piece: 1\n    response_rate: [1 %, 2 %, 4 %]\n"
        "    seasonality: [0.5, 1.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
    )
    stated = with_actuals(parse(mail.encode()), {"Leads": months(pieces=[1_000, 3_000], leads=[10, 90])})
    found = of(gathered(stated, TODAY), "channels.Leads.response_rate").evidence
    assert isinstance(found, Tries)
    assert (found.tries, found.hits) == (4_000.0, 100.0)
    assert_allclose(found.share, (1_000 * 0.5 + 3_000 * 1.5) / 4_000)


def test_visits_without_money_come_by_the_month_and_season() -> None:
    unpaid = FILE.replace("type: pay_per_lead\n    cost_per_lead: [20, 40, 90]", "type: unpaid").replace(
        "type: unpaid", "type: unpaid\n    visits_per_month: [100, 200, 400]\n    visit_to_lead_rate: 3 %\n"
        "    seasonality: [0.5, 1.5, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]",
    ).replace(", Leads: 500", "")  # fmt: skip
    stated = with_actuals(parse(unpaid.encode()), {"Leads": months(visits=[90, 330, 210])})
    assert of(gathered(stated, TODAY), "channels.Leads.visits_per_month").evidence == Arrivals(630.0, 3.0)


def why(stated: Scenario[Belief]) -> dict[str, Why]:
    return {each.path: each.why for each in gathered(stated, TODAY).unused}


def test_what_is_certain_learns_nothing() -> None:
    own = months(visits=[100], leads=[8])
    path = f"{ADS}visit_to_lead_rate"
    stated = scenario(ads=own, channels__Ads__visit_to_lead_rate=certain(0.08))
    assert why(stated) == {path: Why.CERTAIN}
    assert path not in {each.path for each in gathered(stated, TODAY).of_beliefs}


def test_months_with_more_leads_than_visits_are_left_out() -> None:
    found = gathered(scenario(ads=months(visits=[100, 5], leads=[8, 9])), TODAY)
    assert of(found, f"{ADS}visit_to_lead_rate").evidence == Tries(100.0, 8.0)
    assert [(each.months, each.why) for each in found.unused] == [((date(2027, 2, 1),), Why.MORE_THAN_BEFORE)]


def test_where_customers_were_turned_away_their_rate_learns_nothing() -> None:
    own = months(leads=[40, 40], customers=[15, 12])
    found = gathered(scenario(ads=own, business__new_customers_per_month_at_most=15.0), TODAY)
    assert of(found, "funnel.lead_to_customer_rate").months == (date(2027, 2, 1),)
    assert [each.why for each in found.unused] == [Why.NO_ROOM]


def test_where_customers_wait_the_month_after_a_full_one_learns_nothing_either() -> None:
    own = months(leads=[40, 40, 40], customers=[15, 12, 10])
    stated = scenario(ads=own, business__new_customers_per_month_at_most=15.0, business__overflow="queue")
    assert of(gathered(stated, TODAY), "funnel.lead_to_customer_rate").months == (date(2027, 3, 1),)


def test_revenue_with_repeat_sales_in_it_says_nothing_of_a_first_sale() -> None:
    own = months(customers=[9], revenue=[4_500], gross_profit=[2_000], leads=[30])
    stated = scenario(ads=own, business__repeat_every_months=1, business__yearly_retention_rate=certain(0.8))
    assert why(stated) == {
        "business.revenue_per_sale": Why.REPEAT_SALES,
        "business.gross_margin_rate": Why.REPEAT_SALES,
    }


def test_the_cost_of_each_sale_is_no_part_of_the_margin() -> None:
    own = months(customers=[10], revenue=[5_000], gross_profit=[2_000])
    found = gathered(scenario(ads=own, business__cost_per_sale=certain(50.0)), TODAY)
    assert of(found, "business.gross_margin_rate").evidence == Tries(10.0, 5.0)


def test_months_in_which_an_improvement_may_have_been_at_work_are_left_out() -> None:
    improved = FILE.replace(
        "plans:",
        "improvements:\n  - {name: Page, belief: channels.Ads.visit_to_lead_rate, becomes: [0.08, 0.1, 0.14],"
        " cost: 900}\n"
        "plans:",
    ).replace("Leads: 500}", "Leads: 500}\n    improvements: {Page: 2}")
    stated = with_actuals(parse(improved.encode()), {"Ads": months(visits=[100, 100, 100], leads=[8, 9, 12])})
    found = gathered(stated, TODAY)
    assert of(found, f"{ADS}visit_to_lead_rate").evidence == Tries(100.0, 8.0)
    assert [(len(each.months), each.why) for each in found.unused] == [(2, Why.IMPROVED)]


def test_after_a_month_of_unknown_spend_nothing_is_known_of_money_that_carries_over() -> None:
    own = months(spend=[3_000, 3_000, 3_000], visits=[100, 220, 240])
    del own[date(2027, 2, 1)]["spend"]
    path = f"{ADS}cost_per_click"
    at_once = gathered(scenario(ads=own), TODAY)
    assert of(at_once, path).evidence == Paid(6_000.0, 340.0)
    lasting = gathered(scenario(ads=own, channels__Ads__carry_over=certain(0.5)), TODAY)
    assert of(lasting, path).evidence == Paid(1_500.0, 100.0)
    assert of(lasting, path).months == (date(2027, 1, 1),)


def test_a_month_whose_earlier_leads_are_not_known_teaches_nothing_of_customers() -> None:
    own = months(leads=[100, 100, 100, 100], customers=[0, 30, 30, 30])
    del own[date(2027, 2, 1)]["leads"]
    found = gathered(scenario(ads=own, business__sales_cycle_months=certain(1.0)), date(2027, 5, 1))
    # The customers of March are of February's leads; in January there can be none yet.
    assert of(found, "funnel.lead_to_customer_rate").months == (date(2027, 2, 1), date(2027, 4, 1))
    assert of(found, "funnel.lead_to_customer_rate").evidence == Tries(200.0, 60.0)


def test_a_channel_that_a_plan_ran_before_its_figures_begin_had_leads_before() -> None:
    cycle = certain(1.0)
    own = {month.replace(month=month.month + 1): each for month, each in months(leads=[50], customers=[9]).items()}
    later = scenario(ads=own, business__sales_cycle_months=cycle)
    assert [each.why for each in gathered(later, TODAY).unused] == [Why.UNKNOWN_LEADS]


def test_months_that_differ_by_more_than_luck_count_for_less() -> None:
    steady = gathered(scenario(ads=months(visits=[400, 400, 400], leads=[30, 34, 32])), TODAY)
    uneven = gathered(scenario(ads=months(visits=[400, 400, 400], leads=[8, 60, 28])), TODAY)
    path = f"{ADS}visit_to_lead_rate"
    assert of(steady, path).dispersion == 1.0
    assert of(steady, path).steady == of(steady, path).evidence == Tries(1_200.0, 96.0)
    assert of(uneven, path).evidence == Tries(1_200.0, 96.0)
    # Pearson's chi-square of 8, 60 and 28, of 32 expected each, is 47; over two degrees of freedom.
    assert of(uneven, path).dispersion == pytest.approx((24**2 + 28**2 + 4**2) / (32 * 0.92) / 2, rel=0.02)


def test_channels_that_differ_make_what_they_share_less_sure() -> None:
    found = gathered(
        scenario(ads=months(leads=[100], customers=[60]), leads=months(leads=[100], customers=[10])), TODAY
    )
    assert of(found, "funnel.lead_to_customer_rate").dispersion > 20.0


def test_months_that_a_range_was_measured_from_at_first_teach_nothing_again() -> None:
    own = months(visits=[100, 100, 50], leads=[8, 8, 3])
    path = f"{ADS}visit_to_lead_rate"
    begun = replace(
        between(0.05, 0.08, 0.12), source="Measured: 200 visits, Jan 2027 to Feb 2027", as_of=date(2027, 2, 28)
    )
    stated = scenario(ads=own, channels__Ads__visit_to_lead_rate=begun)
    assert of(gathered(stated, TODAY), path).evidence == Tries(50.0, 3.0)
    taught = with_learned(
        stated, path, (0.06, 0.07, 0.09), months=[date(2027, 3, 1)], count=50, weight=1.0, source="Measured from 50"
    )
    assert path not in {each.path for each in gathered(taught, TODAY).of_beliefs}


def test_once_a_plan_is_adopted_improvements_of_other_plans_were_not_at_work() -> None:
    improved = FILE.replace(
        "plans:",
        "improvements:\n  - {name: Page, belief: channels.Ads.visit_to_lead_rate, becomes: [0.08, 0.1, 0.14],"
        " cost: 900}\nplans:\n  - {name: More, monthly_spend: {Ads: 3000}, improvements: {Page: 2}}",
    )
    stated = with_actuals(parse(improved.encode()), {"Ads": months(visits=[100, 100], leads=[8, 9])})
    path = f"{ADS}visit_to_lead_rate"
    assert of(gathered(stated, TODAY), path).evidence == Tries(100.0, 8.0)
    assert of(gathered(adopt(stated, "Today", TODAY), TODAY), path).evidence == Tries(200.0, 17.0)
    assert of(gathered(adopt(stated, "More", TODAY), TODAY), path).evidence == Tries(100.0, 8.0)
