"""Plans in words: which there are, which is the baseline, and what each spends where."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from simulator.presentation.changes.improvements import purchase_changes
from simulator.presentation.changes.matching import Matching, keeps_order, matched
from simulator.presentation.changes.phrasing import Phrasing, called, in_order, moved
from simulator.presentation.changes.records import record_changes
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.months import month_number
from simulator.scenario.plans import Monthly, Periodic, PerQuarter, PerYear, Plan, Schedule, Spans, Steady
from simulator.scenario.scenario import HORIZON_MOST, Scenario
from simulator.text.formats import Formats
from simulator.units import FloatArray, Unit

NOTHING = "nothing"
MOST_SPANS_TOLD = 3

_PERIODS: Mapping[type[Schedule], str] = {PerQuarter: "quarter", PerYear: "year"}


def plan_changes(phrasing: Phrasing, channels: Matching[Channel[Belief]], improved: Mapping[str, str]) -> Iterator[str]:
    """Plans removed, added, renamed and in another order, and what those that stay spend and buy.

    ``improved`` are the present names of improvements that have another one than before.
    """
    before, after = phrasing.before.plans, phrasing.after.plans
    names = dict(channels.renamed)

    def is_same(old: Plan, new: Plan) -> bool:
        # Under the present names of channels and improvements, or renaming one would make every plan another.
        bought = tuple(
            replace(each, improvement=improved.get(each.improvement, each.improvement)) for each in old.improvements
        )
        return replace(old, name=new.name, monthly_spend=_under(names, old), improvements=bought) == new

    matching = matched(before, after, is_same)
    for plan in matching.removed:
        yield f"Plan {called(plan.name)} removed"
    for plan in matching.added:
        yield f"Plan {called(plan.name)} added ({_total(plan, phrasing)})"
    for old_name, new_name in matching.renamed:
        yield f"Plan {called(old_name)} renamed to {called(new_name)}"
    yield from _order(phrasing, matching)
    gone = {channel.name for channel in channels.removed}
    for old, new in matching.pairs:
        subject = f"Plan {called(new.name)}"
        yield from _spend_changes(subject, _under(names, old), new.monthly_spend, gone, phrasing)
        yield from purchase_changes(subject, old, new, improved, phrasing)
        yield from record_changes(old, new, phrasing, subject)


def _under(names: Mapping[str, str], plan: Plan) -> dict[str, Schedule]:
    """A plan's spend, by the present names of the channels."""
    return {names.get(name, name): schedule for name, schedule in plan.monthly_spend.items()}


def _total(plan: Plan, phrasing: Phrasing) -> str:
    months = _months(phrasing.after)
    spent = float(plan.spend(phrasing.after.channel_names, months, phrasing.after.start).sum())
    return f"{phrasing.new.money(spent)} in {phrasing.new.months(months)}"


def _months(scenario: Scenario[Belief]) -> int:
    """The months to look at; the horizon of a draft may be any number."""
    return min(max(scenario.horizon_months, 1), HORIZON_MOST)


def _order(phrasing: Phrasing, matching: Matching[Plan]) -> Iterator[str]:
    """Another baseline, which is the first plan, and another order."""
    before, after = phrasing.before.plans, phrasing.after.plans
    is_kept = not before or not after or any(old is before[0] and new is after[0] for old, new in matching.pairs)
    if not is_kept:
        former, now = called(before[0].name), called(after[0].name)
        yield f"Plan {now} is now the baseline, in place of {former}"
    moved_to_front = [pair for pair in matching.pairs if not is_kept and pair[1] is after[0]]
    rest = [pair for pair in matching.pairs if pair not in moved_to_front]
    if not keeps_order([plan for plan in before if all(plan is not old for old, _ in moved_to_front)], rest):
        yield f"Plans in another order: {in_order([plan.name for plan in after])}"


def _spend_changes(
    subject: str, before: Mapping[str, Schedule], after: Mapping[str, Schedule], gone: set[str], phrasing: Phrasing
) -> Iterator[str]:
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        # That a channel is removed says that nothing is spent on it any more.
        if old != new and not (new is None and name in gone):
            yield f"{subject}, {called(name)}: {_schedule_change(old, new, phrasing)}"


def _schedule_change(before: Schedule | None, after: Schedule | None, phrasing: Phrasing) -> str:
    old = _spoken(before, phrasing.before, phrasing.old)
    new = _spoken(after, phrasing.after, phrasing.new)
    if isinstance(before, Monthly) and isinstance(after, Monthly):
        return _by_month_change(before, after, phrasing) or _or_alike(old, new, before, after, phrasing)
    return _or_alike(old, new, before, after, phrasing)


def _or_alike(old: str, new: str, before: Schedule | None, after: Schedule | None, phrasing: Phrasing) -> str:
    """Old to new; what differs and reads the same is told apart as far as it can be."""
    if old != new:
        return f"now {new}, {old} before" if NOTHING in (old, new) else moved(old, new)
    months = max(_months(phrasing.before), _months(phrasing.after))
    pairs = ((before, phrasing.before.start), (after, phrasing.after.start))
    spends = [np.zeros(months) if each is None else each.by_month(months, start) for each, start in pairs]
    if np.array_equal(spends[0], spends[1]):
        return f"{new} as before, stated in another way"
    if isinstance(before, Steady) and isinstance(after, Steady) and before.amount == after.amount:
        return f"{new} as before, with the months counted anew" if before.grows == after.grows else moved(old, new)
    singles = next((f"single {words}s" for kind, words in _PERIODS.items() if isinstance(after, kind)), "single months")
    return moved(old, new) if isinstance(after, Steady) else f"{new}, changed in {singles}"


def _by_month_change(before: Monthly, after: Monthly, phrasing: Phrasing) -> str:
    """The one month that changed; empty if there are more, or if months are not the same months."""
    months = _months(phrasing.after)
    if (phrasing.before.start, _months(phrasing.before)) != (phrasing.after.start, months):
        return ""
    old, new = (each.by_month(months, phrasing.after.start) for each in (before, after))
    changed = np.flatnonzero(old != new)
    if len(changed) != 1:
        return ""
    at = int(changed[0])
    told = moved(phrasing.old.money(float(old[at])), phrasing.new.money(float(new[at])))
    return f"{told} in {phrasing.new.month_of(phrasing.after.start, at + 1)} ({_in_all(new, phrasing.new)})"


def _in_all(spend: FloatArray, formats: Formats) -> str:
    return f"{formats.money(float(spend.sum()))} in all"


def _spoken(schedule: Schedule | None, scenario: Scenario[Belief], formats: Formats) -> str:
    """``$2,500 a month from Mar 2027``; ``$12,000 in all, by quarter $0 to $3,000``; ``nothing``."""
    if schedule is None or not any(schedule.stated):
        return NOTHING
    if isinstance(schedule, Steady):
        return _steady(schedule, scenario, formats)
    if isinstance(schedule, Spans) and len(schedule.spans) <= MOST_SPANS_TOLD:
        return " and ".join(_steady(span, scenario, formats) for span in schedule.spans)
    spend = schedule.by_month(_months(scenario), scenario.start)
    return _varied(schedule, spend, formats) if spend.any() else NOTHING


def _varied(schedule: Schedule, spend: FloatArray, formats: Formats) -> str:
    period = next((words for kind, words in _PERIODS.items() if isinstance(schedule, kind)), "")
    if not period:
        least, most = float(spend.min()), float(spend.max())
        return f"{_in_all(spend, formats)}, by month {formats.range(least, most, Unit.MONEY)}"
    if isinstance(schedule, Periodic) and not isinstance(schedule.amounts, tuple):
        return f"{formats.money(schedule.amounts)} a {period}"
    least, most = min(schedule.stated), max(schedule.stated)
    return f"{_in_all(spend, formats)}, by {period} {formats.range(least, most, Unit.MONEY)}"


def _steady(schedule: Steady, scenario: Scenario[Belief], formats: Formats) -> str:
    amount = f"{formats.money(schedule.amount)} a month"
    start, horizon = scenario.start, scenario.horizon_months
    until = horizon if schedule.last is None else schedule.last
    first, last = month_number(schedule.first, start), month_number(until, start)
    begin, end = formats.month_of(start, schedule.first), formats.month_of(start, until)
    if first == last and schedule.last is not None:
        return f"{formats.money(schedule.amount)} in {begin} only"
    from_on = "" if first == 1 else f" from {begin}"
    if last != horizon:
        from_on = f" until {end}" if first == 1 else f"{from_on} to {end}"
    return amount + from_on + _growing(schedule.grows, formats)


def _growing(grows: float, formats: Formats) -> str:
    """``, 5% more each month``; empty for the same in every month."""
    return f", {formats.percent(abs(grows))} {'more' if grows > 0.0 else 'less'} each month" if grows else ""
