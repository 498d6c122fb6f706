from dataclasses import replace
from pathlib import Path

import pytest

from simulator.ui.session import workspaces
from simulator.ui.session.workspaces import MOST_UNDO_STEPS, Workspace
from tests.examples import TWO_PLANS
from tests.plain import beliefs


@pytest.fixture
def opened() -> Workspace:
    return workspaces.opened(beliefs(TWO_PLANS), b"file", identifier="a" * 24, shipped="ridge")


def named(workspace: Workspace, name: str, *, step: str = "") -> Workspace:
    return workspaces.changed(workspace, replace(workspace.draft, name=name), step=step)


def test_a_scenario_just_opened_is_unchanged_and_shows_its_first_plan(opened):
    assert not opened.is_changed
    assert opened.plan == "Today"


def test_a_new_scenario_counts_as_unsaved_before_anything_is_changed():
    assert workspaces.opened(beliefs(TWO_PLANS), b"file", identifier="a" * 24).is_changed


def test_going_back_by_hand_to_what_was_saved_leaves_nothing_unsaved(opened):
    assert not named(named(opened, "Else"), "Ridge").is_changed


def test_undo_brings_back_each_step_and_redo_does_it_again(opened):
    changed = named(named(opened, "One"), "Two")
    once, twice = workspaces.undone(changed), workspaces.undone(workspaces.undone(changed))
    assert [once.draft.name, twice.draft.name] == ["One", "Ridge"]
    assert workspaces.redone(workspaces.redone(twice)).draft == changed.draft


def test_all_changes_of_one_step_are_undone_together(opened):
    held = named(named(named(opened, "One", step="drag 1"), "Two", step="drag 1"), "Three", step="drag 1")
    assert workspaces.undone(held).draft.name == "Ridge"


def test_two_drags_are_two_steps(opened):
    twice = named(named(opened, "One", step="drag 1"), "Two", step="drag 2")
    assert workspaces.undone(twice).draft.name == "One"


def test_a_drag_that_ends_where_it_began_is_passed_over_by_undo(opened):
    before = named(opened, "Before")
    held = named(named(before, "Else", step="drag"), "Before", step="drag")
    assert workspaces.undone(held).draft.name == "Ridge"


def test_a_drag_through_its_own_beginning_keeps_the_way_back(opened):
    held = named(named(named(opened, "One", step="drag"), "Ridge", step="drag"), "Two", step="drag")
    assert workspaces.undone(held).draft.name == "Ridge"


def test_an_undo_made_elsewhere_is_an_undo_here(opened):
    back = named(named(named(opened, "One"), "Two"), "One")
    assert [scenario.name for scenario in back.past] == ["Ridge"]
    assert workspaces.redone(back).draft.name == "Two"


def test_undo_with_nothing_to_undo_changes_nothing(opened):
    assert workspaces.undone(opened) == opened
    assert workspaces.redone(opened) == opened


def test_a_change_after_an_undo_ends_the_way_forward(opened):
    other = named(workspaces.undone(named(opened, "One")), "Other")
    assert workspaces.redone(other).draft.name == "Other"


def test_the_way_back_is_limited(opened):
    for number in range(MOST_UNDO_STEPS + 50):
        opened = named(opened, f"Name {number}")
    assert len(opened.past) == MOST_UNDO_STEPS


def test_the_selected_plan_stays_while_there_is_one_of_its_name(opened):
    more = workspaces.selected(opened, "More")
    assert named(more, "Else").plan == "More"
    without = replace(more.draft, plans=more.draft.plans[:1])
    assert workspaces.changed(more, without).plan == "Today"
    assert workspaces.changed(more, replace(without, plans=())).plan == ""


def with_plans(workspace: Workspace, *names: str) -> Workspace:
    plans = tuple(replace(workspace.draft.plans[0], name=name) for name in names)
    return workspaces.changed(workspace, replace(workspace.draft, plans=plans))


def test_a_plan_that_is_added_is_shown_and_taking_it_back_returns_to_its_model(opened):
    three = with_plans(opened, "Today", "More", "Most")
    copied = with_plans(workspaces.selected(three, "More"), "Today", "More", "More copy", "Most")
    assert copied.plan == "More copy"
    assert workspaces.undone(copied).plan == "More"
    assert workspaces.redone(workspaces.undone(copied)).plan == "More copy"


def test_a_renamed_plan_stays_in_sight_and_so_does_it_after_an_undo(opened):
    renamed = with_plans(workspaces.selected(opened, "More"), "Today", "Most")
    assert renamed.plan == "Most"
    assert workspaces.undone(renamed).plan == "More"


def test_after_a_deletion_the_plan_before_is_shown_and_an_undo_shows_the_deleted_one(opened):
    deleted = with_plans(workspaces.selected(opened, "More"), "Today")
    assert deleted.plan == "Today"
    assert workspaces.undone(deleted).plan == "More"
    first = with_plans(opened, "More")
    assert first.plan == "More"
    assert workspaces.undone(first).plan == "Today"


def test_another_order_shows_the_same_plan(opened):
    assert with_plans(workspaces.selected(opened, "More"), "More", "Today").plan == "More"


def test_a_saved_workspace_is_unchanged_and_can_still_be_undone(opened):
    changed = named(opened, "Mine")
    kept = workspaces.kept(changed, changed.draft, b"mine", Path("Mine.yaml"))
    assert (kept.is_changed, kept.shipped, kept.content) == (False, None, b"mine")
    assert workspaces.undone(kept).draft.name == "Ridge"
    assert workspaces.undone(kept).is_changed
