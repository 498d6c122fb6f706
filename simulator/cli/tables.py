"""Results as text for people: tables for a terminal."""

import math
from collections.abc import Iterable, Sequence

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from simulator.analyses.comparison import Comparison, caveats
from simulator.analyses.probabilities import Chances, chances
from simulator.analyses.stress import conditions_of
from simulator.analyses.summary import Summary, channel_summary, plan_summary
from simulator.cli.terminal import printable
from simulator.engine.funnel import MODEL_VERSION, OVERHEAD
from simulator.engine.simulation import Simulation
from simulator.findings import Finding, findings
from simulator.metrics.kpis import METRICS
from simulator.presentation.comparison_text import change_words, verdict_text
from simulator.reports.as_json import Supposed
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import UNDEFINED, Formats
from simulator.units import Unit

HEADLINES = (
    "profit", "roi", "payback_months", "customers", "cac", "leads", "cost_per_lead", "revenue", "gross_profit",
    "marketing_cost", "roas", "ltv_to_cac", "peak_cash_need", "open_pipeline", "customers_lost",
)  # fmt: skip
"""The metrics of the plan as a whole, in their order."""

WHEN_ANY = frozenset({"open_pipeline", "customers_lost"})
"""Metrics that are left out where they are zero in every world."""

BY_CHANNEL = {
    "marketing_cost": "Cost",
    "leads": "Leads",
    "customers": "Customers",
    "cac": "CAC",
    "gross_profit": "Gross profit",
    "profit": "Profit",
    "roi": "ROI",
}
"""The columns of the table by channel, with headings that are short enough for one line."""


def run_page(simulations: Sequence[Simulation], formats: Formats) -> RenderableType:
    """The plans one after the other."""
    return Group(_about(simulations[0], formats), *(_plan(simulation, formats) for simulation in simulations))


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
        *(Text(printable(caveat)) for caveat in caveats(scenarios, formats)),
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


def _supposed(supposed: Supposed, formats: Formats, *, named: bool) -> Group:
    """What is supposed in a scenario, in its own numbers, and how rare that is."""
    choices = {choice.path: choice for choice in conditions_of(supposed.scenario, formats)}
    lines = [f"{choices[each.path].label}: {choices[each.path].text(each.side)}" for each in supposed.conditions]
    where = f" in {supposed.scenario.name}" if named else ""
    said = [*lines, supposed.rarity.sentence(formats)]
    return Group(Text(f"\nSuppose{printable(where)}", style="bold"), *(Text(f"  {printable(line)}") for line in said))


def _about(simulation: Simulation, formats: Formats) -> Text:
    scenario = simulation.scenario
    horizon = formats.months(scenario.horizon_months)
    return Text.assemble(
        (printable(scenario.name), "bold"),
        f"\n{horizon} from {formats.month_name(scenario.start)}, {scenario.currency};"
        f" {simulation.draws:,} possible worlds, seed {simulation.seed}, model version {MODEL_VERSION}",
    )


def _plan(simulation: Simulation, formats: Formats) -> Group:
    return Group(
        Text(f"\nPlan: {printable(simulation.plan)}", style="bold"),
        _headlines(simulation, formats),
        _channels(simulation, formats),
        *_chances(simulation, chances(simulation), formats),
        *_findings(findings(simulation, formats)),
    )


def _headlines(simulation: Simulation, formats: Formats) -> Table:
    summaries = plan_summary(simulation)
    table = _table("The plan", "1 in 10 below", "Middle", "1 in 10 above", "Average")
    for key in HEADLINES:
        if key not in WHEN_ANY or summaries[key].p90 > 0.0:
            table.add_row(METRICS[key].label, *_written(key, summaries[key], simulation, formats))
    return table


def _written(key: str, summary: Summary, simulation: Simulation, formats: Formats) -> list[str]:
    """P10, P50, P90 and the mean as text."""
    unit, horizon = METRICS[key].unit, simulation.scenario.horizon_months
    ranks = [
        formats.number(getattr(summary, rank), unit, getattr(summary.standard_error, rank), horizon_months=horizon)
        for rank in ("p10", "p50", "p90")
    ]
    return [*ranks, _average(summary, unit, formats)]


def _channels(simulation: Simulation, formats: Formats) -> Table:
    table = _table("Averages by channel", *BY_CHANNEL.values())
    for name, summaries in channel_summary(simulation).items():
        if name != OVERHEAD or summaries["marketing_cost"].mean > 0.0:
            table.add_row(Text(printable(name) or "(overhead)"), *_averages(summaries, formats))
    table.add_section()
    table.add_row("The plan", *_averages(plan_summary(simulation), formats), style="bold")
    return table


def _averages(summaries: dict[str, Summary], formats: Formats) -> list[str]:
    return [_average(summaries[key], METRICS[key].unit, formats) for key in BY_CHANNEL]


def _chances(simulation: Simulation, found: Chances, formats: Formats) -> Iterable[Text]:
    horizon = formats.months(simulation.scenario.horizon_months)
    yield Text("Chances, in possible worlds", style="bold")
    yield Text(f"  makes money: {formats.chance(found.of_profit)}")
    yield Text(f"  pays for itself within {horizon}: {formats.chance(found.of_payback)}")
    for target in simulation.scenario.targets:
        wanted = "" if target.probability is None else f" (wanted: {formats.chance(target.probability)})"
        yield Text(f"  {target.label}: {formats.chance(found.targets[target.label])}{wanted}")


def _findings(found: Sequence[Finding]) -> Iterable[RenderableType]:
    if found:
        yield Text("\nWorth checking", style="bold")
    for finding in found:
        yield Padding(Text(f"{printable(finding.message)} {printable(finding.advice)}"), (0, 0, 0, 2))


def _compared(comparison: Comparison, formats: Formats) -> Table:
    unit = METRICS[comparison.metric].unit
    figure = _figure_of(comparison)
    heading = "Average" if figure == "mean" else "Middle"
    table = _table("Plan", heading, "8 in 10 worlds", "Difference", "8 in 10 worlds", "Better", "Best", "Regret")
    for label, plan in comparison.plans.items():
        own, change, errors = plan.figures, plan.difference, plan.difference.standard_error
        against = (
            formats.change(getattr(change, figure), unit, getattr(errors, figure)),
            _range_of_change(change, comparison.metric, formats),
            formats.chance(plan.probability_better),
        )
        table.add_row(
            Text(printable(label)),
            formats.number(getattr(own, figure), unit, getattr(own.standard_error, figure)),
            formats.range(own.p10, own.p90, unit, (own.standard_error.p10, own.standard_error.p90)),
            *(("", "", "") if label == comparison.baseline else against),
            formats.chance(plan.probability_best),
            _mean(plan.regret.mean, plan.regret.standard_error, unit, formats),
        )
    return table


def _figure_of(comparison: Comparison) -> str:
    """The average; the middle where some plan has no finite average, as of a payback that may never come."""
    means = [mean for plan in comparison.plans.values() for mean in (plan.figures.mean, plan.difference.mean)]
    return "mean" if all(map(math.isfinite, means)) else "p50"


def _average(summary: Summary, unit: Unit, formats: Formats) -> str:
    return _mean(summary.mean, summary.standard_error.mean, unit, formats)


def _mean(mean: float, error: float, unit: Unit, formats: Formats) -> str:
    # Where it takes for ever in some worlds there is no average time.
    return UNDEFINED if unit is Unit.MONTHS and math.isinf(mean) else formats.number(mean, unit, error)


def _range_of_change(change: Summary, metric: str, formats: Formats) -> str:
    unit, errors = METRICS[metric].unit, change.standard_error
    low = change_words(change.p10, unit, errors.p10, formats)
    high = change_words(change.p90, unit, errors.p90, formats)
    return low if low == high else f"{low} to {high}"


def _table(first: str, *others: str) -> Table:
    table = Table(box=SIMPLE, pad_edge=False, header_style="bold", title_justify="left")
    table.add_column(first, overflow="fold", min_width=16)
    for heading in others:
        table.add_column(heading, justify="right", overflow="fold")
    return table
