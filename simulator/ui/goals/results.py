"""Results of a goal: the answer first, then money, people, rates, prices, and what to work on."""

import streamlit as st

from simulator.analyses.allocation.improving import monthly_costs
from simulator.analyses.goals.reach import Reach
from simulator.analyses.goals.takes import Takes
from simulator.edits.plans import free_plan_name
from simulator.edits.spend import plan_with_split, with_split
from simulator.presentation.goal_text import (
    advice_text,
    ahead_text,
    answer_text,
    beside_text,
    each_text,
    fallen_short_text,
    gap_texts,
    goals_text,
    how_sure_text,
    price_row,
    rate_text,
)
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Purchase
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.html import lines_html, section_html
from simulator.ui.frame.navigation import open_next, plan_page
from simulator.ui.goals.html import answer_html, channels_html, people_html, prices_html, split_html
from simulator.ui.session import state
from simulator.validation import MOST_PLANS

ABOUT_PEOPLE = (
    "How many people it takes at every stage, on average and in 8 of 10 worlds, with the plan's own rates and times to"
    " close; below, what the plan brings."
)
ABOUT_RATES = "What each rate would have to be to reach the goal with today's budget, if all others stay as they are."
ABOUT_PRICES = (
    "Up to these prices a channel's gross profit covers its cost within the plan: on average, and, below, if that price"
    " is what you pay, in nearly all worlds."
)
FULL = f"A scenario has at most {MOST_PLANS} plans: delete one to make this a plan."
NAME = "Goal"


def show_answer(found: Reach, scenario: Scenario[Belief], formats: Formats) -> None:
    """The answer in a sentence, and what belongs to it."""
    notes = (
        fallen_short_text(found, formats),
        each_text(found, scenario, formats),
        beside_text(found, formats),
    )
    st.html(answer_html(answer_text(found, scenario, formats), notes))


def show_takes(takes: Takes, scenario: Scenario[Belief], formats: Formats) -> None:
    """Everything else that follows from the goal."""
    _split(takes.reach, scenario, formats)
    if takes.quarters:
        _people(takes, scenario, formats)
    if takes.advice:
        st.html(section_html("What to work on") + lines_html([advice_text(each, formats) for each in takes.advice]))
    if takes.rates:
        rates = [rate_text(rate, formats) for rate in takes.rates]
        st.html(section_html("Each rate by itself", ABOUT_RATES) + lines_html(rates))
    if takes.prices:
        rows = [price_row(price, formats) for price in takes.prices]
        st.html(section_html("The highest price that still pays", ABOUT_PRICES) + prices_html(rows))


def _split(found: Reach, scenario: Scenario[Belief], formats: Formats) -> None:
    title = "The split that does it" if found.reachable else "The split that comes nearest"
    costs = monthly_costs(scenario, found.plan) if found.among else {}
    st.html(section_html(title, how_sure_text(found, formats)) + split_html(found, formats, costs))
    if found.is_the_present_plan:
        return
    made = plan_with_split(scenario, found.plan, found.spend, _bought(found))
    if not made and len(scenario.plans) >= MOST_PLANS:
        st.caption(FULL)
        return
    label = "Open it on Plan" if made else "Make it a plan and open it"
    if made:
        st.caption(f"This is the plan “{escape_markdown(made)}”.")
    st.button(
        label,
        type="primary",
        icon=":material/tune:",
        key="goals-make",
        on_click=_open,
        args=(found, made, formats),
    )


def _open(found: Reach, made: str, formats: Formats) -> None:
    """Look at the answer on the page Plan; ``made`` is the plan that it is already."""
    state.select_plan(made or _made(found, formats))
    open_next(plan_page())


def _made(found: Reach, formats: Formats) -> str:
    """Make the answer a plan; its name."""
    scenario = state.workspace().draft
    name = free_plan_name(scenario, NAME)
    chance = formats.chance(found.chance, found.chance_error)
    notes = f"{goals_text(found.goals, scenario, formats)} in {chance} possible worlds, made from {found.plan}."
    state.set_draft(with_split(scenario, found.plan, found.spend, name, notes, improvements=_bought(found)))
    return name


def _bought(found: Reach) -> tuple[Purchase, ...]:
    """What the plan of this answer buys, and from when on."""
    return found.scenario.plan(found.plan).improvements


def _people(takes: Takes, scenario: Scenario[Belief], formats: Formats) -> None:
    spans = takes.quarters
    about = f"{ABOUT_PEOPLE} {ahead_text(spans, formats)}"
    st.html(
        section_html("The funnel backwards", about)
        + lines_html(gap_texts(takes, scenario, formats))
        + people_html(spans, scenario, formats)
    )
    with st.expander("By channel", key="goals-by-channel"):
        st.html(channels_html(spans, scenario, formats))
