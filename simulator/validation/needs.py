"""Checks between entries: what one makes necessary in another, and what nothing uses."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.customers import ALTERNATIVES, RETENTION, CustomerValue
from simulator.scenario.fields import quantities
from simulator.scenario.scenario import Scenario
from simulator.scenario.stages import QUALIFICATION_STAGES, Stage, StageRates, closing_chain, rates_of
from simulator.validation.names import Found, channel_paths


def needs(scenario: Scenario[Belief]) -> Iterator[Found]:
    """Entries that are missing because of others."""
    for name in ("revenue_per_sale", "gross_margin_rate"):
        everywhere = [path for path, _ in channel_paths(scenario)]
        lacking = [p for p, channel in channel_paths(scenario) if scenario.customer_value(channel, name) is None]
        yield from _missing(f"business.{name}", lacking, everywhere)
    if _tracks_in_order(scenario.funnel.stages):
        yield from _missing_rates(scenario)
    for path, channel in channel_paths(scenario):
        yield from _missing_retention(scenario, path, channel)
        yield from _missing_reference(path, channel)
        yield from _carried_beyond_a_cap(path, channel)
    yield from _alternatives("business", scenario.business)
    for path, channel in channel_paths(scenario):
        yield from _alternatives(path, channel)


def _missing(shared: str, lacking: Sequence[str], needing: Sequence[str]) -> Iterator[Found]:
    name = shared.rpartition(".")[2]
    rests_on = ("channels", *(f"{path}.{name}" for path in lacking))
    if lacking and len(lacking) == len(needing):
        yield Found(shared, "is missing; state it here, or in every channel that needs it", rests_on)
        return
    for path in lacking:
        yield Found(f"{path}.{name}", f"is missing; state it here, or for all channels as {shared}", (shared,))


def _missing_rates(scenario: Scenario[Belief]) -> Iterator[Found]:
    needing: dict[str, list[tuple[str, Channel[Belief]]]] = {}
    for path, channel in channel_paths(scenario):
        for name in set(channel.rates(scenario.funnel.stages)) & set(quantities(StageRates)):
            needing.setdefault(name, []).append((path, channel))
    for name, channels in sorted(needing.items()):
        lacking = [path for path, channel in channels if scenario.rate(channel, name) is None]
        for found in _missing(f"funnel.{name}", lacking, [path for path, _ in channels]):
            yield replace(found, rests_on=(*found.rests_on, "funnel.stages"))


def _missing_retention(scenario: Scenario[Belief], path: str, channel: Channel[Belief]) -> Iterator[Found]:
    repeats = scenario.customer_value(channel, "repeat_sales_per_year")
    if scenario.repeat_every(channel) is None and (repeats is None or repeats.high <= 0.0):
        return
    if all(scenario.customer_value(channel, name) is None for name in RETENTION):
        is_own = channel.repeat_sales_per_year is not None or channel.repeat_every_months is not None
        place = path if is_own else "business"
        rests_on = tuple(f"{owner}.{name}" for owner in (path, "business") for name in RETENTION)
        message = "is missing; repeat sales need the share of customers kept from year to year"
        yield Found(f"{place}.yearly_retention_rate", message, rests_on)


def _alternatives(path: str, owner: CustomerValue[Belief]) -> Iterator[Found]:
    """Two ways to state the same thing, of which one must go."""
    for one, other in ALTERNATIVES:
        if getattr(owner, one) is not None and getattr(owner, other) is not None:
            yield Found(f"{path}.{other}", f"is stated beside {one}; state one of them", (f"{path}.{one}",))
    every = owner.repeat_every_months
    if every is not None and not 1 <= every <= MOST_MONTHS_BETWEEN:
        yield Found(f"{path}.repeat_every_months", f"is {every}; it must be between 1 and {MOST_MONTHS_BETWEEN} months")


MOST_MONTHS_BETWEEN = 600


def _carried_beyond_a_cap(path: str, channel: Channel[Belief]) -> Iterator[Found]:
    """What cannot be bought is not charged: of money that works later nobody knows yet whether it can be."""
    if channel.curve.spares and channel.carry_over.high > 0.0:
        message = f"cannot stand beside a {channel.curve.type} curve; leave one of them out"
        yield Found(f"{path}.carry_over", message, (f"{path}.curve",))


def _missing_reference(path: str, channel: Channel[Belief]) -> Iterator[Found]:
    if channel.reference_spend is not None:
        return
    reason = ""
    if channel.curve.needs_reference_spend:
        reason = f"a {channel.curve.type} curve"
    elif channel.ramp_up_months.high > 0.0:
        reason = "ramp_up_months"
    if reason:
        message = f"is missing; {reason} needs the monthly spend at which the unit cost is true"
        yield Found(f"{path}.reference_spend", message, (f"{path}.curve", f"{path}.ramp_up_months"))


def _tracks_in_order(stages: Sequence[Stage]) -> bool:
    return list(stages) == [stage for stage in QUALIFICATION_STAGES if stage in stages]


def superfluous_rates(scenario: Scenario[Belief]) -> Iterator[Found]:
    """Rates between stages that are not tracked, or that a channel does not have."""
    tracked = scenario.funnel.stages
    if not _tracks_in_order(tracked):
        allowed = ", ".join(QUALIFICATION_STAGES)
        yield Found("funnel.stages", f"is [{', '.join(tracked)}]; it may hold {allowed}, each once, in this order")
        return
    shared = rates_of((Stage.VISITS, *closing_chain(tracked)))
    yield from _unused(scenario.funnel, "funnel", shared)
    for path, channel in channel_paths(scenario):
        yield from _unused(channel, path, channel.rates(tracked))


def _unused(owner: StageRates[Belief], path: str, used: Sequence[str]) -> Iterator[Found]:
    for name in quantities(StageRates):
        if getattr(owner, name) is not None and name not in used:
            message = f"is not used; the rates here are {', '.join(used)} (see funnel.stages)"
            yield Found(f"{path}.{name}", message, ("funnel.stages",))
