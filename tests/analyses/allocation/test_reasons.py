"""Why an answer is as it is, against every split in plain numbers."""

from dataclasses import replace
from itertools import product

import pytest

from simulator.analyses.allocation.best import best_allocation
from simulator.analyses.allocation.objectives import Kind, Objective
from simulator.analyses.allocation.reasons import Reasons, Unspent, little_of, reasons_of
from simulator.scenario.beliefs import certain
from simulator.scenario.channels import Unpaid
from simulator.scenario.limits import ChannelLimits, GroupLimits, Limits
from simulator.scenario.plans import Steady
from tests.analyses.allocation.certain_channels import (
    BUDGET,
    COSTS,
    MONTHS,
    REFERENCE,
    STEP,
    TODAY,
    certain_scenario,
    profit,
)
from tests.analyses.allocation.problems import DRAWS, keeps, problem


def best_profit(budget: float, limits: Limits) -> float:
    """The most profit of every split of a budget in these steps."""
    steps, names = round(budget / STEP), list(COSTS)
    splits = ((one, other, steps - one - other) for one, other in product(range(steps + 1), repeat=2))
    spends = [dict(zip(names, (STEP * each for each in split), strict=True)) for split in splits if split[2] >= 0]
    return max(profit(spend) for spend in spends if is_allowed(spend, budget, limits))


def is_allowed(spend: dict[str, float], budget: float, limits: Limits) -> bool:
    for own in limits.channels:
        low, high = own.at_least or 0.0, own.most
        if own.changes_at_most is not None:
            low = max(low, TODAY[own.channel] * (1 - own.changes_at_most))
            high = min(high, TODAY[own.channel] * (1 + own.changes_at_most))
        if own.locked:
            low = high = TODAY[own.channel]
        if not low - 1e-6 <= spend[own.channel] <= high + 1e-6:
            return False
    return all(
        (group.at_least or 0.0) - 1e-6 <= sum(spend[name] for name in group.channels) <= group.most(budget) + 1e-6
        for group in limits.groups
    )


def reasons(limits: Limits = Limits(step=STEP), **settings: object) -> Reasons:  # noqa: B008 - it is frozen
    return reasons_of(
        best_allocation(certain_scenario(), budget=BUDGET, plan="Today", limits=limits, draws=16, **settings)
    )


def channel(name: str, **stated: object) -> Limits:
    return Limits(step=STEP, channels=(ChannelLimits(channel=name, **stated),))


def group(*names: str, **stated: object) -> Limits:
    return Limits(step=STEP, groups=(GroupLimits(name="Some", channels=names, **stated),))


MOVED = [
    ("total", Limits(step=STEP), Limits(step=STEP), BUDGET + STEP),
    ("channels.Cheap.at_most", channel("Cheap", at_most=400.0), channel("Cheap", at_most=420.0), BUDGET),
    ("channels.Dear.at_least", channel("Dear", at_least=500.0), channel("Dear", at_least=480.0), BUDGET),
    ("channels.Dear.locked", channel("Dear", locked=True), channel("Dear", at_least=580.0, at_most=620.0), BUDGET),
    ("channels.Cheap.changes_at_most", channel("Cheap", changes_at_most=0.1),
     channel("Cheap", changes_at_most=0.15), BUDGET),
    ("groups.Some", group("Cheap", "Other", at_most=700.0), group("Cheap", "Other", at_most=720.0), BUDGET),
    ("groups.Some", group("Dear", "Other", at_least=900.0), group("Dear", "Other", at_least=880.0), BUDGET),
    ("groups.Some", group("Cheap", share_at_most=0.4), group("Cheap", at_most=500.0), BUDGET),
]  # fmt: skip


@pytest.mark.parametrize(("path", "limits", "moved", "budget"), MOVED)
def test_a_little_more_on_a_limit_is_worth_what_dividing_anew_with_it_brings(path, limits, moved, budget):
    worth = next(each for each in reasons(limits).limits if each.path == path)
    assert worth.value == pytest.approx(best_profit(budget, moved) - best_profit(BUDGET, limits), abs=1e-6)
    assert worth.change.p10 == worth.change.p90 == pytest.approx(worth.value)


def test_the_next_money_returns_what_the_curve_says():
    found = best_allocation(certain_scenario(), budget=BUDGET, plan="Today", limits=Limits(step=STEP), draws=16)
    for each in reasons_of(found).returns:
        more = {**found.spend, each.channel: found.spend[each.channel] + STEP}
        assert each.next.mean == pytest.approx((profit(more) - profit(dict(found.spend))) / (MONTHS * STEP))


def test_wider_limits_bring_what_the_best_of_all_splits_has_beyond_the_answer():
    limits = channel("Cheap", at_most=400.0)
    wider = reasons(limits).wider
    assert wider.value == pytest.approx(best_profit(BUDGET, Limits()) - best_profit(BUDGET, limits))
    assert reasons().wider is None


def test_a_limit_that_binds_nothing_is_not_spoken_of():
    assert [each.path for each in reasons(channel("Cheap", at_most=1_180.0)).limits] == ["total"]


def test_a_limit_that_allows_no_move_has_no_worth():
    locked = Limits(step=STEP, channels=tuple(ChannelLimits(channel=name, locked=True) for name in COSTS))
    worths = {each.path: each for each in reasons(locked).limits}
    assert worths["total"].value is None
    assert worths["channels.Dear.locked"].value is None


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("capacity", [False, True])
def test_every_move_keeps_to_all_other_limits(seed, capacity):
    asked = problem(seed, capacity=capacity)
    found = best_allocation(
        asked.scenario, budget=asked.budget, plan="Today", limits=asked.limits, or_less=asked.or_less, draws=DRAWS
    )
    told = reasons_of(found)
    for worth in told.limits:
        if worth.value is None or worth.path != "total":
            continue
        by = {worth.source: -told.step, worth.target: told.step}
        moved = {name: amount + by.get(name, 0.0) for name, amount in found.spend.items()}
        assert keeps(asked, moved)


@pytest.mark.parametrize("objective", [Objective(Kind.WORST), Objective(Kind.MEAN, "customers")])
def test_a_limit_is_worth_something_by_what_is_asked_for(objective):
    worth = reasons(channel("Cheap", at_most=400.0), objective=objective).limits
    assert {each.path for each in worth} == {"total", "channels.Cheap.at_most"}
    assert all(each.value > 0.0 for each in worth)


def test_money_is_left_because_more_does_not_pay_or_cannot_be_spent():
    paying = {"budget": 20_000.0, "plan": "Today", "draws": 16}
    spared = best_allocation(certain_scenario(), limits=Limits(step=100.0), or_less=True, **paying)
    assert reasons_of(spared).unspent is Unspent.DOES_NOT_PAY
    tried = best_allocation(certain_scenario(), limits=Limits(step=100.0), **paying)
    assert reasons_of(tried).unspent is Unspent.NOTHING_TO_BUY
    assert dict(tried.spend) == dict.fromkeys(COSTS, 2_000.0)
    held = channel("Cheap", at_most=400.0)
    limited = best_allocation(certain_scenario(), limits=Limits(step=100.0, channels=held.channels), **paying)
    assert reasons_of(limited).unspent is Unspent.LIMITS
    assert reasons().unspent is None


def test_money_that_is_not_spent_where_a_limit_keeps_it_from_paying_is_held_by_that_limit():
    paying = {"budget": 20_000.0, "plan": "Today", "draws": 16, "or_less": True}
    held = Limits(step=100.0, channels=(ChannelLimits(channel="Cheap", at_most=400.0),))
    told = reasons_of(best_allocation(certain_scenario(), limits=held, **paying))
    worth = next(each for each in told.limits if each.path == "channels.Cheap.at_most")
    assert (worth.source, worth.target) == (None, "Cheap")
    assert worth.value > 0.0
    assert told.unspent is Unspent.LIMITS
    group = Limits(step=100.0, groups=(GroupLimits(name="Some", channels=("Cheap", "Other"), at_most=600.0),))
    assert reasons_of(best_allocation(certain_scenario(), limits=group, **paying)).unspent is Unspent.LIMITS


def test_a_limit_that_does_not_keep_money_from_paying_is_no_reason_why_it_is_left():
    """A lead of each channel is worth less than it costs, so that nothing is bought but what has to be."""
    forced = Limits(step=100.0, channels=(ChannelLimits(channel="Cheap", at_least=400.0),))
    found = best_allocation(
        certain_scenario(revenue_per_sale=100), budget=20_000.0, plan="Today", limits=forced, or_less=True, draws=16
    )
    assert "channels.Cheap.at_least" in found.binding
    assert reasons_of(found).unspent is Unspent.DOES_NOT_PAY


def test_money_that_is_not_spent_because_more_was_never_tried_says_so():
    """Each channel pays up to 2,000, twice what its figures were stated near."""
    found = best_allocation(
        certain_scenario(revenue_per_sale=5_000), budget=20_000.0, plan="Today", limits=Limits(step=100.0),
        or_less=True, draws=16,
    )  # fmt: skip
    assert dict(found.spend) == dict.fromkeys(COSTS, 2_000.0)
    assert reasons_of(found).unspent is Unspent.NOTHING_TO_BUY


def test_money_that_could_be_spent_where_it_would_not_pay_is_not_said_to_have_nothing_to_buy():
    """By hand: the cheapest channel pays beyond 2,000, which is all that was ever tried; the dear one up to 1,000."""
    scenario = certain_scenario(revenue_per_sale=750)
    found = best_allocation(scenario, budget=20_000.0, plan="Today", limits=Limits(step=100.0), or_less=True, draws=16)
    assert "channels.Cheap.spendable" in found.binding
    assert (found.spend["Cheap"], found.spend["Dear"]) == (2_000.0, 1_000.0)
    assert reasons_of(found).unspent is Unspent.NOTHING_THAT_PAYS


@pytest.mark.parametrize("or_less", [False, True])
def test_nothing_to_divide_has_reasons_too(or_less):
    limits = Limits(
        step=STEP, groups=(GroupLimits(name="Some", channels=("Cheap", "Other"), share_at_most=0.4, at_most=50.0),)
    )
    found = best_allocation(certain_scenario(), budget=0.0, plan="Today", limits=limits, or_less=or_less, draws=16)
    told = reasons_of(found)
    assert {each.path for each in told.limits} == {"total", "groups.Some"}
    total = next(each for each in told.limits if each.path == "total")
    # Of 100 more no more than 40 may go to both together, nor is there any use in less than that.
    assert total.target == "Dear"
    assert total.value == pytest.approx(profit({"Dear": 100.0}))


def test_no_money_is_moved_to_who_comes_without_any():
    scenario = certain_scenario()
    direct = Unpaid(name="Direct", visits_per_month=certain(100.0))
    funnel = replace(scenario.funnel, visit_to_lead_rate=certain(0.1))
    free = replace(scenario, channels=(direct, *scenario.channels), funnel=funnel)
    held = Limits(step=STEP, channels=tuple(ChannelLimits(channel=name, locked=True) for name in COSTS))
    told = reasons_of(best_allocation(free, budget=BUDGET, plan="Today", limits=held, draws=16))
    assert {each.path: each.target for each in told.limits}["total"] is None


def with_reference(**stated: float):
    """The scenario where figures of some channels were stated near another spend."""
    scenario = certain_scenario()
    channels = (replace(each, reference_spend=stated.get(each.name, REFERENCE)) for each in scenario.channels)
    return replace(scenario, channels=tuple(channels))


@pytest.mark.parametrize("reference", [40.0, 90.0, 110.0, 5_000.0])
def test_the_next_money_goes_where_it_was_ever_tried(reference):
    """The figures of Cheap, which pays best, hold up to twice the reference; the next $100 was tried there or not."""
    scenario = with_reference(Cheap=reference, Other=6_000.0)
    nothing = replace(scenario, plans=(replace(scenario.plans[0], monthly_spend={}),))
    found = best_allocation(nothing, budget=6_000.0, plan="Today", limits=Limits(step=3_000.0), draws=16)
    told = reasons_of(found)
    assert told.step == 100.0
    if found.spend["Cheap"] == 0.0:
        # Not even one step of the grid was tried there.
        assert found.most_to_buy["Cheap"] == 0.0
        total = next(each for each in told.limits if each.path == "total")
        assert (total.target == "Cheap") == (2.0 * reference >= 100.0)
    else:
        assert reference == 5_000.0


def test_a_limit_is_not_moved_to_where_nothing_was_ever_tried():
    scenario = with_reference(Cheap=80.0)
    cheapest = tuple(
        replace(each, cost_per_lead=certain(10.0)) if each.name == "Cheap" else each for each in scenario.channels
    )
    held = Limits(step=STEP, channels=(ChannelLimits(channel="Cheap", at_most=160.0),))
    plans = (replace(scenario.plans[0], monthly_spend={"Dear": Steady(amount=1_000.0)}),)
    found = best_allocation(
        replace(scenario, channels=cheapest, plans=plans), budget=BUDGET, plan="Today", limits=held, draws=16
    )
    assert "channels.Cheap.at_most" in found.binding
    assert found.spend["Cheap"] == 160.0
    assert all(each.target != "Cheap" for each in reasons_of(found).limits)


def test_spend_beyond_what_was_tried_is_named():
    limits = channel("Dear", at_least=2_500.0)
    found = best_allocation(certain_scenario(), budget=3_000.0, plan="Today", limits=limits, draws=16)
    beyond = reasons_of(found).beyond
    assert [(each.channel, each.amount, each.furthest) for each in beyond] == [("Dear", 2_500.0, 2_000.0)]


@pytest.mark.parametrize("room", [None, 3])
def test_a_plan_that_is_kept_has_reasons_too(room):
    asked = {"budget": BUDGET, "plan": "Today", "limits": Limits(step=STEP), "draws": 16}
    found = best_allocation(certain_scenario(new_customers_per_month_at_most=room), **asked)
    again = best_allocation(found.scenario, **asked)
    told = reasons_of(again)
    assert again.is_the_present_plan
    assert [each.channel for each in told.returns] == list(again.spend)
    assert [each.path for each in told.limits if each.path == "total"]


@pytest.mark.parametrize(("budget", "little"), [(0.0, 100.0), (5_000.0, 100.0), (12_500.0, 200.0), (9_999.0, 100.0)])
def test_a_little_of_a_budget_is_round(budget, little):
    assert little_of(budget) == little
