"""The entries of what is stated: one for each number of a scenario, made from its declaration."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from simulator.metrics.kpis import METRICS
from simulator.presentation.beliefs import limits, shown, spoken
from simulator.presentation.glossary.entry import Entry
from simulator.presentation.glossary.template import declared, in_numbers, in_words, labels
from simulator.presentation.glossary.worked import THOUSAND, Fact, worked
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import CHANNEL_TYPES, Channel
from simulator.scenario.curves import CURVES, Curve
from simulator.text.formats import Formats
from simulator.text.grammar import sentence, within
from simulator.units import Quantity, Role, Unit


@dataclass(frozen=True)
class _Reads:
    """A number's formula, its example, what that gives in which unit (else the number itself), and its other names."""

    formula: str
    example: str
    gives: Callable[[Mapping[str, Fact]], float] | None = None
    unit: Unit | None = None
    also: tuple[str, ...] = ()


def _one(facts: Mapping[str, Fact], name: str) -> float:
    return facts[name].values[0]


_READS = {
    "revenue_per_sale": _Reads("{revenue} from first sales / {customers}", "{revenue} / {customers}"),
    "gross_margin_rate": _Reads(
        "what is left of {revenue_per_sale} after labour, materials and commission / {revenue_per_sale}",
        "{gross_profit} / {revenue}",
        also=("margin",),
    ),
    "yearly_retention_rate": _Reads(
        "customers who are still there a year later / customers at its start",
        "{kept_of_hundred} / {hundred}",
        also=("retention", "retention rate", "renewal rate"),
    ),
    "carry_over": _Reads(
        "what is felt in the next month / what was felt in this one",
        "{felt_later} / {monthly_spend_before}",
        also=("carry-over", "adstock", "carryover"),
    ),
    "ramp_up_months": _Reads(
        "how much of it works = months at {reference_spend} / {ramp_up_months}",
        "after 3 months: 3 / {ripening}",
        lambda facts: 3.0 / _one(facts, "ramp_up_months"),
        Unit.RATE,
        ("ramp-up",),
    ),
    "incremental_share": _Reads(
        "customers who would not have come anyway / all customers of the channel",
        "{own_of_hundred} / {hundred}",
        also=("incremental share", "incrementality"),
    ),
    "gain_from_doubling": _Reads(
        "(what twice the spend buys − what the spend buys) / what the spend buys",
        "({clicks_twice} − {clicks_once}) / {clicks_once}",
        also=("saturation", "diminishing returns"),
    ),
    "cost_per_mille": _Reads(
        "spend / {impressions} × 1000", "{spend_on_impressions} / {impressions} × {thousand}", also=("CPM",)
    ),
    "cost_per_piece": _Reads("spend / {pieces}", "{spend_on_pieces} / {pieces}"),
    "click_through_rate": _Reads("visits / {impressions}", "{visits} / {impressions}", also=("CTR",)),
    "cost_per_click": _Reads("spend / clicks", "{thousand_spent} / {clicks_once}", also=("CPC",)),
}


def assumptions(formats: Formats) -> list[Entry]:
    """An entry for each number that is stated, and for each shape of returns and type of channel."""
    # What comes out under the same name, as rates do, has these words among its own.
    numbers = [_number(name, same[0], formats) for name, same in declared().items() if name not in METRICS]
    curves = [_curve(curve, formats) for curve in CURVES.values()]
    types = [_channel_type(channel, formats) for channel in CHANNEL_TYPES.values()]
    return [*numbers, *curves, *types]


def _number(name: str, quantity: Quantity, formats: Formats) -> Entry:
    reads = _READS.get(name)
    return Entry(
        key=name,
        term=quantity.label,
        kind="assumption",
        words=quantity.help or _kind(quantity, formats),
        formula="" if reads is None else in_words(reads.formula),
        example=_stated(name, quantity, formats) if reads is None else _worked_out(name, reads, quantity, formats),
        unit=quantity.unit,
        also=(*labels(name)[1:], *(() if reads is None else reads.also)),
    )


def _kind(quantity: Quantity, formats: Formats) -> str:
    if quantity.role is Role.BELIEF:
        return "Stated as a range: low, likely and high."
    return f"{sentence(limits(quantity, formats))}."


def _worked_out(name: str, reads: _Reads, quantity: Quantity, formats: Formats) -> str:
    facts = worked().facts
    value = _one(facts, name) if reads.gives is None else reads.gives(facts)
    return in_numbers(reads.example, value, reads.unit or quantity.unit, facts, formats)


def _stated(name: str, quantity: Quantity, formats: Formats) -> str:
    """What the business of the examples states; empty where it does not have this number."""
    place = worked().places.get(name)
    if place is None:
        return ""
    is_range = isinstance(place.value, Belief)
    return spoken(place.value, quantity, formats) if is_range else shown(float(place.value), quantity, formats)


def _curve(curve: type[Curve[Any]], formats: Formats) -> Entry:
    return Entry(
        key=curve.type,
        term=curve.label,
        kind="assumption",
        words=curve.about,
        example=_buying(worked().row_with("curve", curve), formats),
        also=(*curve.also, "response curve"),
    )


def _buying(row: int | None, formats: Formats) -> str:
    """How much a channel's money buys, of half, once and twice as much; empty without a channel."""
    if row is None:
        return ""
    amounts = [times * THOUSAND for times in (0.5, 1, 2)]
    counts = [formats.count(round(worked().bought(row, amount))) for amount in amounts]
    return ", ".join(f"{formats.money(amount)} buys {count}" for amount, count in zip(amounts, counts, strict=True))


def _channel_type(channel: type[Channel[Any]], formats: Formats) -> Entry:
    if not channel.is_paid:
        return Entry(key=channel.type, term=channel.label, kind="assumption", words=channel.about, also=("unpaid",))
    cost, stage = labels(channel.cost)[0], channel.buys.label
    each = "" if channel.cost_is_for == 1.0 else f" × {formats.count(channel.cost_is_for)}"
    return Entry(
        key=channel.type,
        term=channel.label,
        kind="assumption",
        words=channel.about,
        formula=f"{within(stage)} = spend / {within(cost)}{each}",
        example=_paying(worked().row_with("channel", channel), channel, each, formats),
    )


def _paying(row: int | None, channel: type[Channel[Any]], each: str, formats: Formats) -> str:
    """How many a round amount buys at the price of the example; empty where it has no such channel."""
    if row is None:
        return ""
    price = worked().middle_of(row, channel.cost)
    bought = formats.count(THOUSAND / price * channel.cost_is_for)
    return f"{formats.money(THOUSAND)} / {formats.money(price)}{each} = {bought}"
