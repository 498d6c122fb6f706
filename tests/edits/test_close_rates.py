"""Close rates scaled in their odds."""

import math
from datetime import date

import pytest

from simulator.edits import scaling
from simulator.edits.close_rates import with_close_rates, with_own_close_rates
from simulator.library.folder import shipped_folder
from simulator.scenario.beliefs import certain
from simulator.scenario.fields import quantity_of
from simulator.scenario_files import read
from simulator.validation import problems
from tests.examples import PLUMBER

SAAS = read(shipped_folder() / "saas.yaml")


def scaled_odds(share: float, factor: float) -> float:
    """The share whose odds are so many times as high, by the definition of odds."""
    odds = factor * share / (1.0 - share) if share < 1.0 else math.inf
    return 1.0 if math.isinf(odds) else odds / (1.0 + odds)


@pytest.mark.parametrize(
    ("share", "factor", "scaled"), [(0.5, 3.0, 0.75), (0.2, 0.5, 1 / 9), (0.0, 9.0, 0.0), (1.0, 0.1, 1.0)]
)
def test_odds_are_multiplied(share: float, factor: float, scaled: float):
    rate = quantity_of(PLUMBER.funnel, "lead_to_customer_rate")
    assert scaling.scaled(certain(share), rate, factor - 1.0).likely == pytest.approx(scaled, rel=1e-12)


@pytest.mark.parametrize("factor", [0.05, 0.5, 1.0, 2.0, 20.0])
@pytest.mark.parametrize("scenario", [PLUMBER, SAAS], ids=["plumber", "saas"])
def test_no_factor_leads_outside_the_limits(scenario, factor: float):
    assert problems(with_close_rates(scenario, factor)) == []
    assert problems(with_own_close_rates(scenario, factor, date(2026, 11, 26), "counted")) == []


def test_every_rate_into_customers_is_scaled_and_nothing_else():
    doubled = with_close_rates(PLUMBER, 2.0)
    assert doubled.funnel.lead_to_customer_rate.likely == pytest.approx(scaled_odds(0.35, 2.0))
    assert [channel.visit_to_lead_rate for channel in doubled.channels] == [
        channel.visit_to_lead_rate for channel in PLUMBER.channels
    ]
    stated = [channel for channel in PLUMBER.channels if channel.lead_to_customer_rate]
    assert len(stated) > 1
    for channel in stated:
        scaled = doubled.channel(channel.name).lead_to_customer_rate
        assert scaled.high == pytest.approx(scaled_odds(channel.lead_to_customer_rate.high, 2.0))


def test_of_tracked_stages_only_the_last_step_is_scaled():
    doubled = with_close_rates(SAAS, 2.0)
    assert doubled.funnel.lead_to_sql_rate == SAAS.funnel.lead_to_sql_rate
    assert doubled.funnel.sql_to_customer_rate.likely > SAAS.funnel.sql_to_customer_rate.likely


def test_scaled_rates_of_ones_own_say_why():
    rate = with_own_close_rates(PLUMBER, 2.0, date(2026, 11, 26), "so that it agrees").funnel.lead_to_customer_rate
    assert (rate.source, rate.as_of) == ("Your figure: so that it agrees", date(2026, 11, 26))
