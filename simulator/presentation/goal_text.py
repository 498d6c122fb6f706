"""Goals and their cost in plain words; never more certain than the draws, or the search, are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.analyses.goals.advice import StageAdvice, Why
from simulator.analyses.goals.backwards import Backwards, Gap, StageNeed
from simulator.analyses.goals.goal import Goal
from simulator.analyses.goals.prices import SURE, HighestPrice
from simulator.analyses.goals.rates import BETTER, RateNeeded
from simulator.analyses.goals.reach import Reach
from simulator.analyses.goals.takes import Takes
from simulator.analyses.verdict import OWN_ERRORS
from simulator.metrics.kpis import METRICS
from simulator.presentation.figures import Written
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import PayPerLead
from simulator.scenario.scenario import Scenario
from simulator.text.formats import UNDEFINED, Formats
from simulator.text.grammar import listed, within
from simulator.units import Unit

HARDLY = 0.005
"""A difference in an amount that is no difference [money per month]."""

ENOUGH = 0.02
"""A gap of a smaller part of what is wanted is none to speak of."""


def span_text(goal: Goal, scenario: Scenario[Belief], formats: Formats) -> str:
    """The months of a goal: ``within 24 months``, ``in the first year``, ``from Jan 2028 to Dec 2028``."""
    end = goal.end(scenario.horizon_months)
    if (goal.first, end) == (1, scenario.horizon_months):
        return f"within {formats.months(end)}"
    if (goal.first, end) == (1, 12):
        return "in the first year"
    return f"from {month_text(goal.first, scenario, formats)} to {month_text(end, scenario, formats)}"


def month_text(month: int, scenario: Scenario[Belief], formats: Formats) -> str:
    """A month of the plan: ``Jan 2027``."""
    return formats.month_of(scenario.start, month)


def number_text(goal: Goal, formats: Formats) -> str:
    """The number of a goal with what it counts: ``240 new customers``, ``an ROI of 50%``."""
    metric = METRICS[goal.metric]
    number = formats.number(goal.number, metric.unit)
    match goal.metric:
        case "roi":
            return f"an ROI of {number} or more"
        case "cac":
            return f"a cost per new customer of {number} or less"
        case "payback_months":
            return f"payback within {number}"
    label = within(metric.label)
    return _so_many(number, label) if metric.unit is Unit.COUNT else f"{number} of {label}"


def _so_many(number: str, label: str) -> str:
    """How many of what a label of several says: ``240 new customers``, ``1 new customer``."""
    if number != "1":
        return f"{number} {label}"
    noun = next((word for word in label.split() if word.endswith("s")), "")
    one = f"{noun.removesuffix('ies')}y" if noun.endswith("ies") else noun.removesuffix("s")
    return f"1 {label.replace(noun, one, 1)}" if noun else f"1 {label}"


def goals_text(goals: Sequence[Goal], scenario: Scenario[Belief], formats: Formats) -> str:
    """All goals in a few words."""
    if len(goals) == 1:
        one = goals[0]
        tail = "" if one.metric == "payback_months" else f" {span_text(one, scenario, formats)}"
        return f"{number_text(one, formats)}{tail}"
    if len({goal.metric for goal in goals}) > 1:
        return listed([goals_text([goal], scenario, formats) for goal in goals])
    numbers = [formats.number(goal.number, METRICS[goal.metric].unit) for goal in goals]
    label = within(METRICS[goals[0].metric].label)
    start = month_text(goals[0].first, scenario, formats)
    return f"{listed(numbers)} {label} in the {len(goals)} quarters from {start} on, all of them"


def answer_text(found: Reach, scenario: Scenario[Belief], formats: Formats) -> str:
    """The answer in one sentence."""
    wanted = goals_text(found.goals, scenario, formats)
    chance = formats.chance(found.chance, found.chance_error)
    budget = _budget_text(found, formats)
    if not found.reachable:
        asked = formats.chance(found.probability)
        return (
            f"Not reachable within the limits: the best is {chance} possible worlds, with {budget}. You want"
            f" {wanted} in {asked}."
        )
    if found.is_the_present_plan:
        return f"Your plan does it: {budget} brings {wanted} in {chance} possible worlds."
    if found.is_largest:
        return f"Up to {budget} brings {wanted} in {chance} possible worlds."
    return f"{budget} brings {wanted} in {chance} possible worlds."


def _budget_text(found: Reach, formats: Formats) -> str:
    """``$2,000 a month``, ``$2,000 a month, $235 of it for Calls,``."""
    total = f"{formats.money(found.total)} a month"
    if not found.among or not found.bought:
        return total
    cost = formats.money(found.monthly_cost) if found.monthly_cost else "nothing"
    return f"{total}, {cost} of it for {listed(list(found.bought))},"


def beside_text(found: Reach, formats: Formats) -> str:
    """How the present plan stands to the goals; empty where it is the answer."""
    if found.is_the_present_plan:
        return ""
    chance = formats.chance(found.present_chance, found.chance_error)
    more = found.total - found.present_total
    beside = (
        "as much"
        if abs(more) < HARDLY
        else f"{formats.money(abs(more))} {'more' if found.present_total > found.total else 'less'}"
    )
    return f"Your plan spends {beside}, {formats.money(found.present_total)} a month, and does so in {chance}."


def each_text(found: Reach, scenario: Scenario[Belief], formats: Formats) -> str:
    """The chance of each of several goals by itself; empty for one."""
    if len(found.goals) == 1:
        return ""
    parts = [
        f"{_short(goal, scenario, formats)} {formats.chance(chance, found.chance_error)}"
        for goal, chance in zip(found.goals, found.each, strict=True)
    ]
    return f"That is the chance that all hold at once. Each by itself: {listed(parts)}."


def _short(goal: Goal, scenario: Scenario[Belief], formats: Formats) -> str:
    end = goal.end(scenario.horizon_months)
    return f"{month_text(goal.first, scenario, formats)} to {month_text(end, scenario, formats)}"


def how_sure_text(found: Reach, formats: Formats) -> str:
    """Grounds for the answer."""
    searched = f"Budgets of up to {formats.money(found.most)} a month were looked at, in steps of"
    searched = (
        f"{searched} {formats.money(found.step)}, and no channel beyond what it can spend or was ever tried with."
    )
    what = proof_text(found, formats)
    if found.among:
        what = f"{what} {AMONG}"
    if not found.chance_error:
        return f"{searched} {what} There is one world, because every number is certain; the rest is luck."
    known = max(1, math.ceil(100 * OWN_ERRORS * found.chance_error))
    return (
        f"{searched} {what} The chance is that of worlds that had no part in the search, and known to about {known} in"
        " 100."
    )


AMONG = "Improvements were chosen in fewer worlds; what is proven is so with those that are bought."


def proof_text(found: Reach, formats: Formats) -> str:
    """Whether there is a better answer, in the worlds of the search and in its steps: proven, or only not found."""
    side, best, beyond = ("larger", "largest", "above") if found.is_largest else ("smaller", "smallest", "below")
    if not found.reachable:
        if found.is_proven:
            return "Proven: in the worlds of the search no budget in these steps does it, however it is split."
        return "No better split was found, which is no proof that there is none."
    if found.is_proven:
        return f"Proven: in the worlds of the search no {side} budget in these steps does it, however it is split."
    if found.bound is None:
        return f"No {side} budget was found that does it, which is no proof that there is none."
    return (
        f"This is the {best} that was found. Proven is only that no budget {beyond}"
        f" {formats.money(found.bound + found.monthly_cost)} does it in the worlds of the search."
    )


def fallen_short_text(found: Reach, formats: Formats) -> str:
    """That the chance lies a little below what was asked for; empty where it does not."""
    asked = formats.chance(found.probability)
    alike = found.chance >= found.probability or formats.chance(found.chance, found.chance_error) == asked
    return "" if alike or not found.reachable else f"You asked for {asked}: so many worlds cannot tell the two apart."


# -- the funnel backwards ----------------------------------------------------------------------------------------------


def people_text(need: StageNeed, formats: Formats) -> str:
    """How many people at a stage it takes, with its range: ``185 (121 to 392)``."""
    needed = need.needed
    if not math.isfinite(needed.mean):
        return UNDEFINED
    average = _people(needed.mean, formats)
    if not (math.isfinite(needed.p10) and math.isfinite(needed.p90)):
        return average
    spread = formats.range(needed.p10, needed.p90, Unit.COUNT, (_doubt(needed.p10), _doubt(needed.p90)))
    return average if spread == average else f"{average} ({spread})"


def given_text(need: StageNeed, formats: Formats) -> str:
    """How many the plan brings, on average."""
    return _people(need.given.mean, formats)


def _people(count: float, formats: Formats) -> str:
    return formats.count(count, _doubt(count))


def _doubt(count: float) -> float:
    """What nobody plans to the last digit is written in two."""
    return 0.03 * abs(count)


def gap_texts(takes: Takes, scenario: Scenario[Belief], formats: Formats) -> list[str]:
    """Where the gaps lie, quarter by quarter; and what is missing where on average nothing is."""
    lacking = [span for span in takes.quarters if _lacks(span)]
    alike = {_too_few(span, formats) for span in lacking}
    if len(lacking) == len(takes.quarters) > 1 and len(alike) == 1 and "" not in alike:
        return [f"In every quarter {alike.pop()}"]
    texts = [
        f"{month_text(span.goal.first, scenario, formats)} to"
        f" {month_text(span.goal.end(scenario.horizon_months), scenario, formats)}:"
        f" {gap_text(span, scenario, formats)}"
        for span in lacking
    ]
    if lacking or not takes.quarters:
        return texts
    if takes.reach.present_chance >= takes.reach.probability:
        return ["The plan brings enough people in every quarter."]
    return [
        "On average the plan brings enough people in every quarter. What is missing is being sure of it: in bad worlds"
        " it takes the larger numbers."
    ]


def wanted_text(span: Backwards, formats: Formats) -> str:
    """How much is wanted in some months."""
    return formats.number(span.goal.number, METRICS[span.goal.metric].unit, _doubt(span.goal.number))


def _lacks(span: Backwards) -> bool:
    return span.gap is not Gap.NONE and span.goal.number - span.given.mean >= ENOUGH * span.goal.number


def gap_text(span: Backwards, scenario: Scenario[Belief], formats: Formats) -> str:
    """Where the gap of some months lies, in a sentence."""
    metric = METRICS[span.goal.metric]
    given = formats.number(span.given.mean, metric.unit, _doubt(span.given.mean))
    wanted = wanted_text(span, formats)
    before = f"{wanted} wanted, {given} from the plan on average"
    if not _lacks(span):
        return f"{before}: no gap."
    if span.gap is Gap.ROOM:
        if span.room < span.goal.number and span.goal.metric == "customers":
            room = _so_many(formats.count(span.room), "new customers")
            return f"{before}: there is room for {room} only; more leads do not help."
        return f"{before}: enough people want to buy, but there is no room for them all."
    if span.gap is Gap.LATE:
        later = formats.count(span.signing_later, 0.05 * span.signing_later)
        sign = "customer signs" if later == "1" else "customers sign"
        return (
            f"{before}: there are leads enough, but {later} {sign} after these months. Begin earlier, or close faster."
        )
    if not math.isfinite(span.times.mean):
        return f"{before}: the plan brings nobody whose deal falls into these months."
    return f"{before}: {_too_few(span, formats)}"


def _too_few(span: Backwards, formats: Formats) -> str:
    """That too few people come in, and how many it takes; empty where that is not the gap."""
    if span.gap is not Gap.PEOPLE or not math.isfinite(span.times.mean):
        return ""
    times = formats.ratio(span.times.mean, _doubt(span.times.mean)).removesuffix("x")
    return f"too few people come in. It takes {times} times as many at every stage."


def ahead_text(spans: Sequence[Backwards], formats: Formats) -> str:
    """How long before their deals people come in; empty where that is no time to speak of."""
    known = [span.ahead for span in spans if math.isfinite(span.ahead)]
    if not known or max(known) < 0.5:
        return "Counted are the people whose deals fall into a quarter."
    months = formats.months(max(known), 0.3)
    return f"Counted are the people whose deals fall into a quarter; they come in up to {months} before, on average."


def rate_text(rate: RateNeeded, formats: Formats) -> str:
    """Rate that it would take to reach the goals alone."""
    label, now = METRICS[rate.name].label, formats.percent(rate.now, 0.01 * rate.now)
    if rate.needed is None:
        return f"{label}: {now} now. Even {formats.percent(1.0)} would not do alone."
    if rate.needed <= rate.now * 1.001:
        return f"{label}: {now} now, which is enough."
    return f"{label}: {now} now. {formats.percent(rate.needed, 0.02 * rate.needed)} would do alone."


# -- prices and advice -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PriceRow:
    """A row of the table of prices, as text."""

    channel: str
    unit: str
    now: str
    highest: str
    sure: str
    lead_now: str
    lead_highest: str
    lead_sure: str
    note: str


def price_row(price: HighestPrice, formats: Formats) -> PriceRow:
    """The highest prices of a channel; those of a lead stand by themselves only where it buys something else."""
    buys_leads = price.field == PayPerLead.cost
    lead_prices = (math.nan,) * 3 if buys_leads else (price.lead_now, price.lead_highest, price.lead_sure)
    lead_now, lead_highest, lead_sure = lead_prices
    return PriceRow(
        channel=price.channel,
        unit=price.label,
        now=_money(price.now, formats),
        highest=_money(price.highest, formats),
        sure=_in_most_worlds(price.sure, price.highest, formats),
        lead_now=_money(lead_now, formats),
        lead_highest=_money(lead_highest, formats),
        lead_sure=_in_most_worlds(lead_sure, lead_highest, formats),
        note="" if price.pays_now else "does not pay at today's price",
    )


def _in_most_worlds(price: float, average: float, formats: Formats) -> str:
    """Up to which price it pays in nearly all worlds: ``in 90 of 100 worlds: $8``; empty where that says no more."""
    if not math.isfinite(price) or math.isclose(price, average):
        return ""
    return f"in {formats.chance(SURE)} worlds: {_money(price, formats) if price else 'at no price'}"


def _money(amount: float, formats: Formats) -> str:
    return UNDEFINED if not math.isfinite(amount) else formats.money(amount, 0.005 * abs(amount))


_FROM = {
    "visit": "calls to action, landing pages, and the length of forms",
    "lead": "what the form asks, and which sources qualify",
    "mql": "nurturing: emails to leads who are not ready yet",
    "sql": "friction before the first talk, and a lower offer to begin with",
    "opportunity": "follow-up, the offer, and the price",
}
"""What to look at where people are lost after a stage."""

_INTO = {"customer": "follow-up, the offer, and the price"}


def work_on(name: str) -> str:
    """Points to look at where a rate is weak."""
    source, _, target = name.removesuffix("_rate").partition("_to_")
    first = _FROM[source]
    last = _INTO.get(target, "")
    return first if not last or last == first else f"{first}; then {last}"


def advice_text(advice: StageAdvice, formats: Formats) -> str:
    """Advice on what to work on, why, and what it is worth."""
    worth = advice.worth
    label, now = METRICS[worth.name].label, formats.percent(worth.now, 0.01 * worth.now)
    gain, tenth = Written(METRICS["profit"], worth.gain, formats), formats.percent(BETTER - 1.0)
    spread = f" (8 in 10 worlds: {gain.spread})" if gain.spread else ""
    rate = formats.percent(min(1.0, BETTER * worth.now), 0.01 * worth.now)
    # More customers whose work costs more than they pay lower the profit.
    brings = f"be worth {gain.average} of profit" if worth.gain.mean >= 0.0 else f"change profit by {gain.average}"
    better = f"{tenth} better, {rate}, would {brings} over the plan{spread}."
    if advice.why is Why.BELOW:
        assert advice.usual is not None, "what lies below has something to lie below"
        whose = f" in {advice.channel}" if advice.channel else ""
        usual = formats.range(*advice.usual, Unit.RATE)
        why = f"{label}{whose}: {formats.percent(advice.stated)}, and its source gives {usual}."
    else:
        why = f"{label}: {now}. Of all stages, this is where {tenth} better is worth most."
    return f"{why} Look at {work_on(worth.name)}. {better}"
