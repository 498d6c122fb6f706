"""Parts of a form that are folded away until someone wants them, and grids of cards."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import streamlit as st

from simulator import edits
from simulator.ui.forms import groups
from simulator.ui.forms.belief_card import belief_card
from simulator.ui.forms.form import Form, declared
from simulator.ui.forms.number_input import number_box
from simulator.ui.forms.steps_input import is_stepped, stepped_box
from simulator.units import Role

CARD_WIDTH = 380
BOX_WIDTH = 220


@contextmanager
def expander(form: Form, label: str, key: str, paths: Iterable[str], *, unfolded: bool = False) -> Iterator[bool]:
    """A part that can be folded away; gives whether it is unfolded, and what follows is drawn in it only then."""
    count = sum(form.problems_under(path) for path in paths)
    if count:
        # Not in the label: with another label it would be another part, and fold itself while someone types in it.
        st.markdown(f":red[:material/error: {count} to fix below]")
    part = st.expander(label, unfolded, key=key, on_change="rerun")
    with part:
        yield bool(part.open)


def cards(form: Form, owner: str, names: Iterable[str], unset: dict[str, str]) -> None:
    """Cards side by side where there is room; ``unset`` says what it means to state nothing of a belief."""
    with st.grid(2, min_column_width=CARD_WIDTH, gap="small"):
        for name in names:
            path = f"{owner}.{name}"
            if declared(form.scenario, path).role is Role.NUMBER:
                with st.container(border=True, height="stretch", key=f"card {path}"):
                    number_box(form, path)
                continue
            held = edits.inherited(form.scenario, path)
            nothing = groups.UNSET.get(name, "").lower() if owner.startswith("channels.") else ""
            belief_card(form, path, inherited=held, unset=unset.get(name, ""), nothing=nothing)


def number_boxes(form: Form, owner: str, names: Iterable[str]) -> None:
    """The boxes of decided numbers, side by side where there is room."""
    with st.grid(4, min_column_width=BOX_WIDTH, gap="small"):
        for name in names:
            path = f"{owner}.{name}" if owner else name
            if is_stepped(path):
                stepped_box(form, path)
            else:
                number_box(form, path)
