"""Whose a figure is: the program's, or its user's."""

from datetime import date

import pytest

from simulator.edits.beginnings import AVERAGE_SALE, with_own
from simulator.edits.currency import converted
from simulator.library.catalogue import entries
from simulator.library.folder import paths, shipped_folder
from simulator.library.provenance import is_own
from simulator.scenario.beliefs import Belief, certain
from simulator.scenario.fields import walk
from simulator.scenario.provenance import as_own
from simulator.scenario_files import parse, read, write
from tests.examples import PLUMBER

TODAY = date(2026, 11, 26)


def own(scenario) -> list[str]:
    return [place.path for place in walk(scenario) if isinstance(place.value, Belief) and is_own(place.value)]


@pytest.mark.parametrize("path", paths(shipped_folder()), ids=lambda path: path.stem)
def test_no_figure_of_an_example_is_ones_own_in_any_currency_nor_after_saving(path):
    scenario = read(path)
    assert own(scenario) == []
    assert own(parse(write(scenario))) == []
    assert own(converted(scenario, "IDR", 15_500.0, TODAY)) == []


def test_no_figure_of_the_catalogue_is_ones_own():
    assert [own(entry.channel()) for entry in entries()] == [[]] * len(entries())


@pytest.mark.parametrize("source", ["Your figure", "Our books, 2026", "Offer of a printer", "source: mine"])
def test_what_a_person_states_is_their_own(source: str):
    assert is_own(certain(5.0, source=source))


@pytest.mark.parametrize("source", ["", "  ", "assumption", "Assumption: none better"])
def test_what_comes_from_nowhere_is_nobodys(source: str):
    assert not is_own(certain(5.0, source=source))


def test_a_figure_marked_as_own_stays_so_in_a_file():
    mine = with_own(PLUMBER, AVERAGE_SALE, 480.0, TODAY)
    again = parse(write(mine, onto=write(PLUMBER)))
    assert again.business.revenue_per_sale == as_own(certain(480.0), TODAY)
    assert own(again) == [AVERAGE_SALE]
