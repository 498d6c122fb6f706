"""The adopted plan in words: adopted, adopted again, given up."""

from collections.abc import Iterator
from functools import partial

from simulator.edits.adoption import with_adopted_figures
from simulator.edits.channels import with_channel_called
from simulator.presentation.changes.matching import Matching
from simulator.presentation.changes.phrasing import Phrasing, called
from simulator.scenario.adoption import Adoption
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel


def adoption_changes(phrasing: Phrasing, channels: Matching[Channel[Belief]]) -> Iterator[str]:
    """Changes to the adopted plan; that a channel in it has another name is told with the channel."""
    former = phrasing.before
    for old, new in channels.renamed:
        former = with_adopted_figures(former, partial(with_channel_called, name=old, new=new))
    before, after = former.adopted, phrasing.after.adopted
    if after == phrasing.before.adopted or before == after:
        return
    if after is None:
        assert before is not None
        yield f"{_named(before)} is no longer adopted"
    elif before is None or (before.plan, before.on) != (after.plan, after.on):
        instead = "" if before is None else f", in place of {_named(before)} of {phrasing.old.day(before.on)}"
        yield f"{_named(after)} adopted on {phrasing.new.day(after.on)}{instead}"
    else:
        yield f"{_named(after)}, adopted on {phrasing.new.day(after.on)}: the figures kept of that day have changed"


def _named(adoption: Adoption) -> str:
    return f"Plan {called(adoption.plan)}"
