import math
from dataclasses import replace

import pytest

from simulator.analyses.comparison import Compared, Comparison, compare
from simulator.analyses.summary import Average, Figures, Summary
from simulator.analyses.verdict import Verdict
from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.metrics.kpis import METRICS
from simulator.presentation.comparison_text import (
    average_difference,
    draws_sentence,
    error_words,
    facts,
    favour,
    matters_sentence,
    own_figures_sentence,
    regret_words,
    verdict_sentence,
    verdict_text,
)
from simulator.presentation.headline import Favour
from simulator.scenario_files import read
from simulator.text.formats import Formats
from simulator.units import Unit
from tests.differing import differing
from tests.plain import beliefs

INF, NAN = math.inf, math.nan

DOLLARS = Formats("USD")
PROFIT, ROI, CAC, PAYBACK, CUSTOMERS = (METRICS[key] for key in ("profit", "roi", "cac", "payback_months", "customers"))


def summary(p10, p50, p90, mean=None, error=0.0):
    return Summary(p50 if mean is None else mean, p10, p50, p90, Figures(error, error, error, error))


def compared(difference, verdict=Verdict.BETTER, regret=300.0, better=0.87, tied=0.0, matters=0.0, endless=0.0):
    return Compared(
        figures=summary(1.0, 2.0, 3.0),
        difference=difference,
        probability_better=better,
        probability_error=0.0,
        probability_best=0.61,
        regret=Average(regret, 0.0),
        tied=tied,
        undefined=0.0,
        endless=endless,
        matters=matters,
        verdict=verdict,
        settled=True,
    )


GAIN = summary(-300.0, 1_100.0, 4_000.0, mean=1_200.0, error=35.0)


def said(metric, difference=GAIN, **settings):
    return verdict_sentence("B", compared(difference, **settings), metric, DOLLARS)


def test_a_verdict_says_how_often_and_how_much():
    assert said(PROFIT) == ("B is better in 87 of 100 possible worlds: on average $1,200 more profit after marketing.")


@pytest.mark.parametrize(
    ("metric", "differences", "words"),
    [
        ("profit", [5.0] * 10, "better in every possible world"),
        ("profit", [-5.0] * 10, "worse in every possible world"),
        ("cac", [-5.0] * 10, "better in every possible world"),
        ("cac", [5.0] * 10, "worse in every possible world"),
        (
            "profit",
            [0.0] * 10,
            "no meaningful difference: keep your plan; both give the same in every possible world",
        ),
        ("profit", [5.0] * 5 + [-4.0] * 5, "better on average, and as often better as worse"),
        ("profit", [4.0] * 5 + [-5.0] * 5, "worse on average, and as often better as worse"),
        ("cac", [5.0] * 5 + [-4.0] * 5, "worse on average, and as often better as worse"),
        ("profit", [5.0] * 7 + [-4.0] * 3, "better in 70 of 100 possible worlds"),
        ("profit", [5.0] * 3 + [-4.0] * 7, "worse in 70 of 100 possible worlds"),
        ("profit", [5.0] * 199 + [-1.0], "better in almost every possible world"),
        ("profit", [-5.0] * 199 + [1.0], "worse in almost every possible world"),
        ("profit", [5.0] * 7 + [-40.0] * 3, "mixed: worse on average, but better in 70 of 100 possible worlds"),
        ("cac", [5.0] * 7 + [-40.0] * 3, "mixed: better on average, but worse in 70 of 100 possible worlds"),
        ("payback_months", [-INF] * 7 + [INF] * 3, "better in 70 of 100 possible worlds"),
        ("payback_months", [0.0] * 4 + [INF] * 6, "worse in 80 of 100 possible worlds, counting ties as half"),
        ("profit", [0.0] + [5.0] * 149, "better in almost every possible world"),
        (
            "profit",
            [NAN] + [1.0] * 9,
            "cannot be compared: there is no such figure in some possible worlds (Profit after marketing)",
        ),
        (
            "roi",
            [NAN] * 10,
            "cannot be compared: there is no such figure of one or both of these plans (ROI on gross profit)",
        ),
        ("spend", [5.0] * 10, "neither more nor less is better by itself: Spend"),
        (
            "spend",
            [0.0] * 10,
            "neither more nor less is better by itself: Spend; both give the same in every possible world",
        ),
        (
            "profit",
            [500.0] * 99 + [-4.0] * 101,
            "mixed: better on average, but worse in somewhat more than half of all possible worlds",
        ),
    ],
)
def test_a_verdict_in_one_sentence_says_what_the_worlds_say(metric, differences, words):
    found = differing(metric, *differences * 8, copies=1)
    assert verdict_text(found, METRICS[metric]) == words


@pytest.mark.parametrize(
    ("metric", "differences", "words"),
    [
        ("profit", [5.0] * 10, "no meaningful difference"),
        ("cac", [-5.0] * 10, "no meaningful difference"),
        ("profit", [-5.0] * 10, "no meaningful difference: keep your plan"),
        ("cac", [5.0] * 10, "no meaningful difference: keep your plan"),
        ("profit", [-5.0] * 9 + [50.0], "no meaningful difference"),
        (
            "profit",
            [200.0] * 6 + [-300.0] * 4,
            "better in about 60 of 100 possible worlds, but about the same on average",
        ),
        ("cac", [200.0] * 6 + [-300.0] * 4, "worse in about 60 of 100 possible worlds, but about the same on average"),
    ],
)
def test_nobody_is_told_to_keep_a_plan_that_loses_by_it_nor_to_change_for_little(metric, differences, words):
    found = differing(metric, *differences, matters=10.0)
    assert verdict_text(found, METRICS[metric]) == words


def test_what_is_no_more_than_matters_is_not_said_to_be_gained():
    found = differing("profit", *[200.0] * 6, *[-300.0] * 4, matters=10.0)
    assert verdict_sentence("B", found, PROFIT, DOLLARS) == (
        "B is better in about 60 of 100 possible worlds, but about the same on average."
    )


def test_plans_that_are_never_paid_back_are_not_said_to_be_worth_keeping():
    hopeless = {"verdict": Verdict.NO_DIFFERENCE, "better": 0.5, "tied": 1.0}
    none = summary(0.0, 0.0, 0.0)
    assert said(PAYBACK, none, endless=0.8, **hopeless) == "B: neither is paid back in most worlds."
    assert said(PAYBACK, none, endless=1.0, **hopeless) == "B: neither is paid back in any possible world."
    assert "keep your plan" in said(PAYBACK, none, endless=0.4, **hopeless)


@pytest.mark.parametrize(("chance", "share"), [(0.01, 1.0), (0.9, 0.0)])
def test_worlds_in_which_neither_plan_is_paid_back_are_counted(chance, share):
    plain = {
        "name": "Two",
        "currency": "USD",
        "start": "2027-01",
        "business": {"revenue_per_sale": 100, "gross_margin_rate": 0.5},
        "funnel": {"lead_to_customer_rate": [chance / 1.01, chance, min(1.0, chance * 1.01)]},
        "channels": [{"name": "Leads", "type": "pay_per_lead", "cost_per_lead": 20}],
        "plans": [{"name": name, "monthly_spend": {"Leads": spend}} for name, spend in (("A", 1000), ("B", 2000))],
    }
    plans = {name: simulate(beliefs(plain), name, draws=64) for name in "AB"}
    assert compare(plans, metric="payback_months").plans["B"].endless == share


def test_a_mixed_verdict_says_both_and_by_how_much():
    mixed = differing("profit", *[506.0] * 4, *[-4.0] * 6)
    assert verdict_sentence("B", mixed, PROFIT, DOLLARS) == (
        "B is mixed: better on average, but worse in about 60 of 100 possible worlds;"
        " on average $200 more profit after marketing."
    )
    assert favour(mixed) is Favour.UNSURE


@pytest.mark.parametrize(
    ("metric", "matters", "words"),
    [
        ("profit", 120.0, "Differences of up to $120 in profit after marketing do not count."),
        ("roi", 0.01, "Differences of up to 1 point in ROI on gross profit do not count."),
        ("customers", 2.4, "Differences of up to 2.4 in new customers do not count."),
        ("payback_months", 1.0, "Differences of up to 1 month in payback do not count."),
        ("payback_months", 0.01, "Every difference in payback of a month or more counts."),
        ("payback_months", 2.5, "Differences of up to 2 months in payback do not count."),
        ("profit", 0.0, "Every difference in profit after marketing counts, however small."),
    ],
)
def test_what_matters_is_said_in_a_sentence(metric, matters, words):
    comparison = Comparison(baseline="A", metric=metric, plans={}, matters=matters, draws=64)
    assert matters_sentence(comparison, DOLLARS) == words


def test_the_number_of_worlds_is_said_and_whether_they_decide():
    comparison = Comparison(baseline="A", metric="profit", plans={}, matters=0.0, draws=65_536)
    assert draws_sentence(comparison, DOLLARS) == "Tried in 65,536 possible worlds."
    open_still = replace(comparison, plans={"B": replace(compared(GAIN), settled=False)})
    assert draws_sentence(open_still, DOLLARS) == (
        "Tried in 65,536 possible worlds, which leave a verdict open: more worlds could turn it."
    )


def test_the_worlds_of_a_plans_own_figures_are_said_where_they_are_fewer() -> None:
    comparison = Comparison(baseline="Today", metric="profit", plans={}, matters=0.0, draws=16_384)
    assert own_figures_sentence(comparison, 16_384, DOLLARS) == ""
    said = own_figures_sentence(comparison, 8_192, DOLLARS)
    assert said == "Each plan's own figures are from 8,192 worlds, those of the page Plan."


def test_a_worse_plan_brings_less():
    loss = summary(-4.0, -2.0, -1.0)
    worse = {"verdict": Verdict.WORSE, "better": 0.0}
    assert said(PROFIT, loss, **worse).endswith("on average $2 less profit after marketing.")
    assert said(CUSTOMERS, loss, **worse).endswith("on average 2 fewer new customers.")
    assert said(CAC, loss, **worse).endswith("on average $2 lower cost per new customer (CAC).")
    assert said(PAYBACK, loss, **worse).endswith("on average 2 months shorter payback.")


def test_a_rate_differs_by_points():
    assert said(ROI, summary(0.01, 0.05, 0.09)).endswith("on average 5 points higher ROI on gross profit.")


def test_no_difference_says_to_keep_the_plan():
    loss = summary(-4.0, -2.0, -1.0)
    assert said(PROFIT, loss, verdict=Verdict.NO_DIFFERENCE, better=0.0, matters=5.0) == (
        "B: no meaningful difference: keep your plan."
    )
    assert favour(compared(GAIN, verdict=Verdict.NO_DIFFERENCE)) is Favour.UNSURE


def test_an_average_without_limit_is_not_claimed():
    endless = summary(0.0, 1.0, math.inf, mean=math.inf)
    assert said(PAYBACK, endless, verdict=Verdict.WORSE, better=0.37) == ("B is worse in 63 of 100 possible worlds.")


def test_facts_stand_behind_the_verdict():
    lines = {fact.label: fact.text for fact in facts(compared(GAIN), PROFIT, DOLLARS)}
    assert lines == {
        "Middle difference": "+$1,100",
        "8 in 10 worlds": "-$300 to +$4,000",
        "Average difference": "+$1,200, give or take $40",
        "Better": "in 87 of 100 possible worlds",
        "The best of all plans": "in 61 of 100 possible worlds",
        "Choosing it": "costs $300 on average against the best plan in each world",
    }


@pytest.mark.parametrize(("error", "shown"), [(35.0, "$40"), (13.0, "$10"), (86.0, "$90"), (1_234.0, "$1,000")])
def test_a_standard_error_has_the_digits_that_eight_replicates_support(error, shown):
    assert error_words(error, Unit.MONEY, DOLLARS) == shown


def test_an_exact_average_has_nothing_to_give_or_take():
    assert average_difference(summary(5.0, 5.0, 5.0), PROFIT, DOLLARS) == "+$5"


def test_endless_and_undefined_differences_are_words():
    endless = compared(summary(-math.inf, 0.0, math.inf, mean=math.nan))
    lines = {fact.label: fact.text for fact in facts(endless, PAYBACK, DOLLARS)}
    assert lines["8 in 10 worlds"] == "no longer never to now never"
    nothing = compared(summary(*[math.nan] * 3), regret=math.nan, better=math.nan)
    assert {fact.text for fact in facts(nothing, PAYBACK, DOLLARS)} == {"–", "in 61 of 100 possible worlds"}


def test_regret_is_explained_for_every_kind_of_figure():
    assert regret_words(Average(0.0, 0.0), PROFIT, DOLLARS) == (
        "costs nothing: no other plan is better in any possible world"
    )
    assert regret_words(Average(3.0, 0.0), CUSTOMERS, DOLLARS).startswith("falls 3 short on average")
    assert regret_words(Average(math.inf, math.nan), PAYBACK, DOLLARS) == (
        "never pays back in some worlds in which another plan does"
    )
    assert "without limit" in regret_words(Average(math.inf, math.nan), CAC, DOLLARS)


def test_worlds_without_a_difference_are_named_wherever_they_count():
    tied = compared(GAIN, better=0.68, tied=0.2)
    said_of = {fact.label: fact.text for fact in facts(tied, PAYBACK, DOLLARS)}
    assert said_of["Better"] == "in 68 of 100 possible worlds, counting ties as half"


def test_a_regret_that_is_lost_in_its_own_error_is_not_said_to_be_a_change():
    # One world in 8,192 in which another plan is better.
    assert regret_words(Average(3.0, 3.0), PROFIT, DOLLARS) == (
        "costs next to nothing on average against the best plan in each world"
    )


def test_every_metric_of_every_plan_can_be_put_into_words():
    scenario = read(shipped_folder() / "plumber.yaml")
    plans = {plan.name: simulate(scenario, plan.name, draws=256) for plan in scenario.plans}
    for metric in METRICS.values():
        for label, each in compare(plans, metric=metric.key).plans.items():
            words = verdict_sentence(label, each, metric, DOLLARS)
            texts = [words, *(fact.text for fact in facts(each, metric, DOLLARS))]
            assert not any("nan" in text or "inf" in text for text in texts)


def test_a_plan_against_its_own_copy_is_said_to_be_the_same():
    scenario = read(shipped_folder() / "plumber.yaml")
    copy = replace(scenario.plans[0], name="Copy")
    twice = replace(scenario, plans=(scenario.plans[0], copy))
    plans = {name: simulate(twice, name, draws=256) for name in ("Today", "Copy")}
    same = compare(plans, metric="profit").plans["Copy"]
    assert verdict_sentence("Copy", same, PROFIT, DOLLARS) == (
        "Copy: no meaningful difference: keep your plan; both give the same in every possible world."
    )
    assert facts(same, PROFIT, DOLLARS)[0].text == "no change"


def test_what_is_the_same_in_every_world_is_better_in_none_and_ties_are_told_whatever_the_verdict():
    nothing = summary(0.0, 0.0, 0.0)
    lines = [
        {
            fact.label: fact.text
            for fact in facts(compared(nothing, Verdict.NO_DIFFERENCE, better=0.5, tied=tied), PROFIT, DOLLARS)
        }
        for tied in (1.0, 0.9, 0.0)
    ]
    assert lines[0]["Better"] == "in no possible world: both are the same"
    assert lines[1]["Better"] == "in 50 of 100 possible worlds, counting ties as half"
    assert lines[2]["Better"] == "in 50 of 100 possible worlds"
