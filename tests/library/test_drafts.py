import errno
import json
import math
import os
import shutil
import time
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given

from simulator.errors import SaveError, UnknownNameError
from simulator.library import drafts, trash
from simulator.library.draft_encoding import DraftEncodingError, decoded, encoded
from simulator.library.drafts import Draft
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Monthly, Plan, Steady
from simulator.scenario_files import parse, parse_draft, write
from tests.examples import TWO_PLANS
from tests.laws import examples
from tests.plain import beliefs
from tests.scenario_files.drawn import drafts as unfinished_drafts
from tests.scenarios_strategy import plain_scenarios

ID = "0123456789abcdef01234567"


@pytest.fixture
def draft() -> Draft:
    return Draft(
        id=ID,
        scenario=beliefs(TWO_PLANS),
        content=b"\xef\xbb\xbfname: Ridge\r\n",
        file="Ridge",
        shipped=None,
        plan="More",
    )


@examples(25)
@given(unfinished_drafts())
def test_whatever_a_form_can_hold_comes_back_to_the_last_bit(scenario):
    assert decoded(encoded(scenario)) == scenario
    assert repr(decoded(encoded(scenario))) == repr(scenario)


@given(plain_scenarios())
@examples(40)
def test_every_scenario_comes_back_as_it_was(plain):
    scenario = beliefs(plain)
    assert repr(decoded(encoded(scenario))) == repr(scenario)


def test_unfinished_work_comes_back_as_it_was():
    scenario = beliefs(TWO_PLANS)
    wrong = Belief(low=math.inf, likely=-0.0, high=math.nan, source="é\n<b>", at_least=3.0)
    channel = replace(scenario.channels[0], name="", cost_per_lead=wrong)
    plan = Plan(name="", monthly_spend={"\u202egone": Monthly(amounts=(0.1 + 0.2,)), "x": Steady(amount=1e300, last=3)})
    unfinished = replace(scenario, name="", currency="?", channels=(channel, channel), plans=(plan,))
    assert repr(decoded(encoded(unfinished))) == repr(unfinished)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "3",
        '{"record":"Scenario"}',
        '{"record":"os.system"}',
        '{"a":1}',
        '{"record":"date","day":"x"}',
        "[" * 100_000,
    ],
)
def test_text_that_is_no_draft_is_refused(text):
    with pytest.raises(DraftEncodingError):
        decoded(text)


def test_a_draft_is_read_back_with_the_file_it_began_from(tmp_path, draft):
    stamp = drafts.write_draft(tmp_path, draft)
    assert drafts.read_draft(tmp_path, ID) == (draft, stamp)


def test_every_write_has_another_stamp(tmp_path, draft):
    stamps = {drafts.write_draft(tmp_path, draft) for _ in range(5)}
    assert drafts.stamp_of(tmp_path, ID) in stamps
    assert len(stamps) == 5


def test_a_removed_draft_leaves_no_file(tmp_path, draft):
    drafts.write_draft(tmp_path, draft)
    drafts.remove_draft(tmp_path, ID)
    drafts.remove_draft(tmp_path, ID)
    assert drafts.read_draft(tmp_path, ID) is None
    assert list(drafts.drafts_folder(tmp_path).iterdir()) == []


def test_drafts_are_listed_with_the_last_changed_first(tmp_path, draft):
    for number in range(3):
        name = replace(draft.scenario, name=f"Work {number}")
        drafts.write_draft(tmp_path, replace(draft, id=f"{number:024x}", scenario=name))
    assert [entry.name for entry in drafts.drafts(tmp_path)] == ["Work 2", "Work 1", "Work 0"]


def test_a_library_without_drafts_lists_none(tmp_path):
    assert drafts.drafts(tmp_path / "nowhere") == []


def begun(folder, draft: Draft, count: int, *, days_ago: float) -> list[str]:
    """So many drafts, each changed a little later than the one before it."""
    identifiers = [f"{number:024x}" for number in range(count)]
    for number, identifier in enumerate(identifiers):
        named = replace(draft.scenario, name=f"Work {number}")
        drafts.write_draft(folder, replace(draft, id=identifier, scenario=named, content=write(draft.scenario)))
        moment = time.time() - days_ago * 86_400 + number
        os.utime(drafts.drafts_folder(folder) / f"{identifier}.json", (moment, moment))
    return identifiers


def test_of_old_drafts_the_newest_fifty_are_kept_and_the_others_lie_in_the_trash(tmp_path, draft):
    begun(tmp_path, draft, 53, days_ago=2)
    drafts.write_draft(tmp_path, replace(draft, id="f" * 24))
    assert [entry.name for entry in drafts.drafts(tmp_path)] == [
        draft.scenario.name,
        *(f"Work {number}" for number in range(52, 2, -1)),
    ]
    thrown = trash.trashed(tmp_path)
    assert sorted(found.stem for found in thrown) == [f"Work {number}" for number in range(3)]
    [kept] = (tmp_path / ".trash" / thrown[-1].id).glob("*.yaml")
    assert parse(kept.read_bytes()).channels == draft.scenario.channels


def test_work_that_was_set_aside_comes_back_as_the_work_it_was(tmp_path, draft):
    drafts.write_draft(tmp_path, draft)
    drafts.set_aside(tmp_path, ID)
    assert drafts.drafts(tmp_path) == []
    (thrown,) = trash.trashed(tmp_path)
    assert (thrown.is_work, thrown.stem) == (True, draft.scenario.name)
    identifier = drafts.put_back(tmp_path, thrown.id)
    found = drafts.read_draft(tmp_path, identifier)
    assert found is not None
    assert found[0] == replace(draft, id=identifier)
    assert trash.trashed(tmp_path) == []
    assert list(tmp_path.glob("*.yaml")) == []
    with pytest.raises(UnknownNameError):
        drafts.put_back(tmp_path, thrown.id)


def test_work_in_the_trash_that_cannot_be_read_stays_there(tmp_path, draft):
    drafts.write_draft(tmp_path, draft)
    drafts.set_aside(tmp_path, ID)
    (thrown,) = trash.trashed(tmp_path)
    (tmp_path / ".trash" / thrown.id / "work" / "work.json").write_bytes(b"rubbish")
    with pytest.raises(SaveError, match="cannot be read"):
        drafts.put_back(tmp_path, thrown.id)
    assert trash.trashed(tmp_path) == [thrown]
    assert drafts.drafts(tmp_path) == []
    assert trash.empty(tmp_path) == 1


def test_no_draft_of_the_last_day_is_pruned_for_their_number_until_there_are_very_many(tmp_path, draft, monkeypatch):
    begun(tmp_path, draft, 60, days_ago=0.5)
    drafts.prune(tmp_path)
    assert len(drafts.drafts(tmp_path)) == 60
    monkeypatch.setattr(drafts, "MOST_EVER", 55)
    drafts.prune(tmp_path)
    assert [entry.name for entry in drafts.drafts(tmp_path)] == [f"Work {number}" for number in range(59, 4, -1)]
    assert len(trash.trashed(tmp_path)) == 5


def test_unfinished_work_that_is_pruned_lies_in_the_trash_as_it_was(tmp_path, draft):
    (oldest, *_) = begun(tmp_path, draft, 51, days_ago=2)
    unfinished = replace(draft.scenario, name="", plans=(Plan(name="", monthly_spend={"gone": Steady(amount=-1.0)}),))
    drafts.write_draft(tmp_path, replace(draft, id=oldest, scenario=unfinished))
    os.utime(drafts.drafts_folder(tmp_path) / f"{oldest}.json", (1e9, 1e9))
    drafts.prune(tmp_path)
    (thrown,) = trash.trashed(tmp_path)
    assert thrown.stem == "scenario"
    assert parse_draft((tmp_path / ".trash" / thrown.id / "scenario.yaml").read_bytes()) == unfinished


def test_drafts_that_cannot_be_moved_to_the_trash_stay(tmp_path, draft):
    begun(tmp_path, draft, 51, days_ago=2)
    (tmp_path / ".trash").write_text("in the way")
    drafts.write_draft(tmp_path, replace(draft, id="f" * 24))
    assert len(drafts.drafts(tmp_path)) == 52


@pytest.mark.parametrize("rubbish", [b"", b"\xff\xfe", b"{}\n{}", json.dumps({"file": 1}).encode()])
def test_a_draft_turned_into_rubbish_is_left_alone_and_not_listed(tmp_path, draft, rubbish):
    drafts.write_draft(tmp_path, draft)
    place = drafts.drafts_folder(tmp_path) / f"{ID}.json"
    place.write_bytes(rubbish)
    assert drafts.drafts(tmp_path) == []
    assert place.read_bytes() == rubbish


@pytest.mark.parametrize(
    "name", ["", "../../x", "/etc/passwd", ID.upper(), ID[:-1], f"{ID}\n", f"../{ID}", "%2e%2e", ID + "0"]
)
def test_only_a_name_made_here_becomes_a_path(tmp_path, name):
    assert not drafts.is_id(name)
    assert drafts.read_draft(tmp_path, name) is None


def test_names_of_drafts_differ():
    assert len({drafts.new_id() for _ in range(1000)}) == 1000
    assert drafts.is_id(drafts.new_id())


def test_a_place_where_nothing_can_be_written_is_reported(tmp_path, draft):
    (tmp_path / ".drafts").write_text("a file where the folder should be")
    with pytest.raises(SaveError, match="unsaved work cannot be kept"):
        drafts.write_draft(tmp_path, draft)


@pytest.mark.parametrize("step", ["open", "write", "fsync", "replace"])
def test_a_draft_that_cannot_be_written_leaves_the_former_one_and_nothing_else(tmp_path, draft, monkeypatch, step):
    before = drafts.write_draft(tmp_path, draft)
    files = sorted(drafts.drafts_folder(tmp_path).iterdir())
    call = getattr(os, step)

    def full(*arguments: object) -> object:
        if step == "open" and not cast(int, arguments[1]) & os.O_CREAT:
            return call(*arguments)
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, step, full)
        with pytest.raises(SaveError, match=r"unsaved work cannot be kept in .*: No space left on device; free some"):
            drafts.write_draft(tmp_path, replace(draft, plan="Less"))
    assert drafts.read_draft(tmp_path, ID) == (draft, before)
    assert sorted(drafts.drafts_folder(tmp_path).iterdir()) == files


def test_a_draft_is_flushed_to_disk_before_it_takes_the_place_of_the_former_one(tmp_path, draft, monkeypatch):
    drafts.write_draft(tmp_path, draft)
    steps: list[str] = []
    for step in ("fsync", "replace"):
        call = getattr(os, step)
        monkeypatch.setattr(os, step, lambda *given, step=step, call=call: (steps.append(step), call(*given))[1])
    drafts.write_draft(tmp_path, replace(draft, plan="Less"))
    assert steps[:2] == ["fsync", "replace"]


def test_what_a_killed_process_left_of_a_draft_is_swept_when_the_next_work_begins(tmp_path, draft):
    drafts.write_draft(tmp_path, draft)
    old, young = (drafts.drafts_folder(tmp_path) / f".{sign * 16}.part" for sign in "ab")
    for part in (old, young):
        part.write_text("left")
    os.utime(old, (1e9, 1e9))
    drafts.write_draft(tmp_path, replace(draft, id=ID[::-1]))
    assert not old.exists()
    assert young.exists()


def test_what_work_began_from_is_swept_after_an_hour_where_the_work_itself_was_never_written(tmp_path, draft):
    drafts.write_draft(tmp_path, draft)
    folder = drafts.drafts_folder(tmp_path)
    orphan, young, foreign = (folder / f"{stem}.yaml" for stem in ("a" * 24, "b" * 24, "notes"))
    for path in (orphan, young, foreign):
        path.write_text("name: left")
    for path in (orphan, foreign, folder / f"{ID}.yaml"):
        os.utime(path, (time.time() - 3_700, time.time() - 3_700))
    drafts.write_draft(tmp_path, replace(draft, id=ID[::-1]))
    assert not orphan.exists()
    assert young.exists()
    assert foreign.exists()
    assert drafts.read_draft(tmp_path, ID) is not None


def test_drafts_whose_folder_vanished_are_kept_anew_with_the_next_change(tmp_path, draft):
    drafts.write_draft(tmp_path, draft)
    shutil.rmtree(drafts.drafts_folder(tmp_path))
    drafts.write_draft(tmp_path, draft)
    found = drafts.read_draft(tmp_path, ID)
    assert found is not None
    assert found[0] == draft
