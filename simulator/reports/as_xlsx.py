"""A plan as a spreadsheet that computes: change a spend or a likely value, and every figure follows."""

from datetime import datetime

from simulator.engine.simulation import Simulation
from simulator.reports.workbook.model import workbook_of
from simulator.reports.workbook.writing import written


def as_xlsx(simulation: Simulation, *, made: datetime, locale: str | None = None) -> bytes:
    """The workbook of a simulated plan at its likely values, with the simulated ranges beside as values.

    ``made`` is the moment that it states; months are named in the reader's ``locale``. Raises ExportError where a
    spreadsheet cannot hold it.
    """
    return written(workbook_of(simulation, made=made, locale=locale), made=made)
