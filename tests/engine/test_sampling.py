"""Sampling: draws belong to names, are stratified, and move together as the market does."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import ndtr
from scipy.stats import spearmanr

from simulator.engine.sampling import REPLICATES, first_draws, first_replicate, normals, sample, sample_in_chunks
from simulator.engine.simulation import preview, simulate
from simulator.errors import SettingsError
from simulator.scenario.beliefs import Belief, between
from simulator.scenario.fields import walk
from simulator.scenario.scenario import Scenario
from simulator.units import Role
from tests.plain import beliefs

SEARCH = {
    "name": "Search",
    "type": "pay_per_click",
    "reference_spend": 1000,
    "cost_per_click": [8, 13, 25],
    "visit_to_lead_rate": [0.05, 0.08, 0.12],
    "curve": {"type": "saturating", "gain_from_doubling": [0.5, 0.65, 0.8]},
}
MAIL = {"name": "Mail", "type": "direct_mail", "cost_per_piece": [0.5, 0.7, 1.0], "response_rate": [0.004, 0.01, 0.02]}
LEADS = {"name": "Leads", "type": "pay_per_lead", "cost_per_lead": [20, 40, 90]}


def scenario(*channels: dict[str, Any], **entries: Any) -> Scenario[Belief]:
    return beliefs(
        {
            "name": "Plumber",
            "currency": "USD",
            "start": "2027-01",
            "business": {"revenue_per_sale": [350, 480, 700], "gross_margin_rate": 0.5},
            "funnel": {"lead_to_customer_rate": [0.25, 0.35, 0.5]},
            "channels": channels,
            "plans": [{"name": "Today", "monthly_spend": {}}],
            **entries,
        }
    )


def columns(sampled: Scenario[Any]) -> dict[str, Any]:
    """Every drawn number by path."""
    return {p.path: p.value for p in walk(sampled) if p.quantity.role is Role.BELIEF and p.value is not None}


def test_adding_removing_and_reordering_channels_leaves_the_other_draws_alone() -> None:
    alone = columns(sample(scenario(SEARCH), draws=1024, seed=1))
    for together in (scenario(SEARCH, MAIL), scenario(MAIL, LEADS, SEARCH)):
        among = columns(sample(together, draws=1024, seed=1))
        for path, draws in alone.items():
            assert_array_equal(among[path], draws)


def test_changing_one_belief_leaves_the_draws_of_all_others_alone() -> None:
    before = columns(sample(scenario(SEARCH, MAIL), draws=1024, seed=1))
    after = columns(sample(scenario({**SEARCH, "cost_per_click": [9, 14, 26]}, MAIL), draws=1024, seed=1))
    changed = [path for path in before if not np.array_equal(before[path], after[path])]
    assert changed == ["channels.Search.cost_per_click"]


def test_the_same_seed_draws_the_same_and_another_seed_draws_others() -> None:
    first, again, other = (columns(sample(scenario(SEARCH), draws=1024, seed=seed)) for seed in (1, 1, 2))
    path = "channels.Search.cost_per_click"
    assert_array_equal(first[path], again[path])
    assert (first[path] != other[path]).all()


def test_names_that_hash_alike_in_python_still_draw_apart() -> None:
    draws = [normals(f"channels.{name}.cost_per_click", draws=1024, seed=1) for name in ("A", "B")]
    assert abs(np.corrcoef(draws[0], draws[1])[0, 1]) < 0.15


def test_each_replicate_is_a_latin_hypercube() -> None:
    for part in np.split(ndtr(normals("anything", draws=8192, seed=3)), REPLICATES):
        assert_array_equal(np.sort(np.floor(part * 1024)), np.arange(1024))


def test_replicates_differ_from_each_other() -> None:
    first, second, *_ = np.split(normals("anything", draws=8192, seed=3), REPLICATES)
    assert (first != second).all()


def test_the_draws_have_the_stated_quantiles() -> None:
    drawn = np.sort(columns(sample(scenario(SEARCH), draws=8192, seed=1))["channels.Search.cost_per_click"])
    for share, stated in ((0.1, 8.0), (0.5, 13.0), (0.9, 25.0)):
        assert_allclose(drawn[round(share * 8192)], stated, rtol=2e-3)


def test_certain_beliefs_have_one_draw() -> None:
    sampled = columns(sample(scenario(LEADS), draws=64, seed=1))
    assert_array_equal(sampled["business.gross_margin_rate"], [0.5])
    assert sampled["business.revenue_per_sale"].shape == (64,)


def test_a_shared_belief_is_one_belief() -> None:
    sampled = sample(scenario(SEARCH, LEADS), draws=64, seed=1)
    rates = [sampled.rate(channel, "lead_to_customer_rate") for channel in sampled.channels]
    assert rates[0] is rates[1]


@pytest.mark.parametrize("count", [64, 4096, 8192, 10_000])
def test_pieces_are_the_same_draws_one_after_the_other(count: int) -> None:
    stated = scenario(SEARCH, MAIL, LEADS)
    whole = columns(sample(stated, draws=count, seed=1))
    chunks = [columns(chunk) for chunk in sample_in_chunks(stated, draws=count, seed=1)]
    for path, draws in whole.items():
        expected = draws if len(draws) == 1 else np.concatenate([chunk[path] for chunk in chunks])
        assert_array_equal(expected, draws)


def test_the_first_replicate_is_the_first_eighth_of_the_draws() -> None:
    stated = scenario(SEARCH, MAIL, LEADS)
    whole, first = columns(sample(stated, draws=8192, seed=1)), columns(first_replicate(stated, draws=8192, seed=1))
    for path, draws in first.items():
        assert_array_equal(draws, whole[path][: 8192 // REPLICATES])


@pytest.mark.parametrize("draws", [64, 8192, 8 * 4096, 8 * 5000])
def test_the_first_draws_of_the_chunks_are_the_first_replicate(draws: int) -> None:
    stated = scenario(SEARCH, MAIL, LEADS, market_correlation=0.3)
    chunks = sample_in_chunks(stated, draws=draws, seed=1)
    expected = columns(first_replicate(stated, draws=draws, seed=1))
    found = columns(first_draws(chunks, draws // REPLICATES))
    assert list(found) == list(expected)
    for path, values in expected.items():
        assert_array_equal(found[path], values)
        assert not found[path].flags.writeable


def test_the_first_replicate_of_a_simulation_takes_no_room_of_its_own() -> None:
    simulation = simulate(scenario(SEARCH, MAIL, LEADS), "Today", draws=8192)
    chunk = columns(simulation.chunks[0])
    for path, draws in columns(simulation.first_replicate).items():
        assert np.shares_memory(draws, chunk[path])


def test_a_preview_is_one_replicate_and_all_of_it() -> None:
    stated = scenario(SEARCH, MAIL, LEADS)
    quick = preview(stated, "Today", draws=1024)
    first = columns(simulate(stated, "Today", draws=1024).first_replicate)
    for path, draws in columns(quick.first_replicate).items():
        assert_array_equal(draws, columns(quick.chunks[0])[path])
        assert_array_equal(draws, first[path])


def test_draws_cannot_be_changed() -> None:
    for draws in columns(sample(scenario(SEARCH, market_correlation=0.3), draws=64, seed=1)).values():
        with pytest.raises(ValueError, match="read-only"):
            draws[0] = 1.0


def test_in_a_good_market_rates_rise_and_costs_fall_together() -> None:
    sampled = columns(sample(scenario(SEARCH, MAIL, market_correlation=0.5), draws=8192, seed=1))
    rate = sampled["channels.Search.visit_to_lead_rate"]
    expected = 6.0 / np.pi * np.arcsin(0.5 / 2.0)
    for path in ("funnel.lead_to_customer_rate", "channels.Mail.response_rate"):
        assert_allclose(spearmanr(rate, sampled[path]).statistic, expected, atol=0.03)
    for path in ("channels.Search.cost_per_click", "channels.Mail.cost_per_piece"):
        assert_allclose(spearmanr(rate, sampled[path]).statistic, -expected, atol=0.03)


def test_the_market_does_not_move_money_or_curves() -> None:
    sampled = columns(sample(scenario(SEARCH, market_correlation=0.9), draws=8192, seed=1))
    rate = sampled["channels.Search.visit_to_lead_rate"]
    for path in ("business.revenue_per_sale", "channels.Search.curve.gain_from_doubling"):
        assert abs(spearmanr(rate, sampled[path]).statistic) < 0.05


def test_the_market_leaves_every_quantile_as_stated() -> None:
    for correlation in (0.0, 0.3, 0.9):
        sampled = columns(sample(scenario(SEARCH, market_correlation=correlation), draws=8192, seed=1))
        drawn = sampled["channels.Search.cost_per_click"]
        assert_allclose(np.mean(drawn <= 8.0), 0.1, atol=0.012)
        assert_allclose(np.mean(drawn <= 25.0), 0.9, atol=0.012)


@pytest.mark.parametrize("draws", [0, 7, 12, -8, 2**21])
def test_a_number_of_draws_that_cannot_be_run_is_refused(draws: int) -> None:
    with pytest.raises(SettingsError, match="multiple of 8"):
        sample(scenario(SEARCH), draws=draws)


def test_a_negative_seed_is_refused() -> None:
    with pytest.raises(SettingsError, match="seed is -1"):
        sample(scenario(SEARCH), seed=-1)


@pytest.mark.parametrize("settings", [{"draws": 8.0}, {"draws": "8"}, {"draws": True}, {"seed": 1.5}])
def test_settings_that_are_no_whole_numbers_are_refused(settings: dict[str, Any]) -> None:
    with pytest.raises(SettingsError, match="must be a whole number"):
        sample(scenario(SEARCH), **settings)


def test_sampling_leaves_the_scenario_as_it_was() -> None:
    stated = scenario(SEARCH)
    copied = replace(stated)
    sample(stated, draws=64)
    assert stated == copied
    assert stated.business.revenue_per_sale == between(350, 480, 700)
