"""The form of the funnel: the steps that are tracked, and the rates that hold for all channels."""

from typing import cast

import streamlit as st

from simulator import edits
from simulator.scenario.stages import QUALIFICATION_STAGES, Stage
from simulator.text.markdown import escape_markdown
from simulator.ui.assumptions.improvements import improvements_form
from simulator.ui.forms.expanders import cards
from simulator.ui.forms.form import Form, change, complain
from simulator.ui.session import input_state

_KEY = "funnel.stages"
EACH_ITS_OWN = "Each channel's own"


def funnel_form(form: Form) -> None:
    """The steps from a lead to a customer and the rates between them."""
    funnel = form.scenario.funnel
    _tracked_steps(form, funnel.stages)
    st.header("Rates that hold for all channels", anchor=False)
    st.markdown("A channel whose people behave differently can state its own, under Channels.")
    asked = edits.asked_rates(form.scenario.channels, funnel.stages)
    stated = [name for name in edits.RATES if getattr(funnel, name) is not None and name not in asked]
    cards(form, "funnel", [*asked, *stated], dict.fromkeys(edits.RATES, EACH_ITS_OWN))
    improvements_form(form)


def _tracked_steps(form: Form, stages: tuple[Stage, ...]) -> None:
    st.header("Steps between a lead and a customer", anchor=False)
    input_state.fill(_KEY, list(stages))
    st.pills(
        "Steps that you keep count of (most small businesses: none)",
        QUALIFICATION_STAGES,
        format_func=_label,
        selection_mode="multi",
        key=_KEY,
        on_change=_stages_chosen,
        help="Each step that you add asks for one more rate; rates that no longer fit are dropped (Undo brings "
        "them back).",
    )
    complain(form.problems.get(_KEY, ()))


def _label(stage: Stage) -> str:
    return escape_markdown(stage.label)


def _stages_chosen() -> None:
    chosen = cast("list[Stage]", input_state.held(_KEY) or [])
    change(lambda scenario: edits.set_stages(scenario, chosen))
