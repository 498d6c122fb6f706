"""A plan beside real figures, in words: where each lies, how it went, and the one sentence that says it all."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from simulator.analyses.tracking import COSTS, LAGGING, ORDER, Period, Status, TrackedFigure, Tracking
from simulator.scenario.actuals import FIGURES, Actuals
from simulator.text.formats import Formats
from simulator.text.grammar import counted, listed, month_date, within
from simulator.units import Unit

NAMES = {
    **{name: str(Actuals.__dataclass_fields__[name].metadata["label"]) for name in FIGURES},
    "cost_per_lead": "Cost per lead",
    "cost_per_customer": "Cost per new customer",
}
"""The figures in words; a cost is the spend alone, without fees."""

NEVER, RARELY = 0.005, 0.15
THE_PLAN = "All channels"
BY_LUCK_ALONE = "Where a plan holds, luck alone makes about 1 figure in 20 worse and 1 in 20 better."
NOTHING_KNOWN = "No real figures yet: import an export, or type them in."


@dataclass(frozen=True)
class TrackingRow:
    """A line of the table: a figure with what was planned, what was, where that lies and how it went."""

    figure: str
    planned: str
    range: str
    actual: str
    place: str
    status: Status
    note: str


def period_name(period: Period, formats: Formats) -> str:
    """``Jan 2027``, or ``Jan 2027 to Mar 2027``."""
    first, last = (formats.month_name(month_date(period.first, at)) for at in (1, period.months))
    return first if period.months == 1 else f"{first} to {last}"


def rows(period: Period, channel: str, formats: Formats) -> list[TrackingRow]:
    """The figures of a channel, or of all of them with "", in a time: those that tell first stand first."""
    figures = period.figures.get(channel, {})
    return [_row(name, figures[name], formats) for name in ORDER if name in figures]


def place_text(found: TrackedFigure, figure: str) -> str:
    """Where a figure lies among the worlds of the plan: ``1 world in 6 had less``; nothing of spend."""
    if figure == "spend":
        return ""
    is_lower = found.chance_lower <= 0.5
    share = found.chance_lower if is_lower else 1.0 - found.chance_lower
    if figure in COSTS:
        what = "a lower one" if is_lower else "a higher one"
    else:
        what = "more" if not is_lower else "less" if FIGURES[figure] is Unit.MONEY else "fewer"
    if share < NEVER:
        return f"hardly any world had {what}"
    if share < RARELY:
        return f"1 world in {round(1.0 / share)} had {what}"
    return f"{round(10.0 * share)} worlds in 10 had {what}"


def status_text(status: Status) -> str:
    """``As planned``."""
    return status.value.capitalize()


def lead(tracking: Tracking, formats: Formats) -> str:
    """How the plan goes, in one sentence or two; what leads tells before what follows."""
    found = tracking.so_far
    if found is None:
        return NOTHING_KNOWN if not tracking.months else "No month is over yet of which real figures are known."
    figures = found.figures.get("", {})
    until = max(each.first for each in tracking.months if each.is_over)
    time = f"Until {formats.month_name(until)}"
    told = {name: each for name, each in figures.items() if name not in ("spend", *COSTS)}
    worse = [name for name in ORDER if name in told and told[name].status is Status.WORSE]
    better = [name for name in ORDER if name in told and told[name].status is Status.BETTER]
    as_planned = [name for name in ORDER if name in told and told[name].status is Status.AS_PLANNED]
    parts = []
    if worse:
        parts.append(f"{_named(worse)} lower than luck explains")
    if better:
        parts.append(f"{_named(better)} higher than luck explains")
    if not parts:
        if not as_planned:
            return f"{time} it is too early to say how it goes: the figures are too few."
        spent = _spend(figures, (), formats)
        return f"{time} it goes as planned: what came is within what luck does to {_named(as_planned)}.{spent}"
    rest = f"; {_named(as_planned)} as planned" if as_planned else ""
    explained = (Status.LESS if worse else None, Status.MORE if better else None)
    return f"{time}: {', '.join(parts)}{rest}.{_spend(figures, explained, formats)}"


def of_channels(tracking: Tracking, formats: Formats) -> list[str]:
    """Channels of which something went otherwise than luck explains so far, a sentence each."""
    found = [] if tracking.so_far is None else tracking.so_far.figures.items()
    lines = []
    for channel, figures in found:
        if not channel:
            continue
        for status, word in ((Status.WORSE, "worse"), (Status.BETTER, "better")):
            names = [name for name in ORDER if name in figures and figures[name].status is status]
            if names:
                lines.append(f"{channel}: {word} than planned in {_named(names)}.")
    return lines


def missing_text(period: Period) -> str:
    """Which channels are left out of the figures of all, because nothing is known of them; empty if none is."""
    without: dict[tuple[str, ...], list[str]] = {}
    for name, each in period.figures.get("", {}).items():
        if each.without and name not in COSTS:
            without.setdefault(each.without, []).append(name)
    parts = [f"{_named(names)} of {listed(list(channels))}" for channels, names in without.items()]
    return f"Not known, and left out on both sides: {'; '.join(parts)}." if parts else ""


def partly_known_text(period: Period) -> str:
    """Which figures are known of part of the months only; empty if none is, and of a single month."""
    figures = period.figures.get("", {})
    partly = [name for name in ORDER if name in figures and name not in COSTS and figures[name].months_unknown]
    return f"Known of part of the months only, and compared in those: {_named(partly)}." if partly else ""


def is_leading(figure: str) -> bool:
    """Whether a figure tells first, as visits and leads do, rather than follows."""
    return figure not in LAGGING


def _row(name: str, found: TrackedFigure, formats: Formats) -> TrackingRow:
    unit = FIGURES.get(name, Unit.MONEY)
    low, high = (_written(each, unit, formats) for each in (found.low, found.high))
    return TrackingRow(
        figure=NAMES[name],
        planned=_written(found.planned, unit, formats),
        range="" if low == high else f"{low} to {high}",
        actual=_written(found.actual, unit, formats),
        place=place_text(found, name),
        status=found.status,
        note=f"without {listed(list(found.without))}" if found.without else "",
    )


def _written(value: float, unit: Unit, formats: Formats) -> str:
    if value == float("inf"):
        return "none came"
    # What really happened, and what luck makes of a plan, are whole things.
    return formats.money(value, 0.5) if unit is Unit.MONEY else formats.count(float(round(value)), 0.5)


def _named(names: Sequence[str]) -> str:
    return listed([within(NAMES[name]) for name in names])


def _spend(figures: Mapping[str, TrackedFigure], explains: Sequence[Status | None], formats: Formats) -> str:
    """How spend differs from the plan, and that it is part of why, where the rest differs the same way."""
    spend = figures.get("spend")
    if spend is None or spend.status not in (Status.MORE, Status.LESS):
        return ""
    difference = formats.money(abs(spend.actual - spend.planned), 0.5)
    why = ", which is part of why" if spend.status in explains else ""
    return f" Spend was {difference} {spend.status.value}{why}."


def adoption_text(plan: str, on: date | None, formats: Formats) -> str:
    """Since when a plan is the one that is held to; or that none is."""
    if on is None:
        return (
            f"“{plan}” as it stands now. Adopt it, and it is kept as it is: later changes do not rewrite what "
            "was planned."
        )
    return f"“{plan}” as it was adopted on {formats.day(on)}."


def months_told(tracking: Tracking) -> str:
    """How many months are known: ``3 months``."""
    return counted(len(tracking.months), "month")
