"""The result of the selected plan: the headline, charts, findings and the table by channel."""

from collections.abc import Sequence
from functools import partial

import pandas as pd
import streamlit as st

from simulator.analyses.goals.goal import Goal
from simulator.analyses.marginal_roi import are_tried_at_reference, step_of
from simulator.analyses.next_move import Move
from simulator.analyses.stress import Condition
from simulator.charts import channel_roi, cumulative_profit, funnel, outcome_dots
from simulator.charts.cumulative_profit import AS_BEGUN, BELIEVED, SAVED
from simulator.engine.cost import cost_of
from simulator.findings import Finding
from simulator.library.folder import stem_of
from simulator.presentation.channel_table import all_by_channel
from simulator.presentation.goal_text import number_text
from simulator.presentation.next_move import next_title
from simulator.presentation.what_if import WHAT_IF
from simulator.reports.as_csv import as_csv
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.components.budget_sliders.panel import Setting
from simulator.ui.frame.html import section_html
from simulator.ui.frame.navigation import goals_page
from simulator.ui.plan import cached
from simulator.ui.plan.html import SAVED as IS_SAVED
from simulator.ui.plan.html import (
    findings_html,
    from_former,
    in_words_html,
    next_money_html,
    next_returns_html,
    result_html,
    table_html,
    without_what_if,
)
from simulator.ui.session import state
from simulator.ui.session.goal_choice import METRIC, NUMBER
from simulator.ui.session.notice import Kind, Notice
from simulator.ui.session.results import Key, PlanResult
from simulator.ui.session.session import say
from simulator.ui.session.turns import turn

WHAT_WOULD_IT_TAKE = "**What would it take to have**"

MOST_FINDINGS = 3
"""So many findings stand beside the result; further ones are unfolded."""

AVERAGES = "Averages over all possible worlds, because averages add up."
IN_THE_FILE = "The file also holds rates and costs per customer, which do not add up."
NOTHING_TO_ADD_UP = "Nothing is spent, so there is nothing to add up."
ABOUT_PAYBACK = "The thick bar on the zero line is when it pays back, in 8 of 10 worlds; an arrow: later than is shown."
ABOUT_PAYBACK_IF_CERTAIN = "The point on the zero line is when it pays back."
ARE_AVERAGES = "Averages over all possible worlds."
ABOUT_FUNNEL = (
    "Each bar is its whole stage, divided among the channels; how wide it is says nothing. The share beside it counts "
    "channels that have the stage before, and customers who buy later too."
)
UNPAID = "Of what comes without money, only the customers whom an improvement gains are counted."
AT_REFERENCE = " A channel without spend is tried at its reference spend, in every month."
MOVE_MADE = "The move is made, and Undo takes it back."
ABOUT_MOVE_MADE = (
    "It was advised by the average of all worlds. The big figures are those of the middle world, so they change by"
    " other amounts."
)
MOVED_SINCE = "Not moved: the plan has changed since that was worked out."
ABOUT_DOTS = "Profit after marketing. Each dot is one world in twenty: count the coloured ones."


def result(
    found: PlanResult,
    saved: PlanResult | None,
    formats: Formats,
    *,
    supposed: str = "",
    former: str = IS_SAVED,
    is_alone: bool = False,
) -> None:
    """The judgement and the headline figures.

    ``supposed`` says what is supposed, ``saved`` is then the plan without; ``former`` are the words for ``saved``,
    which may be an example's. What stands below is as it was before where this is drawn ``is_alone``.
    """
    tiles = cached.tiles(found, saved, formats)
    changed = without_what_if if supposed else partial(from_former, former=former)
    judgement, verdict = cached.judged(found, formats)
    st.html(
        result_html(tiles, judgement=judgement, verdict=verdict, supposed=supposed, changed=changed, is_alone=is_alone)
    )


def in_words(found: PlanResult, formats: Formats, *, is_supposed: bool) -> None:
    """The result in one sentence, what its words mean, and where something can be supposed."""
    st.html(in_words_html(*cached.sentences(found, formats), is_supposed=is_supposed))


def goal_links(found: PlanResult, formats: Formats) -> None:
    """One step from a figure to what a better one would take: the link carries the figure and its number."""
    wanted = cached.next_goals(found)
    if not wanted:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="goal-links"):
        st.markdown(WHAT_WOULD_IT_TAKE, width="content")
        for key, number in wanted.items():
            st.page_link(
                goals_page(),
                label=escape_markdown(number_text(Goal.of(key, number), formats)),
                query_params={METRIC: key, NUMBER: f"{number:.12g}"},
            )


def next_step(found: PlanResult, limits: Setting, formats: Formats) -> None:
    """The next money and the best move, with a button that makes it."""
    _next_step(cached.next_step(found, limits, formats), _about_next(found, formats), found.key)


def next_step_of_before(step: cached.NextStep, said: str) -> None:
    """The next money and the best move as they were before, which cannot be made now; it is ``said`` why."""
    _next_step(step, said)


def next_step_follows(found: PlanResult, formats: Formats, said: str) -> None:
    """The heading of the next money; it is ``said`` when it comes."""
    with st.container(key="next-step", gap="small"):
        st.html(section_html(next_title(step_of(found.scenario, found.plan), formats), said))


def _next_step(step: cached.NextStep, about: str, of: Key | None = None) -> None:
    """The step ``of`` this result, which can be made; without one it cannot."""
    with st.container(key="next-step", gap="small"):
        st.html(next_money_html(step.title, about, step.text, pale=of is None))
        if step.move:
            st.button(
                "Make this move",
                key="make-move",
                icon=":material/swap_horiz:",
                on_click=_make,
                args=(step.move, of),
                disabled=of is None,
                help="Moves the sliders. Undo takes it back.",
            )
        if step.returns:
            st.html(next_returns_html(step.returns))


def _make(move: Move, of: Key | None) -> None:
    """Make a move, if the result is still the one ``of`` which it was worked out."""
    if state.result(state.workspace().plan).key == of:
        state.make_move(move)
        say(Notice(kind=Kind.DONE, line=MOVE_MADE, details=ABOUT_MOVE_MADE))
    else:
        say(Notice(kind=Kind.HINT, line=MOVED_SINCE))


def _about_next(found: PlanResult, formats: Formats) -> str:
    horizon = formats.months(found.scenario.horizon_months)
    return f"What a little more would bring back in each channel within {horizon}, the best first. +{_half(formats)}"


def _half(formats: Formats) -> str:
    """What a return of one half means, in amounts that are whole in every currency."""
    given, back, part = formats.money(100), formats.money(150), formats.percent(0.5)
    return f"{part} means that each {given} brings {back} back."


def over_time(
    found: PlanResult, saved: PlanResult | None, formats: Formats, *, supposed: str = "", former: str = IS_SAVED
) -> None:
    """Cumulative profit over the months, with payback; ``supposed`` and ``former`` as for ``result``."""
    without = (BELIEVED, "the same plan without what is supposed")
    before = (SAVED, "the saved plan") if former == IS_SAVED else (AS_BEGUN, f"the plan of {former}")
    dashed, words = without if supposed else before
    compared = "" if saved is None else f" The dashed line is {words}."
    frame = cached.profit_fan(found, saved, formats)
    title, said = "Profit so far, month by month", cumulative_profit.spoken(frame)
    if len(frame) == 1:
        st.html(section_html(title, said))
        return
    payback = ABOUT_PAYBACK_IF_CERTAIN if cached.is_certain(found) else ABOUT_PAYBACK
    st.html(section_html(title, f"After all marketing, added up.{compared} {payback}", spoken=said))
    drawn = cumulative_profit.spec(formats) if saved is None else cumulative_profit.spec_with_saved(formats, dashed)
    st.vega_lite_chart(frame, drawn)


def twenty_worlds(found: PlanResult, formats: Formats) -> None:
    """The outcome as twenty dots; nothing where all is certain, and there are no twenty worlds."""
    if cached.is_certain(found):
        return
    frame = cached.outcomes(found, formats)
    st.html(section_html("Twenty possible worlds", ABOUT_DOTS, spoken=outcome_dots.spoken(frame)))
    st.vega_lite_chart(frame, outcome_dots.spec(formats))


def stages(found: PlanResult, formats: Formats) -> None:
    """The funnel by stage and channel."""
    frame = cached.people(found, formats)
    parts = ("" if cached.is_certain(found) else ARE_AVERAGES, ABOUT_FUNNEL, _about_unpaid(found))
    about = " ".join(filter(None, parts))
    st.html(section_html("From reach to customers", about, spoken=funnel.spoken(frame)))
    st.vega_lite_chart(frame, funnel.spec(formats, found.scenario.channel_names))


def returns(found: PlanResult, drawn: pd.DataFrame, formats: Formats) -> None:
    """Return by channel, on all spend and on the next bit of money, as ``drawn``."""
    idle = AT_REFERENCE if are_tried_at_reference(found.scenario, found.plan) else ""
    spoken = channel_roi.spoken(drawn)
    st.html(section_html("Return by channel", _about_returns(formats) + idle, spoken=spoken))
    st.vega_lite_chart(drawn, channel_roi.spec(formats, step_of(found.scenario, found.plan)))


def _about_returns(formats: Formats) -> str:
    return f"ROI on gross profit, not on revenue: {_half(formats)}"


def findings(found: Sequence[Finding], note: str = "") -> None:
    """Points worth checking about the result, each with advice."""
    heading = section_html("Worth checking", note or ("" if found else "Nothing stands out."))
    st.html(heading + findings_html(found[:MOST_FINDINGS]))
    if further := found[MOST_FINDINGS:]:
        with st.expander(f"{len(further)} more", key="further-findings"):
            st.html(findings_html(further))


def by_channel(found: PlanResult, formats: Formats, *, supposed: str = "") -> None:
    """The table by channel, and the same with all figures as a file, which states what is ``supposed``."""
    sums = cached.sums_by_channel(found)
    if not sums.columns:
        st.html(section_html("By channel", NOTHING_TO_ADD_UP))
        return
    is_certain = cached.is_certain(found)
    about = " ".join(filter(None, ("" if is_certain else AVERAGES, IN_THE_FILE, _about_unpaid(found), sums.note)))
    caption = "By channel" if is_certain else "Averages by channel"
    st.html(section_html("By channel", about) + table_html(sums, formats, caption=caption))
    st.download_button(
        "Download as CSV",
        partial(_csv, found.scenario, found.plan, found.draws, found.conditions, supposed),
        file_name=f"{stem_of(' '.join(filter(None, (found.scenario.name, found.plan, supposed and WHAT_IF))))}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="table-csv",
    )


def _about_unpaid(found: PlanResult) -> str:
    return "" if all(channel.is_paid for channel in found.scenario.channels) else UNPAID


# Streamlit keeps what a button was given as long as the session lives, and longer: a name, not the result.
def _csv(scenario: Scenario[Belief], plan: str, draws: int, conditions: tuple[Condition, ...], supposed: str) -> bytes:
    with turn(cost_of(scenario, plan, draws)):
        table = all_by_channel(PlanResult(scenario, plan, draws, conditions=conditions).simulation)
    # Spreadsheets take a file for UTF-8 only if it begins with this mark.
    return as_csv(table, supposed=supposed).encode("utf-8-sig")
