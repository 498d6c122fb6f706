"""One open scenario with its unsaved changes and the way back: pure, so that every step can be tested."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from simulator.library.versions import Version
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario

MOST_UNDO_STEPS = 200


@dataclass(frozen=True, kw_only=True)
class Workspace:
    """An open scenario: ``draft`` as it stands, ``saved`` as it was opened, saved or begun.

    ``content`` is the text of the file that ``saved`` was read from; ``file`` its place in the library, or ``shipped``
    the name of the shipped scenario, or ``version`` the former state of a file that is looked at; a new scenario has
    none of them until it is saved. ``plan`` is the name of the selected plan, empty if there is none. ``id`` names the
    unsaved work on disk. ``past`` and ``future`` are for undo and redo; changes of one ``step`` are undone together.
    """

    id: str
    draft: Scenario[Belief]
    saved: Scenario[Belief]
    content: bytes
    file: Path | None = None
    shipped: str | None = None
    version: Version | None = None
    plan: str = ""
    past: tuple[Scenario[Belief], ...] = ()
    future: tuple[Scenario[Belief], ...] = ()
    step: str = ""

    @property
    def is_new(self) -> bool:
        """Whether it is nothing that can be opened again: uploaded, or begun here."""
        return self.file is None and self.shipped is None and self.version is None

    @property
    def is_changed(self) -> bool:
        """Whether there is anything that only the draft holds."""
        return self.is_new or self.draft != self.saved


def opened(
    scenario: Scenario[Belief],
    content: bytes,
    *,
    identifier: str,
    file: Path | None = None,
    shipped: str | None = None,
    version: Version | None = None,
) -> Workspace:
    """A scenario just read: nothing changed, its first plan selected."""
    now = Workspace(id=identifier, draft=scenario, saved=scenario, content=content)
    return selected(replace(now, file=file, shipped=shipped, version=version), "")


def with_own_figures(workspace: Workspace, scenario: Scenario[Belief]) -> Workspace:
    """A workspace just begun, with figures of its owner's that are no step to take back: before them is the example."""
    return selected(replace(workspace, draft=scenario), workspace.plan)


def selected(workspace: Workspace, plan: str) -> Workspace:
    """With this plan selected, or the first one if there is none of this name."""
    return replace(workspace, plan=_known_plan(workspace.draft.plans, plan))


def changed(workspace: Workspace, scenario: Scenario[Belief], *, step: str = "") -> Workspace:
    """With another draft. Going back to what was there one step ago is an undo, forward again a redo.

    Changes with the same ``step`` that follow each other, such as a slider held and moved, are one step of undo.
    """
    if scenario == workspace.draft:
        return workspace
    if step and step == workspace.step:
        return _with_draft(replace(workspace, future=()), scenario)
    if workspace.past and scenario == workspace.past[-1]:
        return undone(workspace)
    if workspace.future and scenario == workspace.future[0]:
        return redone(workspace)
    return stepped(workspace, scenario, step=step)


def stepped(workspace: Workspace, scenario: Scenario[Belief], *, step: str = "") -> Workspace:
    """With another draft, as a step of its own that undo takes back, whatever was there before."""
    past = (*workspace.past, workspace.draft)[-MOST_UNDO_STEPS:]
    return _with_draft(replace(workspace, past=past, future=(), step=step), scenario)


def undone(workspace: Workspace) -> Workspace:
    """One step back; a step that changed nothing in the end is passed over."""
    past = _without_last(workspace.past, workspace.draft)
    if not past:
        return replace(workspace, past=(), step="")
    future = (workspace.draft, *workspace.future)
    return _with_draft(replace(workspace, past=past[:-1], future=future, step=""), past[-1])


def redone(workspace: Workspace) -> Workspace:
    """The step that was taken back last, done again."""
    if not workspace.future:
        return workspace
    past = (*workspace.past, workspace.draft)
    return _with_draft(replace(workspace, past=past, future=workspace.future[1:], step=""), workspace.future[0])


def renamed(workspace: Workspace, identifier: str) -> Workspace:
    """The same work under another name of its own."""
    return replace(workspace, id=identifier)


def kept(workspace: Workspace, scenario: Scenario[Belief], content: bytes, file: Path) -> Workspace:
    """After it was saved to a file as ``scenario``; the way back stays open."""
    now = replace(workspace, draft=scenario, saved=scenario, content=content, step="")
    return selected(replace(now, file=file, shipped=None, version=None), workspace.plan)


def called(workspace: Workspace, saved: Scenario[Belief], content: bytes, file: Path) -> Workspace:
    """After its file was given another name, which changed nothing else; what is unsaved stays so."""
    draft = replace(workspace.draft, name=saved.name)
    return replace(workspace, draft=draft, saved=saved, content=content, file=file, step="")


def _with_draft(workspace: Workspace, scenario: Scenario[Belief]) -> Workspace:
    before, after = ([plan.name for plan in plans] for plans in (workspace.draft.plans, scenario.plans))
    return selected(replace(workspace, draft=scenario), _plan_to_show(before, after, workspace.plan))


def _plan_to_show(before: Sequence[str], after: Sequence[str], shown: str) -> str:
    """Which plan to show after a change: the one that was added, else the same one, also under another name.

    In the place of one that is gone stands the one before it, so that taking back a copy returns to its model.
    """
    added = [name for name in after if name not in before]
    if len(added) == 1 and len(after) == len(before) + 1:
        return added[0]
    if shown in after or shown not in before:
        return shown
    place = before.index(shown)
    return after[place] if len(after) == len(before) else next(iter(after[max(place - 1, 0) :]), "")


def _known_plan(plans: Sequence[Plan], name: str) -> str:
    names = [plan.name for plan in plans]
    return name if name in names else next(iter(names), "")


def _without_last(past: tuple[Scenario[Belief], ...], scenario: Scenario[Belief]) -> tuple[Scenario[Belief], ...]:
    while past and past[-1] == scenario:
        past = past[:-1]
    return past
