"""The choice on the page Goals: a metric, its numbers, by when and how sure; and how an address states it."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.analyses.goals.goal import KEPT_AT_MOST, Goal, quarters
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import HORIZON_MOST, Scenario

METRIC, NUMBER, SPAN, SURE, MOST = "goal", "number", "span", "sure", "most"
ENTRIES = (METRIC, NUMBER, SPAN, SURE, MOST)

OFFERED = ("customers", "revenue", "gross_profit", "profit", "roi", "cac", "payback_months")
BY_QUARTER = ("customers", "revenue", "gross_profit", "profit")
ALL, QUARTERS = "all", "quarters"
USUAL_SURE = 0.8
YEAR, QUARTERS_OF_A_YEAR = 12, 4
LARGEST = 1e12
"""What is wanted, and what is spent a month, is less than this."""


@dataclass(frozen=True)
class GoalChoice:
    """A metric, its numbers (one, or one for each quarter of the first year), the span, and how sure.

    ``numbers`` is empty where none is stated, and None stands for that of a quarter which is not. ``span`` is ALL
    months, QUARTERS, or the number of a year. ``most`` is the largest budget that is looked at [money
    per month], None for the usual.
    """

    metric: str = OFFERED[0]
    numbers: tuple[float | None, ...] = ()
    span: str = ALL
    sure: float = USUAL_SURE
    most: float | None = None

    def goals(self, horizon_months: int) -> tuple[Goal, ...]:
        """The goals; none while a number is missing."""
        numbers = [number for number in self.numbers if number is not None]
        if len(numbers) < self.count:
            return ()
        if self.span == QUARTERS:
            return quarters(self.metric, numbers)
        first, last = (
            (1, horizon_months) if self.span == ALL else (YEAR * (int(self.span) - 1) + 1, YEAR * int(self.span))
        )
        return (Goal.of(self.metric, numbers[0], first, last),)

    @property
    def count(self) -> int:
        """How many numbers it takes."""
        return QUARTERS_OF_A_YEAR if self.span == QUARTERS else 1

    def number(self, place: int) -> float | None:
        """The number at a place; None while there is none."""
        return self.numbers[place] if place < len(self.numbers) else None

    def with_number(self, place: int, number: float | None) -> "GoalChoice":
        """The choice with another number at a place; the first that is stated stands for all."""
        if not self.numbers:
            return replace(self, numbers=_stated([number] * self.count))
        return replace(
            self, numbers=_stated([number if each == place else self.number(each) for each in range(self.count)])
        )

    def within(self, span: str) -> "GoalChoice":
        """The choice by another time: quarters add up, but what is wanted in all is no number of a quarter."""
        if span == self.span:
            return self
        if span == QUARTERS:
            return replace(self, span=span, numbers=())
        numbers = [number for number in self.numbers if number is not None]
        return replace(self, span=span, numbers=(sum(numbers),) if len(numbers) == self.count else ())

    @property
    def entries(self) -> dict[str, list[str]]:
        """Entries for it in the address."""
        most = {} if self.most is None else {MOST: [f"{self.most:.12g}"]}
        numbers = ["" if number is None else f"{number:.12g}" for number in self.numbers]
        return {METRIC: [self.metric], NUMBER: numbers, SPAN: [self.span], SURE: [f"{self.sure:.12g}"], **most}


def can_be_wanted(metric: str, number: float) -> bool:
    """Whether a number of a metric means something: customers who cost nothing do not."""
    if metric in KEPT_AT_MOST:
        return 0.0 < number < LARGEST
    return (-1.0 if metric == "roi" else 0.0) <= number < LARGEST


def can_be_spent(most: float) -> bool:
    """Whether so much a month can be the most that is looked at."""
    return 0.0 < most < LARGEST


def spans(metric: str, horizon_months: int) -> list[str]:
    """The spans that a goal of a metric may have, however long a draft says that it looks ahead."""
    months = min(horizon_months, HORIZON_MOST)
    years = [str(year) for year in range(1, months // YEAR + 1)] if months > YEAR else []
    if metric == "payback_months":
        return [ALL]
    return [ALL, *years, *([QUARTERS] if metric in BY_QUARTER and horizon_months >= YEAR else [])]


def choice_from(entries: Mapping[str, Sequence[str]]) -> GoalChoice:
    """The choice that entries of an address state, as far as they mean anything."""
    metric, span = _first(entries, METRIC), _first(entries, SPAN)
    known = metric if metric in OFFERED else OFFERED[0]
    by_quarter = span == QUARTERS and known in BY_QUARTER
    sure, most = _number(_first(entries, SURE)), _number(_first(entries, MOST))
    return GoalChoice(
        metric=known,
        numbers=_numbers(known, entries.get(NUMBER, ()), by_quarter=by_quarter) if metric in OFFERED else (),
        span=QUARTERS if by_quarter else span if _is_year(span) else ALL,
        sure=sure if sure is not None and 0.0 < sure < 1.0 else USUAL_SURE,
        most=most if most is not None and can_be_spent(most) else None,
    )


def _first(entries: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(entries.get(name, ())), "")


def _is_year(span: str) -> bool:
    return span.isascii() and span.isdigit() and int(span[:4]) > 0


def _numbers(metric: str, typed: Sequence[str], *, by_quarter: bool) -> tuple[float | None, ...]:
    """The numbers that an address states; the last one stands for the quarters that it says nothing of."""
    read = [_number(each) for each in typed[:QUARTERS_OF_A_YEAR]]
    wanted = [number if number is not None and can_be_wanted(metric, number) else None for number in read]
    if not by_quarter:
        return tuple(number for number in wanted if number is not None)[:1]
    return _stated([*wanted, *wanted[-1:] * (QUARTERS_OF_A_YEAR - len(wanted))])


def _stated(numbers: Sequence[float | None]) -> tuple[float | None, ...]:
    """Numbers by place; none where none of them is stated."""
    return tuple(numbers) if any(number is not None for number in numbers) else ()


def _number(typed: str) -> float | None:
    try:
        number = float(typed)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def of_target(scenario: Scenario[Belief]) -> GoalChoice:
    """The goal that a scenario's first target states that can be one; none yet where there is no such target."""
    for target in scenario.targets:
        number = target.at_most if target.metric in KEPT_AT_MOST else target.at_least
        if target.metric in OFFERED and number is not None and can_be_wanted(target.metric, number):
            return GoalChoice(target.metric, (number,), sure=target.probability or USUAL_SURE)
    return GoalChoice()
