"""Actions on plans, beside choosing one: add, name, note its purpose, copy, make it the baseline, delete."""

from collections.abc import Callable

import streamlit as st

from simulator.edits.plans import (
    as_baseline,
    duplicated_plan,
    first_plan,
    free_plan_name,
    new_plan,
    plan_names,
    plan_refusal,
    renamed_plan,
    with_notes,
    with_plan,
    without_plan,
)
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.grammar import sentence
from simulator.text.markdown import escape_markdown
from simulator.ui.session import comparison, expander_state, input_state, state
from simulator.ui.session.session import tell
from simulator.ui.session.workspaces import Workspace
from simulator.validation import MOST_PLANS

MOST_NOTES = 5_000
NEW_NAME = "New plan"
ONE_LEFT = "The last plan cannot be deleted."
IS_BASELINE = "This is the baseline: the other plans are compared with it."
FULL = f"A scenario has at most {MOST_PLANS} plans."

_NEW, _MENU = "new plan", "plan menu"
_NEW_NAME, _NEW_NOTES, _NEW_BACK = "new plan name", "new plan notes", "new plan puts back"
_NAME, _NOTES = "plan name", "plan notes"


def add_first_plan() -> None:
    """The button for a scenario without plans."""
    st.button("Add a plan", icon=":material/add:", type="primary", on_click=_add_first, key="add-first-plan")


def plan_menu(now: Workspace) -> None:
    """Two small buttons, and what they unfold."""
    with st.container(horizontal=True, gap="xsmall", vertical_alignment="center", key="plan-menu"):
        _new(now)
        _this(now)


def _new(now: Workspace) -> None:
    part = st.popover("New plan", icon=":material/add:", key=_NEW, on_change="rerun", type="tertiary")
    if not part.open:
        return
    with part:
        if len(now.draft.plans) >= MOST_PLANS:
            st.info(FULL, icon=":material/info:")
            return
        st.markdown("A new plan with the amounts that the sliders show now.")
        with st.form("new plan form", border=False):
            input_state.fill(_NEW_NAME, free_plan_name(now.draft, NEW_NAME))
            st.text_input("Name", key=_NEW_NAME, max_chars=input_state.MOST_TYPED)
            typed = input_state.unread(_NEW_NAME)
            _complain("" if typed is None else plan_refusal(now.draft, typed))
            st.text_area(
                "What it is for", key=_NEW_NOTES, height=80, max_chars=MOST_NOTES, placeholder="May stay empty"
            )
            if _was_moved(now):
                st.checkbox(f"Put “{escape_markdown(now.plan)}” back as it was saved", value=True, key=_NEW_BACK)
            st.form_submit_button("Add it", icon=":material/add:", on_click=_added, args=(now.plan,))


def _this(now: Workspace) -> None:
    part = st.popover("Edit plan", icon=":material/edit:", key=_MENU, on_change="rerun", type="tertiary")
    if not part.open:
        return
    with part:
        _words(now)
        _actions(now)


def _words(now: Workspace) -> None:
    plan = now.draft.plan(now.plan)
    input_state.fill(_NAME, plan.name)
    st.text_input(
        "Name of the plan", key=_NAME, max_chars=input_state.MOST_TYPED, on_change=_renamed, args=(plan.name,)
    )
    typed = input_state.unread(_NAME)
    _complain("" if typed is None else plan_refusal(now.draft, typed, present=plan.name))
    input_state.fill(_NOTES, plan.notes)
    st.text_area(
        "What it is for", key=_NOTES, height=80, max_chars=MOST_NOTES, on_change=_purpose_typed, args=(plan.name,)
    )


def _actions(now: Workspace) -> None:
    names = plan_names(now.draft)
    with st.container(horizontal=True, gap="xsmall"):
        _action("Duplicate", ":material/content_copy:", _duplicated, disabled=len(names) >= MOST_PLANS)
        _action("Make it the baseline", ":material/flag:", _made_baseline, disabled=now.plan == names[0])
        _action("Delete", ":material/delete:", _deleted, disabled=len(names) == 1)
    if now.plan == names[0]:
        st.caption(IS_BASELINE)
    if len(names) == 1:
        st.caption(ONE_LEFT)


def _action(label: str, icon: str, act: Callable[[], None], *, disabled: bool) -> None:
    # Without the plan's name: who types another name and presses at once means the plan under its new name.
    st.button(label, icon=icon, key=f"plan {label}", on_click=act, disabled=disabled)


def _was_moved(now: Workspace) -> bool:
    """Whether the selected plan is another than was saved under its name."""
    saved = {plan.name: plan for plan in now.saved.plans}
    return now.plan in saved and saved[now.plan] != now.draft.plan(now.plan)


def _add_first() -> None:
    draft = state.workspace().draft
    if not draft.plans:
        state.set_draft(with_plan(draft, first_plan(draft)))


def _added(model: str) -> None:
    now, name = state.workspace(), input_state.text(_NEW_NAME)
    if model not in plan_names(now.draft):
        return
    if plan_refusal(now.draft, name):
        input_state.leave(_NEW_NAME)
        return
    added = new_plan(now.draft, model, name, input_state.text(_NEW_NOTES))
    state.set_draft(
        with_plan(added, now.saved.plan(model)) if _was_moved(now) and input_state.held(_NEW_BACK) else added
    )
    input_state.accept(_NEW_NAME)
    input_state.put(_NEW_NOTES, "")
    expander_state.close_expander(_NEW)
    tell(f"{_quoted(name)} is added.")


def _renamed(name: str) -> None:
    draft, wanted = state.workspace().draft, input_state.text(_NAME)
    if name not in plan_names(draft):
        return
    if plan_refusal(draft, wanted, present=name):
        input_state.leave(_NAME)
        return
    input_state.accept(_NAME)
    state.set_draft(renamed_plan(draft, name, wanted))
    comparison.plan_renamed(name, wanted.strip())


def _purpose_typed(name: str) -> None:
    # The name may have been left for this box at the same moment: then the plan is the one that is selected now.
    draft = state.workspace().draft
    known = name if name in plan_names(draft) else state.workspace().plan
    input_state.accept(_NOTES)
    state.set_draft(with_notes(draft, known, input_state.text(_NOTES)))


def _duplicated() -> None:
    now = state.workspace()
    changed, copied = duplicated_plan(now.draft, now.plan)
    _change(changed, f"{_quoted(copied)} is added. Change its sliders as you like.")


def _made_baseline() -> None:
    now = state.workspace()
    comparison.baseline_made(now.plan)
    _change(
        as_baseline(now.draft, now.plan), f"{_quoted(now.plan)} is the baseline now: other plans are compared with it."
    )


def _deleted() -> None:
    now = state.workspace()
    if len(now.draft.plans) > 1:
        _change(without_plan(now.draft, now.plan), f"{_quoted(now.plan)} is deleted. Undo brings it back.")


def _change(scenario: Scenario[Belief], said: str) -> None:
    state.set_draft(scenario)
    expander_state.close_expander(_MENU)
    tell(said)


def _quoted(name: str) -> str:
    return f"“{name.strip()}”"


def _complain(refusal: str) -> None:
    if refusal:
        st.markdown(f":red[:material/error: {escape_markdown(sentence(refusal))}]")
