"""A scenario begun from an example: for another budget, and with the figures that a person knows already."""

from dataclasses import replace
from datetime import date

from simulator.edits.channels import with_value
from simulator.edits.currency import rounded
from simulator.edits.spend import scaled_spend, slider_spend, with_slider_spend
from simulator.scenario.beliefs import Belief, certain
from simulator.scenario.plans import Plan
from simulator.scenario.provenance import as_own
from simulator.scenario.scenario import Scenario

AVERAGE_SALE = "business.revenue_per_sale"
GROSS_MARGIN = "business.gross_margin_rate"
CUSTOMERS_NOW = "business.new_customers_per_month_now"


def begun(example: Scenario[Belief], name: str, budget: float | None = None) -> Scenario[Belief]:
    """The example under a new name and for a monthly budget; None keeps its own.

    All of its plans are divided as before and scaled alike, and so is what was spent before they start. Reference
    spends stay, because they say at which spend a cost is true. What is so of another business goes: its targets, and
    the notes on it and on what it spends today.
    """
    first, *others = example.plans
    scenario = replace(example, name=name, notes="", targets=(), plans=(replace(first, notes=""), *others))
    spent = monthly_budget(example, first)
    if budget is None or spent <= 0.0:
        return scenario
    factor = budget / spent
    for plan in example.plans:
        total = budget if plan is first else rounded(factor * monthly_budget(example, plan), 3)
        scenario = with_slider_spend(scenario, plan, scaled_spend(scenario, plan, total))
    channels = tuple(
        replace(channel, monthly_spend_before=rounded(factor * channel.monthly_spend_before, 3))
        for channel in scenario.channels
    )
    return replace(scenario, channels=channels)


def with_own(scenario: Scenario[Belief], path: str, number: float, on: date) -> Scenario[Belief]:
    """The scenario with a number that a person knows in place of the example's range."""
    return with_value(scenario, path, as_own(certain(number), on))


def monthly_budget(scenario: Scenario[Belief], plan: Plan) -> float:
    """Spend of a plan in a month, as its sliders show it [money]."""
    return sum(slider_spend(scenario, plan).values())
