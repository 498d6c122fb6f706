"""The form of the targets: what a plan as a whole is to reach, and how sure the person wants to be of that."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from simulator.metrics.kpis import METRICS
from simulator.presentation import beliefs
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import quantity_of
from simulator.scenario.scenario import Scenario, Target
from simulator.ui.forms import groups
from simulator.ui.forms.expanders import BOX_WIDTH, expander
from simulator.ui.forms.form import Form, change, complain, current
from simulator.ui.forms.typed import doubts, take_one
from simulator.ui.session import input_state, state
from simulator.units import Unit

SIDES = {"at_least": "At least", "at_most": "At most"}
_PARTS = {"bound": ("at_least", "at_most"), "probability": ("probability",)}
"""The entries of a target that each box states."""

FIRST_TARGET = Target(metric="profit", at_least=0.0, probability=0.8)
"""The first statement of a new target: not to lose money, in 80 of 100 worlds."""

_BOXES = ("metric", "side", "bound", "probability")


def targets_form(form: Form) -> None:
    """All targets, each in a row, and a button for one more."""
    with expander(form, "Targets", groups.expander_key("business", "targets"), ["targets"]) as is_open:
        if not is_open:
            return
        st.caption("The page Plan says how often each is reached. How sure you want to be may stay empty.")
        for place, target in enumerate(form.scenario.targets):
            _row(form, place, target)
        st.button("Add a target", icon=":material/add:", key="add-target", on_click=_add)


def _row(form: Form, place: int, target: Target) -> None:
    number = place + 1
    with st.container(border=True, key=f"target-{number}"):
        with st.grid(4, min_column_width=BOX_WIDTH, gap="small"):
            _metric_box(place, target)
            _side_box(place, target)
            _number_boxes(form, place, target)
        complain(_problems(form, number))
        st.button(
            f"Remove target {number}",
            icon=":material/delete:",
            key=_key(place, "remove"),
            on_click=_remove,
            args=(place,),
        )


def _metric_box(place: int, target: Target) -> None:
    key = _key(place, "metric")
    offered = [metric.key for metric in METRICS.values() if metric.better or metric.key == target.metric]
    unknown = [] if target.metric in METRICS else [target.metric]
    input_state.fill(key, target.metric)
    st.selectbox("What", [*offered, *unknown], format_func=_label, key=key, on_change=_metric_chosen, args=(place,))


def _label(key: str) -> str:
    return METRICS[key].label if key in METRICS else key


def _side_box(place: int, target: Target) -> None:
    key = _key(place, "side")
    input_state.fill(key, _side(target))
    st.segmented_control(
        "Which way",
        list(SIDES),
        format_func=SIDES.__getitem__,
        required=True,
        key=key,
        on_change=_side_chosen,
        args=(place,),
    )


def _number_boxes(form: Form, place: int, target: Target) -> None:
    bound = getattr(target, _side(target))
    for name, label, value, unit in (
        ("bound", "How much", bound, _unit(target)),
        ("probability", "How sure, %", target.probability, Unit.RATE),
    ):
        key = _key(place, name)
        input_state.fill(key, "" if value is None else form.write(value, unit))
        st.text_input(label, key=key, on_change=_number_typed, args=(place, name))
        doubts([key], _number_typed, (place, name))


def _problems(form: Form, number: int) -> list[str]:
    path = f"targets.{number}"
    target = form.scenario.targets[number - 1]
    bound = replace(quantity_of(FIRST_TARGET, "probability"), unit=_unit(target))
    quantities = {"bound": bound, "probability": quantity_of(FIRST_TARGET, "probability")}
    unread = {name: input_state.unread(_key(number - 1, name)) for name in quantities}
    refused = {
        name: beliefs.not_a_number(typed, quantities[name], form.formats)
        for name, typed in unread.items()
        if typed is not None
    }
    # Where a box holds what cannot be read, a problem of the draft is one of another number.
    stale = {f"{path}.{part}" for name in refused for part in _PARTS[name]}
    found = [
        message
        for place, messages in form.problems.items()
        if (place == path or place.startswith(f"{path}.")) and place not in stale
        for message in messages
    ]
    return [*refused.values(), *found]


def _metric_chosen(place: int) -> None:
    def chosen(target: Target) -> Target:
        metric = input_state.choice(_key(place, "metric"))
        # A number of another unit means nothing here: 360 customers are no ROI of 36,000 %.
        bound = getattr(target, _side(target)) if METRICS[metric].unit is _unit(target) else 0.0
        side = "at_least" if METRICS[metric].better == "higher" else "at_most"
        return _bounded(replace(target, metric=metric), side, bound)

    _change(place, chosen)


def _side_chosen(place: int) -> None:
    _change(
        place,
        lambda target: _bounded(target, input_state.choice(_key(place, "side")), getattr(target, _side(target))),
    )


def _number_typed(place: int, name: str) -> None:
    targets = state.workspace().draft.targets
    if place >= len(targets):
        return
    key, target = _key(place, name), targets[place]
    if name == "probability" and not input_state.text(key).strip():
        input_state.accept(key)
        _change(place, lambda old: replace(old, probability=None))
        return
    number = take_one(current(), key, _unit(target) if name == "bound" else Unit.RATE)
    if number is None:
        return
    if name == "bound":
        _change(place, lambda old: _bounded(old, _side(old), number))
    else:
        _change(place, lambda old: replace(old, probability=number))


def _add() -> None:
    change(lambda scenario: replace(scenario, targets=(*scenario.targets, FIRST_TARGET)))


def _remove(place: int) -> None:
    count = len(state.workspace().draft.targets)
    input_state.accept(*(_key(each, name) for each in range(count) for name in _BOXES))
    _change_all(lambda targets: (*targets[:place], *targets[place + 1 :]))


def _change(place: int, edit: Callable[[Target], Target]) -> None:
    _change_all(lambda targets: tuple(edit(target) if each == place else target for each, target in enumerate(targets)))


def _change_all(edit: Callable[[Sequence[Target]], tuple[Target, ...]]) -> None:
    def changed(scenario: Scenario[Belief]) -> Scenario[Belief]:
        return replace(scenario, targets=edit(scenario.targets))

    change(changed)


def _bounded(target: Target, side: str, bound: float | None) -> Target:
    if side == "at_least":
        return replace(target, at_least=bound, at_most=None)
    return replace(target, at_least=None, at_most=bound)


def _side(target: Target) -> str:
    return "at_most" if target.at_least is None else "at_least"


def _unit(target: Target) -> Unit:
    return METRICS[target.metric].unit if target.metric in METRICS else Unit.COUNT


def _key(place: int, name: str) -> str:
    return f"target {place + 1} {name}"
