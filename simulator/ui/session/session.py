"""The session itself: what is open, and what was chosen and said. Boxes, folds and sliders keep their own.

Forms and sliders read their own widgets. Pages go through ``state``. Streamlit may end a run at any use of its session
state, so what belongs together is kept in one assignment.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import cast

import streamlit as st

from simulator.analyses.what_if import WhatIf
from simulator.analyses.what_if import following as following_what_if
from simulator.engine.sampling import DEFAULT_DRAWS
from simulator.errors import SaveError
from simulator.library.drafts import Stamp
from simulator.scenario.plans import Plan
from simulator.ui.components.budget_sliders.panel import Panel
from simulator.ui.session import opening, page_entries, what_if_address
from simulator.ui.session.compared_plans import compared_plans
from simulator.ui.session.comparison_choice import Choice, choice_from, following
from simulator.ui.session.notice import Kind, Notice
from simulator.ui.session.uninterrupted import uninterrupted
from simulator.ui.session.workspaces import Workspace

NO_LONGER_SUPPOSED = "What was supposed of a channel that is gone went with it."

_KEY = "funnelcast"


@dataclass(frozen=True, kw_only=True)
class Session:
    """All of a session. ``stamp`` is the unsaved work on disk as this session last wrote or read it.

    ``trouble`` says why unsaved work cannot be kept on disk, ``notice`` what a person should know who has just come;
    ``said`` is what the last click did, to be told once, ``told`` what was told last; ``shapes`` is the plan as it was
    when ``panel`` was opened;
    ``choice`` is what was chosen on the page Compare, ``what_if`` what is supposed there and on Plan; ``draws`` is how
    many possible worlds are looked at.
    """

    workspace: Workspace
    stamp: Stamp | None = None
    trouble: str = ""
    notice: str = ""
    said: Notice | None = None
    told: Notice | None = None
    panel: Panel | None = None
    shapes: Plan | None = None
    choice: Choice = field(default_factory=Choice)
    what_if: WhatIf = ()
    draws: int = DEFAULT_DRAWS


def session() -> Session:
    """The session's state; the first time, what the address leads to."""
    if _KEY not in st.session_state:
        st.session_state[_KEY] = _restored()
    return cast(Session, st.session_state[_KEY])


def has_begun() -> bool:
    """Whether this visitor has been to any page before."""
    return _KEY in st.session_state


def keep(known: Session) -> None:
    """Remember what the session knows now, and show in the address where it is."""
    st.session_state[_KEY] = known
    show_address(known.workspace)


def change(now: Workspace) -> None:
    """Go on with a changed workspace, and keep its unsaved work on disk; what is supposed follows it."""
    known = session()
    left = following_what_if(known.what_if, known.workspace.draft, now.draft)
    said = Notice(kind=Kind.HINT, line=NO_LONGER_SUPPOSED) if len(left) < len(known.what_if) else known.said
    keep_on_disk(replace(known, workspace=now, what_if=left, said=said, notice=""))


def tell(message: str) -> None:
    """Tell what a click did when the page is next drawn: what is shown right before a new run may get lost."""
    say(Notice(kind=Kind.DONE, line=message))


def say(notice: Notice) -> None:
    """Tell this when the page is next drawn."""
    keep(replace(session(), said=notice))


def told() -> Notice | None:
    """The message of the last click, once; None if there is nothing to tell."""
    known = session()
    if known.said or known.told:
        keep(replace(known, said=None, told=known.said))
    return known.said


def telling() -> Notice | None:
    """Notice that is told now, or is to be told when the page is next drawn."""
    known = session()
    return known.said or known.told


def while_sliders_move(known: Session) -> Session:
    """The session that goes on telling what it told last: nothing vanishes by touching a slider."""
    return replace(known, said=known.said or known.told)


def heed() -> None:
    """Stop to show what a person should know who has just come: it was read."""
    keep(replace(session(), notice=""))


def enter(opened: Workspace) -> None:
    """Open something else; raises SaveError if what is left behind cannot be kept."""
    leave()
    keep_on_disk(Session(workspace=opened))


def leave() -> None:
    """Make sure that what is left behind can be found again; raises SaveError if it cannot be."""
    known = session()
    if known.workspace.is_changed and known.trouble:
        keep_on_disk(known)
        if trouble := session().trouble:
            raise SaveError(f"{trouble}; save or download it before you open another scenario")


@uninterrupted()
def keep_on_disk(known: Session) -> None:
    """Remember what the session knows now, and keep its unsaved work on disk: both, or neither."""
    keep(_on_disk(known))


def _on_disk(known: Session) -> Session:
    """The session once its unsaved work is on disk, or removed from there if there is none left."""
    try:
        now, stamp = opening.on_disk(known.workspace, known.stamp)
    except SaveError as error:
        return replace(known, trouble=str(error))
    return replace(known, workspace=now, stamp=stamp, trouble="")


def show_address(now: Workspace, page: Mapping[str, Sequence[str]] | None = None) -> None:
    """Let the address name what is open; changing page clears it.

    ``page`` holds the entries that belong to the page itself; without them, those that are there stay.
    """
    held = {name: st.query_params.get_all(name) for name in st.query_params}
    own = {name: values for name, values in held.items() if name in page_entries.ENTRIES} if page is None else page
    supposed = what_if_address.entries(session().what_if)
    wanted = {**{name: [value] for name, value in opening.address(now).items()}, **supposed, **own}
    if held != wanted:
        st.query_params.from_dict(wanted)


def _restored() -> Session:
    now, stamp, notice = opening.at(st.query_params.to_dict())
    choice = choice_from({name: st.query_params.get_all(name) for name in st.query_params})
    choice = following(choice, [plan.name for plan in now.draft.plans])
    supposed = st.query_params.get_all(what_if_address.ENTRY)
    scenarios = [now.draft, *(each.scenario for each in compared_plans(now, choice))] if supposed else []
    what_if, left_out = what_if_address.what_if_from(supposed, scenarios)
    notice = " ".join(filter(None, (notice, left_out)))
    return Session(workspace=now, stamp=stamp, notice=notice, choice=choice, what_if=what_if)
