"""Scenarios as JSON, exactly: for the drafts that are kept on disk while someone works.

A scenario file is for people, and refuses what cannot be run. A draft may be unfinished or wrong in places, is
written many times a minute while sliders move, and is read by this program alone: every record is an object that names
its class, and every number comes back to the last bit, infinite and undefined ones too.
"""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, cast

from simulator.scenario.actuals import Actuals, Imported, ImportedTable, TableColumns
from simulator.scenario.adoption import Adoption
from simulator.scenario.beliefs import Belief, Learned
from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.curves import CURVES
from simulator.scenario.improvements import Improvement
from simulator.scenario.limits import ChannelLimits, GroupLimits, Limits
from simulator.scenario.plans import SCHEDULES, BestSplit, Plan, Purchase
from simulator.scenario.presentation import Presentation
from simulator.scenario.scenario import Business, Scenario, SharedFunnel, Target
from simulator.scenario.stages import Stage
from simulator.scenario.steps import Step, Steps


class DraftEncodingError(Exception):
    """Text that is no draft of this version of the program."""


def encoded(scenario: Scenario[Belief]) -> str:
    """The scenario as JSON text."""
    return json.dumps(_plain(scenario), ensure_ascii=False, separators=(",", ":"))


def decoded(text: str) -> Scenario[Belief]:
    """The scenario that was encoded; raises DraftEncodingError."""
    try:
        found = _record(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise DraftEncodingError(f"not a draft: {error}") from error
    if not isinstance(found, Scenario):
        raise DraftEncodingError("not the draft of a scenario")
    return cast(Scenario[Belief], found)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        content = {item.name: _plain(getattr(value, item.name)) for item in fields(value)}
        return {"record": type(value).__name__, **content}
    match value:
        case Stage():
            return {"record": "Stage", "name": value.value}
        case date():
            return {"record": "date", "day": value.isoformat()}
        case Mapping():
            return {"record": "mapping", "entries": [[name, _plain(item)] for name, item in value.items()]}
        case tuple() | list():
            return [_plain(item) for item in value]
        case _:
            return value


def _record(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_record(item) for item in value)
    if not isinstance(value, dict):
        return value
    match value:
        case {"record": "Stage", "name": name}:
            return Stage(name)
        case {"record": "date", "day": day}:
            return date.fromisoformat(day)
        case {"record": "mapping", "entries": entries}:
            return {name: _record(item) for name, item in entries}
        case {"record": kind, **content}:
            return _RECORDS[kind](**{name: _record(item) for name, item in content.items()})
        case _:
            raise ValueError("an object that names no record")


_RECORDS: dict[str, type[Any]] = {
    declared.__name__: declared
    for declared in (
        *(Scenario, Business, SharedFunnel, Target, Plan, Presentation, Limits, Belief, Learned, Steps, Step),
        *(ChannelLimits, GroupLimits, Improvement, Purchase, BestSplit, Actuals, Imported, Adoption),
        *(ImportedTable, TableColumns),
        *SCHEDULES,
        *CHANNEL_TYPES.values(),
        *CURVES.values(),
    )
}
