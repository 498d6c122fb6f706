"""Scenarios that can stand side by side, and what makes them comparable."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from simulator.analyses.comparability import (
    Caveat,
    Obstacle,
    caveats,
    check_horizon,
    common_horizon_months,
    obstacle,
    with_horizon,
)
from simulator.errors import SettingsError
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Monthly, Plan, Steady
from simulator.scenario.scenario import Scenario, Target
from simulator.validation import problems
from tests.examples import two_years
from tests.laws import examples
from tests.variations import scenarios, simulated


def test_scenarios_in_one_currency_over_one_horizon_can_be_compared() -> None:
    assert obstacle([two_years("A"), two_years("B")]) is None
    assert obstacle([two_years("A")]) is None


def test_money_in_two_currencies_is_never_compared() -> None:
    other = replace(two_years("B"), currency="EUR", horizon_months=12)
    assert obstacle([two_years("A"), other]) is Obstacle.CURRENCIES


def test_two_horizons_can_be_compared_over_the_shorter_one() -> None:
    both = [two_years("A"), replace(two_years("B"), horizon_months=12)]
    assert obstacle(both) is Obstacle.HORIZONS
    assert common_horizon_months(both) == 12
    assert obstacle([with_horizon(each, 12) for each in both]) is None


def test_other_first_months_are_a_caveat_and_do_not_stand_in_the_way() -> None:
    both = [two_years("A"), replace(two_years("B"), start=date(2027, 3, 1))]
    assert obstacle(both) is None
    assert caveats(both) == [Caveat.FIRST_MONTHS]


def test_another_market_correlation_is_a_caveat() -> None:
    later = replace(two_years("B"), market_correlation=0.2, start=date(2027, 3, 1))
    assert caveats([two_years("A"), replace(two_years("B"), market_correlation=0.2)]) == [Caveat.MARKET_CORRELATIONS]
    assert caveats([two_years("A"), later]) == [Caveat.FIRST_MONTHS, Caveat.MARKET_CORRELATIONS]


def test_scenarios_that_agree_need_no_caveat() -> None:
    assert caveats([two_years("A"), two_years("B"), two_years("A")]) == []


@given(stated=scenarios(), shorter=st.integers(1, 30))
@examples(40)
def test_a_shorter_look_begins_as_the_longer_one_and_has_no_problems(stated: Scenario[Belief], shorter: int) -> None:
    if shorter > stated.horizon_months:
        return
    before = problems(stated)
    shortened = with_horizon(stated, shorter)
    assert shortened.horizon_months == shorter
    names = stated.channel_names
    spend = stated.plan("Plan").spend(names, stated.horizon_months, stated.start)
    assert (shortened.plan("Plan").spend(names, shorter, stated.start) == spend[:, :shorter]).all()
    long, short = simulated(stated).funnel.by_month, simulated(shortened).funnel.by_month
    assert_allclose(*np.broadcast_arrays(short.gross_profit, long.gross_profit[:, :shorter]), rtol=1e-12, atol=1e-9)
    assert before or not problems(shortened)


def test_plans_and_their_spend_by_month_are_kept_within_the_shorter_look() -> None:
    spend = {"Leads": Monthly(amounts=(1.0, 2.0, 3.0, 4.0))}
    late = {"Leads": Steady(amount=5.0, first=7)}
    span = {"Leads": Steady(amount=5.0, first=2, last=9)}
    plans = tuple(Plan(name=str(row), monthly_spend=each, notes="why") for row, each in enumerate((spend, late, span)))
    short = with_horizon(replace(two_years(), plans=plans), 3)
    assert [plan.monthly_spend["Leads"] for plan in short.plans] == [
        Monthly(amounts=(1.0, 2.0, 3.0)),
        Steady(amount=0.0),
        Steady(amount=5.0, first=2),
    ]
    assert [plan.notes for plan in short.plans] == ["why"] * 3
    assert problems(short) == []


def test_a_goal_for_the_whole_horizon_is_none_for_a_part_of_it() -> None:
    stated = replace(two_years(), targets=(Target(metric="customers", at_least=240.0),))
    assert with_horizon(stated, 12).targets == ()
    assert with_horizon(stated, 24) is stated


@pytest.mark.parametrize("months", [0, -1, 25])
def test_a_horizon_beyond_what_is_stated_is_refused(months: int) -> None:
    for look in (with_horizon, check_horizon):
        with pytest.raises(SettingsError, match="choose from 1 to 24"):
            look(two_years(), months)
