"""HTML of the page "Best split": verdict, the splits side by side, the next money. Pure; all text is escaped."""

from collections.abc import Sequence
from html import escape

from simulator.presentation.splits import SplitCell, SplitRow
from simulator.ui.frame.html import heads_html, scroll_table_html

_KINDS = {1: "fc-more", -1: "fc-less", 0: ""}


def verdict_html(verdict: str) -> str:
    """Verdict on what to do, in words; said aloud when it changes."""
    return f'<p class="fc-judgement" role="status">{escape(verdict)}</p>'


def splits_html(headings: Sequence[tuple[str, str]], rows: Sequence[SplitRow], chosen: int, *, caption: str) -> str:
    """The present plan and the splits, a column each, the chosen one marked; it scrolls sideways within its place."""
    heads = "".join(
        f'<th scope="col"{_mark(place, chosen)}>{escape(name)}<span class="fc-next-note">{escape(about)}</span></th>'
        for place, (name, about) in enumerate(headings)
    )
    body = "".join(_row(row, chosen) for row in rows)
    return scroll_table_html(f"<td></td>{heads}", body, caption=caption, kind="fc-wraps fc-splits")


def _row(row: SplitRow, chosen: int) -> str:
    cells = "".join(f"<td{_mark(place, chosen)}>{_cell(cell)}</td>" for place, cell in enumerate(row.cells))
    kind = ' class="fc-total"' if row.is_total else ""
    return f'<tr{kind}><th scope="row">{escape(row.label)}</th>{cells}</tr>'


def _cell(cell: SplitCell) -> str:
    if not cell.change:
        return escape(cell.figure)
    return f'{escape(cell.figure)}<span class="fc-next-note {_KINDS[cell.sign]}">{escape(cell.change)}</span>'


def _mark(place: int, chosen: int) -> str:
    return ' class="fc-chosen"' if place == chosen else ""


def returns_html(heads: Sequence[str], rows: Sequence[Sequence[str]], *, caption: str) -> str:
    """Returns on the next money in each channel at the answer."""
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th>{"".join(f"<td>{escape(each)}</td>" for each in figures)}</tr>'
        for name, *figures in rows
    )
    return scroll_table_html(heads_html(heads), body, caption=caption, kind="fc-next")
