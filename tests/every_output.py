"""Everything that is made of scenario files, written down as JSON: run as a script beside the files."""

import io
import json
import sys
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

from simulator.cli import main
from simulator.edits.middle_values import at_middle_values
from simulator.engine.sampling import sample
from simulator.engine.simulation import simulate
from simulator.metrics.kpis import METRICS
from simulator.reports import FORMS
from simulator.reports.playable.worlds import packed
from simulator.reports.workbook.model import workbook_of
from simulator.scenario_files import read
from simulator.text.formats import Formats
from simulator.ui.session.offered_worlds import offer
from simulator.ui.session.results import PlanResult

PLAN = "More"


def told(*words: str) -> tuple[Any, str, str]:
    """The exit code of a command line, and what it writes to standard output and to standard error."""
    out, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        try:
            main(words)
        except SystemExit as end:
            return end.code, out.getvalue(), errors.getvalue()
    raise AssertionError("a command line always ends in SystemExit")


def commands(file: str) -> Iterator[tuple[str, tuple[Any, str, str]]]:
    """What each command says of a file."""
    yield "check", told("check", file)
    yield "run", told("run", file, "--draws", "64")
    for form in FORMS:
        output = str(Path(file).with_suffix(f".{form}"))
        yield form, told("export", file, "--format", form, "--output", output, "--draws", "64")


def made_of(file: str) -> dict[str, Any]:
    """What is made of a file by command lines, in a workbook, and for a browser."""
    scenario = read(Path(file))
    likely = simulate(at_middle_values(scenario), PLAN, draws=8)
    workbook = workbook_of(simulate(scenario, PLAN, draws=8), formats=Formats(), on=date(2027, 1, 1))
    _, plan, months, *_ = workbook.sheets
    drawn = sample(scenario, draws=8, seed=1)
    return {
        "commands": dict(commands(file)),
        "customers": [workbook.figures["customers"].value, METRICS["customers"].of_plan(likely.funnel).item(0)],
        "inputs": [look.role for _, look in plan.cells.values()].count("input"),
        "notes": [str(content) for content, look in months.cells.values() if look.role == "note"],
        "curve": packed(scenario, drawn, PLAN, replicates=8)["channels"][0]["curve"],
        "is_offered": offer(PlanResult(scenario, PLAN, 1024)) is not None,
    }


if __name__ == "__main__":
    found = {Path(file).stem: made_of(file) for file in sys.argv[1:]}
    sys.stdout.write(json.dumps({**found, "glossary": json.loads(told("glossary", "--json")[1])["terms"]}))
