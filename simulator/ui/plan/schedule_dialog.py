"""The window "By quarter, by year, growing": how one channel's spend goes over the months, and what that is in all."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from simulator.edits.limits import paid_names
from simulator.edits.schedules import WAYS, month_of, restated, with_schedule
from simulator.presentation.beliefs import not_a_number
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import month_number
from simulator.scenario.plans import NOTHING, Monthly, Periodic, PerQuarter, PerYear, Schedule, Spans, Steady
from simulator.scenario.scenario import HORIZON_MOST, Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import counted, sentence
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.form import Form, complain, form_of
from simulator.ui.forms.steps_input import months_to_choose
from simulator.ui.forms.typed import doubts, take_one
from simulator.ui.session import input_state, page_choices, state
from simulator.ui.session.workspaces import Workspace
from simulator.units import Quantity, Role, Unit
from simulator.validation import problems

WORDS: Mapping[type[Schedule], str] = {
    Steady: "The same every month, or growing",
    Spans: "Several amounts",
    PerQuarter: "By quarter",
    PerYear: "By year",
    Monthly: "Month by month",
}
ABOUT: Mapping[type[Schedule], str] = {
    Steady: "One amount a month, from one month to another. It may grow: 5 % makes each month 5 % more than the last.",
    Spans: "Several amounts, each from one month to another. Where they overlap they add up.",
    PerQuarter: "An amount for each three months from the plan's start, spread evenly over them.",
    PerYear: "An amount for each twelve months from the plan's start, spread evenly over them.",
    Monthly: "An amount for each month. To paste from a spreadsheet, use “Month by month” on the page.",
}
NO_MONTHS = f"How many months to look at needs fixing first, under Assumptions: from 1 to {HORIZON_MOST}."
NO_CHANNELS = "There is no channel to spend on yet. Add one under Assumptions."
BOX, MONTH_BOX = 130, 150
TO_THE_END = 1_000_000
"""Stands, among the months to choose, for the end of the plan."""

_CHANNEL, _WAY = "schedule channel", "schedule way"
_OF_MONTHS: Mapping[int, type[Schedule]] = {1: Monthly, PerQuarter.MONTHS: PerQuarter, PerYear.MONTHS: PerYear}
_AMOUNT = Quantity(label="Amount", unit=Unit.MONEY, role=Role.NUMBER)
_GROWTH = Quantity(label="More each month", unit=Unit.RATE, role=Role.NUMBER)


def schedule_button() -> None:
    """The button that opens the window."""
    if st.button("Growing, by quarter or year", icon=":material/trending_up:", key="open-schedule", type="tertiary"):
        plan = escape_markdown(state.workspace().plan)
        st.dialog(f"Spend over time: {plan}", width="large", on_dismiss="rerun")(_window)()


def _window() -> None:
    now = state.workspace()
    if not 1 <= now.draft.horizon_months <= HORIZON_MOST or not paid_names(now.draft):
        st.info(NO_MONTHS if paid_names(now.draft) else NO_CHANNELS, icon=":material/info:")
        return
    form = form_of(now.draft, problems(now.draft))
    channel = _chosen(now.draft)
    input_state.fill(_CHANNEL, channel)
    st.selectbox("Channel", paid_names(now.draft), key=_CHANNEL, on_change=_channel_chosen)
    schedule = _schedule(now, channel)
    input_state.fill(_WAY, WORDS[type(schedule)])
    st.pills("How its spend is stated", list(WORDS.values()), required=True, key=_WAY, on_change=_way_chosen)
    st.caption(ABOUT[type(schedule)])
    _boxes(form, schedule)
    path = f"plans.{now.plan}.monthly_spend.{channel}"
    found = [message for place, told in form.problems.items() if f"{place}.".startswith(f"{path}.") for message in told]
    complain([sentence(message) for message in found])
    st.markdown(f"**{escape_markdown(in_all(schedule, now.draft, form.formats))}**")
    if st.button("Done", type="primary", icon=":material/check:", key="schedule-done"):
        st.rerun()


def in_all(schedule: Schedule, scenario: Scenario[Belief], formats: Formats) -> str:
    """``In all $12,000 in 24 months, from $500 in Jan 2027 to $300 in Dec 2028``."""
    spend = scenario.spend_of(schedule)
    total = f"In all {formats.money(float(spend.sum()))} in {counted(scenario.horizon_months, 'month')}"
    if len(set(spend.tolist())) == 1:
        return f"{total}, {formats.money(float(spend[0]))} in each"
    ends = [(1, float(spend[0])), (len(spend), float(spend[-1]))]
    first, last = (f"{formats.money(amount)} in {formats.month_of(scenario.start, at)}" for at, amount in ends)
    return f"{total}, from {first} to {last}"


def _chosen(scenario: Scenario[Belief]) -> str:
    found, names = page_choices.chosen(_CHANNEL), paid_names(scenario)
    return found if found in names else names[0]


def _schedule(now: Workspace, channel: str) -> Schedule:
    return now.draft.plan(now.plan).monthly_spend.get(channel, NOTHING)


# -- what is drawn ---------------------------------------------------------------------------------------------------


def _boxes(form: Form, schedule: Schedule) -> None:
    match schedule:
        case Steady():
            _span(form, 0, schedule)
        case Spans(spans=spans):
            for place, span in enumerate(spans):
                _span(form, place, span, may_go=len(spans) > 1)
            st.button("Add an amount", icon=":material/add:", type="tertiary", key="schedule add", on_click=_added)
        case Monthly(amounts=amounts):
            filled = (*amounts, *[0.0] * (form.scenario.horizon_months - len(amounts)))
            _amounts(form, filled, 1)
        case Periodic(amounts=amounts):
            count = -(-form.scenario.horizon_months // schedule.MONTHS)
            listed = amounts if isinstance(amounts, tuple) else (amounts,) * count
            _amounts(form, (*listed, *[0.0] * (count - len(listed))), schedule.MONTHS)


def _span(form: Form, place: int, span: Steady, *, may_go: bool = False) -> None:
    scenario = form.scenario
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key=f"schedule line {place}"):
        label = f"Amount a month, {form.formats.currency_symbol}"
        _box(form, f"schedule amount {place}", label, span.amount, Unit.MONEY, _span_typed, place, "amount")
        _month(form, f"schedule from {place}", "From", month_number(span.first, scenario.start), place, "first")
        last = TO_THE_END if span.last is None else month_number(span.last, scenario.start)
        _month(form, f"schedule to {place}", "To", last, place, "last")
        _box(form, f"schedule grows {place}", "More each month, %", span.grows, Unit.RATE, _span_typed, place, "grows")
        if may_go:
            key = f"schedule remove {place}"
            st.button("Remove", icon=":material/delete:", type="tertiary", key=key, on_click=_removed, args=(place,))
    _complain_unread(form, f"schedule amount {place}")
    _complain_unread(form, f"schedule grows {place}", of=_GROWTH)
    for part in ("amount", "grows"):
        key = f"schedule {part} {place}"
        doubts([key], _span_typed, (key, place, part))


def _month(form: Form, key: str, label: str, chosen: int, place: int, part: str) -> None:
    input_state.fill(key, chosen)
    months = months_to_choose(form.scenario, 1 if chosen == TO_THE_END else chosen)
    st.selectbox(
        label,
        [TO_THE_END, *months] if part == "last" else months,
        format_func=lambda month: "the end" if month == TO_THE_END else form.month(month),
        key=key,
        on_change=_month_chosen,
        args=(key, place, part),
        width=MONTH_BOX,
    )


def _amounts(form: Form, amounts: tuple[float, ...], months: int) -> None:
    # A quarter's amount is not a month's: what is on its way when another way is chosen must not be taken for one.
    keys = [f"schedule part {months} {place}" for place in range(len(amounts))]
    with st.grid(4 if months > 1 else 6, min_column_width=140 if months > 1 else 100, gap="xsmall"):
        for place, (key, amount) in enumerate(zip(keys, amounts, strict=True)):
            _box(
                form,
                key,
                _period_words(form, place, months),
                amount,
                Unit.MONEY,
                _part_typed,
                place,
                str(months),
                wide=True,
            )
    _complain_unread(form, *keys)
    for place, key in enumerate(keys):
        doubts([key], _part_typed, (key, place, str(months)))


def _period_words(form: Form, place: int, months: int) -> str:
    first = form.month(place * months + 1)
    return first if months == 1 else f"{first} to {form.month((place + 1) * months)}"


def _box(
    form: Form,
    key: str,
    label: str,
    value: float,
    unit: Unit,
    on_change: Any,
    place: int,
    part: str,
    *,
    wide: bool = False,
) -> None:
    input_state.fill(key, form.write(round(value, 2) if unit is Unit.MONEY else value, unit))
    width: Any = "stretch" if wide else BOX
    st.text_input(label, key=key, on_change=on_change, args=(key, place, part), width=width)


def _complain_unread(form: Form, *keys: str, of: Quantity = _AMOUNT) -> None:
    found = [typed for typed in map(input_state.unread, keys) if typed is not None]
    complain([not_a_number(typed, of, form.formats) for typed in dict.fromkeys(found)])


# -- what happens when it is changed ---------------------------------------------------------------------------------


def _channel_chosen() -> None:
    _forget_typed()
    page_choices.choose(_CHANNEL, input_state.choice(_CHANNEL))


def _way_chosen() -> None:
    _forget_typed()
    wanted = next((way for way in WAYS if WORDS[way] == input_state.held(_WAY)), None)
    if wanted is not None:
        _put(lambda schedule, scenario: restated(schedule, wanted, scenario))


def _forget_typed() -> None:
    """What could not be read was meant for boxes that are gone."""
    parts = ("amount", "grows", *(f"part {months}" for months in _OF_MONTHS))
    input_state.accept(*(f"schedule {part} {place}" for part in parts for place in range(HORIZON_MOST)))


def _span_typed(key: str, place: int, part: str) -> None:
    form = form_of(state.workspace().draft, ())
    number = take_one(form, key, Unit.RATE if part == "grows" else Unit.MONEY)
    if number is not None:
        _change_span(place, **{part: number})


def _month_chosen(key: str, place: int, part: str) -> None:
    found = input_state.held(key)
    if isinstance(found, int):
        month = None if found == TO_THE_END else month_of(state.workspace().draft, found)
        _change_span(place, **{part: month})


def _part_typed(key: str, place: int, months: str) -> None:
    form = form_of(state.workspace().draft, ())
    number = take_one(form, key, Unit.MONEY)
    if number is None:
        return

    def changed(schedule: Schedule, scenario: Scenario[Belief]) -> Schedule:
        if not isinstance(schedule, Monthly | Periodic):
            return schedule
        # Another way may have been chosen in the same moment: the amount is meant in the terms of its box.
        own = restated(schedule, _OF_MONTHS[int(months)], scenario)
        assert isinstance(own, Monthly | Periodic)
        count = -(-scenario.horizon_months // int(months))
        stated = own.amounts if isinstance(own.amounts, tuple) else (own.amounts,) * count
        filled = [*stated, *[0.0] * (count - len(stated))]
        filled[place] = number
        return restated(replace(own, amounts=tuple(filled)), type(schedule), scenario)

    _put(changed)


def _added() -> None:
    _put(
        lambda schedule, _: (
            Spans(spans=(*schedule.spans, Steady(amount=0.0))) if isinstance(schedule, Spans) else schedule
        )
    )


def _removed(place: int) -> None:
    def changed(schedule: Schedule, _: Scenario[Belief]) -> Schedule:
        if not isinstance(schedule, Spans) or place >= len(schedule.spans):
            return schedule
        return Spans(spans=(*schedule.spans[:place], *schedule.spans[place + 1 :]))

    input_state.accept(
        *(f"schedule {part} {each}" for part in ("amount", "grows") for each in range(place, place + 99))
    )
    _put(changed)


def _change_span(place: int, **parts: Any) -> None:
    def changed(schedule: Schedule, _: Scenario[Belief]) -> Schedule:
        if isinstance(schedule, Steady):
            return replace(schedule, **parts)
        if not isinstance(schedule, Spans) or place >= len(schedule.spans):
            return schedule
        spans = schedule.spans
        return Spans(spans=(*spans[:place], replace(spans[place], **parts), *spans[place + 1 :]))

    _put(changed)


def _put(change: Any) -> None:
    now = state.workspace()
    channel = _chosen(now.draft)
    state.set_draft(with_schedule(now.draft, now.plan, channel, change(_schedule(now, channel), now.draft)))
