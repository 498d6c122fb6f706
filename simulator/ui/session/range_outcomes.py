"""How ranges turned out, kept with the library: as a scenario is saved, and as it moves to the trash."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from simulator.analyses.calibration import outcomes
from simulator.errors import SaveError, ScenarioError
from simulator.library.file_names import stem_of
from simulator.library.folder import library_folder, version_of
from simulator.library.outcomes import Outcomes, add_outcomes, merged, place_of, read_outcomes
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import content_of, parse
from simulator.ui.session.cache import kept
from simulator.ui.session.notice import Kind, Notice
from simulator.ui.session.results import stated
from simulator.ui.session.session import say
from simulator.ui.session.workspaces import Workspace


def keep_outcomes(path: Path, scenario: Scenario[Belief], *, former: Scenario[Belief] | None = None) -> None:
    """Keep how the ranges of a scenario in a file turned out; of the ``former`` one too, by the same real figures.

    So nothing is lost of a range that is stated anew in the same go in which its figures came in. Never raises.
    """
    if not scenario.actuals:
        return
    both = [scenario] if former is None else [_with_figures_of(former, scenario), scenario]
    found = [each for one in both for each in outcomes(one, date.today(), name=path.stem)]
    try:
        trouble = add_outcomes(path.parent, found).trouble
    except SaveError as error:
        trouble = str(error)
    if trouble:
        say(Notice(kind=Kind.WARNING, line=trouble))


def readable(path: Path) -> Scenario[Belief] | None:
    """The scenario of a file; None where it cannot be read."""
    try:
        return parse(content_of(path))
    except ScenarioError:
        return None


def known_outcomes(now: Workspace, today: date) -> tuple[Outcomes, Outcomes]:
    """How the ranges of the open scenario turned out as it stands, and those that the library knows of, with them."""
    folder = library_folder()
    name = stem_of(now.draft.name) if now.file is None else now.file.stem
    own = kept(("outcomes", stated(now.draft), today, name), lambda: tuple(outcomes(now.draft, today, name=name)))
    key = ("kept outcomes", str(folder), version_of(place_of(folder)))
    known = kept(key, lambda: read_outcomes(folder))
    return Outcomes(ranges=own), replace(known, ranges=merged(known.ranges, own))


def _with_figures_of(former: Scenario[Belief], scenario: Scenario[Belief]) -> Scenario[Belief]:
    names = former.channel_names
    return replace(former, actuals=tuple(own for own in scenario.actuals if own.channel in names))
