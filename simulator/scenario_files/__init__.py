"""Scenario files: YAML to ``Scenario[Belief]`` and back.

``parse`` and ``read`` refuse a wrong file with all of its problems at once; ``write`` changes only what was changed;
``schema`` describes the format for editors. Text only: nothing here writes to the disk.
"""

from simulator.scenario_files.loading import MOST_BYTES
from simulator.scenario_files.reading import adopted, channel_from, content_of, parse, parse_draft, read
from simulator.scenario_files.schema import schema
from simulator.scenario_files.upgrades import FORMAT
from simulator.scenario_files.writing import model_of, write

__all__ = [
    "FORMAT",
    "MOST_BYTES",
    "adopted",
    "channel_from",
    "content_of",
    "model_of",
    "parse",
    "parse_draft",
    "read",
    "schema",
    "write",
]
