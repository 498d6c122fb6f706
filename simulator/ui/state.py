"""What a session knows: the open scenario, its unsaved changes, the selected plan, and the results in between.

The only user of ``st.session_state`` beside the forms' boxes and the sliders, which read their own widgets. A page asks
``workspace()`` for what is open and changes it through the functions here; every change is on disk before the page is
drawn again, so that a reload, a lost connection or a restart of the server loses nothing. The address names what is
open (``?scenario=``) and the unsaved work (``?draft=``).
"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

import streamlit as st

from simulator import library
from simulator.beliefs import Belief
from simulator.errors import Problem, SaveError
from simulator.formatting import Formats, known_locale
from simulator.plans import Plan
from simulator.scenario import Scenario
from simulator.scenario_files import content_of, parse, write
from simulator.scenario_files import save as save_file
from simulator.simulation import Simulation
from simulator.ui import drafts, opening, panels, results, workspaces
from simulator.ui.drafts import DraftEntry, Stamp
from simulator.ui.moves import Panel
from simulator.ui.moves import saved as panel_saved
from simulator.ui.plan_spend import with_slider_spend
from simulator.ui.workspaces import Workspace

_KEY = "funnelcast"


@dataclass(frozen=True, kw_only=True)
class _Session:
    """All of a session. ``stamp`` is the unsaved work on disk as this session last wrote or read it.

    ``trouble`` says why unsaved work cannot be kept on disk, ``notice`` what a person should know who has just come;
    ``shapes`` is the plan as it was when ``panel`` was opened.
    """

    workspace: Workspace
    stamp: Stamp | None = None
    trouble: str = ""
    notice: str = ""
    panel: Panel | None = None
    shapes: Plan | None = None


# -- what is open --------------------------------------------------------------------------------------------------


def workspace() -> Workspace:
    """What is open in this session; the first time, what the address names, else the first shipped scenario."""
    session = _session()
    _show_address(session.workspace)
    return session.workspace


def is_changed() -> bool:
    """Whether there is anything that is not saved."""
    return _session().workspace.is_changed


def problems() -> list[Problem]:
    """What keeps the draft from being computed and saved; empty if nothing does."""
    # No slider can be moved to where it makes a problem, so that what was found before a drag still holds.
    return results.problems_of(panels.before_drag(_session().panel, _session().workspace))


def trouble() -> str:
    """Why unsaved work cannot be kept on disk at the moment; empty if it is."""
    return _session().trouble


def notice() -> str:
    """What a person should know who has just come; empty if nothing, and after the first change."""
    return _session().notice


# -- changing it ---------------------------------------------------------------------------------------------------


def set_draft(scenario: Scenario[Belief], *, step: str = "") -> None:
    """Replace the draft and keep it on disk; changes of one non-empty ``step`` are undone together."""
    _set(workspaces.changed(_session().workspace, scenario, step=step))


def select_plan(name: str) -> None:
    """Look at another plan; the first if there is none of this name."""
    _set(workspaces.selected(_session().workspace, name))


def undo() -> None:
    """Take back the last change."""
    _set(workspaces.undone(_session().workspace))


def redo() -> None:
    """Do again the change that was taken back last."""
    _set(workspaces.redone(_session().workspace))


def discard() -> None:
    """Return to what was saved; it can be undone. What was never saved is dropped for good."""
    now = _session().workspace
    if not now.is_new:
        _set(workspaces.stepped(now, now.saved))
        return
    drafts.remove_draft(library.library_folder(), now.id)
    _keep(_Session(workspace=opening.first()))


# -- opening and saving --------------------------------------------------------------------------------------------


def open_shipped(stem: str) -> None:
    """Open a shipped scenario; raises ScenarioFileError or UnknownNameError, and changes nothing then."""
    _enter(opening.shipped(stem))


def open_saved(stem: str) -> None:
    """Open a file of the library; raises ScenarioFileError or UnknownNameError, and changes nothing then."""
    _enter(opening.from_library(stem))


def open_new(content: bytes) -> None:
    """Open a file's content as a new scenario, not yet saved; raises ScenarioFileError, and changes nothing then."""
    _enter(opening.new(content))


def open_draft(identifier: str) -> None:
    """Go on with unsaved work; raises SaveError if it is gone, or what is open cannot be kept."""
    found = drafts.read_draft(library.library_folder(), identifier)
    if found is None:
        raise SaveError("this unsaved work is not there any more: it was saved or discarded in another window")
    _leave()
    draft, stamp = found
    _keep(_Session(workspace=opening.continued(draft), stamp=stamp))


def unsaved_work() -> list[DraftEntry]:
    """The drafts in the library other than the one that is open, the last changed first."""
    here = _session().workspace.id
    return [entry for entry in drafts.drafts(library.library_folder()) if entry.id != here]


def discard_draft(identifier: str) -> None:
    """Forget unsaved work for good; raises SaveError."""
    drafts.remove_draft(library.library_folder(), identifier)


def save() -> None:
    """Save the draft to its file; raises SaveError or ScenarioError, and the file is then as it was."""
    now = _session().workspace
    if now.file is None:
        raise SaveError("this scenario has no file yet: choose a name for it")
    content = opening.draft_content(now)
    scenario = parse(content)
    if now.file.exists() and content_of(now.file) != now.content:
        raise SaveError(f"{now.file.name} was changed by someone else since you opened it: save yours under a new name")
    save_file(now.file, content)
    _saved(scenario, content, now.file)


def save_as(name: str) -> None:
    """Save the draft under a name that is not taken; raises SaveError or ScenarioError, and writes nothing then."""
    now = _session().workspace
    content = write(replace(now.draft, name=name), onto=now.content)
    scenario = parse(content)
    _saved(scenario, content, library.save_new(library.library_folder(), name, content))


# -- numbers -------------------------------------------------------------------------------------------------------


def locale() -> str:
    """The reader's locale as the browser states it; en_US where it states none that is known."""
    return str(known_locale(st.context.locale))


def formats() -> Formats:
    """How numbers of the open scenario are written for this reader."""
    return Formats(currency=_session().workspace.draft.currency, locale=locale())


def simulation(plan: str, *, preview: bool = False) -> Simulation:
    """The result of a plan of the draft; ``preview`` is the first replicate alone, for while a slider moves."""
    return _result(_session().workspace.draft, plan, preview=preview)


def saved_simulation(plan: str, *, preview: bool = False) -> Simulation:
    """The result to compare with: the same plan as saved, or the first saved plan if it is new."""
    return _result(_session().workspace.saved, baseline_plan(plan), preview=preview)


def simulation_before_drag() -> Simulation:
    """The result of the selected plan, with all draws, as it was before the slider that moves was touched."""
    now = _session().workspace
    return _result(panels.before_drag(_session().panel, now), now.plan, preview=False)


def baseline_plan(plan: str) -> str:
    """The name of the saved plan that a plan is compared with: its own, else the first."""
    names = [saved.name for saved in _session().workspace.saved.plans]
    return plan if plan in names else names[0]


def _result(scenario: Scenario[Belief], plan: str, *, preview: bool) -> Simulation:
    return results.first_result(scenario, plan) if preview else results.result(scenario, plan)


# -- the sliders ---------------------------------------------------------------------------------------------------


def panel() -> Panel:
    """The sliders of the selected plan, in step with the draft; a reset returns to the saved plan."""
    session = _session()
    now = session.workspace
    if session.panel is not None and session.shapes is not None and panels.fits(session.panel, session.shapes, now):
        return session.panel
    same_plan = session.shapes is not None and session.shapes.name == now.plan
    opened = panels.panel_for(now, session.panel if same_plan else None)
    _keep(replace(session, panel=opened, shapes=now.draft.plan(now.plan)))
    return opened


def set_panel(moved: Panel) -> None:
    """Keep the sliders as they are now, and change the plan's spend to theirs; one drag is one step of undo."""
    session = _session()
    assert session.shapes is not None, "the sliders are opened before they move"
    draft = with_slider_spend(session.workspace.draft, session.shapes, moved.spend)
    now = workspaces.changed(session.workspace, draft, step=panels.step_of(moved))
    # One assignment: the next move may end this run at any use of Streamlit, and sliders without their draft are lost.
    _keep(_on_disk(replace(session, panel=moved, workspace=now, notice="")))


# -- the session itself --------------------------------------------------------------------------------------------


def _session() -> _Session:
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _restored()
    return cast(_Session, st.session_state[_KEY])


def _keep(session: _Session) -> None:
    st.session_state[_KEY] = session
    _show_address(session.workspace)


def _set(now: Workspace) -> None:
    session = replace(_session(), workspace=now, notice="")
    _keep(_on_disk(session))


def _enter(opened: Workspace) -> None:
    _leave()
    _keep(_on_disk(_Session(workspace=opened)))


def _leave() -> None:
    """Make sure that what is left behind can be found again; raises SaveError if it cannot be."""
    session = _session()
    if session.workspace.is_changed and session.trouble:
        _keep(_on_disk(session))
        if _session().trouble:
            raise SaveError(f"{_session().trouble}; save or download it before you open another scenario")


def _saved(scenario: Scenario[Belief], content: bytes, file: Path) -> None:
    session = _session()
    now = workspaces.kept(session.workspace, scenario, content, file)
    held = None if session.panel is None else panel_saved(session.panel)
    _keep(_on_disk(replace(session, workspace=now, panel=held)))


def _on_disk(session: _Session) -> _Session:
    """The session once its unsaved work is on disk, or removed from there if there is none left."""
    try:
        now, stamp = opening.on_disk(session.workspace, session.stamp)
    except SaveError as error:
        return replace(session, trouble=str(error))
    return replace(session, workspace=now, stamp=stamp, trouble="")


def _restored() -> _Session:
    now, stamp, notice = opening.at(st.query_params.to_dict())
    return _Session(workspace=now, stamp=stamp, notice=notice)


def _show_address(now: Workspace) -> None:
    """Let the address name what is open; changing page clears it."""
    wanted = opening.address(now)
    if st.query_params.to_dict() != wanted:
        st.query_params.from_dict(wanted)
