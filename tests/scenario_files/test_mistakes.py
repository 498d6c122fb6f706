"""Every mistake has a small file, whose first lines say which problems its reader is to be told, word by word."""

import io
from pathlib import Path

import pytest

from simulator.errors import ScenarioFileError
from simulator.scenario_files import parse

MISTAKES = sorted((Path(__file__).parent / "mistakes").glob("*.yaml"))
EXPECT = "# expect: "

SOUND = (Path(__file__).parents[2] / "scenarios" / "first-worksheet.yaml").read_bytes()

GENERATED = {
    "nothing at all": (b"", "the file: is empty; a scenario begins with format: 1 and a name"),
    "over a megabyte": (
        SOUND + b"#" * 1_000_000,
        "the file: is too large; a scenario file has at most 1,000,000 bytes",
    ),
    "UTF-16": (SOUND.decode().encode("utf-16"), "the file: is saved as UTF-16; save it as UTF-8"),
    "UTF-32": (SOUND.decode().encode("utf-32"), "the file: is saved as UTF-32; save it as UTF-8"),
    "UTF-16 without a mark": (
        SOUND.decode().encode("utf-16-le"),
        "the file: looks like UTF-16 or a program's own format; save it as UTF-8 text",
    ),
    "brackets a hundred thousand deep": (
        b"a: " + b"[" * 40_000 + b"]" * 1000,
        "the file (line 1): is nested more than 20 levels deep; a scenario needs 6",
    ),
    "braces ten thousand deep": (
        b"{a: " * 10_000,
        "the file (line 1): is nested more than 20 levels deep; a scenario needs 6",
    ),
    "dashes a thousand deep": (
        b"- " * 1000,
        "the file (line 1): is nested more than 20 levels deep; a scenario needs 6",
    ),
    "indentation a thousand deep": (
        "".join(" " * depth + "a:\n" for depth in range(1000)).encode(),
        "the file (line 20): is nested more than 20 levels deep; a scenario needs 6",
    ),
    "a hundred thousand values": (
        b"a:\n" + b"  - [1, 2, 3]\n" * 30_000,
        "the file (line 7501): has more than 30,000 values; a scenario has far fewer",
    ),
    "one line of a hundred thousand characters": (
        b"format: 1\nname: " + b"ab " * 33_000,
        "the file (line 2): has a line of more than 50,000 characters",
    ),
    "a picture": (
        b"\x89PNG\r\n\x1a\n" + b"\x00" * 90,
        "the file: looks like UTF-16 or a program's own format; save it as UTF-8 text",
    ),
}


def problems_of(content: bytes) -> list[str]:
    with pytest.raises(ScenarioFileError) as caught:
        parse(content)
    return [str(problem) for problem in caught.value.problems]


def expected_of(content: bytes) -> list[str]:
    lines = io.StringIO(content.decode("latin-1" if b"not UTF-8" in content else "utf-8")).read().splitlines()
    return [line.removeprefix(EXPECT) for line in lines if line.startswith(EXPECT)]


@pytest.mark.parametrize("path", MISTAKES, ids=lambda path: path.stem)
def test_every_problem_of_a_wrong_file_is_told_at_once_and_no_other(path):
    content = path.read_bytes()
    assert problems_of(content) == expected_of(content) != []


@pytest.mark.parametrize("name", GENERATED)
def test_a_file_that_would_be_silly_to_keep_is_refused_as_quickly(name):
    content, expected = GENERATED[name]
    assert problems_of(content) == [expected]


def test_there_is_a_file_for_each_of_many_mistakes():
    told = {tuple(expected_of(path.read_bytes())) for path in MISTAKES}
    assert len(told) >= 120


def test_of_thousands_of_problems_the_first_two_hundred_are_told():
    channel = b"  - name: Gogle Ads\n    type: pay_per_clik\n    cots: [1, 2, 3]\n"
    spend = b"".join(b"      Channel %d: -1\n" % number for number in range(1_500))
    content = b"channels:\n" + channel * 300 + b"plans:\n  - name: A\n    monthly_spend:\n" + spend
    told = problems_of(content)
    assert len(told) == 201
    assert told[-1].startswith("the file: and ")


def test_a_problem_in_one_part_makes_no_noise_in_another():
    content = SOUND.replace(b"type: pay_per_lead", b"type: [1, 2]", 1)
    assert content != SOUND
    assert len(problems_of(content)) == 1
