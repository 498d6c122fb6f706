"""Customers who come back: whether and how often they buy again, and how many stay."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal, cast

import streamlit as st

from simulator import edits
from simulator.presentation import beliefs
from simulator.scenario.beliefs import Belief, certain
from simulator.scenario.customers import CustomerValue
from simulator.scenario.fields import quantity_of
from simulator.text.grammar import counted
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.belief_card import belief_card
from simulator.ui.forms.expanders import CARD_WIDTH, cards
from simulator.ui.forms.form import Form, change, complain, exists
from simulator.ui.forms.number_input import whole_number_box
from simulator.ui.session import input_state, page_choices, state

Repeats = Literal["business", "never", "often", "every"]
Kept = Literal["yearly_retention_rate", "monthly_retention_rate"]

HOW_OFTEN: Mapping[Repeats, str] = {
    "never": "Never",
    "often": "Now and then: so many times a year",
    "every": "Exactly every so many months",
}
KEPT: Mapping[Kept, str] = {"yearly_retention_rate": "By year", "monthly_retention_rate": "By month"}
YEARLY = 12
ROUNDED = {False: 4, True: 3}
"""Digits of a share that was worked out for a month (False) or a year (True): a person reads tenths of a percent."""


def repeats_form(form: Form, owner: str, unset: dict[str, str]) -> None:
    """All that is stated of repeat sales for the business, or for a channel (``owner``)."""
    is_business = owner == "business"
    offered = dict(HOW_OFTEN) if is_business else {"business": unset["repeat_sales_per_year"], **HOW_OFTEN}
    stated = edits.value_at(form.scenario, owner)
    chosen = _chosen(stated, owner, is_business)
    _choice(f"{owner} repeats", "Do customers buy again?", offered, chosen, _repeats_chosen, owner)
    if chosen == "business":
        st.markdown(f"Now: {_of_business(form)}.")
    if chosen == "never" and all(getattr(stated, name) is None for name in KEPT):
        return
    with st.grid(2, min_column_width=CARD_WIDTH, gap="small"):
        if chosen == "often":
            belief_card(form, f"{owner}.repeat_sales_per_year")
        if chosen == "every":
            with st.container(border=True, height="stretch", key=f"card {owner}.repeat_every_months"):
                about = "12 for yearly renewals, services and gifts; 1 for a subscription paid each month."
                whole_number_box(form, f"{owner}.repeat_every_months", about)
        else:
            complain(form.problems.get(f"{owner}.repeat_every_months", ()))
        _kept_card(form, owner, stated, unset)
    names = ["revenue_per_repeat_sale", "repeat_gross_margin_rate"]
    cards(form, owner, [*names, "lifetime_years_at_most"] if is_business else names, unset)


def _kept_card(form: Form, owner: str, stated: CustomerValue[Belief], unset: dict[str, str]) -> None:
    name = _kept(stated, owner, _kept(form.scenario.business, "business", "yearly_retention_rate"))
    with st.container(gap="xsmall"):
        _choice(f"{owner} kept", "How many customers stay?", KEPT, name, _kept_chosen, owner)
        path = f"{owner}.{name}"
        belief_card(form, path, inherited=edits.inherited(form.scenario, path), unset=unset[name])
        other = next(each for each in KEPT if each != name)
        complain(form.problems.get(f"{owner}.{other}", ()))


def _choice(key: str, label: str, offered: Mapping[Any, str], chosen: str, on_change: Any, owner: str) -> None:
    input_state.fill(key, chosen)
    words = offered.__getitem__
    st.segmented_control(
        label,
        list(offered),
        format_func=words,
        required=True,
        key=key,
        on_change=on_change,
        args=(owner,),
    )


def _chosen(stated: CustomerValue[Belief], owner: str, is_business: bool) -> Repeats:
    """What is stated; before there is a number, what the person wants to state."""
    if stated.repeat_every_months is not None:
        return "every"
    if stated.repeat_sales_per_year is not None:
        return "often" if stated.repeat_sales_per_year.high > 0.0 else "never"
    wanted = page_choices.chosen(f"{owner} repeats")
    return "often" if wanted == "often" else "never" if is_business else "business"


def _of_business(form: Form) -> str:
    """How often the customers of the business buy again, in words."""
    business = form.scenario.business
    if business.repeat_every_months is not None:
        return f"every {counted(business.repeat_every_months, 'month')}"
    often = business.repeat_sales_per_year
    if often is None or often.high <= 0.0:
        return "never"
    return (
        f"{escape_markdown(beliefs.spoken(often, quantity_of(business, 'repeat_sales_per_year'), form.formats))} a year"
    )


def _kept(stated: CustomerValue[Belief], owner: str, otherwise: Kept) -> Kept:
    if stated.yearly_retention_rate is None and stated.monthly_retention_rate is not None:
        return "monthly_retention_rate"
    if stated.yearly_retention_rate is not None:
        return "yearly_retention_rate"
    return cast(Kept, page_choices.chosen(f"{owner} kept", otherwise))


def _repeats_chosen(owner: str) -> None:
    if not exists(owner):
        return
    wanted = input_state.choice(f"{owner} repeats")
    page_choices.choose(f"{owner} repeats", wanted)
    stated: CustomerValue[Belief] = edits.value_at(state.workspace().draft, owner)
    often = stated.repeat_sales_per_year if wanted == "often" else None
    if often is not None and often.high <= 0.0:
        often = None
    if wanted == "never" and owner != "business":
        # Stated, so that it holds in place of the business's.
        often = certain(0.0)
    every = stated.repeat_every_months or YEARLY if wanted == "every" else None
    _restate(owner, repeat_sales_per_year=often, repeat_every_months=every)


def _kept_chosen(owner: str) -> None:
    if not exists(owner):
        return
    wanted = input_state.choice(f"{owner} kept")
    page_choices.choose(f"{owner} kept", wanted)
    stated: CustomerValue[Belief] = edits.value_at(state.workspace().draft, owner)
    by_month = wanted == "monthly_retention_rate"
    known = stated.yearly_retention_rate if by_month else stated.monthly_retention_rate
    if known is None:
        return
    power = 1.0 / YEARLY if by_month else float(YEARLY)
    other = "yearly_retention_rate" if by_month else "monthly_retention_rate"
    _restate(owner, **{wanted: _raised(known, power), other: None})


def _raised(belief: Belief, power: float) -> Belief:
    """The share kept over another time: the same customers leave."""
    numbers = ("low", "likely", "high", "at_least", "at_most")
    digits = ROUNDED[power > 1.0]
    stated = {name: cast("float | None", getattr(belief, name)) for name in numbers}
    raised: dict[str, Any] = {name: value**power for name, value in stated.items() if value is not None}
    rounded = {name: round(value, digits) for name, value in raised.items()}
    # Shares so near to all that they round to the same stay as they are.
    are_apart = len(set(rounded.values())) == len(set(raised.values())) and all(
        0.0 < each < 1.0 for each in rounded.values()
    )
    return replace(belief, **(rounded if are_apart else raised))


def _restate(owner: str, **values: Any) -> None:
    """Set several entries in one step, which Undo takes back as one."""

    def changed(scenario: Any) -> Any:
        for name, value in values.items():
            scenario = edits.with_value(scenario, f"{owner}.{name}", value)
        return scenario

    change(changed)
