"""A person's own figure and the one before it: whose a number is once it was typed, and the way back."""

from datetime import date
from typing import cast

from simulator import edits
from simulator.library.provenance import is_own
from simulator.scenario.beliefs import Belief
from simulator.scenario.provenance import as_own, is_marked_as_own, is_measured
from simulator.ui.session import state


def typed_over(path: str, before: Belief | None, after: Belief) -> Belief:
    """The belief once its numbers were typed: its owner's from then on, unless it is theirs already.

    A source that they stated stays, unless it says what was measured; with the example's numbers typed again, it is the
    example's again.
    """
    if before is not None and _numbers(before) == _numbers(after):
        return after
    former = former_figure(path)
    if former is not None and _numbers(former) == _numbers(after):
        return former
    stated_by_owner = before is not None and is_own(before) and not is_marked_as_own(before)
    was_measured = before is not None and is_measured(before)
    return after if stated_by_owner and not was_measured else as_own(after, date.today())


def former_figure(path: str) -> Belief | None:
    """The belief at a place as the work began; None if there was none, or money was of another currency."""
    now = state.workspace()
    if now.saved.currency != now.draft.currency:
        return None
    try:
        return cast("Belief | None", edits.value_at(now.saved, path))
    except (KeyError, AttributeError):
        return None


def replaced_figure(path: str, belief: Belief) -> Belief | None:
    """The figure that a person's own stands in place of; None if this is not one, or nothing differs."""
    former = former_figure(path) if is_marked_as_own(belief) else None
    return None if former is None or former == belief else former


def _numbers(belief: Belief) -> tuple[float, float, float]:
    return belief.low, belief.likely, belief.high
