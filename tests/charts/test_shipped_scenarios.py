"""Every chart of a plan, drawn of every example."""

import pytest

from simulator.charts import channel_roi, cumulative_profit, funnel, outcome_dots
from simulator.library.folder import shipped_folder
from tests.charts.figures import DOLLARS, shipped


@pytest.mark.parametrize("stem", sorted(path.stem for path in shipped_folder().glob("*.yaml")))
def test_every_shipped_plan_can_be_drawn(stem):
    simulation = shipped(stem, -1)
    for frame in (
        cumulative_profit.frame_of(simulation, DOLLARS, saved=cumulative_profit.middle_by_month(shipped(stem))),
        outcome_dots.frame_of(simulation, DOLLARS),
        funnel.frame_of(simulation, DOLLARS),
        channel_roi.frame(channel_roi.returns_so_far(simulation), DOLLARS),
    ):
        assert len(frame) > 0
        assert frame.says.str.len().min() > 0
