"""A comparison in plain words: the verdict on each plan, and what stands behind it; never more certain than it is."""

import math
from dataclasses import dataclass

from simulator.analyses.comparison import Compared, Verdict
from simulator.analyses.summary import Average, Summary
from simulator.metrics.kpis import AnyMetric
from simulator.presentation.figures import WrittenChange
from simulator.presentation.headline import WORTH_SAYING, Favour
from simulator.text.formats import UNDEFINED, Formats
from simulator.text.grammar import within
from simulator.units import Unit

NO_DIFFERENCE = "no meaningful difference: keep your plan"

TIES_HALF = ", counting ties as half"

ALMOST_SURE = 0.99

RELATIVE_ERROR_OF_ERRORS = 0.27
"""A standard error from eight replicates is itself uncertain by 1 / sqrt(2 * 7)."""

ABOUT_ERRORS = (
    "A difference is counted world by world: both plans are tried in the same possible worlds. Give or take says how "
    "much an average could still move if more worlds were tried; it does not make the world itself more certain."
)
ENDLESS_REGRET = {Unit.MONTHS: "never pays back in some worlds in which another plan does"}


@dataclass(frozen=True)
class Fact:
    """One line of what stands behind a verdict; plain text."""

    label: str
    text: str


def verdict_sentence(label: str, compared: Compared, metric: AnyMetric, formats: Formats) -> str:
    """Whether a plan is better than the baseline, and by how much on average."""
    said = verdict_text(compared, metric)
    if compared.verdict in _FAVOURS:
        amount = _on_average(compared.difference, metric, formats)
        return f"{label} is {said}{amount}."
    return f"{label}: {said}."


def verdict_text(compared: Compared, metric: AnyMetric) -> str:
    """The verdict alone, as it follows a plan's name: ``better in 87 of 100 possible worlds``."""
    match compared.verdict:
        case Verdict.UNDEFINED:
            return _undefined(compared, metric)
        case Verdict.NO_DIFFERENCE:
            return f"{NO_DIFFERENCE}{_still_sure(compared)}"
        case Verdict.BETTER | Verdict.WORSE:
            often = _how_often(compared.probability_better)
            return f"{often}{_ties(compared)}{_against_the_average(compared, metric)}"


def _undefined(compared: Compared, metric: AnyMetric) -> str:
    if not metric.better:
        return f"neither more nor less is better by itself: {metric.label}"
    where = "of one or both of these plans" if compared.undefined == 1.0 else "in some possible worlds"
    return f"cannot be compared: there is no such figure {where} ({metric.label})"


def _still_sure(compared: Compared) -> str:
    """The rest that can be said although no difference can be told: that there is none at all, or which way it goes."""
    if compared.tied == 1.0:
        return "; both give the same in every possible world"
    better = compared.probability_better
    sure = max(better, 1.0 - better) >= ALMOST_SURE
    return f"; {_how_often(better)}, but by how much is not known" if sure else ""


def _how_often(better: float) -> str:
    """``worse in 87 of 100 possible worlds``: the more frequent of the two."""
    word, share = ("better", better) if better > 0.5 else ("worse", 1.0 - better)
    if share == 1.0:
        return f"{word} in every possible world"
    if share >= ALMOST_SURE:
        return f"{word} in almost every possible world"
    return f"{word} in {Formats().chance(share)} possible worlds"


def _ties(compared: Compared) -> str:
    return TIES_HALF if compared.verdict in _FAVOURS and compared.tied >= WORTH_SAYING else ""


def _against_the_average(compared: Compared, metric: AnyMetric) -> str:
    gain = compared.difference.mean if metric.better == "higher" else -compared.difference.mean
    on_average = Verdict.BETTER if gain > 0.0 else Verdict.WORSE
    # A nan gain is infinitely better in some worlds and infinitely worse in others: there is no average.
    return "" if on_average is compared.verdict or math.isnan(gain) else f", but {on_average} on average"


def favour(compared: Compared) -> Favour:
    """Whether the verdict is for the plan, against it, or neither."""
    return _FAVOURS.get(compared.verdict, Favour.UNSURE)


_FAVOURS = {Verdict.BETTER: Favour.BETTER, Verdict.WORSE: Favour.WORSE}


def facts(compared: Compared, metric: AnyMetric, formats: Formats) -> list[Fact]:
    """The difference and its range, how often it is for the better, and what choosing the plan may cost."""
    change, written = compared.difference, WrittenChange(metric, compared.difference, formats)
    return [
        Fact("Middle difference", written.middle),
        Fact("8 in 10 worlds", written.range),
        Fact("Average difference", average_difference(change, metric, formats)),
        Fact("Better", worlds(compared.probability_better, formats) + _ties(compared)),
        Fact("The best of all plans", worlds(compared.probability_best, formats)),
        Fact("Choosing it", regret_words(compared.regret, metric, formats)),
    ]


def worlds(share: float, formats: Formats) -> str:
    """``in 87 of 100 possible worlds``."""
    return UNDEFINED if math.isnan(share) else f"in {formats.chance(share)} possible worlds"


def regret_words(regret: Average, metric: AnyMetric, formats: Formats) -> str:
    """Words for the regret of a plan: what choosing it gives away on average against the best plan of each world."""
    if math.isnan(regret.mean):
        return UNDEFINED
    if regret.mean == 0.0:
        return "costs nothing: it is the best plan in every possible world"
    if math.isinf(regret.mean):
        return ENDLESS_REGRET.get(metric.unit, "falls short without limit in some possible worlds")
    if formats.vanishes(regret.mean, metric.unit, regret.standard_error):
        return "costs next to nothing on average against the best plan in each world"
    amount = _amount(regret.mean, metric.unit, regret.standard_error, formats)
    if metric.unit is Unit.MONEY:
        return f"costs {amount} on average against the best plan in each world"
    return f"falls {amount} short on average of the best plan in each world"


def average_difference(difference: Summary, metric: AnyMetric, formats: Formats) -> str:
    """``+$1,350, give or take $40``."""
    if not math.isfinite(difference.mean):
        return UNDEFINED if math.isnan(difference.p50) else "none: without limit in some possible worlds"
    error, change = difference.standard_error.mean, WrittenChange(metric, difference, formats).average
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
    elif metric.unit is Unit.MONEY and not metric.countable:
        more, less = "more", "less"
    return more if value > 0 else less
