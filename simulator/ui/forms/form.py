"""The ground of every form: the draft, what is wrong with it, and how its numbers are read and written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from simulator import edits
from simulator.errors import Problem
from simulator.presentation import beliefs
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import quantity_of
from simulator.scenario.scenario import Scenario
from simulator.text import parsing
from simulator.text.formats import Formats
from simulator.text.grammar import sentence
from simulator.text.markdown import escape_markdown
from simulator.ui.session import state
from simulator.units import Quantity, Unit


@dataclass(frozen=True, kw_only=True)
class Form:
    """The draft as a form shows it; ``problems`` by path."""

    scenario: Scenario[Belief]
    formats: Formats
    locale: str
    problems: Mapping[str, Sequence[str]]

    def write(self, value: float, unit: Unit) -> str:
        """A number as it stands in a box."""
        return parsing.write(value, unit, locale=self.locale)

    def read(self, typed: str, unit: Unit) -> float | None:
        """The number that was typed into a box; None if it is none."""
        return parsing.read(typed, unit, locale=self.locale, currency=self.formats.currency)

    def read_otherwise(self, typed: str, unit: Unit) -> float | None:
        """Another number that may have been meant; None if there is no doubt."""
        return parsing.read_otherwise(typed, unit, locale=self.locale, currency=self.formats.currency)

    def is_reworded(self, typed: str, unit: Unit) -> bool:
        """Whether the text says its number in other words than the box would."""
        return parsing.is_reworded(typed, unit, locale=self.locale, currency=self.formats.currency)

    def month(self, number: int) -> str:
        """A month of the plan, counted from 1."""
        return self.formats.month_of(self.scenario.start, number)

    def problems_under(self, path: str) -> int:
        """How many problems there are at a place and below it."""
        return sum(
            len(found) for place, found in self.problems.items() if place == path or place.startswith(f"{path}.")
        )


def form_of(scenario: Scenario[Belief], problems: Sequence[Problem]) -> Form:
    """The form of a draft."""
    formats = state.formats()
    found = beliefs.problems_by_path(scenario, problems, formats)
    return Form(scenario=scenario, formats=formats, locale=state.locale(), problems=found)


def current() -> Form:
    """The form of the draft as it is now, for the callback of a change."""
    return form_of(state.workspace().draft, ())


def change(edit: Callable[[Scenario[Belief]], Scenario[Belief]]) -> None:
    """Change the draft."""
    state.set_draft(edit(state.workspace().draft))


def put(path: str, value: object) -> None:
    """Set one number or word of the draft."""
    change(lambda scenario: edits.with_value(scenario, path, value))


def exists(path: str) -> bool:
    """Whether the draft still has this place: a click may have removed it while its box was being left."""
    try:
        edits.value_at(state.workspace().draft, path)
    except (KeyError, AttributeError):
        return False
    return True


def declared(scenario: Scenario[Belief], path: str) -> Quantity:
    """The declaration of the number at a path, with the limits that hold there."""
    parent, _, name = path.rpartition(".")
    return quantity_of(edits.value_at(scenario, parent) if parent else scenario, name)


def complain(messages: Sequence[str]) -> None:
    """Say what is wrong with the field above."""
    for message in messages:
        st.markdown(f":red[:material/error: {escape_markdown(sentence(message))}]")


def finding(message: str) -> None:
    """Say what may be meant otherwise."""
    st.markdown(f":orange[:material/warning: {escape_markdown(message)}]")
