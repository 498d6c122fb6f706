"""How a session looks at its plan, and what a page therefore shows of it, whatever its sliders stand at."""

from dataclasses import dataclass, replace

from simulator.analyses.what_if import WhatIf, fitting
from simulator.edits.plans import plan_names
from simulator.text.formats import Formats
from simulator.ui.components.budget_sliders.panel import Setting
from simulator.ui.plan.cached import Shown
from simulator.ui.plan.reality_check import counted_of_today
from simulator.ui.session.results import PlanResult, result_if
from simulator.ui.session.workspaces import Workspace


@dataclass(frozen=True)
class Look:
    """Suppositions of a session, in how many worlds it looks, as which reader, and what moves of money must leave."""

    what_if: WhatIf
    draws: int
    formats: Formats
    limits: Setting

    def shown(self, now: Workspace, *, quick: bool) -> Shown:
        """Everything that the readings of the selected plan's result depend on."""
        found = result_if(now.draft, now.plan, self.what_if, self.draws, is_preview=quick)
        # What is spent stands in the plan; what the sliders keep of it cannot be sent to another process.
        limits = replace(self.limits, spend={})
        believed, counted = _believed(now, found), counted_of_today(now)
        return Shown(found, self.baseline(now, found), believed, counted, self.formats, limits, quick)

    def baseline(self, now: Workspace, found: PlanResult) -> PlanResult | None:
        """The plan to compare with: the same without what is supposed, else as it was saved.

        None while nothing has changed, or money is of another currency. Work that was never saved has none to compare
        with. Nor has a plan under a name that was not saved: another plan's figures would pass for its own.
        """
        if fitting(now.draft, self.what_if):
            return _unless_the_same(_believed(now, found), found)
        is_saved = not now.is_new and now.plan in plan_names(now.saved)
        if not is_saved or now.draft == now.saved or now.draft.currency != now.saved.currency:
            return None
        return _unless_the_same(replace(_believed(now, found), scenario=now.saved), found)


def _believed(now: Workspace, found: PlanResult) -> PlanResult:
    return PlanResult(now.draft, now.plan, found.draws, found.is_preview)


def _unless_the_same(other: PlanResult, found: PlanResult) -> PlanResult | None:
    return None if other == found else other
