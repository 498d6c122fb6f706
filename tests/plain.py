"""Plain mappings, as a scenario file holds them, to scenarios of beliefs or of draws, without the file reader."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Any

import numpy as np

from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.curves import CURVES
from simulator.scenario.fields import quantities
from simulator.scenario.improvements import Improvement
from simulator.scenario.months import Month
from simulator.scenario.plans import Monthly, PerQuarter, PerYear, Plan, Purchase, Schedule, Spans, Steady
from simulator.scenario.scenario import Business, Scenario, SharedFunnel, Target
from simulator.scenario.stages import Stage
from simulator.scenario.steps import Step, Stepped, Steps
from simulator.units import Role

Plain = Mapping[str, Any]


def beliefs(plain: Plain) -> Scenario[Belief]:
    """A scenario of beliefs: single numbers are certain, lists of three are ranges."""
    return _scenario([plain], lambda numbers: _belief(numbers[0]))


def worlds(plains: Sequence[Plain]) -> Scenario[Any]:
    """A sampled scenario whose draw i is the i-th mapping; the mappings differ in their beliefs only.

    What a belief is in its first month: the yearly change is no draw, and stands in the beliefs.
    """
    return _scenario(plains, lambda numbers: np.array([first_value(number) for number in numbers], dtype=float))


def first_value(stated: Any) -> Any:
    """What a belief is in the first month, whether or not it changes from year to year."""
    return stated["value"] if isinstance(stated, Mapping) else stated


def _belief(stated: Any) -> Belief:
    number = first_value(stated)
    belief = between(*number) if isinstance(number, list | tuple) else certain(float(number))
    return replace(belief, yearly_change=stated["yearly_change"]) if isinstance(stated, Mapping) else belief


def _scenario(plains: Sequence[Plain], drawn: Any) -> Scenario[Any]:
    plain = plains[0]
    stages = tuple(Stage(stage) for stage in plain.get("funnel", {}).get("stages", ()))
    funnel = SharedFunnel(stages=stages, **_numbers(SharedFunnel, [p.get("funnel", {}) for p in plains], drawn))
    businesses = [p.get("business", {}) for p in plains]
    business = Business(
        **_numbers(Business, businesses, drawn),
        **_kept(businesses[0], ("overflow", "repeat_every_months")),
    )
    channels = tuple(_channel([p["channels"][i] for p in plains], drawn) for i in range(len(plain["channels"])))
    return Scenario(
        name=plain["name"],
        currency=plain["currency"],
        start=_calendar_month(plain["start"]),
        business=business,
        funnel=funnel,
        channels=channels,
        plans=tuple(_plan(each) for each in plain["plans"]),
        improvements=tuple(
            _improvement([p["improvements"][i] for p in plains], drawn)
            for i in range(len(plain.get("improvements", ())))
        ),
        targets=tuple(Target(**target) for target in plain.get("targets", ())),
        **_kept(plain, ("horizon_months", "market_correlation")),
        **_season(plain),
    )


def _channel(plains: Sequence[Plain], drawn: Any) -> Any:
    declared = CHANNEL_TYPES[plains[0]["type"]]
    curves = [p.get("curve", {"type": "linear"}) for p in plains]
    shape = CURVES[curves[0]["type"]]
    curve = shape(**_numbers(shape, curves, drawn))
    return declared(
        name=plains[0]["name"],
        curve=curve,
        **_numbers(declared, plains, drawn),
        **_kept(plains[0], ("repeat_every_months",)),
        **_season(plains[0]),
    )


def _improvement(plains: Sequence[Plain], drawn: Any) -> Improvement[Any]:
    numbers = _numbers(Improvement, plains, drawn)
    return Improvement(name=plains[0]["name"], belief=plains[0]["belief"], **numbers)


def _numbers(declared: Any, plains: Sequence[Plain], drawn: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, quantity in quantities(declared).items():
        stated = [plain.get(name) for plain in plains]
        if stated[0] is None:
            if quantity.role is Role.BELIEF and quantity.default is not None:
                found[name] = drawn([quantity.default] * len(plains))
        elif quantity.role is Role.BELIEF:
            found[name] = drawn(stated)
        else:
            found[name] = _stepped(stated[0]) if quantity.role is Role.NUMBER else _belief(stated[0])
    return found


def _plan(plain: Plain) -> Plan:
    return Plan(
        name=plain["name"],
        monthly_spend={name: _schedule(entry) for name, entry in plain["monthly_spend"].items()},
        improvements=tuple(
            Purchase(improvement=name, first=_month(first)) for name, first in plain.get("improvements", {}).items()
        ),
    )


def _schedule(entry: Any) -> Schedule:
    match entry:
        case {"per_quarter": amounts}:
            return PerQuarter(amounts=_amounts(amounts))
        case {"per_year": amounts}:
            return PerYear(amounts=_amounts(amounts))
        case {"amount": _}:
            return _span(entry)
        case [{"amount": _}, *_]:
            return Spans(spans=tuple(map(_span, entry)))
        case [*amounts]:
            return Monthly(amounts=tuple(map(float, amounts)))
    return Steady(amount=entry)


def _amounts(stated: Any) -> tuple[float, ...] | float:
    return tuple(map(float, stated)) if isinstance(stated, list | tuple) else stated


def _span(entry: Plain) -> Steady:
    last = None if entry.get("to") is None else _month(entry["to"])
    return Steady(
        amount=entry["amount"], first=_month(entry.get("from", 1)), last=last, grows=float(entry.get("grows", 0.0))
    )


def _month(stated: int | str) -> Month:
    return stated if isinstance(stated, int) else _calendar_month(stated)


def _calendar_month(stated: str) -> date:
    year, month = map(int, stated.split("-"))
    return date(year, month, 1)


def _stepped(stated: Any) -> Stepped:
    if not isinstance(stated, list | tuple):
        return stated
    return Steps(steps=tuple(Step(amount=step["amount"], first=_month(step.get("from", 1))) for step in stated))


def _kept(plain: Plain, names: Sequence[str]) -> dict[str, Any]:
    return {name: plain[name] for name in names if name in plain}


def _season(plain: Plain) -> dict[str, Any]:
    return {"seasonality": tuple(plain["seasonality"])} if "seasonality" in plain else {}


def belief_names(declared: Any) -> list[str]:
    """The names of the fields of a class that hold beliefs."""
    return [item.name for item in fields(declared) if "quantity" in item.metadata
            and item.metadata["quantity"].role is Role.BELIEF]  # fmt: skip
