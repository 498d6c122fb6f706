"""Learning in words: what a belief learned from, what it is now, and how often ranges were right."""

from collections.abc import Mapping, Sequence
from datetime import date

from simulator.analyses.calibration import Calibration
from simulator.analyses.evidence import Unused, Why
from simulator.analyses.learning import Arrivals, Evidence, Paid, Tries
from simulator.analyses.lessons import Lesson, Lessons
from simulator.edits.channels import value_at
from simulator.edits.learning import with_learned
from simulator.findings.knowledge import OLD_MONTHS
from simulator.presentation.beliefs import places, shown, shown_range
from simulator.scenario.beliefs import Belief, Learned
from simulator.scenario.provenance import MEASURED, months_since
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import counted, sentence
from simulator.units import Quantity

REASONS = {
    Why.CERTAIN: "it is stated as certain; state a range and it can learn",
    Why.IMPROVED: "an improvement that a plan buys may have been at work",
    Why.MORE_THAN_BEFORE: "more went on to the next stage than were there",
    Why.NO_ROOM: "there were as many customers as there is room for, so some may have been turned away",
    Why.UNKNOWN_LEADS: "too many of the customers may come from leads before the figures begin",
    Why.IMPOSSIBLE_MARGIN: "gross profit is below nothing, or above revenue",
    Why.REPEAT_SALES: "revenue holds repeat sales as well as first ones",
}

CALIBRATION_HEADS = ("Whose ranges", "Ranges", "Held the truth", "Chance allows", "Interval score", "Verdict")
CALIBRATION_NOTE = (
    "Kept with the library, also of scenarios that are gone; a range counts once. The interval score rewards narrow"
    " ranges and punishes misses: less is better."
)


def learned_scenario(scenario: Scenario[Belief], chosen: Sequence[Lesson], formats: Formats) -> Scenario[Belief]:
    """The scenario whose beliefs have learned, each with its evidence as the source."""
    for lesson in chosen:
        before: Belief = value_at(scenario, lesson.path)
        scenario = with_learned(
            scenario,
            lesson.path,
            lesson.three,
            months=lesson.of.months,
            count=lesson.of.evidence.size,
            weight=lesson.weight,
            source=_source(lesson, before.learned, formats),
        )
    return scenario


def _source(lesson: Lesson, before: Learned | None, formats: Formats) -> str:
    """``Measured from 1,200 visits, Jan 2027 to Mar 2027``."""
    first, last = lesson.of.months[0], lesson.of.months[-1]
    size = lesson.of.evidence.size
    if before is not None:
        first, last, size = min(first, before.first), max(last, before.last), size + before.count
    said = f"{MEASURED} {_things(size, lesson.of.what, formats)}, {span(first, last, formats)}"
    return said if lesson.weight == 1.0 else f"{said}, counted at {formats.percent(lesson.weight)}"


def span(first: date, last: date, formats: Formats) -> str:
    """``Jan 2027``, ``Jan 2027 to Mar 2027``."""
    begin, end = formats.month_name(first), formats.month_name(last)
    return begin if first == last else f"{begin} to {end}"


def _things(size: float, what: str, formats: Formats) -> str:
    number = formats.count(size)
    one = "opportunity" if what == "opportunities" else what.removesuffix("s")
    return f"{number} {one if number == '1' else what}"


def evidence_words(lesson: Lesson, formats: Formats) -> str:
    """``66 of 1,200 visits, Jan 2027 to Mar 2027``; money and how many it paid for; how many came."""
    of = lesson.of
    return f"{_counted(of.evidence, of.what, of.path, formats)}, {span(of.months[0], of.months[-1], formats)}"


def _counted(evidence: Evidence, what: str, path: str, formats: Formats) -> str:
    match evidence:
        case Tries():
            if what == "sales":
                margin = formats.percent(evidence.hits / evidence.tries)
                return f"a margin of {margin} on {_things(evidence.tries, what, formats)}"
            said = f"{formats.count(evidence.hits)} of {_things(evidence.tries, what, formats)}"
            if not path.endswith("_to_customer_rate") or evidence.share >= 0.995:
                return said
            return f"{said}, of which {formats.percent(evidence.share, 0.005)} had had time to close"
        case Paid():
            things, amount = _things(evidence.count, what, formats), formats.money(evidence.amount)
            return f"{amount} from {things}" if what == "sales" else f"{things} for {amount}"
        case Arrivals():
            return f"{_things(evidence.count, what, formats)} in {formats.months(evidence.months)}"
        case _:
            raise ValueError(f"no kind of evidence: {evidence}")


def worth_words(lesson: Lesson, formats: Formats) -> str:
    """``Your range was worth 99 visits; you now have 1,200 more``."""
    worth = max(1.0, round(lesson.after.belief_worth))
    had = _things(worth, lesson.of.what, formats)
    said = f"The range was worth {had}; the figures have {formats.count(round(lesson.of.evidence.telling))}"
    if lesson.of.dispersion == 1.0:
        return said
    steady = formats.count(max(1, round(lesson.of.steady.telling)))
    return f"{said}, but differ by more than luck, and count as {steady}"


def conflict_words(lesson: Lesson) -> str:
    """That the former range held the evidence to be nearly impossible; empty where it did not."""
    if not lesson.after.contradicts:
        return ""
    return (
        "The range gave figures like these less than 1 chance in 100. Look at whether both mean the same, before you"
        " trust the new range."
    )


def unused_lines(scenario: Scenario[Belief], found: Lessons, formats: Formats) -> list[str]:
    """Months that were left out, and why, a line for each belief of a channel."""
    names = places(scenario)
    return [_unused(each, names.get(each.path, each.path), formats) for each in found.unused]


def _unused(each: Unused, name: str, formats: Formats) -> str:
    months = ", ".join(formats.month_name(month) for month in each.months[:3])
    more = f" and {counted(len(each.months) - 3, 'month')} more" if len(each.months) > 3 else ""
    whose = "" if each.path.startswith("channels.") else f" of {each.channel}"
    return f"{name}{whose}: nothing learned from {months}{more}: {REASONS[each.why]}"


def learned_line(belief: Belief, quantity: Quantity, formats: Formats, today: date) -> str:
    """``Before: 5% to 12%, half below 8%. The figures are 4 months old.``; empty where nothing was learned."""
    learned = belief.learned
    if learned is None:
        return ""
    before = shown_range(belief.stated, quantity, formats)
    said = f"Before: {before}, half below {shown(belief.stated.likely, quantity, formats)}."
    age = months_since(learned.last, today)
    old = f" The figures are {counted(age, 'month')} old." if age >= OLD_MONTHS else ""
    return said + old


def calibration_line(found: Calibration) -> str:
    """How often the truth fell into the ranges, and whether chance explains it."""
    if found.band is None:
        return (
            f"{sentence(counted(found.ranges, 'range'))} can be held against real figures;"
            " with fewer than 10, nothing can be said of how good they are."
        )
    fewest, most = found.band
    said = f"The truth fell into {found.within} of {found.ranges} 8-in-10 ranges; chance allows {fewest} to {most}."
    if found.widen_by is not None:
        return f"{said} The ranges are too narrow: make them about {found.widen_by:.1f} times as wide."
    return f"{said} They are wider than they need be." if found.within > most else f"{said} That fits."


def calibration_rows(
    of_all: Calibration, of_sources: Mapping[str, Calibration], formats: Formats
) -> list[tuple[str, ...]]:
    """How good ranges are, of all and by whose they are, under ``CALIBRATION_HEADS``; of 10 or more alone."""
    by_size = sorted(of_sources.items(), key=lambda each: (-each[1].ranges, each[0]))
    return [_calibration_row(whose, found, formats) for whose, found in (("All", of_all), *by_size) if found.band]


def few_line(of_sources: Mapping[str, Calibration]) -> str:
    """That there are too few ranges of some to say anything of them; empty where there are none such."""
    few = sum(found.band is None for found in of_sources.values())
    return f"{sentence(counted(few, 'source'))} with fewer than 10 ranges: nothing can be said of them." if few else ""


def _calibration_row(whose: str, found: Calibration, formats: Formats) -> tuple[str, ...]:
    assert found.band is not None, "asked before"
    fewest, most = found.band
    verdict = "wider than they need be" if found.within > most else "that fits"
    if found.widen_by is not None:
        verdict = f"too narrow: make them about {found.widen_by:.1f} times as wide"
    return (
        whose,
        formats.count(found.ranges),
        formats.count(found.within),
        f"{formats.count(fewest)} to {formats.count(most)}",
        f"{found.interval_score:.2f}",
        verdict,
    )
