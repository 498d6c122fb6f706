"""The list of dependencies with their hashes, against the versions that pyproject.toml fixes."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
LISTED = (ROOT / ".ci" / "requirements.txt").read_text("utf-8")
PINNED = re.compile(r"([a-z0-9-]+)==([^ ]+)(?: ; [^\\]+)? \\((?:\n    --hash=sha256:[0-9a-f]{64}(?: \\)?)+)\n")


def fixed() -> dict[str, str]:
    """Every version that pyproject.toml fixes for running and testing, by name."""
    constraints = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["uv"]["constraint-dependencies"]
    return dict(entry.split("==") for entry in constraints)


def test_every_dependency_is_listed_at_its_fixed_version_with_hashes():
    found = {name: version for name, version, _ in PINNED.findall(LISTED)}
    assert found == fixed()


def test_the_list_holds_nothing_but_dependencies_and_hashes():
    # An address would name the registry of whoever made the list.
    assert PINNED.sub("", LISTED) == ""
