from dataclasses import replace

import pytest

from simulator.ui import workspaces
from simulator.ui.moves import Drag, apply
from simulator.ui.panels import before_drag, panel_for, step_of
from simulator.ui.plan_spend import with_slider_spend
from simulator.ui.workspaces import opened
from tests.plain import beliefs
from tests.test_headline import CERTAIN


@pytest.fixture
def now():
    return opened(beliefs(CERTAIN), b"", identifier="here", shipped="worksheet")


def dragged(now, panel, amount, *, phase="drag"):
    panel = apply(panel, Drag("Leads", amount, "one hand", phase))
    draft = with_slider_spend(now.draft, now.draft.plan(now.plan), panel.spend)
    return workspaces.changed(now, draft, step=step_of(panel)), panel


def test_before_a_drag_is_the_draft_from_which_it_began_however_far_it_went(now):
    moved, panel = dragged(now, panel_for(now), 1_500.0)
    further, panel = dragged(moved, panel, 1_700.0)
    assert further.draft != now.draft
    assert before_drag(panel, further) == now.draft


def test_without_a_drag_it_is_the_draft(now):
    assert before_drag(None, now) == now.draft
    assert before_drag(panel_for(now), now) == now.draft


def test_another_change_after_the_drag_counts(now):
    moved, panel = dragged(now, panel_for(now), 1_500.0, phase="release")
    renamed = workspaces.changed(moved, replace(moved.draft, horizon_months=500))
    assert before_drag(panel, renamed) == renamed.draft
