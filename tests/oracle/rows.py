"""One row per channel, and one for the overhead: all that the figures are made of."""

from dataclasses import dataclass
from math import nan

from .money import Worth


@dataclass
class Row:
    """A channel, or the overhead (empty name, no worth, no stages). Lists are by month.

    ``stages`` holds the stages that the channel has, ``won`` and ``customers``; money is in currency. The overhead's
    marketing cost holds ``improvement_cost``, what is paid for improvements.
    """

    name: str
    type: str
    worth: Worth | None
    lifetime_value: float
    stages: dict[str, list[float]]
    budget: list[float]
    spend: list[float]
    marketing_cost: list[float]
    revenue: list[float]
    gross_profit: list[float]
    open_pipeline: list[float]
    customers_lost: list[float]
    carried_in: list[float]
    carried_out: list[float]
    improvement_cost: list[float]

    @property
    def profit(self) -> list[float]:
        """Gross profit less marketing cost, by month."""
        return [earned - cost for earned, cost in zip(self.gross_profit, self.marketing_cost, strict=True)]

    @property
    def open_pipeline_value(self) -> list[float]:
        """Revenue of the first sales that the open pipeline stands for, at the prices of the month it stands in."""
        prices = self.worth.revenue_per_sale if self.worth else [0.0] * len(self.open_pipeline)
        return [deals * price for deals, price in zip(self.open_pipeline, prices, strict=True)]

    @property
    def heads(self) -> list[float]:
        """Customers by month, those still open included: what an average over customers is weighed by."""
        return [won + still for won, still in zip(self.stages["customers"], self.open_pipeline, strict=True)]


def overhead_row(monthly_overhead: list[float], improvement_cost: list[float]) -> Row:
    """The cost that belongs to no channel, so that rows add up to the plan: overhead, and what improves a rate."""
    horizon = len(monthly_overhead)
    return Row(
        name="",
        type="",
        worth=None,
        lifetime_value=nan,
        stages={},
        budget=[0.0] * horizon,
        spend=[0.0] * horizon,
        marketing_cost=[sum(costs) for costs in zip(monthly_overhead, improvement_cost, strict=True)],
        revenue=[0.0] * horizon,
        gross_profit=[0.0] * horizon,
        open_pipeline=[0.0] * horizon,
        customers_lost=[0.0] * horizon,
        carried_in=[0.0] * horizon,
        carried_out=[0.0] * horizon,
        improvement_cost=improvement_cost,
    )
