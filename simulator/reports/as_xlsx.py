"""A plan as a spreadsheet that computes: change a spend or a likely value, and every figure follows."""

from datetime import date

from simulator.engine.simulation import Simulation
from simulator.reports.paper import paper_of
from simulator.reports.workbook.model import workbook_of
from simulator.reports.workbook.writing import written
from simulator.text.formats import Formats


def as_xlsx(simulation: Simulation, *, formats: Formats, on: date) -> bytes:
    """The workbook of a simulated plan at its likely values, with the simulated ranges beside as values.

    ``on`` is the day that it states, ``formats`` how its reader writes. Raises ScenarioError where a spreadsheet cannot
    hold it.
    """
    return written(workbook_of(simulation, formats=formats, on=on), on=on, paper=paper_of(formats.locale))
