"""Splits of a budget beside the present plan, and the limits that they keep to, in plain words and figures."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from simulator.analyses.allocation.beside import Outlook, Split
from simulator.analyses.allocation.by_period import AllocationByPeriod
from simulator.analyses.allocation.kept import CENT
from simulator.analyses.allocation.objectives import Kind, Objective
from simulator.analyses.allocation.reasons import Reasons
from simulator.analyses.marginal_roi import MarginalReturn
from simulator.presentation.allocation_text import ROUND, objective_text
from simulator.presentation.improvement_text import worth_text
from simulator.scenario.limits import ChannelLimits, GroupLimits
from simulator.scenario.months import MONTHS_OF_A_YEAR, Month
from simulator.text.formats import UNDEFINED, Formats
from simulator.text.grammar import counted, listed, quoted, sentence
from simulator.units import Unit

NAMES = {Kind.MEAN: "Bold", Kind.MEDIAN: "Balanced", Kind.WORST: "Careful", Kind.CHANCE: "Target"}
"""The splits by what they have the most of."""

ABOUT = {
    Kind.MEAN: "Most profit on average",
    Kind.MEDIAN: "Most profit in the middle world",
    Kind.WORST: "Most profit in the worst tenth of worlds",
}

WHERE = {
    Kind.MEAN: "on average",
    Kind.MEDIAN: "in the middle world",
    Kind.WORST: "in the worst tenth of worlds",
    Kind.CHANCE: "in reaching the target",
}

NOW, WAITING = "Your plan", "…"


def about_text(objective: Objective, formats: Formats) -> str:
    """Figure that a split has the most of: ``Most profit on average``, ``Best chance of 240 new customers or more``."""
    if objective.kind is Kind.CHANCE:
        return f"Best {objective_text(objective, formats)}"
    return ABOUT[objective.kind]


@dataclass(frozen=True)
class SplitCell:
    """A figure of a plan, and how it differs from the present plan's; plain text. ``sign`` is that of the change."""

    figure: str
    change: str = ""
    sign: int = 0


@dataclass(frozen=True)
class SplitRow:
    """A row of the table: of a channel, of sums of money, or of what comes back."""

    label: str
    cells: Sequence[SplitCell]
    is_total: bool = False


def split_verdict(split: Split, formats: Formats, horizon_months: int) -> str:
    """Verdict on a split: what to do, what that brings and how sure it is, in a sentence or two."""
    if split.kind is Kind.CHANCE:
        return _chance_verdict(split, formats)
    found = split.found
    where = WHERE[split.kind]
    if found.keeps_limits and found.is_the_present_plan:
        return f"Keep your plan: no split that was found brings more profit {where}."
    if found.keeps_limits and not found.is_worth_it:
        return f"Keep your plan: the best split that was found is not clearly better {where}."
    move, each_month = _single_move(split, formats), _each_month(split, formats)
    if not found.keeps_limits:
        return (
            f"Your plan does not keep to this total and these limits. This split does, and of all that do it is the "
            f"best that was found {where}. {each_month}"
        )
    often = f", and more profit than your plan in {_often(split, formats)}" if found.gain.error else ""
    gained = f"{_gained(split, formats, horizon_months)}{often}."
    return f"{move}: {gained}" if move else f"A better split: {gained} {each_month}"


def _chance_verdict(split: Split, formats: Formats) -> str:
    """The same of the split that reaches the target most often."""
    found, of = split.found, objective_text(split.found.objective, formats)
    if found.keeps_limits and found.is_the_present_plan:
        return f"Keep your plan: no split that was found has a better {of}."
    if found.keeps_limits and not found.is_worth_it:
        return f"Keep your plan: no split that was found has a clearly better {of}."
    then, now = (formats.chance(each.by(Kind.CHANCE), each.reaches_error) for each in (split.outlook, split.present))
    each_month = _each_month(split, formats)
    if not found.keeps_limits:
        return (
            f"Your plan does not keep to this total and these limits. This split does, and of all that do it has the"
            f" best {of} that was found: {then} possible worlds. {each_month}"
        )
    return f"A better split: the {of} is {then} possible worlds in place of {now}. {each_month}"


def _changes(split: Split) -> tuple[dict[str, float], dict[str, float]]:
    """What goes down and what goes up, by channel [money per month]."""
    changed = {name: amount - split.found.now[name] for name, amount in split.found.spend.items()}
    down = {name: -by for name, by in changed.items() if by < -CENT}
    return down, {name: by for name, by in changed.items() if by > CENT}


def _single_move(split: Split, formats: Formats) -> str:
    """``Move $120 a month from Radio to Print``; empty where it is more than that."""
    down, up = _changes(split)
    if [*_purchases(split)] or len(down) != 1 or len(up) != 1 or abs(sum(down.values()) - sum(up.values())) >= CENT:
        return ""
    (source, money), (target,) = *down.items(), up
    return f"Move {formats.money(money)} a month from {source} to {target}"


def _each_month(split: Split, formats: Formats) -> str:
    """``Buy “Training” from the total. Each month $60 less for Radio; $40 more for Print.``."""
    down, up = _changes(split)
    less = listed([f"{formats.money(by)} less for {name}" for name, by in down.items()])
    more = listed([f"{formats.money(by)} more for {name}" for name, by in up.items()])
    parts = [each for each in (less, more) if each]
    amounts = f"Each month {'; '.join(parts)}." if parts else "No amount changes."
    return " ".join([*_purchases(split), amounts])


def _purchases(split: Split) -> Iterator[str]:
    """``Buy “Training” from the total.``, ``Do without “Landing page”.``."""
    bought, now = split.chosen.bought, split.bought_now
    if new := [name for name in bought if name not in now]:
        yield f"Buy {listed(quoted(new))} from the total."
    if dropped := [name for name in now if name not in bought]:
        yield f"Do without {listed(quoted(dropped))}."


def _gained(split: Split, formats: Formats, horizon_months: int) -> str:
    found = split.found
    gain = found.gain.mean if split.kind is Kind.MEAN else found.fresh - found.fresh_current
    error = found.gain.error if split.kind is Kind.MEAN else ROUND * abs(found.fresh)
    a_year = MONTHS_OF_A_YEAR / horizon_months if horizon_months > MONTHS_OF_A_YEAR else 1.0
    when = "a year" if horizon_months >= MONTHS_OF_A_YEAR else f"in {counted(horizon_months, 'month')}"
    money = formats.money(a_year * gain, a_year * error)
    # In a world that is certain there is no average.
    return (
        f"about {money} more profit {when} {WHERE[split.kind]}" if found.gain.error else f"{money} more profit {when}"
    )


def _often(split: Split, formats: Formats) -> str:
    gain = split.found.gain
    return f"{formats.chance(gain.better, gain.better_error)} worlds"


def gives_up_text(split: Split, others: Sequence[Split], formats: Formats) -> str:
    """Shortfall of a split against each of the others, and whether one beats it at its own; plain text."""
    return " ".join(filter(None, (_gives_up(split, others, formats), _beaten_at_its_own(split, others, formats))))


def _beaten_at_its_own(split: Split, others: Sequence[Split], formats: Formats) -> str:
    """Which other split has clearly more of what this one was searched for; empty where none has.

    Where channels meet at a capacity, splits are tried in a part of the worlds, and a better one may be passed over.
    """
    best = max(others, key=lambda other: other.outlook.by(split.kind), default=split)
    more = best.outlook.by(split.kind) - split.outlook.by(split.kind)
    if more <= split.matters:
        return ""
    name, where = NAMES[best.kind], WHERE[split.kind]
    if split.kind is Kind.CHANCE:
        said = f"{name} reaches the target in {round(100 * more)} of 100 possible worlds more"
    else:
        said = f"{name} has {formats.money(more, ROUND * abs(best.outlook.by(split.kind)))} more {where} too"
    return f"{said}: the search for {NAMES[split.kind]} missed it."


def _gives_up(split: Split, others: Sequence[Split], formats: Formats) -> str:
    name = NAMES[split.kind]
    if split.found.is_the_present_plan:
        return f"{name} is your plan as it is."
    same = [other for other in others if _is_same(other, split)]
    given = [
        f"{_given(split.gives_up(other), other.outlook, other.kind, formats)} ({NAMES[other.kind]} has the most there)"
        for other in others
        if other not in same and split.gives_up(other) > other.matters
    ]
    if given:
        return f"{name} gives up {listed(given)}."
    if same:
        return f"{name} is the same split as {listed([NAMES[other.kind] for other in same])}."
    return f"{name} gives up nothing that counts."


def _is_same(one: Split, other: Split) -> bool:
    return dict(one.found.spend) == dict(other.found.spend) and set(one.chosen.bought) == set(other.chosen.bought)


def present_gives_up_text(splits: Sequence[Split], formats: Formats) -> str:
    """Shortfall of the present plan against each of the splits."""
    given = [
        _given(by, each.outlook, each.kind, formats)
        for each in splits
        if each.found.is_worth_it and (by := each.outlook.by(each.kind) - each.present.by(each.kind)) > CENT
    ]
    return f"{NOW} gives up {listed(given)}." if given else f"{NOW} gives up nothing that counts."


def _given(amount: float, best: Outlook, kind: Kind, formats: Formats) -> str:
    """An amount that is given up, no more exactly than what it is a part of: ``$400 on average``."""
    if kind is Kind.CHANCE:
        return f"{round(100 * amount)} of 100 possible worlds {WHERE[kind]}"
    return f"{formats.money(amount, ROUND * abs(best.by(kind)))} {WHERE[kind]}"


def _rounded(amount: float, formats: Formats) -> str:
    return formats.money(amount, ROUND * abs(amount))


def headings(ways: Mapping[Kind, Objective], formats: Formats) -> tuple[tuple[str, str], ...]:
    """The columns of the table: a name, and what it stands for."""
    return ((NOW, "As it is now"), *((NAMES[kind], about_text(each, formats)) for kind, each in ways.items()))


@dataclass(frozen=True)
class Offered:
    """The improvements that were chosen among: what each takes of a total [money per month]; what the plan buys now."""

    costs: Mapping[str, float]
    bought_now: Sequence[str] = ()

    @property
    def taken_now(self) -> float:
        """Cost of those that the plan buys [money per month]."""
        return sum(self.costs[name] for name in self.bought_now)


NONE_OFFERED = Offered({})


def amount_rows(
    splits: Sequence[Split | None], now: Mapping[str, float], formats: Formats, offered: Offered = NONE_OFFERED
) -> Iterator[SplitRow]:
    """Amounts that each channel, and each improvement, gets a month, their sum, and what is left.

    None where a split is not there yet.
    """
    for name, amount in now.items():
        columns = [None if each is None else each.found.spend[name] for each in splits]
        yield SplitRow(name, [SplitCell(formats.money(amount)), *(_amount(each, amount, formats) for each in columns)])
    yield from _improvement_rows(splits, formats, offered)
    total = sum(now.values()) + offered.taken_now
    sums = [None if each is None else sum(each.found.spend.values()) + each.chosen.monthly_cost for each in splits]
    yield SplitRow(
        "Total a month",
        [SplitCell(formats.money(total)), *(_amount(each, total, formats) for each in sums)],
        is_total=True,
    )
    left = [0.0 if each is None else each.found.unspent for each in splits]
    if max(left, default=0.0) >= CENT:
        yield SplitRow("Left unspent", [SplitCell(UNDEFINED), *(SplitCell(_left(each, formats)) for each in left)])


def _improvement_rows(splits: Sequence[Split | None], formats: Formats, offered: Offered) -> Iterator[SplitRow]:
    """What each improvement takes of the total where it is bought."""
    for name, cost in offered.costs.items():
        is_now = name in offered.bought_now
        columns = [None if each is None else name in each.chosen.bought for each in splits]
        cells = [
            _purchase(is_now, is_now, cost, formats),
            *(_purchase(each, is_now, cost, formats) for each in columns),
        ]
        yield SplitRow(f"Improvement: {name}", cells)


def _purchase(is_bought: bool | None, is_now: bool, cost: float, formats: Formats) -> SplitCell:
    if is_bought is None:
        return SplitCell(WAITING)
    figure = formats.money(round(cost, 2)) if is_bought else UNDEFINED
    if is_bought == is_now:
        return SplitCell(figure)
    return SplitCell(figure, "buy" if is_bought else "do without", 1 if is_bought else -1)


def improvement_lines(split: Split, formats: Formats) -> list[str]:
    """Worth at the answer of each improvement that was chosen among, and the most to pay for it."""
    return [f"{each.name}: {worth_text(each, split.found.scenario, formats)}" for each in split.worths]


def _amount(amount: float | None, now: float, formats: Formats) -> SplitCell:
    if amount is None:
        return SplitCell(WAITING)
    change = amount - now
    if abs(change) < CENT:
        return SplitCell(formats.money(amount))
    return SplitCell(formats.money(amount), formats.change(change, Unit.MONEY), 1 if change > 0.0 else -1)


def _left(amount: float, formats: Formats) -> str:
    return formats.money(amount) if amount >= CENT else UNDEFINED


def outlook_rows(
    splits: Sequence[Split | None], formats: Formats, horizon_months: int, target: Objective | None = None
) -> list[SplitRow]:
    """Outlook of each; nothing before one of the splits is there. ``target`` is the objective that is judged by."""
    known = [each for each in splits if each is not None]
    if not known:
        return []
    columns = [known[0].present, *(None if each is None else each.outlook for each in splits)]
    within = counted(horizon_months, "month")
    rows: tuple[tuple[str, Callable[[Outlook], str]], ...] = (
        (f"Profit on average, {within}", lambda each: formats.money(each.profit.mean, each.profit.standard_error.mean)),
        ("In the middle world", lambda each: formats.money(each.profit.p50, each.profit.standard_error.p50)),
        ("Average of the worst tenth", lambda each: _rounded(each.worst, formats)),
        ("Ends with a loss in", lambda each: f"{formats.chance(each.loses, each.loses_error)} worlds"),
        ("New customers on average", lambda each: _customers(each, formats)),
        *(() if target is None else ((_chance_label(target, formats), lambda each: _reaches(each, formats)),)),
    )
    return [
        SplitRow(label, [SplitCell(WAITING if each is None else figure(each)) for each in columns])
        for label, figure in rows
    ]


def _chance_label(target: Objective, formats: Formats) -> str:
    label = objective_text(target, formats)
    return f"{label[:1].upper()}{label[1:]}"


def _reaches(outlook: Outlook, formats: Formats) -> str:
    return f"{formats.chance(outlook.by(Kind.CHANCE), outlook.reaches_error)} worlds"


def _customers(outlook: Outlook, formats: Formats) -> str:
    customers = outlook.customers
    return formats.number(customers.mean, Unit.COUNT, customers.standard_error.mean)


def split_notes(split: Split, formats: Formats) -> Iterator[str]:
    """Notes on what else is to be known of an answer: its steps."""
    yield f"Amounts are looked for in steps of {formats.money(split.found.step)}."


def next_money_rows(told: Reasons, formats: Formats) -> tuple[list[str], list[list[str]]]:
    """The headings and the rows of what the next money brings in each channel at the answer."""
    heads = ["Channel", f"Return on the next {formats.money(told.step)} a month", "8 in 10 worlds"]
    return heads, [[each.channel, *_next_money(each, formats)] for each in told.returns]


def _next_money(each: MarginalReturn, formats: Formats) -> tuple[str, str]:
    """The average return on the next money, and its range; undefined where there is no more to buy."""
    roi, errors = each.next, each.next.standard_error
    if math.isnan(roi.mean):
        return UNDEFINED, ""
    return formats.percent(roi.mean, errors.mean), formats.range(roi.p10, roi.p90, Unit.RATE, (errors.p10, errors.p90))


# -- by period ---------------------------------------------------------------------------------------------------------


def span_text(found: AllocationByPeriod, span: tuple[int, int], formats: Formats) -> tuple[str, str]:
    """A stretch of months in words, its beginning and its end: ``From Jan 2027``, ``to Mar 2027``; or one month."""
    first, last = (formats.month_of(found.scenario.start, month) for month in span)
    return (first, "") if first == last else (f"From {first}", f"to {last}")


def period_headings(found: AllocationByPeriod, formats: Formats) -> list[tuple[str, str]]:
    """The columns of the table by period: the same in all months, and each stretch of months that are divided alike."""
    return [("All months", "One split for all"), *(span_text(found, span, formats) for span in found.spans)]


def period_rows(found: AllocationByPeriod, formats: Formats) -> Iterator[SplitRow]:
    """Each channel's amount a month, the same in all months and by period, and their sum."""
    amounts = found.amounts_by_span
    for name, own in amounts.items():
        yield _period_row(name, found.whole.spend[name], own, formats)
    sums = [sum(each) for each in zip(*amounts.values(), strict=True)]
    total = _period_row("Total a month", sum(found.whole.spend.values()), sums, formats)
    yield SplitRow(total.label, total.cells, is_total=True)


def _period_row(label: str, whole: float, amounts: Sequence[float], formats: Formats) -> SplitRow:
    return SplitRow(label, [SplitCell(formats.money(whole)), *(_amount(each, whole, formats) for each in amounts)])


# -- limits ------------------------------------------------------------------------------------------------------------


def channel_limits_text(own: ChannelLimits, start: date, formats: Formats) -> str:
    """Limits that one channel has to keep to: ``stays as it is``, ``$200 to $900 a month, or nothing``.

    ``start`` is the plan's first month.
    """
    if own.locked:
        return "stays as it is"
    parts = ["" if own.committed_until is None else _committed(own.committed_until, start, formats)]
    parts.append(_between(own.at_least, own.at_most, formats))
    if own.changes_at_most is not None:
        parts.append(f"changes by at most {formats.percent(own.changes_at_most)}")
    said = listed([part for part in parts if part])
    return f"{said}, or nothing at all" if own.or_nothing and own.at_least else said


def _committed(until: Month, start: date, formats: Formats) -> str:
    """``stays as it is to the end of Mar 2027``; the number of a month that no calendar has."""
    return f"stays as it is to the end of {formats.month_of(start, until)}"


def group_limits_text(group: GroupLimits, formats: Formats) -> str:
    """Limits that the channels of a group have to keep to together."""
    parts = [_between(group.at_least, group.at_most, formats)]
    if group.share_at_most is not None:
        parts.append(f"at most {formats.percent(group.share_at_most)} of the total")
    said = listed([part for part in parts if part]) or "nothing is limited yet"
    return f"{listed(list(group.channels))} together: {said}"


def _between(least: float | None, most: float | None, formats: Formats) -> str:
    if least and most is not None:
        return f"{formats.money(least)} to {formats.money(most)} a month"
    if least:
        return f"at least {formats.money(least)} a month"
    return "" if most is None else f"at most {formats.money(most)} a month"


def limits_problem_text(path: str, message: str, channels: Sequence[str]) -> str:
    """A problem of limits where no form names its place: ``Radio: the least is 900, more than ...``."""
    place, _, field = path.removeprefix("limits.").rpartition(".")
    kind, _, name = place.partition(".")
    named = channels[int(name) - 1] if kind == "channels" and name.isdigit() and int(name) <= len(channels) else name
    label = FIELDS.get(field, "")
    return sentence(": ".join(filter(None, (named, f"{label} {message}" if label else message))))


FIELDS = {
    "at_least": "“At least”",
    "at_most": "“At most”",
    "changes_at_most": "“Changes by at most”",
    "committed_until": "“Committed to the end of”",
    "share_at_most": "“At most, of the total”",
    "step": "“Amounts in steps of”",
}
