"""A budget that someone has in a spreadsheet, as a further plan of the open scenario."""

from dataclasses import replace
from pathlib import PurePath

import streamlit as st

from simulator.edits.plans import free_plan_name, plan_refusal, with_plan
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import HORIZON_MOST
from simulator.tables.budgets import budget_of
from simulator.tables.cells import UnreadableTableError
from simulator.tables.workbooks import Sheet, sheets_of
from simulator.text.grammar import sentence
from simulator.text.markdown import escape_markdown
from simulator.ui.components.month_grid.edits import place_of, with_amounts
from simulator.ui.frame.budget_preview import Amounts, budget_preview
from simulator.ui.session import state
from simulator.ui.session.session import tell
from simulator.validation import MOST_PLANS

HOW = (
    "One row for each channel, one column for each month, quarter or year. Totals, percentages and notes may be among "
    "them. You see what was understood before anything is added."
)
FULL = f"A scenario has at most {MOST_PLANS} plans."
_LARGEST_MB = 2


def budget_file_button(*, key: str) -> None:
    """The button that opens the window."""
    if st.button("Plan from a spreadsheet", icon=":material/upload_file:", key=key, type="tertiary"):
        st.dialog("A plan from a spreadsheet", width="large", on_dismiss="rerun")(_window)()


def _window() -> None:
    st.caption(HOW)
    file = st.file_uploader("A budget (.xlsx or .csv)", max_upload_size=_LARGEST_MB, key="budget-file")
    if file is not None and plan_from_file(file.name, file.getvalue()):
        st.rerun()


def plan_from_file(name: str, content: bytes) -> bool:
    """Plan that a file states, and a button that adds it; whether it was pressed."""
    now = state.workspace()
    if not 1 <= now.draft.horizon_months <= HORIZON_MOST or not now.draft.channels:
        st.info("The open scenario needs channels and a number of months first, under Assumptions.")
        return False
    try:
        sheet = _sheet(sheets_of(content))
        budget = budget_of(sheet.rows, replace(place_of(now.draft, state.locale()), origin="file"))
    except UnreadableTableError as error:
        st.error(f"**{escape_markdown(name)}** was not taken in. {escape_markdown(str(error))}")
        return False
    st.markdown(f"For **{escape_markdown(now.draft.name)}**, which is open:")
    amounts = budget_preview(budget, state.formats(), key=f"budget {name} {sheet.name}")
    return _add(name, amounts)


def _sheet(sheets: tuple[Sheet, ...]) -> Sheet:
    if len(sheets) == 1:
        return sheets[0]
    names = [sheet.name for sheet in sheets]
    picked = st.selectbox("Sheet", names, format_func=escape_markdown, key="budget-sheet")
    return sheets[names.index(picked) if picked in names else 0]


def _add(name: str, amounts: Amounts | None) -> bool:
    draft = state.workspace().draft
    if len(draft.plans) >= MOST_PLANS:
        st.info(FULL, icon=":material/info:")
        return False
    wanted = free_plan_name(draft, PurePath(name).stem.replace("_", " ")[:60] or "Budget")
    typed = st.text_input("What to call the plan", value=wanted, key=f"budget name {name}")
    refused = plan_refusal(draft, typed)
    if refused:
        st.markdown(f":red[:material/error: {escape_markdown(sentence(refused))}]")
    pressed = st.button(
        "Add it as a plan",
        type="primary",
        icon=":material/add:",
        key="budget-add",
        disabled=amounts is None or bool(refused),
    )
    if not pressed or amounts is None:
        return False
    plan = Plan(name=typed.strip(), monthly_spend={})
    state.set_draft(with_amounts(with_plan(draft, plan), plan.name, amounts))
    state.select_plan(plan.name)
    tell(f"“{plan.name}” is added. What the table does not name is 0 in it.")
    return True
