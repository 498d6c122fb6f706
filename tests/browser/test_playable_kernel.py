"""The script of the page is the model, read a second time: in the same worlds it finds what the engine does."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from playwright.sync_api import Browser, Page

from simulator.library.folder import shipped_folder
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import read
from simulator.units import FloatArray
from tests.browser.playable import Played, blank, largest_difference
from tests.improved_examples import with_cheaper_clicks
from tests.plain import beliefs
from tests.variations import improved_worlds, scenarios

pytestmark = pytest.mark.browser

SHIPPED = sorted(shipped_folder().glob("*.yaml"))

AS_THE_ENGINE = 1e-6

MOVES = 8
"""Moves in each of the fourteen shipped scenarios: more than 100 altogether, each in 2,048 worlds."""

FEW_WORLDS = 64


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context()
    yield blank(context.new_page())
    context.close()


def moved(scenario: Scenario[Belief], plan: str, generator: np.random.Generator) -> FloatArray:
    """Budgets (channel, month): the plan's own with other amounts, or any at all, with months of nothing."""
    budgets = scenario.spend(plan)
    paid = np.array([[channel.is_paid] for channel in scenario.channels])
    return np.where(paid, _moved(budgets, generator), 0.0)


def _moved(budgets: FloatArray, generator: np.random.Generator) -> FloatArray:
    if generator.random() < 0.5:
        return budgets * generator.uniform(0.0, 2.0, (len(budgets), 1))
    return generator.uniform(0.0, 2.0 * budgets.mean() + 100.0, budgets.shape) * (generator.random(budgets.shape) < 0.8)


def furthest(page: Page, played: Played, *, moves: int) -> float:
    generator = np.random.default_rng(len(played.scenario.name))
    played.open_in(page)
    budgets = [moved(played.scenario, played.plan, generator) for _ in range(moves)]
    return max(largest_difference(played.by_script(page, each), played.by_engine(each)) for each in budgets)


@pytest.mark.parametrize("file", SHIPPED, ids=[file.stem for file in SHIPPED])
def test_every_shipped_scenario_moves_as_in_the_engine(file, page):
    scenario = read(file)
    assert furthest(page, Played(scenario, scenario.plans[-1].name, FEW_WORLDS), moves=3) < AS_THE_ENGINE


@pytest.mark.thorough
@pytest.mark.parametrize("file", SHIPPED, ids=[file.stem for file in SHIPPED])
def test_every_shipped_scenario_moves_as_in_the_engine_in_all_worlds_of_a_page(file, page):
    scenario = read(file)
    assert furthest(page, Played(scenario, scenario.plans[-1].name, 2_048), moves=MOVES) < AS_THE_ENGINE


@settings(max_examples=60, phases=[Phase.generate])
@given(scenario=scenarios())
def test_any_scenario_moves_as_in_the_engine(page, scenario):
    assert furthest(page, Played(scenario, "Plan", FEW_WORLDS), moves=2) < AS_THE_ENGINE


@settings(max_examples=30, phases=[Phase.generate])
@given(scenario=improved_worlds())
def test_improvements_and_visits_without_money_move_as_in_the_engine(page, scenario):
    assert furthest(page, Played(scenario, "Plan", FEW_WORLDS), moves=2) < AS_THE_ENGINE


def test_what_becomes_cheaper_moves_as_in_the_engine(page):
    assert furthest(page, Played(beliefs(with_cheaper_clicks()), "Plan", FEW_WORLDS), moves=2) < AS_THE_ENGINE


def test_what_is_kept_between_moves_is_not_what_was_before(page):
    scenario = read(shipped_folder() / "plumber.yaml")
    played = Played(scenario, "Today", FEW_WORLDS)
    played.open_in(page)
    present = scenario.spend("Today")
    first = played.by_script(page, present)["soFar"]
    for row in range(len(present)):
        other = present.copy()
        other[row] = 2.0 * other[row] + 50.0
        assert largest_difference(played.by_script(page, other), played.by_engine(other)) < AS_THE_ENGINE
    assert np.array_equal(played.by_script(page, present)["soFar"], first)
