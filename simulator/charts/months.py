"""Months along the width of a chart."""

from datetime import date

from simulator.charts.theme import Spec, as_many_as_fit
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.grammar import month_date

_NAME_OF_FIRST = "date(datum.value) === 1 ? timeFormat(datum.value, '%x') : ''"

MONTHS: Spec = {
    "field": "date",
    "type": "temporal",
    "axis": {
        "title": None,
        "grid": False,
        "labelAngle": 0,
        "tickCount": as_many_as_fit(75),
        # Over a short horizon ticks fall within months; only the first of a month carries its name.
        "labelExpr": _NAME_OF_FIRST,
    },
}
"""The place of everything in such a chart: the frame's column ``date``, the first day of the month."""

WHOLE_MONTHS: Spec = {
    **MONTHS,
    "timeUnit": "yearmonth",
    # Where the last month ends, another begins that is not looked at.
    "axis": {
        **MONTHS["axis"],
        "labelExpr": f"+datum.value < +domain('x')[1] && {_NAME_OF_FIRST}",
    },
}
"""The same where each month is as wide as it is long, up to its end."""


def months_of(scenario: Scenario[Belief]) -> list[date]:
    """The first day of each month of the horizon."""
    return [month_date(scenario.start, month) for month in range(1, scenario.horizon_months + 1)]
