from dataclasses import replace
from datetime import date
from itertools import permutations

import numpy as np
import pytest

from simulator import read
from simulator.analyses.marginal_roi import marginal_returns
from simulator.analyses.next_move import SIZES, Advice, cost_with_move, next_move, with_move
from simulator.analyses.verdict import Verdict
from simulator.edits.currency import converted
from simulator.edits.spend import slider_spend
from simulator.engine.cost import cost_of
from simulator.engine.simulation import simulate
from simulator.findings import findings
from simulator.library.folder import paths, shipped_folder
from tests.benchmarks import eight_channels
from tests.examples import PLUMBER
from tests.findings.found import CARDS, SEARCH, scenario

DRAWS = 2_048
STRAIGHT = {"curve": {"type": "linear"}, "reference_spend": None}
POOR_SEARCH = {"cost_per_click": [9, 11, 13]}
GOOD_CARDS = {"cost_per_piece": [0.2, 0.25, 0.3]}
"""Postcards that bring far more for their money than search ads."""

LEADS = {"name": "Leads", "type": "pay_per_lead", "reference_spend": 1000, "cost_per_lead": [90, 110, 140]}


def found_in(stated, draws=DRAWS, **limits):
    simulation = simulate(stated, "Plan", draws=draws)
    return next_move(simulation, marginal_returns(simulation), **limits)


def spend(stated):
    return slider_spend(stated, stated.plan("Plan"))


def profits(stated, draws=DRAWS):
    return simulate(stated, "Plan", draws=draws).funnel.plan.profit[0, 0]


def test_money_moves_from_the_poor_channel_to_the_good_one():
    found = found_in(scenario(search=POOR_SEARCH, cards=GOOD_CARDS))
    assert found.advice is Advice.MOVE
    assert (found.move.source, found.move.target) == (SEARCH, CARDS)
    assert found.gain.verdict is Verdict.BETTER


def test_what_a_move_gains_is_the_difference_of_two_whole_simulations():
    stated = scenario(search=POOR_SEARCH, cards=GOOD_CARDS)
    found = found_in(stated)
    later = slice(DRAWS // 8, None)
    gains = (profits(with_move(stated, "Plan", found.move)) - profits(stated))[later]
    assert found.gain.mean == pytest.approx(gains.mean(), rel=1e-9)
    assert found.gain.better == pytest.approx((gains > 0).mean(), abs=1e-9)


def test_what_a_move_gains_counts_the_room_that_all_channels_share():
    stated = scenario(business={"new_customers_per_month_at_most": 30}, search=POOR_SEARCH, cards=GOOD_CARDS)
    found = found_in(stated)
    gains = (profits(with_move(stated, "Plan", found.move)) - profits(stated))[DRAWS // 8 :]
    assert found.gain.mean == pytest.approx(gains.mean(), rel=1e-9)


def brute_force(stated, step):
    """Every move of 1, 2 or 4 steps between two channels, or out of one, by its average gain over all draws."""
    now, amounts = profits(stated).mean(), spend(stated)
    tried = {}
    for source, target in [*permutations(amounts, 2), *((name, None) for name in amounts)]:
        for size in SIZES:
            changed = {**amounts, source: amounts[source] - size * step}
            changed |= {target: amounts[target] + size * step} if target else {}
            known = {each.name: each.reference_spend for each in stated.channels}
            if changed[source] >= 0 and (target is None or changed[target] <= 2 * known[target]):
                plan = replace(
                    stated.plans[0],
                    monthly_spend={
                        name: replace(stated.plans[0].monthly_spend[name], amount=amount)
                        for name, amount in changed.items()
                    },
                )
                tried[source, target, size * step] = profits(replace(stated, plans=(plan,))).mean() - now
    return tried


@pytest.mark.parametrize(
    "changes",
    [
        {"search": POOR_SEARCH, "cards": GOOD_CARDS},
        {"search": {"cost_per_click": [3, 4, 5]}, "cards": {"cost_per_piece": [2, 2.5, 3]}},
        {"search": {"fee_rate": 0.6}, "business": {"new_customers_per_month_at_most": 35}},
        {"search": {"cost_per_click": [30, 40, 50]}, "cards": {"cost_per_piece": [4, 5, 6]}},
    ],
    ids=["to the cards", "to the search ads", "with room for few", "spend less"],
)
def test_no_other_move_brings_more_than_the_best_one(changes):
    more = {**LEADS, "curve": {"type": "saturating", "gain_from_doubling": [0.5, 0.65, 0.8]}}
    stated = scenario(**changes, more=(more,), spend={SEARCH: 4000, CARDS: 2000, "Leads": 1000})
    found, tried = found_in(stated), brute_force(stated, 500.0)
    chosen = tried[found.move.source, found.move.target, found.move.taken]
    # Two moves that differ by less than chance cannot be told apart in the draws for choosing.
    assert chosen >= max(tried.values()) - 3 * found.gain.error
    assert chosen > 0


@pytest.mark.thorough
@pytest.mark.parametrize("file", paths(shipped_folder()), ids=lambda file: file.stem)
def test_one_move_after_the_other_ends_with_keep_and_never_loses(file):
    stated = read(file)
    name = stated.plans[0].name
    for _ in range(25):
        simulation = simulate(stated, name, draws=DRAWS)
        found = next_move(simulation, marginal_returns(simulation))
        if found.advice is not Advice.MOVE:
            break
        stated = with_move(stated, name, found.move)
        assert found.gain.mean > found.gain.matters
    assert found.advice is Advice.KEEP


def test_locked_channels_never_change():
    stated = scenario(
        search=POOR_SEARCH, cards=GOOD_CARDS, more=(LEADS,), spend={SEARCH: 4000, CARDS: 2000, "Leads": 900}
    )
    free = found_in(stated)
    assert {free.move.source, free.move.target} == {SEARCH, CARDS}
    for locked in ({SEARCH}, {CARDS}, {SEARCH, CARDS}):
        move = found_in(stated, locked=frozenset(locked)).move
        assert move is None or not {move.source, move.target} & locked


def test_where_all_that_has_money_is_locked_there_is_nothing_to_move():
    assert found_in(scenario(), locked=frozenset({SEARCH, CARDS})).advice is Advice.ALL_LOCKED


def test_where_nothing_is_spent_there_is_nothing_to_move():
    assert found_in(scenario(spend={})).advice is Advice.NOTHING_SPENT


def test_two_channels_that_are_the_same_give_no_move():
    twin = {**LEADS, "curve": {"type": "saturating", "gain_from_doubling": 0.6}}
    sure = {"cost_per_lead": 60}
    stated = scenario(more=({**twin, **sure}, {**twin, **sure, "name": "Twin"}), spend={"Leads": 1000, "Twin": 1000})
    assert found_in(stated, locked=frozenset({SEARCH, CARDS})).advice is Advice.KEEP


def test_money_that_only_loses_is_better_not_spent():
    stated = scenario(search={"cost_per_click": [60, 80, 100]}, cards={"cost_per_piece": [5, 6, 7]})
    found = found_in(stated)
    assert (found.advice, found.move.target, found.move.given) == (Advice.MOVE, None, 0.0)


def test_a_plan_that_keeps_its_total_does_not_spend_less():
    stated = scenario(search={"cost_per_click": [60, 80, 100]}, cards={"cost_per_piece": [5, 6, 7]})
    move = found_in(stated, may_spend_less=False).move
    assert move is None or move.target is not None


def test_no_move_leaves_the_tested_range():
    stated = scenario(
        search=POOR_SEARCH, cards={**GOOD_CARDS, "reference_spend": 1000}, spend={SEARCH: 4000, CARDS: 1800}
    )
    found = found_in(stated)
    assert CARDS in found.at_the_end
    assert found.move is None or found.move.target != CARDS


def test_a_move_up_to_the_end_of_the_tested_range_is_made():
    stated = scenario(search=POOR_SEARCH, cards=GOOD_CARDS, spend={SEARCH: 4000, CARDS: 3500})
    changed = with_move(stated, "Plan", found_in(stated).move)
    assert spend(changed)[CARDS] == 4000
    assert "beyond_reference" not in {each.key for each in findings(simulate(changed, "Plan", draws=DRAWS))}


def test_a_channel_without_spend_starts_at_its_reference_spend_or_not_at_all():
    slow = {**GOOD_CARDS, "reference_spend": 1500, "ramp_up_months": 3}
    stated = scenario(search=POOR_SEARCH, cards=slow, spend={SEARCH: 4000})
    move = found_in(stated).move
    assert (move.source, move.target, move.given) == (SEARCH, CARDS, 1500.0)
    starved = scenario(search=POOR_SEARCH, cards=slow, spend={SEARCH: 1400})
    assert found_in(starved).move is None or found_in(starved).move.target != CARDS


def test_a_move_keeps_the_total_and_the_months_of_both_channels():
    schedule = {SEARCH: 4000, CARDS: {"amount": 2000, "from": 7}}
    stated = scenario(search=POOR_SEARCH, cards=GOOD_CARDS, spend=schedule)
    move = found_in(stated).move
    before, after = stated.spend("Plan"), with_move(stated, "Plan", move).spend("Plan")
    assert (move.target, move.given) == (CARDS, 2 * move.taken)
    assert after.sum() == pytest.approx(before.sum())
    assert np.array_equal(after > 0, before > 0)


def test_a_list_by_month_keeps_its_shape():
    stated = scenario(search=POOR_SEARCH, cards=GOOD_CARDS, spend={SEARCH: [6000, 2000] * 6, CARDS: 2000})
    after = with_move(stated, "Plan", found_in(stated).move).spend("Plan")
    assert after[0, 0] == pytest.approx(3 * after[0, 1])
    assert after.sum() == pytest.approx(12 * 6000)


@pytest.mark.parametrize(
    ("currency", "rate", "taken", "given"),
    [
        ("USD", 1.0, 800.0, 1371.43),
        ("JPY", 1.0, 800.0, 1371.0),
        ("KWD", 0.01, 8.0, 13.714),
        ("IDR", 16_000.0, 20_000_000.0, 34_285_700.0),
    ],
)
def test_amounts_of_a_move_are_whole_coins_of_the_currency_and_few_digits(currency, rate, taken, given):
    late = {SEARCH: 4000, CARDS: {"amount": 1000, "from": 6}}
    dollars = scenario(search=POOR_SEARCH, cards={**GOOD_CARDS, "reference_spend": 9000}, spend=late)
    stated = dollars if currency == "USD" else converted(dollars, currency, rate, date(2027, 1, 1))
    move = found_in(stated).move
    assert (move.source, move.taken, move.given) == (SEARCH, taken, given)
    after = with_move(stated, "Plan", move)
    assert after.spend("Plan").sum() == pytest.approx(stated.spend("Plan").sum(), rel=1e-4)


def test_a_channel_of_an_odd_amount_is_moved_to_the_last_coin():
    stated = scenario(search=POOR_SEARCH, cards=GOOD_CARDS, spend={SEARCH: 130.457, CARDS: 2000}, currency="JPY")
    move = found_in(stated).move
    assert (move.source, move.taken) == (SEARCH, 130.457)
    assert spend(with_move(stated, "Plan", move))[SEARCH] == 0.0


def test_what_is_left_of_a_channel_can_be_moved_whole():
    stated = scenario(search=POOR_SEARCH, cards=GOOD_CARDS, spend={SEARCH: 130, CARDS: 2000})
    move = found_in(stated).move
    assert (move.source, move.taken) == (SEARCH, 130.0)


def test_a_certain_world_is_its_own_judge():
    sure = {"business": {"revenue_per_sale": 1000, "gross_margin_rate": 0.5}, "funnel": {"lead_to_customer_rate": 0.35}}
    straight = {"search": {"cost_per_click": 5, "visit_to_lead_rate": 0.08, **STRAIGHT}}
    cards = {"cards": {"cost_per_piece": 0.3, "response_rate": 0.01, **STRAIGHT}}
    found = found_in(scenario(**sure, **straight, **cards))
    assert (found.advice, found.gain.error, found.gain.better) == (Advice.MOVE, 0.0, 1.0)


@pytest.mark.parametrize("draws", [8, 72])
def test_any_number_of_draws_gives_an_answer(draws):
    assert found_in(scenario(), draws).advice in Advice


def test_the_cost_of_a_move_is_less_than_that_of_three_more_simulations():
    whole, alone = cost_with_move(PLUMBER, "Today", 8_192), cost_of(PLUMBER, "Today", 8_192)
    assert alone.seconds < whole.seconds < 5 * alone.seconds
    assert whole.memory < 2 * alone.memory


def test_a_plan_of_a_hundred_channels_at_a_limit_has_an_answer():
    stated = eight_channels.scenario({"new_customers_per_month_at_most": 60.0}, channels=100, months=3)
    assert found_in(stated, draws=64).advice in Advice
