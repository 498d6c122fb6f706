"""The README's examples do what it says."""

import doctest
import re
import shlex
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

import simulator
import simulator.engine
from simulator.cli import application, main

ROOT = Path(__file__).parents[1]
README = ROOT / "README.md"


@pytest.fixture(autouse=True)
def _in_the_folder_of_the_readme(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_the_python_example_gives_what_it_shows() -> None:
    result = doctest.testfile(str(README), module_relative=False)
    assert result.attempted >= 10
    assert result.failed == 0


@pytest.mark.parametrize("documented", [simulator, simulator.engine], ids=["package", "engine"])
def test_the_example_of_a_docstring_gives_what_it_shows(documented: ModuleType) -> None:
    result = doctest.testmod(documented)
    assert result.attempted >= 4
    assert result.failed == 0


def commands() -> list[str]:
    lines = README.read_text(encoding="utf-8").splitlines()
    return [
        line.strip().removeprefix("uv run funnelcast ") for line in lines if line.startswith("    uv run funnelcast ")
    ]


@pytest.mark.parametrize("command", commands())
def test_the_example_commands_succeed(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [str(found) for word in shlex.split(command) for found in sorted(Path().glob(word)) or [word]]
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 0
    assert capsys.readouterr().out


def test_the_synopsis_names_every_command() -> None:
    named = re.findall(r"^    funnelcast (\w+)", README.read_text(encoding="utf-8"), flags=re.MULTILINE)
    known = [
        command.name or command.callback.__name__ for command in application.registered_commands if command.callback
    ]
    assert named == known


def test_the_architecture_page_lists_every_package_in_the_order_of_the_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    layers = {contract["containers"][0]: contract["layers"] for contract in contracts if "containers" in contract}
    for container, indent in (("simulator", 4), ("simulator.ui", 4)):
        rank = {name: -place for place, layer in enumerate(layers[container]) for name in layer.split(" | ")}
        listed = [name for name in _named_in_the_tree(indent) if name in rank]
        assert set(listed) == set(rank)
        assert [rank[name] for name in listed] == sorted(rank[name] for name in listed)


def test_the_package_is_small_enough_to_be_taken_in_at_a_glance() -> None:
    package = ROOT / "simulator"
    assert len(list(package.glob("*/__init__.py"))) <= 18
    assert len({each.stem for each in package.glob("*.py")} - {"__init__"}) <= 3
    assert len({each.stem for each in (package / "ui").glob("*.py")} - {"__init__"}) <= 4


def _named_in_the_tree(indent: int) -> list[str]:
    """The names at the left of the lists in the docstring of the package."""
    tree = (simulator.__doc__ or "").partition("Layout\n------")[2]
    lines = re.findall(rf"^ {{{indent}}}((?:\w+/?,? )+)", tree, flags=re.MULTILINE)
    return [name for line in lines for name in re.findall(r"\w+", line)]
