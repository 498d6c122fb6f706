"""How ranges turned out is kept as scenarios are saved and moved to the trash, and never stands in the way of that."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from simulator import library
from simulator.edits import value_at, with_value
from simulator.edits.actuals import with_actuals
from simulator.library import trash
from simulator.library.outcomes import place_of, read_outcomes
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import months_on
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import read, write
from simulator.ui.session import files, state
from tests.cli.commands import ROOT
from tests.ui.sessions import Session

START = months_on(date.today().replace(day=1), -3)
PLUMBER = replace(read(ROOT / "scenarios" / "plumber.yaml"), start=START)
ADS = PLUMBER.channel_names[0]
RATE = f"channels.{ADS}.visit_to_lead_rate"
MONTHS = {months_on(START, place): {"visits": 250.0, "leads": 20.0} for place in range(3)}
TRACKED = with_actuals(PLUMBER, {ADS: MONTHS})


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    library.save_new(tmp_path / "library", "Ridge", write(PLUMBER))
    return tmp_path / "library"


def opened(scenario: Scenario[Belief]) -> Session:
    """A visitor who has changed the saved scenario to this one."""
    session = Session({"scenario": "saved/Ridge"})
    session.do(lambda: state.set_draft(scenario))
    return session


def ranges(folder: Path) -> list[tuple[str, str, float]]:
    return [(each.scenario, each.path, each.likely) for each in read_outcomes(folder).ranges]


def restated(likely: float) -> Scenario[Belief]:
    belief = value_at(TRACKED, RATE)
    return with_value(TRACKED, RATE, replace(belief, likely=likely, high=0.3, as_of=date.today()))


STATED = value_at(PLUMBER, RATE).likely


def test_it_is_kept_as_a_scenario_with_real_figures_is_saved(folder: Path) -> None:
    opened(TRACKED).do(state.save)
    assert ranges(folder) == [("Ridge", RATE, STATED)]


def test_it_is_kept_as_a_scenario_is_saved_under_another_name_and_counts_once(folder: Path) -> None:
    session = opened(TRACKED)
    session.do(lambda: state.save_as("Ridge 2"))
    assert ranges(folder) == [("Ridge 2", RATE, STATED)]
    session.do(state.save_copy)
    assert len(ranges(folder)) == 1


def test_a_scenario_without_real_figures_leaves_nothing(folder: Path) -> None:
    opened(replace(PLUMBER, notes="Nothing real.")).do(state.save)
    assert not place_of(folder).exists()


def test_a_range_that_is_stated_anew_as_its_figures_come_in_is_judged_as_it_was(folder: Path) -> None:
    opened(restated(0.25)).do(state.save)
    assert ranges(folder) == [("Ridge", RATE, STATED)]


def test_a_channel_that_goes_as_its_figures_come_in_is_no_obstacle(folder: Path) -> None:
    renamed = replace(TRACKED, channels=tuple(replace(each, name=f"{each.name} 2") for each in PLUMBER.channels))
    plans = tuple(replace(each, monthly_spend={}) for each in PLUMBER.plans)
    opened(replace(with_actuals(replace(renamed, actuals=(), plans=plans), {f"{ADS} 2": MONTHS}), limits=None)).do(
        state.save
    )
    assert [path for _, path, _ in ranges(folder)] == [RATE.replace(ADS, f"{ADS} 2")]


def test_it_outlives_the_scenario_and_its_versions(folder: Path) -> None:
    (folder / "Ridge.yaml").write_bytes(write(TRACKED))
    Session().do(lambda: files.discard("Ridge"))
    assert trash.empty(folder) == 1
    assert ranges(folder) == [("Ridge", RATE, STATED)]


def test_a_file_that_cannot_be_read_goes_to_the_trash_all_the_same(folder: Path) -> None:
    (folder / "Ridge.yaml").write_bytes(b"name: [")
    Session().do(lambda: files.discard("Ridge"))
    assert library.paths(folder) == []


def test_where_it_cannot_be_kept_the_scenario_is_saved_and_that_is_said(folder: Path) -> None:
    place_of(folder).mkdir(parents=True)
    session = opened(TRACKED)
    session.do(state.save)
    assert read(folder / "Ridge.yaml").actuals == TRACKED.actuals
    said = session.do(lambda: state.session().said)
    assert "how ranges turned out is not kept in" in said.line


def test_what_cannot_be_read_is_set_aside_and_that_is_said(folder: Path) -> None:
    place_of(folder).parent.mkdir()
    place_of(folder).write_bytes(b"rubbish")
    session = opened(TRACKED)
    session.do(state.save)
    assert ranges(folder) == [("Ridge", RATE, STATED)]
    assert "cannot be read" in session.do(lambda: state.session().said).line
