"""Upgrades of older formats, shown on a made-up older format, since the first format is still the newest."""

import re

import pytest

from simulator.errors import ScenarioFileError
from simulator.scenario_files.loading import Document, load
from simulator.scenario_files.nodes import Group, Scalar
from simulator.scenario_files.splicing import Edit, applied, renamed_key
from simulator.scenario_files.upgrades import FORMAT, UPGRADES, upgraded


def with_format(document: Document, number: int) -> Edit:
    assert isinstance(document.root, Group)
    stated = document.root.get("format")
    assert isinstance(stated, Scalar)
    return Edit(stated.start, stated.end, str(number))


def title_to_name(document: Document) -> str:
    """Format 7 called a scenario's name its title."""
    assert isinstance(document.root, Group)
    title = document.root.entry("title")
    renamed = [] if title is None else [renamed_key(document.text, title, "name")]
    return applied(document.text, [with_format(document, 8), *renamed])


def cents_to_units(document: Document) -> str:
    """Format 8 stated revenue in cents."""
    text = re.sub(r"(revenue: )(\d+)00\b", r"\1\2", document.text)
    return applied(text, [with_format(document, 9)])


OLDER = {7: title_to_name, 8: cents_to_units}
SEVEN = b"# mine\r\nformat: 7\r\ntitle: Small  # for now\r\nrevenue: 50000\r\n"


def test_a_file_is_brought_up_one_format_at_a_time():
    document = upgraded(load(SEVEN), upgrades=OLDER, newest=9)
    assert document.text == "# mine\r\nformat: 9\r\nname: Small  # for now\r\nrevenue: 500\r\n"


def test_an_upgraded_file_names_the_lines_that_its_writer_sees():
    document = upgraded(load(SEVEN), upgrades=OLDER, newest=9)
    assert isinstance(document.root, Group)
    assert [entry.key.line for entry in document.root.entries] == [2, 3, 4]


def test_an_upgrade_keeps_the_byte_order_mark_in_mind():
    assert upgraded(load(b"\xef\xbb\xbf" + SEVEN), upgrades=OLDER, newest=9).has_bom


def test_a_file_of_the_newest_format_is_left_alone():
    document = load(b"format: 9\nname: Small\n")
    assert upgraded(document, upgrades=OLDER, newest=9) is document


@pytest.mark.parametrize(("stated", "reason"), [(10, "from a newer funnelcast"), (6, "there is no such format")])
def test_a_format_outside_those_known_is_refused_with_the_reason(stated, reason):
    with pytest.raises(ScenarioFileError, match=reason):
        upgraded(load(f"format: {stated}\n".encode()), upgrades=OLDER, newest=9)


def test_there_is_an_upgrade_from_every_format_before_the_present_one():
    assert set(UPGRADES) == set(range(min([FORMAT, *UPGRADES]), FORMAT))
