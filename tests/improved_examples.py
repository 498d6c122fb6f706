"""The plumber with visits that come without money, and with improvements that a plan may buy."""

from dataclasses import replace
from typing import Any

from simulator.scenario.beliefs import Belief, between
from simulator.scenario.channels import Unpaid
from simulator.scenario.improvements import Improvement
from simulator.scenario.plans import Purchase
from simulator.scenario.scenario import Scenario
from tests.examples import PLUMBER
from tests.oracle.worked import click_channel, lead_channel, scenario_of

PAGE, TRAINING = "New landing page", "Sales training"


def with_cheaper_clicks() -> dict[str, Any]:
    """Clicks of whose customers 3 in 10 count become cheaper, then more leads are won, then all is better still."""
    channels = [click_channel(incremental_share=0.3), lead_channel(incremental_share=0.6)]
    places = [
        ("Cheaper", "channels.Search.cost_per_click", 0.5, 2),
        ("Training", "funnel.lead_to_customer_rate", 0.4, 3),
        ("Cheaper still", "channels.Search.cost_per_click", 0.4, 4),
        ("Better leads", "channels.Leads.cost_per_lead", 8.0, 5),
    ]
    offered = [{"name": name, "belief": path, "becomes": becomes} for name, path, becomes, _ in places]
    plain = scenario_of(*channels, horizon_months=6, improvements=offered)
    plain["plans"][0]["improvements"] = {name: month for name, _, _, month in places}
    return plain


def offering(scenario: Scenario[Belief] = PLUMBER) -> Scenario[Belief]:
    """The scenario that offers both, with visits that come without money; no plan buys them."""
    search = next(channel.name for channel in scenario.channels if channel.type == "pay_per_click")
    visits = Unpaid[Belief](
        name="Found by themselves",
        visits_per_month=between(200.0, 300.0, 450.0),
        visit_to_lead_rate=between(0.03, 0.05, 0.08),
    )
    page = Improvement(
        name=PAGE, belief=f"channels.{search}.visit_to_lead_rate", becomes=between(0.09, 0.13, 0.18), cost=6_000.0
    )
    training = Improvement(
        name=TRAINING,
        belief="funnel.lead_to_customer_rate",
        becomes=between(0.30, 0.42, 0.55),
        cost=3_000.0,
        monthly_cost=100.0,
    )
    return replace(scenario, channels=(*scenario.channels, visits), improvements=(page, training))


def buying(scenario: Scenario[Belief], plan: str, **months: int) -> Scenario[Belief]:
    """The scenario in which a plan buys the landing page (``page``) or the training (``training``) from a month on."""
    names = {"page": PAGE, "training": TRAINING}
    bought = tuple(Purchase(improvement=names[short], first=first) for short, first in months.items())
    plans = (replace(each, improvements=bought) if each.name == plan else each for each in scenario.plans)
    return replace(scenario, plans=tuple(plans))
