"""The form of one channel: how it is paid, what it costs, how its people behave."""

import streamlit as st

from simulator import edits
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import CHANNEL_TYPES, Channel
from simulator.scenario.curves import CURVES
from simulator.scenario.customers import CustomerValue
from simulator.scenario.fields import quantities
from simulator.scenario.stages import StageRates
from simulator.ui.forms import groups
from simulator.ui.forms.belief_card import belief_card
from simulator.ui.forms.expanders import BOX_WIDTH, CARD_WIDTH, cards, expander, number_boxes
from simulator.ui.forms.form import Form, change, complain
from simulator.ui.forms.number_input import number_box
from simulator.ui.forms.repeats import repeats_form
from simulator.ui.forms.seasonality import season_card
from simulator.ui.session import input_state, page_choices, state

AS_BUSINESS = "As for the business"
AS_ALL = "As for all channels"

UNSET = {
    **dict.fromkeys(quantities(CustomerValue), AS_BUSINESS),
    **dict.fromkeys(quantities(StageRates), AS_ALL),
}


def channel_form(form: Form, channel: Channel[Belief]) -> None:
    """All that is stated of a channel: first what most people set, the rest folded away."""
    path = f"channels.{channel.name}"
    shown = groups.channel_groups(channel, form.scenario.funnel.stages)
    _head(form, path, channel)
    st.header("What it costs and what comes of it", anchor=False)
    cards(form, path, shown[groups.FIRST], UNSET)
    st.header("What more money buys", anchor=False)
    if "curve" not in channel.unused:
        _curve(form, path, channel)
    for group, label in groups.CHANNEL_FOLDS.items():
        _folded(form, path, channel, group, label, shown)


def _head(form: Form, path: str, channel: Channel[Belief]) -> None:
    with st.grid(4, min_column_width=BOX_WIDTH, gap="small"):
        _name_box(form, path, channel.name)
        _type_box(path, channel)
        for name in groups.channel_groups(channel, form.scenario.funnel.stages)["spend"]:
            number_box(form, f"{path}.{name}")
    st.caption(channel.about)


def _name_box(form: Form, path: str, name: str) -> None:
    key = f"{path}.name"
    with st.container(gap="xsmall"):
        input_state.fill(key, name)
        st.text_input("Name", key=key, max_chars=input_state.MOST_TYPED, on_change=_renamed, args=(name,))
        typed = input_state.unread(key)
        refused = "" if typed is None else edits.refusal(form.scenario, name, typed)
        complain([refused] if refused else form.problems.get(key, ()))


def _type_box(path: str, channel: Channel[Belief]) -> None:
    key = f"{path}.type"
    input_state.fill(key, channel.type)
    st.selectbox(
        "How you pay",
        list(CHANNEL_TYPES),
        format_func=lambda kind: CHANNEL_TYPES[kind].label,
        key=key,
        on_change=_type_chosen,
        args=(channel.name,),
        help="What also fits the new way of paying is kept; Undo brings back the rest.",
    )


def _curve(form: Form, path: str, channel: Channel[Belief]) -> None:
    key = f"{path}.curve"
    with st.grid(2, min_column_width=CARD_WIDTH, gap="small"):
        with st.container(border=True, height="stretch", key=f"card {key}"):
            input_state.fill(key, channel.curve.type)
            st.selectbox(
                "If you spend more",
                list(CURVES),
                format_func=lambda kind: CURVES[kind].label,
                key=key,
                on_change=_curve_chosen,
                args=(channel.name,),
            )
            st.caption(channel.curve.about)
            for name in groups.are_numbers(channel.curve, tuple(quantities(channel.curve))):
                number_box(form, f"{key}.{name}")
            complain(form.problems.get(key, ()))
        for name in groups.are_beliefs(channel.curve, tuple(quantities(channel.curve))):
            belief_card(form, f"{key}.{name}")


def _folded(form: Form, path: str, channel: Channel[Belief], group: str, label: str, shown: groups.Groups) -> None:
    names = shown[group]
    season = group == "timing"
    if not names and not season:
        return
    paths = [*(f"{path}.{name}" for name in names), *([f"{path}.seasonality"] if season else [])]
    with expander(form, label, groups.expander_key("channel", group), paths) as is_open:
        if not is_open:
            return
        if group == "customers":
            cards(form, path, [name for name in names if name not in groups.REPEATS], UNSET)
            repeats_form(form, path, UNSET)
            return
        if season:
            # What ripens and how fast it fades stand side by side.
            cards(form, path, names, UNSET)
            season_card(form, f"{path}.seasonality", unset=AS_BUSINESS)
            return
        number_boxes(form, path, groups.are_numbers(channel, names))
        cards(form, path, groups.are_beliefs(channel, names), UNSET)


def _renamed(name: str) -> None:
    scenario, key = state.workspace().draft, f"channels.{name}.name"
    wanted = input_state.text(key)
    if name not in scenario.channel_names:
        return
    if edits.refusal(scenario, name, wanted):
        input_state.leave(key)
        return
    input_state.accept(key)
    page_choices.choose("channel", wanted.strip())
    change(lambda draft: edits.rename_channel(draft, name, wanted))


def _type_chosen(name: str) -> None:
    kind = input_state.choice(f"channels.{name}.type")
    if name in state.workspace().draft.channel_names:
        change(lambda scenario: edits.change_type(scenario, name, kind))


def _curve_chosen(name: str) -> None:
    kind = input_state.choice(f"channels.{name}.curve")
    if name in state.workspace().draft.channel_names:
        change(lambda scenario: edits.change_curve(scenario, name, kind))
