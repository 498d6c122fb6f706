"""The budget sliders of the selected plan, kept in step with the draft."""

import secrets
from dataclasses import replace

from simulator.edits.spend import follows, paid_spend
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario
from simulator.text.amounts import decimals_of
from simulator.ui.components.budget_sliders.panel import Panel, Setting, arranged_as, open_panel
from simulator.ui.session.workspaces import Workspace


def fits(panel: Panel, shapes: Plan, now: Workspace) -> bool:
    """Whether a panel still shows the selected plan as the draft states it, channels in the same order.

    Its months count too: sliders opened before they changed would bring the former ones back.
    """
    return shapes.name == now.plan and follows(now.draft, shapes, panel.spend)


def panel_for(now: Workspace, former: Panel | None = None) -> Panel:
    """The sliders of the selected plan, just opened; a reset returns them to the saved plan, if there is one.

    Locks and the switch stay as they are on the ``former`` sliders, and no slider becomes shorter while it fits.
    """
    spend = paid_spend(now.draft, now.draft.plan(now.plan))
    references = {channel.name: channel.reference_spend for channel in now.draft.channels}
    token = secrets.token_hex(8)
    before = next((plan for plan in now.saved.plans if plan.name == now.plan), None)
    opened = {} if before is None else paid_spend(now.saved, before)
    fresh = open_panel(spend, token=token, references=references, decimals=decimals_of(now.draft.currency))
    if former is not None:
        fresh = arranged_as(former, fresh)
    return replace(fresh, opened=Setting(opened)) if opened.keys() == spend.keys() else fresh


def step_of(panel: Panel) -> str:
    """The step of undo that its last change belongs to: all of one drag; nothing else for other moves."""
    return f"{panel.token} {panel.gesture.name} {panel.gesture.channel}" if panel.gesture else ""


def before_drag(panel: Panel | None, now: Workspace) -> Scenario[Belief]:
    """The draft as it was before the last drag, if nothing else has changed since; else the draft."""
    step = "" if panel is None else step_of(panel)
    moved = step != "" and now.step == step and len(now.past) > 0
    return now.past[-1] if moved else now.draft
