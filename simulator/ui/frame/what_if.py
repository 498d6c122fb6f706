"""The choice of what is supposed, the same on Plan and on Compare: chips, any number, a row for each supposition."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Literal

import streamlit as st

from simulator.analyses.stress import MOST_CONDITIONS, Condition, Side
from simulator.analyses.what_if import (
    MOST_KNOBS,
    AnyKnob,
    WhatIf,
    conditions_of,
    fitting,
    subject_of,
)
from simulator.edits.knobs import (
    LEAST,
    MOST,
    ByShare,
    Knob,
    OneBelief,
    Season,
    Stops,
    known_share,
)
from simulator.presentation.what_if import (
    SEASONS_IN_WORDS,
    NumberChoice,
    chip_of,
    chips,
    effect_text,
    knob_label,
    month_words,
    number_choices,
    share_text,
    worlds_sentences,
)
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text import parsing
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.form import complain, current
from simulator.ui.forms.typed import doubt_in, doubts, remember
from simulator.ui.session import input_state, state, what_if
from simulator.units import Unit

ABOUT = "Turn what worries you, or what you hope for, and see what it does. Your own figures stay as they are."
FULL = f"{MOST_KNOBS} at once is the most: remove one to suppose something else."
BY_SHARE = "By percent"
AS_BELIEVED = "What is supposed on Plan is left out here: this is for the scenario as you believe it."
WHAT_IF_PLACE = "what-if"
"""The name of its place on the page, for links."""
BOX_WIDTH = 92
"""The box of a percentage [px]."""

Width = Literal["stretch", "content"]

_CHIPS, _ANY = "what-if-chips", "what-if-any"


def say_as_believed() -> None:
    """Say that a page leaves out what is supposed, if anything is."""
    if what_if.supposed():
        st.caption(AS_BELIEVED)


def what_if_choice(scenario: Scenario[Belief], plan: str, formats: Formats) -> WhatIf:
    """Everything that can be supposed, offered; what is supposed of this scenario. ``plan`` is one of its plans."""
    supposed = fitting(scenario, what_if.held())
    st.html(f'<h2 class="fc-title" id="{WHAT_IF_PLACE}">What if ...</h2>')
    st.caption(ABOUT)
    choices = number_choices(scenario, formats)
    _chips(scenario, plan, supposed)
    _any_number(choices, supposed)
    for each in supposed:
        _row(each, scenario, plan, choices, formats)
    for said in worlds_sentences(scenario, supposed, formats):
        st.caption(escape_markdown(said))
    return supposed


def reset_button() -> None:
    """A press supposes nothing more."""
    st.button("Reset what-if", icon=":material/restart_alt:", key="what-if-reset", on_click=what_if.reset)


# -- what is offered -----------------------------------------------------------------------------------------------


def _chips(scenario: Scenario[Belief], plan: str, supposed: WhatIf) -> None:
    offered = {chip.words: chip.first for chip in chips(scenario, plan)}
    input_state.fill(_CHIPS, list(dict.fromkeys(words for each in supposed if (words := chip_of(each)) in offered)))
    st.pills(
        "Suppose",
        list(offered),
        selection_mode="multi",
        key=_CHIPS,
        label_visibility="collapsed",
        on_change=_chosen,
        args=(offered,),
    )


def _chosen(offered: Mapping[str, Knob]) -> None:
    held = input_state.held(_CHIPS)
    wanted = held if isinstance(held, list) else []
    # Of too many the last is not turned: the chips then show what is.
    input_state.accept(_CHIPS)
    turned = {chip_of(each) for each in what_if.held()}
    what_if.forget([each for each in what_if.held() if (words := chip_of(each)) in offered and words not in wanted])
    what_if.suppose(*(knob for words, knob in offered.items() if words in wanted and words not in turned))


def _any_number(choices: Sequence[NumberChoice], supposed: WhatIf) -> None:
    subjects = {subject_of(each) for each in supposed}
    offered = {choice.path: choice for choice in choices if choice.path not in subjects}
    input_state.fill(_ANY, None)
    st.selectbox(
        "Any other number",
        list(offered),
        format_func=lambda path: offered[path].label if path in offered else "",
        index=None,
        key=_ANY,
        placeholder="Any other number",
        label_visibility="collapsed",
        disabled=len(supposed) >= MOST_KNOBS,
        on_change=_number_chosen,
        args=(offered,),
    )
    if len(supposed) >= MOST_KNOBS:
        st.caption(FULL)


def _number_chosen(offered: dict[str, NumberChoice]) -> None:
    path = input_state.text(_ANY)
    input_state.accept(_ANY)
    if path in offered:
        choice = offered[path]
        is_room = len(conditions_of(what_if.held())) < MOST_CONDITIONS
        what_if.suppose(choice.first if is_room or not choice.can_be_scaled else choice.first_share)


# -- a row for each supposition ------------------------------------------------------------------------------------


def _row(
    supposed: AnyKnob, scenario: Scenario[Belief], plan: str, choices: Sequence[NumberChoice], formats: Formats
) -> None:
    subject = subject_of(supposed)
    with st.container(key=f"what-if {subject}", gap="xsmall"):
        match supposed:
            case Season():
                _season_row(supposed, scenario)
            case Stops():
                _stops_row(supposed, scenario, formats)
            case Condition() | OneBelief():
                _number_row(supposed, next(choice for choice in choices if choice.path == subject))
            case ByShare():
                _titled(supposed, knob_label(supposed, scenario), lambda: _percent_box(supposed))
        if isinstance(supposed, ByShare):
            _remark(supposed)
        if isinstance(supposed, Knob) and (effect := effect_text(supposed, scenario, plan, formats)):
            st.caption(escape_markdown(effect))


def _titled(supposed: AnyKnob, label: str, *boxes: Callable[[], None], width: Width = "stretch") -> None:
    """A line: the label, boxes beside it, and the button that takes it away."""
    key = f"what-if-line {subject_of(supposed)}"
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall", key=key):
        st.markdown(f"**{escape_markdown(label)}**", width=width)
        for box in boxes:
            box()
        _remove_button(supposed, label)


def _remove_button(supposed: AnyKnob, label: str) -> None:
    st.button(
        "Remove",
        icon=":material/close:",
        type="tertiary",
        key=f"what-if-without {subject_of(supposed)}",
        help=f"Suppose this no more: {escape_markdown(label)}",
        on_click=what_if.forget,
        args=([supposed],),
    )


def _percent_box(supposed: ByShare) -> None:
    key = _box_key(supposed)
    input_state.fill(key, _signed(supposed.by))
    st.text_input(
        "Percent more or less",
        key=key,
        label_visibility="collapsed",
        width=BOX_WIDTH,
        on_change=_percent_typed,
        args=(supposed,),
    )


def _percent_typed(supposed: ByShare) -> None:
    key, form = _box_key(supposed), current()
    typed = input_state.text(key)
    read = form.read(typed, Unit.RATE)
    by = None if read is None else known_share(read)
    if by is None:
        input_state.leave(key)
        return
    input_state.accept(key)
    remember(key, doubt_in(form, typed, Unit.RATE, shown=_signed(by)))
    what_if.suppose_instead(supposed, replace(supposed, by=by))


def _signed(by: float) -> str:
    return ("+" if by >= 0.0 else "") + parsing.write(by, Unit.RATE, locale=state.locale())


def _remark(supposed: ByShare) -> None:
    """What is wrong with the percentage that was typed, or how it was read where it may be meant otherwise."""
    key = _box_key(supposed)
    if (typed := input_state.unread(key)) is not None:
        formats = state.formats()
        limits = f"from {share_text(LEAST, formats)} to {share_text(MOST, formats)}"
        complain(
            [
                f"“{typed}” is not a percentage {limits}: write 30 or -10"
                if typed.strip()
                else f"write a percentage {limits}, such as 30 or -10"
            ]
        )
    doubts([key], _percent_typed, (supposed,))


def _box_key(supposed: ByShare) -> str:
    return f"what-if-by {supposed.subject}"


def _season_row(supposed: Season, scenario: Scenario[Belief]) -> None:
    key = f"what-if-months {supposed.subject}"

    def months_typed() -> None:
        if (first := SEASONS_IN_WORDS.get(input_state.text(key))) is not None:
            what_if.suppose_instead(supposed, replace(supposed, first=first))

    def months_box() -> None:
        input_state.fill(key, next(words for words, first in SEASONS_IN_WORDS.items() if first == supposed.first))
        st.selectbox("Months", list(SEASONS_IN_WORDS), key=key, label_visibility="collapsed", on_change=months_typed)

    _titled(supposed, "Demand", months_box, lambda: _percent_box(supposed))


def _stops_row(supposed: Stops, scenario: Scenario[Belief], formats: Formats) -> None:
    channel_key, month_key = f"what-if-channel {supposed.subject}", f"what-if-from {supposed.subject}"
    months = {month_words(month, scenario, formats): month for month in range(1, scenario.horizon_months + 1)}

    def changed() -> None:
        channel, month = input_state.text(channel_key), months.get(input_state.text(month_key))
        if channel in scenario.channel_names and month is not None:
            what_if.suppose_instead(supposed, Stops(channel, month))

    def month_box() -> None:
        input_state.fill(month_key, month_words(supposed.month, scenario, formats))
        st.selectbox("From", list(months), key=month_key, on_change=changed, label_visibility="collapsed")

    def channel_box() -> None:
        input_state.fill(channel_key, supposed.channel)
        names = list(scenario.channel_names)
        st.selectbox("Channel", names, key=channel_key, on_change=changed, label_visibility="collapsed")

    # The names of channels are long: each box has a line of its own.
    _titled(supposed, "Stop", channel_box, width="content")
    with st.container(
        horizontal=True, vertical_alignment="center", gap="xsmall", key=f"what-if-line from {supposed.subject}"
    ):
        st.markdown("**from**", width="content")
        month_box()


def _number_row(supposed: Condition | OneBelief, choice: NumberChoice) -> None:
    key = f"what-if-how {choice.path}"
    is_room = isinstance(supposed, Condition) or len(conditions_of(what_if.held())) < MOST_CONDITIONS
    words: dict[str, str] = {side: text for side, text in choice.sides.items() if is_room}
    if choice.can_be_scaled:
        words["share"] = BY_SHARE

    def turned() -> None:
        how = input_state.text(key)
        sides: dict[str, Side] = {"low": "low", "high": "high"}
        what_if.suppose_instead(supposed, Condition(choice.path, sides[how]) if how in sides else choice.first_share)

    _titled(supposed, choice.label)
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        input_state.fill(key, supposed.side if isinstance(supposed, Condition) else "share")
        st.segmented_control(
            escape_markdown(choice.label),
            list(words),
            format_func=lambda how: escape_markdown(words.get(how, "")),
            required=True,
            key=key,
            label_visibility="collapsed",
            on_change=turned,
        )
        if isinstance(supposed, OneBelief):
            _percent_box(supposed)
