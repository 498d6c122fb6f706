"""The JSON Schema of scenario files, made from the field declarations, for editors."""

from simulator.scenario_files.kinds import Schema
from simulator.scenario_files.reading import SCENARIO

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> Schema:
    """The JSON Schema (draft 2020-12) of a scenario file."""
    return {"$schema": DIALECT, "title": "funnelcast scenario", **SCENARIO.schema()}
