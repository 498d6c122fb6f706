"""The best split of a budget in plain words; never more certain than the draws, or the search, are."""

from collections.abc import Iterator

from simulator.analyses.allocation.best import Allocation
from simulator.analyses.allocation.by_period import AllocationByPeriod
from simulator.analyses.allocation.improving import ImprovedAllocation
from simulator.analyses.allocation.kept import CENT
from simulator.analyses.allocation.objectives import Kind, Objective
from simulator.analyses.allocation.periods import MONTH, QUARTER
from simulator.analyses.allocation.reasons import Beyond, LimitWorth, Reasons, Unspent
from simulator.analyses.summary import Summary, error_of_share
from simulator.metrics.kpis import METRICS
from simulator.text.formats import Formats
from simulator.text.grammar import listed, within
from simulator.units import Unit

ROUND = 0.005
"""How exactly a sum is said whose own error is not known: a split to the hundredth is not known to the cent."""


def objective_text(objective: Objective, formats: Formats) -> str:
    """Objective that a split is judged by: ``average profit``."""
    metric = METRICS[objective.metric]
    label = within(metric.label)
    match objective.kind:
        case Kind.MEAN:
            return f"average {label}"
        case Kind.MEDIAN:
            return f"middle {label}"
        case Kind.WORST:
            return f"average {label} of the worst tenth of all worlds"
        case Kind.CHANCE:
            # Luck comes on top of what is expected of a count.
            aside = ", luck aside" if metric.unit is Unit.COUNT else ""
            return f"chance of {formats.number(objective.at_least, metric.unit)} {label} or more{aside}"


def value_text(objective: Objective, value: float, formats: Formats) -> str:
    """An objective's value."""
    if objective.kind is Kind.CHANCE:
        return formats.percent(value)
    metric = METRICS[objective.metric]
    return formats.number(value, metric.unit, ROUND * abs(value) if metric.unit is Unit.MONEY else None)


def allocation_verdict(found: Allocation, formats: Formats) -> str:
    """Worth of the answer beside the plan as it is, in one or two sentences."""
    of = objective_text(found.objective, formats)
    if not found.keeps_limits:
        return (
            f"The plan as it is does not keep to this budget and these limits. Of all that do, this is the best split"
            f" that was found for the {of}."
        )
    if found.is_the_present_plan:
        return f"Keep your plan: no split that was found brings more {of}."
    if not found.is_worth_it:
        return f"Keep your plan: the best split that was found is not clearly better by the {of}."
    if found.objective.kind is Kind.CHANCE:
        error = max(error_of_share(each, found.draws // 2) for each in (found.fresh, found.fresh_current))
        points = formats.change(found.fresh - found.fresh_current, Unit.RATE, error)
        return f"Better: {points} in the {of}, scored in worlds that had no part in choosing it."
    gain = value_text(found.objective, found.fresh - found.fresh_current, formats)
    return (
        f"Better: {gain} more {of}, scored in worlds that had no part in choosing it. It brings more profit in"
        f" {formats.chance(found.gain.better, found.gain.better_error)}."
        if found.objective.metric == "profit"
        else f"Better: {gain} more {of}, scored in worlds that had no part in choosing it."
    )


def proof_text(found: Allocation, formats: Formats) -> str:
    """How sure it is that there is no better split, of the steps and limits that were asked for."""
    if found.bound is None:
        return "There is no proof that no other split brings more."
    if found.is_proven:
        return "Proven: no other split in these steps brings more than a thousandth more."
    bound = value_text(found.objective, found.bound, formats)
    return f"Not proven: no split brings more than {bound}, and this one is the best that was found."


def optimism_text(found: Allocation, formats: Formats) -> str:
    """Value of the answer in the worlds of the search, and in others."""
    searched, fresh = (value_text(found.objective, value, formats) for value in (found.value, found.fresh))
    return f"In the worlds in which it was searched it brings {searched}, in others {fresh}."


WHY_UNSPENT = {
    Unspent.DOES_NOT_PAY: "more would not bring more",
    Unspent.NOTHING_TO_BUY: "there is no more to buy in most worlds, or more than was ever tried",
    Unspent.NOTHING_THAT_PAYS: "where more might pay there is no more to buy in most worlds, or it was never tried",
    Unspent.LIMITS: "the limits hold it, or there is no more to buy that was ever tried",
    Unspent.STEP: "it is less than a step",
}


def unspent_text(found: Allocation, why: Unspent | None, formats: Formats) -> str:
    """Remainder of the budget, and why it is left; empty if nothing is."""
    if why is None:
        return ""
    return f"{formats.money(found.unspent)} a month is left unspent: {WHY_UNSPENT[why]}."


def reason_texts(found: Allocation, told: Reasons, formats: Formats) -> Iterator[str]:
    """The reasons for an answer, a sentence or two each: limits, wider limits, money that is left, and the untried."""
    for worth in told.limits:
        yield limit_text(worth, found, told.step, formats)
    if told.wider is not None and told.wider.value > 0.0:
        more = gain_text(found.objective, told.wider.value, told.wider.change, formats)
        yield f"Without limits, but with the same total, the best split brings {more}."
    yield unspent_text(found, told.unspent, formats)
    for each in told.beyond:
        yield beyond_text(each, formats)


def limit_text(worth: LimitWorth, found: Allocation, step: float, formats: Formats) -> str:
    """Worth of a little more on a limit: ``The most for Radio: $100 a month from Print to Radio would ...``."""
    named, little = limit_name(worth.path), formats.money(step)
    if worth.value is None or worth.change is None:
        return f"{named}: {little} more room would change nothing, as other limits hold."
    if worth.value <= 0.0 and worth.path != "total":
        return f"{named}: {little} more room would bring nothing."
    brings = gain_text(found.objective, worth.value, worth.change, formats)
    return f"{named}: {_moved(worth, little)} would bring {brings}."


def limit_name(path: str) -> str:
    """A limit by its path, in words: ``The most for Radio``."""
    place, _, rest = path.partition(".")
    if place == "groups":
        return f"The limit of {rest}"
    name, _, field = rest.rpartition(".")
    return {
        "at_least": f"The least for {name}",
        "at_most": f"The most for {name}",
        "changes_at_most": f"How much {name} may change",
        "locked": f"The lock of {name}",
        "committed_until": f"The commitment to {name}",
        "spendable": f"What there is to buy in {name}",
    }.get(field, "The total")


def _moved(worth: LimitWorth, little: str) -> str:
    if worth.source is None:
        return f"{little} a month more in {worth.target}"
    if worth.target is None:
        return f"{little} a month less in {worth.source}, not spent,"
    return f"{little} a month from {worth.source} to {worth.target}"


def gain_text(objective: Objective, value: float, change: Summary, formats: Formats) -> str:
    """Gain from a change by an objective, with the range of its metric: ``$400 more average profit (8 in 10 ..)``."""
    of = objective_text(objective, formats)
    if objective.kind is Kind.CHANCE:
        return f"{formats.change(value, Unit.RATE)} in the {of}"
    unit, errors = METRICS[objective.metric].unit, (change.standard_error.p10, change.standard_error.p90)
    error = change.standard_error.mean if objective.kind is Kind.MEAN else ROUND * abs(value)
    much = formats.number(abs(value), unit, error)
    spread = formats.change_range(change.p10, change.p90, unit, errors)
    return f"{much} {'more' if value >= 0.0 else 'less'} {of} (8 in 10 worlds: {spread})"


BY = {QUARTER: "quarter", MONTH: "month"}
"""What a period is called, by its length in months."""


def period_texts(found: AllocationByPeriod, formats: Formats) -> Iterator[str]:
    """Worth of a split by period beside one that is the same in all months, and whether there is a better one."""
    objective, by = found.whole.objective, BY[found.length]
    of = objective_text(objective, formats)
    if found.is_worth_it:
        yield f"Better by {by}: {_more_by_period(found, formats)}."
    else:
        yield f"One split for all months will do: by {by} there is no clearly better one by the {of}."
    same, value = (value_text(objective, each, formats) for each in (found.whole.fresh, found.fresh))
    yield f"The same in all months brings {same}, by {by} {value}, in worlds that had no part in the search."
    yield "Only what comes in within the plan's months counts, so that late money goes where it comes back soon."
    if max(found.unspent) >= CENT:
        yield _unspent_by_period(found, formats)
    if found.chosen is not None:
        yield _chosen_text(found, found.chosen, formats)
    yield period_proof_text(found, formats)


def _unspent_by_period(found: AllocationByPeriod, formats: Formats) -> str:
    """How much of the budget is left: ``Between $0 and $400 a month is left unspent.``."""
    least, most = (formats.money(each) for each in (min(found.unspent), max(found.unspent)))
    much = f"{most} a month is" if least == most else f"Between {least} and {most} a month is"
    return f"{much} left unspent."


def _chosen_text(found: AllocationByPeriod, chosen: ImprovedAllocation, formats: Formats) -> str:
    """For what improvements were chosen, and what they leave; that no other choice was tried by period."""
    names, by = listed(list(chosen.bought)), BY[found.length]
    what = f"{names}; {formats.money(found.whole.budget)} a month is left for channels" if names else "none"
    return f"Improvements were chosen for one split in all months: {what}. Other choices were not tried by {by}."


def _more_by_period(found: AllocationByPeriod, formats: Formats) -> str:
    """What is better by period: ``$3,000 more average profit than if the split is the same in all months; in ...``."""
    objective = found.whole.objective
    of, than = objective_text(objective, formats), "than if the split is the same in all months"
    if objective.kind is Kind.MEAN:
        more = value_text(objective, found.gain.mean, formats)
        chance = formats.chance(found.gain.better, found.gain.better_error)
        return f"{more} more {of} {than}; in {chance} worlds"
    more_often = found.fresh - found.whole.fresh
    if objective.kind is Kind.CHANCE:
        return f"{formats.change(more_often, Unit.RATE)} in the {of}, more {than}"
    return f"{value_text(objective, more_often, formats)} more {of} {than}"


def period_proof_text(found: AllocationByPeriod, formats: Formats) -> str:
    """How sure it is that there is no better split by period, of the steps and limits that were asked for."""
    by = BY[found.length]
    if found.bound is None:
        return f"There is no proof that no other split by {by} brings more."
    if found.is_proven:
        return f"Proven: no other split by {by} in these steps brings more than a thousandth more."
    bound = value_text(found.whole.objective, found.bound, formats)
    return f"Not proven: no split by {by} brings more than {bound}, and this one is the best that was found."


def beyond_text(beyond: Beyond, formats: Formats) -> str:
    """A warning that an amount was never tried."""
    return (
        f"{beyond.channel} gets {formats.money(beyond.amount)} a month, more than was ever tried: its figures were"
        f" stated near {formats.money(beyond.known)} and hold up to {formats.money(beyond.furthest)}."
    )


def moves_text(found: Allocation, formats: Formats) -> str:
    """Amounts that go down and amounts that go up; empty where nothing moves."""
    changed = {name: amount - found.now[name] for name, amount in found.spend.items()}
    down = [f"{formats.money(-by)} less in {name}" for name, by in changed.items() if by < -CENT]
    up = [f"{formats.money(by)} more in {name}" for name, by in changed.items() if by > CENT]
    parts = [listed(each) for each in (down, up) if each]
    return f"A month, {'; '.join(parts)}." if parts else ""
