"""The head of a printed page: what it is of, from when, and by which model; a screen shows none of it."""

from collections.abc import Sequence
from datetime import date
from html import escape

from simulator.engine.funnel import MODEL_VERSION
from simulator.engine.sampling import DEFAULT_SEED
from simulator.presentation.budget_table import BudgetLine
from simulator.text.formats import Formats
from simulator.ui.session.workspaces import Workspace

EXAMPLE = "An example: these are not your figures."


def printed_head_html(
    now: Workspace, of: str, *, on: date, formats: Formats, supposed: str = "", draws: int | None = None
) -> str:
    """The scenario's name, ``of`` what of it the page tells, what is ``supposed``, and how its figures came about.

    ``draws`` is left out where there is no result, or where the page says how many worlds it took.
    """
    draft = now.draft
    whose = [draft.client.strip()] if draft.client.strip() else []
    start = formats.month_name(draft.start)
    about = [*whose, of, f"{formats.months(draft.horizon_months)} from {start}"]
    worlds = [] if draws is None else [f"possible worlds: {formats.count(draws)}"]
    made = [formats.day(on), *worlds, f"seed {DEFAULT_SEED}", f"model {MODEL_VERSION}"]
    example = [EXAMPLE] if now.shipped is not None and not now.is_changed else []
    lines = (" · ".join(about), " · ".join(made), *filter(None, [supposed]), *example)
    shown = "".join(f'<p class="fc-printed-line">{escape(line)}</p>' for line in lines)
    return f'<div class="fc-printed"><p class="fc-printed-name">{escape(draft.name)}</p>{shown}</div>'


def printed_budget_html(lines: Sequence[BudgetLine]) -> str:
    """The budget, which a screen shows as sliders."""
    rows = "".join(_budget_row(line, is_total=line is lines[-1]) for line in lines)
    heads = '<th scope="col">Channel</th><th scope="col">A month on average</th><th scope="col">Altogether</th>'
    table = f'<table class="fc-table"><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>'
    return (
        f'<div class="fc-printed-part"><p class="fc-printed-title">Budget by channel</p>{table}</div>' if lines else ""
    )


def _budget_row(line: BudgetLine, *, is_total: bool) -> str:
    kind = ' class="fc-total"' if is_total else ""
    figures = "".join(f"<td>{escape(figure)}</td>" for figure in (line.a_month, line.altogether))
    return f'<tr{kind}><th scope="row">{escape(line.name)}</th>{figures}</tr>'
