"""Stories to be told by tests, and scenarios at the edge of what can be told."""

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Steady
from simulator.scenario.presentation import Presentation
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import read
from simulator.story import Story, Told, story
from simulator.story.told import plans_told
from simulator.text.formats import Formats
from tests.examples import CERTAIN, TWO_PLANS
from tests.plain import beliefs

DAY = date(2026, 11, 26)
DRAWS = 512


def told(scenario: Scenario[Belief], plan: str = "", against: str = "", *, locale: str = "en_US") -> Told:
    chosen, other = plans_told(scenario)
    chosen, other = plan or chosen, against or other
    present = simulate(scenario, other, draws=DRAWS) if other and other != chosen else None
    proposed = simulate(scenario, chosen, draws=DRAWS)
    return Told(proposed, present, Formats(scenario.currency, locale), DAY)


@cache
def shipped_story(stem: str) -> Story:
    """The story of a shipped scenario, which is frozen: made once for all its documents."""
    return story(told(read(shipped_folder() / f"{stem}.yaml")))


@cache
def extreme_story(name: str) -> Story:
    """The story of one of ``EXTREMES``, told in German."""
    return story(told(beliefs(EXTREMES[name]), locale="de_DE"))


def with_presentation(scenario: Scenario[Belief], **shown: Any) -> Scenario[Belief]:
    return replace(scenario, presentation=replace(Presentation(), **shown))


def many(count: int) -> dict[str, Any]:
    names = [f"Channel {number} with a name as long as anybody would ever give to one" for number in range(count)]
    channels = [{"name": name, "type": "pay_per_lead", "cost_per_lead": [20, 30, 50]} for name in names]
    plan = {"name": "Today", "monthly_spend": dict.fromkeys(names, 500)}
    return {**TWO_PLANS, "channels": channels, "plans": [plan, {**plan, "name": "Again"}]}


def in_regions(scenario: Scenario[Belief], count: int) -> Scenario[Belief]:
    """The channels of a scenario over and over, each with its sources, until there are so many."""
    own = scenario.channels
    channels = tuple(
        replace(own[number % len(own)], name=f"{own[number % len(own)].name} in sales region number {number + 1}")
        for number in range(count)
    )
    spend = {channel.name: Steady(amount=100.0 + 10.0 * number) for number, channel in enumerate(channels)}
    plans = tuple(replace(plan, monthly_spend=spend) for plan in scenario.plans)
    return replace(scenario, channels=channels, plans=plans)


def selling(revenue: object, *, plans: object = TWO_PLANS["plans"]) -> dict[str, Any]:
    return {**TWO_PLANS, "business": {"revenue_per_sale": revenue, "gross_margin_rate": 0.5}, "plans": plans}


NOTHING_SPENT = [{"name": "Idle", "monthly_spend": {}}, {"name": "Idle too", "monthly_spend": {}}]

EXTREMES = {
    "nothing spent": selling([300, 500, 900], plans=NOTHING_SPENT),
    "all loss": selling([1, 2, 3]),
    "no revenue at all": selling(0),
    "one world": CERTAIN,
    "never pays back": {**selling([100, 110, 120]), "horizon_months": 3},
    "one channel and one plan": selling([300, 500, 900], plans=[TWO_PLANS["plans"][0]]),
    "forty channels": many(40),
    "one month": {**TWO_PLANS, "horizon_months": 1},
}


def called(*names: str) -> dict[str, Any]:
    """Channels and plans of these names."""
    channels = [{"name": name, "type": "pay_per_lead", "cost_per_lead": [20, 30, 50]} for name in names]
    spend = {name: 1000 - 10 * place for place, name in enumerate(names)}
    plans = [{"name": name, "monthly_spend": spend} for name in names[:2]]
    return {**TWO_PLANS, "name": names[0], "channels": channels, "plans": plans}


TAKEN = ("constructor", "__proto__", "currentColor", "All others", "1: x")
"""Names that mean something to the libraries that draw."""

FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "@SUM(1)", "{=1}", '=HYPERLINK("http://evil.example")', "http://evil.example")
"""Names that a spreadsheet would run."""

TYPESETTING = ("#pagebreak() *b* _i_ $x$ `c` @ref <label> \\u{41} // gone", "= Heading", "- list", "~ -- ...")
"""Names that a typesetter would obey."""
