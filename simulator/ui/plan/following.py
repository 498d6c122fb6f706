"""Following a slider in the browser alone: what the page Plan gives it to compute with, and whom it tells."""

from simulator.analyses.what_if import WhatIf, supposing
from simulator.edits.spend import with_slider_spend
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario
from simulator.ui.components.live_figures import live_figures
from simulator.ui.plan import ahead
from simulator.ui.plan.budget import KEY
from simulator.ui.plan.look import Look
from simulator.ui.session import offered_worlds, state, what_if
from simulator.ui.session.results import PlanResult

AMOUNT = 1_000.0
"""What each slider is set to, to see what becomes of it in each month [money per month]."""


def follow_in_browser(found: PlanResult, look: Look) -> None:
    """Let the browser follow the sliders while one is held, where the plan is not too large for that."""
    worlds = offered_worlds.offer(found)
    if worlds is None:
        return
    scenario, formats = found.scenario, look.formats
    now, shapes = state.workspace(), state.plan_of_sliders()
    months = range(1, scenario.horizon_months + 1)
    live_figures(
        worlds.digest,
        key=KEY,
        sliders=ahead.offer(now, shapes, look),
        shapes=slider_shapes(now.draft, shapes, what_if.supposed()),
        months=[formats.month_of(scenario.start, month) for month in months],
        worlds=formats.count(worlds.count),
        formats=formats,
    )


def slider_shapes(scenario: Scenario[Belief], shapes: Plan, supposed: WhatIf) -> dict[str, list[float]]:
    """Multipliers of an amount on each channel's slider in each month, if what is supposed is so.

    ``shapes`` is the plan as it was when its sliders were opened.
    """
    moved = with_slider_spend(scenario, shapes, dict.fromkeys(scenario.channel_names, AMOUNT))
    by_month = supposing(moved, supposed).spend(shapes.name) / AMOUNT
    rows = zip(scenario.channels, by_month.tolist(), strict=True)
    return {channel.name: shape for channel, shape in rows if channel.is_paid}
