"""The JSON Schema of scenario files, made from the field declarations, for editors.

What a schema cannot say (an order within a range, plans that name channels) is left to the checks.
"""

from collections.abc import Mapping
from typing import Any

from simulator.metrics.kpis import METRICS
from simulator.scenario.scenario import HORIZON_MOST
from simulator.scenario_files.kinds import Schema
from simulator.scenario_files.reading import SCENARIO
from simulator.validation import LONGEST_NAME, currencies
from simulator.validation.needs import MOST_MONTHS_BETWEEN

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_MONTHS_OF_A_YEAR = 12


def schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a scenario file."""
    described = _refined(SCENARIO.schema())
    required = [*described["required"], "channels", "plans"]
    return {"$schema": DIALECT, "title": "funnelcast scenario", **described, "required": required}


def _refinements() -> Mapping[str, Schema]:
    """Rules for entries of a name beyond their kind."""
    return {
        "horizon_months": {"minimum": 1, "maximum": HORIZON_MOST},
        "repeat_every_months": {"minimum": 1, "maximum": MOST_MONTHS_BETWEEN},
        "currency": {"enum": sorted(currencies())},
        "name": {"maxLength": LONGEST_NAME},
        "metric": {"enum": list(METRICS)},
        "seasonality": {"type": "array", "minItems": _MONTHS_OF_A_YEAR, "maxItems": _MONTHS_OF_A_YEAR},
        "channels": {"type": "array", "minItems": 1},
        "plans": {"type": "array", "minItems": 1},
    }


def _refined(described: Any) -> Any:
    if isinstance(described, list):
        return [_refined(each) for each in described]
    if not isinstance(described, dict):
        return described
    refined = {key: _refined(each) for key, each in described.items()}
    properties = refined.get("properties", {})
    for name, more in _refinements().items():
        if name in properties:
            properties[name] = {**properties[name], **more}
    if "metric" in properties:
        refined["oneOf"] = [{"required": ["at_least"]}, {"required": ["at_most"]}]
    return refined
