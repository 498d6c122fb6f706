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
        assert tile.change.chance == "the same in every world"


def test_a_change_is_the_paired_difference_and_counts_the_worlds():
    change = tiles(CERTAIN, "More", saved="Today")["profit"].change
    assert change is not None
    assert (change.difference, change.chance) == ("+$5,000", "better in 100 of 100")
    assert (change.sign, change.favour) == (1, Favour.BETTER)


def test_a_lower_cost_per_customer_is_better_and_a_higher_one_worse():
    dearer = {**CERTAIN, "channels": [{**CERTAIN["channels"][0], "setup_cost": 1_000}]}
    found = tiles(dearer, "Today", saved="More")["cac"].change
    assert found is not None
    assert (found.sign, found.favour) == (1, Favour.WORSE)
    assert found.chance == "better in 0 of 100"


def test_the_chance_of_being_better_is_counted_over_the_same_worlds():
    scenario = beliefs(UNSURE)
    now, before = (simulate(scenario, plan, draws=1_024) for plan in ("More", "Today"))
    gains = [METRICS["profit"].of_plan(each.funnel)[0, 0] for each in (now, before)]
    share = float(np.mean(gains[0] > gains[1]))
    assert 0.1 < share < 0.9, "an example that decides nothing"
    found = headline(now, FORMATS, saved=before)[0].change
    assert found is not None
    assert found.chance == f"better in {FORMATS.chance(share)}"


def test_worlds_in_which_nothing_changes_are_no_gain():
    scenario = read(shipped_folder() / "plumber.yaml")
    now, before = (simulate(scenario, plan, draws=1_024) for plan in ("Shift to SEO", "Today"))
    months, former = (METRICS["payback_months"].of_plan(each.funnel)[0, 0] for each in (now, before))
    same = float(np.mean(months == former))
    assert 0.1 < same < 0.9, "an example without ties"
    found = headline(now, FORMATS, saved=before)[-1].change
    assert found is not None
    sooner, later = (FORMATS.chance(float(np.mean(side))) for side in (months < former, months > former))
    assert found.chance == f"better in {sooner} and worse in {later}"


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


def leads(count, *, margin=0.5, room=None):
    """So many bought leads of which one in two buys, for $100 of profit each beside the cost."""
    business = {"revenue_per_sale": 1_000, "gross_margin_rate": margin}
    return {
        **CERTAIN,
        "business": business if room is None else {**business, "new_customers_per_month_at_most": room},
        "funnel": {"lead_to_customer_rate": 0.5},
        "channels": [{"name": "Leads", "type": "pay_per_lead", "cost_per_lead": 10}],
        "plans": [{"name": "Today", "monthly_spend": {"Leads": 10 * count}}],
    }


def test_few_customers_make_the_range_of_profit_wider_by_luck():
    # 16 leads at one in two: 5 to 11 customers in 8 of 10 worlds, of $500 each, for $160, as exactly as luck is drawn.
    found = tiles(leads(16))
    assert found["profit"].luck == "With luck counted in: $2,300 to $5,300"
    assert {tile.luck for key, tile in found.items() if key != "profit"} == {""}


def test_luck_is_said_to_widen_a_range_by_as_much_as_it_does():
    # Alone the margin gives a range of 0.2 x 8,000; with the luck of 8 +- 2 customers it is about twice that.
    said = tiles(leads(16, margin=[0.4, 0.5, 0.6]))["profit"].luck
    assert "times as wide" in said
    assert 1.9 < float(said.rsplit("about ", 1)[1].split(" ")[0]) < 2.6


def test_luck_that_hardly_matters_beside_what_is_unknown_is_said_to():
    plain = {**leads(30), "business": {"revenue_per_sale": [50, 1_000, 9_000], "gross_margin_rate": 0.5}}
    assert tiles(plain)["profit"].luck == "With luck counted in: hardly wider"


def test_many_customers_need_no_word_of_luck():
    assert tiles(leads(200))["profit"].luck == ""


def test_a_range_with_luck_ends_at_the_capacity():
    # No more than 6 customers a month can be served, for $3,000 less $160.
    assert tiles(leads(16, room=6))["profit"].luck.endswith(" to $2,840")


def test_nothing_spent_needs_no_word_of_luck():
    assert tiles(CERTAIN, "Nothing")["profit"].luck == ""
