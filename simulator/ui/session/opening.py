"""The beginnings of a workspace: from a shipped scenario, a file of the library, unsaved work, or an address."""

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from simulator import library
from simulator.errors import FunnelcastError, ScenarioFileError, UnknownNameError
from simulator.library import drafts, versions
from simulator.library.drafts import Draft, Stamp
from simulator.library.folder import changed_at
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import content_of, parse, write
from simulator.ui.session import page_entries, workspaces
from simulator.ui.session.workspaces import Workspace
from simulator.validation import LONGEST_NAME

FIRST_SCENARIO = "plumber"
"""The shipped scenario that opens when the address names none."""

NOT_HERE = "What this address names is not here. It may have been moved or removed, or cannot be read."
BUT_LAST_WORK = "What was worked on last here is open instead; everything else is on the page Scenarios."
_COPY_OF = re.compile(r"^Copy of ")
LAST_WORK = (
    "This was worked on last here. For figures of your own go to the page Start; everything else is on the page "
    "Scenarios."
)
UNSAVED_HERE = (
    "Other work on this file is not saved. It is from another window or from before, is kept, and is listed on the "
    "page Scenarios. Here you see the file as it was saved."
)
DRAFT_GONE = "This unsaved work is not here any more. It was saved or discarded."
PLAN_GONE = "This plan is not here any more. The scenario has none of that name, so this is its first one."

_EXAMPLE, _SAVED, _VERSION = "example", "saved", "version"


def first() -> Workspace:
    """The first thing to see at the bare address."""
    return shipped(FIRST_SCENARIO)


def shipped(stem: str) -> Workspace:
    """A shipped scenario; raises ScenarioFileError or UnknownNameError."""
    content = content_of(library.find(library.shipped_folder(), stem))
    return workspaces.opened(parse(content), content, identifier=drafts.new_id(), shipped=stem)


def from_library(stem: str) -> Workspace:
    """A file of the library; raises ScenarioFileError or UnknownNameError."""
    file = library.find(library.library_folder(), stem)
    content = content_of(file)
    return workspaces.opened(parse(content), content, identifier=drafts.new_id(), file=file)


def version(stem: str, identifier: str) -> Workspace:
    """A former state of a file of the library; raises ScenarioFileError, UnknownNameError or SaveError."""
    content = versions.read_version(library.library_folder(), stem, identifier)
    # Not looked up in the list: it may be pruned the moment after it was read.
    found = versions.version(stem, identifier)
    return workspaces.opened(parse(content), content, identifier=drafts.new_id(), version=found)


def new(content: bytes) -> Workspace:
    """A file's content as a scenario that is not saved yet; raises ScenarioFileError."""
    return workspaces.opened(parse(content), content, identifier=drafts.new_id())


def begun(content: bytes, scenario: Scenario[Belief]) -> Workspace:
    """A scenario that was just made from this file's content, not saved yet; raises ScenarioFileError."""
    return workspaces.with_own_figures(new(content), scenario)


def continued(draft: Draft) -> Workspace:
    """Unsaved work, gone on with; what it began from is kept with it, and read again."""
    file = None if draft.file is None else library.library_folder() / Path(f"{draft.file}{library.SUFFIX}").name
    try:
        saved, content = parse(draft.content), draft.content
    except ScenarioFileError:
        saved, content = draft.scenario, write(draft.scenario)
    now = Workspace(id=draft.id, draft=draft.scenario, saved=saved, content=content, file=file, shipped=draft.shipped)
    return workspaces.selected(now, draft.plan)


def at(address: Mapping[str, str]) -> tuple[Workspace, Stamp | None, str]:
    """The end of an address: a workspace, its unsaved work on disk if any, and what to say to who comes there."""
    plan = address.get("plan", "")
    found = drafts.read_draft(library.library_folder(), address.get("draft", ""))
    if found is not None:
        draft, stamp = found
        # The plan that the address names: whoever works on the draft may look at another one since.
        now = workspaces.selected(continued(draft), plan)
        return now, stamp, PLAN_GONE if plan not in ("", now.plan) else ""
    if not address.keys() - {page_entries.TERM}:
        return last_work() or (first(), None, "")
    try:
        now = _named(address.get("scenario", ""), plan)
    except FunnelcastError:
        return last_work(f"{NOT_HERE} {BUT_LAST_WORK}") or (first(), None, NOT_HERE)
    return now, None, _unlike(now, address)


def last_work(said: str = LAST_WORK) -> tuple[Workspace, Stamp | None, str] | None:
    """The unsaved work or the saved file that was changed last, as for ``at``; None if there is none of either."""
    folder = library.library_folder()
    works = [(entry.changed, entry.id, "") for entry in drafts.drafts(folder)]
    files = [(changed_at(path), "", path.stem) for path in library.paths(folder)]
    for _, identifier, stem in sorted([*works, *files], reverse=True):
        # What was removed meanwhile, or cannot be read, is passed over.
        with suppress(FunnelcastError):
            if not identifier:
                return from_library(stem), None, said
            if found := drafts.read_draft(folder, identifier):
                return continued(found[0]), found[1], said
    return None


def _unlike(now: Workspace, address: Mapping[str, str]) -> str:
    """A warning that a saved scenario is not what this address leads one to expect; empty if it is."""
    if "draft" in address:
        return DRAFT_GONE
    if address.get("plan", "") not in ("", now.plan):
        return PLAN_GONE
    listed = drafts.drafts(library.library_folder()) if now.file is not None else []
    return UNSAVED_HERE if now.file is not None and now.file.stem in {entry.file for entry in listed} else ""


def _named(scenario: str, plan: str) -> Workspace:
    kind, _, stem = scenario.partition("/")
    if kind == _VERSION:
        file, _, identifier = stem.rpartition("/")
        return workspaces.selected(version(file, identifier), plan)
    if kind not in {_EXAMPLE, _SAVED}:
        raise UnknownNameError("scenario", scenario, ())
    return workspaces.selected(from_library(stem) if kind == _SAVED else shipped(stem), plan)


def address(now: Workspace) -> dict[str, str]:
    """The entries of the address that lead back to here."""
    entries = {"draft": now.id} if now.is_changed else {}
    if now.file is not None:
        entries["scenario"] = f"{_SAVED}/{now.file.stem}"
    elif now.shipped is not None:
        entries["scenario"] = f"{_EXAMPLE}/{now.shipped}"
    elif now.version is not None:
        entries["scenario"] = f"{_VERSION}/{now.version.stem}/{now.version.id}"
    if now.plan != workspaces.selected(now, "").plan:
        entries["plan"] = now.plan
    return entries


def draft_content(now: Workspace) -> bytes:
    """The draft as the bytes of a scenario file: what it began from, with only the changes changed."""
    return now.content if now.draft == now.saved else write(now.draft, onto=now.content)


def copy_name(name: str) -> str:
    """``Copy of Ridge``, or ``Copy of Ridge 2``: a name that no file of the library has."""
    return library.free_name(library.library_folder(), f"Copy of {_COPY_OF.sub('', name)}"[:LONGEST_NAME].strip())


def unused_name(name: str) -> str:
    """``My business``, or ``My business 2``: a name that neither a file of the library nor unsaved work has."""
    folder = library.library_folder()
    return library.free_name(folder, name, [entry.name for entry in drafts.drafts(folder)])


def on_disk(now: Workspace, stamp: Stamp | None) -> tuple[Workspace, Stamp | None]:
    """Keep what is unsaved on disk, and remove it from there when nothing is; raises SaveError.

    ``stamp`` is the state on disk that this session last saw. Where another window has written since, both go on
    with a draft of their own.
    """
    folder = library.library_folder()
    found = drafts.stamp_of(folder, now.id)
    # Also what another window kept under this name after this one had removed its own is not this one's.
    is_another = found not in {stamp, None}
    if not now.is_changed:
        if found is not None and not is_another:
            drafts.remove_draft(folder, now.id)
        return now, None
    if is_another:
        now = workspaces.renamed(now, drafts.new_id())
    return now, drafts.write_draft(folder, _draft(now))


def _draft(now: Workspace) -> Draft:
    return Draft(
        id=now.id,
        scenario=now.draft,
        content=now.content,
        file=None if now.file is None else now.file.stem,
        shipped=now.shipped,
        plan=now.plan,
    )
