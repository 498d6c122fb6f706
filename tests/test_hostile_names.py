"""Files lie in the library and have names that are safe everywhere, whatever a scenario is called."""

from pathlib import Path, PureWindowsPath

import pytest

from simulator import library
from simulator.errors import SaveError, UnknownNameError
from simulator.library import trash
from simulator.library.versions import read_version, versions
from simulator.scenario_files import parse
from tests.hostile_names import CONTROLS, HOSTILE, UNFIT_FOR_A_SCENARIO
from tests.library.saving_process import content_of

hostile = pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
ALL = {**HOSTILE, **UNFIT_FOR_A_SCENARIO, **CONTROLS}
all_names = pytest.mark.parametrize("name", ALL.values(), ids=ALL)


@pytest.fixture
def folder(tmp_path) -> Path:
    """A library so deep that what leaves it stays in reach of the test."""
    return tmp_path / "a" / "b" / "library"


@pytest.fixture(autouse=True)
def nothing_leaves_the_library(tmp_path, folder):
    yield
    within = {folder, *folder.parents}
    found = [path for path in tmp_path.rglob("*") if folder not in path.parents and path not in within]
    assert found == []
    assert list(tmp_path.rglob("*.part")) == []


def is_safe(path: Path, folder: Path) -> bool:
    name = path.name
    alone = path.parent == folder and PureWindowsPath("library", name).parent == PureWindowsPath("library")
    plain = name.isprintable() and not set(name) & set('<>:"/\\|?*') and name[0] not in ".- "
    return alone and plain and not PureWindowsPath(name).is_reserved() and len(name.encode()) <= 120


@all_names
def test_a_file_is_saved_under_a_safe_name(folder, name):
    path = library.save_new(folder, name, content_of("mine"))
    assert is_safe(path, folder)
    assert library.find(folder, path.stem).read_bytes() == content_of("mine")
    library.save_over(path, content_of("again"), expected=content_of("mine"))
    assert read_version(folder, path.stem, versions(folder, path.stem)[0].id) == content_of("mine")


@hostile
def test_a_scenario_is_renamed_to_what_was_typed_and_its_file_to_a_safe_name(folder, name):
    path = library.rename(library.save_new(folder, "Original", content_of("mine")), name)
    assert is_safe(path, folder)
    assert parse(path.read_bytes()).name == name
    assert [read_version(folder, path.stem, found.id) for found in versions(folder, path.stem)] == [content_of("mine")]
    assert library.paths(folder) == [path]


@hostile
def test_a_scenario_is_duplicated_under_what_was_typed(folder, name):
    path = library.duplicate(library.save_new(folder, "Original", content_of("mine")), name)
    assert is_safe(path, folder)
    assert parse(path.read_bytes()).name == name
    assert (folder / "Original.yaml").read_bytes() == content_of("mine")


@pytest.mark.parametrize("name", UNFIT_FOR_A_SCENARIO.values(), ids=UNFIT_FOR_A_SCENARIO)
@pytest.mark.parametrize("change", [library.rename, library.duplicate])
def test_a_name_that_no_scenario_has_is_refused_and_nothing_changes(folder, name, change):
    path = library.save_new(folder, "Original", content_of("mine"))
    with pytest.raises(SaveError, match=r"was not saved.*\n?.*name \(line 2\): (is empty|has 300 characters)"):
        change(path, name)
    assert path.read_bytes() == content_of("mine")
    assert library.paths(folder) == [path]
    assert versions(folder, "Original") == []


@pytest.mark.parametrize("name", CONTROLS.values(), ids=CONTROLS)
def test_a_name_with_controls_is_refused_or_comes_back_as_it_was(folder, name):
    path = library.save_new(folder, "Original", content_of("mine"))
    try:
        renamed = library.rename(path, name)
    except SaveError:
        assert path.read_bytes() == content_of("mine")
    else:
        assert parse(renamed.read_bytes()).name == name


@all_names
@pytest.mark.parametrize("suffix", ["", ".yaml", ".YML"])
def test_a_file_is_imported_under_a_safe_name(folder, name, suffix):
    (imported,) = library.import_files(folder, [(name + suffix, content_of("theirs"))])
    assert imported.trouble is None
    assert imported.path is not None
    assert imported.name == name + suffix
    assert is_safe(imported.path, folder)
    assert imported.path.read_bytes() == content_of("theirs")


@all_names
def test_a_discarded_file_comes_back_under_a_safe_name(folder, name):
    path = library.save_new(folder, name, content_of("mine"))
    trash.discard(path)
    library.save_new(folder, name, content_of("other"))
    back = trash.restore(folder, trash.trashed(folder)[0].id)
    assert is_safe(back, folder)
    assert back.stem == f"{path.stem} 2" or len(path.stem.encode()) > 98
    assert (back.read_bytes(), path.read_bytes()) == (content_of("mine"), content_of("other"))


@all_names
def test_a_name_from_an_address_finds_nothing_that_is_not_listed(folder, name):
    library.save_new(folder, "Ridge", content_of("mine"))
    (folder.parent / "secret.yaml").write_bytes(content_of("secret"))
    assert versions(folder, name) == []
    for identifier in (name, "20260101T000000000000Z-00000000"):
        with pytest.raises(UnknownNameError):
            read_version(folder, name, identifier)
    with pytest.raises(UnknownNameError):
        trash.restore(folder, name)
    with pytest.raises(UnknownNameError):
        library.find(folder, name)
    (folder.parent / "secret.yaml").unlink()


@pytest.mark.parametrize("stem", ["con", "x:y", "..x", "end ", "a" * 240, "😀", "\udcff"])
def test_a_file_that_another_program_named_can_be_saved_discarded_and_restored(folder, stem):
    folder.mkdir(parents=True)
    path = folder / f"{stem}.yaml"
    path.write_bytes(content_of("1"))
    library.save_over(path, content_of("2"), expected=content_of("1"))
    trash.discard(path)
    back = trash.restore(folder, trash.trashed(folder)[0].id)
    assert back == path
    assert [read_version(folder, stem, found.id) for found in versions(folder, stem)] == [content_of("1")]
