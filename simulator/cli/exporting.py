"""Documents to hand over: which plans they tell of, and putting them in their place."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from simulator.analyses.allocation.beside import divided_again
from simulator.cli.terminal import formats
from simulator.engine.simulation import Simulation, simulate
from simulator.errors import SaveError, SettingsError
from simulator.library.atomic_files import put, put_new, reason
from simulator.reports import TABLES, Form, document
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario

if TYPE_CHECKING:
    from simulator.story import Told

MOST_TOLD = 2


def plans_of(scenario: Scenario[Belief], form: Form, names: Sequence[str] | None) -> list[str]:
    """The plans of a document, the one that is proposed first. Raises UnknownNameError or SettingsError.

    A table of draws holds any number of plans, all of them unless some are named.
    """
    # With the charts that it shows, a story takes longer to load than all else: only who asks for one waits for it.
    from simulator.story.told import plans_told

    if not names:
        return (
            [plan.name for plan in scenario.plans]
            if form in TABLES
            else [name for name in plans_told(scenario) if name]
        )
    chosen = list(dict.fromkeys(scenario.plan(name).name for name in names))
    if form not in TABLES and len(chosen) > MOST_TOLD:
        raise SettingsError(
            f"a {form} document tells of one plan, set against another one: give --plan once or twice, not"
            f" {len(chosen)} times"
        )
    return chosen


def refuse_taken(output: Path, *, force: bool) -> None:
    """Refuse a place where a document cannot be put, before any work is done. Raises SaveError."""
    if output.is_dir():
        raise SaveError(f"{output} is a folder: name a file in it")
    if output.exists() and not force:
        raise SaveError(f"{output} is there already: choose another name, or write over it with --force")
    if not output.parent.is_dir():
        raise SaveError(f"{output} cannot be written: there is no folder {output.parent}")


def exported(
    scenario: Scenario[Belief],
    form: Form,
    names: Sequence[str],
    *,
    draws: int,
    seed: int,
    on: date,
    done: Callable[[str], None],
) -> bytes:
    """The document of these plans. Raises MissingLibraryError."""
    simulations: list[Simulation] = []
    for name in names:
        simulations.append(simulate(scenario, name, draws=draws, seed=seed))
        done(name)
    return document(form, _told(form, simulations, on))


def _told(form: Form, simulations: Sequence[Simulation], on: date) -> "Told":
    from simulator.story import Told

    written = formats(simulations[0].scenario.currency)
    if form in TABLES:
        return Told.in_order(simulations, written, on)
    proposed, *present = simulations
    base = (present or [proposed])[0].plan
    why = divided_again(proposed.scenario, proposed.plan, base, proposed.draws, proposed.seed)
    return Told(proposed, present[0] if present else None, written, on, divided=why)


def put_document(output: Path, content: bytes, *, force: bool) -> None:
    """Put a whole document in its place, or leave what is there as it is. Raises SaveError."""
    try:
        (put if force else put_new)(output, content)
    except FileExistsError:
        refuse_taken(output, force=force)
    except OSError as error:
        raise SaveError(f"{output} cannot be written: {reason(error)}") from None
