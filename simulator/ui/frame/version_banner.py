"""The banner over a version that is looked at: what it is, that it stays as it is, and the ways on."""

from collections.abc import Callable
from functools import partial

import streamlit as st

from simulator.errors import FunnelcastError
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.problem_list import refusal_notice
from simulator.ui.session import files, state
from simulator.ui.session.session import say
from simulator.ui.session.workspaces import Workspace
from simulator.validation import LONGEST_NAME


def notice_version(now: Workspace) -> None:
    """Say that an older version is looked at; nothing if something else is open."""
    if now.version is None:
        return
    when = state.formats().moment(now.version.saved)
    said = f"**{escape_markdown(now.version.stem)}** as it was saved on {escape_markdown(when)}."
    with st.container(key="looking"):
        st.info(
            f"{said} It stays as it is: what you try here can be saved as a new scenario.",
            title="You are looking at an older version",
            icon=":material/history:",
        )
        with st.container(horizontal=True, gap="xsmall"):
            if st.button("Back to the present one", icon=":material/arrow_back:", key="back-from-version"):
                _do(files.back_from_version, "Not opened")
            if st.button("Restore this version", icon=":material/history:", key="restore-looked-at"):
                _do(partial(files.restore_version, now.version.stem, now.version.id), "Not restored")


def suggested_name(now: Workspace) -> str:
    """A name for saving the open scenario: its own, or one that tells the version."""
    if now.version is None:
        return now.draft.name
    told = f" of {state.formats().day(now.version.saved.date())}"
    return f"{now.draft.name[: LONGEST_NAME - len(told)]}{told}"


def _do(action: Callable[[], None], refused: str) -> None:
    try:
        action()
    except FunnelcastError as error:
        say(refusal_notice(error, refused))
    else:
        st.rerun()
