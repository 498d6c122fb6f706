"""A scenario begun from exports: a channel for each name in them, with ranges measured from its own figures.

What exports do not say (the margin, whether customers come back, how fast a channel saturates) is as in an example of
the trade, and its source says that it is assumed. Only months that are over are measured.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from simulator.edits.actuals import ByMonth, with_actuals, with_imports, with_tables
from simulator.edits.currency import rounded
from simulator.edits.measurement import Counted, measured_cost, measured_count, measured_rate, measured_value
from simulator.imports.export import NamedTable
from simulator.imports.periods import last_day
from simulator.scenario.beliefs import Belief, certain
from simulator.scenario.channels import Channel, PayPerClick, PayPerLead, Unpaid
from simulator.scenario.curves import Curve, Linear
from simulator.scenario.plans import Plan, Steady
from simulator.scenario.provenance import MEASURED_AT_FIRST
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import counted

PLAN = "Today"
RECENT_MONTHS = 3
"""The plan spends what was spent a month on average in so many months, the last of which anything is known."""

Measure = Callable[[Sequence[Counted]], Belief | None]
Kind = TypeVar("Kind", bound=Channel[Any])


@dataclass(frozen=True, kw_only=True)
class Begun:
    """A scenario begun from exports; ``left_out`` says of each name in them that is no channel why it is none."""

    scenario: Scenario[Belief]
    left_out: Mapping[str, str]


class _Measuring:
    """The months of a channel, or of several, that are over, and what is measured from them."""

    def __init__(self, *channels: ByMonth, today: date) -> None:
        self.of_each = [{month: own[month] for month in own if month < today.replace(day=1)} for own in channels]
        self._formats = Formats("USD", "en_US")

    def belief(self, whole: str, part: str, measure: Measure, what: str) -> Belief | None:
        """Belief measured from two figures in the months in which both are known; its source says from what."""
        known = [
            (month, Counted(found[whole], found[part]))
            for own in self.of_each
            for month, found in own.items()
            if whole in found and part in found
        ]
        belief = measure([each for _, each in known])
        if belief is None:
            return None
        number = sum(each.part if measure is measured_cost else each.whole for _, each in known)
        months = [month for month, _ in known]
        source = f"{MEASURED_AT_FIRST} {self._formats.count(number)} {what}, {self._time(min(months), max(months))}"
        return replace(belief, source=source, as_of=last_day(max(months)))

    def monthly(self, figure: str, months: Sequence[date]) -> float:
        """The average of a figure in these months; one that is not known counts as nothing."""
        return sum(own.get(month, {}).get(figure, 0.0) for own in self.of_each for month in months) / len(months)

    def has(self, figure: str) -> bool:
        """Whether any month has some of it."""
        return any(found.get(figure, 0.0) > 0.0 for own in self.of_each for found in own.values())

    def _time(self, first: date, last: date) -> str:
        names = [self._formats.month_name(month) for month in (first, last)]
        return names[0] if first == last else f"{names[0]} to {names[1]}"


def begun_from_exports(
    example: Scenario[Belief],
    name: str,
    figures: Mapping[str, ByMonth],
    sources: Mapping[str, str],
    tables: Sequence[NamedTable] = (),
    *,
    today: date,
) -> Begun:
    """A scenario with a channel for each of ``figures``, in the currency of the ``example``, from this month on.

    ``sources`` are names in the exports with the channel that each stands for, which the scenario remembers, as it does
    the columns of ``tables``.
    """
    recent = _recent(figures, today)
    channels: list[Channel[Belief]] = []
    left_out: dict[str, str] = {}
    for channel_name, months in figures.items():
        found = _channel(example, channel_name, _Measuring(months, today=today), recent)
        if isinstance(found, str):
            left_out[channel_name] = found
        else:
            channels.append(found)
    names = [channel.name for channel in channels]
    everything = _Measuring(*(figures[each] for each in names), today=today)
    scenario = replace(
        example,
        name=name,
        notes="",
        client="",
        start=today.replace(day=1),
        business=_business(example, everything),
        funnel=_funnel(example, everything),
        channels=tuple(channels),
        plans=(_plan(channels),),
        targets=(),
        improvements=(),
        limits=type(example.limits)(),
        presentation=type(example.presentation)(),
        actuals=(),
        imports=(),
    )
    scenario = with_actuals(scenario, {each: figures[each] for each in names})
    remembered = {source: own for source, own in sources.items() if source != own and own in names}
    return Begun(scenario=with_tables(with_imports(scenario, remembered), tables), left_out=left_out)


def _channel(
    example: Scenario[Belief], name: str, measuring: _Measuring, recent: Sequence[date]
) -> Channel[Belief] | str:
    """The channel that the figures tell of; a reason where they are too few to be one."""
    if not any(measuring.of_each[0].values()):
        return "its only month is not over yet"
    own: dict[str, Any] = {rate: belief for rate, belief in _rates(example, measuring).items() if belief is not None}
    if not measuring.has("spend"):
        visits = _visits_a_month(measuring)
        if visits is None:
            return "neither what it cost nor how many visits it brought is known"
        return replace(_like(example, Unpaid, name), visits_per_month=visits, **own)
    spend: dict[str, Any] = {
        "reference_spend": rounded(measuring.monthly("spend", _months_with_spend(measuring))),
        "monthly_spend_before": rounded(measuring.monthly("spend", recent)),
    }
    if (click := measuring.belief("spend", "visits", measured_cost, "visits")) is not None:
        return replace(_like(example, PayPerClick, name), cost_per_click=click, **spend, **own)
    if (lead := measuring.belief("spend", "leads", measured_cost, "leads")) is not None:
        own.pop("visit_to_lead_rate", None)
        return replace(_like(example, PayPerLead, name), cost_per_lead=lead, **spend, **own)
    return "it is not known how many visits or leads its money brought"


def _rates(example: Scenario[Belief], measuring: _Measuring) -> dict[str, Belief | None]:
    visits = measuring.belief("visits", "leads", measured_rate, "visits")
    if example.funnel.stages:
        return {"visit_to_lead_rate": visits}
    return {
        "visit_to_lead_rate": visits,
        "lead_to_customer_rate": measuring.belief("leads", "customers", measured_rate, "leads"),
    }


def _like(example: Scenario[Belief], kind: type[Kind], name: str) -> Kind:
    """A channel of this kind, as the example has one; else one with the rates and the curve of another.

    What the kind buys is measured and put in its place by whoever asks.
    """
    found = next((channel for channel in example.channels if type(channel) is kind), None)
    if found is not None:
        return replace(found, name=name, seasonality=None, setup_cost=0.0, monthly_fee=0.0)
    stated: dict[str, Any] = {"visits_per_month" if kind is Unpaid else kind.cost: certain(1.0)}
    if kind is Unpaid:
        stated["incremental_share"] = certain(0.0)
    else:
        stated["curve"] = _curve(example)
    if rate := next((own for each in example.channels if (own := each.visit_to_lead_rate) is not None), None):
        stated["visit_to_lead_rate"] = rate
    return kind(name=name, **stated)


def _curve(example: Scenario[Belief]) -> Curve[Belief]:
    return next((each.curve for each in example.channels if each.curve.needs_reference_spend), Linear())


def _visits_a_month(measuring: _Measuring) -> Belief | None:
    known = {month: found["visits"] for month, found in measuring.of_each[0].items() if "visits" in found}
    visits = measured_count(list(known.values()))
    if visits is None:
        return None
    source = f"{MEASURED_AT_FIRST} {counted(len(known), 'month')} with {sum(known.values()):,.0f} visits"
    return replace(visits, source=source, as_of=last_day(max(known)))


def _months_with_spend(measuring: _Measuring) -> list[date]:
    return [month for month, found in measuring.of_each[0].items() if found.get("spend", 0.0) > 0.0]


def _business(example: Scenario[Belief], everything: _Measuring) -> Any:
    sale = everything.belief("customers", "revenue", measured_value, "customers")
    return example.business if sale is None else replace(example.business, revenue_per_sale=sale)


def _funnel(example: Scenario[Belief], everything: _Measuring) -> Any:
    if example.funnel.stages:
        return example.funnel
    close = everything.belief("leads", "customers", measured_rate, "leads")
    return example.funnel if close is None else replace(example.funnel, lead_to_customer_rate=close)


def _recent(figures: Mapping[str, ByMonth], today: date) -> list[date]:
    """The last months that are over and of which anything is known."""
    known = {month for months in figures.values() for month in months if month < today.replace(day=1)}
    return sorted(known)[-RECENT_MONTHS:]


def _plan(channels: Sequence[Channel[Belief]]) -> Plan:
    """What is spent now, in every month."""
    spend = {each.name: Steady(amount=each.monthly_spend_before) for each in channels if each.is_paid}
    return Plan(name=PLAN, monthly_spend=spend)
