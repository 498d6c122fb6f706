"""Whose figures a result rests on, in words; plain text."""

from simulator.findings.own_figures import OwnFigures
from simulator.presentation.learning_text import span
from simulator.text.formats import Formats
from simulator.text.grammar import counted


def own_figures_line(figures: OwnFigures, formats: Formats) -> str:
    """``3 of the 25 numbers behind this plan are yours, 2 of them measured.``; empty where there are none."""
    if not figures.of:
        return ""
    if figures.own == figures.of:
        return f"All numbers behind this plan are yours{_measured(figures, formats)}."
    own = "None" if not figures.own else formats.count(figures.own)
    verb = "is" if figures.own == 1 else "are"
    numbers = counted(formats.count(figures.of), "number")
    return f"{own} of the {numbers} behind this plan {verb} yours{_measured(figures, formats)}."


def _measured(figures: OwnFigures, formats: Formats) -> str:
    """Since when a plan rests on real figures; empty where it does not."""
    if figures.since is None or figures.until is None:
        return ""
    months = span(figures.since, figures.until, formats)
    return f", {formats.count(figures.measured)} of them measured from figures of {months}"


def next_figure(figures: OwnFigures) -> str:
    """``Next: “Average sale”``; empty where nothing is left to replace."""
    return "" if figures.next is None else f"Next: {figures.next.title}"
