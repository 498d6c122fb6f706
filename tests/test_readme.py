"""The README's examples do what it says."""

import doctest
import re
import shlex
from pathlib import Path

import pytest

import simulator
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


def test_the_example_of_the_package_gives_what_it_shows() -> None:
    result = doctest.testmod(simulator)
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
