"""Sheets beside the computation: the simulated ranges of channels and months, and what the words mean."""

from collections.abc import Iterable, Mapping, Sequence

from simulator.analyses.summary import Summary, channel_summary, month_summary
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS
from simulator.presentation.glossary import KINDS, glossary
from simulator.reports.workbook.kpis import shown
from simulator.reports.workbook.sheets import COLUMN, HEADING, LABEL, NOTE, TEXT, TITLE, Look, Sheet, width_of_names
from simulator.story.terms import ABOUT_EXAMPLES
from simulator.text.formats import Formats

_OF_A_CHANNEL = ("marketing_cost", "visits", "leads", "customers", "cac", "revenue", "gross_profit", "profit", "roi")
_OF_A_MONTH = ("marketing_cost", "leads", "customers", "revenue", "gross_profit", "profit")
_RANGE = ("1 in 10 below", "Middle", "1 in 10 above", "Average", "Standard error of the average")


def ranges_of(simulation: Simulation, headings: Sequence[str]) -> Sheet:
    """The sheet of simulated ranges, by channel and by month; ``headings`` are the names of the months."""
    rows = channel_summary(simulation)
    sheet = Sheet("Ranges", widths=(width_of_names(rows), 34, 16, 16, 16, 16, 28))
    sheet.add_row("Simulated ranges", look=TITLE)
    sheet.add_row(
        "These come from the simulation with all its possible worlds. They stay as they are when a cell is changed.",
        look=NOTE,
    )
    sheet.add_row("Low and high of a sum are not the sums of lows and highs; averages add up.", look=NOTE)
    _table(sheet, "Channel", ((name or "Overhead", figures) for name, figures in rows.items()), _OF_A_CHANNEL)
    months = month_summary(simulation)
    by_month = ((name, {key: months[key][place] for key in months}) for place, name in enumerate(headings))
    _table(sheet, "Month", by_month, _OF_A_MONTH)
    return sheet


def _table(sheet: Sheet, heading: str, rows: Iterable[tuple[str, Mapping[str, Summary]]], keys: Sequence[str]) -> None:
    sheet.skip()
    row = sheet.add_row(heading, "Figure", look=HEADING)
    for column, title in enumerate(_RANGE, 2):
        sheet.put(row, column, title, COLUMN)
    for name, figures in rows:
        for key in keys:
            _row(sheet, name, key, figures[key])


def _row(sheet: Sheet, name: str, key: str, summary: Summary) -> None:
    row = sheet.add_row(name, METRICS[key].label, look=LABEL)
    figures = (summary.p10, summary.p50, summary.p90, summary.mean, summary.standard_error.mean)
    for column, figure in enumerate(figures, 2):
        sheet.put(row, column, shown(figure, key), Look(unit=METRICS[key].unit, is_figure=True))


def glossary_of(formats: Formats) -> Sheet:
    """The sheet that says what every figure, every number and every word means, with its formula and an example."""
    sheet = Sheet("Glossary", widths=(26, 40, 60, 50, 44))
    sheet.add_row("What the words mean", look=TITLE)
    sheet.add_row(f"{ABOUT_EXAMPLES} Nothing on this sheet is computed.", look=NOTE)
    heads = ("Key", "Term", "What it means", "How it is worked out", "Example")
    sheet.frozen = (sheet.add_row(*heads, look=HEADING) + 1, 0)
    for kind, heading in KINDS.items():
        sheet.add_band(heading)
        for entry in glossary(formats):
            if entry.kind == kind:
                sheet.add_row(entry.key, entry.term, entry.words, entry.formula, entry.example, look=TEXT)
    sheet.add_band("In this workbook")
    for term, meaning in _TERMS:
        sheet.add_row("", term, meaning, look=TEXT)
    return sheet


_TERMS = (
    ("1 in 10 below, 1 in 10 above", "Of 10 possible worlds, one lies below the first and one above the second."),
    ("Middle", "Half of the possible worlds lie below it."),
    ("Average", "The average over all possible worlds; averages of channels add up, middles do not."),
    ("Likely value", "Half the time the truth is below it. All likely values together are one possible world."),
    ("Carry-over", "The share of a month's effect that is still felt a month later."),
    ("Ramp-up", "How far a slow channel has ripened: a month at the reference spend ripens it by one month."),
    ("Reference spend", "The monthly spend at which the cost of a unit is true."),
    (
        "Season",
        "How many people want it in a month, as a multiple of a usual month. Money buys at its price all the same.",
    ),
    ("–", "A number that does not exist, such as a cost per lead without leads."),
)
