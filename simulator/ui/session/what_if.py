"""Suppositions of this session, on Plan and Compare alike: kept until they are reset or another scenario is opened.

What is supposed of a channel follows it to another name, and goes with it. What does not fit the draft for another
reason is not lost: an undo brings it back.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from simulator.analyses.what_if import (
    AnyKnob,
    WhatIf,
    conditions_of,
    conditions_stated,
    fitting,
    knobs_of,
    subject_of,
    together,
)
from simulator.edits.knobs import Stops, as_plan, stated
from simulator.engine.sampling import MARKET
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.ui.session import session, workspaces


def held() -> WhatIf:
    """Everything that is supposed, whether or not it fits what is looked at."""
    return session.session().what_if


def supposed() -> WhatIf:
    """Suppositions, as far as they fit the draft."""
    return fitting(session.session().workspace.draft, held())


def stopping() -> frozenset[str]:
    """The channels that are supposed to stop: what is true of them then is no advice for the plan."""
    return frozenset(knob.channel for knob in supposed() if isinstance(knob, Stops))


def suppose(*found: AnyKnob) -> None:
    """Suppose this too, in place of what was supposed of the same."""
    _keep((*held(), *found))


def suppose_instead(former: AnyKnob, now: AnyKnob) -> None:
    """Suppose something else of the world, in the same place."""
    _keep(now if each == former else each for each in held())


def forget(gone: Iterable[AnyKnob]) -> None:
    """Suppose this no more."""
    _keep(_without(held(), gone))


def reset() -> None:
    """Suppose nothing more."""
    _keep(())


def keep_as_plan(name: str) -> None:
    """Add a plan that does what is supposed of the selected one, and look at it."""
    decided = decisions(supposed())
    now = session.session().workspace
    draft, _ = as_plan(now.draft, now.plan, knobs_of(decided), name)
    _change(draft, without=decided)


def write_into_assumptions(on: date) -> None:
    """Change the assumptions to what is supposed of the world, as one step of undo."""
    written = writable(supposed())
    draft = stated(session.session().workspace.draft, knobs_of(written), on)
    draft = conditions_stated(draft, conditions_of(written), f"supposed {on:%Y-%m-%d}")
    _change(draft, without=written)


def decisions(what_if: WhatIf) -> WhatIf:
    """Those that a plan can do."""
    return tuple(knob for knob in knobs_of(what_if) if knob.is_decision)


def writable(what_if: WhatIf) -> WhatIf:
    """Those that assumptions can say: beliefs, but not the state of the whole market."""
    beliefs = (knob for knob in knobs_of(what_if) if not knob.is_decision)
    return (*beliefs, *(each for each in conditions_of(what_if) if each.path != MARKET))


def _change(draft: Scenario[Belief], *, without: WhatIf) -> None:
    """Go on with another draft, in which some of what was supposed is stated; both in one assignment."""
    known = session.session()
    now = workspaces.stepped(known.workspace, draft)
    left = _without(known.what_if, without)
    session.keep_on_disk(replace(known, workspace=now, what_if=left, notice=""))


def _without(what_if: WhatIf, gone: Iterable[AnyKnob]) -> WhatIf:
    subjects = {subject_of(each) for each in gone}
    return tuple(each for each in what_if if subject_of(each) not in subjects)


def _keep(what_if: Iterable[AnyKnob]) -> None:
    session.keep(replace(session.session(), what_if=together(what_if)))
