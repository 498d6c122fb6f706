"""A comparison in plain words: the verdict on each plan, and what stands behind it; never more certain than it is."""

import math
from dataclasses import dataclass

from simulator.analyses.comparison import Compared, Comparison, balance
from simulator.analyses.summary import Average, Summary
from simulator.analyses.verdict import Balance, Verdict
from simulator.metrics.kpis import METRICS, AnyMetric
from simulator.presentation.figures import WrittenChange
from simulator.presentation.headline import WORTH_SAYING, Favour, favour_of
from simulator.text.formats import UNDEFINED, Formats
from simulator.text.grammar import within
from simulator.units import Unit

NO_DIFFERENCE, KEEP = "no meaningful difference", "keep your plan"

TIES_HALF = ", counting ties as half"

BETTER_NOWHERE = "in no possible world: both are the same"
SAME_EVERYWHERE = "both give the same in every possible world"

ALMOST_SURE = 0.99
MOST = 0.5

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
    said, amount = verdict_text(compared, metric), _on_average(compared, metric, formats)
    match compared.verdict:
        case Verdict.BETTER | Verdict.WORSE:
            return f"{label} is {said}{f': {amount}' if amount else ''}."
        case Verdict.MIXED:
            return f"{label} is {said}; {amount}."
        case _:
            return f"{label}: {said}."


def verdict_text(compared: Compared, metric: AnyMetric) -> str:
    """The verdict alone, as it follows a plan's name: ``better in 87 of 100 possible worlds``."""
    own = balance(metric, compared.difference, compared.probability_better)
    match compared.verdict:
        case Verdict.UNDEFINED:
            return _undefined(compared, metric)
        case Verdict.NO_DIFFERENCE:
            return _never(compared, metric) or _no_difference(compared, own)
        case Verdict.MIXED:
            average, worlds = ("better", "worse") if own.mean > 0.0 else ("worse", "better")
            return f"mixed: {average} on average, but {worlds} in {_share_of(worlds, own, compared)}{_ties(compared)}"
        case Verdict.BETTER | Verdict.WORSE:
            return _decided(compared, own)


def _undefined(compared: Compared, metric: AnyMetric) -> str:
    if not metric.better:
        same = f"; {SAME_EVERYWHERE}" if compared.tied == 1.0 else ""
        return f"neither more nor less is better by itself: {metric.label}{same}"
    where = "of one or both of these plans" if compared.undefined == 1.0 else "in some possible worlds"
    return f"cannot be compared: there is no such figure {where} ({metric.label})"


def _never(compared: Compared, metric: AnyMetric) -> str:
    """Words for two plans that differ in nothing because most worlds have no end of either; empty elsewhere."""
    if metric.unit is not Unit.MONTHS or compared.endless <= MOST:
        return ""
    return f"neither is paid back in {'any possible world' if compared.endless == 1.0 else 'most worlds'}"


def _no_difference(compared: Compared, own: Balance) -> str:
    if compared.tied == 1.0:
        return f"{NO_DIFFERENCE}: {KEEP}; {SAME_EVERYWHERE}"
    # Nobody is told to stay where the other plan is a little better.
    loses_by_staying = own.better > 0.5 or own.mean > 0.0 or own.middle > 0.0
    return NO_DIFFERENCE if loses_by_staying else f"{NO_DIFFERENCE}: {KEEP}"


def _decided(compared: Compared, own: Balance) -> str:
    """How often the plan is better, or worse; and what its average says, where that says less."""
    if own.better == 0.5:
        return f"{compared.verdict} on average, and as often better as worse"
    alike = math.isfinite(own.mean) and abs(own.mean) <= compared.matters
    return f"{_how_often(own, compared)}{_ties(compared)}{', but about the same on average' if alike else ''}"


def _how_often(own: Balance, compared: Compared) -> str:
    """``worse in 87 of 100 possible worlds``: the more frequent of the two."""
    word = "better" if own.better > 0.5 else "worse"
    return f"{word} in {_share_of(word, own, compared)}"


def _share_of(word: str, own: Balance, compared: Compared) -> str:
    """``87 of 100 possible worlds``: those in which the plan is ``better``, or ``worse``."""
    share = own.better if word == "better" else 1.0 - own.better
    if share == 1.0:
        return "every possible world"
    if share >= ALMOST_SURE:
        return "almost every possible world"
    if round(100 * share) == 50:
        return "somewhat more than half of all possible worlds"
    return f"{Formats().chance(share, compared.probability_error)} possible worlds"


def _ties(compared: Compared) -> str:
    counted = compared.verdict in {Verdict.BETTER, Verdict.WORSE, Verdict.MIXED}
    return TIES_HALF if counted and compared.tied >= WORTH_SAYING else ""


def favour(compared: Compared) -> Favour:
    """Whether the verdict is for the plan, against it, or neither."""
    return favour_of(compared.verdict)


def matters_sentence(comparison: Comparison, formats: Formats) -> str:
    """Which differences do not matter, as in ``Differences of up to $120 in profit after marketing do not count``."""
    metric = METRICS[comparison.metric]
    if comparison.matters == 0.0:
        return f"Every difference in {within(metric.label)} counts, however small."
    matters = comparison.matters
    if metric.whole_months and matters < 1.0:
        return f"Every difference in {within(metric.label)} of a month or more counts."
    amount = _amount(math.floor(matters) if metric.whole_months else matters, metric.unit, 0.0, formats)
    return f"Differences of up to {amount} in {within(metric.label)} do not count."


def draws_sentence(comparison: Comparison, formats: Formats) -> str:
    """In how many possible worlds the plans were tried, and whether these decide every verdict."""
    tried = f"Tried in {formats.count(comparison.draws)} possible worlds"
    return f"{tried}." if comparison.settled else f"{tried}, which leave a verdict open: more worlds could turn it."


def own_figures_sentence(comparison: Comparison, draws: int, formats: Formats) -> str:
    """From how many possible worlds the plans' own figures are, where those are not the comparison's; else empty."""
    if comparison.draws == draws:
        return ""
    return f"Each plan's own figures are from {formats.count(draws)} worlds, those of the page Plan."


def facts(compared: Compared, metric: AnyMetric, formats: Formats) -> list[Fact]:
    """The difference and its range, how often it is for the better, and what choosing the plan may cost."""
    change, written = compared.difference, WrittenChange(metric, compared.difference, formats)
    return [
        Fact("Middle difference", written.middle),
        Fact("8 in 10 worlds", written.range),
        Fact("Average difference", average_difference(change, metric, formats)),
        Fact("Better", _better_in(compared, formats)),
        Fact("The best of all plans", worlds(compared.probability_best, formats)),
        Fact("Choosing it", regret_words(compared.regret, metric, formats)),
    ]


def _better_in(compared: Compared, formats: Formats) -> str:
    """How often the plan is better; two plans that are alike in every world are not better in half of them."""
    if compared.tied == 1.0:
        return BETTER_NOWHERE
    often = worlds(compared.probability_better, formats, compared.probability_error)
    return often + (TIES_HALF if compared.tied >= WORTH_SAYING else "")


def worlds(share: float, formats: Formats, error: float | None = None) -> str:
    """``in 87 of 100 possible worlds``; ``error`` is the standard error of the share."""
    return UNDEFINED if math.isnan(share) else f"in {formats.chance(share, error)} possible worlds"


def regret_words(regret: Average, metric: AnyMetric, formats: Formats) -> str:
    """Words for the regret of a plan: what choosing it gives away on average against the best plan of each world."""
    if math.isnan(regret.mean):
        return UNDEFINED
    if regret.mean == 0.0:
        return "costs nothing: no other plan is better in any possible world"
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


def _on_average(compared: Compared, metric: AnyMetric, formats: Formats) -> str:
    """``on average $1,200 more profit after marketing``; empty where there is no average, or none that matters."""
    mean, error = compared.difference.mean, compared.difference.standard_error.mean
    if not math.isfinite(mean) or abs(mean) <= compared.matters:
        return ""
    amount = _amount(mean, metric.unit, error, formats)
    return f"on average {amount} {_direction(mean, metric)} {within(metric.label)}"


def _direction(value: float, metric: AnyMetric) -> str:
    more, less = "higher", "lower"
    if metric.unit is Unit.MONTHS:
        more, less = "longer", "shorter"
    elif metric.unit is Unit.COUNT:
        more, less = "more", "fewer"
    elif metric.unit is Unit.MONEY and not metric.countable:
        more, less = "more", "less"
    return more if value > 0 else less
