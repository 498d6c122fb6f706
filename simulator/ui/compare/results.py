"""The results of a comparison: tiles, verdicts, pictures and the table, as believed and under conditions beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial

import streamlit as st

from simulator.analyses.compared_plans import ComparedPlan, what_if_by_plan
from simulator.analyses.comparison import Comparison, judged
from simulator.analyses.settling import settled
from simulator.analyses.what_if import WhatIf
from simulator.charts import difference_dots, profit_of_plans, spend_of_plans
from simulator.charts.difference_dots import Dots
from simulator.engine.cost import Cost
from simulator.library.folder import stem_of
from simulator.metrics.kpis import AnyMetric
from simulator.presentation.comparison_text import ABOUT_ERRORS, draws_sentence, matters_sentence, own_figures_sentence
from simulator.presentation.metric_table import Row, metric_rows
from simulator.presentation.what_if import what_if_texts
from simulator.reports.as_csv import comparison_csv
from simulator.text.formats import Formats
from simulator.text.grammar import within
from simulator.ui.compare import cached
from simulator.ui.compare.cached import ComparisonResult
from simulator.ui.compare.html import (
    AS_BELIEVED,
    IF_SO,
    PlanColumn,
    metric_table_html,
    paybacks_html,
    tiles_html,
    verdict_html,
)
from simulator.ui.frame.html import note_html, section_html, spoken_html
from simulator.ui.session.turns import turn

ABOUT_TILES = "The big figure is the middle: half of the possible worlds lie above it."
ABOUT_DOTS = "Each dot is one possible world in twenty, and says what changes there."
ABOUT_PROFIT = (
    "After all marketing, added up. Lines are the middle, bands hold 8 in 10 worlds, a diamond is the month from which "
    "marketing has paid for itself."
)
ABOUT_SPEND = "Over all months of the plan; without channels into which none of the plans puts money."
NOTHING_SPENT = "None of these plans spends anything."
ABOUT_TABLE = (
    "Middle figures. The best of each row is marked where one reads better than the others; how sure that is stands "
    "above, figure by figure. The file holds averages, ranges and differences too."
)


@dataclass(frozen=True)
class ComparisonView:
    """Compared plans, the baseline first, with the results to be shown side by side.

    Differences of up to ``matters`` do not count, None for the usual. ``draws`` is the number of worlds asked for,
    ``settled_draws`` that of each side, once it is known how many the verdicts need.
    """

    found: Sequence[ComparedPlan]
    what_if: WhatIf
    metric: AnyMetric
    formats: Formats
    draws: int
    matters: float | None = None
    settled_draws: tuple[int, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels of the plans."""
        return tuple(compared.label for compared in self.found)

    @property
    def horizon(self) -> int:
        """The months that are looked at."""
        return self.found[0].scenario.horizon_months

    @cached_property
    def sides(self) -> list[Mapping[str, WhatIf]]:
        """As believed, and what is supposed where anything is."""
        return [{}, what_if_by_plan(self.found, self.what_if)] if self.what_if else [{}]

    @property
    def draws_by_side(self) -> Sequence[int]:
        """The number of worlds of each side."""
        return self.settled_draws or [self.draws] * len(self.sides)

    @property
    def cost(self) -> Cost:
        """The cost of working it all out."""
        return cached.cost(self.found, len(self.sides), max(self.draws_by_side))

    def results(self) -> list[ComparisonResult]:
        """One for each side: differences in all its worlds, a plan's own figures in those that the page Plan tries."""
        return [self._result(side, draws) for side, draws in zip(self.sides, self.draws_by_side, strict=True)]

    def _result(self, side: Mapping[str, WhatIf], draws: int) -> ComparisonResult:
        found = cached.result(self.found, side, draws)
        return found if draws == self.draws else found.with_figures_of(cached.result(self.found, side, self.draws))

    def judged(self, result: ComparisonResult) -> Comparison:
        """A side by the chosen metric, and by what matters."""
        comparison = result.comparisons[self.metric.key]
        return comparison if self.matters is None else judged(comparison, self.matters)

    def shown(self) -> list[PlanColumn]:
        """The plans by the chosen metric."""
        by_side = [self.judged(result).plans for result in self.results()]
        return [
            PlanColumn(place, label, *(plans[label] for plans in by_side)) for place, label in enumerate(self.labels)
        ]


def settled_view(view: ComparisonView) -> ComparisonView:
    """The view in as many worlds as its verdicts need and the server bears; it takes turns of its own."""

    def compared(side: Mapping[str, WhatIf], draws: int) -> Comparison:
        with turn(cached.cost(view.found, 1, draws)):
            return view.judged(cached.result(view.found, side, draws))

    def can_run(draws: int) -> bool:
        return not cached.cost(view.found, len(view.sides), draws).is_large

    found = [settled(partial(compared, side), view.draws, can_run=can_run) for side in view.sides]
    return replace(view, settled_draws=tuple(comparison.draws for comparison in found))


def show_comparison(view: ComparisonView) -> None:
    """Everything that follows from the choice."""
    plans, formats = view.shown(), view.formats
    head = section_html(view.metric.label, f"{view.metric.about} {ABOUT_TILES}")
    st.html(head + tiles_html(plans, view.metric, formats, horizon_months=view.horizon))
    verdicts(view, plans[1:])
    profits(view)
    spend(view)
    table(view)


def verdicts(view: ComparisonView, plans: Sequence[PlanColumn]) -> None:
    """Each plan against the baseline, with its difference as twenty dots."""
    believed = view.judged(view.results()[0])
    rules = (
        matters_sentence(believed, view.formats),
        draws_sentence(believed, view.formats),
        own_figures_sentence(believed, view.draws, view.formats),
        ABOUT_ERRORS,
        ABOUT_DOTS,
    )
    st.html(section_html(f"Against {view.labels[0]}", " ".join(filter(None, rules))))
    sides = [
        cached.dots(view.found, side, draws, view.metric.key)
        for side, draws in zip(view.sides, view.draws_by_side, strict=True)
    ]
    reach = difference_dots.reach_of([dots for side in sides for dots in side])
    for plan in plans:
        with st.container(border=True, key=f"verdict-{plan.place}"):
            words, pictures = st.columns([5, 4] if len(sides) == 1 else [1, 1], gap="medium")
            words.html(verdict_html(plan, view.metric, view.formats))
            with pictures:
                _pictures(view, [side[plan.place] for side in sides], reach)


def _pictures(view: ComparisonView, dots: Sequence[Dots], reach: tuple[float, float]) -> None:
    for heading, side in zip((AS_BELIEVED, IF_SO), dots, strict=False):
        if len(dots) > 1:
            st.html(f'<p class="fc-side">{heading}</p>')
        if not side.can_be_drawn:
            st.caption(difference_dots.UNDEFINED)
            continue
        frame = difference_dots.frame_of(side, view.formats, view.metric, reach=reach)
        st.html(spoken_html(difference_dots.spoken(frame)))
        st.vega_lite_chart(frame, difference_dots.spec(view.formats, view.metric.unit, view.metric.better))
        if side.is_endless:
            st.caption(difference_dots.ENDLESS)


def profits(view: ComparisonView) -> None:
    """Cumulative profit of all plans, under the conditions too; a single month is no line, but a sentence."""
    is_line = view.horizon > 1
    st.html(section_html("Profit so far, month by month", ABOUT_PROFIT if is_line else ""))
    sides = [result.profits for result in view.results()]
    reach = profit_of_plans.reach_of(*sides)
    for heading, side, place in zip((AS_BELIEVED, IF_SO), sides, st.columns(len(sides)), strict=False):
        with place:
            if len(sides) > 1:
                st.html(f'<p class="fc-side">{heading}</p>')
            drawn = profit_of_plans.frame_of(view.found[0].scenario, side, view.formats, reach=reach)
            said = profit_of_plans.spoken(drawn)
            st.html(spoken_html(said) if is_line else note_html(said))
            if is_line:
                st.vega_lite_chart(drawn, profit_of_plans.spec(view.formats, view.labels))
            st.html(paybacks_html(drawn["payback_says"].drop_duplicates().tolist()))


def spend(view: ComparisonView) -> None:
    """Budget by channel, all plans side by side."""
    plans = {compared.label: (compared.scenario, compared.plan) for compared in view.found}
    drawn = spend_of_plans.frame_of(plans, view.formats)
    if drawn.empty:
        st.html(section_html("Budget by channel", NOTHING_SPENT))
    else:
        st.html(section_html("Budget by channel", ABOUT_SPEND, spoken=spend_of_plans.spoken(drawn)))
        st.vega_lite_chart(drawn, spend_of_plans.spec(view.formats, view.labels))


def table(view: ComparisonView) -> None:
    """Every metric of every plan, and all figures as a file."""
    rows = [_rows(view, result) for result in view.results()]
    stressed = rows[1] if len(rows) > 1 else []
    note = f"{ABOUT_TABLE} The second line of a cell: {within(IF_SO)}." if stressed else ABOUT_TABLE
    st.html(
        section_html("Every figure", note)
        + metric_table_html(view.labels, rows[0], stressed, caption="Every figure of every plan")
    )
    st.download_button(
        "Download as CSV",
        partial(_csv, view),
        file_name=f"{stem_of(f'{view.found[0].scenario.name} compared')}.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        key="compare-csv",
    )


def _rows(view: ComparisonView, result: ComparisonResult) -> list[Row]:
    plans = [{key: found.plans[label].figures for key, found in result.comparisons.items()} for label in view.labels]
    return metric_rows(plans, view.formats, horizon_months=view.horizon)


def _csv(view: ComparisonView) -> bytes:
    supposed = "; ".join(what_if_texts(view.found[0].scenario, view.what_if, view.formats))
    headings = (AS_BELIEVED, f"{IF_SO} ({supposed})")
    with turn(view.cost):
        found = [{**result.comparisons, view.metric.key: view.judged(result)} for result in view.results()]
    written = comparison_csv(dict(zip(headings, found, strict=False)))
    # Spreadsheets take a file for UTF-8 only if it begins with this mark.
    return written.encode("utf-8-sig")
