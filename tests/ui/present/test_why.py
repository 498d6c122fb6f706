"""The search that is told again while a scenario is presented."""

from dataclasses import replace

import pytest

from simulator.scenario.plans import BestSplit
from simulator.ui.present import why
from tests.examples import PLUMBER


@pytest.fixture
def asked(monkeypatch) -> list[tuple[object, ...]]:
    found = list[tuple[object, ...]]()
    monkeypatch.setattr(why.long_work, "ask", lambda place, work, *given: found.append(given))
    return found


def test_a_plan_that_is_not_told_of_asks_for_no_other_search(asked):
    first, second, *others = PLUMBER.plans
    proposed = replace(second, best_split=BestSplit(total=1_000.0))
    third = replace(first, name="Not told of")
    scenario = replace(PLUMBER, plans=(first, proposed, *others, third))
    why.why_known(scenario, 256)
    changed = replace(third, notes="Why we left it", monthly_spend={})
    why.why_known(replace(scenario, plans=(first, proposed, *others, changed)), 256)
    why.why_known(replace(scenario, plans=(first, proposed, *others)), 256)
    assert asked[0] == asked[1] == asked[2]
    assert asked[0][0].plans == (replace(first, notes=""), replace(proposed, notes=""))
