"""Improvements in words: which rate one makes better, and what it is worth in a plan; plain text."""

from collections.abc import Sequence

from simulator.analyses.improvement_worth import ImprovementWorth
from simulator.presentation.beliefs import spoken
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import quantity_of
from simulator.scenario.improvements import IMPROVABLE, Improvement
from simulator.scenario.months import month_number
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import listed, quoted

ABOUT_IMPROVEMENTS = (
    "Money that makes a rate better, such as a landing page, a shorter form or sales training. It works on visits and "
    "leads that come from its month on."
)


def belief_label(scenario: Scenario[Belief], path: str) -> str:
    """The words for a belief that can be improved: ``Google Ads: Visits that become leads``."""
    owner, _, name = path.rpartition(".")
    label = IMPROVABLE[name].label if name in IMPROVABLE else name
    channel = owner.removeprefix("channels.")
    return f"{channel}: {label}" if channel != owner else f"All channels: {label}"


def improvement_text(scenario: Scenario[Belief], improvement: Improvement[Belief], formats: Formats) -> str:
    """Effect and cost of an improvement: ``All channels: Leads that become customers, then 30%; $3,000 once``."""
    becomes = spoken(improvement.becomes, quantity_of(improvement, "becomes"), formats)
    costs = _costs(improvement, formats) or "costs nothing"
    return f"{belief_label(scenario, improvement.belief)}, then {becomes}; {costs}"


def purchase_text(improvement: Improvement[Belief], begin: str, formats: Formats) -> str:
    """Improvement that a plan buys, when, for how much and to what end, for readers who do not know the app."""
    costs = _costs(improvement, formats)
    price = f"for {costs}" if costs else "at no cost"
    becomes = spoken(improvement.becomes, quantity_of(improvement, "becomes"), formats)
    belief = f"“{IMPROVABLE[improvement.field].label}” of {improvement.channel or 'all channels'}"
    return f"It buys “{improvement.name}” from {begin} on, {price}: {belief} is then {becomes}."


def _costs(improvement: Improvement[Belief], formats: Formats) -> str:
    paid = [f"{formats.money(improvement.cost)} once"] if improvement.cost else []
    paid += [f"{formats.money(improvement.monthly_cost)} a month"] if improvement.monthly_cost else []
    return " and ".join(paid)


def worth_text(found: ImprovementWorth, scenario: Scenario[Belief], formats: Formats) -> str:
    """Worth of an improvement in a plan, and the most to pay for it."""
    worth, horizon = found.worth, formats.months(scenario.horizon_months)
    begin = formats.month_of(scenario.start, max(1, month_number(found.first, scenario.start)))
    if month_number(found.first, scenario.start) > scenario.horizon_months:
        return f"Bought after the {horizon} that are looked at, it changes nothing in them."
    if worth.p90 == worth.p10 == 0.0:
        return f"From {begin} on it changes nothing in this plan: nobody comes by what it improves, or it is no better."
    brings = "brings" if found.is_bought else "would bring"
    error = worth.standard_error.mean
    spread = "" if worth.p10 == worth.p90 else f" (8 in 10 worlds: {_range(found, formats)})"
    told = f"From {begin} on it {brings} {formats.money(worth.mean, error)} more profit in {horizon}{spread}"
    verdict = _verdict(found, formats)
    return f"{told}, before its cost of {formats.money(found.cost)}. {verdict}"


def _range(found: ImprovementWorth, formats: Formats) -> str:
    low, high = (formats.money(each, found.worth.standard_error.mean) for each in (found.worth.p10, found.worth.p90))
    return f"{low} to {high}"


def _verdict(found: ImprovementWorth, formats: Formats) -> str:
    most = formats.money(found.most_to_pay, found.worth.standard_error.mean)
    at_most = f"Pay at most {most} once for it" + (", beside what it costs each month" if found.monthly else "")
    doubt = 2.0 * found.worth.standard_error.mean
    if found.net > doubt:
        return f"{at_most}: it pays."
    if found.net < -doubt:
        return f"{at_most}: at its price it does not pay in this time."
    return f"{at_most}: it neither pays nor costs much."


def choice_text(names: Sequence[str], monthly_cost: float, formats: Formats) -> str:
    """Which improvements the best use of a budget buys, and what they take of it."""
    if not names:
        return "Buy no improvement: channels make more of the money."
    taken = formats.money(float(round(monthly_cost)))
    return (
        f"Buy {listed(quoted(names))}: {taken} a month of the budget, spread over all months; the rest is for channels."
    )
