"""How it goes: the plan that is held to beside what really happened, by quarter and so far."""

from simulator.analyses.tracking import Period, Tracking, track
from simulator.edits.adoption import held_to
from simulator.errors import ScenarioFileError
from simulator.presentation.adoption_text import held_to_lines
from simulator.presentation.tracking_text import lead, missing_text, of_channels, period_name, rows, status_text
from simulator.story.slide import Slide, Table
from simulator.story.titles import TITLES
from simulator.story.told import Told
from simulator.text.formats import Formats

MOST_QUARTERS = 4
"""So many quarters, the last ones, can be read beside each other."""

UNKNOWN = "–"


def progress(told: Told) -> Slide | None:
    """The plan beside real figures; None where there are none, or what was adopted cannot be read."""
    if not told.scenario.actuals:
        return None
    try:
        held = held_to(told.scenario)
    except ScenarioFileError:
        return None
    proposed = told.proposed
    found = track(
        held.scenario, held.plan, told.scenario.actuals, today=told.on, draws=proposed.draws, seed=proposed.seed
    )
    if found.so_far is None:
        return None
    missing = missing_text(found.so_far)
    return Slide(
        key="progress",
        title=TITLES["progress"],
        lead=lead(found, told.formats),
        sentences=(
            *(held_to_lines(told.scenario, held, told.formats) if held.adoption else [_not_adopted(held.plan)]),
            *of_channels(found, told.formats),
            *([missing] if missing else []),
        ),
        table=_table(found, found.so_far, told.formats),
        notes=(
            "A figure is better or worse only where fewer than 1 in 20 possible worlds of the plan had as much, or as "
            "little; all else is what luck does."
        ),
    )


def _not_adopted(plan: str) -> str:
    return f"Planned is what “{plan}” says now: no plan was adopted."


def _table(found: Tracking, so_far: Period, formats: Formats) -> Table:
    quarters = found.quarters[-MOST_QUARTERS:] if len(found.quarters) > 1 else ()
    by_quarter = [
        {row.figure: f"{row.actual} / {row.planned}" for row in rows(quarter, "", formats)} for quarter in quarters
    ]
    return Table(
        caption="Actual / planned" if quarters else "Planned and actual",
        heads=(
            "Figure",
            *(period_name(quarter, formats) for quarter in quarters),
            "Planned so far",
            "8 worlds in 10",
            "Actual so far",
            "How it goes",
        ),
        rows=tuple(
            (
                row.figure,
                *(own.get(row.figure, UNKNOWN) for own in by_quarter),
                row.planned,
                row.range or UNKNOWN,
                row.actual,
                status_text(row.status),
            )
            for row in rows(so_far, "", formats)
        ),
        words=(0, len(quarters) + 4),
    )
