from dataclasses import replace

import pytest

from simulator.edits.plans import renamed_plan, spend_by_month, with_spend_by_month
from simulator.edits.spend import with_slider_spend
from simulator.scenario.plans import Monthly
from simulator.ui.components.budget_sliders.panel import Drag, Type, apply
from simulator.ui.session import workspaces
from simulator.ui.session.panels import before_drag, fits, panel_for, step_of
from simulator.ui.session.workspaces import opened
from tests.examples import CERTAIN
from tests.plain import beliefs


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


@pytest.fixture
def year():
    return opened(beliefs({**CERTAIN, "horizon_months": 12}), b"", identifier="here", shipped="worksheet")


def by_month(now, *first: float):
    """The same after the plan's first channel got other amounts in its first months."""
    channel, amounts = next(iter(spend_by_month(now.draft, now.plan).items()))
    spend = {channel: (*first, *amounts[len(first) :])}
    return workspaces.changed(now, with_spend_by_month(now.draft, now.plan, spend))


def test_sliders_fit_the_plan_that_they_have_moved_to_the_last_digit_of_every_month(year):
    uneven = by_month(year, 100.0, 700.0, 333.33)
    shapes, panel = uneven.draft.plan(uneven.plan), panel_for(uneven)
    for amount in (7.0 / 3.0, 0.0, 1_234.56, 1.0):
        panel = apply(panel, Type("Leads", amount))
        uneven = workspaces.changed(uneven, with_slider_spend(uneven.draft, shapes, panel.spend))
        assert fits(panel, shapes, uneven)


def test_months_that_changed_below_the_sliders_open_them_anew_though_the_average_is_the_same(year):
    uneven = by_month(year, 1_100.0, 900.0)
    shapes, panel = uneven.draft.plan(uneven.plan), panel_for(uneven)
    swapped = by_month(uneven, 900.0, 1_100.0)
    assert panel_for(swapped).spend == panel.spend
    assert not fits(panel, shapes, swapped)
    assert fits(panel, shapes, uneven)


def test_sliders_move_the_months_of_the_table_in_proportion(year):
    uneven = by_month(year, 1_100.0, 900.0)
    before = uneven.draft.plan(uneven.plan)
    average = panel_for(uneven).spend["Leads"]
    after = with_slider_spend(uneven.draft, before, {"Leads": 2.0 * average}).plan(before.name)
    former, moved = before.monthly_spend["Leads"], after.monthly_spend["Leads"]
    assert isinstance(former, Monthly)
    assert moved == Monthly(amounts=tuple(2.0 * amount for amount in former.amounts))


def test_a_plan_under_another_name_has_its_sliders_opened_anew(year):
    shapes, panel = year.draft.plan(year.plan), panel_for(year)
    renamed = workspaces.changed(year, renamed_plan(year.draft, year.plan, "Else"))
    assert not fits(panel, shapes, renamed)
