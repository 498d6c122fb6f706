"""Words told at a glance, against the parser."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import library
from simulator.errors import ScenarioFileError
from simulator.scenario_files import parse, write
from simulator.scenario_files.glance import WORDS, Glance, glance
from simulator.scenario_files.loading import loaded_text
from simulator.scenario_files.nodes import Group, Scalar
from tests.hostile_names import HOSTILE
from tests.laws import examples
from tests.plain import beliefs
from tests.scenarios_strategy import plain_scenarios

SHIPPED = library.paths(library.shipped_folder())

LINES = (
    *("name: Ridge", 'name: "Ridge"', "name: 'It''s'", "name: Ridge # x", "name: Ridge#x", "name: a: b", "name: a:b"),
    *("name:", "name: ~", "name: null", "name: 12", "name: |", "name: >-", "name: |2", "name: > # x", "name: &a x"),
    *(
        "name: *a",
        "name: !!str x",
        "name: -",
        "name: - x",
        "name: -x",
        "name: ? x",
        "name: \t x",
        "name: x\t",
        "name : x",
    ),
    *(
        'name: "a\\u0062"',
        "name: 'open",
        'name: "a" b',
        "name: a, b",
        "name: [a]",
        "name: {a: b}",
        "name: @a",
        "name: x:",
    ),
    *(
        "client: Ann",
        "client: ",
        "notes: >-",
        "notes: |",
        'notes: "open',
        "notes: 'open",
        "notes: open [",
        "notes: [a,",
    ),
    *(
        '"name": Q',
        "'client': Q",
        "? name",
        ": y",
        "<<: {name: x}",
        "{name: x}",
        "---",
        "...",
        "%YAML 1.2",
        "--- name: x",
    ),
    *('"', "'", "]", "}", "b]", 'name: in a quote"', "client: in a quote'", "other: {", "other: [", "other: {a: 1}"),
    *(
        "# comment",
        "  # comment",
        "",
        "   ",
        "- x",
        "-",
        "  text",
        "   more text",
        "  client: X",
        "  name: X",
        "\tname: x",
    ),
    *("other: 1", "format: 1", "channels:", "  - name: A", "  - {name: B}", "name: x\r", "\u2028name: y", "name: \x85"),
)


def stated(text: str) -> dict[str, str]:
    """The parser's finding for each word; nothing where it reads no entries."""
    root = loaded_text(text).root
    found = {word: root.get(word) for word in WORDS} if isinstance(root, Group) else {}
    return {word: node.text for word, node in found.items() if isinstance(node, Scalar) and not node.is_null}


def spaced_once(text: str) -> str:
    return " ".join(text.split())


def told(found: Glance) -> dict[str, str]:
    return {word: spaced_once(text) for word in WORDS if (text := getattr(found, word))}


@given(st.lists(st.sampled_from(LINES), max_size=9), st.sampled_from(["\n", "\r\n"]))
@examples(1_500)
def test_whatever_is_told_at_a_glance_the_parser_says_too(lines, newline):
    text = newline.join(["name: First", *lines] if len(lines) % 2 else lines)
    if (found := glance(text)) is None:
        return
    try:
        expected = stated(text)
    except ScenarioFileError:
        return
    assert told(found) == {word: spaced_once(text) for word, text in expected.items() if text.strip()}


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_shipped_files_are_told_at_a_glance(path):
    scenario = parse(path.read_bytes())
    found = glance(path.read_text("utf-8"))
    assert found == Glance(
        name=scenario.name,
        client=scenario.client,
        notes=scenario.notes.strip(),
        currency=scenario.currency,
        horizon_months=scenario.horizon_months,
        channels=scenario.channel_names,
    )


@given(plain_scenarios())
@examples(60)
def test_of_what_the_program_writes_all_that_is_told_is_right(plain):
    scenario = beliefs(plain)
    if (found := glance(write(scenario).decode())) is not None:
        assert (found.name, found.client, found.currency) == (scenario.name, scenario.client, scenario.currency)
        assert spaced_once(found.notes) == spaced_once(scenario.notes)
        assert found.channels == scenario.channel_names
        assert found.horizon_months in (scenario.horizon_months, None)


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_a_name_that_somebody_tries_is_told_as_it_is_or_left_to_the_parser(name):
    scenario = replace(parse(SHIPPED[0].read_bytes()), name=name, client=name)
    found = glance(write(scenario).decode())
    assert found is None or (found.name, found.client) == (name, name)


@pytest.mark.parametrize(
    ("stated_channels", "expected"),
    [
        ("channels:\n  - name: A, B\n    type: x\n  - type: y\n    name: 'C''s'\n", ("A, B", "C's")),
        ("channels:\n- name: A\n  type: x\nplans:\n- name: P\n", ("A",)),
        ("plans:\n  - name: P\n", ()),
        ("channels:\n  - {name: A, type: x}\n", None),
        ("channels:\n  - {type: x,\n     name: A}\n", None),
        ('channels:\n  - "name": A\n', None),
        ("channels: [{name: A}]\n", None),
        ("channels:\n  - name: >-\n      A\n", None),
    ],
)
def test_names_of_channels_are_told_where_each_stands_on_a_line_of_its_own(stated_channels, expected):
    found = glance(f"name: Ridge\n{stated_channels}")
    assert (None if found is None else found.channels) == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("horizon_months: 24\nbusiness:\n  x: 1\n", 24),
        ("horizon_months: 24 # two years\n", None),
        ("horizon_months: two\n", None),
        ("horizon_months: 2.5\n", None),
        ("horizon_months:\n", None),
        ("other: 1\n", None),
        ("horizon_months: 24\nhorizon_months: 12\n", None),
        ("horizon_months: 24\nbusiness:\n  x: 1\nhorizon_months: 12\n", None),
    ],
)
def test_months_are_told_where_they_are_a_plain_number(lines, expected):
    found = glance(f"name: Ridge\n{lines}")
    assert found is not None
    assert found.name == "Ridge"
    assert found.horizon_months == expected
