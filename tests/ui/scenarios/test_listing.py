from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from simulator import library
from simulator.scenario_files import parse, write
from simulator.ui.scenarios.listing import PAGE, Order, clients, matching, on_page, ordered, pages
from simulator.ui.session.cache import shared
from simulator.ui.session.file_summary import FileSummary, summaries

START = datetime(2027, 1, 1).astimezone()


def summary(
    name: str, client: str = "", *, days: int = 0, notes: str = "", channels: tuple[str, ...] = ()
) -> FileSummary:
    changed = START + timedelta(days=days)
    return FileSummary(
        path=Path(f"{name}.yaml"), changed=changed, name=name, client=client, notes=notes, channels=channels
    )


SUMMARIES = [
    summary("beta", "Zed", days=2),
    summary("Alpha", days=3),
    summary("gamma", "acme", days=1, channels=("Radio",)),
]


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (Order.CHANGED, ["Alpha", "beta", "gamma"]),
        (Order.NAME, ["Alpha", "beta", "gamma"]),
        (Order.CLIENT, ["gamma", "beta", "Alpha"]),
    ],
)
def test_the_list_has_an_order_and_those_without_a_client_come_last(order, names):
    assert [found.name for found in ordered(reversed(SUMMARIES), order)] == names


@pytest.mark.parametrize(
    ("words", "client", "names"),
    [
        ("", None, ["beta", "Alpha", "gamma"]),
        ("RADIO", None, ["gamma"]),
        ("acme gam", None, ["gamma"]),
        ("acme beta", None, []),
        ("", "Zed", ["beta"]),
        ("radio", "Zed", []),
    ],
)
def test_all_words_must_be_somewhere_in_a_file(words, client, names):
    assert [found.name for found in matching(SUMMARIES, words, client)] == names


def test_clients_are_listed_once_whatever_their_case_order():
    assert clients([*SUMMARIES, summary("delta", "Zed")]) == ["acme", "Zed"]


@pytest.mark.parametrize(("count", "expected"), [(0, 1), (1, 1), (PAGE, 1), (PAGE + 1, 2)])
def test_a_list_has_at_least_one_page(count, expected):
    assert pages(count) == expected


def test_every_file_is_on_one_page_and_a_page_too_far_is_the_last():
    many = [summary(str(number)) for number in range(2 * PAGE + 1)]
    assert [found for page in (1, 2, 3) for found in on_page(many, page)] == many
    assert on_page(many, 99) == many[-1:]


def test_what_is_cut_out_of_the_shipped_files_is_what_they_say():
    for found in summaries(library.shipped_folder()):
        scenario = parse(found.path.read_bytes())
        assert (found.name, found.client, found.currency) == (scenario.name, scenario.client, scenario.currency)
        assert found.notes == scenario.notes.strip()
        assert found.channels == scenario.channel_names


def test_files_that_are_written_in_an_unusual_way_are_known_too(tmp_path):
    content = (library.shipped_folder() / "first-worksheet.yaml").read_bytes()
    (tmp_path / "quoted.yaml").write_bytes(content.replace(b"name: First worksheet", b'"name": "Quo\\u0074ed"'))
    (tmp_path / "marked.yaml").write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    (tmp_path / "plain.yaml").write_bytes(write(parse(content)))
    (tmp_path / "rubbish.yaml").write_bytes(b"\xff\x00")
    found = {summary.stem: summary for summary in summaries(tmp_path)}
    assert found["quoted"].name == "Quoted"
    assert found["marked"].channels == found["plain"].channels == ("Advertisements", "Referrals")
    assert found["rubbish"].name == "rubbish.yaml"


def test_a_summary_is_made_once_for_each_state_of_a_file_and_counts_with_its_notes(tmp_path):
    shared().clear()
    content = (library.shipped_folder() / "first-worksheet.yaml").read_bytes()
    long = write(replace(parse(content), notes="word " * 10_000))
    (tmp_path / "long.yaml").write_bytes(long)
    (first,), (again,) = summaries(tmp_path), summaries(tmp_path)
    assert first is again
    assert shared().held_bytes > 50_000
    (tmp_path / "long.yaml").write_bytes(content)
    assert [len(found.notes) < 50_000 for found in summaries(tmp_path)] == [True]
