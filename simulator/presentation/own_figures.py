"""Whose figures a result rests on, in words; plain text."""

from simulator.findings.own_figures import OwnFigures
from simulator.text.formats import Formats
from simulator.text.grammar import counted


def own_figures_line(figures: OwnFigures, formats: Formats) -> str:
    """``3 of the 25 numbers behind this plan are yours.``; empty where there are none."""
    if not figures.of:
        return ""
    if figures.own == figures.of:
        return "All numbers behind this plan are yours."
    own = "None" if not figures.own else formats.count(figures.own)
    verb = "is" if figures.own == 1 else "are"
    return f"{own} of the {counted(formats.count(figures.of), 'number')} behind this plan {verb} yours."


def next_figure(figures: OwnFigures) -> str:
    """``Next: “Average sale”``; empty where nothing is left to replace."""
    return "" if figures.next is None else f"Next: {figures.next.title}"
