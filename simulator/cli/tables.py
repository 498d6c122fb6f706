"""Results as text for people: tables for a terminal."""

import math
from collections.abc import Iterable, Sequence
from datetime import date

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simulator.analyses.comparison import Comparison
from simulator.analyses.improvement_worth import improvement_worths
from simulator.analyses.judgement import judgement
from simulator.analyses.marginal_roi import marginal_returns
from simulator.analyses.next_move import next_move
from simulator.analyses.probabilities import Chances, chance_error, chances
from simulator.analyses.stress import Supposed
from simulator.analyses.summary import Summary, channel_summary, error_of_share, plan_summary
from simulator.cli.terminal import printable
from simulator.engine.funnel import MODEL_VERSION, OVERHEAD
from simulator.engine.simulation import Simulation
from simulator.findings import Finding, findings
from simulator.metrics.kpis import METRICS, AnyMetric, placed
from simulator.presentation.channel_table import middle_heading, overhead_name, ranked_otherwise, rankings
from simulator.presentation.comparability_text import caveat_texts
from simulator.presentation.comparison_text import draws_sentence, matters_sentence, verdict_text
from simulator.presentation.conditions import condition_texts, rarity_text, worlds_sentence
from simulator.presentation.figures import Written, WrittenChange, is_worth_saying, written_average
from simulator.presentation.improvement_text import worth_text
from simulator.presentation.judgement import judgement_text
from simulator.presentation.next_move import move_text, next_title
from simulator.presentation.plan_sentence import is_all_spent
from simulator.presentation.what_if import knob_text
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario, Target
from simulator.text.formats import UNDEFINED, Formats


def run_page(
    simulations: Sequence[Simulation], supposed: Sequence[Supposed], formats: Formats, on: date
) -> RenderableType:
    """Suppositions, if any, and the plans one after the other, as read on a day."""
    said = (_supposed(each, formats, named=False) for each in supposed)
    return Group(
        _about(simulations[0], formats), *said, *(_plan(simulation, formats, on) for simulation in simulations)
    )


def likely_page(simulations: Sequence[Simulation], formats: Formats) -> RenderableType:
    """The plans one after the other in the one world in which every belief has its middle value."""
    about = _headed(simulations[0], "one world, in which every range has its middle value", formats)
    return Group(about, *(_likely_plan(simulation, formats) for simulation in simulations), Text(ONE_WORLD))


ONE_WORLD = (
    "This is one possible world, not the middle of them all, and it tells no chances: without --likely there are both."
)


def comparison_page(
    comparisons: Sequence[Comparison],
    scenarios: Sequence[Scenario[Belief]],
    supposed: Sequence[Supposed],
    formats: Formats,
) -> RenderableType:
    """A table of the plans and the verdict on each: as believed, and under conditions if there are any."""
    believed, *under = comparisons
    return Group(
        *_verdicts(believed, formats),
        *(Text(printable(caveat)) for caveat in caveat_texts(scenarios, formats)),
        *(_supposed(each, formats, named=len(scenarios) > 1) for each in supposed),
        *(line for comparison in under for line in _verdicts(comparison, formats)),
    )


def _verdicts(comparison: Comparison, formats: Formats) -> Iterable[RenderableType]:
    metric = METRICS[comparison.metric]
    yield Text(f"{metric.label}, against {printable(comparison.baseline)}", style="bold")
    yield _compared(comparison, formats)
    for label, plan in comparison.plans.items():
        if label != comparison.baseline:
            yield Text(f"{printable(label)}: {verdict_text(plan, metric)}.")
    yield Text(" ".join(filter(None, (matters_sentence(comparison, formats), draws_sentence(comparison, formats)))))


def _supposed(supposed: Supposed, formats: Formats, *, named: bool) -> Group:
    """The conditions supposed in a scenario, in its own numbers, and how rare that is."""
    lines = [
        *(knob_text(knob, supposed.scenario, formats) for knob in supposed.knobs),
        *condition_texts(supposed.scenario, supposed.conditions, formats),
    ]
    where = f" in {supposed.scenario.name}" if named else ""
    worlds = worlds_sentence(supposed.scenario, supposed.conditions, formats)
    said = [*lines, *filter(None, (worlds, rarity_text(supposed, formats)))]
    return Group(Text(f"\nSuppose{printable(where)}", style="bold"), *(Text(f"  {printable(line)}") for line in said))


def _about(simulation: Simulation, formats: Formats) -> Text:
    return _headed(simulation, f"{simulation.draws:,} possible worlds, seed {simulation.seed}", formats)


def _headed(simulation: Simulation, worlds: str, formats: Formats) -> Text:
    scenario = simulation.scenario
    horizon = formats.months(scenario.horizon_months)
    return Text.assemble(
        (printable(scenario.name), "bold"),
        f"\n{horizon} from {formats.month_name(scenario.start)}, {scenario.currency};"
        f" {worlds}, model version {MODEL_VERSION}",
    )


def _plan(simulation: Simulation, formats: Formats, on: date) -> Group:
    return Group(
        Text(f"\nPlan: {printable(simulation.plan)}", style="bold"),
        Text(judgement_text(judgement(simulation), formats, simulation.scenario.horizon_months)),
        _headlines(simulation, formats),
        *_channels(simulation, formats),
        *_next_move(simulation, formats),
        *_improvements(simulation, formats),
        *_chances(simulation, chances(simulation), formats),
        *_findings(findings(simulation, formats, on=on)),
    )


def _likely_plan(simulation: Simulation, formats: Formats) -> Group:
    table = _table("The plan", "In this world")
    for metric, written in _written(simulation, formats):
        table.add_row(metric.label, written.middle)
    return Group(
        Text(f"\nPlan: {printable(simulation.plan)}", style="bold"),
        table,
        _channel_table("By channel", simulation, (), formats),
    )


def _headlines(simulation: Simulation, formats: Formats) -> Table:
    table = _table("The plan", "1 in 10 below", "Middle", "1 in 10 above", "Average")
    for metric, written in _written(simulation, formats):
        table.add_row(metric.label, written.low, written.middle, written.high, written.average)
    return table


def _written(simulation: Simulation, formats: Formats) -> Iterable[tuple[AnyMetric, Written]]:
    """The metrics of the plan that stand in its table, with their figures; those beside others where they matter.

    Budget and spend are there where they are two figures.
    """
    summaries = plan_summary(simulation)
    high = {key: summary.p90 for key, summary in summaries.items()}
    left_out = ("budget", "spend") if is_all_spent(summaries["budget"].mean, summaries["spend"].mean) else ()
    for metric in placed("terminal"):
        if metric.key not in left_out and (not metric.beside or is_worth_saying(metric, high[metric.key], high)):
            yield metric, Written(metric, summaries[metric.key], formats, simulation.scenario.horizon_months)


def _channels(simulation: Simulation, formats: Formats) -> Iterable[RenderableType]:
    ranked = [each.metric for each in rankings(simulation)]
    yield _channel_table("Averages by channel", simulation, ranked, formats)
    if ranked:
        yield Text(ranked_otherwise(ranked))


def _channel_table(title: str, simulation: Simulation, ranked: Sequence[AnyMetric], formats: Formats) -> Table:
    """The averages of channels and plan, and the middle values of what ranks the channels otherwise."""
    headings = [metric.heading for metric in placed("terminal_channels")]
    table = _table(title, *headings, *(middle_heading(metric.heading) for metric in ranked))
    for name, summaries in channel_summary(simulation).items():
        if name != OVERHEAD or summaries["marketing_cost"].mean > 0.0:
            table.add_row(
                Text(printable(name) or f"({overhead_name(simulation).lower()})"), *_of_row(summaries, ranked, formats)
            )
    table.add_section()
    table.add_row("The plan", *_of_row(plan_summary(simulation), ranked, formats), style="bold")
    return table


def _of_row(summaries: dict[str, Summary], ranked: Sequence[AnyMetric], formats: Formats) -> list[str]:
    averages = [Written(metric, summaries[metric.key], formats).average for metric in placed("terminal_channels")]
    return [*averages, *(Written(metric, summaries[metric.key], formats).middle for metric in ranked)]


def _next_move(simulation: Simulation, formats: Formats) -> Iterable[Text]:
    returns = marginal_returns(simulation)
    found = next_move(simulation, returns)
    yield Text(next_title(found.step, formats), style="bold")
    yield Text(f"  {printable(move_text(found, returns, formats, simulation.scenario.horizon_months))}\n")


def _improvements(simulation: Simulation, formats: Formats) -> Iterable[Text]:
    found = improvement_worths(simulation)
    if not found:
        return
    yield Text("What improvements are worth in it", style="bold")
    for each in found:
        bought = "bought" if each.is_bought else "not bought"
        text = worth_text(each, simulation.scenario, formats)
        yield Text(f"  {printable(each.name)} ({bought}): {printable(text)}")
    yield Text("")


def _chances(simulation: Simulation, found: Chances, formats: Formats) -> Iterable[Text]:
    horizon = formats.months(simulation.scenario.horizon_months)
    makes, pays = (_chance(simulation, each, formats) for each in (found.of_profit, found.of_payback))
    yield Text("Chances, in possible worlds", style="bold")
    yield Text(f"  makes money: {makes}")
    # A plan that makes money has paid for itself: only where that is another number is it one.
    if pays not in (makes, UNDEFINED):
        yield Text(f"  pays for itself within {horizon}: {pays}")
    for target in simulation.scenario.targets:
        wanted = "" if target.probability is None else f" (wanted: {formats.chance(target.probability)})"
        reached = _chance(simulation, found.targets[target.label], formats, target)
        yield Text(f"  {target.label}: {reached}{wanted}")


def _chance(simulation: Simulation, chance: float, formats: Formats, target: Target | None = None) -> str:
    return formats.chance(chance, chance_error(simulation, chance, target))


def _findings(found: Sequence[Finding]) -> Iterable[RenderableType]:
    if found:
        yield Text("\nWorth checking", style="bold")
    for finding in found:
        yield Padding(Text(f"{printable(finding.message)} {printable(finding.advice)}"), (0, 0, 0, 2))


def _compared(comparison: Comparison, formats: Formats) -> Table:
    metric = METRICS[comparison.metric]
    heading = "Average" if _have_averages(comparison) else "Middle"
    table = _table("Plan", heading, "8 in 10 worlds", "Difference", "8 in 10 worlds", "Better", "Best", "Regret")
    for label, plan in comparison.plans.items():
        own, change = Written(metric, plan.figures, formats), WrittenChange(metric, plan.difference, formats)
        figure, difference = (own.average, change.average) if heading == "Average" else (own.middle, change.middle)
        against = (difference, change.range, formats.chance(plan.probability_better, plan.probability_error))
        table.add_row(
            Text(printable(label)),
            figure,
            own.range,
            *(("", "", "") if label == comparison.baseline else against),
            formats.chance(plan.probability_best, error_of_share(plan.probability_best, comparison.draws)),
            written_average(metric, plan.regret.mean, plan.regret.standard_error, formats),
        )
    return table


def _have_averages(comparison: Comparison) -> bool:
    """Whether every plan has a finite average; a payback that may never come has none."""
    means = [mean for plan in comparison.plans.values() for mean in (plan.figures.mean, plan.difference.mean)]
    return all(map(math.isfinite, means))


def _table(first: str, *others: str) -> Table:
    table = Table(box=SIMPLE, pad_edge=False, header_style="bold", title_justify="left")
    table.add_column(first, overflow="fold", min_width=16)
    for heading in others:
        table.add_column(heading, justify="right", overflow="fold")
    return table
