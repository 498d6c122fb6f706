"""The headline figures old to new, with no more digits and no more difference than the draws bear out."""

from dataclasses import replace

import pytest

from simulator import MODEL_VERSION, edits
from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.presentation.changes import headline_change, model_change
from simulator.presentation.headline import headline
from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.plans import Steady
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import read
from simulator.text.formats import Formats
from tests.examples import CERTAIN, UNSURE
from tests.plain import beliefs

FORMATS = Formats("USD")
DRAWS = 512
UNCHANGED = "The headline figures are unchanged"
TOO_LITTLE = "The headline figures changed by less than their own error"


def told(before: Scenario[Belief], after: Scenario[Belief], *, plans: tuple[str, str] = ("Today", "Today")) -> str:
    old, new = (simulate(scenario, plan, draws=DRAWS) for scenario, plan in zip((before, after), plans, strict=True))
    return headline_change(old, new, FORMATS)


def test_the_worked_example_reads_as_on_paper():
    # $1,000 buys 100 leads at $10 or 50 at $20: 30 or 15 customers, each worth $200 of gross profit.
    before = beliefs(CERTAIN)
    after = edits.with_value(before, "channels.Leads.cost_per_lead", certain(20.0))
    assert told(before, after) == (
        "In 1 month: profit after marketing $5,000 is now $2,000; ROI on gross profit 500% is now 200%; "
        "new customers 30 is now 15; cost per new customer (CAC) $33.33 is now $66.67"
    )


def test_the_same_scenario_is_unchanged():
    assert told(beliefs(UNSURE), beliefs(UNSURE)) == UNCHANGED
    assert told(beliefs(CERTAIN), beliefs(CERTAIN)) == UNCHANGED


@pytest.mark.parametrize("edit", [
    lambda scenario: replace(scenario, notes="x", client="y"),
    lambda scenario: replace(scenario, plans=scenario.plans[:1]),
    lambda scenario: edits.duplicate_channel(scenario, "Leads"),
])  # fmt: skip
def test_what_does_not_touch_the_plan_leaves_it_unchanged(edit):
    scenario = beliefs(UNSURE)
    assert told(scenario, edit(scenario)) == UNCHANGED


def test_another_order_of_channels_is_no_change_though_sums_differ_in_their_last_bits():
    scenario = read(shipped_folder() / "plumber.yaml")
    assert told(scenario, edits.move_channel(scenario, "Google Ads search", 2)) == UNCHANGED


def test_a_renamed_belief_has_other_draws_and_claims_no_change():
    scenario = edits.with_value(beliefs(UNSURE), "channels.Leads.cost_per_lead", between(6.0, 10.0, 17.0))
    assert told(scenario, edits.rename_channel(scenario, "Leads", "Calls")) == TOO_LITTLE


def test_the_figures_are_those_of_the_tiles():
    before = beliefs(UNSURE)
    after = edits.with_value(before, "business.revenue_per_sale", between(60.0, 120.0, 240.0))
    old, new = (simulate(scenario, "Today", draws=DRAWS) for scenario in (before, after))
    words = headline_change(old, new, FORMATS)
    for first, second in list(zip(headline(old, FORMATS), headline(new, FORMATS), strict=True))[:2]:
        assert first.middle != second.middle
        assert f"{first.middle} is now {second.middle}" in words
    assert "customers" not in words


def test_a_change_smaller_than_the_digits_is_said_as_a_difference():
    scenario = read(shipped_folder() / "plumber.yaml")
    before = simulate(scenario, "Today", draws=DRAWS)
    dearer = edits.with_value(scenario, "business.monthly_overhead", 181.0)
    words = headline_change(before, simulate(dearer, "Today", draws=DRAWS), FORMATS)
    profit = headline(before, FORMATS)[0].middle
    # A dollar a month, in every world.
    assert words.startswith(f"In 24 months: profit after marketing still {profit} (-$24);")


def test_a_payback_that_is_lost_says_so():
    before = beliefs(CERTAIN)
    after = edits.with_value(before, "funnel.lead_to_customer_rate", certain(0.01))
    assert told(before, after).endswith("payback 1 month is now not within 1 month")
    assert "payback not within 1 month is now 1 month" in told(after, before)


def test_a_plan_that_spends_nothing_has_no_roi():
    words = told(beliefs(CERTAIN), beliefs(CERTAIN), plans=("Today", "Nothing"))
    assert words.startswith("Plan Today is now Nothing. In 1 month: profit after marketing $5,000 is now $0;")
    assert "ROI on gross profit 500% is now undefined" in words


def test_no_customers_at_all_cost_without_limit():
    before = beliefs(CERTAIN)
    after = edits.with_value(before, "funnel.lead_to_customer_rate", certain(0.0))
    assert "cost per new customer (CAC) $33.33 is now without limit" in told(before, after)


def test_other_money_and_other_months_are_not_compared():
    before = beliefs(UNSURE)
    assert told(before, replace(before, currency="EUR")) == ("Now in EUR, before in USD: the results are not compared")
    assert told(before, replace(before, horizon_months=9)) == (
        "Now over 9 months, before over 6: the results are not compared"
    )


def test_amounts_are_in_the_scenarios_money():
    before = replace(beliefs(CERTAIN), currency="EUR")
    after = edits.with_value(before, "channels.Leads.cost_per_lead", certain(20.0))
    assert "€5,000 is now €2,000" in told(before, after)


@pytest.mark.parametrize("draws", [8, 16, 1024])
def test_results_of_another_number_of_draws_are_compared_by_their_errors(draws):
    scenario = beliefs(UNSURE)
    other = simulate(scenario, "Today", draws=draws)
    assert headline_change(simulate(scenario, "Today", draws=DRAWS), other, FORMATS) == TOO_LITTLE
    plans = (replace(scenario.plans[0], monthly_spend={"Leads": Steady(amount=9_000.0)}),)
    more = simulate(replace(scenario, plans=plans), "Today", draws=draws)
    assert "new customers" in headline_change(simulate(scenario, "Today", draws=DRAWS), more, FORMATS)


def test_a_certain_scenario_is_compared_with_an_uncertain_one():
    certainly = edits.with_value(
        edits.with_value(beliefs(UNSURE), "business.revenue_per_sale", certain(500.0)),
        "funnel.lead_to_customer_rate",
        certain(0.3),
    )
    assert told(certainly, beliefs(UNSURE)).startswith("In 6 months: profit after marketing ")


def test_figures_that_were_seen_under_another_model_are_not_comparable():
    said = model_change("1", MODEL_VERSION)
    assert said.startswith("Saved under model version 1: the figures seen then are not comparable")
    assert said.endswith(f"worked out by version {MODEL_VERSION}")
    assert model_change("1", "1") == said


@pytest.mark.parametrize("before", ["", MODEL_VERSION])
def test_of_the_same_model_or_one_that_is_not_known_nothing_is_said(before):
    assert model_change(before, MODEL_VERSION) == ""
