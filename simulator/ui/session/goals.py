"""The goal of this session: chosen on the page Goals, or carried in the address by a link to it."""

from urllib.parse import parse_qs, urlencode

import streamlit as st

from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.ui.session import page_choices, session
from simulator.ui.session.goal_choice import ALL, ENTRIES, GoalChoice, choice_from, of_target, spans

_CHOICE, _SEEN = "goals", "goals of the address"


def choice(scenario: Scenario[Belief]) -> GoalChoice:
    """The goal that is looked at: of a link just followed, else as chosen before, else the scenario's first target."""
    address = {name: st.query_params.get_all(name) for name in ENTRIES if name in st.query_params}
    stated = urlencode(address, doseq=True)
    if stated and stated != page_choices.chosen(_SEEN):
        page_choices.choose(_SEEN, stated)
        page_choices.choose(_CHOICE, stated)
    known = page_choices.chosen(_CHOICE)
    found = choice_from(parse_qs(known, keep_blank_values=True)) if known else of_target(scenario)
    allowed = spans(found.metric, scenario.horizon_months)
    return found if found.span in allowed else found.within(ALL)


def choose(wanted: GoalChoice) -> None:
    """Look at this goal."""
    page_choices.choose(_CHOICE, urlencode(wanted.entries, doseq=True))


def show(wanted: GoalChoice) -> None:
    """Let the address say what is looked at."""
    entries = {name: values for name, values in wanted.entries.items() if values}
    page_choices.choose(_SEEN, urlencode({name: entries[name] for name in ENTRIES if name in entries}, doseq=True))
    session.show_address(session.session().workspace, entries)
