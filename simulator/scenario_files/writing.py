"""From a scenario to a file: a fresh one, or a former one in which only what changed is changed."""

import re
from typing import cast

from simulator.engine.funnel import MODEL_VERSION
from simulator.errors import ScenarioFileError
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import rendering
from simulator.scenario_files.loading import BOM, Document
from simulator.scenario_files.nodes import Group
from simulator.scenario_files.plain import Grouped
from simulator.scenario_files.reading import SCENARIO, document_of, parse_draft
from simulator.scenario_files.splicing import Splicer, applied

_HEAD = re.compile(r"\A# funnelcast model (\S+)")
_LONE_LINE_END = re.compile(r"(?<!\r)\n")


def write(scenario: Scenario[Belief], *, onto: bytes | None = None) -> bytes:
    """A file that states a scenario; ``parse`` gives it back to the last bit.

    ``onto`` is the former file: comments, order, quotation marks, percent signs, line ends and the byte-order mark
    stay, and a scenario that the former file states already gives its very bytes. A first line that names the model
    names this one afterwards.
    """
    former = None if onto is None else _readable(onto)
    if former is None:
        return _fresh(scenario)
    written = _spliced(scenario, former)
    # Whatever the former file looks like, no word of the scenario may be lost: then rather its layout.
    return written if _states(written, scenario) else _fresh(scenario)


def model_of(content: bytes) -> str:
    """The version of the model under which a file was last saved, as its first line says; empty if it does not."""
    stated = _HEAD.match(content[:200].decode("utf-8-sig", errors="replace"))
    return stated[1] if stated else ""


def _fresh(scenario: Scenario[Belief]) -> bytes:
    head = f"# funnelcast model {MODEL_VERSION}\n"
    return (head + rendering.document(cast("Grouped", SCENARIO.plain(scenario, None)))).encode("utf-8")


def _readable(content: bytes) -> Document | None:
    """The former file; None if it cannot be read, so that nothing of it can be kept."""
    try:
        document = document_of(content)
    except ScenarioFileError:
        return None
    return None if document.problems or not isinstance(document.root, Group) else document


def _spliced(scenario: Scenario[Belief], former: Document) -> bytes:
    root = former.root
    assert isinstance(root, Group)
    wanted = cast("Grouped", SCENARIO.plain(scenario, root))
    edits = Splicer(former.text).edits(root, wanted)
    in_its_manner = (edit._replace(text=_LONE_LINE_END.sub(former.newline, edit.text)) for edit in edits)
    text = applied(former.text, in_its_manner)
    if text != former.text:
        # Whoever saves has seen the figures of this model.
        text = _HEAD.sub(f"# funnelcast model {MODEL_VERSION}", text)
    return ((BOM if former.has_bom else "") + text).encode("utf-8")


def _states(content: bytes, scenario: Scenario[Belief]) -> bool:
    try:
        return parse_draft(content) == scenario
    except ScenarioFileError:
        return False
