import errno
import os
import tomllib
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator import library
from simulator.cli.serving import app_script
from simulator.errors import SaveError
from simulator.library import drafts, trash, versions
from simulator.library.drafts import Draft
from simulator.library.folder import stem_of
from simulator.library.outcomes import add_outcomes
from simulator.library.transfer import IMPORT
from simulator.scenario_files import parse, write
from simulator.ui.session import files, state
from simulator.validation import LONGEST_NAME
from tests.examples import WORKSHEET
from tests.library.ranges import RATE
from tests.ui.sessions import Session


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


ELSEWHERE = {"scenario": "example/plumber"}


def visited(address: dict[str, str] | None = None) -> AppTest:
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.switch_page("simulator/ui/pages/scenarios.py")
    app.query_params.update(address or {})
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def shown(app: AppTest) -> str:
    kinds = ("markdown", "caption", "error", "warning", "info", "success")
    return "\n".join(str(element.value) for kind in kinds for element in app.get(kind)).replace("\\", "")


def saved(folder: Path, name: str, client: str = "") -> Path:
    return library.save_new(folder, name, write(replace(parse(WORKSHEET), name=name, client=client), onto=WORKSHEET))


def choose(app: AppTest, stem: str, action: str) -> AppTest:
    return checked(app.menu_button(key=f"more-{stem}").click(action).run())


def test_an_empty_library_says_so_and_offers_to_bring_files_in():
    app = visited()
    assert "Nothing is saved yet" in shown(app)
    assert app.button(key="import").label == "Import files"


def test_a_card_says_what_the_first_plan_brings(folder):
    saved(folder, "Ours", "Ridge Ltd")
    assert "Profit **$5,000** · ROI **500%**" in shown(visited())
    assert "Ridge Ltd · changed just now" in shown(visited())


def test_a_few_files_need_no_search_and_many_are_searched(folder):
    for number in range(7):
        saved(folder, f"Budget {number}")
    app = visited()
    checked(app.text_input(key="saved-search").set_value("budget 3").run())
    assert "1 of 7 saved scenarios" in shown(app)
    assert [button.key for button in app.button if button.key.startswith("open-open_saved")] == [
        "open-open_saved-Budget 3"
    ]


def test_a_file_whose_name_is_no_text_is_counted_and_the_others_are_listed(folder):
    saved(folder, "Ours")
    (folder / os.fsdecode(b"old \xff archive.yaml")).write_bytes(WORKSHEET)
    app = visited(ELSEWHERE)
    assert "1 file not listed: the name holds signs that cannot be shown" in shown(app)
    assert [button.key for button in app.button if button.key.startswith("open-open_saved")] == ["open-open_saved-Ours"]
    checked(app.switch_page("simulator/ui/pages/compare.py").run())


def test_the_versions_of_a_file_that_is_gone_are_not_an_empty_list_without_a_word(folder):
    path = saved(folder, "Ours")
    app = visited({"scenario": "saved/Ours"})
    trash.discard(path)
    checked(app.button(key="versions").click().run())
    assert "This file is not here any more" in shown(app)


def test_new_work_that_cannot_be_removed_is_not_discarded_and_says_why(folder, monkeypatch):
    session = Session()
    session.do(lambda: state.open_new(WORKSHEET))
    app = visited(session.address)

    def refused(path: Path, *, missing_ok: bool = False) -> None:
        raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    monkeypatch.setattr(Path, "unlink", refused)
    checked(app.button(key="discard-confirm").click().run())
    assert "unsaved work cannot be removed" in shown(app)
    monkeypatch.undo()
    checked(app.button(key="discard-confirm").click().run())
    assert "unsaved work cannot be removed" not in shown(app)


def test_a_library_that_may_not_be_read_any_more_stops_no_page_and_keeps_the_work(folder, monkeypatch):
    saved(folder, "Ours")
    app = visited({"scenario": "saved/Ours"})
    checked(app.text_input(key="scenario-client").set_value("Unsaved Ltd").run())
    reaches = {name: getattr(os, name) for name in ("stat", "listdir", "scandir", "open")}

    def refusing(name: str):
        def refused(path, *arguments, **named):
            if str(path).startswith(str(folder)):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(path))
            return reaches[name](path, *arguments, **named)

        return refused

    for name in reaches:
        monkeypatch.setattr(os, name, refusing(name))
    checked(app.run())
    assert "Ours.yaml" in shown(app)
    assert app.text_input(key="scenario-client").value == "Unsaved Ltd"


def call_client(session: Session, client: str) -> None:
    session.do(lambda: state.set_draft(replace(state.workspace().draft, client=client)))


def test_the_open_file_is_renamed_and_its_unsaved_changes_stay(folder):
    saved(folder, "Ours")
    session = Session({"scenario": "saved/Ours"})
    call_client(session, "Unsaved Ltd")
    session.do(lambda: files.rename("Ours", "Theirs"))
    assert parse((folder / "Theirs.yaml").read_bytes()).client == ""
    assert session.do(state.workspace).draft.client == "Unsaved Ltd"
    session.do(state.save)
    assert parse((folder / "Theirs.yaml").read_bytes()).client == "Unsaved Ltd"
    assert not (folder / "Ours.yaml").exists()


SCRIPT, UPWARDS = "<script>alert(1)</script>", "../../x"
TURNED = "שרברב \u202egnp.exe"


def test_names_from_people_lead_out_of_no_library(folder):
    saved(folder, "Plain")
    session = Session({"scenario": "saved/Plain"})
    for name in ("n" * LONGEST_NAME, SCRIPT, UPWARDS, TURNED):
        session.do(partial(state.save_as, name))
        assert parse((folder / f"{stem_of(name)}.yaml").read_bytes()).name == name
    stem = "Plain"
    for name in (f"{SCRIPT} II", f"{UPWARDS} II", "CON", "Pipes 🚰🔧", ".hidden"):
        session.do(partial(files.rename, stem, name))
        stem = stem_of(name)
        assert parse((folder / f"{stem}.yaml").read_bytes()).name == name
    assert len(library.paths(folder)) == 5
    assert list(folder.parent.iterdir()) == [folder]


def test_unsaved_changes_to_a_renamed_file_are_no_conflict_after_a_reload(folder):
    saved(folder, "Ours")
    session = Session({"scenario": "saved/Ours"})
    call_client(session, "Unsaved Ltd")
    session.do(lambda: files.rename("Ours", "Theirs"))
    session = session.reload()
    assert session.do(state.workspace).saved.name == "Theirs"
    session.do(state.save)
    assert parse((folder / "Theirs.yaml").read_bytes()).client == "Unsaved Ltd"


def test_the_open_file_is_not_renamed_over_what_someone_else_changed_in_it(folder):
    path = saved(folder, "Ours")
    session = Session({"scenario": "saved/Ours"})
    path.write_bytes(path.read_bytes() + b"# theirs\n")
    with pytest.raises(SaveError, match="changed by someone else"):
        session.do(lambda: files.rename("Ours", "Mine"))
    assert path.exists()


def test_restoring_a_version_keeps_the_present_file_and_unsaved_changes(folder):
    path = saved(folder, "Ours")
    first = path.read_bytes()
    library.save_over(path, first + b"# second\n", expected=first)
    (version,) = versions.versions(folder, "Ours")
    session = Session({"scenario": "saved/Ours"})
    call_client(session, "Unsaved Ltd")
    session.do(lambda: files.restore_version("Ours", version.id))
    assert path.read_bytes() == first
    kept = [versions.read_version(folder, "Ours", found.id) for found in versions.versions(folder, "Ours")]
    assert first + b"# second\n" in kept
    assert not session.do(state.is_changed)
    assert [entry.client for entry in session.do(state.unsaved_work)] == ["Unsaved Ltd"]


def test_the_open_file_goes_to_the_trash_and_its_unsaved_changes_stay_listed(folder):
    saved(folder, "Ours")
    app = visited({"scenario": "saved/Ours"})
    checked(app.text_input(key="scenario-client").set_value("Unsaved Ltd").run())
    choose(app, "Ours", "Move to trash")
    assert [thrown.stem for thrown in trash.trashed(folder)] == ["Ours"]
    assert "Unsaved Ltd" in shown(app)
    assert "Ours.yaml is in the trash" in shown(app).replace("\u2060", "")


def test_a_version_that_an_address_names_but_that_is_gone_is_not_here():
    for place in ("version/Ours/x", "version/../../etc/passwd", "version/", "version/Ours"):
        assert "It may have been moved or removed, or cannot be read" in shown(visited({"scenario": place}))


def test_a_version_is_never_changed_by_what_is_tried_on_it(folder):
    path = saved(folder, "Ours")
    library.save_over(path, path.read_bytes() + b"# more\n", expected=None)
    (version,) = versions.versions(folder, "Ours")
    before = versions.read_version(folder, "Ours", version.id)
    session = Session({"scenario": f"version/Ours/{version.id}"})
    call_client(session, "Tried")
    session.do(lambda: state.save_as("Tried elsewhere"))
    assert versions.read_version(folder, "Ours", version.id) == before
    assert path.read_bytes().endswith(b"# more\n")
    assert len(library.paths(folder)) == 2


def test_what_is_tried_on_a_version_is_saved_as_another_scenario(folder):
    path = saved(folder, "Kept", "First client")
    first = path.read_bytes()
    library.save_over(path, first.replace(b"First", b"Second"), expected=first)
    (version,) = versions.versions(folder, "Kept")
    app = visited({"scenario": f"version/Kept/{version.id}"})
    assert "what you try here can be saved as a new scenario" in shown(app)
    assert app.text_input(key="scenario-client").value == "First client"
    checked(app.text_input(key="scenario-client").set_value("Tried on the version").run())
    checked(app.button(key="save").click().run())
    offered = app.text_input(key="save-as-name").value
    assert offered.startswith("Kept of ")
    # A press in a dialog runs the dialog alone, which AppTest cannot.
    Session(dict(app.query_params)).do(partial(state.save_as, offered))
    (other,) = folder.glob("Kept of *.yaml")
    assert parse(other.read_bytes()).client == "Tried on the version"
    assert parse(path.read_bytes()).client == "Second client"
    assert versions.read_version(folder, "Kept", version.id) == first


def test_a_full_disk_is_said_and_the_draft_and_the_file_stay(folder, monkeypatch):
    path = saved(folder, "Ours")
    app = visited({"scenario": "saved/Ours"})

    def full(*arguments: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr("simulator.library.atomic_files.os.write", full)
        checked(app.text_input(key="scenario-client").set_value("Ridge Ltd").run())
        assert "Your changes are not safe yet" in [warning.proto.title for warning in app.warning]
        checked(app.button(key="save").click().run())
        assert "free some space on the disk" in shown(app)
        assert app.text_input(key="scenario-client").value == "Ridge Ltd"
        assert parse(path.read_bytes()).client == ""
    checked(app.button(key="save").click().run())
    assert parse(path.read_bytes()).client == "Ridge Ltd"


def test_the_server_takes_files_as_large_as_the_page_says():
    stated = tomllib.loads((app_script().parent / ".streamlit" / "config.toml").read_text("utf-8"))
    assert stated["server"]["maxUploadSize"] == IMPORT.megabytes


def test_where_there_is_much_unsaved_work_the_page_says_what_becomes_of_the_oldest(folder):
    content = WORKSHEET
    for number in range(drafts.MOST_DRAFTS - 1):
        scenario = replace(parse(content), name=f"Work {number}")
        draft = Draft(id=f"{number:024x}", scenario=scenario, content=content, file=None, shipped=None, plan="")
        drafts.write_draft(folder, draft)
    assert "moves to the trash" not in shown(visited(ELSEWHERE))
    drafts.write_draft(folder, replace(draft, id="f" * 24))
    assert "The last 50 stay here. What is older moves to the trash when new work begins." in shown(visited(ELSEWHERE))


def test_the_notes_of_a_file_stay_as_they_are_when_its_name_is_typed_and_taken_back(folder):
    block = WORKSHEET.replace(b"\ncurrency:", b"\nnotes: |\n  Two lines\n  of text.\ncurrency:", 1)
    assert parse(block).notes.endswith("\n")
    library.save_new(folder, "Ours", block)
    app = visited({"scenario": "saved/Ours"})
    name = app.text_input(key="scenario-name").value
    checked(app.text_input(key="scenario-name").set_value("Another").run())
    assert list((folder / ".drafts").glob("*.json"))
    checked(app.text_input(key="scenario-name").set_value(name).run())
    assert not list((folder / ".drafts").glob("*.json"))


def imported(outcome) -> None:
    import streamlit as st

    from simulator.ui.scenarios.import_export import Report, import_dialog

    st.session_state["import-report"] = Report(tuple(each.name for each in outcome), tuple(outcome))
    import_dialog()


def test_an_import_says_that_it_brought_how_ranges_turned_out_and_does_not_list_that_as_a_scenario(folder):
    saved(folder / "one", "Ours")
    add_outcomes(folder / "one", [RATE])
    packed = library.as_zip(folder / "one")
    for brings, passed_over in ((True, False), (False, True)):
        outcome = library.import_files(folder, [("all.zip", packed)])
        app = checked(AppTest.from_function(imported, args=(outcome,)).run())
        assert ("How the ranges of that library turned out is known here too" in shown(app)) is brings
        assert ("Ours.yaml" in shown(app)) is passed_over
        assert "ranges.jsonl" not in shown(app)
        assert "calibration" not in shown(app)


def test_what_is_known_of_ranges_can_be_downloaded_once_all_scenarios_are_gone(folder):
    assert not [button for button in visited().get("download_button") if "Download all" in button.label]
    add_outcomes(folder, [RATE])
    assert [button for button in visited().get("download_button") if "Download all" in button.label]
