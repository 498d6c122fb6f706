import re
from dataclasses import replace

import pytest

from simulator.engine.simulation import preview, simulate
from simulator.presentation.plan_sentence import result_sentence, worlds_explained
from simulator.scenario.plans import Steady
from simulator.scenario.scenario import Target
from simulator.text.formats import Formats
from tests.examples import CERTAIN, UNSURE
from tests.plain import beliefs

FORMATS = Formats("USD")


def sentence(plain, plan="Today", *, targets=(), schedule=None) -> str:
    scenario = replace(beliefs(plain), targets=tuple(targets))
    if schedule is not None:
        today = replace(scenario.plan("Today"), monthly_spend={"Leads": schedule})
        scenario = replace(scenario, plans=(today, *scenario.plans[1:]))
    return result_sentence(simulate(scenario, plan, draws=512), FORMATS)


def test_a_certain_result_makes_no_mention_of_worlds():
    assert sentence(CERTAIN) == "Spending $1,000 a month for 1 month, you make $5,000 after marketing; " + (
        "you do not lose money."
    )


def test_a_certain_loss_is_called_one():
    worthless = {**CERTAIN, "business": {"revenue_per_sale": 10, "gross_margin_rate": 0.4}}
    assert sentence(worthless).endswith("you lose $880 after marketing; that is certain.")


def test_an_uncertain_result_says_how_often_it_loses_money():
    found = sentence(UNSURE)
    assert "in half of all possible worlds; you lose money in " in found
    assert found.endswith(" of 100.")


def test_no_spend_is_not_dressed_up():
    assert sentence(UNSURE, "Nothing") == (
        "Spending nothing for 6 months, you make $0 after marketing; you do not lose money."
    )


def test_a_schedule_that_changes_is_called_an_average():
    assert sentence(UNSURE, schedule=Steady(amount=600.0, first=4)).startswith(
        "Spending an average of $300 a month for 6 months, "
    )


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target(metric="customers", at_least=25, probability=0.8), "you reach at least 25 new customers in "),
        (Target(metric="cac", at_most=350), "you reach a cost per new customer (CAC) of at most $350 in "),
        (Target(metric="roi", at_least=0.5), "you reach ROI on gross profit of at least 50% in "),
        (Target(metric="payback_months", at_most=3), "you reach payback after at most 3 months in "),
        (Target(metric="profit", at_least=1000), "you reach profit after marketing of at least $1,000 in "),
    ],
)
def test_each_target_is_named_with_its_chance(target, words):
    found = sentence(UNSURE, targets=[target])
    assert f" and {words}" in found
    assert ("(you want 80 of 100)" in found) is (target.probability is not None)


def test_several_targets_stay_one_sentence():
    targets = [Target(metric="customers", at_least=25), Target(metric="roi", at_least=0.5)]
    found = sentence(UNSURE, targets=targets)
    assert found.count(".") == 1
    assert ", you reach at least 25 new customers in " in found
    assert " and you reach ROI" in found


def test_a_target_that_has_no_value_cannot_be_judged():
    found = sentence(UNSURE, "Nothing", targets=[Target(metric="roi", at_least=0.5)])
    assert found.endswith("whether you reach ROI on gross profit of at least 50% cannot be said.")


def test_where_all_is_certain_a_target_is_left_to_luck():
    found = sentence(CERTAIN, targets=[Target(metric="customers", at_least=25, probability=0.8)])
    # P(N >= 25) of 100 leads at 0.3 is 0.886.
    assert found.endswith("you reach at least 25 new customers in 89 of 100 tries (you want 80 of 100).")


def test_the_worlds_are_counted_and_a_preview_has_an_eighth_of_them():
    scenario = beliefs(UNSURE)
    assert "in 512 possible worlds" in worlds_explained(simulate(scenario, "Today", draws=512), FORMATS)
    assert "in 64 possible worlds" in worlds_explained(preview(scenario, "Today", draws=512), FORMATS)
    assert "only one possible world" in worlds_explained(simulate(beliefs(CERTAIN), "Today"), FORMATS)


LIMITED = {**CERTAIN["channels"][0], "curve": {"type": "capped", "most_per_month": 60}}


def test_a_budget_that_cannot_be_spent_is_told_from_what_is():
    # 60 leads of $10 a month, of a budget of $1,000.
    found = sentence({**CERTAIN, "channels": [LIMITED]})
    assert found.startswith(
        "With a budget of $1,000 a month for 1 month, of which $600 is spent because there is no more to buy, you make "
    )


def test_what_is_spent_in_uncertain_worlds_is_an_average():
    limited = {**LIMITED, "curve": {"type": "capped", "most_per_month": [50, 60, 75]}}
    found = sentence({**UNSURE, "channels": [limited]}, schedule=Steady(amount=1000.0, first=4))
    assert re.match(r"With an average budget of \$500 a month for 6 months, of which \$30\d is spent on average", found)


def test_a_limit_that_is_not_reached_changes_no_word():
    roomy = {**LIMITED, "curve": {"type": "capped", "most_per_month": 101}}
    assert sentence({**CERTAIN, "channels": [roomy]}) == sentence(CERTAIN)
