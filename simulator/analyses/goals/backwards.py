"""The funnel backwards: the people that it takes at every stage for a number of customers, or an amount of money.

Every customer of a quarter was a lead before, perhaps months before. So of each stage those people are looked at whose
deals fall into the quarter, as the plan's channels, rates and times to close have them, world by world. If the plan
brings c and w are wanted, it takes w / c times as many of them in each channel. Of revenue and gross profit, which
repeat sales bring in too, all of the plan is taken that many times.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from simulator.analyses.goals.goal import Goal
from simulator.analyses.summary import Means, Summary, replicates_of, summarise
from simulator.engine.sales_cycle import closing_matrix
from simulator.engine.simulation import Simulation
from simulator.engine.totals import ratio
from simulator.metrics.kpis import METRICS, Metric
from simulator.scenario.stages import QUALIFICATION_STAGES, Stage
from simulator.units import FloatArray

WANTED = ("customers", "revenue", "gross_profit")
"""The metrics for which the funnel is read backwards."""

STAGES = (Stage.VISITS, Stage.LEADS, *QUALIFICATION_STAGES)


class Gap(StrEnum):
    """Where a gap lies: NONE; in the ROOM for customers; they sign too LATE; or too few PEOPLE come in."""

    NONE = "none"
    ROOM = "room"
    LATE = "late"
    PEOPLE = "people"


@dataclass(frozen=True, kw_only=True)
class StageNeed:
    """The people at a stage that it takes, and that the plan brings for the same months."""

    stage: Stage
    needed: Summary
    given: Summary


@dataclass(frozen=True, kw_only=True)
class Backwards:
    """People that a goal takes at every stage, in all and by channel.

    ``given`` is what the plan brings of the goal's metric, ``times`` how many times as many people it takes. Leads come
    ``ahead`` months before their deals on average. ``signing_later`` are customers of leads made by the last month who
    sign after it, ``room`` is that for customers, infinite where there is no limit.
    """

    goal: Goal
    given: Summary
    times: Summary
    stages: Sequence[StageNeed]
    channels: Mapping[str, Sequence[StageNeed]]
    ahead: float
    signing_later: float
    room: float
    gap: Gap


def backwards(simulation: Simulation, goals: Sequence[Goal]) -> list[Backwards]:
    """The funnel backwards from each of several goals of at least so many customers, revenue or gross profit."""
    assert all(goal.metric in WANTED for goal in goals), "others are not read backwards"
    won = won_of(simulation)
    return [_backwards(_Reading(simulation, goal, won)) for goal in goals]


def won_of(simulation: Simulation) -> list[FloatArray]:
    """Customers of each channel by the month of their lead; (month, draw) each."""
    return [simulation.funnel.won_by_month(row) for row in range(len(simulation.scenario.channels))]


def _backwards(reading: "_Reading") -> Backwards:
    simulation, goal, value = reading.simulation, reading.goal, reading.value
    served = np.minimum(1.0, _safe(reading.in_all("customers"), reading.wanting.sum(axis=0)))
    times = ratio(goal.number * served, value)
    people = {stage: found for stage in STAGES if not np.isnan(found := reading.people(stage)).all()}
    channels = {
        name: [_need(stage, each[row], times) for stage, each in people.items() if not np.isnan(each[row]).all()]
        for row, name in enumerate(simulation.scenario.channel_names)
        if reading.wanting[row].any()
    }
    wanted = goal.number * served
    return Backwards(
        goal=goal,
        given=_summary(value, _mean_of(value)),
        times=_summary(times, _mean_ratio(wanted, value)),
        stages=[_need(stage, np.nansum(each, axis=0), times, wanted, value) for stage, each in people.items()],
        channels=channels,
        ahead=reading.ahead,
        signing_later=reading.signing_later,
        room=reading.room,
        gap=reading.gap,
    )


def by_quarter(simulation: Simulation, goal: Goal) -> list[Goal]:
    """The goal of each quarter, counted from its first month, by the parts of it that the plan brings then."""
    end = goal.end(simulation.scenario.horizon_months)
    spans = [(first, min(first + 2, end)) for first in range(goal.first, end + 1, 3)]
    given = np.array(
        [_Reading(simulation, replace(goal, first=first, last=last), ()).value.mean() for first, last in spans]
    )
    parts = given / given.sum() if given.sum() > 0.0 else np.full(len(spans), 1.0 / len(spans))
    return [
        replace(goal, at_least=goal.number * float(part), first=first, last=last)
        for (first, last), part in zip(spans, parts, strict=True)
    ]


@dataclass(frozen=True)
class _Reading:
    """What the plan brings within the months of a goal; ``won`` by channel, (month, draw), by the months of leads."""

    simulation: Simulation
    goal: Goal
    won: Sequence[FloatArray]

    @property
    def months(self) -> slice:
        """The months, from 0."""
        return slice(self.goal.first - 1, self.goal.end(self.simulation.scenario.horizon_months))

    def in_all(self, key: str) -> FloatArray:
        """A sum over the months; (draw,)."""
        metric = METRICS[key]
        assert isinstance(metric, Metric)
        by_month = np.nan_to_num(metric.of_months(self.simulation.funnel), nan=0.0)
        return np.asarray(by_month[0, self.months].sum(axis=0))

    @cached_property
    def value(self) -> FloatArray:
        """Sum of the goal's metric over its months, as the plan brings it; (draw,)."""
        return self.in_all(self.goal.metric)

    def _closing(self, row: int) -> FloatArray:
        """The share of each month's leads whose deals fall into the months; (month, 1)."""
        scenario = self.simulation.scenario
        matrix = closing_matrix(scenario.sales_cycle(scenario.channels[row]), scenario.horizon_months)
        whole = np.eye(scenario.horizon_months) if matrix is None else matrix
        return np.asarray(whole[self.months].sum(axis=0)[:, np.newaxis])

    def _won(self, row: int) -> tuple[FloatArray, FloatArray]:
        """Those won of the leads whose deals fall into the months, and of all; before incremental_share; (draw,)."""
        won = self.won[row]
        return self._closing(row)[:, 0] @ won, won.sum(axis=0)

    @property
    def _rows(self) -> range:
        return range(len(self.simulation.scenario.channels))

    @cached_property
    def shares(self) -> FloatArray:
        """The share of a channel's people whose deals fall into the months; (channel, draw)."""
        return np.stack(np.broadcast_arrays(*(_safe(*self._won(row)) for row in self._rows)))

    def people(self, stage: Stage) -> FloatArray:
        """The people at a stage whose deals fall into the months; (channel, draw), nan where there is no such stage.

        Those who come without money are not marketing's.
        """
        counted = np.array([channel.is_paid for channel in self.simulation.scenario.channels])
        people = self.simulation.funnel.by_channel.stages[stage][:-1, 0] * self.shares
        return np.where(counted[:, np.newaxis], people, np.nan)

    @cached_property
    def wanting(self) -> FloatArray:
        """Customers who want to buy within the months; (channel, draw)."""
        rows = []
        for row in self._rows:
            share = np.concatenate(
                [np.atleast_1d(chunk.channels[row].incremental_share) for chunk in self.simulation.chunks]
            )
            rows.append(self._won(row)[0] * (share if len(share) == self.simulation.funnel.draws else share[:1]))
        return np.stack(np.broadcast_arrays(*rows))

    @property
    def ahead(self) -> float:
        """How many months leads come before their deals, on average; nan without any."""
        scenario, months, weight = self.simulation.scenario, 0.0, 0.0
        for row in self._rows:
            matrix = closing_matrix(scenario.sales_cycle(scenario.channels[row]), scenario.horizon_months)
            won = self.won[row].mean(axis=1)
            whole = np.eye(len(won)) if matrix is None else matrix
            here = (whole * won)[self.months]
            lag = np.arange(scenario.horizon_months)[self.months, np.newaxis] - np.arange(scenario.horizon_months)
            months, weight = months + float((here * lag).sum()), weight + float(here.sum())
        return months / weight if weight else np.nan

    @property
    def signing_later(self) -> float:
        """Customers of leads made by the last month who sign after it, on average."""
        scenario, last, late = self.simulation.scenario, self.months.stop, 0.0
        for row in self._rows:
            matrix = closing_matrix(scenario.sales_cycle(scenario.channels[row]), scenario.horizon_months)
            if matrix is not None:
                won = self.won[row][:last].mean(axis=1)
                late += float((won * (1.0 - np.minimum(1.0, matrix[:last, :last].sum(axis=0)))).sum())
        return late

    @property
    def room(self) -> float:
        """The room for customers within the months."""
        by_month = self.simulation.scenario.room_by_month
        return np.inf if by_month is None else float(by_month[self.months].sum())

    @property
    def gap(self) -> Gap:
        """Where the gap lies."""
        given = float(self.value.mean())
        missing = self.goal.number - given
        if missing <= 0.0:
            return Gap.NONE
        customers = float(self.in_all("customers").mean())
        if self.goal.metric == "customers" and self.room < self.goal.number:
            return Gap.ROOM
        each = given / customers if customers else np.inf
        if self.signing_later * each >= missing:
            return Gap.LATE
        if float(self.wanting.sum(axis=0).mean()) * each >= self.goal.number:
            return Gap.ROOM
        return Gap.PEOPLE


def _safe(part: FloatArray, whole: FloatArray) -> FloatArray:
    """A share of the whole; 0 where there is nothing."""
    shape = np.broadcast(part, whole).shape
    return np.divide(part, whole, out=np.zeros(shape), where=np.broadcast_to(whole > 0.0, shape))


def _need(
    stage: Stage,
    people: FloatArray,
    times: FloatArray,
    above: FloatArray | None = None,
    below: FloatArray | None = None,
) -> StageNeed:
    with np.errstate(invalid="ignore"):
        needed = people * times
    means = _mean_ratio(people * above, below) if above is not None and below is not None else None
    return StageNeed(stage=stage, needed=_summary(needed, means), given=_summary(people, _mean_of(people)))


def _summary(draws: FloatArray, means: Means | None) -> Summary:
    return summarise(np.atleast_2d(draws), means)[0]


def _mean_of(draws: FloatArray) -> Means:
    count = replicates_of(draws.size)
    return Means(np.atleast_1d(draws.mean()), draws.reshape(1, count, -1).mean(axis=2))


def _mean_ratio(above: FloatArray, below: FloatArray) -> Means:
    """A ratio of means: worlds weigh as much as they bring."""
    above, below = np.broadcast_arrays(above, below)
    count = replicates_of(below.size)
    parts = ratio(above.reshape(count, -1).mean(axis=1), below.reshape(count, -1).mean(axis=1))
    return Means(np.atleast_1d(ratio(above.mean(), below.mean())), parts[np.newaxis])
