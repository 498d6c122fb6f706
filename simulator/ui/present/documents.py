"""The documents to hand over: a button for each format, which makes the file when it is pressed."""

from functools import partial

import streamlit as st

from simulator.analyses.allocation.beside import Divided
from simulator.library.folder import stem_of
from simulator.reports import Form, missing
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.story.told import plans_told
from simulator.text.formats import Formats
from simulator.ui.present.told import told_document

LABELS: dict[Form, tuple[str, str, str]] = {
    "pdf": ("PDF", "application/pdf", "A report of a few pages, to read and to print."),
    "pptx": (
        "PowerPoint",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "The slides, with tables and charts that can be changed, and notes that say how to read them.",
    ),
    "html": (
        "Page to play with",
        "text/html",
        "One file, for a phone too: move the sliders and see what comes back.",
    ),
    "xlsx": (
        "Excel",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "The calculation as formulas, at the likely value of every number: change one and see the rest follow.",
    ),
    "csv": ("All draws, CSV", "text/csv", "Every possible world as a row, for an analyst. Large."),
    "parquet": ("All draws, Parquet", "application/vnd.apache.parquet", "The same, smaller and exact."),
}
"""Each format's name, its media type, and what it is for."""

MISSING = "Not installed here: ask whoever runs this server to add funnelcast[documents]."


def documents(scenario: Scenario[Belief], draws: int, formats: Formats, why: Divided | None) -> None:
    """The buttons; ``why`` is the search that the split came from."""
    plan, _ = plans_told(scenario)
    for form, (label, media, about) in LABELS.items():
        with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"document-{form}"):
            if missing(form):
                st.button(label, icon=":material/download:", disabled=True, key=f"no-{form}")
                st.caption(MISSING)
            else:
                st.download_button(
                    label,
                    # Streamlit keeps what a button was given as long as the session lives: a name, not the result.
                    partial(told_document, form, scenario, draws, formats, why),
                    file_name=f"{stem_of(f'{scenario.name} {plan}')}.{form}",
                    mime=media,
                    icon=":material/download:",
                    on_click="ignore",
                    key=f"download-{form}",
                )
                st.caption(about)
