"""Lessons of the ranges from real figures: before and after, and buttons to take them over and back."""

from datetime import date

import streamlit as st

from simulator.analyses.calibration import as_judged, by_source, calibration
from simulator.analyses.lessons import Lessons, lessons
from simulator.edits.learning import learned_paths, taken_back
from simulator.presentation.beliefs import places, spoken
from simulator.presentation.learning_text import (
    CALIBRATION_HEADS,
    CALIBRATION_NOTE,
    calibration_line,
    calibration_rows,
    conflict_words,
    evidence_words,
    few_line,
    learned_scenario,
    unused_lines,
    worth_words,
)
from simulator.scenario.beliefs import Belief, between
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import counted, sentence
from simulator.text.markdown import escape_markdown
from simulator.ui.session import page_choices, state
from simulator.ui.session.cache import kept
from simulator.ui.session.range_outcomes import known_outcomes
from simulator.ui.session.results import stated
from simulator.ui.session.session import tell
from simulator.ui.session.workspaces import Workspace
from simulator.ui.tracking.html import learned_html, table_html

ABOUT = (
    "A range that you guessed becomes narrower where you have real figures. Nothing changes until you press the button."
)
ABOUT_WEIGHT = (
    "At 100 % the coming months are held to be like those. Lower it if something has changed since: the figures then "
    "count for less, and the ranges stay wider."
)
NOTHING_NEW = "Nothing new to learn: no month that is over has figures that no range has learned from yet."

_WEIGHT = "track-weight"


def learning(now: Workspace, today: date) -> None:
    """The whole part of the page."""
    st.header("Learn from these figures", anchor=False)
    formats = state.formats()
    weight = float(page_choices.chosen(_WEIGHT, "1"))
    found = _lessons(now.draft, today, weight)
    if found.by_path or weight < 1.0:
        st.caption(ABOUT)
        _slider(weight)
        _offered(now.draft, found, formats)
    else:
        st.caption(NOTHING_NEW)
    if left := unused_lines(now.draft, found, formats):
        with st.expander(f"What nothing was learned from ({len(left)})", key="track-unused"):
            st.markdown("\n".join(f"- {escape_markdown(line)}" for line in left))
    _learned(now.draft)
    _calibration(now, today, formats)


def _calibration(now: Workspace, today: date, formats: Formats) -> None:
    """How good the ranges of this scenario were, and all that the library knows of, by whose they are."""
    own, known = known_outcomes(now, today)
    if own.ranges:
        st.caption(escape_markdown(calibration_line(calibration(as_judged(own.ranges)))))
    if known.trouble:
        st.warning(escape_markdown(f"{sentence(known.trouble)}."), icon=":material/warning:")
    judged = as_judged(known.ranges)
    of_all, of_sources = calibration(judged), by_source(judged)
    if of_all.band is None and len(known.ranges) == len(own.ranges):
        return
    title = "How good the ranges of this library were"
    with st.expander(f"{title} ({formats.count(of_all.ranges)})", key="track-good"):
        st.markdown(escape_markdown(calibration_line(of_all)))
        if rows := calibration_rows(of_all, of_sources, formats):
            st.html(table_html(title, CALIBRATION_HEADS, rows))
            st.caption(escape_markdown(" ".join([CALIBRATION_NOTE, few_line(of_sources)])))


def _lessons(scenario: Scenario[Belief], today: date, weight: float) -> Lessons:
    return kept(("lessons", stated(scenario), today, weight), lambda: lessons(scenario, today, weight=weight))


def _slider(weight: float) -> None:
    st.session_state[_WEIGHT] = round(100 * weight)
    st.slider(
        "How like the future are these months?",
        0,
        100,
        step=5,
        format="%d %%",
        key=_WEIGHT,
        help=ABOUT_WEIGHT,
        on_change=_weighed,
    )


def _weighed() -> None:
    page_choices.choose(_WEIGHT, repr(st.session_state[_WEIGHT] / 100))


def _offered(scenario: Scenario[Belief], found: Lessons, formats: Formats) -> None:
    names = places(scenario)
    rows = [
        (
            names.get(path, path),
            spoken(lesson.of.belief, lesson.of.quantity, formats),
            spoken(between(*lesson.three), lesson.of.quantity, formats),
            f"{evidence_words(lesson, formats)}. {worth_words(lesson, formats)}.",
        )
        for path, lesson in found.by_path.items()
    ]
    if not rows:
        st.caption("At 0 % nothing is learned.")
        return
    st.html(learned_html(rows))
    conflicts = [
        f"- {escape_markdown(f'{names.get(path, path)}: {said}')}"
        for path, lesson in found.by_path.items()
        if (said := conflict_words(lesson))
    ]
    if conflicts:
        st.warning("\n".join(conflicts), title="Hardly possible by what was believed", icon=":material/warning:")
    st.button(
        "Learn from these figures",
        type="primary",
        icon=":material/school:",
        key="track-learn",
        on_click=_taken_over,
        args=(found,),
    )


def _learned(scenario: Scenario[Belief]) -> None:
    paths = learned_paths(scenario)
    if not paths:
        return
    names = places(scenario)
    with st.expander(f"{counted(len(paths), 'range')} learned from real figures", key="track-learned"):
        for path in paths:
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(escape_markdown(names.get(path, path)), width="content")
                st.button(
                    "Take it back",
                    key=f"track-back-{path}",
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=_taken_back,
                    args=(path,),
                )


def _taken_over(found: Lessons) -> None:
    draft = state.workspace().draft
    state.set_draft(learned_scenario(draft, list(found.by_path.values()), state.formats()))
    tell(f"{counted(len(found.by_path), 'range')} learned from real figures. Undo takes it back.")


def _taken_back(path: str) -> None:
    draft = state.workspace().draft
    state.set_draft(taken_back(draft, path))
    tell(f"{places(draft).get(path, path)}: as it was stated before.")
