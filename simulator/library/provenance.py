"""Where a belief comes from: from the program's examples and catalogue, or from the person who uses it.

What came with the program is known by its source, which stands word for word in a shipped file. So a scenario needs no
mark for each of its numbers, and files that were saved long ago are told apart too.
"""

import re
from functools import lru_cache
from importlib.resources import files

from simulator.library.folder import paths, shipped_folder
from simulator.scenario.beliefs import Belief
from simulator.scenario_files import content_of

_CONVERTED = re.compile(r"\(?[^()]*, converted at [0-9.,]+ on [0-9-]{10}\)?$")
_SUPPOSED = re.compile(r"\((?:[^()]* supposed [0-9-]{10}|supposed [^()]*|the figure of [0-9]{4}, [^()]*)\)$")
_ASSUMPTION = "assumption"


def is_own(belief: Belief) -> bool:
    """Whether a number is a person's own: it has a source, and not one that came with the program."""
    source = _bare(belief.source)
    return bool(source) and not source.lower().startswith(_ASSUMPTION) and not _is_shipped(source)


def _bare(source: str) -> str:
    """The source on one line, without the notes of what became of its number: converted, supposed, a year later."""
    bare = " ".join(source.split())
    while (without := _SUPPOSED.sub("", _CONVERTED.sub("", bare)).strip()) != bare:
        bare = without
    return bare


@lru_cache(maxsize=1024)
def _is_shipped(source: str) -> bool:
    return any(f"{opened}{source}" in _shipped_text() for opened in ("source: ", 'source: "', "source: >- "))


@lru_cache(maxsize=1)
def _shipped_text() -> str:
    """All that the examples and the catalogue say, on one line."""
    catalogue = files("simulator.library").joinpath("catalogue.yaml").read_text(encoding="utf-8")
    examples = (content_of(path).decode("utf-8") for path in paths(shipped_folder()))
    return " ".join(" ".join([catalogue, *examples]).split())
