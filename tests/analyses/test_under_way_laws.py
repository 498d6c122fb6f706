"""Laws of a plan under way, in every scenario and with any real figures."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analyses.focus import focus
from simulator.analyses.gap import Cause, explained_gap
from simulator.analyses.outlook import outlook
from simulator.analyses.pacing import pace
from simulator.presentation.gap_text import focus_text, gap_lead, gap_notes, gap_rows
from simulator.presentation.outlook_text import outlook_lead, outlook_rows, target_lines
from simulator.presentation.pacing_text import pace_lead, pace_rows
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from tests.analyses.any_tracked import tracked
from tests.laws import examples

FORMATS = Formats("USD")


@examples(25)
@given(tracked())
def test_a_gap_adds_up_and_can_be_told(found: tuple[Scenario[Belief], date]):
    scenario, today = found
    for plan in scenario.plans:
        gap = explained_gap(scenario, plan.name, scenario.actuals, today=today, draws=8)
        for each in gap.channels:
            largest = max(1.0, *(abs(part.money) for part in each.parts), abs(each.planned), abs(each.actual))
            made = sum(part.money for part in each.parts)
            assert made == pytest.approx(each.actual - each.planned, abs=1e-9 * largest)
        weakest = focus(gap)
        assert weakest is None or weakest.link.cause not in (Cause.LUCK, Cause.SPEND, Cause.TIME_TO_CLOSE)
        assert all(focus_text(weakest, FORMATS))
        assert all(row.label for row in gap_rows(gap, FORMATS))
        assert "nan" not in " ".join([gap_lead(gap, FORMATS), *gap_notes(gap, FORMATS)])


@examples(25)
@given(tracked(), st.integers(1, 28))
def test_a_pace_is_a_range_above_what_is_there(found: tuple[Scenario[Belief], date], day: int):
    scenario, today = found
    for plan in scenario.plans:
        paced = pace(scenario, plan.name, scenario.actuals, today=today.replace(day=day), draws=8)
        if paced is None:
            continue
        for channel, figures in paced.figures.items():
            for name, each in figures.items():
                assert each.low <= each.middle <= each.high
                assert name == "spend" or each.low >= each.so_far
            assert len(pace_rows(paced, channel, FORMATS)) == len(figures)
        assert "nan" not in pace_lead(paced, FORMATS)


@examples(25)
@given(tracked())
def test_an_outlook_is_a_range_that_can_be_told(found: tuple[Scenario[Belief], date]):
    scenario, today = found
    for plan in scenario.plans:
        ahead = outlook(scenario, plan.name, scenario.actuals, today=today, draws=8)
        for name, each in ahead.figures.items():
            assert name == "roi" or each.low <= each.middle <= each.high
            assert name == "roi" or np.isfinite(each.average)
        assert outlook_lead(ahead, scenario.horizon_months, FORMATS)
        assert len(outlook_rows(ahead, FORMATS)) == len(ahead.figures)
        assert len(target_lines([ahead], scenario.targets, FORMATS)) >= len(ahead.targets)
