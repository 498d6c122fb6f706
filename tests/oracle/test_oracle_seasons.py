"""Seasons and limits in each channel type, worked by hand."""

from typing import Any

import pytest

from tests.oracle import Outcome
from tests.oracle.worked import by_month, click_channel, lead_channel, outcome

CONTENT = {"name": "Content", "type": "retainer", "cost_per_visit": 1.0, "visit_to_lead_rate": 0.1}
BANNER = {"name": "Banner", "type": "pay_per_impression", "cost_per_mille": 10.0, "click_through_rate": 0.01}
MAIL = {"name": "Mail", "type": "direct_mail", "cost_per_piece": 1.0, "response_rate": 0.02}
RADIO = {"name": "Radio", "type": "broadcast", "cost_per_mille": 10.0, "response_rate": 0.0001}
# 3,000 e / (2,000 + e): a thousand units at the reference spend, half as many again for twice the money.
SATURATING = {"reference_spend": 1000.0, "curve": {"type": "saturating", "gain_from_doubling": 0.5}}
S_SHAPED = {"reference_spend": 1000.0, "curve": {"type": "s_shaped", "gain_from_doubling": 1.5, "slope": 2.0}}
CAPPED = {"curve": {"type": "capped", "most_per_month": 400.0}}


def in_double_season(channel: dict[str, Any], **changes: Any) -> Outcome:
    """January is twice a usual month."""
    return outcome({**channel, **changes}, seasonality=[2.0] + [1.0] * 10 + [0.0])


def test_clicks_and_leads_have_their_price_in_every_season() -> None:
    assert in_double_season(click_channel()).plan["visits"] == 1000
    assert in_double_season(lead_channel()).plan["leads"] == 100


def test_a_season_doubles_the_market_that_a_curve_exhausts() -> None:
    # Half of the money in each half of the market: 2 * 3,000 * 500 / 2,500.
    assert in_double_season(click_channel(**SATURATING)).plan["visits"] == pytest.approx(1200, rel=1e-14)
    assert in_double_season(lead_channel(**SATURATING)).plan["leads"] == pytest.approx(120, rel=1e-14)


def test_a_season_doubles_what_an_s_shaped_curve_gives_for_the_same_money() -> None:
    assert in_double_season(click_channel(**S_SHAPED)).plan["visits"] == pytest.approx(2000, rel=1e-14)


def test_a_season_doubles_the_clicks_that_there_are_at_most() -> None:
    found = in_double_season(click_channel(**CAPPED)).plan
    assert (found["visits"], found["spend"]) == (800, 800)


@pytest.mark.parametrize(("shape", "visits"), [({}, 2000), (SATURATING, 2000), (S_SHAPED, 2000), (CAPPED, 800)])
def test_a_season_doubles_the_visits_that_content_brings(shape: dict[str, Any], visits: float) -> None:
    assert in_double_season({**CONTENT, **shape}).plan["visits"] == pytest.approx(visits, rel=1e-14)


def test_a_limit_of_content_is_charged_without_its_season() -> None:
    assert in_double_season({**CONTENT, **CAPPED}).plan["spend"] == 400


def test_a_season_doubles_who_answers_and_not_who_is_reached() -> None:
    banner = in_double_season(BANNER, visit_to_lead_rate=0.1).plan
    assert banner["impressions"] == 100_000
    assert banner["click_through_rate"] == pytest.approx(0.02)
    assert banner["visit_to_lead_rate"] == pytest.approx(0.1)
    mail, radio = in_double_season(MAIL).plan, in_double_season(RADIO).plan
    assert (mail["pieces"], mail["leads"]) == (1000, pytest.approx(40))
    assert (radio["impressions"], radio["leads"]) == (100_000, pytest.approx(20))


@pytest.mark.parametrize("shape", [SATURATING, S_SHAPED])
def test_what_a_curve_reaches_knows_no_season(shape: dict[str, Any]) -> None:
    found = in_double_season({**MAIL, **shape}).plan
    assert found["pieces"] == pytest.approx(1000, rel=1e-14)
    assert found["leads"] == pytest.approx(40)


def test_a_limit_of_pieces_knows_no_season() -> None:
    found = in_double_season({**MAIL, **CAPPED}).plan
    assert (found["pieces"], found["spend"]) == (400, 400)
    assert found["leads"] == pytest.approx(16)


def test_no_more_answer_than_are_reached() -> None:
    assert in_double_season(MAIL, response_rate=0.7).plan["response_rate"] == 1.0


def test_a_stage_rate_over_seasons_is_a_ratio_of_sums() -> None:
    months = {"seasonality": [2.0, 0.5] + [1.0] * 10, "horizon_months": 2}
    found = outcome(MAIL, spend=[1000, 3000], **months)
    assert by_month(found, "response_rate") == pytest.approx([0.04, 0.01])
    assert found.plan["response_rate"] == pytest.approx((40 + 30) / 4000)


def test_fees_follow_what_is_spent_and_standing_charges_what_is_budgeted() -> None:
    agency = click_channel(**CAPPED, fee_rate=0.1, monthly_fee=50.0, setup_cost=700.0)
    found = outcome(agency, spend=[0, 1000, 300], horizon_months=3)
    assert by_month(found, "marketing_cost") == pytest.approx([0, 440 + 50 + 700, 330 + 50])
    assert found.plan["budget"] == 1300
    assert found.plan["spend"] == 700
    assert found.plan["roas"] == pytest.approx(found.plan["revenue"] / 700)


def test_a_limit_ripens_with_the_budget_and_not_with_what_is_charged() -> None:
    channel = click_channel(**CAPPED, ramp_up_months=4.0, reference_spend=1000.0)
    found = outcome(channel, spend=[1000, 1000, 50], horizon_months=3)
    assert by_month(found, "visits") == pytest.approx([100, 200, 50])
    assert by_month(found, "spend") == pytest.approx([100, 200, 50])
