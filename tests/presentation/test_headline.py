import math
from dataclasses import replace

import numpy as np
import pytest

from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.metrics.kpis import METRICS
from simulator.presentation.headline import Favour, Tile, headline
from simulator.scenario_files import read
from simulator.text.formats import Formats
from tests.examples import CERTAIN, UNSURE
from tests.plain import beliefs

FORMATS = Formats("USD")


def tiles(plain, plan="Today", *, saved=None) -> dict[str, Tile]:
    scenario = beliefs(plain)
    before = None if saved is None else simulate(scenario, saved, draws=512)
    return {tile.key: tile for tile in headline(simulate(scenario, plan, draws=512), FORMATS, saved=before)}


def test_the_worked_example_reads_as_on_paper():
    # $1,000 buys 100 leads, 30 customers, $15,000 revenue, $6,000 gross profit.
    assert [(key, tile.middle) for key, tile in tiles(CERTAIN).items()] == [
        ("profit", "$5,000"),
        ("roi", "500%"),
        ("customers", "30"),
        ("cac", "$33.33"),
        ("payback_months", "1 month"),
    ]


def test_a_certainty_has_no_range():
    assert {tile.range for tile in tiles(CERTAIN).values()} == {""}


def test_an_uncertain_figure_has_its_average_and_its_range():
    tile = tiles(UNSURE)["customers"]
    assert tile.average.startswith("Average ")
    low, high = (float(end) for end in tile.range.split(" to "))
    assert low < float(tile.middle) < high


def test_without_a_saved_plan_nothing_is_compared():
    assert {tile.change for tile in tiles(UNSURE).values()} == {None}


def test_a_plan_against_itself_does_not_change_in_any_world():
    for tile in tiles(UNSURE, saved="Today").values():
        assert tile.change is not None
        assert (tile.change.difference, tile.change.sign, tile.change.favour) == ("no change", 0, Favour.UNSURE)
        assert tile.change.chance == "the same in every possible world"


def test_a_change_is_the_paired_difference_and_counts_the_worlds():
    change = tiles(CERTAIN, "More", saved="Today")["profit"].change
    assert change is not None
    assert (change.difference, change.chance) == ("+$5,000", "better in 100 of 100 possible worlds")
    assert (change.sign, change.favour) == (1, Favour.BETTER)


def test_a_lower_cost_per_customer_is_better_and_a_higher_one_worse():
    dearer = {**CERTAIN, "channels": [{**CERTAIN["channels"][0], "setup_cost": 1_000}]}
    found = tiles(dearer, "Today", saved="More")["cac"].change
    assert found is not None
    assert (found.sign, found.favour) == (1, Favour.WORSE)
    assert found.chance == "better in 0 of 100 possible worlds"


def test_the_chance_of_being_better_is_counted_over_the_same_worlds():
    scenario = beliefs(UNSURE)
    now, before = (simulate(scenario, plan, draws=512) for plan in ("More", "Today"))
    gains = [METRICS["profit"].of_plan(each.funnel)[0, 0] for each in (now, before)]
    share = float(np.mean(gains[0] > gains[1]))
    assert 0.1 < share < 0.9, "an example that decides nothing"
    found = headline(now, FORMATS, saved=before)[0].change
    assert found is not None
    assert found.chance == f"better in {FORMATS.chance(share)} possible worlds"


def test_worlds_in_which_nothing_changes_are_no_gain():
    scenario = read(shipped_folder() / "plumber.yaml")
    now, before = (simulate(scenario, plan, draws=512) for plan in ("Shift to SEO", "Today"))
    months, former = (METRICS["payback_months"].of_plan(each.funnel)[0, 0] for each in (now, before))
    same = float(np.mean(months == former))
    assert 0.1 < same < 0.9, "an example without ties"
    found = headline(now, FORMATS, saved=before)[-1].change
    assert found is not None
    sooner, later = (FORMATS.chance(float(np.mean(side))) for side in (months < former, months > former))
    assert found.chance == f"better in {sooner} and worse in {later} possible worlds"


def test_where_some_worlds_never_pay_back_there_is_no_average():
    found = tiles(UNSURE)["payback_months"]
    assert found.average.startswith("No average: not paid back in ")


def test_payback_is_in_whole_months():
    found = tiles(UNSURE)["payback_months"]
    assert "." not in found.middle + found.range


def test_nothing_spent_says_so_instead_of_a_number():
    found = tiles(CERTAIN, "Nothing")
    assert (found["profit"].middle, found["roi"].middle, found["cac"].middle) == ("$0", "–", "–")
    assert found["roi"].average == "Nothing is spent"


def test_what_is_undefined_in_either_plan_is_not_compared():
    assert tiles(CERTAIN, "Today", saved="Nothing")["roi"].change is None
    assert tiles(CERTAIN, "Nothing", saved="Today")["roi"].change is None


def test_a_payback_that_was_never_and_now_is_says_so():
    hopeless = {**CERTAIN, "funnel": {"lead_to_customer_rate": 0.01}}
    now, before = (simulate(beliefs(plain), "Today", draws=64) for plain in (CERTAIN, hopeless))
    payback = headline(now, FORMATS, saved=before)[-1].change
    assert payback is not None
    assert payback.difference == "no longer never"
    assert payback.favour is Favour.BETTER


@pytest.mark.parametrize("locale", ["de-DE", "hi-IN", "ja-JP", None, "nonsense"])
def test_figures_are_written_for_any_reader(locale):
    simulation = simulate(replace(beliefs(UNSURE), currency="EUR"), "Today", draws=64)
    for tile in headline(simulation, Formats("EUR", locale)):
        assert tile.middle
        assert "nan" not in f"{tile}".replace("Finance", "")
    assert math.isfinite(simulation.funnel.profit.sum())
