"""The form that begins with somebody's own business: a trade, a currency, a few numbers, one button."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import streamlit as st

from simulator.edits.beginnings import monthly_budget
from simulator.edits.currency import converted
from simulator.errors import FunnelcastError
from simulator.library.catalogue import SOMETHING_ELSE, TRADES, trade
from simulator.library.folder import Entry, shipped_folder
from simulator.library.folder import paths as paths_in
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import quantity_of
from simulator.scenario.scenario import Business, Scenario
from simulator.scenario_files import content_of, write
from simulator.text import parsing
from simulator.text.currencies import local_currency
from simulator.text.formats import Formats
from simulator.ui.components.last_words import words_key
from simulator.ui.forms.exchange_rate import rate_box
from simulator.ui.forms.form import complain
from simulator.ui.forms.text_input import currencies_in_use, currency_words
from simulator.ui.frame.navigation import TRADE_KEY, plan_page
from simulator.ui.frame.problem_list import show_problems, show_refusal
from simulator.ui.session import input_state, results, state
from simulator.ui.session.opening import unused_name
from simulator.ui.session.session import tell
from simulator.ui.start.answers import Answers, beginning, with_answers
from simulator.ui.start.typed import Typed, typed
from simulator.units import Quantity, Unit

MOST_MONEY = 1e12
"""The most that a business of any currency spends on marketing in a month [money]."""

BUDGET = Quantity(label="Budget a month", unit=Unit.MONEY, open_below=True, at_most=MOST_MONEY)
SALE = quantity_of(Business, "revenue_per_sale")
MARGIN = quantity_of(Business, "gross_margin_rate")
CUSTOMERS = quantity_of(Business, "new_customers_per_month_now")

_COUNT = "start-count"
_NAMES = ("budget", "sale", "margin", "customers")


@dataclass(frozen=True, kw_only=True)
class _Boxes:
    """The boxes of the form, for a trade's example and a reader's currency."""

    example: Scenario[Belief]
    formats: Formats

    def number(self, quantity: Quantity, name: str, *, about: str, example: float | None) -> Typed:
        """Number typed into a box; what is wrong with it is said below it."""
        key = _key(name)
        with st.container(gap="xsmall"):
            text = st.text_input(
                _titled(quantity, self.formats),
                key=key,
                placeholder="if you know it" if example is None else self._as_in_example(example, quantity.unit),
                max_chars=input_state.MOST_TYPED,
                persist_state="session",
            )
            found = typed(text, quantity, self.formats)
            if found.complaint:
                with st.container(key=words_key(key)):
                    complain([found.complaint])
            else:
                st.caption(about)
        return found

    def _as_in_example(self, value: float, unit: Unit) -> str:
        if unit is Unit.MONEY and self.formats.currency != self.example.currency:
            return f"{Formats(self.example.currency, self.formats.locale).money(value)} in the example"
        return parsing.write(value, unit, locale=self.formats.locale or "")


def start_form() -> Mapping[str, str]:
    """The form; a press on its button begins a scenario and shows its plan.

    What each of its boxes held, by key, when the words beside them were found: see ``last_words``.
    """
    locale = state.locale()
    first, second = st.columns(2)
    with first:
        key, entry = _trade()
    if entry.scenario is None:
        show_problems(entry.trouble.problems if entry.trouble else (), "This example cannot be read")
        return {}
    with second:
        currency = _currency(entry.scenario, locale)
    with st.form("start", border=False):
        example, rate_is_missing = _in_currency(entry.scenario, currency, locale)
        answers = _answers(_Boxes(example=entry.scenario, formats=Formats(currency, locale)))
        missing = st.empty()
        rate_key = _key(f"rate-{currency}")
        pressed = st.form_submit_button("Show me", type="primary", icon=":material/arrow_forward:", key="show-me")
    if pressed and rate_is_missing:
        if not input_state.text(rate_key).strip():
            with missing.container(key=words_key(rate_key)):
                complain([f"a rate is needed first: how many {currency} for 1 {entry.scenario.currency}"])
    elif pressed and answers is not None:
        _begin(key, entry, example, answers)
    return {each: input_state.text(each) for each in (rate_key, *map(_key, _NAMES))}


def _trade() -> tuple[str, Entry]:
    files = {path.stem: path for path in paths_in(shipped_folder())}
    offered = [each.key for each in TRADES if each.scenario in files]
    input_state.put_first(TRADE_KEY, SOMETHING_ELSE)
    key = st.selectbox(
        "Your trade, or something else",
        offered,
        format_func=lambda key: trade(key).label,
        key=TRADE_KEY,
        persist_state="session",
    )
    return key, results.entry(files[trade(key).scenario])


def _currency(example: Scenario[Belief], locale: str) -> str:
    codes = sorted({*currencies_in_use(), example.currency})
    local = local_currency(locale, date.today())
    input_state.put_first("start-currency", local if local in codes else example.currency)
    return st.selectbox(
        "Currency",
        codes,
        format_func=lambda code: currency_words(code, locale),
        key="start-currency",
        persist_state="session",
    )


def _in_currency(example: Scenario[Belief], currency: str, locale: str) -> tuple[Scenario[Belief], bool]:
    """The example in the currency that was chosen, and whether its rate is still missing."""
    if currency == example.currency:
        return example, False
    rate = rate_box(example.currency, currency, locale=locale, key=_key(f"rate-{currency}"))
    st.caption(f"What clicks and leads cost is published in {example.currency}; it is converted at your rate.")
    return (example, True) if rate is None else (converted(example, currency, rate, date.today()), False)


def _answers(boxes: _Boxes) -> Answers | None:
    """The answers; None while something is wrong with one of them."""
    business = boxes.example.business
    assert business.revenue_per_sale is not None
    assert business.gross_margin_rate is not None
    with st.grid(2, min_column_width=210):
        found = [
            boxes.number(
                BUDGET,
                _NAMES[0],
                about="For all marketing together.",
                example=monthly_budget(boxes.example, boxes.example.plans[0]),
            ),
            boxes.number(
                SALE,
                _NAMES[1],
                about="What a new customer pays the first time.",
                example=business.revenue_per_sale.likely,
            ),
            boxes.number(
                MARGIN,
                _NAMES[2],
                about="What is left of a sale after labour, material and commission.",
                example=business.gross_margin_rate.likely,
            ),
            boxes.number(
                CUSTOMERS,
                _NAMES[3],
                about="Through marketing. The answer is checked against it.",
                example=None,
            ),
        ]
    if any(each.complaint for each in found):
        return None
    budget, sale, margin, customers = (each.number for each in found)
    notes = tuple(each.note for each in found if each.note)
    return Answers(budget=budget, average_sale=sale, gross_margin=margin, customers=customers, notes=notes)


def _begin(key: str, entry: Entry, example: Scenario[Belief], answers: Answers) -> None:
    name = unused_name("My business" if key == SOMETHING_ELSE else trade(key).label)
    base = beginning(example, name, answers)
    try:
        state.begin(write(base, onto=content_of(entry.path)), with_answers(base, answers, date.today()))
    except FunnelcastError as error:
        show_refusal(error, "Not begun")
        return
    if answers.notes:
        tell(" ".join(answers.notes))
    # The next business begins with empty boxes.
    st.session_state[_COUNT] = _round() + 1
    st.switch_page(plan_page())


def _titled(quantity: Quantity, formats: Formats) -> str:
    unit = {Unit.MONEY: formats.currency_symbol, Unit.RATE: "%"}.get(quantity.unit, "")
    return f"{quantity.label}, {unit}" if unit else quantity.label


def _key(name: str) -> str:
    return f"start-{name}-{_round()}"


def _round() -> int:
    return int(st.session_state.get(_COUNT, 0))
