import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from simulator import library
from simulator.analyses.summary import plan_summary
from simulator.errors import ConflictError, SaveError, ScenarioError, ScenarioFileError, UnknownNameError
from simulator.library import drafts, trash, versions
from simulator.scenario.plans import Steady
from simulator.scenario_files import parse, write
from simulator.ui.components.budget_sliders.panel import Drag, Reset, ToggleKeepTotal, ToggleLock, Type, apply
from simulator.ui.session import opening, state
from simulator.ui.session.session import heed, tell, told
from tests.examples import PLUMBER, WORKSHEET
from tests.ui.sessions import Session

DENTIST = {"scenario": "example/dentist"}


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


@pytest.fixture
def session() -> Session:
    return Session()


def now(session: Session):
    return session.do(state.workspace)


def call_it(session: Session, name: str) -> None:
    session.do(lambda: state.set_draft(replace(state.workspace().draft, name=name)))


def save_worksheet(session: Session, name: str) -> None:
    session.do(lambda: state.open_shipped("first-worksheet"))
    session.do(lambda: state.save_as(name))


def test_the_bare_address_opens_the_plumber_and_says_so(session):
    assert now(session).shipped == "plumber"
    assert session.address == {"scenario": "example/plumber"}
    assert not session.do(state.is_changed)


def test_looking_around_writes_nothing(session, folder):
    session.do(lambda: state.open_shipped("dentist"))
    session.do(lambda: state.select_plan(state.workspace().draft.plans[-1].name))
    assert not folder.exists()


def test_an_address_opens_the_same_scenario_and_plan_elsewhere(session):
    session.do(lambda: state.open_shipped("dentist"))
    session.do(lambda: state.select_plan(state.workspace().draft.plans[1].name))
    elsewhere = session.reload()
    assert now(elsewhere).shipped == "dentist"
    assert now(elsewhere).plan == now(session).plan != now(session).draft.plans[0].name


def test_a_change_survives_a_reload(session):
    call_it(session, "Mine")
    again = session.reload()
    assert now(again).draft == now(session).draft
    assert now(again).draft.name == "Mine"
    assert session.do(state.is_changed)
    assert again.do(state.is_changed)


def test_a_change_survives_the_loss_of_every_session_and_is_offered_in_another(session):
    call_it(session, "Mine")
    (entry,) = Session(DENTIST).do(state.unsaved_work)
    assert (entry.name, entry.file, entry.shipped) == ("Mine", None, "plumber")
    other = Session(DENTIST)
    other.do(lambda: state.open_draft(entry.id))
    assert now(other).draft.name == "Mine"


def test_the_open_work_is_not_offered_to_itself(session):
    call_it(session, "Mine")
    assert session.do(state.unsaved_work) == []


def test_going_back_to_what_was_saved_leaves_nothing_on_disk(session, folder):
    call_it(session, "Mine")
    assert len(list(drafts.drafts_folder(folder).iterdir())) == 2
    session.do(state.undo)
    assert list(drafts.drafts_folder(folder).iterdir()) == []
    assert "draft" not in session.address


@pytest.mark.parametrize("stem", ["plumber", "dentist", "mover"])
def test_sliders_that_are_moved_and_put_back_one_by_one_leave_nothing_on_disk(session, folder, stem):
    session.do(lambda: state.open_shipped(stem))
    for plan in now(session).saved.plans:
        session.do(lambda plan=plan: state.select_plan(plan.name))
        for channel, amount in session.do(state.panel).spend.items():
            for move in (Type(channel, amount + 137.5), Type(channel, amount)):
                session.do(lambda move=move: state.set_panel(apply(state.panel(), move)))
    assert not session.do(state.is_changed)
    assert list((folder / ".drafts").iterdir()) == []


def test_opening_another_scenario_keeps_the_work_among_the_unsaved(session):
    call_it(session, "Mine")
    session.do(lambda: state.open_shipped("dentist"))
    (entry,) = session.do(state.unsaved_work)
    session.do(lambda: state.open_draft(entry.id))
    assert now(session).draft.name == "Mine"
    assert session.do(state.unsaved_work) == []


def test_discarded_work_is_gone(session):
    call_it(session, "Mine")
    session.do(lambda: state.open_shipped("dentist"))
    (entry,) = session.do(state.unsaved_work)
    session.do(lambda: state.discard_draft(entry.id))
    assert session.do(state.unsaved_work) == []
    with pytest.raises(SaveError, match="not there any more"):
        session.do(lambda: state.open_draft(entry.id))


def test_discarding_changes_can_be_undone(session):
    call_it(session, "Mine")
    session.do(state.discard)
    assert not session.do(state.is_changed)
    session.do(state.undo)
    assert now(session).draft.name == "Mine"


def test_a_scenario_opens_again_as_it_was_saved(session, folder):
    save_worksheet(session, "Mine")
    again = Session(session.address)
    assert now(again).draft == now(session).draft
    assert (now(again).file, now(again).draft.name) == (folder / "Mine.yaml", "Mine")
    assert not again.do(state.is_changed)


@pytest.mark.all_worlds
def test_figures_are_the_same_to_the_last_digit_after_saving_and_opening(session):
    session.do(lambda: state.open_shipped("plumber"))
    panel = session.do(state.panel)
    first = next(iter(panel.spend))
    session.do(lambda: state.set_panel(apply(panel, Type(first, 1234.56))))
    plan = now(session).plan
    before = session.do(lambda: state.result(plan)).simulation
    session.do(lambda: state.save_as("Mine"))
    again = Session(session.address)
    after = again.do(lambda: state.result(plan)).simulation
    assert after is not before
    assert repr(plan_summary(after)) == repr(plan_summary(before))


def test_saving_again_changes_only_what_was_changed(session, folder):
    save_worksheet(session, "Mine")
    before = (folder / "Mine.yaml").read_text().splitlines()
    session.do(lambda: state.set_draft(replace(state.workspace().draft, horizon_months=3)))
    session.do(state.save)
    after = (folder / "Mine.yaml").read_text().splitlines()
    assert len([line for line in after if line not in before]) == 1
    assert not session.do(state.is_changed)
    assert now(Session(session.address)).draft.horizon_months == 3


def test_an_example_cannot_be_saved_over(session):
    call_it(session, "Mine")
    with pytest.raises(SaveError, match="choose a name"):
        session.do(state.save)


def test_saving_under_a_taken_name_is_refused_and_keeps_the_work(session, folder):
    save_worksheet(session, "Mine")
    content = (folder / "Mine.yaml").read_bytes()
    session.do(lambda: state.open_shipped("plumber"))
    call_it(session, "Changed")
    with pytest.raises(SaveError, match="already a file"):
        session.do(lambda: state.save_as("Mine"))
    assert (folder / "Mine.yaml").read_bytes() == content
    assert now(session.reload()).draft.name == "Changed"


def test_a_file_that_someone_else_changed_is_not_overwritten(session, folder):
    save_worksheet(session, "Mine")
    theirs = (folder / "Mine.yaml").read_bytes() + b"# theirs\n"
    (folder / "Mine.yaml").write_bytes(theirs)
    call_it(session, "Ours")
    with pytest.raises(SaveError, match="changed by someone else"):
        session.do(state.save)
    assert (folder / "Mine.yaml").read_bytes() == theirs
    assert now(session.reload()).draft.name == "Ours"


def test_a_file_that_someone_else_changed_is_overwritten_knowingly_and_theirs_is_kept(session, folder):
    save_worksheet(session, "Mine")
    theirs = (folder / "Mine.yaml").read_bytes() + b"# theirs\n"
    (folder / "Mine.yaml").write_bytes(theirs)
    call_it(session, "Ours")
    session.do(lambda: state.save(overwrite=True))
    assert parse((folder / "Mine.yaml").read_bytes()).name == "Ours"
    assert theirs in [versions.read_version(folder, "Mine", kept.id) for kept in versions.versions(folder, "Mine")]
    assert not session.do(state.is_changed)


def test_instead_of_overwriting_a_copy_is_saved(session, folder):
    save_worksheet(session, "Mine")
    theirs = (folder / "Mine.yaml").read_bytes() + b"# theirs\n"
    (folder / "Mine.yaml").write_bytes(theirs)
    call_it(session, "Ours")
    session.do(state.save_copy)
    assert (folder / "Mine.yaml").read_bytes() == theirs
    assert parse((folder / "Copy of Ours.yaml").read_bytes()).name == "Copy of Ours"
    assert now(session).file == folder / "Copy of Ours.yaml"


def test_a_vanished_file_is_written_anew_only_when_that_is_wanted(session, folder):
    save_worksheet(session, "Mine")
    (folder / "Mine.yaml").unlink()
    call_it(session, "Still here")
    with pytest.raises(ConflictError):
        session.do(state.save)
    assert now(session.reload()).draft.name == "Still here"
    session.do(lambda: state.save(overwrite=True))
    assert parse((folder / "Mine.yaml").read_bytes()).name == "Still here"


def test_work_on_a_file_that_turned_into_rubbish_can_be_gone_on_with(session, folder):
    save_worksheet(session, "Mine")
    call_it(session, "Ours")
    (folder / "Mine.yaml").write_bytes(b"\xff\x00rubbish")
    again = session.reload()
    assert now(again).draft.name == "Ours"
    again.do(lambda: state.save_as("Rescued"))
    assert parse((folder / "Rescued.yaml").read_bytes()).name == "Rescued"


def test_unfinished_work_is_kept_but_not_saved(session, folder):
    save_worksheet(session, "Mine")
    content = (folder / "Mine.yaml").read_bytes()
    session.do(lambda: state.set_draft(replace(state.workspace().draft, horizon_months=0)))
    assert "horizon_months" in [problem.path for problem in session.do(state.problems)]
    with pytest.raises(ScenarioError):
        session.do(state.save)
    assert (folder / "Mine.yaml").read_bytes() == content
    assert now(session.reload()).draft.horizon_months == 0


def test_a_new_scenario_is_unsaved_from_the_start_and_survives_a_reload(session):
    session.do(lambda: state.open_new(WORKSHEET))
    assert session.do(state.is_changed)
    again = session.reload()
    assert now(again).is_new
    assert now(again).content == WORKSHEET


def test_discarded_work_that_was_never_saved_comes_back_from_the_trash(session, folder):
    session.do(lambda: state.open_new(WORKSHEET))
    call_it(session, "Mine")
    draft = now(session).draft
    session.do(state.discard)
    assert now(session).shipped == "plumber"
    assert session.do(state.unsaved_work) == []
    (thrown,) = trash.trashed(folder)
    identifier = drafts.put_back(folder, thrown.id)
    session.do(lambda: state.open_draft(identifier))
    assert (now(session).draft, now(session).is_new) == (draft, True)


def test_work_that_cannot_be_kept_is_not_discarded(session, folder):
    session.do(lambda: state.open_new(WORKSHEET))
    before = now(session)
    shutil.rmtree(folder)
    folder.write_text("no folder")
    with pytest.raises(SaveError):
        session.do(state.discard)
    assert now(session).draft == before.draft
    assert now(session).is_new


def test_a_bad_file_changes_nothing(session):
    call_it(session, "Mine")
    before = now(session)
    with pytest.raises(ScenarioFileError):
        session.do(lambda: state.open_new(b"name: ["))
    with pytest.raises(UnknownNameError):
        session.do(lambda: state.open_saved("../../etc/passwd"))
    assert now(session) == before


@pytest.mark.parametrize(
    "address",
    [
        {"draft": "../../x"},
        {"draft": "a" * 24},
        {"scenario": "saved/../../x"},
        {"scenario": "example/"},
        {"scenario": "nonsense"},
        {"scenario": "own/none"},
        {"scenario": "own/plumber"},
        {"plan": "nothing"},
        {"scenario": "saved/gone", "draft": "<script>"},
    ],
)
def test_an_address_that_names_nothing_opens_the_example_and_says_so(address):
    session = Session(address)
    assert now(session).shipped == "plumber"
    assert session.do(state.notice) == opening.NOT_HERE
    call_it(session, "Mine")
    assert session.do(state.notice) == ""


@pytest.mark.parametrize("address", [{"scenario": "own/none"}, {"scenario": "saved/gone"}, {"draft": "a" * 24}])
def test_an_address_that_names_nothing_leads_back_to_the_last_work_of_who_has_any(session, address):
    call_it(session, "Mine")
    lost = Session(address)
    assert now(lost).draft.name == "Mine"
    assert lost.do(state.notice) == f"{opening.NOT_HERE} {opening.BUT_LAST_WORK}"


def test_the_bare_address_leads_back_to_the_unsaved_work_that_was_changed_last_and_says_so(session):
    assert session.do(state.notice) == ""
    call_it(session, "Mine")
    call_it(Session(DENTIST), "Later")
    back = Session()
    assert now(back).draft.name == "Later"
    assert back.do(state.notice) == opening.LAST_WORK
    assert session.reload().do(state.notice) == ""
    assert Session(DENTIST).do(state.notice) == ""


def test_the_bare_address_leads_back_to_the_saved_file_that_was_changed_last(session, folder):
    call_it(session, "First")
    session.do(lambda: state.save_as("First"))
    library.save_new(folder, "Second", write(replace(PLUMBER, name="Second")))
    in_a_while = time.time() + 60
    os.utime(folder / "First.yaml", (in_a_while, in_a_while))
    assert now(Session()).file == folder / "First.yaml"
    os.utime(folder / "Second.yaml", (in_a_while + 60, in_a_while + 60))
    assert now(Session()).file == folder / "Second.yaml"


def test_the_bare_address_passes_over_a_file_that_cannot_be_read(session, folder):
    call_it(session, "Ours")
    session.do(lambda: state.save_as("Ours"))
    (folder / "broken.yaml").write_bytes(b"format: 1\nname: [")
    assert now(Session()).file == folder / "Ours.yaml"


def test_a_scenario_begun_with_own_figures_is_unsaved_work_whose_example_is_not_forgotten(session):
    mine = replace(PLUMBER, name="Mine")
    session.do(lambda: state.begin(write(PLUMBER), mine))
    back = session.reload()
    assert (now(back).draft, now(back).saved, now(back).past) == (mine, PLUMBER, ())
    assert back.do(state.is_changed)


def test_a_link_to_a_draft_shows_the_plan_that_it_names_whatever_is_looked_at_since(session):
    session.do(lambda: state.open_shipped("dentist"))
    first, second, third = (plan.name for plan in now(session).draft.plans)
    call_it(session, "Changed")
    links = [session.address]
    session.do(lambda: state.select_plan(second))
    links.append(session.address)
    session.do(lambda: state.select_plan(third))
    assert [now(Session(link)).plan for link in links] == [first, second]


def test_a_plan_that_is_not_there_any_more_is_said(session):
    elsewhere = Session({"scenario": "example/dentist", "plan": "Gone"})
    assert elsewhere.do(state.notice) == opening.PLAN_GONE
    call_it(session, "Changed")
    assert Session({**session.address, "plan": "Gone"}).do(state.notice) == opening.PLAN_GONE
    assert session.reload().do(state.notice) == ""


def test_unsaved_changes_to_a_file_are_pointed_out_to_who_opens_it_by_its_address(session):
    save_worksheet(session, "Mine")
    call_it(session, "Half done")
    assert Session({"scenario": "saved/Mine"}).do(state.notice) == opening.UNSAVED_HERE
    save_worksheet(session, "Other")
    assert Session({"scenario": "saved/Other"}).do(state.notice) == ""


def test_a_link_to_work_that_was_saved_since_says_so(session):
    save_worksheet(session, "Mine")
    call_it(session, "Half done")
    link = session.address
    session.do(state.save)
    assert Session(link).do(state.notice) == opening.DRAFT_GONE


def test_two_windows_on_one_draft_go_on_with_a_draft_each(session):
    call_it(session, "First")
    other = session.reload()
    call_it(other, "Second")
    call_it(session, "Third")
    assert now(session).id != now(other).id
    assert now(session.reload()).draft.name == "Third"
    assert now(other.reload()).draft.name == "Second"


def test_a_save_in_one_window_leaves_newer_work_of_another_on_the_same_draft(session):
    save_worksheet(session, "Mine")
    call_it(session, "First")
    other = session.reload()
    call_it(other, "Second")
    session.do(state.save)
    assert now(other.reload()).draft.name == "Second"


def test_undo_after_a_save_leaves_the_draft_that_another_window_went_on_with(session):
    save_worksheet(session, "Mine")
    call_it(session, "First")
    other = session.reload()
    session.do(state.save)
    call_it(other, "Second")
    session.do(state.undo)
    call_it(session, "Third")
    assert now(other.reload()).draft.name == "Second"
    assert now(session.reload()).draft.name == "Third"


def test_work_that_cannot_be_kept_on_disk_is_said_and_not_left(session, folder):
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("a file where the folder should be")
    call_it(session, "Mine")
    assert "cannot be kept" in session.do(state.trouble)
    with pytest.raises(SaveError, match="before you open another"):
        session.do(lambda: state.open_shipped("dentist"))
    assert now(session).draft.name == "Mine"
    folder.unlink()
    session.do(lambda: state.open_shipped("dentist"))
    assert [entry.name for entry in session.do(state.unsaved_work)] == ["Mine"]


def test_a_moved_slider_changes_the_plan_and_one_drag_is_one_step(session):
    panel = session.do(state.panel)
    name, before = next(iter(panel.spend.items()))
    for amount in (before + 10, before + 20, before + 30):
        panel = apply(session.do(state.panel), Drag(name, amount, "g", "drag"))
        session.do(lambda panel=panel: state.set_panel(panel))
    held = now(session)
    assert held.draft.plan(held.plan).monthly_spend[name] == Steady(amount=before + 30)
    session.do(state.undo)
    assert now(session).draft == held.saved
    assert session.do(state.panel).spend[name] == before


def test_undo_and_redo_leave_the_locks_and_the_switch_of_the_sliders(session):
    name, other, *_ = session.do(state.panel).spend
    before = session.do(state.panel).spend[name]
    for move in (ToggleKeepTotal(), ToggleLock(other), Type(name, before + 10)):
        session.do(lambda move=move: state.set_panel(apply(state.panel(), move)))
    for step, amount in ((state.undo, before), (state.redo, before + 10)):
        session.do(step)
        panel = session.do(state.panel)
        assert panel.spend[name] == amount
        assert (panel.setting.locked, panel.setting.keep_total) == ({other}, True)


def test_sliders_stay_as_they_are_between_runs(session):
    assert session.do(state.panel) is session.do(state.panel)


def test_a_reset_returns_to_the_saved_plan_even_after_a_reload(session):
    name, before = next(iter(session.do(state.panel).spend.items()))
    session.do(lambda: state.set_panel(apply(state.panel(), Type(name, before + 10))))
    again = session.reload()
    again.do(lambda: state.set_panel(apply(state.panel(), Reset())))
    assert not again.do(state.is_changed)


def test_another_plan_has_sliders_of_its_own(session):
    first = session.do(state.panel)
    session.do(lambda: state.select_plan(state.workspace().draft.plans[1].name))
    assert session.do(state.panel).token != first.token


def test_results_are_computed_once_for_all_sessions(session):
    plan = now(session).plan
    simulation = session.do(lambda: state.result(plan)).simulation
    assert simulation is Session().do(lambda: state.result(plan)).simulation
    assert simulation is session.do(lambda: state.believed_result(plan)).simulation


def test_a_preview_uses_an_eighth_of_the_draws(session):
    plan = now(session).plan
    whole = session.do(lambda: state.result(plan)).simulation
    assert 8 * session.do(lambda: state.result(plan, preview=True)).simulation.draws == whole.draws


def test_numbers_are_written_for_the_reader_in_the_scenarios_currency(session):
    assert session.do(state.locale) == "en_US"
    session.do(lambda: state.set_draft(replace(state.workspace().draft, currency="EUR")))
    assert session.do(lambda: state.formats().money(1234.0)) == "€1,234"


def test_a_plan_selected_in_a_draft_survives_a_reload(session):
    call_it(session, "Mine")
    session.do(lambda: state.select_plan(state.workspace().draft.plans[1].name))
    assert now(session.reload()).plan == now(session).draft.plans[1].name


def test_a_saved_copy_of_an_example_keeps_its_comments(session, folder):
    session.do(lambda: state.open_shipped("plumber"))
    session.do(lambda: state.save_as("Mine"))
    saved = (folder / "Mine.yaml").read_bytes()
    assert saved == write(now(session).draft, onto=now(session).content)
    assert b"# A good year for one channel" in saved


def test_a_version_that_is_pruned_right_after_it_was_read_is_shown(session, folder, monkeypatch):
    save_worksheet(session, "Mine")
    call_it(session, "Ours")
    session.do(state.save)
    (kept,) = versions.versions(folder, "Mine")
    monkeypatch.setattr(versions, "versions", lambda folder, stem: [])
    opened = session.do(lambda: opening.version("Mine", kept.id))
    assert opened.version == kept
    (folder / ".versions" / "Mine" / f"{kept.id}.yaml").unlink()
    with pytest.raises(UnknownNameError, match="there is no version"):
        session.do(lambda: opening.version("Mine", kept.id))


def test_what_a_click_did_is_told_as_long_as_sliders_alone_are_moved(session):
    session.do(lambda: tell("Done."))
    assert session.do(line_told) == "Done."
    move_a_slider(session)
    assert session.do(line_told) == "Done."
    assert session.do(line_told) == ""


def test_a_notice_outlives_a_slider_that_is_moved_until_it_is_heeded():
    session = Session({"scenario": "nonsense"})
    move_a_slider(session)
    assert session.do(state.notice) == opening.NOT_HERE
    session.do(heed)
    assert session.do(state.notice) == ""


def line_told() -> str:
    notice = told()
    return "" if notice is None else notice.line


def move_a_slider(session: Session) -> None:
    def move() -> None:
        panel = state.panel()
        state.set_panel(apply(panel, Type(next(iter(panel.spend)), 123.0)))

    session.do(move)
