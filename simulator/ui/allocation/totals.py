"""How much to spend in all: the best split of every total, worked out once somebody asks for it."""

import streamlit as st

from simulator.charts import right_total
from simulator.errors import LimitsError, SettingsError
from simulator.presentation.right_total_text import improved_total_texts, right_total_texts
from simulator.text.formats import Formats
from simulator.text.grammar import sentence
from simulator.text.markdown import escape_markdown
from simulator.ui.allocation.choices import Asked
from simulator.ui.allocation.search import given_totals, totals, totals_with_improvements
from simulator.ui.frame.html import lines_html, spoken_html
from simulator.ui.frame.long_work import awaited
from simulator.ui.session import state
from simulator.ui.session.workspaces import Workspace

TITLE = "How much to spend in all"
ABOUT = (
    "From left to right: the total a month. Upwards: profit of its best split; the band holds 8 in 10 worlds. These "
    "are other worlds than those in which it was divided, so that figures differ a little from those above."
)


def totals_section(now: Workspace, asked: Asked, formats: Formats) -> None:
    """A part that is folded away until somebody wants it."""
    part = st.expander(TITLE, key="split-totals-open", on_change="rerun", icon=":material/query_stats:")
    if part.open:
        with part:
            _totals(now, asked, formats)


def _totals(now: Workspace, asked: Asked, formats: Formats) -> None:
    given, said = given_totals(now.draft, now.plan, state.draws()), list[str]()
    try:
        if asked.improvements:
            improved = awaited("split-totals", "Every total", totals_with_improvements, *given)
            found = None if improved is None else improved.as_it_is
            said += [] if improved is None else improved_total_texts(improved, formats)
        else:
            found = awaited("split-totals", "Every total", totals, *given)
    except (LimitsError, SettingsError) as error:
        st.info(sentence(escape_markdown(str(error))), icon=":material/info:")
        return
    if found is None:
        return
    frame = right_total.frame_of(found, formats)
    st.html(lines_html([*right_total_texts(found, formats), *said]) + spoken_html(right_total.spoken(frame)))
    st.caption(ABOUT)
    st.vega_lite_chart(frame, right_total.spec(formats))
