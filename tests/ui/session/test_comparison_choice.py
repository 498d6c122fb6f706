import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.charts.plan_colours import MOST_PLANS
from simulator.metrics.kpis import METRICS
from simulator.ui.session.comparison_choice import (
    ENTRIES,
    Choice,
    Pick,
    choice_from,
    entries,
    following,
    here,
    pick_of,
    with_baseline_made,
    with_plan_renamed,
)

NAMES = st.text(min_size=1, max_size=30)
STEMS = NAMES.filter(lambda name: "/" not in name)
PICKS = st.builds(here, NAMES) | st.builds(Pick, st.sampled_from(["example", "saved"]), STEMS, NAMES)
CHOICES = st.builds(
    Choice,
    picks=st.lists(PICKS, min_size=1, max_size=MOST_PLANS, unique=True).map(tuple),
    baseline=st.none() | PICKS,
    metric=st.sampled_from(list(METRICS)),
    months=st.none() | st.integers(1, 120),
    matters=st.none() | st.floats(0.0, allow_infinity=False),
)


@given(CHOICES)
def test_an_address_leads_back_to_every_choice(choice):
    assert choice_from(entries(choice)) == choice


@given(st.dictionaries(st.sampled_from(ENTRIES), st.lists(st.text(max_size=40), max_size=9)))
def test_no_address_makes_more_than_a_choice(address):
    found = choice_from(address)
    assert found.metric in METRICS
    assert len(found.picks or ()) <= MOST_PLANS
    assert found.months is None or 1 <= found.months <= 120
    assert found.matters is None or 0.0 <= found.matters < math.inf


def test_a_name_may_hold_anything_that_an_address_uses():
    pick = here("example/plumber/Today & <b>")
    assert pick_of(pick.text) == pick


@pytest.mark.parametrize("text", ["", "here/", "Today", "saved/x", "saved//Plan", "example/x/", "../../etc/passwd/x"])
def test_what_names_no_plan_is_left_out(text):
    assert pick_of(text) is None


@pytest.mark.parametrize("months", ["0", "121", "-3", "1e3", "٣", "9" * 500, ""])
def test_months_that_nobody_can_look_ahead_are_left_out(months):
    assert choice_from({"months": [months]}).months is None


@pytest.mark.parametrize("amount", ["-1", "nan", "inf", "1e999", "1,000", "٣", "9" * 500, "", "1 %"])
def test_what_is_no_size_cannot_matter(amount):
    assert choice_from({"matters": [amount]}).matters is None


def test_without_a_choice_of_plans_all_are_meant():
    assert choice_from({"by": ["roi"]}) == Choice(metric="roi")


def test_an_address_that_names_all_plans_against_the_first_follows_the_scenario():
    address = {"with": ["here/Today", "here/More"], "against": ["here/Today"], "by": ["roi"]}
    assert following(choice_from(address), ["Today", "More"]) == Choice(metric="roi")


@pytest.mark.parametrize(
    ("plans", "against"),
    [
        (["here/Today"], "here/Today"),
        (["here/More", "here/Today"], "here/More"),
        (["here/Today", "here/More"], "here/More"),
        (["here/Today", "here/More", "example/dentist/Today"], "here/Today"),
    ],
)
def test_what_a_person_chose_stays_chosen(plans, against):
    choice = choice_from({"with": plans, "against": [against]})
    assert following(choice, ["Today", "More"]) == choice


def test_a_plan_with_another_name_is_still_compared():
    elsewhere = Pick("saved", "Dentist", "Today")
    chosen = Choice(picks=(here("Today"), elsewhere), baseline=here("Today"))
    assert with_plan_renamed(chosen, "Today", "Now") == Choice(picks=(here("Now"), elsewhere), baseline=here("Now"))
    assert with_plan_renamed(Choice(), "Today", "Now") == Choice()


def test_a_plan_that_is_made_the_baseline_is_what_the_others_are_compared_with():
    chosen = Choice(picks=(here("Today"), here("More")), baseline=here("Today"))
    assert with_baseline_made(chosen, "More") == Choice(picks=chosen.picks, baseline=here("More"))
    assert with_baseline_made(chosen, "New") == Choice(picks=(here("New"), *chosen.picks), baseline=here("New"))
    assert with_baseline_made(Choice(), "More") == Choice()
