"""The page "Compare": whether another plan is really better, how sure that is, and what a different world would do."""

from collections.abc import Sequence
from datetime import date
from functools import partial
from pathlib import Path

import streamlit as st

from simulator.analyses.comparability import Obstacle, common_horizon_months, obstacle
from simulator.analyses.compared_plans import ComparedPlan, scenarios_of
from simulator.metrics.kpis import METRICS
from simulator.presentation.comparability_text import caveat_texts, obstacle_text
from simulator.presentation.what_if import what_if_sentence
from simulator.text.grammar import counted, first
from simulator.text.markdown import escape_markdown
from simulator.ui.compare.cached import cost
from simulator.ui.compare.controls import add_from_elsewhere, controls
from simulator.ui.compare.results import ComparisonView, settled_view, show_comparison
from simulator.ui.compare.supposed import supposed_for
from simulator.ui.frame.large_run import is_too_large
from simulator.ui.frame.navigation import assumptions_page, plan_page
from simulator.ui.frame.printed import printed_head_html
from simulator.ui.frame.problem_list import show_problems
from simulator.ui.frame.status_bar import status_bar
from simulator.ui.session import comparison, input_state, state, what_if
from simulator.ui.session.comparison_choice import LEAST_CHOSEN
from simulator.ui.session.turns import turn

STYLES = (Path(__file__).parents[1] / "frame" / "tiles.css", Path(__file__).parents[1] / "compare" / "compare.css")
ONE_PLAN = (
    "There is one plan, so there is nothing to compare it with yet. Make a second one on the page Plan: copy this one, "
    "move its sliders, and come back. Or add a plan of another scenario here."
)
TOO_FEW = "Choose two plans or more to compare them."


def page() -> None:
    """The whole page."""
    found = comparison.field()
    comparison.show(found)
    input_state.begin(comparison.workspace().id)
    status_bar()
    for style in STYLES:
        st.html(style)
    st.html(printed_head(found))
    st.title("Compare", anchor=False)
    controls(found)
    add_from_elsewhere(found)
    for name in comparison.lost():
        st.caption(f"{escape_markdown(name)} is not there any more, so it is left out.")
    if problems := state.problems():
        show_problems(problems, "There is no result yet: these need fixing first")
        st.page_link(assumptions_page(), label="Fix them under Assumptions", icon=":material/rule:")
    elif len(found) < LEAST_CHOSEN:
        too_few()
    elif comparable(found):
        choice = comparison.choice()
        metric = METRICS[choice.metric]
        view = ComparisonView(found, supposed_for(found), metric, state.formats(), state.draws(), choice.matters)
        if not is_too_large(partial(cost, found, len(view.sides)), "This comparison"):
            enough = settled_view(view)
            with turn(enough.cost):
                show_comparison(enough)


def printed_head(found: Sequence[ComparedPlan]) -> str:
    """The head of the printed page."""
    now, formats = comparison.workspace(), state.formats()
    return printed_head_html(
        now,
        f"{counted(len(found), 'plan')} compared",
        on=date.today(),
        formats=formats,
        supposed=what_if_sentence(now.draft, what_if.supposed(), formats),
    )


def too_few() -> None:
    """Advice to who has chosen fewer than two plans."""
    if len(comparison.workspace().draft.plans) >= LEAST_CHOSEN:
        st.info(TOO_FEW, icon=":material/info:")
        return
    st.info(ONE_PLAN, icon=":material/info:")
    st.page_link(plan_page(), label="To the page Plan", icon=":material/tune:")


def comparable(found: Sequence[ComparedPlan]) -> bool:
    """Whether the plans can be compared; says why not, and what helps."""
    scenarios = scenarios_of(found)
    if in_the_way := obstacle(scenarios):
        said = escape_markdown(obstacle_text(in_the_way, scenarios, state.formats()))
        st.warning(said, title="Not comparable as they are", icon=":material/warning:")
        if in_the_way is Obstacle.HORIZONS:
            months = common_horizon_months(scenarios)
            st.button(
                f"Compare the {first(months, 'month')}",
                type="primary",
                key="compare-common-months",
                on_click=comparison.choose_months,
                args=(months,),
            )
        return False
    if comparison.choice().months is not None:
        _shortened(scenarios[0].horizon_months)
    for caveat in caveat_texts(scenarios, state.formats()):
        st.caption(escape_markdown(caveat))
    return True


def _shortened(months: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        verb = "is" if months == 1 else "are"
        st.markdown(f"Only the {first(months, 'month')} of each plan {verb} compared.", width="content")
        st.button("Look at all months", key="compare-all-months", on_click=comparison.choose_months, args=(None,))


page()
