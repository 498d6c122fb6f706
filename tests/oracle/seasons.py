"""How many people want it in a month, against a usual one: what a season does depends on what money buys."""

from collections.abc import Mapping
from typing import Any

# As many as there are: a season makes the market that a price buys from larger or smaller.
LARGER_MARKET = ("pay_per_click", "pay_per_lead")
# What is bought stays, and more or fewer of those who are reached answer.
SEASONAL_RATES = ("click_through_rate", "response_rate")


def season(scenario: Mapping[str, Any], channel: Mapping[str, Any]) -> list[float]:
    """The season by month of the horizon; a channel's own twelve replace the scenario's."""
    by_calendar_month = channel.get("seasonality", scenario.get("seasonality", [1.0] * 12))
    start = int(str(scenario["start"]).split("-")[1])
    horizon = scenario.get("horizon_months", 24)
    return [float(by_calendar_month[(start - 1 + index) % 12]) for index in range(horizon)]
