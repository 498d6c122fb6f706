"""The small business of the examples, run by the model: every number in them comes from here, none is typed.

``worked.yaml`` states it in round numbers; each response curve brings the example that it declares, as a channel of its
own that gets no money. Facts are named by the keys of metrics and of what is stated.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from itertools import chain, combinations, pairwise
from typing import Any

import numpy as np

from simulator.edits.improvements import bought
from simulator.edits.middle_values import at_middle_values
from simulator.engine.sampling import REPLICATES
from simulator.engine.simulation import Simulation, simulate
from simulator.metrics.kpis import METRICS
from simulator.metrics.payback import cumulative_profit
from simulator.scenario.beliefs import Belief, certain
from simulator.scenario.channels import Channel
from simulator.scenario.curves import CURVES, Saturating
from simulator.scenario.fields import Place, quantities, walk
from simulator.scenario.improvements import Improvement
from simulator.scenario.scenario import Scenario, SharedFunnel
from simulator.scenario.stages import QUALIFICATION_STAGES, Stage, closing_chain, rate_name, rates_of
from simulator.scenario_files import parse
from simulator.text.formats import Formats
from simulator.units import FloatArray, Unit

THOUSAND = 1000.0
"""A round amount to try something with."""


@dataclass(frozen=True)
class Fact:
    """A number of the example, or several, which are shown with ``between`` between them."""

    values: tuple[float, ...]
    unit: Unit
    between: str = ", "

    def text(self, formats: Formats) -> str:
        """The number as it is written, or all of them."""
        return self.between.join(formats.number(value, self.unit) for value in self.values)


@dataclass(frozen=True, eq=False)
class Worked:
    """The business of the examples, and what its plan brings in the one world of middle values.

    ``unpaid`` are channels that state numbers and are left out of the plan, whose visits all cost money.
    """

    scenario: Scenario[Belief]
    unpaid: tuple[Channel[Belief], ...]

    @cached_property
    def simulation(self) -> Simulation:
        """The plan as run."""
        return simulate(at_middle_values(self.scenario), self.scenario.plans[0].name, draws=REPLICATES)

    def metric(self, key: str) -> float:
        """A metric of the plan; nan where the business does not have it."""
        return float(METRICS[key].of_plan(self.simulation.funnel)[0, 0, 0])

    def went_on(self, rate: str) -> tuple[float, float]:
        """How many stood before a step, and how many came through."""
        before, after = self.simulation.funnel.plan.passed[rate]
        return float(before[0, 0, 0]), float(after[0, 0, 0])

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """Where each number is stated first, by its name."""
        whole = replace(self.scenario, channels=(*self.scenario.channels, *self.unpaid))
        stated = (place for place in walk(whole) if place.value is not None)
        # What is only there by default says less than what another channel states.
        own_first = sorted(stated, key=_is_default)
        return {place.name: place for place in reversed(own_first)}

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """Everything that an example may name."""
        stated = {name: Fact((_middle(place),), place.quantity.unit) for name, place in self.places.items()}
        metrics = {key: Fact((self.metric(key),), metric.unit) for key, metric in METRICS.items()}
        return {**stated, **metrics, **self._of_stages, **self._of_months, **self._of_channels}

    @cached_property
    def _of_stages(self) -> Mapping[str, Fact]:
        funnel, spend = self.simulation.funnel, self.simulation.spend.sum(axis=1)
        costs = {
            f"cost_of_{stage}": Fact((float(funnel.plan.stage_cost[stage][0, 0, 0]),), Unit.MONEY) for stage in Stage
        }
        bought = {f"spend_on_{stage}": Fact((float(sum(spend[self._buying(stage)])),), Unit.MONEY) for stage in Stage}
        wanting = sum(float(funnel.won_by_month(row)[0, 0]) for row in range(len(self.scenario.channels)))
        return {**costs, **bought, "wanting": Fact((wanting,), Unit.COUNT)}

    def _buying(self, stage: Stage) -> list[int]:
        return [row for row, channel in enumerate(self.scenario.channels) if channel.buys is stage]

    @cached_property
    def _of_months(self) -> Mapping[str, Fact]:
        funnel, money = self.simulation.funnel, Unit.MONEY
        profit, cost = funnel.plan_profit[0, :, 0], funnel.plan_cost[0, :, 0]
        so_far = cumulative_profit(funnel.plan_profit)[0, :, 0]
        budget = self.simulation.spend.sum(axis=0)
        return {
            "budget_by_month": Fact(_numbers(budget), money, " + "),
            "profit_by_month": Fact(_numbers(profit), money),
            "profit_so_far": Fact(_numbers(so_far), money),
            "first_loss": Fact((-float(so_far[0]),), money),
            "next_cost": Fact((float(cost[1]),), money),
            "horizon_months": Fact((float(self.scenario.horizon_months),), Unit.COUNT),
        }

    @cached_property
    def _of_channels(self) -> Mapping[str, Fact]:
        row = self.row_with("curve", Saturating)
        assert row is not None
        once, twice = (Fact((self.bought(row, times * THOUSAND),), Unit.COUNT) for times in (1, 2))
        kept, own, share = (self.middle(name) for name in ("yearly_retention_rate", "incremental_share", "carry_over"))
        felt = self.middle("monthly_spend_before") * share
        return {
            "thousand": Fact((THOUSAND,), Unit.COUNT),
            "thousand_spent": Fact((THOUSAND,), Unit.MONEY),
            "hundred": Fact((100.0,), Unit.COUNT),
            "kept_of_hundred": Fact((100.0 * kept,), Unit.COUNT),
            "own_of_hundred": Fact((100.0 * own,), Unit.COUNT),
            "ripening": Fact((self.middle("ramp_up_months"),), Unit.COUNT),
            "felt_later": Fact((felt,), Unit.MONEY),
            "clicks_once": once,
            "clicks_twice": twice,
        }

    def middle(self, name: str) -> float:
        """The middle value of a number, where it is stated first."""
        return _middle(self.places[name])

    def middle_of(self, row: int, name: str) -> float:
        """The middle value of a number of a channel."""
        return float(getattr(self.scenario.channels[row], name).likely)

    def row_with(self, part: str, kind: type[Any]) -> int | None:
        """The last channel that is of a kind, or whose curve is, None without one; ``part`` says which."""
        owners = [channel if part == "channel" else channel.curve for channel in self.scenario.channels]
        return max((row for row, owner in enumerate(owners) if type(owner) is kind), default=None)

    def bought(self, row: int, spend: float) -> float:
        """How many of what a channel buys a month's spend buys, before carry-over, ramp-up and season."""
        channel = self.simulation.chunks[0].channels[row]
        units = channel.curve.units(np.array([[spend]]), channel.unit_cost(), channel.reference_spend)
        return float(units[0, 0])

    def improved(self, rate: str, times: float) -> "Worked":
        """The same business where one of the funnel's rates is so many times as good, which costs nothing."""
        becomes = certain(times * self.middle(rate))
        improvement = Improvement[Belief](name="Improvement", belief=f"funnel.{rate}", becomes=becomes)
        plan = bought(self.scenario.plans[0], improvement.name, 1)
        return replace(self, scenario=replace(self.scenario, improvements=(improvement,), plans=(plan,)))

    def tracking(self, stages: tuple[Stage, ...]) -> "Worked":
        """The same business with only these stages tracked between a lead and a customer."""
        funnel, own = self.scenario.funnel, closing_chain(self.scenario.funnel.stages)
        steps = [getattr(funnel, rate).likely for rate in rates_of(own)]
        shares = {
            rate_name(source, target): certain(math.prod(steps[own.index(source) : own.index(target)]))
            for source, target in pairwise(closing_chain(stages))
        }
        return replace(self, scenario=replace(self.scenario, funnel=SharedFunnel[Belief](stages=stages, **shares)))


@cache
def worked() -> Worked:
    """The business as it is stated."""
    stated = parse(files("simulator.presentation.glossary").joinpath("worked.yaml").read_bytes())
    paid = tuple(channel for channel in stated.channels if channel.is_paid)
    unpaid = tuple(channel for channel in stated.channels if not channel.is_paid)
    return Worked(replace(stated, channels=(*paid, *_with_each_curve(stated.channel("Search ads")))), unpaid)


def _with_each_curve(channel: Channel[Belief]) -> Iterator[Channel[Belief]]:
    """The channel with each curve that declares an example for all of its numbers."""
    for curve in CURVES.values():
        if curve.example.keys() >= quantities(curve).keys():
            yield replace(channel, name=curve.label, curve=curve(**curve.example))


@cache
def worked_with(metric: str) -> Worked:
    """The business as it is stated, or one with fewer stages that has this metric."""
    own = worked()
    fewer = (stages for size in range(3) for stages in combinations(QUALIFICATION_STAGES, size))
    businesses = chain([own], map(own.tracking, fewer))
    return next(each for each in businesses if np.isfinite(each.metric(metric)))


def _middle(place: Place) -> float:
    return place.value.likely if isinstance(place.value, Belief) else float(place.value)


def _is_default(place: Place) -> bool:
    default = place.quantity.default
    return default is not None and place.value in (default, certain(default))


def _numbers(values: FloatArray) -> tuple[float, ...]:
    return tuple(map(float, values))
