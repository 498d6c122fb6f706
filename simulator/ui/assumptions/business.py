"""The form of the business: what a customer is worth, what it can take on, and the frame of the scenario."""

from collections.abc import Sequence

import streamlit as st

from simulator.scenario.fields import quantities
from simulator.scenario.scenario import HORIZON_MOST, Business, Scenario
from simulator.ui.assumptions.targets import targets_form
from simulator.ui.forms import groups
from simulator.ui.forms.expanders import BOX_WIDTH, cards, fold, number_boxes
from simulator.ui.forms.form import Sheet
from simulator.ui.forms.number_input import number_box, whole_number_box
from simulator.ui.forms.seasonality import season_card
from simulator.ui.forms.text_input import choice_box, currency_box, month_box, notes_box, text_box

OVERFLOW = {"lose": "They go elsewhere", "queue": "They wait"}
EACH_ITS_OWN = "Each channel's own"


def business_form(sheet: Sheet) -> None:
    """All that is stated of the business."""
    shown = groups.business_groups(Business)
    unset = {name: groups.UNSET.get(name, EACH_ITS_OWN) for name in quantities(Business)}
    st.subheader("What a customer is worth", anchor=False)
    cards(sheet, "business", shown[groups.FIRST], unset)
    _repeats(sheet, shown["repeats"], unset)
    _capacity(sheet)
    _more(sheet, shown[groups.MORE], unset)
    _season(sheet)
    targets_form(sheet)
    _frame(sheet)


def _repeats(sheet: Sheet, names: Sequence[str], unset: dict[str, str]) -> None:
    stated = any(getattr(sheet.scenario.business, name) is not None for name in names)
    paths = [f"business.{name}" for name in names]
    with fold(
        sheet, "Customers who come back", groups.fold_key("business", "repeats"), paths, unfolded=stated
    ) as is_open:
        if is_open:
            cards(sheet, "business", names, unset)


def _capacity(sheet: Sheet) -> None:
    paths = ["business.new_customers_per_month_at_most", "business.overflow"]
    with fold(sheet, "How much work you can take on", groups.fold_key("business", "capacity"), paths) as is_open:
        if is_open:
            with st.grid(2, min_column_width=BOX_WIDTH):
                number_box(sheet, paths[0], left_out="no limit")
                choice_box(sheet, paths[1], OVERFLOW)


def _more(sheet: Sheet, names: Sequence[str], unset: dict[str, str]) -> None:
    paths = [*(f"business.{name}" for name in names), *_scenario_numbers()]
    with fold(sheet, "Overhead, interest and the market", groups.fold_key("business", groups.MORE), paths) as is_open:
        if is_open:
            numbers = [f"business.{name}" for name in groups.are_numbers(Business, names)]
            number_boxes(sheet, "", [*numbers, *_scenario_numbers()])
            cards(sheet, "business", groups.are_beliefs(Business, names), unset)


def _scenario_numbers() -> list[str]:
    return groups.are_numbers(Scenario, tuple(quantities(Scenario)))


def _season(sheet: Sheet) -> None:
    with fold(sheet, "Season", groups.fold_key("business", "season"), ["seasonality"]) as is_open:
        if is_open:
            season_card(sheet, "seasonality", unset="The same all year")


def _frame(sheet: Sheet) -> None:
    with fold(sheet, "Name, dates and currency", groups.fold_key("business", "frame"), groups.FRAME) as is_open:
        if not is_open:
            return
        with st.grid(3, min_column_width=BOX_WIDTH):
            text_box(sheet, "name")
            text_box(sheet, "client")
            currency_box(sheet, "currency")
            month_box(sheet, "start")
            whole_number_box(sheet, "horizon_months", f"A whole number from 1 to {HORIZON_MOST}.")
        notes_box(sheet, "notes")
