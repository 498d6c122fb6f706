"""Findings about real figures."""

from datetime import date

from simulator.edits.actuals import with_actuals
from simulator.findings import Severity
from simulator.findings.real_figures import real_figure_findings
from simulator.text.formats import Formats
from tests.examples import TWO_PLANS
from tests.plain import beliefs

SCENARIO = beliefs(TWO_PLANS)
CHANNEL = SCENARIO.channel_names[0]
TODAY = date(2027, 4, 10)


def found(**figures: dict[str, float]) -> list[tuple[str, Severity, str]]:
    """The findings about figures by month, ``m03`` for March."""
    by_month = {date(2027, int(month[1:]), 1): each for month, each in figures.items()}
    scenario = with_actuals(SCENARIO, {CHANNEL: by_month})
    return [(each.key, each.severity, each.message) for each in real_figure_findings(scenario, TODAY, Formats("USD"))]


def test_figures_that_fit_together_give_nothing_to_check():
    assert found(m01={"spend": 900.0, "visits": 90.0, "leads": 90.0, "revenue": 50.0, "gross_profit": 50.0}) == []


def test_more_leads_than_visits_cannot_both_be_right():
    said = f"{CHANNEL}, Feb 2027: 12 leads and only 8 visits."
    assert found(m02={"visits": 8.0, "leads": 12.0}) == [("real-figures-more-after", Severity.SERIOUS, said)]


def test_a_stage_that_is_not_known_is_passed_over():
    said = f"{CHANNEL}, Feb 2027: 12 opportunities and only 8 leads."
    assert [each[2] for each in found(m02={"leads": 8.0, "opportunities": 12.0})] == [said]


def test_customers_may_be_more_than_the_leads_of_their_month():
    assert found(m02={"leads": 1.0, "customers": 3.0}) == []


def test_a_month_that_is_not_over_is_good_to_know_and_one_to_come_is_wrong():
    assert [each[:2] for each in found(m03={"visits": 8.0}, m04={"visits": 8.0}, m05={"visits": 8.0})] == [
        ("real-figures-not-over", Severity.NOTE),
        ("real-figures-to-come", Severity.SERIOUS),
    ]


def test_more_gross_profit_than_revenue_cannot_be():
    assert [each[0] for each in found(m01={"revenue": 100.0, "gross_profit": 100.5})] == [
        "real-figures-profit-above-revenue"
    ]
