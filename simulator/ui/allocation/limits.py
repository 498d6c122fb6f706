"""The limits of a split: what holds now in words, and boxes to change it. They are kept in the scenario."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from typing import cast

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from simulator.edits.limits import (
    group_name_refusal,
    paid_names,
    with_channel_limit,
    with_group,
    with_new_group,
    with_step,
    without_channel_limit,
    without_group,
)
from simulator.errors import Problem
from simulator.presentation import beliefs
from simulator.presentation.splits import channel_limits_text, group_limits_text, limits_problem_text
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import quantity_of
from simulator.scenario.limits import ChannelLimits, GroupLimits
from simulator.scenario.months import month_number
from simulator.scenario.scenario import HORIZON_MOST, Scenario
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.asked_number import asked_number, asked_number_box
from simulator.ui.forms.form import Form, change, complain, current
from simulator.ui.session import input_state, page_choices
from simulator.units import Unit

STEP_LEFT_OUT = "about a hundredth of the total"
BOX_WIDTH = 130
NONE_YET = "There are none: any amount for any channel."
MORE_THAN_MOST = "“At least” is more than “At most”"
COMMITTED = "Committed to the end of"
NOT_COMMITTED = ""
ABOUT_COMMITTED = (
    "One split for all months leaves it as it is in all of them, a split by month until then, one by quarter to the end"
    " of that quarter."
)
MONEY = {"at_least": "At least, a month", "at_most": "At most, a month"}
_OF, _STEP, _OPEN = "limits-of", "limit-step", "limits-open"


def limits_editor(scenario: Scenario[Belief], formats: Formats, problems: Sequence[Problem]) -> DeltaGenerator:
    """Every limit in a line, what is wrong with them, and the boxes while they are unfolded.

    It gives the place beside the limits where it can be told that they cannot be met together.
    """
    st.markdown("**Limits**")
    lines = [*_lines(scenario, formats)]
    st.markdown("\n".join(f"- {line}" for line in lines) if lines else NONE_YET)
    names = [own.channel for own in scenario.limits.channels]
    complain([limits_problem_text(each.path, each.message, names) for each in problems])
    refused = st.container(key="split-refused")
    part = st.expander("Change the limits", key=_OPEN, on_change="rerun", icon=":material/tune:")
    if part.open:
        with part:
            _boxes(current())
    return refused


def _boxes(form: Form) -> None:
    scenario = form.scenario
    _channel(form)
    for place, group in enumerate(scenario.limits.groups):
        _group(form, place, group)
    if len(paid_names(scenario)) > 1:
        st.button("Limit several channels together", icon=":material/add:", key="add-limit-group", on_click=_add)
    _step(form)


def _lines(scenario: Scenario[Belief], formats: Formats) -> list[str]:
    """The limits in words, as Markdown."""
    stated = scenario.limits
    own = [(each.channel, channel_limits_text(each, scenario.start, formats)) for each in stated.channels]
    groups = [(each.name, group_limits_text(each, formats)) for each in stated.groups]
    named = [f"**{escape_markdown(name)}**: {escape_markdown(text)}" for name, text in (*own, *groups)]
    steps = [] if stated.step is None else [f"Amounts in steps of {escape_markdown(formats.money(stated.step))}"]
    return [*named, *steps]


# -- one channel -------------------------------------------------------------------------------------------------------


def _channel(form: Form) -> None:
    names = paid_names(form.scenario)
    picked = page_choices.chosen(_OF)
    name = picked if picked in names else names[0]
    input_state.fill(_OF, name)
    st.selectbox("Channel", names, key=_OF, on_change=lambda: page_choices.choose(_OF, input_state.text(_OF)))
    own = form.scenario.limits.of(name)
    _box(f"limit locked {name}", "Keep it as it is", own.locked, _ticked, (name, "locked"))
    if not own.locked:
        with st.grid(3, min_column_width=BOX_WIDTH, gap="small"):
            for field, label in MONEY.items():
                _number_box(
                    form, _key(field, name), label, getattr(own, field), Unit.MONEY, _channel_typed, (field, name)
                )
            _number_box(
                form,
                _key("changes_at_most", name),
                "Changes by at most, %",
                own.changes_at_most,
                Unit.RATE,
                _channel_typed,
                ("changes_at_most", name),
            )
        if own.at_least:
            _box(f"limit or_nothing {name}", "Or nothing at all", own.or_nothing, _ticked, (name, "or_nothing"))
        _commitment(form, own, name)
    if own in form.scenario.limits.channels:
        st.button(
            f"No limits for {escape_markdown(name)}",
            icon=":material/delete:",
            type="tertiary",
            key=f"limit none {name}",
            on_click=_cleared,
            args=(name,),
        )


def _commitment(form: Form, own: ChannelLimits, name: str) -> None:
    """Until when the channel keeps what it has."""
    scenario, key = form.scenario, _key("committed_until", name)
    until = None if own.committed_until is None else month_number(own.committed_until, scenario.start)
    months = {*range(1, min(scenario.horizon_months, HORIZON_MOST) + 1), *([] if until is None else [until])}
    input_state.fill(key, NOT_COMMITTED if until is None else until)
    st.selectbox(
        COMMITTED,
        [NOT_COMMITTED, *sorted(months)],
        format_func=lambda month: "not committed" if isinstance(month, str) else form.month(month),
        key=key,
        on_change=_committed,
        args=(name,),
    )
    if own.committed_until is not None:
        st.caption(ABOUT_COMMITTED)


def _committed(name: str) -> None:
    key = _key("committed_until", name)
    month = input_state.held(key)
    input_state.accept(key)
    until = month if isinstance(month, int) else None
    if name in current().scenario.channel_names:
        change(lambda draft: with_channel_limit(draft, name, committed_until=until))


def _key(field: str, name: str) -> str:
    return f"limit {field} {name}"


def _box(key: str, label: str, value: bool, act: Callable[..., None], args: tuple[object, ...]) -> None:
    input_state.fill(key, value)
    st.checkbox(label, key=key, on_change=act, args=args)


def _number_box(
    form: Form,
    key: str,
    label: str,
    value: float | None,
    unit: Unit,
    act: Callable[..., None],
    args: tuple[object, ...],
) -> None:
    refusal = partial(_refusal, form, unit)
    asked_number_box(form, key, label, value, unit, act, args, refusal=refusal, left_out="no limit")


def _refusal(form: Form, unit: Unit, typed: str) -> str:
    """Why a number was not taken."""
    number = form.read(typed, unit)
    if number is None:
        field = "at_least" if unit is Unit.MONEY else "changes_at_most"
        quantity = quantity_of(ChannelLimits(channel=""), field)
        return beliefs.not_a_number(typed, quantity, form.formats)
    return MORE_THAN_MOST if 0.0 <= number < math.inf else f"“{typed}” is not a number of 0 or more"


def _typed(key: str, unit: Unit, fits: Sequence[float | None], field: str) -> tuple[bool, float | None]:
    """Whether what was typed can hold, beside the least and the most that do, and the number; None for no limit."""

    def can_be(number: float) -> bool:
        least = number if field == "at_least" else fits[0]
        most = number if field == "at_most" else fits[1]
        return 0.0 <= number < math.inf and (least is None or most is None or least <= most)

    return asked_number(current(), key, unit, can_be)


def _channel_typed(field: str, name: str) -> None:
    scenario = current().scenario
    if name not in scenario.channel_names:
        return
    own, unit = scenario.limits.of(name), Unit.MONEY if field in MONEY else Unit.RATE
    is_taken, number = _typed(_key(field, name), unit, (own.at_least, own.at_most), field)
    if is_taken:
        change(lambda draft: with_channel_limit(draft, name, **{field: number}))


def _ticked(name: str, field: str) -> None:
    key = _key(field, name)
    ticked = bool(input_state.held(key))
    input_state.accept(key)
    if name in current().scenario.channel_names:
        change(lambda draft: with_channel_limit(draft, name, **{field: ticked}))


def _cleared(name: str) -> None:
    input_state.accept(*(_key(field, name) for field in (*MONEY, "changes_at_most", "committed_until")))
    change(lambda draft: without_channel_limit(draft, name))


# -- several channels --------------------------------------------------------------------------------------------------


def _group(form: Form, place: int, group: GroupLimits) -> None:
    with st.container(border=True, key=f"limit-group-{place + 1}"):
        key = _group_key("name", place)
        input_state.fill(key, group.name)
        st.text_input("Name of the group", key=key, max_chars=input_state.MOST_TYPED, on_change=_named, args=(place,))
        if (typed := input_state.unread(key)) is not None:
            complain([group_name_refusal(form.scenario, place, typed)])
        key = _group_key("channels", place)
        input_state.fill(key, [name for name in group.channels if name in paid_names(form.scenario)])
        st.multiselect(
            "Channels", paid_names(form.scenario), key=key, wrap=True, on_change=_members_chosen, args=(place,)
        )
        with st.grid(3, min_column_width=BOX_WIDTH, gap="small"):
            for field, label in (*MONEY.items(), ("share_at_most", "At most, % of the total")):
                unit = Unit.MONEY if field in MONEY else Unit.RATE
                value = getattr(group, field)
                _number_box(form, _group_key(field, place), label, value, unit, _group_typed, (field, place))
        st.button(
            f"Remove {escape_markdown(group.name)}",
            icon=":material/delete:",
            type="tertiary",
            key=_group_key("remove", place),
            on_click=_removed,
            args=(place,),
        )


def _group_key(field: str, place: int) -> str:
    return f"limit group {place + 1} {field}"


def _group_at(place: int) -> GroupLimits | None:
    groups = current().scenario.limits.groups
    return groups[place] if place < len(groups) else None


def _add() -> None:
    change(with_new_group)


def _named(place: int) -> None:
    key = _group_key("name", place)
    name = input_state.text(key)
    if _group_at(place) is None:
        return
    if group_name_refusal(current().scenario, place, name):
        input_state.leave(key)
        return
    input_state.accept(key)
    change(lambda draft: with_group(draft, place, name=name.strip()))


def _members_chosen(place: int) -> None:
    key = _group_key("channels", place)
    chosen = cast("list[str]", input_state.held(key) or [])
    input_state.accept(key)
    # A group without channels would limit nothing: the last one stays.
    if chosen:
        change(lambda draft: with_group(draft, place, channels=tuple(chosen)))


def _group_typed(field: str, place: int) -> None:
    group = _group_at(place)
    if group is None:
        return
    unit = Unit.MONEY if field in MONEY else Unit.RATE
    is_taken, number = _typed(_group_key(field, place), unit, (group.at_least, group.at_most), field)
    if field == "share_at_most" and number is not None:
        number = min(number, 1.0)
    if is_taken:
        change(lambda draft: with_group(draft, place, **{field: number}))


def _removed(place: int) -> None:
    count = len(current().scenario.limits.groups)
    fields = ("name", "channels", *MONEY, "share_at_most")
    input_state.accept(*(_group_key(field, each) for each in range(count) for field in fields))
    change(lambda draft: without_group(draft, place))


def _step(form: Form) -> None:
    asked_number_box(
        form,
        _STEP,
        "Amounts in steps of",
        form.scenario.limits.step,
        Unit.MONEY,
        _step_typed,
        refusal=lambda typed: f"“{typed}” is not an amount above 0",
        left_out=STEP_LEFT_OUT,
    )


def _step_typed() -> None:
    is_taken, number = asked_number(current(), _STEP, Unit.MONEY, lambda step: 0.0 < step < math.inf)
    if is_taken:
        change(lambda draft: with_step(draft, number))
