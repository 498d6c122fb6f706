"""What was understood of a table that was pasted or came as a file, and what only its owner can say of it."""

from collections.abc import Mapping

import streamlit as st

from simulator.tables.budgets import Budget, amounts_of, choices_of, open_example, summary
from simulator.tables.cells import UnreadableTableError
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown

LEFT_OUT = "Left out"
MOST_ASKED = 40
"""So many rows can be given to a channel by hand; further ones are left out."""

MOST_MONTHS = 4
"""So many months are shown of each channel; the others are in the sum."""

Amounts = Mapping[str, Mapping[int, float]]


def budget_preview(budget: Budget, formats: Formats, *, key: str) -> Amounts | None:
    """Show what was understood and ask what is open; the amounts, or None while they cannot be taken over."""
    if budget.notes:
        st.markdown("\n".join(f"- {escape_markdown(note)}" for note in budget.notes))
    mark = _mark(budget, key)
    chosen = _owners(budget, key)
    if choices_of(budget) and not mark:
        return None
    try:
        amounts = amounts_of(budget, mark=mark, chosen=chosen)
    except UnreadableTableError as error:
        st.markdown(f":red[:material/error: {escape_markdown(str(error))}]")
        return None
    st.markdown(f"**This would set {escape_markdown(summary(amounts, budget))}.**")
    st.table(
        preview_table(amounts, budget, formats),
        hide_index=True,
        border="horizontal",
        alt="What each channel gets in the first months, and in all of them together",
    )
    return amounts


def preview_table(amounts: Amounts, budget: Budget, formats: Formats) -> dict[str, list[str]]:
    """Amounts of each channel in its first months and in all together: totals alone would hide two changed round.

    The months stand in one column, which wraps: on a telephone a wider table could not be reached without a mouse.
    """
    first = [", ".join(_by_month(row, budget, formats)) for row in amounts.values()]
    together = [formats.money(sum(row.values())) for row in amounts.values()]
    columns = {"Channel": list(amounts), "First months": first, "Together": together}
    return {heading: [escape_markdown(cell) for cell in cells] for heading, cells in columns.items()}


def _by_month(row: Mapping[int, float], budget: Budget, formats: Formats) -> list[str]:
    months = sorted(row)
    shown = [f"{budget.place.month(month)} {formats.money(row[month])}" for month in months[:MOST_MONTHS]]
    return [*shown, "..."] if len(months) > MOST_MONTHS else shown


def _mark(budget: Budget, key: str) -> str:
    choices = choices_of(budget)
    if not choices:
        return ""
    question = f"What does “{escape_markdown(open_example(budget))}” mean there?"
    picked = st.radio(
        question,
        list(choices),
        index=None,
        format_func=lambda each: escape_markdown(choices[each]),
        key=f"{key}-mark",
        horizontal=True,
    )
    return picked or ""


def _owners(budget: Budget, key: str) -> dict[int, str]:
    if not budget.unknown:
        return {}
    st.caption("These rows have names that no channel here has. Which channel is each? Rows of one channel add up.")
    offered = [LEFT_OUT, *budget.place.channels]
    chosen: dict[int, str] = {}
    with st.container(horizontal=True, gap="small"):
        for line in budget.unknown[:MOST_ASKED]:
            picked = st.selectbox(
                escape_markdown(line.label[:60]), offered, key=f"{key}-row-{line.at}", format_func=str, width=220
            )
            if picked != LEFT_OUT:
                chosen[line.at] = picked
    return chosen
