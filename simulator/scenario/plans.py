"""Plans: how much money goes into which channel in which month."""

from collections.abc import Mapping, Sequence

import numpy as np

from simulator.scenario.fields import record, text
from simulator.units import FloatArray


@record
class Schedule:
    """The spend of one channel; ``by_month`` says how much in each month."""

    def by_month(self, horizon_months: int) -> FloatArray:
        """Spend in months 1 to the horizon [money]; shape (month,)."""
        raise NotImplementedError


@record
class Steady(Schedule):
    """The same amount in every month from ``first`` to ``last`` (both counted from 1 and included)."""

    amount: float = text("Amount per month")
    first: int = text("From month", default=1)
    last: int | None = text("To month", default=None)

    def by_month(self, horizon_months: int) -> FloatArray:
        """Spend in months 1 to the horizon [money]; shape (month,)."""
        months = np.arange(1, horizon_months + 1)
        last = horizon_months if self.last is None else self.last
        return np.where((months >= self.first) & (months <= last), self.amount, 0.0)


@record
class Monthly(Schedule):
    """An amount for each month; months beyond the list get nothing."""

    amounts: tuple[float, ...] = text("Amount by month")

    def by_month(self, horizon_months: int) -> FloatArray:
        """Spend in months 1 to the horizon [money]; shape (month,)."""
        spend = np.zeros(horizon_months)
        listed = self.amounts[:horizon_months]
        spend[: len(listed)] = listed
        return spend


@record
class Plan:
    """A decision: a schedule for each channel; channels not named get nothing."""

    name: str = text("Name")
    monthly_spend: Mapping[str, Schedule] = text("Monthly spend")
    notes: str = text("What it is for", default="")

    def spend(self, channels: Sequence[str], horizon_months: int) -> FloatArray:
        """Media spend [money]; shape (channel, month), rows in the order of ``channels``."""
        nothing = Steady(amount=0.0)
        rows = [self.monthly_spend.get(name, nothing).by_month(horizon_months) for name in channels]
        return np.array(rows).reshape(len(rows), horizon_months)
