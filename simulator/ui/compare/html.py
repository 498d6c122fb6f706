"""HTML of the page Compare: tiles, verdicts and the table. Pure; every text is escaped."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from simulator.analyses.comparison import Compared
from simulator.charts.plan_colours import COLOURS, DASHES
from simulator.metrics.kpis import AnyMetric
from simulator.presentation.comparison_text import facts, favour, regret_words, verdict_sentence, worlds
from simulator.presentation.figures import Written
from simulator.presentation.headline import Favour
from simulator.presentation.metric_table import Cell, Row
from simulator.text.formats import UNDEFINED, Formats
from simulator.ui.frame.html import figure_size

AS_BELIEVED, IF_SO = "As you believe", "If that happens"


@dataclass(frozen=True)
class PlanColumn:
    """A plan by its place (0 is the baseline), as believed and, where there are conditions, under them."""

    place: int
    label: str
    believed: Compared
    stressed: Compared | None = None


def tiles_html(plans: Sequence[PlanColumn], metric: AnyMetric, formats: Formats, *, horizon_months: int) -> str:
    """A tile for each plan: its figure by the chosen metric, and how often it is the best of all."""
    shown = "".join(_tile(plan, metric, formats, horizon_months) for plan in plans)
    return f'<div class="fc-result"><div class="fc-tiles fc-plans">{shown}</div></div>'


def _tile(plan: PlanColumn, metric: AnyMetric, formats: Formats, horizon_months: int) -> str:
    written = Written(metric, plan.believed.figures, formats, horizon_months)
    role = '<span class="fc-role">Baseline</span> ' if plan.place == 0 else ""
    return (
        f'<section class="fc-tile" style="--mark: {COLOURS[plan.place]}" data-plan="{plan.place}" '
        f'aria-label="{escape(plan.label)}"><h3 class="fc-label">{role}{_apart(plan.label)}</h3>'
        f'<p class="fc-figure{figure_size(written.middle)}">{escape(written.middle)}</p>'
        f'<p class="fc-line">{_spread(written.spread)}</p>'
        f'<p class="fc-line">{_standing(plan.believed, metric, formats)}</p>'
        f'<p class="fc-change">{_if_so(plan.stressed, metric, formats, horizon_months)}</p></section>'
    )


def _spread(spread: str) -> str:
    return f"<span>8 in 10:</span> {escape(spread)}" if spread else ""


def _standing(compared: Compared, metric: AnyMetric, formats: Formats) -> str:
    best, regret = worlds(compared.probability_best, formats), regret_words(compared.regret, metric, formats)
    if UNDEFINED in (best, regret):
        return ""
    return f"<span>The best {escape(best)}.</span><span>Choosing it {escape(regret)}.</span>"


def _if_so(stressed: Compared | None, metric: AnyMetric, formats: Formats, horizon_months: int) -> str:
    if stressed is None:
        return ""
    written = Written(metric, stressed.figures, formats, horizon_months)
    within = f"; 8 in 10: {escape(written.spread)}" if written.spread else ""
    return f'{IF_SO}: <strong class="fc-stressed">{escape(written.middle)}</strong>{within}'


def verdict_html(plan: PlanColumn, metric: AnyMetric, formats: Formats) -> str:
    """The verdict on a plan in one sentence, and a table of what stands behind it."""
    label = escape(plan.label)
    sentences = _sentence(plan, plan.believed, "", metric, formats)
    if plan.stressed is not None:
        sentences += _sentence(plan, plan.stressed, f"{IF_SO}: ", metric, formats)
    return (
        f'<article class="fc-verdict" style="--mark: {COLOURS[plan.place]}" data-plan="{plan.place}" '
        f'aria-label="{label}"><h3 class="fc-name">{_apart(plan.label)}</h3>'
        f"{sentences}{_facts(plan, metric, formats)}</article>"
    )


def _sentence(plan: PlanColumn, compared: Compared, before: str, metric: AnyMetric, formats: Formats) -> str:
    sign = favour(compared)
    said = verdict_sentence(plan.label, compared, metric, formats).removeprefix(plan.label)
    words = f"{escape(before)}“{_apart(plan.label)}”{escape(said)}"
    return f'<p class="fc-verdict-line"><span aria-hidden="true" class="fc-{sign}">{_MARKS[sign]}</span> {words}</p>'


def _apart(label: str) -> str:
    """A plan's name, in whichever direction it is written; it turns nothing around it."""
    return f"<bdi>{escape(label)}</bdi>"


_MARKS = {Favour.BETTER: "▲", Favour.WORSE: "▼", Favour.UNSURE: "●"}


def _facts(plan: PlanColumn, metric: AnyMetric, formats: Formats) -> str:
    sides = [facts(side, metric, formats) for side in (plan.believed, plan.stressed) if side is not None]
    heads = "" if len(sides) == 1 else _fact_heads()
    rows = "".join(
        f'<tr><th scope="row">{escape(first.label)}</th>'
        + "".join(f"<td>{escape(facts_of_side[number].text)}</td>" for facts_of_side in sides)
        + "</tr>"
        for number, first in enumerate(sides[0])
    )
    return f'<table class="fc-facts">{heads}<tbody>{rows}</tbody></table>'


def _fact_heads() -> str:
    names = "".join(f'<th scope="col">{name}</th>' for name in (AS_BELIEVED, IF_SO))
    return f"<thead><tr><td></td>{names}</tr></thead>"


def metric_table_html(labels: Sequence[str], rows: Sequence[Row], stressed: Sequence[Row], *, caption: str) -> str:
    """Every metric of every plan; it scrolls sideways within its place, also by keyboard."""
    heads = "".join(f'<th scope="col">{_apart(label)}</th>' for label in labels)
    under = {row.metric.key: row.cells for row in stressed}
    body = "".join(_metric_row(row, under.get(row.metric.key, ())) for row in rows)
    return (
        f'<div class="fc-scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="fc-table">'
        f'<thead><tr><th scope="col">Figure</th>{heads}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _metric_row(row: Row, under: Sequence[Cell]) -> str:
    lower = [*under, *([None] * (len(row.cells) - len(under)))]
    cells = "".join(f"<td>{_cell(cell)}{_cell_under(below)}</td>" for cell, below in zip(row.cells, lower, strict=True))
    name = f'<th scope="row" title="{escape(row.metric.about)}">{escape(row.metric.label)}</th>'
    return f'<tr data-metric="{row.metric.key}">{name}{cells}</tr>'


def _cell(cell: Cell) -> str:
    if not cell.best:
        return f"<span>{escape(cell.text)}</span>"
    return f'<strong class="fc-best">{escape(cell.text)} <span class="fc-best-mark">best</span></strong>'


def _cell_under(cell: Cell | None) -> str:
    return "" if cell is None else f'<div class="fc-under"><span class="fc-hidden">{IF_SO}: </span>{_cell(cell)}</div>'


def paybacks_html(sentences: Sequence[str]) -> str:
    """Each plan's payback in words behind a piece of its line: what the lines mean, too."""
    lines = "".join(f"<li>{_sample(place)}<span>{escape(words)}</span></li>" for place, words in enumerate(sentences))
    return f'<ul class="fc-paybacks">{lines}</ul>'


def _sample(place: int) -> str:
    dashes = " ".join(str(length) for length in DASHES[place])
    line = f'<path d="M0,5 H36" stroke="{COLOURS[place]}" stroke-width="3" stroke-dasharray="{dashes}"/>'
    picture = f'<svg xmlns="http://www.w3.org/2000/svg" width="36" height="10">{line}</svg>'
    # Within a page of text only pictures by address are kept.
    return f'<img alt="" width="36" height="10" src="data:image/svg+xml,{quote(picture)}">'
