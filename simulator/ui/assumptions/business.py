"""The form of the business: what a customer is worth, what it can take on, and the frame of the scenario."""

from collections.abc import Sequence

import streamlit as st

from simulator.scenario.fields import quantities
from simulator.scenario.scenario import HORIZON_MOST, Business, Scenario
from simulator.ui.assumptions.other_currency import currency_form, exchange_form
from simulator.ui.assumptions.targets import targets_form
from simulator.ui.forms import groups
from simulator.ui.forms.expanders import BOX_WIDTH, cards, expander, number_boxes
from simulator.ui.forms.form import Form
from simulator.ui.forms.number_input import number_box, whole_number_box
from simulator.ui.forms.repeats import repeats_form
from simulator.ui.forms.seasonality import season_card
from simulator.ui.forms.steps_input import stepped_box
from simulator.ui.forms.text_input import choice_box, month_box, notes_box, text_box

OVERFLOW = {"lose": "They go elsewhere", "queue": "They wait"}
EACH_ITS_OWN = "Each channel's own"


def business_form(form: Form) -> None:
    """All that is stated of the business."""
    shown = groups.business_groups(Business)
    unset = {name: groups.UNSET.get(name, EACH_ITS_OWN) for name in quantities(Business)}
    st.header("What a customer is worth", anchor=False)
    cards(form, "business", shown[groups.FIRST], unset)
    _repeats(form, unset)
    _capacity(form)
    _more(form, shown[groups.MORE], unset)
    _season(form)
    targets_form(form)
    _frame(form)


def _repeats(form: Form, unset: dict[str, str]) -> None:
    names = (*groups.BUSINESS["repeats"], "repeat_every_months")
    beliefs = groups.are_beliefs(Business, groups.BUSINESS["repeats"])
    stated = [*beliefs, "repeat_every_months"]
    unfolded = any(getattr(form.scenario.business, name) is not None for name in stated)
    paths = [f"business.{name}" for name in names]
    with expander(
        form, "Customers who come back", groups.expander_key("business", "repeats"), paths, unfolded=unfolded
    ) as is_open:
        if is_open:
            repeats_form(form, "business", unset)


def _capacity(form: Form) -> None:
    most, overflow, now = (
        f"business.{name}" for name in ("new_customers_per_month_at_most", "overflow", "new_customers_per_month_now")
    )
    part = "How much work you have, and can take on"
    with expander(form, part, groups.expander_key("business", "capacity"), [most, overflow, now]) as is_open:
        if is_open:
            with st.grid(3, min_column_width=BOX_WIDTH):
                stepped_box(form, most, left_out="no limit")
                choice_box(form, overflow, OVERFLOW)
                number_box(form, now)


def _more(form: Form, names: Sequence[str], unset: dict[str, str]) -> None:
    paths = [*(f"business.{name}" for name in names), *_scenario_numbers()]
    with expander(
        form, "Overhead, interest and the market", groups.expander_key("business", groups.MORE), paths
    ) as is_open:
        if is_open:
            numbers = [f"business.{name}" for name in groups.are_numbers(Business, names)]
            number_boxes(form, "", [*numbers, *_scenario_numbers()])
            cards(form, "business", groups.are_beliefs(Business, names), unset)


def _scenario_numbers() -> list[str]:
    return groups.are_numbers(Scenario, tuple(quantities(Scenario)))


def _season(form: Form) -> None:
    with expander(form, "Season", groups.expander_key("business", "season"), ["seasonality"]) as is_open:
        if is_open:
            season_card(form, "seasonality", unset="The same all year")


def _frame(form: Form) -> None:
    with expander(form, "Name, dates and currency", groups.expander_key("business", "frame"), groups.FRAME) as is_open:
        if not is_open:
            return
        with st.grid(3, min_column_width=BOX_WIDTH):
            text_box(form, "name")
            text_box(form, "client")
            currency_form(form)
            month_box(form, "start")
            whole_number_box(form, "horizon_months", f"A whole number from 1 to {HORIZON_MOST}.")
        exchange_form(form)
        notes_box(form, "notes")
