"""Multiples of amounts in a browser: what the sliders make of a plan, month by month."""

import numpy as np
import pytest

from simulator.analyses.what_if import supposing
from simulator.edits.knobs import Stops
from simulator.edits.spend import paid_spend, with_slider_spend
from simulator.library.folder import shipped_folder
from simulator.scenario_files import read
from simulator.ui.plan.following import slider_shapes

SHIPPED = sorted(shipped_folder().glob("*.yaml"))


def stopping(scenario):
    return (Stops(scenario.channel_names[0], 3),) if scenario.horizon_months >= 3 else ()


@pytest.mark.parametrize("file", SHIPPED, ids=[file.stem for file in SHIPPED])
def test_amounts_times_shapes_are_the_spend_of_the_moved_plan(file):
    scenario = read(file)
    for plan in scenario.plans:
        for supposed in ((), stopping(scenario)):
            spend = {name: 137.0 + 1.5 * amount for name, amount in paid_spend(scenario, plan).items()}
            moved = supposing(with_slider_spend(scenario, plan, spend), supposed).spend(plan.name)
            expected = moved[[channel.is_paid for channel in scenario.channels]]
            shapes = slider_shapes(scenario, plan, supposed)
            found = np.array([spend[name] * np.array(shape) for name, shape in shapes.items()])
            np.testing.assert_allclose(found, expected, rtol=1e-12)
