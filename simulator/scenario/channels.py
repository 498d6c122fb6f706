"""Channel types: which stage of the funnel money buys, and at what unit cost."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, ClassVar, TypeVar

from simulator.scenario.curves import Curve, Linear
from simulator.scenario.customers import CustomerValue
from simulator.scenario.fields import count, money, months, part, rate, record, text
from simulator.scenario.stages import Stage, StageRates, closing_chain, rates_of
from simulator.units import FloatArray, Role

T = TypeVar("T")


class SeasonActsOn(StrEnum):
    """How a season, which is how many people want it in a month, acts on a channel: money buys at its price."""

    VISITS = "visits"
    """Work that is paid for brings more visits in a good month."""
    MARKET = "market"
    """There is more to buy: as many times more clicks or leads as people want it."""
    RESPONSE = "response"
    """As many see it as were paid for, and more of them respond."""


@record
class Channel(StageRates[T], CustomerValue[T]):
    """A way to spend money on marketing, as it works for this business.

    A type says which stage money buys (``buys``), the field that holds the cost (``cost``, of ``cost_is_for`` units),
    the field of the rate into the next stage where that is the type's own (``response``), and what a season acts on. Of
    what it ``buys_at_a_price`` there is as much as was paid for; what work brings comes by itself. What comes without
    money (not ``is_paid``) has no cost, and the fields about money are ``unused``.
    """

    type: ClassVar[str]
    label: ClassVar[str]
    about: ClassVar[str]
    buys: ClassVar[Stage]
    cost: ClassVar[str]
    cost_is_for: ClassVar[float] = 1.0
    response: ClassVar[str | None] = None
    responds_with: ClassVar[Stage] = Stage.LEADS
    season_acts_on: ClassVar[SeasonActsOn]
    buys_at_a_price: ClassVar[bool] = True
    is_paid: ClassVar[bool] = True
    unused: ClassVar[frozenset[str]] = frozenset()

    name: str = text("Name")
    curve: Curve[T] = part(Linear)
    reference_spend: float | None = money(
        "Reference spend per month",
        role=Role.NUMBER,
        optional=True,
        open_below=True,
        help="The monthly spend at which the unit cost below is true: best what you spend today.",
    )
    monthly_spend_before: float = money(
        "Monthly spend before the plan starts",
        role=Role.NUMBER,
        default=0.0,
        help="What you already spend. What carries over or has ripened is there when the plan starts.",
    )
    carry_over: T = rate(
        "Effect carried into the next month",
        default=0.0,
        at_most=0.95,
        help="The share of a month's effect that is still felt a month later: TV and radio are remembered for a while,"
        " and what SEO and content build up stays longer.",
    )
    ramp_up_months: T = months(
        "Months until it works fully",
        default=0.0,
        help="How many months at the reference spend it takes to ripen; less money takes longer.",
    )
    fade_half_life_months: float = months(
        "Months until half of what has ripened is lost",
        role=Role.NUMBER,
        default=12.0,
        open_below=True,
        help="While nothing is spent, a channel that has ripened fades: half of it is lost in so many months.",
    )
    incremental_share: T = rate(
        "Customers who would not have come anyway",
        default=1.0,
        help="Some who click an ad would have found you without it. 100 % means that none would.",
    )
    fee_rate: float = rate(
        "Agency fee on the spend",
        role=Role.NUMBER,
        default=0.0,
        help="Paid on top of the spend, as a share of it.",
    )
    monthly_fee: float = money(
        "Fee per month",
        role=Role.NUMBER,
        default=0.0,
        help="Paid in every month in which the channel has a budget.",
    )
    setup_cost: float = money(
        "Set-up cost",
        role=Role.NUMBER,
        default=0.0,
        help="Paid once, in the first month with a budget, unless the channel ran before.",
    )
    seasonality: tuple[float, ...] | None = text(
        "Season",
        default=None,
        help="Twelve numbers, January to December, that average 1: how many more or fewer people want it then."
        " Money buys at its price all the same.",
    )

    def unit_cost(self: "Channel[FloatArray]") -> FloatArray:
        """Cost of one unit of the stage that money buys, at the reference spend [money]; shape (draw,)."""
        cost: FloatArray = getattr(self, self.cost)
        return cost / self.cost_is_for

    @classmethod
    def stages(cls, tracked: Sequence[Stage]) -> tuple[Stage, ...]:
        """The stages that this type passes through, from what money buys to customers."""
        before = () if cls.buys is Stage.LEADS else (cls.buys,)
        visits = (Stage.VISITS,) if cls.responds_with is Stage.VISITS else ()
        return (*before, *visits, *closing_chain(tracked))

    @classmethod
    def rates(cls, tracked: Sequence[Stage]) -> tuple[str, ...]:
        """The names of the rates between those stages, one fewer than stages."""
        chain = cls.stages(tracked)
        if cls.response is None:
            return rates_of(chain)
        return (cls.response, *rates_of(chain[1:]))


@record
class PayPerImpression(Channel[T]):
    """Money buys impressions, and some of those who see it click: display, social advertising, LinkedIn."""

    type = "pay_per_impression"
    label = "Pay per thousand times shown"
    about = "You pay for being shown; some who see it click through to your site."
    buys = Stage.IMPRESSIONS
    cost = "cost_per_mille"
    cost_is_for = 1000.0
    response = "click_through_rate"
    responds_with = Stage.VISITS
    season_acts_on = SeasonActsOn.RESPONSE

    cost_per_mille: T = money("Cost per thousand times shown (CPM)", open_below=True, market=-1)
    click_through_rate: T = rate("Impressions that become visits", market=1)


@record
class PayPerClick(Channel[T]):
    """Money buys clicks, each a visit: search advertising."""

    type = "pay_per_click"
    label = "Pay per click"
    about = "You pay for each click to your site."
    buys = Stage.VISITS
    cost = "cost_per_click"
    season_acts_on = SeasonActsOn.MARKET

    cost_per_click: T = money("Cost per click", open_below=True, market=-1)


@record
class Retainer(Channel[T]):
    """A monthly fee buys work that brings visits: SEO, content, organic social."""

    type = "retainer"
    label = "Monthly fee for work that brings visits"
    about = "You pay people who make you easier to find. How slowly visits come and how long they stay is stated apart."
    buys = Stage.VISITS
    cost = "cost_per_visit"
    season_acts_on = SeasonActsOn.VISITS
    buys_at_a_price = False

    cost_per_visit: T = money(
        "Cost per visit",
        open_below=True,
        market=-1,
        help="Monthly fee divided by the visits that it brings in a month once it works fully.",
    )


@record
class DirectMail(Channel[T]):
    """Money buys mailed pieces, and some who get one call: postcards, letters, e-mail to bought lists."""

    type = "direct_mail"
    label = "Pay per piece mailed"
    about = "You pay for each postcard or letter; a few in a thousand get in touch."
    buys = Stage.PIECES
    cost = "cost_per_piece"
    response = "response_rate"
    season_acts_on = SeasonActsOn.RESPONSE

    cost_per_piece: T = money("Cost per piece, with print and postage", open_below=True, market=-1)
    response_rate: T = rate("Pieces that become leads", market=1)


@record
class Broadcast(Channel[T]):
    """Money buys impressions, and a few who see or hear it call: radio, TV, print, signs."""

    type = "broadcast"
    label = "Radio, TV, print, signs"
    about = "You pay for reach; a few of the thousands who see or hear it get in touch."
    buys = Stage.IMPRESSIONS
    cost = "cost_per_mille"
    cost_is_for = 1000.0
    response = "response_rate"
    season_acts_on = SeasonActsOn.RESPONSE

    cost_per_mille: T = money("Cost per thousand people reached (CPM)", open_below=True, market=-1)
    response_rate: T = rate("People reached who become leads", market=1)


@record
class PayPerLead(Channel[T]):
    """Money buys leads: lead marketplaces, local services ads, referral rewards, trade shows."""

    type = "pay_per_lead"
    label = "Pay per lead"
    about = "You pay for each call or request."
    buys = Stage.LEADS
    cost = "cost_per_lead"
    season_acts_on = SeasonActsOn.MARKET

    cost_per_lead: T = money("Cost per lead", open_below=True, market=-1)


@record
class Unpaid(Channel[T]):
    """Visits that come without money: people who type the address, follow a link, or find the site by themselves.

    They would come anyway, so none of their customers is marketing's; what an improvement adds to them is.
    """

    type = "unpaid"
    label = "Visits that come without money"
    about = "People who find you by themselves. They cost nothing, and count only for what an improvement adds to them."
    buys = Stage.VISITS
    cost = ""
    season_acts_on = SeasonActsOn.VISITS
    buys_at_a_price = False
    is_paid = False
    unused = frozenset(
        {
            *("curve", "reference_spend", "monthly_spend_before", "carry_over", "ramp_up_months"),
            *("fade_half_life_months", "incremental_share", "fee_rate", "monthly_fee", "setup_cost"),
        }
    )

    visits_per_month: T = count(
        "Visits per month", help="How many come in an average month, whatever is spent on marketing."
    )
    incremental_share: T = rate("Customers who would not have come anyway", default=0.0)


CHANNEL_TYPES: dict[str, type[Channel[Any]]] = {
    channel.type: channel
    for channel in (PayPerImpression, PayPerClick, Retainer, DirectMail, Broadcast, PayPerLead, Unpaid)
}
