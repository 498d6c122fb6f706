"""A scenario to measure with: eight channels of all types over two years, from the plain to the full."""

from dataclasses import replace
from typing import Any

from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.channels import Channel
from simulator.scenario.curves import Capped
from simulator.scenario.scenario import Scenario
from tests.plain import beliefs

Plain = dict[str, Any]


def around(middle: float) -> list[float]:
    """A range of the usual width."""
    return [0.7 * middle, middle, 1.4 * middle]


TYPES: tuple[Plain, ...] = (
    {"type": "pay_per_click", "cost_per_click": around(8.0), "visit_to_lead_rate": around(0.08)},
    {
        "type": "retainer",
        "cost_per_visit": around(3.0),
        "visit_to_lead_rate": around(0.03),
        "ramp_up_months": around(6.0),
    },
    {
        "type": "pay_per_impression",
        "cost_per_mille": around(12.0),
        "click_through_rate": around(0.01),
        "visit_to_lead_rate": around(0.05),
    },
    {"type": "broadcast", "cost_per_mille": around(20.0), "response_rate": around(2e-4), "carry_over": around(0.4)},
    {"type": "direct_mail", "cost_per_piece": around(0.7), "response_rate": around(0.008)},
    {"type": "pay_per_lead", "cost_per_lead": around(50.0)},
)

REPEATS: Plain = {"repeat_sales_per_year": around(0.4), "yearly_retention_rate": around(0.6)}
LIMITS: Plain = {"new_customers_per_month_at_most": 60.0, "sales_cycle_months": [0.2, 1.0, 3.0]}


def channel(index: int) -> Plain:
    """The channel of this number; types take turns."""
    shape = {"type": "saturating", "gain_from_doubling": [0.5, 0.65, 0.8]}
    return {"name": f"Channel {index}", "reference_spend": 2000.0, "curve": shape, **TYPES[index % len(TYPES)]}


def scenario(business: Plain | None = None, *, channels: int = 8, months: int = 24) -> Scenario[Belief]:
    """So many channels over so many months, with more beliefs of the business if given."""
    stated = [channel(index) for index in range(channels)]
    return beliefs(
        {
            "name": "Measured",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": months,
            "seasonality": [0.8, 0.8, 0.9, 1.0, 1.1, 1.2, 1.2, 1.1, 1.0, 1.0, 1.0, 0.9],
            "business": {"revenue_per_sale": around(480.0), "gross_margin_rate": around(0.5), **(business or {})},
            "funnel": {"stages": [], "lead_to_customer_rate": around(0.35)},
            "channels": stated,
            "plans": [{"name": "Plan", "monthly_spend": {each["name"]: 1500.0 for each in stated}}],
        }
    )


def with_limits_of_their_own(stated: Scenario[Belief]) -> Scenario[Belief]:
    """The same with channels in which there is as much to buy a month as the plan pays for; nothing carries over."""
    return replace(stated, channels=tuple(_capped(channel) for channel in stated.channels))


def _capped(channel: Channel[Belief]) -> Channel[Belief]:
    price: Belief = getattr(channel, channel.cost)
    most = 1500.0 * channel.cost_is_for / price.likely
    limit = between(*(factor * most for factor in (0.7, 1.0, 1.4)))
    return replace(channel, curve=Capped(most_per_month=limit), carry_over=certain(0.0))


PLAIN = scenario()
CAPPED = with_limits_of_their_own(PLAIN)
WITH_REPEATS = scenario(REPEATS)
FULL = scenario({**REPEATS, **LIMITS})
