"""Improvements: money that makes a rate better, such as a landing page, a shorter form, sales training, nurturing.

A scenario offers them, a plan buys some from a month on. An improvement acts on what is bought, or comes by itself, in
its month and later, and on all that becomes of it; a visit of an earlier month goes on as it would have. What it
improves keeps its draw level: in the world in which the rate is high among what it might be, so is the improved one. In
no world is it worse than it was, and of several improvements of one belief the best counts.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, Generic, TypeVar

from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.fields import Place, money, quantities, record, share, text
from simulator.scenario.stages import StageRates
from simulator.units import Quantity, Role

T = TypeVar("T")

IMPROVABLE: dict[str, Quantity] = {
    name: quantity
    for owner in (StageRates, *CHANNEL_TYPES.values())
    for name, quantity in quantities(owner).items()
    if quantity.market
}
"""The beliefs that can be improved, by name: the rates of the funnel and unit costs, which a market moves too."""

UNIT_COSTS = frozenset(channel.cost for channel in CHANNEL_TYPES.values() if channel.is_paid)
"""Those of them of which less is better."""


@record
class Improvement(Generic[T]):
    """Something to buy that makes a belief better; ``belief`` is its path: ``funnel.lead_to_customer_rate``."""

    name: str = text("Name")
    belief: str = text("What it improves", help="The rate or the unit cost that it makes better.")
    becomes: T = share(
        "What it becomes", help="In worlds in which it is better than this already, it stays what it is."
    )
    cost: float = money("Cost, once", role=Role.NUMBER, default=0.0, help="Paid in the month in which it is bought.")
    monthly_cost: float = money(
        "Cost per month", role=Role.NUMBER, default=0.0, help="Paid in every month from the one in which it is bought."
    )

    @property
    def whose(self) -> str:
        """The path of what the belief belongs to: ``funnel``, or a channel."""
        return self.belief.rpartition(".")[0]

    @property
    def field(self) -> str:
        """The name of the belief: ``visit_to_lead_rate``."""
        return self.belief.rpartition(".")[2]

    @property
    def channel(self) -> str | None:
        """The name of the channel whose belief it is; None where all channels share it."""
        return self.whose.removeprefix("channels.") if self.whose.startswith("channels.") else None

    @property
    def lowers(self) -> bool:
        """Whether less is better, as of costs."""
        return self.field in IMPROVABLE and IMPROVABLE[self.field].market < 0

    def limited(self, name: str, quantity: Quantity) -> Quantity:
        """Limits of what it becomes: those of what it was."""
        improved = IMPROVABLE.get(self.field)
        if name != "becomes" or improved is None:
            return quantity
        return replace(improved, label=quantity.label, help=quantity.help, optional=False, default=None)


def stands_for(place: Place) -> Place:
    """The place as which a number is drawn and supposed: of an improved belief, that of the belief itself."""
    owner: Any = place.owner
    if not isinstance(owner, Improvement) or place.name != "becomes":
        return place
    return place._replace(path=owner.belief, name=owner.field)


def with_channels_renamed(
    improvements: Iterable[Improvement[T]], name_of: Callable[[str], str | None]
) -> tuple[Improvement[T], ...]:
    """The improvements where channels have other names, or are gone: None takes their improvements out."""
    found = []
    for each in improvements:
        name = None if each.channel is None else name_of(each.channel)
        if each.channel is None:
            found.append(each)
        elif name is not None:
            found.append(replace(each, belief=f"channels.{name}.{each.field}"))
    return tuple(found)
