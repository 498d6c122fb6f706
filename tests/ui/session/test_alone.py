from dataclasses import replace

from simulator.scenario.scenario import Target
from simulator.ui.session.alone import alone
from tests.examples import PLUMBER


def test_a_scenario_alone_has_the_plans_that_are_looked_at_and_no_words():
    wordy = replace(PLUMBER, client="A client", notes="Some notes", targets=(Target(metric="customers", at_least=1.0),))
    first, *others = wordy.plans
    found = alone(wordy, first.name)
    assert found.plans == (replace(first, notes=""),)
    assert others
    assert (found.name, found.client, found.notes, found.targets) == ("", "", "", ())
    assert (found.channels, found.business, found.limits) == (PLUMBER.channels, PLUMBER.business, PLUMBER.limits)


def test_plans_that_are_looked_at_together_stay_in_their_order():
    names = [plan.name for plan in PLUMBER.plans]
    assert [plan.name for plan in alone(PLUMBER, *reversed(names)).plans] == names
