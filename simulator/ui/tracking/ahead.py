"""Reasons for the difference, where to look first, the month that runs, and where the plan ends as things stand."""

import streamlit as st

from simulator.edits.adoption import HeldTo
from simulator.presentation.gap_text import focus_text, gap_lead, gap_notes, gap_rows
from simulator.presentation.outlook_text import (
    MOVED_NOTE,
    SO_FAR_NOTE,
    moved_heads,
    moved_rows,
    outlook_lead,
    outlook_rows,
    target_lines,
)
from simulator.presentation.pacing_text import channel_name, pace_lead, pace_rows
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.tracking.html import table_html, told_html
from simulator.ui.tracking.work import UnderWay


def ahead(found: UnderWay, held: HeldTo, formats: Formats) -> None:
    """All of it, each part begun by a sentence; what there is nothing to say of is left out."""
    if found.gap.channels:
        _gap(found, formats)
    if found.pace is not None and found.pace.figures:
        _pace(found, formats)
    if found.moved[-1].months:
        _outlook(found, held, formats)


def _gap(found: UnderWay, formats: Formats) -> None:
    st.html(told_html("What made the difference", [gap_lead(found.gap, formats), *focus_text(found.focus, formats)]))
    with st.expander("Every cause in money", key="track-gap"):
        rows = [(row.label, row.money, row.note) for row in gap_rows(found.gap, formats)]
        st.html(table_html("Every cause in money", ("", "Profit", "Note"), rows))
        for note in gap_notes(found.gap, formats):
            st.caption(escape_markdown(note))


def _pace(found: UnderWay, formats: Formats) -> None:
    pace = found.pace
    assert pace is not None, "asked before"
    st.html(told_html("This month", [pace_lead(pace, formats)]))
    with st.expander("This month by channel", key="track-pace"):
        for channel in pace.figures:
            rows = [
                (row.figure, row.so_far, row.by_now, row.end, row.planned) for row in pace_rows(pace, channel, formats)
            ]
            heads = (channel_name(channel), "So far", "Expected by now", "By the end", "Planned")
            st.html(table_html(f"This month: {channel_name(channel)}", heads, rows))


def _outlook(found: UnderWay, held: HeldTo, formats: Formats) -> None:
    now, scenario = found.moved[-1], held.scenario
    lines = [outlook_lead(now, scenario.horizon_months, formats), *target_lines(found.moved, scenario.targets, formats)]
    st.html(told_html("Where it ends", lines))
    with st.expander("By the end of the plan", key="track-outlook"):
        rows = [(row.figure, row.so_far, row.middle, row.range) for row in outlook_rows(now, formats)]
        st.html(table_html("By the end of the plan", ("", "So far", "Half the worlds below", "8 worlds in 10"), rows))
        st.caption(SO_FAR_NOTE)
    with st.expander("How that moved, month by month", key="track-moved"):
        moved = moved_rows(found.moved, scenario.start, scenario.targets, formats)
        heads = moved_heads(found.moved, scenario.targets, formats)
        st.html(table_html("How the outlook moved, month by month", heads, moved))
        st.caption(MOVED_NOTE)
