"""Results as bytes, one format a file; the documents that ``funnelcast export`` and the page Present hand over."""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Literal, get_args

from simulator.errors import MissingLibraryError
from simulator.reports.paper import paper_of

if TYPE_CHECKING:
    from simulator.story import Story, Told

Form = Literal["pdf", "pptx", "xlsx", "html", "csv", "parquet"]
"""A format of a document."""

FORMS: tuple[Form, ...] = get_args(Form)

TABLES: tuple[Form, ...] = ("csv", "parquet")
"""Formats that hold draws, of any number of plans, and tell no story."""

NEEDED: Mapping[Form, tuple[str, ...]] = {
    "pdf": ("typst", "vl_convert", "font_source_sans_pro"),
    "pptx": ("pptx", "xlsxwriter"),
    "xlsx": ("xlsxwriter",),
    "html": ("vl_convert", "font_source_sans_pro"),
    "csv": (),
    "parquet": ("pyarrow",),
}
"""The modules of the extra ``documents`` that a format needs."""


def missing(form: Form) -> tuple[str, ...]:
    """The modules that a format needs and that are not installed."""
    return tuple(name for name in NEEDED[form] if find_spec(name) is None)


def document(form: Form, told: "Told") -> bytes:
    """The document of what is told. Raises MissingLibraryError, and ScenarioError where a workbook cannot hold it."""
    if missing(form):
        raise MissingLibraryError(form, missing(form))
    return WRITERS[form](told)


def warm() -> None:
    """Load what the first document of each story would wait for; a format without its libraries is left out."""
    for form in (form for form in FORMS if form not in TABLES and not missing(form)):
        _module(f"as_{form}")
    if not missing("pdf"):
        _module("chart_images").warm()
        _module("as_pdf").warm()


def _module(name: str) -> Any:
    # The libraries behind it take longer to load than all else: only who asks for the document waits for them.
    return import_module(f"simulator.reports.{name}")


def _story(told: "Told") -> "Story":
    from simulator.story import story

    return story(told)


def _pdf(told: "Told") -> bytes:
    return bytes(_module("as_pdf").as_pdf(_story(told), paper=paper_of(told.formats.locale)))


def _pptx(told: "Told") -> bytes:
    return bytes(_module("as_pptx").as_pptx(_story(told)))


def _xlsx(told: "Told") -> bytes:
    return bytes(_module("as_xlsx").as_xlsx(told.proposed, formats=told.formats, on=told.on))


def _html(told: "Told") -> bytes:
    return bytes(_module("as_html").as_html(told))


def _csv(told: "Told") -> bytes:
    return bytes(_module("as_draws").as_draws_csv(told.simulations, told.on))


def _parquet(told: "Told") -> bytes:
    return bytes(_module("as_draws").as_parquet(told.simulations, told.on))


WRITERS: Mapping[Form, Callable[["Told"], bytes]] = {
    "pdf": _pdf,
    "pptx": _pptx,
    "xlsx": _xlsx,
    "html": _html,
    "csv": _csv,
    "parquet": _parquet,
}
