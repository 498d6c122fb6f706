"""The page "Scenarios": what is open, unsaved work, saved files, and ways to begin."""

import streamlit as st

from simulator.library.folder import shipped_folder
from simulator.ui.frame.navigation import start_page
from simulator.ui.frame.open_file import upload
from simulator.ui.frame.status_bar import status_bar
from simulator.ui.scenarios.cards import examples
from simulator.ui.scenarios.import_export import exchange
from simulator.ui.scenarios.open_scenario import open_scenario
from simulator.ui.scenarios.saved import saved_scenarios
from simulator.ui.scenarios.trash import discarded
from simulator.ui.scenarios.unsaved import unsaved_work
from simulator.ui.session import results, state

ABOUT_EXAMPLES = (
    "Every figure says where it is from: a published source, or an assumption. Open one, change what differs for you, "
    "and save it as your own."
)

status_bar()
st.title("Scenarios", anchor=False)

now, formats = state.workspace(), state.formats()

open_scenario(now)

st.header("Your saved scenarios", anchor=False)
exchange()
saved_scenarios(None if now.file is None else now.file.stem, formats)
unsaved_work(state.unsaved_work(), formats)
discarded(formats)

st.header("Begin a new one", anchor=False)
from_trade, from_file = st.columns(2)
with from_trade, st.container(border=True, height="stretch"):
    st.subheader("From your trade, or something else", anchor=False)
    st.markdown("Your trade, your budget and three numbers that you know give a first answer.")
    st.page_link(start_page(), label="Begin with your business", icon=":material/flag:")
with from_file, st.container(border=True, height="stretch"):
    st.subheader("From a file", anchor=False)
    upload()

st.header("Examples", anchor=False)
st.caption(ABOUT_EXAMPLES)
# Last, because all the files are read when they are first shown.
examples(results.entries(shipped_folder()), now.shipped)
