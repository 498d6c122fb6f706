"""The library: everything that touches the disk. Whole files, locks, versions, trash, drafts, outcomes, archives.

A library is a folder of scenario files. Names come from people and are never used as paths: ``stem_of`` makes a file's
name out of one, and what is opened is looked up in the list of what is there.
"""

from simulator.library.file_names import LONGEST_STEM, SUFFIX, stem_of
from simulator.library.folder import (
    FOLDER_VARIABLE,
    Entry,
    entry,
    find,
    library_folder,
    paths,
    shipped_folder,
    version_of,
)
from simulator.library.saving import (
    check,
    duplicate,
    free_name,
    rename,
    restore_version,
    save,
    save_new,
    save_over,
)
from simulator.library.transfer import IMPORT, Budget, Imported, archive_parts, as_zip, import_files, imports, incoming

__all__ = [
    "FOLDER_VARIABLE",
    "IMPORT",
    "LONGEST_STEM",
    "SUFFIX",
    "Budget",
    "Entry",
    "Imported",
    "archive_parts",
    "as_zip",
    "check",
    "duplicate",
    "entry",
    "find",
    "free_name",
    "import_files",
    "imports",
    "incoming",
    "library_folder",
    "paths",
    "rename",
    "restore_version",
    "save",
    "save_new",
    "save_over",
    "shipped_folder",
    "stem_of",
    "version_of",
]
