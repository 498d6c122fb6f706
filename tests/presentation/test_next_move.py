from dataclasses import replace

import pytest

from simulator.analyses.marginal_roi import MarginalReturn, marginal_returns
from simulator.analyses.next_move import Advice, Gain, Move, NextMove, next_move
from simulator.analyses.summary import Figures, Summary
from simulator.engine.simulation import simulate
from simulator.presentation.next_move import move_text, next_returns, next_title
from simulator.text.formats import Formats
from tests.findings.found import CARDS, SEARCH, scenario

FORMATS = Formats("USD")
NAN = float("nan")


def roi(middle: float, mean: float = 0.2) -> Summary:
    return Summary(mean, middle - 0.4, middle, middle + 0.6, Figures(0.01, 0.01, 0.01, 0.01))


def entry(channel: str, middle: float, **changes) -> MarginalReturn:
    usual = {"step": 500.0, "tried": 500.0, "months": 24, "spent_share": 1.0, "cost": 12_000.0, "gain": 0.0}
    return MarginalReturn(channel=channel, average=roi(0.5), next=roi(middle), **{**usual, **changes})


RETURNS = [entry("Ads", -0.5), entry("Radio", 0.1), entry("Referrals", 1.1)]
MOVE = Move(source="Ads", target="Referrals", taken=200.0, given=200.0, money=4800.0)
GAIN = Gain(mean=3100.0, error=60.0, middle=2500.0, better=0.91, better_error=0.005, matters=1000.0)
FOUND = NextMove(step=500.0, advice=Advice.MOVE, move=MOVE, gain=GAIN)


def said(found: NextMove) -> str:
    return move_text(found, RETURNS, FORMATS, 24)


def test_the_title_says_how_much_the_next_money_is():
    assert next_title(500.0, FORMATS) == "Your next $500 a month"


def test_a_move_says_what_it_would_bring_and_how_often():
    assert said(FOUND) == (
        "Move $200 a month from Ads (-50%) to Referrals (+110%): about $3,100 more profit on average over 24 months,"
        " better in 91 of 100 worlds."
    )


def test_spending_less_is_a_move_too():
    less = replace(FOUND, move=replace(MOVE, target=None, given=0.0))
    assert said(less).startswith("Spend $200 a month less on Ads (-50%): about $3,100 more profit")


def test_channels_that_spend_in_other_months_get_and_give_different_amounts():
    shorter = replace(FOUND, move=replace(MOVE, given=400.0))
    assert said(shorter).startswith(
        "Take $200 a month from Ads (-50%) and give Referrals (+110%) $400 a month more, which is as much in all: about"
    )


def test_a_certain_gain_is_told_without_worlds():
    certain = replace(FOUND, gain=replace(GAIN, error=0.0, better=1.0, better_error=0.0))
    assert said(certain).endswith(": $3,100 more profit over 24 months.")


@pytest.mark.parametrize(
    ("gain", "why"),
    [
        (replace(GAIN, mean=100.0), "it brings no more, or so little that it may be chance"),
        (replace(GAIN, mean=-900.0), "it brings no more, or so little that it may be chance"),
        (replace(GAIN, mean=800.0), "about $800 more profit on average is too little to count"),
        (
            replace(GAIN, better=0.3),
            "about $3,100 more profit on average rests on a few worlds: it is better in only 30 of",
        ),
    ],
)
def test_a_plan_to_keep_names_the_nearest_move_and_why_it_is_not_better(gain, why):
    text = said(replace(FOUND, advice=Advice.KEEP, gain=gain))
    assert text.startswith("No move is clearly better: keep your plan. The nearest is to move $200 a month from Ads")
    assert f", but {why}" in text


def test_a_plan_without_any_promising_move_is_kept():
    assert said(NextMove(step=500.0, advice=Advice.KEEP)) == "No move is clearly better: keep your plan."


@pytest.mark.parametrize(
    ("advice", "words"), [(Advice.ALL_LOCKED, "locked, so there is none"), (Advice.NOTHING_SPENT, "Nothing is spent")]
)
def test_where_nothing_can_be_moved_the_reason_is_said(advice, words):
    assert words in said(NextMove(step=500.0, advice=advice))


def test_the_channel_that_brings_most_comes_first():
    rows = next_returns(RETURNS, FOUND, FORMATS)
    assert [(row.channel, row.figure, row.sign) for row in rows] == [
        ("Referrals", "+110%", 1),
        ("Radio", "+10%", 1),
        ("Ads", "-50%", -1),
    ]
    assert (rows[0].back, rows[0].spread, rows[0].note) == ("$1,050 for $500", "$850 to $1,350", "")


def only(found: NextMove = FOUND, locked: frozenset[str] = frozenset(), **changes):
    [row] = next_returns([entry("Radio", 0.1, **changes)], found, FORMATS, locked=locked)
    return row


def test_fees_belong_to_what_the_money_costs():
    assert (only(cost=13_200.0).back, only(cost=13_200.0).note) == ("$610 for $550", "with fees")


def test_a_channel_without_spend_says_with_how_much_it_was_looked_at():
    row = only(tried=1000.0, cost=24_000.0)
    assert (row.back, row.note) == (
        "$1,100 for $1,000",
        "not used so far; figures for a start with $1,000 a month",
    )


def test_where_there_is_no_more_to_buy_the_row_says_so_and_comes_last():
    nothing = Summary(NAN, NAN, NAN, NAN, Figures(NAN, NAN, NAN, NAN))
    full = replace(entry("Full", 0.0), next=nothing, spent_share=0.0, cost=0.0)
    last = next_returns([full, *RETURNS], FOUND, FORMATS)[-1]
    assert (last.channel, last.figure, last.back, last.spread) == ("Full", "–", "–", "")
    assert (last.note, last.sign) == ("there is no more to buy", 0)


def test_money_that_can_only_be_spent_in_part_has_an_average():
    part = replace(entry("Referrals", 0.0), next=replace(roi(0.0, 1.8), p10=NAN, p50=NAN, p90=NAN), spent_share=0.73)
    [row] = next_returns([replace(part, cost=24 * 365.0)], FOUND, FORMATS)
    assert (row.figure, row.spread, row.note) == ("+180%", "", "only 73% of it can be spent on average")


def test_locks_and_ends_of_tested_ranges_are_told():
    end = replace(FOUND, at_the_end=frozenset({"Radio"}))
    assert only(end, frozenset({"Radio"})).note == "more would go beyond what was tested; stays as it is"


@pytest.mark.parametrize("channels", [1, 40])
def test_one_channel_and_forty_have_a_row_each(channels):
    lead = {"type": "pay_per_lead", "cost_per_lead": [40, 60, 90], "reference_spend": 900}
    more = tuple({**lead, "name": f"Leads {number}"} for number in range(channels - 1))
    stated = scenario(more=more, spend={SEARCH: 4000, CARDS: 0, **{each["name"]: 900 for each in more}})
    simulation = simulate(stated, "Plan", draws=256)
    returns = marginal_returns(simulation)
    found = next_move(simulation, returns)
    assert {row.channel for row in next_returns(returns, found, FORMATS)} == set(stated.channel_names)
    assert move_text(found, returns, FORMATS, 12)
