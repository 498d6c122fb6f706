"""The budget of a plan as it is handed over: what each channel gets a month, and altogether."""

from dataclasses import dataclass

from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats

TOTAL = "Total"


@dataclass(frozen=True, kw_only=True)
class BudgetLine:
    """Budget of a channel, as text: on average over the months, and in all of them."""

    name: str
    a_month: str
    altogether: str


def budget_lines(scenario: Scenario[Belief], plan: str, formats: Formats) -> list[BudgetLine]:
    """A line for each channel that gets money, in the scenario's order, and the total last; none where nothing is."""
    sums = dict(zip(scenario.channel_names, scenario.spend(plan).sum(axis=1).tolist(), strict=True))
    paid = {name: amount for name, amount in sums.items() if amount}
    # A channel may be called Total too.
    whole = [*paid.items(), (TOTAL, sum(paid.values()))] if paid else []
    return [
        BudgetLine(name=name, a_month=formats.money(amount / scenario.horizon_months), altogether=formats.money(amount))
        for name, amount in whole
    ]
