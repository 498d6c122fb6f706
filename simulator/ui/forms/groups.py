"""The numbers that stand together on a form.

What no group names stands in the last one, so that no declaration is lost.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from simulator.scenario.channels import Channel
from simulator.scenario.fields import quantities
from simulator.scenario.stages import Stage, StageRates
from simulator.units import Role

Groups = Mapping[str, Sequence[str]]

FIRST, MORE = "first", "more"

REPEATS = (
    "repeat_sales_per_year",
    "yearly_retention_rate",
    "monthly_retention_rate",
    "revenue_per_repeat_sale",
    "repeat_gross_margin_rate",
)
"""What is stated of customers who come back."""

BUSINESS: Groups = {
    FIRST: ("revenue_per_sale", "gross_margin_rate", "cost_per_sale", "sales_cycle_months"),
    "repeats": (*REPEATS, "lifetime_years_at_most"),
    "capacity": ("new_customers_per_month_at_most", "new_customers_per_month_now"),
    MORE: ("monthly_overhead", "discount_rate_per_year"),
}

CHANNEL: Groups = {
    "spend": ("reference_spend", "monthly_spend_before"),
    "timing": ("ramp_up_months", "fade_half_life_months", "carry_over", "sales_cycle_months"),
    "fees": ("fee_rate", "monthly_fee", "setup_cost"),
    "customers": (
        "incremental_share",
        "revenue_per_sale",
        "gross_margin_rate",
        "cost_per_sale",
        *REPEATS,
    ),
}

CHANNEL_FOLDS = {
    "timing": "Timing: slow start, lasting effect, season",
    "fees": "Fees and set-up",
    "customers": "Its customers, where they differ",
    MORE: "More",
}

UNSET = {
    "repeat_sales_per_year": "Never",
    "yearly_retention_rate": "Not stated",
    "monthly_retention_rate": "Not stated",
    "revenue_per_repeat_sale": "As the first sale",
    "repeat_gross_margin_rate": "As the first sale",
    "cost_per_sale": "None",
    "sales_cycle_months": "At once",
}
"""Meanings of a number that the business does not state; for all others each channel states its own."""


FRAME = ("name", "client", "currency", "start", "horizon_months", "notes")
"""The words and dates of a scenario."""


def expander_key(owner: str, group: str) -> str:
    """The key of a part that can be folded away; the same for all channels, so that what is unfolded stays so."""
    return f"fold {owner} {group}"


def expander_of(path: str, name: str) -> str | None:
    """The key of the collapsed part in which a place is shown; None if it always shows. ``name`` is its last step."""
    if path.startswith("improvements."):
        return None
    if path in FRAME:
        return expander_key("business", "frame")
    if path.split(".")[0] == "targets":
        return expander_key("business", "targets")
    if path == "seasonality":
        return expander_key("business", "season")
    is_channel = path.startswith("channels.")
    if is_channel and name == "seasonality":
        return expander_key("channel", "timing")
    # What is wrong within a number, such as one of its steps, stands in the part of the number.
    steps = {name, *path.split(".")[1:]}
    named = [group for group, names in (CHANNEL if is_channel else BUSINESS).items() if steps & set(names)]
    if name == "repeat_every_months":
        named = ["customers" if is_channel else "repeats"]
    group = named[0] if named else "capacity" if name == "overflow" else MORE if path == "market_correlation" else FIRST
    if group in (FIRST, "spend") or path.startswith("funnel."):
        return None
    return expander_key("channel" if is_channel else "business", group)


def business_groups(declared: type[Any]) -> Groups:
    """The numbers of a business by group."""
    return _complete(BUSINESS, tuple(quantities(declared)))


def channel_groups(channel: Channel[Any], tracked: Sequence[Stage]) -> Groups:
    """The numbers of a channel by group: first its cost and the rates that it asks for or, wrongly, states."""
    rates = tuple(name for name in quantities(StageRates) if getattr(channel, name) is not None)
    asked = channel.rates(tracked)
    brings = channel.cost if channel.is_paid else "visits_per_month"
    first = (brings, *asked, *(name for name in rates if name not in asked))
    names = tuple(
        name
        for name in quantities(channel)
        if name not in channel.unused and (name in first or name not in quantities(StageRates))
    )
    used = {group: tuple(name for name in own if name not in channel.unused) for group, own in CHANNEL.items()}
    return _complete({FIRST: first, **used}, names)


def are_beliefs(owner: Any, names: Sequence[str]) -> list[str]:
    """Those of the numbers that are beliefs or spreads, and have a card."""
    return [name for name in names if quantities(owner)[name].role is not Role.NUMBER]


def are_numbers(owner: Any, names: Sequence[str]) -> list[str]:
    """Those of the numbers that a person decides, and have a box."""
    return [name for name in names if quantities(owner)[name].role is Role.NUMBER]


def _complete(groups: Groups, names: Sequence[str]) -> Groups:
    named = {name for group in groups.values() for name in group}
    rest = tuple(name for name in names if name not in named)
    return {**groups, MORE: (*groups.get(MORE, ()), *rest)}
