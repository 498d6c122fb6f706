"""A scenario: what a person states about a business, its funnel, its channels and the plans to compare."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Generic, Literal, Protocol, TypeVar, cast

import numpy as np
from babel.numbers import get_currency_precision

from simulator.errors import UnknownNameError
from simulator.scenario.actuals import Actuals, Imported, ImportedTable
from simulator.scenario.adoption import Adoption
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.customers import CustomerValue, other_of
from simulator.scenario.fields import count, money, part, parts, rate, ratio, record, text, walk
from simulator.scenario.improvements import Improvement
from simulator.scenario.limits import Limits
from simulator.scenario.plans import Plan, Schedule
from simulator.scenario.presentation import Presentation
from simulator.scenario.stages import Stage, StageRates
from simulator.scenario.steps import Stepped, by_month
from simulator.units import FloatArray, Role

T = TypeVar("T")

Overflow = Literal["lose", "queue"]

HORIZON_MOST = 120
SEASONALITY_TOLERANCE = 0.01


@record
class Business(CustomerValue[T]):
    """The business itself: what a customer brings, and what it can take on."""

    lifetime_years_at_most: float = ratio(
        "Years that a customer is counted for",
        role=Role.NUMBER,
        default=5.0,
        open_below=True,
        at_most=100.0,
        help="Lifetime value counts the repeat sales of so many years at most.",
    )
    new_customers_per_month_at_most: Stepped | None = count(
        "New customers per month at most",
        role=Role.NUMBER,
        optional=True,
        open_below=True,
        help="The room left for customers that marketing adds. Not stated: no limit.",
    )
    new_customers_per_month_now: float | None = count(
        "New customers a month now",
        role=Role.NUMBER,
        optional=True,
        help="As many as marketing brings today. No result follows from it; the page Plan checks results against it.",
    )
    overflow: Overflow = text(
        "Customers for whom there is no room",
        default="lose",
        help="lose: they go elsewhere; queue: they wait for the next month.",
    )
    monthly_overhead: Stepped = money(
        "Marketing overhead per month",
        role=Role.NUMBER,
        default=0.0,
        help="What belongs to no channel: software, a marketing salary.",
    )
    discount_rate_per_year: float = rate(
        "Interest per year",
        role=Role.NUMBER,
        default=0.0,
        help="What money earns elsewhere; later profit counts for less.",
    )


@record
class SharedFunnel(StageRates[T]):
    """The rates that hold for every channel that does not state its own, and the stages that are tracked."""

    stages: tuple[Stage, ...] = text("Qualification stages", default=())


@record
class Target:
    """A goal for the plan as a whole: a metric that is to reach at least, or at most, a number.

    ``probability`` is how sure the person wants to be of it.
    """

    metric: str = text("Metric")
    at_least: float | None = text("At least", default=None)
    at_most: float | None = text("At most", default=None)
    probability: float | None = rate("How sure", role=Role.NUMBER, optional=True)

    @property
    def label(self) -> str:
        """``customers >= 240``: the name of the target in results."""
        sign, bound = (">=", self.at_least) if self.at_least is not None else ("<=", self.at_most)
        return f"{self.metric} {sign} {bound:.12g}"


@record
class Scenario(Generic[T]):
    """Beliefs about the world, and plans. ``Scenario[Belief]`` is a file's content.

    Sampling gives ``Scenario[FloatArray]``: the same class, with draws of shape (draw,) in place of beliefs. Sampled
    scenarios are never compared with ``==`` nor used as cache keys.
    """

    name: str = text("Name")
    currency: str = text("Currency", help="Three letters: USD, EUR, GBP.")
    start: date = text("First month")
    client: str = text("Client", default="")
    notes: str = text("Notes", default="")
    horizon_months: int = text(
        "Months to look ahead", default=24, help="1 to 120. Long enough for slow channels to pay back."
    )
    market_correlation: float = rate(
        "How much the whole market moves together",
        role=Role.NUMBER,
        default=0.0,
        at_most=0.9,
        help="In a good market all channels convert better and cost less at once. 0: each on its own.",
    )
    seasonality: tuple[float, ...] | None = text("Season", default=None)
    business: Business[T] = part()
    funnel: SharedFunnel[T] = part()
    channels: tuple[Channel[T], ...] = parts()
    plans: tuple[Plan, ...] = text("Plans", default=())
    targets: tuple[Target, ...] = text("Targets", default=())
    limits: Limits = part(Limits)
    improvements: tuple[Improvement[T], ...] = parts()
    presentation: Presentation = part(Presentation)
    actuals: tuple[Actuals, ...] = text("Real figures", default=())
    imports: tuple[Imported | ImportedTable, ...] = text("Names and tables in exports", default=())
    adopted: Adoption | None = text("Adopted plan", default=None)

    def plan(self, name: str) -> Plan:
        """The plan of this name; raises UnknownNameError."""
        return _named(self.plans, name, "plan")

    @property
    def channel_of_source(self) -> dict[str, str]:
        """The channel that each name in exports stands for."""
        return {each.source: each.channel for each in self.imports if isinstance(each, Imported)}

    @property
    def imported_tables(self) -> list[dict[str, str]]:
        """The headings of each table of no platform, by what its columns hold."""
        return [each.columns.stated for each in self.imports if isinstance(each, ImportedTable)]

    def spend(self, plan: str) -> FloatArray:
        """The spend of a plan by channel and month [money]; shape (channel, month). Raises UnknownNameError."""
        return self.plan(plan).spend(self.channel_names, self.horizon_months, self.start)

    def spend_of(self, schedule: Schedule) -> FloatArray:
        """The spend of one channel's schedule by month [money]; shape (month,)."""
        return schedule.by_month(self.horizon_months, self.start)

    @property
    def coin(self) -> float:
        """The smallest amount of money that the currency knows: a cent, a yen, a thousandth of a dinar [money]."""
        return float(10.0 ** -get_currency_precision(self.currency))

    @property
    def room_by_month(self) -> FloatArray | None:
        """How many new customers can be taken on in each month, infinite where there is no limit; (month,).

        None where no month has a limit.
        """
        most = self.business.new_customers_per_month_at_most
        room = None if most is None else by_month(most, self.horizon_months, self.start, before=np.inf)
        return None if room is None or np.isinf(room).all() else room

    @property
    def overhead_by_month(self) -> FloatArray:
        """Marketing overhead in each month [money]; shape (month,)."""
        return by_month(self.business.monthly_overhead, self.horizon_months, self.start, before=0.0)

    def improvement(self, name: str) -> Improvement[T]:
        """The improvement of this name; raises UnknownNameError."""
        return _named(self.improvements, name, "improvement")

    def is_improved(self, channel: Channel[T], improvement: Improvement[T]) -> bool:
        """Whether an improvement acts on a channel: on its own belief, or on a shared one that holds for it."""
        if improvement.channel is not None:
            return improvement.channel == channel.name
        used = improvement.field in channel.rates(self.funnel.stages)
        return used and getattr(channel, improvement.field) is None

    def channel(self, name: str) -> Channel[T]:
        """The channel of this name; raises UnknownNameError."""
        return _named(self.channels, name, "channel")

    @cached_property
    def draws(self) -> int:
        """The number of draws of a sampled scenario; 1 where all is certain."""
        return max((len(place.value) for place in walk(self) if isinstance(place.value, np.ndarray)), default=1)

    @property
    def channel_names(self) -> tuple[str, ...]:
        """The names of the channels, in their order."""
        return tuple(channel.name for channel in self.channels)

    def rate(self, channel: Channel[T], name: str) -> T | None:
        """The rate that holds for a channel: its own, or the funnel's; None if neither states it."""
        own: T | None = getattr(channel, name)
        return own if own is not None else getattr(self.funnel, name, None)

    def customer_value(self, channel: Channel[T], name: str) -> T | None:
        """The entry that holds for a channel's customers: its own, or the business's; None if neither states it.

        A channel that states the other one of a pair has none of the business's.
        """
        own: T | None = getattr(channel, name)
        other = other_of(name)
        if own is not None or (other is not None and getattr(channel, other) is not None):
            return own
        shared: T | None = getattr(self.business, name)
        return shared

    def repeat_every(self, channel: Channel[T]) -> int | None:
        """After how many months a channel's customers buy again; None if they do so now and then, or never."""
        return cast("int | None", self.customer_value(channel, "repeat_every_months"))

    def sales_cycle(self, channel: Channel[T]) -> Belief | None:
        """The time from lead to sale that holds for a channel; None for at once."""
        own = channel.sales_cycle_months
        return own if own is not None else self.business.sales_cycle_months


class HasName(Protocol):
    """Anything with a name of its own."""

    @property
    def name(self) -> str:
        """The name."""
        ...


Named = TypeVar("Named", bound=HasName)


def _named(items: Sequence[Named], name: str, kind: str) -> Named:
    for item in items:
        if item.name == name:
            return item
    raise UnknownNameError(kind, name, (item.name for item in items))
