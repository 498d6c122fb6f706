"""HTML of the page Track: how the plan goes, tables by quarter and month, and what was learned. Pure; all escaped."""

from collections.abc import Sequence
from html import escape

from simulator.analyses.tracking import ORDER, Period, Status
from simulator.presentation.tracking_text import NAMES, TrackingRow, period_name, rows, status_text
from simulator.text.formats import UNDEFINED, Formats
from simulator.ui.frame.html import heads_html, rows_html, scroll_table_html, section_html

KINDS = {Status.BETTER: ' class="fc-gains"', Status.WORSE: ' class="fc-loses"'}


def lead_html(said: str, notes: Sequence[str] = ()) -> str:
    """How the plan goes in a sentence, said aloud when it changes, and what belongs to it."""
    lines = "".join(f'<p class="fc-track-line">{escape(note)}</p>' for note in notes if note)
    return f'<p class="fc-judgement" role="status">{escape(said)}</p>{lines}'


def figures_html(headings: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Figures by channel and month, as exports state them."""
    return _table("What the exports say, by channel and month", headings, rows_html(lines))


def quarters_html(periods: Sequence[Period], formats: Formats) -> str:
    """All figures by quarter: what was, what was planned, and how it went."""
    by_figure = {name for period in periods for name in period.figures.get("", {})}
    found = [{row.figure: row for row in rows(period, "", formats)} for period in periods]
    body = "".join(
        f'<tr><th scope="row">{escape(NAMES[name])}</th>{"".join(_cell(each.get(NAMES[name])) for each in found)}</tr>'
        for name in ORDER
        if name in by_figure
    )
    heads = ("", *(period_name(period, formats) for period in periods))
    return _table("By quarter", heads, body, kind="fc-quarters")


def period_html(period: Period, channel: str, formats: Formats) -> str:
    """The figures of a channel, or of all with "", in one time, each with where it lies among the plan's worlds."""
    heads = ("", "Planned", "In 8 of 10 worlds", "What was", "Where that lies", "How it went")
    body = "".join(
        f'<tr><th scope="row">{escape(row.figure)}</th><td>{escape(row.planned)}</td>'
        f"<td>{escape(row.range or UNDEFINED)}</td><td>{escape(row.actual)}{_under(row.note)}</td>"
        f"<td>{escape(row.place or UNDEFINED)}</td><td{_kind(row.status)}>{escape(status_text(row.status))}</td></tr>"
        for row in rows(period, channel, formats)
    )
    return _table(period_name(period, formats), heads, body)


def told_html(title: str, lines: Sequence[str]) -> str:
    """A part of the page: its heading, and a paragraph for each of its sentences."""
    told = "".join(f'<p class="fc-track-line">{escape(line)}</p>' for line in lines if line)
    return f"{section_html(title)}{told}"


def table_html(caption: str, heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    """Rows that begin with their name; the words of a last column wrap."""
    return _table(caption, heads, rows_html(lines), kind="fc-wraps fc-told")


def learned_html(lines: Sequence[tuple[str, str, str, str]]) -> str:
    """Beliefs before and after, each with what it is learned from."""
    heads = ("", "Now", "After learning", "Learned from")
    return _table("What would be learned", heads, rows_html(lines), kind="fc-wraps fc-learned")


def _cell(row: TrackingRow | None) -> str:
    if row is None:
        return f"<td>{UNDEFINED}</td>"
    status = f'<span class="fc-track-status">{escape(status_text(row.status))}</span>'
    planned = f'<span class="fc-track-planned">planned {escape(row.planned)}</span>'
    return f"<td{_kind(row.status)}>{escape(row.actual)} {planned}{status}</td>"


def _kind(status: Status) -> str:
    return KINDS.get(status, "")


def _under(text: str) -> str:
    return f'<span class="fc-track-under">{escape(text)}</span>' if text else ""


def _table(caption: str, heads: Sequence[str], body: str, *, kind: str = "") -> str:
    return scroll_table_html(heads_html(heads), body, caption=caption, kind=kind)
