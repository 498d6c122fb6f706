"""The answer: what to do in words, the splits beside the present plan, what to do with them, and why."""

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from simulator.analyses.allocation.beside import Split, ways_of
from simulator.analyses.allocation.improving import bought_by, monthly_costs
from simulator.analyses.allocation.objectives import Kind, Objective
from simulator.analyses.allocation.reasons import Reasons
from simulator.edits.plans import free_plan_name
from simulator.edits.spend import plan_with_split, slider_spend, with_split
from simulator.errors import FunnelcastError, LimitsError, SettingsError
from simulator.presentation.allocation_text import optimism_text, proof_text, reason_texts
from simulator.presentation.splits import (
    NAMES,
    NONE_OFFERED,
    Offered,
    about_text,
    amount_rows,
    gives_up_text,
    headings,
    improvement_lines,
    next_money_rows,
    outlook_rows,
    present_gives_up_text,
    split_notes,
    split_verdict,
)
from simulator.scenario.plans import Purchase
from simulator.text.formats import Formats
from simulator.text.grammar import sentence
from simulator.text.markdown import escape_markdown
from simulator.ui.allocation.added import FULL, say_added
from simulator.ui.allocation.choices import Asked
from simulator.ui.allocation.html import returns_html, splits_html, verdict_html
from simulator.ui.allocation.search import given, reasons, searched, searched_with_improvements
from simulator.ui.allocation.segments import segments
from simulator.ui.frame.html import lines_html, section_html
from simulator.ui.frame.long_work import awaited
from simulator.ui.frame.navigation import compare_page, open_next, plan_page
from simulator.ui.session import comparison, long_work, state
from simulator.ui.session.comparison_choice import here
from simulator.ui.session.workspaces import Workspace
from simulator.validation import MOST_PLANS

STYLE = Path(__file__).with_name("allocation.css")

NONE_WITHIN = "There is no split within these limits: see beside the limits what does not fit."
WORTHS, ABOUT_WORTHS = (
    "What improvements are worth",
    "At this split, with and without each in the same possible worlds.",
)
LOOKING, NO_ANSWER = "Looking for the best split.", "There is no answer yet."

_WAY = "split-way"


def answer(now: Workspace, asked: Asked, formats: Formats) -> dict[Kind, Split]:
    """Show the answer, or how far it is; the splits that are there.

    Raises LimitsError and SettingsError where there is none, to be told beside the limits.
    """
    st.html(STYLE)
    ways = ways_of(now.draft)
    chosen = _way(ways, formats)
    head, waits = st.container(key="split-verdict"), st.container(key="split-wait")
    table, why = st.container(key="split-table"), st.container(key="split-why")
    with waits:
        try:
            splits = _found(now, asked, ways, chosen)
        except (LimitsError, SettingsError):
            st.info(NONE_WITHIN, icon=":material/info:")
            raise
    with head:
        st.html(verdict_html(_verdict(splits, chosen, formats, now.draft.horizon_months)))
        if chosen in splits:
            _actions(now, asked, splits[chosen], formats)
    with table:
        _side_by_side(now, asked, splits, chosen, formats)
    if len(splits) == len(ways):
        with why:
            _why(splits[chosen], formats)
    return splits


def _verdict(splits: Mapping[Kind, Split], chosen: Kind, formats: Formats, horizon_months: int) -> str:
    if chosen in splits:
        return split_verdict(splits[chosen], formats, horizon_months)
    return LOOKING if long_work.is_underway(_place(chosen)) else NO_ANSWER


def _way(ways: Mapping[Kind, Objective], formats: Formats) -> Kind:
    """What is to be the most; on average where there is no target any more."""
    way = Kind(segments("What counts most", {each.value: NAMES[each] for each in ways}, key=_WAY))
    about = about_text(ways[way], formats)
    st.caption(escape_markdown(f"{NAMES[way]}: {about[:1].lower()}{about[1:]}."))
    return way


def _found(now: Workspace, asked: Asked, ways: Mapping[Kind, Objective], chosen: Kind) -> dict[Kind, Split]:
    """The splits that are there, the chosen one first; the page waits for the next one. Raises LimitsError."""
    splits, order = dict[Kind, Split](), sorted(ways, key=lambda kind: kind is not chosen)
    for place, kind in enumerate(order):
        what = f"{NAMES[kind]} split, {place + 1} of {len(order)}"
        wanted = given(now.draft, asked.plan, asked.budget, kind, asked.or_less, state.draws())
        parts = (place / len(order), (place + 1) / len(order))
        search = searched_with_improvements if asked.improvements else searched
        found = awaited(_place(kind), what, search, *wanted, parts=parts)
        if found is None:
            for later in order[place + 1 :]:
                long_work.leave(_place(later))
            break
        splits[kind] = found
    return splits


def _place(kind: Kind) -> str:
    return f"split-{kind.value}"


# -- what to do with it ------------------------------------------------------------------------------------------------


def _actions(now: Workspace, asked: Asked, split: Split, formats: Formats) -> None:
    """The buttons that make the answer a plan; nothing where it is the present plan."""
    if split.found.is_the_present_plan:
        return
    made = plan_with_split(now.draft, asked.plan, split.found.spend, _bought(asked, split))
    if not made and len(now.draft.plans) >= MOST_PLANS:
        st.caption(FULL)
        return
    with st.container(horizontal=True, gap="small", key="split-actions"):
        if not made:
            st.button(
                "Make it a plan",
                type="primary",
                icon=":material/add:",
                key="split-make",
                on_click=_make,
                args=(asked, split, formats),
            )
        given = (asked, split, made, formats)
        st.button("Open it on Plan", icon=":material/tune:", key="split-open", on_click=_open, args=given)
        st.button(
            "Compare it with your plan",
            icon=":material/balance:",
            key="split-compare",
            on_click=_compare,
            args=given,
        )
    if made:
        st.caption(f"This is the plan “{escape_markdown(made)}”.")


def _open(asked: Asked, split: Split, made: str, formats: Formats) -> None:
    """Look at the answer on the page Plan; ``made`` is the plan that it is already."""
    state.select_plan(made or _made(asked, split, formats))
    open_next(plan_page())


def _compare(asked: Asked, split: Split, made: str, formats: Formats) -> None:
    """Set the answer beside the plan that it was made from."""
    other = made or _made(asked, split, formats)
    comparison.choose_baseline(here(asked.plan))
    comparison.choose_plans([here(asked.plan), here(other)])
    open_next(compare_page())


def _make(asked: Asked, split: Split, formats: Formats) -> None:
    """Make the answer a plan, say so, and go on looking at the one that it was made from."""
    say_added(_made(asked, split, formats), asked.plan)


def _made(asked: Asked, split: Split, formats: Formats) -> str:
    """Make the answer a plan; its name."""
    draft, kind = state.workspace().draft, split.kind
    name = free_plan_name(draft, f"{NAMES[kind]} split")
    about = about_text(split.found.objective, formats)
    notes = f"{about}: the best split found of {formats.money(asked.budget)} a month, made from {asked.plan}."
    recorded, bought = split.chosen.recorded, _bought(asked, split)
    state.set_draft(with_split(draft, asked.plan, split.found.spend, name, notes, recorded, bought))
    return name


def _bought(asked: Asked, split: Split) -> tuple[Purchase, ...]:
    """What the plan of this answer buys, and from when on."""
    return split.found.scenario.plan(asked.plan).improvements


# -- what it is --------------------------------------------------------------------------------------------------------


def _side_by_side(now: Workspace, asked: Asked, splits: Mapping[Kind, Split], chosen: Kind, formats: Formats) -> None:
    ways = ways_of(now.draft)
    columns = [splits.get(kind) for kind in ways]
    spend = slider_spend(now.draft, now.draft.plan(now.plan))
    rows = [
        *amount_rows(columns, spend, formats, _offered(now) if asked.improvements else NONE_OFFERED),
        *outlook_rows(columns, formats, now.draft.horizon_months, ways.get(Kind.CHANCE)),
    ]
    place, heads = 1 + list(ways).index(chosen), headings(ways, formats)
    st.html(section_html("Side by side") + splits_html(heads, rows, place, caption="The splits side by side"))
    known = [each for each in columns if each is not None]
    if len(known) == len(ways):
        others = [(each, [other for other in known if other is not each]) for each in known]
        present = [present_gives_up_text(known, formats)] if known[0].found.keeps_limits else []
        st.html(lines_html([*present, *(gives_up_text(each, rest, formats) for each, rest in others)]))


def _offered(now: Workspace) -> Offered:
    return Offered(monthly_costs(now.draft, now.plan), bought_by(now.draft, now.plan))


def _why(split: Split, formats: Formats) -> None:
    """What improvements are worth, how sure the answer is, what holds it, and what the next money would bring."""
    if split.worths:
        st.html(
            section_html(f"{WORTHS}: {NAMES[split.kind]}", ABOUT_WORTHS) + lines_html(improvement_lines(split, formats))
        )
    st.html(section_html(f"Why this split: {NAMES[split.kind]}"))
    told: Reasons | None = awaited("split-reasons", "The reasons", reasons, split.chosen.allocation)
    lines = [proof_text(split.found, formats), optimism_text(split.found, formats), *split_notes(split, formats)]
    if told is not None:
        lines += reason_texts(split.found, told, formats)
    st.html(lines_html([line for line in lines if line]))
    if told is not None:
        heads, rows = next_money_rows(told, formats)
        st.html(returns_html(heads, rows, caption="The next money by channel, at this split"))


def refusal(error: FunnelcastError) -> None:
    """Why there is no split, beside the limits."""
    st.error(sentence(escape_markdown(str(error))), icon=":material/error:")
