"""The box of a number that may change from a month on: one number, or a line for each step."""

from dataclasses import replace
from typing import Any, cast

import streamlit as st

from simulator import edits
from simulator.edits.schedules import month_of
from simulator.presentation import beliefs
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import Month, month_number
from simulator.scenario.scenario import HORIZON_MOST, Scenario
from simulator.scenario.steps import Step, Stepped, Steps
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.form import Form, complain, current, declared, put
from simulator.ui.forms.number_input import number_box
from simulator.ui.forms.typed import doubts, take_one
from simulator.ui.session import input_state, state

STEPPED = ("monthly_overhead", "new_customers_per_month_at_most")
"""Numbers of the business that may be steps."""


def is_stepped(path: str) -> bool:
    """Whether the number at a path may be steps."""
    return path.rpartition(".")[2] in STEPPED


def stepped_box(form: Form, path: str, *, left_out: str = "not stated") -> None:
    """The box of the number at a path, or a line for each of its steps; with a way to add one."""
    value = cast("Stepped | None", edits.value_at(form.scenario, path))
    with st.container(gap="xsmall"):
        if not isinstance(value, Steps):
            number_box(form, path, left_out=left_out)
        else:
            quantity = declared(form.scenario, path)
            st.markdown(beliefs.titled(quantity, form.formats), help=escape_markdown(quantity.help) or None)
            for place, step in enumerate(value.steps):
                _line(form, path, place, step)
            complain(form.problems.get(path, ()))
        st.button(
            "It changes in a later month" if not isinstance(value, Steps) else "Add a change",
            icon=":material/add:",
            type="tertiary",
            key=f"{path} add",
            on_click=_added,
            args=(path,),
        )


def months_to_choose(scenario: Scenario[Belief], chosen: Month) -> list[int]:
    """The months of the plan by number, and the one that is chosen wherever it lies."""
    horizon = min(max(scenario.horizon_months, 1), HORIZON_MOST)
    return sorted({*range(1, horizon + 1), month_number(chosen, scenario.start)})


def _line(form: Form, path: str, place: int, step: Step) -> None:
    unit = declared(form.scenario, path).unit
    amount, month = f"{path} amount {place + 1}", f"{path} from {place + 1}"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall", key=f"{path} step {place + 1}"):
        input_state.fill(month, month_number(step.first, form.scenario.start))
        st.selectbox(
            "From",
            months_to_choose(form.scenario, step.first),
            format_func=form.month,
            key=month,
            on_change=_month_chosen,
            args=(path, place),
            width=150,
        )
        input_state.fill(amount, form.write(step.amount, unit))
        st.text_input("From then on", key=amount, on_change=_amount_typed, args=(path, place), width=110)
        st.button(
            "Remove",
            icon=":material/delete:",
            type="tertiary",
            key=f"{path} remove {place + 1}",
            on_click=_removed,
            args=(path, place),
        )
    typed = input_state.unread(amount)
    here = f"{path}.{place + 1}"
    stated = [*form.problems.get(f"{here}.amount", ()), *form.problems.get(f"{here}.from", ())]
    complain(stated if typed is None else [beliefs.not_a_number(typed, declared(form.scenario, path), form.formats)])
    doubts([amount], _amount_typed, (path, place))


def _steps(path: str) -> list[Step]:
    value = cast("Stepped | None", edits.value_at(state.workspace().draft, path))
    if isinstance(value, Steps):
        return list(value.steps)
    return [] if value is None else [Step(amount=value)]


def _added(path: str) -> None:
    scenario, steps = state.workspace().draft, _steps(path)
    last = max((month_number(step.first, scenario.start) for step in steps), default=0)
    later = min(last + 1 if steps else 1, HORIZON_MOST)
    amount = steps[-1].amount if steps else max(declared(scenario, path).default or 0.0, 1.0)
    put(path, Steps(steps=(*steps, Step(amount=amount, first=month_of(scenario, later)))))


def _removed(path: str, place: int) -> None:
    steps = _steps(path)
    if place >= len(steps):
        return
    input_state.accept(*(f"{path} {part} {each + 1}" for each in range(len(steps)) for part in ("amount", "from")))
    left = (*steps[:place], *steps[place + 1 :])
    is_one = len(left) == 1 and left[0].first == 1
    nothing = declared(state.workspace().draft, path).default
    put(path, left[0].amount if is_one else Steps(steps=left) if left else nothing)


def _month_chosen(path: str, place: int) -> None:
    found, scenario = input_state.held(f"{path} from {place + 1}"), state.workspace().draft
    if isinstance(found, int):
        _changed(path, place, first=month_of(scenario, found))


def _amount_typed(path: str, place: int) -> None:
    form, key = current(), f"{path} amount {place + 1}"
    amount = take_one(form, key, declared(form.scenario, path).unit)
    if amount is not None:
        _changed(path, place, amount=amount)


def _changed(path: str, place: int, **parts: Any) -> None:
    steps = _steps(path)
    if place < len(steps):
        put(path, Steps(steps=(*steps[:place], replace(steps[place], **parts), *steps[place + 1 :])))
