"""The command line: ``run``, ``compare``, ``goal``, ``export``, ``import``, ``learn``, ``track``, ``app``, and more.

Exit code 0 on success; 2 for a bad file or argument, with the problems on standard error and nothing on standard
output.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import RenderableType

from simulator.analyses.allocation.problem import AllocationProblem
from simulator.analyses.compared_plans import scenarios_of
from simulator.analyses.comparison import Comparison, metric_named
from simulator.analyses.comparison import compare as compare_plans
from simulator.analyses.goals.takes import what_it_takes
from simulator.analyses.lessons import Lessons, lessons
from simulator.analyses.next_move import cost_with_move
from simulator.analyses.settling import settled
from simulator.analyses.what_if import WhatIf, simulate_if, supposed_in
from simulator.cli import allocating, beginning, comparing, exporting, goals, importing, learning, serving, tracking
from simulator.cli.every_total import every_total, every_total_with_improvements
from simulator.cli.glossary import glossary_page, glossary_result, looked_up
from simulator.cli.large_runs import CostOf, forewarning
from simulator.cli.supposing import what_if_from
from simulator.cli.tables import comparison_page, likely_page, run_page
from simulator.cli.terminal import Answer, formats, printable, problem_lines, progress, refusals, refuse, say, show
from simulator.edits.actuals import with_exports
from simulator.edits.middle_values import at_middle_values
from simulator.engine.cost import cost_of
from simulator.engine.funnel import MODEL_VERSION
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED, REPLICATES, check_settings
from simulator.engine.simulation import Simulation
from simulator.errors import ScenarioFileError
from simulator.imports.usual_channels import by_usual_channel
from simulator.library.catalogue import SOMETHING_ELSE
from simulator.library.folder import library_folder
from simulator.reports import Form
from simulator.reports.as_json import comparison_result, likely_result, run_result, stress_result
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import read
from simulator.scenario_files import schema as file_schema

application = typer.Typer(
    name="funnelcast",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

File = Annotated[Path, typer.Argument(metavar="FILE", help="A scenario file.")]
Plans = Annotated[list[str] | None, typer.Option("--plan", metavar="NAME", help="A plan; may be given several times.")]
Draws = Annotated[int, typer.Option("--draws", metavar="N", help="Possible worlds, a multiple of 8.")]
Seed = Annotated[int, typer.Option("--seed", metavar="S", help="Another seed draws other worlds.")]
WhatIfs = Annotated[
    list[str] | None,
    typer.Option(
        "--what-if",
        metavar="KNOB",
        help="Suppose something: leads-cost:+30, average-sale:-10, come-back:-20, season.jun-aug:-30, stops.CHANNEL:4,"
        " PATH:+10, PATH:low; up to six times.",
    ),
]
Today = Annotated[
    str | None, typer.Option("--today", metavar="YYYY-MM-DD", help="The present day, if it is to be another.")
]
Exports = Annotated[
    list[Path], typer.Argument(metavar="EXPORT...", help="Exports of ad platforms, analytics or the CRM.")
]
Mapped = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="SOURCE=CHANNEL",
        help="The channel that a name in an export, or a platform, stands for; may be given several times.",
    ),
]
OfMonth = Annotated[
    str | None, typer.Option("--month", metavar="YYYY-MM", help="The month of exports that do not say theirs.")
]
Columns = Annotated[
    list[str] | None,
    typer.Option(
        "--column",
        metavar="WHAT=HEADING",
        help="What a column of any other table holds: source=Campaign, month=Month, spend=Cost, leads=Enquiries. "
        "It is remembered with the figures.",
    ),
]
Rates = Annotated[
    list[str] | None,
    typer.Option("--rate", metavar="CURRENCY=RATE", help="What one unit of another currency is worth: EUR=1.08."),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object with every figure.")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line, this process's own unless one is given; always ends in SystemExit."""
    with refusals():
        application(args=arguments, prog_name="funnelcast")


def _tell_version(asked: bool) -> None:
    if asked:
        show(f"funnelcast {version('funnelcast')} (model {MODEL_VERSION})")
        raise typer.Exit


@application.callback()
def about(
    _version: Annotated[
        bool, typer.Option("--version", callback=_tell_version, is_eager=True, help="Say which version this is.")
    ] = False,
) -> None:
    """Marketing money: what it brings back, how sure that is, and when."""


@application.command()
def run(
    file: File,
    plan: Plans = None,
    what_if: WhatIfs = None,
    likely: Annotated[
        bool, typer.Option("--likely", help="Only the one world in which every range has its middle value.")
    ] = False,
    draws: Draws = DEFAULT_DRAWS,
    seed: Seed = DEFAULT_SEED,
    as_json: AsJson = False,
) -> None:
    """Simulate the plans of a scenario: all of them, or those that are named."""
    scenario, names = _opened(file, plan, draws, seed)
    if likely and what_if:
        raise typer.BadParameter("--likely and --what-if cannot be given together: choose one of them")
    if likely:
        show(_likely_page(scenario, names, seed, as_json=as_json))
        return
    supposed = what_if_from(what_if or (), [scenario])
    _forewarn(cost_with_move, [(scenario, name) for name in names], draws)
    with progress(names, cells=_cells(scenario, draws)) as done:
        if as_json:
            page: RenderableType = as_text(
                run_result(scenario, names, what_if=supposed, draws=draws, seed=seed, done=done, on=date.today())
            )
        else:
            simulations = _simulated(scenario, names, supposed, draws, seed, done)
            told = supposed_in([scenario], supposed) if supposed else []
            page = run_page(list(simulations.values()), told, formats(scenario.currency), date.today())
    show(page)


@application.command()
def check(files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Scenario files.")]) -> None:
    """Say whether scenario files can be run, and all that is wrong with those that cannot."""
    lines = [_checked(file) for file in files]
    if all(good for good, _ in lines):
        show("\n".join(printable(line) for _, found in lines for line in found))
    else:
        refuse(*(line for _, found in lines for line in found))


@application.command()
def compare(
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help="Scenario files, one or several.")],
    plan: Plans = None,
    metric: Annotated[str, typer.Option("--metric", metavar="KEY", help="What to compare them by.")] = "profit",
    stress: Annotated[
        list[str] | None,
        typer.Option(
            "--stress",
            metavar="PATH=low",
            help="Look at the worlds where a belief is low or high (market=poor, market=good); up to three times.",
        ),
    ] = None,
    what_if: WhatIfs = None,
    horizon: Annotated[
        int | None, typer.Option("--horizon", metavar="N", help="Compare over the first N months only.")
    ] = None,
    matters: Annotated[
        str | None,
        typer.Option(
            "--matters",
            metavar="X",
            help="Differences of up to so much do not count, in the unit of the metric: 1,500 or, of rates, 5 %.",
        ),
    ] = None,
    draws: Annotated[
        int,
        typer.Option(
            "--draws", metavar="N", help="Possible worlds, a multiple of 8; more are tried where a verdict needs them."
        ),
    ] = DEFAULT_DRAWS,
    seed: Seed = DEFAULT_SEED,
    as_json: AsJson = False,
) -> None:
    """Compare plans with the first of them, world by world: all plans of the files, or those that are named."""
    metric_named(metric)
    check_settings(draws, seed)
    chosen = comparing.compared_plans(files, plan, horizon)
    scenarios = scenarios_of(chosen)
    least = comparing.matters_from(matters, metric_named(metric).unit, scenarios[0].currency)
    conditions = comparing.conditions_from(stress or (), scenarios)
    supposed = what_if_from(what_if or (), scenarios, conditions)
    asked: list[WhatIf] = [(), supposed] if supposed else [()]
    _forewarn(cost_of, [(each.scenario, each.plan) for each in chosen] * len(asked), draws)
    with progress([each.label for each in chosen] * len(asked), cells=_cells(scenarios[0], draws)) as done:

        def compared(what_if: WhatIf, worlds: int) -> Comparison:
            plans = comparing.all_draws(chosen, what_if, draws=worlds, seed=seed, done=done)
            return compare_plans(plans, metric=metric, matters=least)

        found = [settled(partial(compared, each), draws) for each in asked]
    told = supposed_in(scenarios, supposed) if supposed else []
    if as_json:
        of = {each.label: (each.scenario, each.plan) for each in chosen}
        result = comparison_result(found[0], scenarios, seed=seed, plans=of)
        show(as_text(result | ({"under": stress_result(found[1], told)} if told else {})))
    else:
        show(comparison_page(found, scenarios, told, formats(scenarios[0].currency)))


@application.command()
def allocate(
    file: File,
    budget: Annotated[
        float | None, typer.Option("--budget", metavar="B", help="How much may be spent a month.")
    ] = None,
    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="NAME", help="The plan whose months are kept; the first unless named."),
    ] = None,
    objective: Annotated[
        str,
        typer.Option(
            "--objective",
            metavar="KEY",
            help="What is to be largest: the average of a metric that adds up, as profit or customers; median (the"
            " middle profit), worst (the average of the worst tenth of worlds), target (the chance of the first).",
        ),
    ] = "profit",
    at_most: Annotated[
        bool, typer.Option("--at-most", help="Spend less than the budget where more does not pay.")
    ] = False,
    step: Annotated[
        float | None,
        typer.Option("--step", metavar="S", help="Amounts in steps of this; about a hundredth unless stated."),
    ] = None,
    by: Annotated[
        allocating.By,
        typer.Option("--by", help="One amount for the whole plan, or one for each quarter or month."),
    ] = allocating.By.WHOLE,
    totals: Annotated[
        bool,
        typer.Option(
            "--frontier", help="Instead of one budget: the best split of every total, and which total is best."
        ),
    ] = False,
    improvements: Annotated[
        bool,
        typer.Option(
            "--improvements",
            help="Also choose which of the improvements to buy that the scenario offers, of the budget; with --by they"
            " are chosen for one split in all months.",
        ),
    ] = False,
    save_as: Annotated[
        str | None,
        typer.Option("--save-as", metavar="NAME", help="Add the answer to the file, as a plan of this name."),
    ] = None,
    draws: Draws = DEFAULT_DRAWS,
    seed: Seed = DEFAULT_SEED,
    as_json: AsJson = False,
) -> None:
    """Divide a monthly budget over the channels as well as can be, and say what that is worth beside the plan."""
    if totals == (budget is not None):
        raise typer.BadParameter("give --budget B, or --frontier for every total; one of the two")
    if totals and (objective != "profit" or at_most or save_as is not None or by is not allocating.By.WHOLE):
        raise typer.BadParameter("--frontier looks at profit and saves nothing: leave out the other options")
    scenario, names = _opened(file, [plan] if plan is not None else None, draws, seed)
    if improvements:
        allocating.refuse_none_offered(scenario)
    limits = scenario.limits if step is None else replace(scenario.limits, step=step)
    if budget is None:
        divided = every_total_with_improvements if improvements else every_total
        _answer(divided(scenario, names[0], limits, draws=draws, seed=seed), as_json=as_json)
        return
    if save_as is not None:
        allocating.refuse_name(scenario, save_as)
    asked = AllocationProblem(
        scenario=scenario,
        budget=budget,
        plan=names[0],
        objective=allocating.objective_from(objective, scenario),
        limits=limits,
        or_less=at_most,
        draws=draws,
        seed=seed,
    )
    found = allocating.searched(asked, by, improvements=improvements)
    if save_as is not None:
        allocating.save_as(file, scenario, found, save_as)
    _answer(allocating.answer_of(found, formats(scenario.currency)), as_json=as_json)


@application.command()
def goal(
    file: File,
    metric: Annotated[
        str,
        typer.Option("--metric", metavar="KEY", help="What to reach: customers, revenue, profit, roi, cac, ..."),
    ],
    probability: Annotated[str, typer.Option("--probability", metavar="P", help="How sure it is to be: 0.8, or 80 %.")],
    at_least: Annotated[
        list[str] | None,
        typer.Option("--at-least", metavar="X", help="The number; given up to four times, one for each quarter."),
    ] = None,
    at_most: Annotated[
        str | None, typer.Option("--at-most", metavar="X", help="The number that cac and payback_months keep to.")
    ] = None,
    year: Annotated[
        int | None, typer.Option("--year", metavar="N", min=1, help="Only the N-th twelve months of the plan.")
    ] = None,
    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="NAME", help="The plan whose months are kept; the first unless named."),
    ] = None,
    most: Annotated[
        float | None, typer.Option("--most", metavar="B", help="The largest monthly budget that is looked at.")
    ] = None,
    improvements: Annotated[
        bool,
        typer.Option("--improvements", help="Also choose which improvements to buy of the budget."),
    ] = False,
    save_as: Annotated[
        str | None,
        typer.Option("--save-as", metavar="NAME", help="Add the answer to the file, as a plan of this name."),
    ] = None,
    draws: Draws = DEFAULT_DRAWS,
    seed: Seed = DEFAULT_SEED,
    as_json: AsJson = False,
) -> None:
    """Say what a goal takes: the smallest budget and its split, the people at every stage, and what to work on."""
    scenario, names = _opened(file, [plan] if plan is not None else None, draws, seed)
    if not names:
        refuse("funnelcast: there is no plan whose months could be kept")
    if improvements:
        allocating.refuse_none_offered(scenario)
    if save_as is not None:
        allocating.refuse_name(scenario, save_as)
    takes = what_it_takes(
        scenario,
        plan=names[0],
        goals=goals.goals_from(metric, at_least or (), at_most, year, scenario),
        probability=goals.probability_from(probability),
        most=most,
        draws=draws,
        seed=seed,
        improvements=improvements,
    )
    if save_as is not None:
        goals.save_as(file, scenario, takes.reach, save_as)
    written = formats(scenario.currency)
    if as_json:
        show(as_text(goals.goal_result(takes, scenario, written)))
    else:
        show(goals.goal_page(takes, scenario, written))


@application.command()
def export(
    file: File,
    form: Annotated[Form, typer.Option("--format", help="Which document: a story, or a table of all draws.")],
    output: Annotated[Path, typer.Option("--output", metavar="PATH", help="Where to put it.")],
    plan: Annotated[
        list[str] | None,
        typer.Option(
            "--plan", metavar="NAME", help="The plan that is proposed; a second one is the plan that it is set against."
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there already.")] = False,
    draws: Draws = DEFAULT_DRAWS,
    seed: Seed = DEFAULT_SEED,
) -> None:
    """Write a document to hand over: PDF, slides, a workbook, a page to play with, or every draw as a table."""
    exporting.refuse_taken(output, force=force)
    check_settings(draws, seed)
    with refusals(str(file)):
        scenario = read(file)
    names = exporting.plans_of(scenario, form, plan)
    with progress(names, cells=_cells(scenario, draws)) as done:
        content = exporting.exported(scenario, form, names, draws=draws, seed=seed, on=date.today(), done=done)
    exporting.put_document(output, content, force=force)
    show(f"{output}: {', '.join(names)} as {form}, {len(content):,} bytes")


@application.command()
def begin(
    exports: Exports,
    output: Annotated[Path, typer.Option("--output", metavar="PATH", help="Where to put the new scenario file.")],
    trade: Annotated[
        str,
        typer.Option("--trade", metavar="TRADE", help=f"Whose figures stand in for the rest: {beginning.trades()}."),
    ] = SOMETHING_ELSE,
    name: Annotated[str, typer.Option("--name", metavar="NAME", help="The name of the scenario.")] = "My business",
    mapped: Mapped = None,
    currency: Annotated[
        str | None, typer.Option("--currency", metavar="CODE", help="Default: the currency of the exports.")
    ] = None,
    rate: Rates = None,
    month: OfMonth = None,
    column: Columns = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there already.")] = False,
    as_json: AsJson = False,
) -> None:
    """Begin a scenario from exports: a channel for each name in them, with ranges measured from its own figures."""
    exporting.refuse_taken(output, force=force)
    today, names, rates = date.today(), importing.names_from(mapped or ()), importing.rates_from(rate or ())
    of_month, columns = importing.month_from(month), importing.columns_from(column or ())
    opened = importing.opened(exports, today=today, month=of_month, columns=columns)
    example = beginning.example_of(trade, beginning.currency_of(opened, currency), rates, today)
    converted = importing.in_money_of(opened, example.currency, rates)
    found = by_usual_channel(list(converted.values()), names)
    new = beginning.begun(example, name, found, today=today)
    exporting.put_document(output, beginning.content(new), force=force)
    _answer(beginning.answer_of(converted, found, new, output, formats(example.currency)), as_json=as_json)


@application.command("import")
def import_exports(
    file: File,
    exports: Exports,
    mapped: Mapped = None,
    month: OfMonth = None,
    column: Columns = None,
    rate: Rates = None,
    written: Annotated[bool, typer.Option("--write", help="Put the figures into the scenario file.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read the real figures of each channel and month from exports; nothing is written without --write."""
    with refusals(str(file)):
        scenario = read(file)
    channels, rates = importing.channels_from(mapped or (), scenario), importing.rates_from(rate or ())
    of_month, columns = importing.month_from(month), importing.columns_from(column or ())
    opened = importing.opened(
        exports, today=date.today(), month=of_month, columns=columns, remembered=scenario.imported_tables
    )
    converted = importing.in_money_of(opened, scenario.currency, rates)
    found = importing.read_by_channel(converted, scenario, channels)
    if written:
        with refusals(str(file)):
            importing.put(file, with_exports(scenario, found))
    _answer(importing.answer_of(converted, found, formats(scenario.currency), written=written), as_json=as_json)


@application.command()
def learn(
    file: File,
    like_future: Annotated[
        float,
        typer.Option(
            "--like-future", metavar="0..1", help="How like the future these months are; below 1 they count for less."
        ),
    ] = 1.0,
    written: Annotated[bool, typer.Option("--write", help="Put the new ranges into the scenario file.")] = False,
    take_back: Annotated[
        list[str] | None,
        typer.Option(
            "--take-back", metavar="PATH", help="A belief that is to be as it was stated; may be given several times."
        ),
    ] = None,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--library",
            metavar="DIR",
            help="A folder of scenarios whose ranges are judged as well; how they turned out is kept there.",
        ),
    ] = None,
    by: Annotated[
        str,
        typer.Option("--by", metavar="NAME", help="Who typed those ranges of FILE that are called 'Your figure'."),
    ] = "",
    on: Today = None,
    as_json: AsJson = False,
) -> None:
    """Say what the ranges learn from real figures of months that are over; FILE changes with --write alone."""
    weight, today = learning.weight_from(like_future), learning.day_from(on, date.today())
    with refusals(str(file)):
        scenario = read(file)
    back = list(dict.fromkeys(take_back or ()))
    before = learning.with_taken_back(scenario, back)
    # Who takes something back does not want to learn it again at once.
    found = Lessons({}, ()) if back else lessons(before, today, weight=weight)
    written_in, own = formats(scenario.currency), learning.own_ranges(file, before, today, by=by)
    known = learning.Known(ranges=own) if folder is None else learning.known_ranges(own, folder, today)
    after = learning.with_lessons(before, found, written_in)
    if written and after != scenario:
        with refusals(str(file)):
            importing.put(file, after)
    if written and folder is None and file.absolute().parent == library_folder():
        known = learning.kept_in_library(own, library_folder())
    _answer(
        learning.answer_of(before, found, written_in, known=known, back=back, written=written and after != scenario),
        as_json=as_json,
    )


@application.command()
def track(
    file: File,
    plan: Annotated[
        str | None,
        typer.Option("--plan", metavar="NAME", help="Default: the adopted plan, or the first where none is adopted."),
    ] = None,
    adopted: Annotated[
        bool, typer.Option("--adopt", help="Adopt the plan as it stands, and say so in the scenario file.")
    ] = False,
    draws: Draws = DEFAULT_DRAWS,
    seed: Seed = DEFAULT_SEED,
    on: Today = None,
    as_json: AsJson = False,
) -> None:
    """Lay real figures beside the plan: by month and quarter what was planned, what was, and what is luck."""
    check_settings(draws, seed)
    today = learning.day_from(on, date.today())
    with refusals(str(file)):
        scenario = read(file)
    if adopted:
        scenario = tracking.with_adoption(scenario, plan, today)
        with refusals(str(file)):
            importing.put(file, scenario)
    _answer(
        tracking.answer_of(
            scenario, plan, formats(scenario.currency), today=today, draws=draws, seed=seed, written=adopted
        ),
        as_json=as_json,
    )


@application.command()
def glossary(
    words: Annotated[list[str] | None, typer.Argument(metavar="WORD", help="A term, or words to look for.")] = None,
    as_json: AsJson = False,
) -> None:
    """Say what a term means, with its formula and an example; all of them without a word."""
    found = looked_up(" ".join(words or ()), formats("USD"))
    show(as_text(glossary_result(found)) if as_json else glossary_page(found))


@application.command()
def schema() -> None:
    """Print the JSON Schema of scenario files, for editors that check while you type."""
    show(as_text(file_schema()))


@application.command()
def app(
    port: Annotated[
        int | None,
        typer.Option("--port", metavar="N", min=1, max=65_535, help="Default: 8501, or the next that is free."),
    ] = None,
    library: Annotated[
        Path | None, typer.Option("--library", metavar="DIR", help="The folder in which scenarios are saved.")
    ] = None,
    host: Annotated[
        str,
        typer.Option(
            "--host", metavar="ADDRESS", help="Where to listen; 0.0.0.0 lets the local network in, with a token."
        ),
    ] = serving.HERE,
    public_name: Annotated[
        list[str] | None,
        typer.Option(
            "--public-name",
            metavar="NAME",
            envvar="FUNNELCAST_PUBLIC_NAME",
            help="A name by which a proxy or a name server makes it known; may be given several times.",
        ),
    ] = None,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open a browser.")] = False,
) -> None:
    """Start the front end in the browser, for this computer only unless --host says otherwise."""
    if library is not None and library.exists() and not library.is_dir():
        refuse(f"funnelcast: {library} is not a folder")
    names = public_name or []
    raise typer.Exit(serving.serve(host, port, public_names=names, library=library, open_browser=not no_browser))


def _opened(file: Path, plans: Sequence[str] | None, draws: int, seed: int) -> tuple[Scenario[Belief], list[str]]:
    """A scenario and the plans to look at, each once; everything that can be refused is refused here."""
    check_settings(draws, seed)
    with refusals(str(file)):
        scenario = read(file)
    names = plans or [plan.name for plan in scenario.plans]
    return scenario, list(dict.fromkeys(scenario.plan(name).name for name in names))


def _forewarn(of: CostOf, plans: Sequence[tuple[Scenario[Belief], str]], draws: int) -> None:
    """Say on standard error what the work takes, where that is much."""
    if said := forewarning(of, plans, draws, formats(plans[0][0].currency)):
        say(said)


def _answer(answer: Answer, *, as_json: bool) -> None:
    show(as_text(answer.result) if as_json else answer.page)


def _likely_page(scenario: Scenario[Belief], names: Sequence[str], seed: int, *, as_json: bool) -> RenderableType:
    """The figures of the one world in which every belief has its middle value."""
    if as_json:
        return as_text(likely_result(scenario, names, seed=seed))
    # All draws of what is certain are one.
    simulations = _simulated(at_middle_values(scenario), names, (), REPLICATES, seed, lambda name: None)
    return likely_page(list(simulations.values()), formats(scenario.currency))


def _simulated(
    scenario: Scenario[Belief],
    names: Sequence[str],
    what_if: WhatIf,
    draws: int,
    seed: int,
    done: Callable[[str], None],
) -> dict[str, Simulation]:
    simulations = {}
    for name in names:
        simulations[name] = simulate_if(scenario, name, what_if, draws=draws, seed=seed)
        done(name)
    return simulations


def _checked(file: Path) -> tuple[bool, list[str]]:
    """Whether a file can be run, and the lines that say so."""
    try:
        return True, [f"{file}: ok, {read(file).name}"]
    except ScenarioFileError as error:
        return False, problem_lines(str(file), error)


def _cells(scenario: Scenario[Belief], draws: int) -> int:
    return draws * len(scenario.channels) * scenario.horizon_months


def as_text(result: Mapping[str, Any]) -> str:
    """A result as JSON that every system can show and read: plain ASCII."""
    return json.dumps(result, indent=2, allow_nan=False)
