from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from simulator.analyses.allocation.beside import WAYS, split_of, ways_of
from simulator.analyses.allocation.objectives import Kind
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.engine.simulation import simulate
from simulator.metrics.kpis import draws_of
from simulator.presentation.splits import (
    amount_rows,
    channel_limits_text,
    gives_up_text,
    group_limits_text,
    headings,
    limits_problem_text,
    outlook_rows,
    present_gives_up_text,
    split_verdict,
)
from simulator.scenario.limits import ChannelLimits, GroupLimits, Limits
from simulator.scenario.scenario import Target
from simulator.scenario_files import parse
from simulator.text.formats import Formats
from tests.examples import STEADY_AND_BET, WORKSHEET
from tests.plain import beliefs

FORMATS = Formats("USD")
FIRST = parse(WORKSHEET)
UNSURE = beliefs(STEADY_AND_BET)


@cache
def first(kind=Kind.MEAN, limits=Limits(), or_less=False):  # noqa: B008
    limited = replace(FIRST, limits=limits)
    return split_of(
        AllocationProblem(
            scenario=limited,
            budget=1000.0,
            plan="Worksheet",
            objective=WAYS[kind],
            limits=limited.limits,
            or_less=or_less,
            draws=64,
        )
    )


@cache
def unsure(kind, plan="Both"):
    return split_of(AllocationProblem(scenario=UNSURE, budget=2000.0, plan=plan, objective=WAYS[kind], draws=256))


def limited(**of_referrals):
    return Limits(channels=(ChannelLimits(channel="Referrals", **of_referrals),))


def test_a_single_move_is_said_first_and_what_it_brings_follows():
    """By hand: $1,000 of referrals buy 50 leads, 35 customers and $7,000 gross profit, $1,000 more than before."""
    said = split_verdict(first(), FORMATS, 1)
    assert said == "Move $1,000 a month from Advertisements to Referrals: $1,000 more profit in 1 month."


def test_a_plan_that_is_the_best_is_kept():
    kept = first(limits=limited(locked=True))
    assert split_verdict(kept, FORMATS, 1) == "Keep your plan: no split that was found brings more profit on average."


def test_a_plan_that_breaks_the_limits_is_told_to():
    broken = split_verdict(first(limits=limited(at_least=400.0)), FORMATS, 1)
    assert broken.startswith("Your plan does not keep to this total and these limits.")
    assert broken.endswith("Each month $1,000 less for Advertisements; $1,000 more for Referrals.")


def test_what_is_gained_is_said_by_year_where_there_is_one():
    half_a_year, two_years = (split_verdict(unsure(Kind.MEDIAN), FORMATS, months) for months in (6, 24))
    assert "in 6 months in the middle world, and more profit than your plan in about 50 of 100" in half_a_year
    assert "more profit a year in the middle world" in two_years


def test_a_split_that_is_better_in_a_few_worlds_alone_is_no_reason_to_move():
    said = split_verdict(unsure(Kind.MEAN), FORMATS, 6)
    assert said == "Keep your plan: the best split that was found is not clearly better on average."


def test_each_split_says_what_it_gives_up_against_the_others():
    splits = [unsure(kind) for kind in WAYS]
    bold, _, careful = (gives_up_text(each, [o for o in splits if o is not each], FORMATS) for each in splits)
    assert bold.startswith("Bold gives up $")
    assert "in the worst tenth of worlds (Careful has the most there)" in bold
    assert "on average (Bold has the most there)" in careful


def test_a_split_that_another_beats_at_its_own_says_so():
    """Where channels meet at a capacity the search may miss what another one finds."""
    bold, balanced = unsure(Kind.MEAN), unsure(Kind.MEDIAN)
    more = balanced.outlook.profit.p50 + 2_000.0
    better = replace(bold, outlook=replace(bold.outlook, profit=replace(bold.outlook.profit, p50=more)))
    assert gives_up_text(balanced, [better], FORMATS).endswith(
        "Bold has $2,000 more in the middle world too: the search for Balanced missed it."
    )
    assert "missed" not in gives_up_text(balanced, [bold], FORMATS)


def test_splits_that_are_the_same_say_so():
    same = [first(kind) for kind in WAYS]
    assert gives_up_text(same[0], same[1:], FORMATS) == "Bold is the same split as Balanced and Careful."
    kept = first(limits=limited(locked=True))
    assert gives_up_text(kept, [], FORMATS) == "Bold is your plan as it is."
    assert present_gives_up_text([kept], FORMATS) == "Your plan gives up nothing that counts."
    assert present_gives_up_text([same[0]], FORMATS) == "Your plan gives up $1,000 on average."


def test_the_table_has_every_amount_and_what_changes_and_waits_for_what_is_not_there():
    rows = {row.label: row.cells for row in amount_rows([first(), None, None], first().found.now, FORMATS)}
    assert [(cell.figure, cell.change) for cell in rows["Advertisements"][:3]] == [
        ("$1,000", ""),
        ("$0", "-$1,000"),
        ("…", ""),
    ]
    assert [cell.figure for cell in rows["Total a month"]] == ["$1,000", "$1,000", "…", "…"]
    assert "Left unspent" not in rows
    back = {row.label: [cell.figure for cell in row.cells] for row in outlook_rows([first(), None, None], FORMATS, 1)}
    assert back["Profit on average, 1 month"] == ["$5,000", "$6,000", "…", "…"]
    assert back["New customers on average"] == ["30", "35", "…", "…"]


def test_money_that_is_left_has_a_row_of_its_own():
    capped = Limits(channels=tuple(ChannelLimits(channel=each, at_most=400.0) for each in FIRST.channel_names))
    held = first(limits=capped, or_less=True)
    rows = {row.label: row.cells for row in amount_rows([held, None, None], held.found.now, FORMATS)}
    assert rows["Left unspent"][1].figure == "$200"


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"locked": True, "at_most": 5.0}, "stays as it is"),
        ({"at_least": 200.0, "at_most": 900.0}, "$200 to $900 a month"),
        ({"at_least": 200.0, "or_nothing": True}, "at least $200 a month, or nothing at all"),
        ({"at_most": 0.0}, "at most $0 a month"),
        ({"committed_until": 3}, "stays as it is to the end of Mar 2027"),
        (
            {"committed_until": date(2027, 6, 1), "at_most": 900.0},
            "stays as it is to the end of Jun 2027 and at most $900 a month",
        ),
        ({"at_most": 900.0, "changes_at_most": 0.2}, "at most $900 a month and changes by at most 20%"),
    ],
)
def test_limits_of_a_channel_are_said_in_words(limits, said):
    assert channel_limits_text(ChannelLimits(channel="Radio", **limits), FIRST.start, FORMATS) == said


def test_limits_of_a_group_are_said_in_words():
    print_at_most = GroupLimits(name="Print", channels=("Radio", "Cards"), share_at_most=0.2)
    assert group_limits_text(print_at_most, FORMATS) == "Radio and Cards together: at most 20% of the total"
    nothing = GroupLimits(name="Print", channels=("Radio",))
    assert group_limits_text(nothing, FORMATS) == "Radio together: nothing is limited yet"


def test_a_problem_of_limits_names_the_channel_and_the_box():
    said = limits_problem_text("limits.channels.1.at_least", "is 900, more than at_most, which is 500", ["Radio"])
    assert said == "Radio: “At least” is 900, more than at_most, which is 500"


# -- the chance of a target --------------------------------------------------------------------------------------------

REACH_IT = replace(UNSURE, targets=(Target(metric="roi", at_least=9.0), Target(metric="profit", at_least=10_500.0)))
"""Of these two targets a split can be judged by the second: the first is a ratio."""


@cache
def reaching(kind, limits=Limits(), plan="Both"):  # noqa: B008
    ways = ways_of(REACH_IT)
    asked = AllocationProblem(
        scenario=REACH_IT, budget=2000.0, plan=plan, objective=ways[kind], limits=limits, draws=1024
    )
    return split_of(asked)


def test_the_split_of_the_best_chance_of_the_target_stands_beside_the_others_where_there_is_one():
    ways = ways_of(REACH_IT)
    assert [*ways] == [Kind.MEAN, Kind.MEDIAN, Kind.WORST, Kind.CHANCE]
    assert Kind.CHANCE not in ways_of(UNSURE)
    assert headings(ways, FORMATS)[-1] == ("Target", "Best chance of $10,500 profit after marketing or more")
    splits = [reaching(kind) for kind in ways]
    assert splits[-1].outlook.reaches == max(each.outlook.reaches for each in splits) > splits[0].outlook.reaches
    last = outlook_rows(splits, FORMATS, 6, ways[Kind.CHANCE])[-1]
    assert last.label == "Chance of $10,500 profit after marketing or more"
    shares = [np.mean(draws_of(each, "profit") >= 10_500.0) for each in simulated(splits)]
    assert [cell.figure for cell in last.cells] == [f"{FORMATS.chance(share, 0.0)} worlds" for share in shares]


def simulated(splits):
    now = simulate(REACH_IT, "Both", draws=1024)
    return [now, *(simulate(each.found.scenario, "Both", draws=1024) for each in splits)]


def test_what_is_given_up_of_the_chance_of_a_target_is_told_in_worlds():
    bold, target = reaching(Kind.MEAN), reaching(Kind.CHANCE)
    missed = round(100 * (target.outlook.reaches - bold.outlook.reaches))
    assert missed > 2
    said = gives_up_text(bold, [target], FORMATS)
    assert said == (
        f"Bold gives up {missed} of 100 possible worlds in reaching the target (Target has the most there)."
    )


def test_the_verdict_on_the_chance_of_a_target_says_how_often_it_is_reached_and_how_often_now():
    found = reaching(Kind.CHANCE)
    now, then = (FORMATS.chance(each.reaches, 0.0) for each in (found.present, found.outlook))
    said = split_verdict(found, FORMATS, 6)
    assert said.startswith(
        "A better split: the chance of $10,500 profit after marketing or more is"
        f" {then} possible worlds in place of {now}. Each month $"
    )
    kept = reaching(
        Kind.CHANCE, Limits(channels=tuple(ChannelLimits(channel=each, locked=True) for each in UNSURE.channel_names))
    )
    assert split_verdict(kept, FORMATS, 6) == (
        "Keep your plan: no split that was found has a better chance of $10,500 profit after marketing or more."
    )
