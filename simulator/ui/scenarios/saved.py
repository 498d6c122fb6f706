"""The saved scenarios: found by words, client and order, a page at a time, and what is done with one of them."""

from collections.abc import Sequence

import streamlit as st

from simulator.errors import FunnelcastError
from simulator.library.folder import library_folder
from simulator.text.formats import Formats
from simulator.text.grammar import counted
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.problem_list import show_refusal
from simulator.ui.scenarios.listing import PAGE, Order, clients, matching, on_page, ordered, pages
from simulator.ui.scenarios.saved_cards import Action, Chosen, cards
from simulator.ui.scenarios.versions import versions_dialog
from simulator.ui.session import files, input_state
from simulator.ui.session.file_summary import FileSummary, summaries, unshown

FEW = 6
"""Up to so many files are seen at a glance: there is nothing to search, sort or turn over."""

ALL_CLIENTS = "All clients"


def saved_scenarios(open_stem: str | None, formats: Formats) -> None:
    """The files of the library with their search, and what was asked for in a card's menu."""
    everything = summaries(library_folder())
    if hidden := unshown(library_folder()):
        said = f"{counted(hidden, 'file')} not listed: the name holds signs that cannot be shown"
        st.caption(f"{said}. Rename it in its folder, or use Download all: there it gets a name that can be read.")
    if not everything:
        st.markdown("Nothing is saved yet. What you save is listed here.")
        return
    found, order = (everything, Order.CHANGED) if len(everything) <= FEW else _searched(everything)
    shown = ordered(found, order)
    count = pages(len(shown))
    page = st.pagination(count, key="saved-page") if count > 1 else 1
    chosen = cards(on_page(shown, page), open_stem, formats, by_client=order is Order.CLIENT)
    if chosen is not None:
        _do(chosen)


def _searched(everything: Sequence[FileSummary]) -> tuple[list[FileSummary], Order]:
    search, whose, sort = st.columns([2, 1, 1])
    words = search.text_input(
        "Search",
        type="search",
        live=True,
        placeholder="Name, client, notes or channel",
        key="saved-search",
        persist_state="session",
    )
    known = clients(everything)
    client = whose.selectbox("For client", [ALL_CLIENTS, *known], key="saved-client", persist_state="session")
    order = sort.selectbox("Sort by", list(Order), key="saved-order", persist_state="session")
    found = matching(everything, words or "", client if client in known else None)
    _say_how_many(len(found), len(everything))
    return found, order or Order.CHANGED


def _say_how_many(found: int, all_of_them: int) -> None:
    if not found:
        st.markdown("No saved scenario fits. Change the words or the client above.")
    elif found < all_of_them:
        st.caption(f"{found} of {counted(all_of_them, 'saved scenario')}")
    else:
        st.caption(counted(all_of_them, "saved scenario") + (f", {PAGE} on a page" if found > PAGE else ""))


def _do(chosen: Chosen) -> None:
    if chosen.action is Action.RENAME:
        rename_dialog(chosen.summary)
    elif chosen.action is Action.VERSIONS:
        versions_dialog(chosen.summary.stem)
    else:
        doing = files.duplicate if chosen.action is Action.DUPLICATE else files.discard
        try:
            doing(chosen.summary.stem)
        except FunnelcastError as error:
            show_refusal(error, "Not done")
        else:
            st.rerun()


@st.dialog("Rename")
def rename_dialog(summary: FileSummary) -> None:
    """Ask for another name; the file and its versions get it too."""
    name = st.text_input("New name", value=summary.name, max_chars=input_state.MOST_TYPED, key="rename-name")
    st.caption(f"The file {escape_markdown(summary.path.name)} is renamed too. Its versions stay with it.")
    if not st.button("Rename", type="primary", key="rename-confirm"):
        return
    try:
        files.rename(summary.stem, name.strip())
    except FunnelcastError as error:
        show_refusal(error, "Not renamed")
    else:
        st.rerun()
