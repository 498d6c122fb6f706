"""Any scenario with any real figures."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from simulator.edits.actuals import with_actuals
from simulator.scenario.actuals import FIGURES
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import months_on
from simulator.scenario.scenario import Scenario
from simulator.units import Unit
from tests.variations import improved_worlds

counts = (
    st.integers(0, 40) | st.integers(0, 10**9) | st.just(0) | st.floats(0.0, 1e6).map(lambda number: round(number, 2))
)

amounts = counts | st.floats(-1e5, 1e6).map(lambda number: round(number, 2))


@st.composite
def tracked(draw: st.DrawFn) -> tuple[Scenario[Belief], date]:
    """A scenario with real figures of months before and after it begins, and a day on which it is read."""
    scenario = draw(improved_worlds())
    figures: dict[str, Any] = {}
    for name in scenario.channel_names:
        begin = draw(st.integers(-3, 6))
        months = {}
        for month in range(draw(st.integers(0, 5))):
            known = draw(st.lists(st.sampled_from(sorted(FIGURES)), unique=True))
            stated = {figure: float(draw(amounts if FIGURES[figure] is Unit.MONEY else counts)) for figure in known}
            if stated:
                months[months_on(scenario.start, begin + month)] = stated
        if months:
            figures[name] = months
    today = months_on(scenario.start, draw(st.integers(0, 14)))
    return with_actuals(scenario, figures), today
