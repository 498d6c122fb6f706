"""The page "Present": a story for a screen, made ready here, shown slide by slide, and handed over as documents."""

from functools import partial

import streamlit as st

from simulator.ui.frame.large_run import is_too_large
from simulator.ui.frame.navigation import assumptions_page
from simulator.ui.frame.problem_list import show_draft_problems
from simulator.ui.frame.status_bar import page_frame, status_bar
from simulator.ui.present import deck
from simulator.ui.present.choices import choices
from simulator.ui.present.documents import documents
from simulator.ui.present.play import play
from simulator.ui.present.told import cost, told_story
from simulator.ui.present.why import why_awaited, why_known
from simulator.ui.session import input_state, slides, state
from simulator.ui.session.turns import turn
from simulator.ui.session.workspaces import Workspace

ABOUT = "One idea a slide, for a shared screen. Nothing can be changed while you present."


def page() -> None:
    """The whole page: the show while a slide is on the screen, else what goes before and after it."""
    now = state.workspace()
    input_state.begin(now.id)
    ready = bool(now.plan) and not state.problems()
    if slides.shown() is not None and ready and not is_large(now):
        page_frame()
        present(now)
        return
    status_bar()
    st.title("Present", anchor=False)
    st.markdown(ABOUT)
    if problems := state.problems():
        show_draft_problems(problems, "There is nothing to present yet: these need fixing first")
        st.page_link(assumptions_page(), label="Fix them under Assumptions", icon=":material/rule:")
        return
    if not now.plan:
        st.info("This scenario has no plan yet.", icon=":material/info:")
        return
    prepare(now)


def is_large(now: Workspace) -> bool:
    """Whether to ask before so large a scenario is run; the question is on the page then."""
    return is_too_large(partial(cost, now.draft), "This presentation")


def present(now: Workspace) -> None:
    """The slide on the screen."""
    why = why_known(now.draft, state.draws())
    with turn(cost(now.draft, state.draws())):
        story = told_story(now.draft, state.draws(), state.formats(), why)
    deck.show(story, slides.shown() or 1, partial(play, now.draft, state.draws(), state.formats()))


def prepare(now: Workspace) -> None:
    """Choices, the slides in small, and the documents."""
    left, right = st.columns([2, 3], gap="large")
    with left:
        choices(now.draft)
    with right:
        if is_large(now):
            return
        st.button(
            "Start presenting",
            icon=":material/slideshow:",
            type="primary",
            key="present-start",
            on_click=partial(slides.show, 1),
            help="Arrow keys and clicks turn the slides, F fills the screen, Escape ends it.",
        )
        why = why_awaited(now.draft, state.draws())
        with turn(cost(now.draft, state.draws())):
            story = told_story(now.draft, state.draws(), state.formats(), why)
        deck.preview(story)
        st.subheader("To hand over", anchor=False)
        documents(now.draft, state.draws(), state.formats(), why)


page()
