"""A comparison in plain words: the verdict on each plan, and what stands behind it; never more certain than it is."""

import math
from dataclasses import dataclass

from simulator.analyses.comparison import TIES_HALF, Average, Compared
from simulator.analyses.summary import Summary
from simulator.metrics.kpis import AnyMetric
from simulator.presentation.headline import Favour
from simulator.text.formats import NEARLY, UNDEFINED, Formats
from simulator.text.grammar import within
from simulator.units import Unit

RELATIVE_ERROR_OF_ERRORS = 0.27
"""A standard error from eight replicates is itself uncertain by 1 / sqrt(2 * 7)."""

ABOUT_ERRORS = (
    "A difference is counted world by world: both plans are tried in the same possible worlds. Give or take says how "
    "much an average could still move if more worlds were tried; it does not make the world itself more certain."
)
ENDLESS_REGRET = {Unit.MONTHS: "never pays back in some worlds in which another plan does"}
ENDLESS_CHANGE = {1.0: "now never", -1.0: "no longer never"}
"""What an infinite change of a number of months is, by its sign."""


@dataclass(frozen=True)
class Fact:
    """One line of what stands behind a verdict; plain text."""

    label: str
    text: str


def verdict_sentence(label: str, compared: Compared, metric: AnyMetric, formats: Formats) -> str:
    """Whether a plan is better than the baseline, and by how much on average."""
    said = compared.verdict
    if said.startswith(("better", "worse")):
        amount = _on_average(compared.difference, metric, formats)
        return f"{label} is {said}{amount}."
    return f"{label}: {said}."


def favour(compared: Compared) -> Favour:
    """Whether the verdict is for the plan, against it, or neither."""
    said = compared.verdict
    return Favour.BETTER if said.startswith("better") else Favour.WORSE if said.startswith("worse") else Favour.UNSURE


def facts(compared: Compared, metric: AnyMetric, formats: Formats) -> list[Fact]:
    """The difference and its range, how often it is for the better, and what choosing the plan may cost."""
    change = compared.difference
    return [
        Fact("Middle difference", change_words(change.p50, metric.unit, change.standard_error.p50, formats)),
        Fact("8 in 10 worlds", _change_range(change, metric, formats)),
        Fact("Average difference", average_difference(change, metric, formats)),
        Fact(
            "Better",
            worlds(compared.probability_better, formats) + (TIES_HALF if TIES_HALF in compared.verdict else ""),
        ),
        Fact("The best of all plans", worlds(compared.probability_best, formats)),
        Fact("Choosing it", regret_words(compared.regret, metric, formats)),
    ]


def worlds(share: float, formats: Formats) -> str:
    """``in 87 of 100 possible worlds``."""
    return UNDEFINED if math.isnan(share) else f"in {formats.chance(share)} possible worlds"


def regret_words(regret: Average, metric: AnyMetric, formats: Formats) -> str:
    """What choosing a plan gives away on average against whichever plan is best in each world."""
    if math.isnan(regret.mean):
        return UNDEFINED
    if regret.mean == 0.0:
        return "costs nothing: it is the best plan in every possible world"
    if math.isinf(regret.mean):
        return ENDLESS_REGRET.get(metric.unit, "falls short without limit in some possible worlds")
    amount = _amount(regret.mean, metric.unit, regret.standard_error, formats)
    if amount.startswith(NEARLY):
        return "costs next to nothing on average against the best plan in each world"
    if metric.unit is Unit.MONEY:
        return f"costs {amount} on average against the best plan in each world"
    return f"falls {amount} short on average of the best plan in each world"


def average_difference(difference: Summary, metric: AnyMetric, formats: Formats) -> str:
    """``+$1,350, give or take $40``."""
    if not math.isfinite(difference.mean):
        return UNDEFINED if math.isnan(difference.p50) else "none: without limit in some possible worlds"
    error = difference.standard_error.mean
    change = formats.change(difference.mean, metric.unit, error)
    if error == 0.0 or math.isnan(error):
        return change
    return f"{change}, give or take {error_words(error, metric.unit, formats)}"


def error_words(error: float, unit: Unit, formats: Formats) -> str:
    """A standard error with as many digits as eight replicates can support."""
    return _amount(error, unit, RELATIVE_ERROR_OF_ERRORS * error, formats)


def _amount(value: float, unit: Unit, error: float, formats: Formats) -> str:
    """A size without a sign; rates in points of percent, because a difference of rates is not a share."""
    return formats.change(abs(value), unit, error).removeprefix("+")


def _on_average(difference: Summary, metric: AnyMetric, formats: Formats) -> str:
    if not math.isfinite(difference.mean):
        return ""
    amount = _amount(difference.mean, metric.unit, difference.standard_error.mean, formats)
    # "but worse on average" has said already which way it goes.
    return f": on average {amount} {_direction(difference.mean, metric)} {within(metric.label)}"


def _direction(value: float, metric: AnyMetric) -> str:
    more, less = "higher", "lower"
    if metric.unit is Unit.MONTHS:
        more, less = "longer", "shorter"
    elif metric.unit is Unit.COUNT:
        more, less = "more", "fewer"
    elif metric.unit is Unit.MONEY and not metric.label.startswith(("Cost", "Lifetime")):
        more, less = "more", "less"
    return more if value > 0 else less


def change_words(value: float, unit: Unit, error: float | None, formats: Formats) -> str:
    """A difference in words; months are counted, so that their quantiles have no decimals to round."""
    if unit is not Unit.MONTHS:
        return formats.change(value, unit, error)
    return ENDLESS_CHANGE[math.copysign(1.0, value)] if math.isinf(value) else formats.change(value, unit)


def _change_range(difference: Summary, metric: AnyMetric, formats: Formats) -> str:
    if math.isnan(difference.p10) or math.isnan(difference.p90):
        return UNDEFINED
    errors = difference.standard_error
    low = change_words(difference.p10, metric.unit, errors.p10, formats)
    high = change_words(difference.p90, metric.unit, errors.p90, formats)
    return low if low == high else f"{low} to {high}"
