"""The state of a session: the open scenario, its unsaved changes, the selected plan, and the results in between.

A page asks ``workspace()`` for what is open and changes it through the functions here; every change is on disk before
the page is drawn again, so that a reload, a lost connection or a restart of the server loses nothing. The address names
what is open (``?scenario=``) and the unsaved work (``?draft=``).
"""

from dataclasses import replace
from pathlib import Path

import streamlit as st

from simulator import library
from simulator.analyses.next_move import Move, moved_spend
from simulator.edits.spend import with_slider_spend
from simulator.errors import Problem, SaveError
from simulator.library import drafts
from simulator.library.drafts import DraftEntry
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import parse, write
from simulator.text.formats import Formats, known_locale
from simulator.ui.components.budget_sliders.panel import Panel, placed
from simulator.ui.components.budget_sliders.panel import saved as panel_saved
from simulator.ui.session import opening, panels, results, workspaces
from simulator.ui.session.range_outcomes import keep_outcomes
from simulator.ui.session.results import PlanResult
from simulator.ui.session.session import (
    Session,
    change,
    enter,
    keep,
    keep_on_disk,
    leave,
    session,
    show_address,
    while_sliders_move,
)
from simulator.ui.session.uninterrupted import uninterrupted
from simulator.ui.session.workspaces import Workspace

# -- what is open --------------------------------------------------------------------------------------------------


def workspace() -> Workspace:
    """The open scenario of this session; the first time, what the address names, else the first shipped scenario."""
    known = session()
    show_address(known.workspace)
    return known.workspace


def is_changed() -> bool:
    """Whether there is anything that is not saved."""
    return session().workspace.is_changed


def problems() -> list[Problem]:
    """Problems that keep the draft from being computed and saved; empty if there are none."""
    # No slider can be moved to where it makes a problem, so that what was found before a drag still holds.
    return results.problems_of(panels.before_drag(session().panel, session().workspace))


def trouble() -> str:
    """Why unsaved work cannot be kept on disk at the moment; empty if it is."""
    return session().trouble


def notice() -> str:
    """A notice for a person who has just come; empty if there is none, and after a change other than a slider's."""
    return session().notice


# -- changing it ---------------------------------------------------------------------------------------------------


def set_draft(scenario: Scenario[Belief], *, step: str = "") -> None:
    """Replace the draft and keep it on disk; changes of one non-empty ``step`` are undone together."""
    change(workspaces.changed(session().workspace, scenario, step=step))


def select_plan(name: str) -> None:
    """Look at another plan; the first if there is none of this name."""
    change(workspaces.selected(session().workspace, name))


def undo() -> None:
    """Take back the last change."""
    change(workspaces.undone(session().workspace))


def redo() -> None:
    """Do again the change that was taken back last."""
    change(workspaces.redone(session().workspace))


def discard() -> None:
    """Return to what was saved, which can be undone; what was never saved moves to the trash. Raises SaveError."""
    now = session().workspace
    if not now.is_new:
        change(workspaces.stepped(now, now.saved))
        return
    # What is on disk moves: it has to be there, and to be this window's.
    keep_on_disk(session())
    if trouble := session().trouble:
        raise SaveError(trouble)
    discard_draft(session().workspace.id)
    keep(Session(workspace=opening.first()))


# -- opening and saving --------------------------------------------------------------------------------------------


def open_shipped(stem: str) -> None:
    """Open a shipped scenario; raises ScenarioFileError or UnknownNameError, and changes nothing then."""
    enter(opening.shipped(stem))


def open_saved(stem: str) -> None:
    """Open a file of the library; raises ScenarioFileError or UnknownNameError, and changes nothing then."""
    enter(opening.from_library(stem))


def open_new(content: bytes) -> None:
    """Open a file's content as a new scenario, not yet saved; raises ScenarioFileError, and changes nothing then."""
    enter(opening.new(content))


def begin(content: bytes, scenario: Scenario[Belief]) -> None:
    """Open a scenario that was made from an example's content, not yet saved; raises ScenarioFileError or SaveError."""
    enter(opening.begun(content, scenario))


def open_draft(identifier: str) -> None:
    """Go on with unsaved work; raises SaveError if it is gone, or what is open cannot be kept."""
    found = drafts.read_draft(library.library_folder(), identifier)
    if found is None:
        raise SaveError("this unsaved work is not there any more: it was saved or discarded in another window")
    leave()
    draft, stamp = found
    keep(Session(workspace=opening.continued(draft), stamp=stamp))


def unsaved_work() -> list[DraftEntry]:
    """The drafts in the library other than the one that is open, the last changed first."""
    here = session().workspace.id
    return [entry for entry in drafts.drafts(library.library_folder()) if entry.id != here]


def discard_draft(identifier: str) -> None:
    """Move unsaved work to the trash; raises SaveError."""
    drafts.set_aside(library.library_folder(), identifier)


@uninterrupted()
def save(*, overwrite: bool = False) -> None:
    """Save the draft to its file; raises SaveError or ScenarioError, and the file is then as it was.

    ConflictError where the file is not what it was when it was opened, unless that is to be overwritten knowingly.
    """
    now = session().workspace
    if now.file is None:
        raise SaveError("this scenario has no file yet: choose a name for it")
    content = opening.draft_content(now)
    scenario = parse(content)
    library.save_over(now.file, content, expected=None if overwrite else now.content)
    _saved(scenario, content, now.file)
    keep_outcomes(now.file, scenario, former=now.saved)


@uninterrupted()
def save_as(name: str) -> None:
    """Save the draft under a name that is not taken; raises SaveError or ScenarioError, and writes nothing then."""
    now = session().workspace
    content = write(replace(now.draft, name=name), onto=now.content)
    scenario = parse(content)
    path = library.save_new(library.library_folder(), name, content)
    _saved(scenario, content, path)
    keep_outcomes(path, scenario, former=None if now.file is None else now.saved)


def save_copy() -> None:
    """Save the draft under a name that is free; raises SaveError or ScenarioError, and writes nothing then."""
    save_as(opening.copy_name(session().workspace.draft.name))


# -- numbers -------------------------------------------------------------------------------------------------------


def locale() -> str:
    """The reader's locale as the browser states it; en_US where it states none that is known."""
    return str(known_locale(st.context.locale))


def formats() -> Formats:
    """How numbers of the open scenario are written for this reader."""
    return Formats(currency=session().workspace.draft.currency, locale=locale())


def draws() -> int:
    """How many possible worlds this session looks at."""
    return session().draws


def choose_draws(number: int) -> None:
    """Look at so many possible worlds from now on, until something else is opened."""
    keep(replace(session(), draws=number))


def result(plan: str, *, preview: bool = False) -> PlanResult:
    """The result of a plan of the draft if what is supposed is so.

    ``preview`` is the first replicate alone, for while a slider moves.
    """
    known = session()
    return results.result_if(known.workspace.draft, plan, known.what_if, known.draws, is_preview=preview)


def believed_result(plan: str, *, preview: bool = False) -> PlanResult:
    """The result of a plan of the draft as it is believed, whatever is supposed."""
    return PlanResult(session().workspace.draft, plan, draws(), preview)


def result_before_drag() -> PlanResult:
    """The result of the selected plan, with all draws, as it was before the slider that moves was touched."""
    known = session()
    now = known.workspace
    return results.result_if(panels.before_drag(known.panel, now), now.plan, known.what_if, known.draws)


# -- the sliders ---------------------------------------------------------------------------------------------------


def panel() -> Panel:
    """The sliders of the selected plan, in step with the draft; a reset returns to the saved plan."""
    known = session()
    now = known.workspace
    if known.panel is not None and known.shapes is not None and panels.fits(known.panel, known.shapes, now):
        return known.panel
    same_plan = known.shapes is not None and known.shapes.name == now.plan
    opened = panels.panel_for(now, known.panel if same_plan else None)
    keep(replace(known, panel=opened, shapes=now.draft.plan(now.plan)))
    return opened


def plan_of_sliders() -> Plan:
    """The selected plan as it was when its sliders were opened."""
    panel()
    known = session().shapes
    assert known is not None, "opening the sliders remembers their plan"
    return known


def set_panel(moved: Panel) -> None:
    """Keep the sliders as they are now, and change the plan's spend to theirs; one drag is one step of undo."""
    known = session()
    assert known.shapes is not None, "the sliders are opened before they move"
    draft = with_slider_spend(known.workspace.draft, known.shapes, moved.spend)
    now = workspaces.changed(known.workspace, draft, step=panels.step_of(moved))
    # One assignment: the next move may end this run at any use of Streamlit, and sliders without their draft are lost.
    keep_on_disk(replace(while_sliders_move(known), panel=moved, workspace=now))


def make_move(move: Move) -> None:
    """Move money from one slider of the selected plan to another; one step of undo. Locked ones stay."""
    now = panel()
    set_panel(placed(now, moved_spend(dict(now.spend), move)))


def _saved(scenario: Scenario[Belief], content: bytes, file: Path) -> None:
    known = session()
    now = workspaces.kept(known.workspace, scenario, content, file)
    held = None if known.panel is None else panel_saved(known.panel)
    keep_on_disk(replace(known, workspace=now, panel=held, notice=""))
