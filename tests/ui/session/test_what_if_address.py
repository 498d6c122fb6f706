"""Suppositions in an address: nothing in it is trusted, and what makes no sense is left out with a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analyses.stress import Condition
from simulator.analyses.what_if import MOST_KNOBS, fitting
from simulator.edits.knobs import AverageSale, ComeBack, LeadsCost, OneBelief, Season, Stops
from simulator.ui.session.what_if_address import ENTRY, LEFT_OUT, entries, what_if_from
from tests.examples import CERTAIN, PLUMBER
from tests.plain import beliefs

WHAT_IF = (
    LeadsCost(0.3),
    AverageSale(-0.125),
    Season(-0.3, 12),
    Stops("Google Ads search", 4),
    OneBelief(0.1, "funnel.lead_to_customer_rate"),
    Condition("market", "low"),
)


def test_an_address_leads_back_to_what_is_supposed():
    assert what_if_from(entries(WHAT_IF)[ENTRY], [PLUMBER]) == (WHAT_IF, "")
    assert entries(()) == {}
    assert what_if_from([], []) == ((), "")


@pytest.mark.parametrize(
    "text",
    [
        *("leads-cost:+99999", "<script>:+30", "stops.Gone:4", "stops.Google Ads search:25", "nothing:low"),
        *("business.revenue_per_sale:sideways", "../../etc/passwd:+1", "\0:+1", "season.jun-aug:", "\ud800:+1"),
    ],
)
def test_what_cannot_be_or_does_not_fit_is_left_out_with_a_word(text):
    assert what_if_from([text, "come-back:-20"], [PLUMBER]) == ((ComeBack(-0.2),), LEFT_OUT)


def test_an_address_may_suppose_something_of_any_scenario_that_is_compared():
    assert what_if_from(["stops.Leads:1"], [PLUMBER, beliefs(CERTAIN)]) == ((Stops("Leads", 1),), "")


@given(st.lists(st.text(max_size=40) | st.sampled_from(entries(WHAT_IF)[ENTRY]), max_size=30))
def test_no_address_supposes_too_much(texts):
    found, _ = what_if_from(texts, [PLUMBER])
    assert len(found) <= MOST_KNOBS
    assert fitting(PLUMBER, found) == found
