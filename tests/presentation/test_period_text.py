"""Splits by quarter or by month, in words."""

from dataclasses import replace

import pytest

from simulator.analyses.allocation.by_period import AllocationByPeriod, best_by_period
from simulator.analyses.allocation.objectives import BALANCED, Kind, Objective
from simulator.analyses.allocation.periods import MONTH, QUARTER
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.presentation.allocation_text import period_texts
from simulator.presentation.splits import period_headings, period_rows
from simulator.scenario.limits import ChannelLimits, Limits
from simulator.scenario_files import parse
from simulator.text.formats import Formats
from tests.examples import WORKSHEET

FORMATS = Formats("USD")


def found(length: int = MONTH, objective: Objective = Objective(), until: int = 1) -> AllocationByPeriod:  # noqa: B008
    """By hand: referrals bring $1,000 a month more from when advertisements are no longer committed."""
    scenario = replace(parse(WORKSHEET), horizon_months=5)
    limits = Limits(step=500.0, channels=(ChannelLimits(channel="Advertisements", committed_until=until),))
    return best_by_period(
        AllocationProblem(scenario=scenario, budget=1_000.0, plan="Worksheet", objective=objective, limits=limits),
        length,
    )


def test_a_split_by_month_says_how_much_more_it_brings_and_that_it_is_proven():
    verdict, same, _, proof = period_texts(found(), FORMATS)
    assert verdict.startswith(
        "Better by month: $4,000 more average profit after marketing than if the split is the same"
    )
    assert same == (
        "The same in all months brings $25,000, by month $29,000, in worlds that had no part in the search."
    )
    assert proof == "Proven: no other split by month in these steps brings more than a thousandth more."


def test_money_that_is_left_in_some_months_is_said():
    own = found()
    assert not any("left unspent" in each for each in period_texts(own, FORMATS))
    first = {name: [amounts[0] / 2.0, *amounts[1:]] for name, amounts in own.spend.items()}
    assert "Between $0 and $500 a month is left unspent." in [*period_texts(replace(own, spend=first), FORMATS)]
    halves = {name: [amount / 2.0 for amount in amounts] for name, amounts in own.spend.items()}
    assert "$500 a month is left unspent." in [*period_texts(replace(own, spend=halves), FORMATS)]


def test_by_the_middle_world_it_says_no_chance_and_by_a_chance_how_many_more_worlds():
    verdict, *_ = period_texts(found(objective=BALANCED), FORMATS)
    assert verdict == (
        "Better by month: $4,000 more middle profit after marketing than if the split is the same in all months."
    )
    verdict, *_ = period_texts(found(objective=Objective(Kind.CHANCE, "profit", 28_000.0)), FORMATS)
    assert verdict == (
        "Better by month: +100 points in the chance of $28,000 profit after marketing or more, more than if the split"
        " is the same in all months."
    )


def test_without_a_bound_there_is_no_proof_and_a_bound_that_is_not_reached_is_told():
    *_, proof = period_texts(replace(found(QUARTER), bound=None), FORMATS)
    assert proof == "There is no proof that no other split by quarter brings more."
    *_, proof = period_texts(replace(found(QUARTER), bound=40_000.0), FORMATS)
    assert proof == (
        "Not proven: no split by quarter brings more than $40,000, and this one is the best that was found."
    )


@pytest.mark.parametrize(
    ("until", "heads"),
    [
        (1, [("Jan 2027", ""), ("From Feb 2027", "to May 2027")]),
        (3, [("From Jan 2027", "to Mar 2027"), ("From Apr 2027", "to May 2027")]),
    ],
)
def test_months_that_are_divided_alike_share_a_column(until, heads):
    told = found(until=until)
    assert period_headings(told, FORMATS) == [("All months", "One split for all"), *heads]
    rows = {row.label: [cell.figure for cell in row.cells] for row in period_rows(told, FORMATS)}
    assert rows == {
        "Advertisements": ["$1,000", "$1,000", "$0"],
        "Referrals": ["$0", "$0", "$1,000"],
        "Total a month": ["$1,000", "$1,000", "$1,000"],
    }
