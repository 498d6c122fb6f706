"""The gap between planned and actual profit, in money, by what made it: parts that add up.

A channel's profit so far is what it spent times what a unit of money bought, times each rate on the way to a customer,
times what a customer brought, less what it cost. Each of these factors is taken from its planned to its actual value;
what a factor is worth depends on the others, so each gets the average of what it changes over all orders in which they
can be taken: its Shapley value (Shapley 1953, "A Value for n-Person Games"; used so for models by Strumbelj & Kononenko
2014). The parts add up, and a factor that did not change has none.

A rate that was seen in few people says little. Of each factor's change only that part is its own which the figures make
likely, given how sure the plan was of it: the mean after having seen them, as credibility theory has it (Buhlmann 1967:
n / (n + v), with v how many people the plan's belief was worth). The rest is luck, one factor for all.

What the time to close changes is told apart from the rate at which leads become customers: how many customers the real
leads would have brought by now, at the planned rate and pace, beside how many the planned leads would have.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import factorial

import numpy as np

from simulator.analyses.counted_months import actual_months, counted_months
from simulator.engine.sales_cycle import closing_matrix
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray, IntArray

SUREST = 0.1

SPEND, UNIT_COST, TIME_TO_CLOSE, VALUE, LUCK = "spend", "unit_cost", "time_to_close", "value", "luck"
"""The parts beside the rates, which are called after the stages between which they are: ``visits_to_leads``."""


@dataclass(frozen=True, kw_only=True)
class Factor:
    """A factor of profit: as planned, as it is likely to be now that figures are known, and as it was counted."""

    name: str
    planned: float
    likely: float
    actual: float

    def value(self, *, is_taken: bool, is_lucky: bool) -> float:
        """The value where the factor is taken from the plan to what is likely, and luck with it or not."""
        return (self.likely if is_taken else self.planned) + (self.actual - self.likely if is_lucky else 0.0)


@dataclass(frozen=True, kw_only=True)
class ChannelGap:
    """The gap of a channel over the months that are known; ``parts`` add up to ``actual - planned`` [money].

    ``assumed`` are figures that are not known, and were taken as planned.
    """

    channel: str
    months: int
    planned: float
    actual: float
    parts: Mapping[str, float]
    assumed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Gap:
    """The gap of a plan, the sum of its channels'. ``unexplained`` are channels of which too little is known."""

    channels: tuple[ChannelGap, ...]
    unexplained: tuple[str, ...]

    @property
    def planned(self) -> float:
        """The planned profit of what is compared [money]."""
        return sum(each.planned for each in self.channels)

    @property
    def actual(self) -> float:
        """The actual profit of what is compared [money]."""
        return sum(each.actual for each in self.channels)

    @property
    def parts(self) -> Mapping[str, float]:
        """What each cause made of the gap [money]; they add up to ``actual - planned``."""
        found: dict[str, float] = {}
        for channel in self.channels:
            for name, part in channel.parts.items():
                found[name] = found.get(name, 0.0) + part
        return found


def explained_gap(
    scenario: Scenario[Belief],
    plan: str,
    actuals: Sequence[Actuals],
    *,
    until: int,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Gap:
    """The gap in the first ``until`` months of a plan, those that are over. Raises as simulate."""
    found, unexplained = [], []
    for own in actuals:
        if own.channel in scenario.channel_names:
            expected = counted_months(scenario, plan, own.channel, draws=draws, seed=seed)
            gap = _of_channel(scenario, own.channel, expected, actual_months(own, scenario), until)
            if gap is None:
                unexplained.append(own.channel)
            else:
                found.append(gap)
    return Gap(channels=tuple(found), unexplained=tuple(unexplained))


def shapley(players: Sequence[str], worth: Callable[[int], float]) -> dict[str, float]:
    """What each of the players changes on average over all orders; together they make ``worth(all) - worth(none)``.

    ``worth`` is asked for every group of players: a bit for each, the first of them the lowest.
    """
    number = len(players)
    groups = np.arange(1 << number)
    values = np.array([worth(int(group)) for group in groups])
    sizes = np.array([int(group).bit_count() for group in groups])
    weights = np.array([factorial(size) * factorial(number - size - 1) / factorial(number) for size in range(number)])
    parts: dict[str, float] = {}
    for place, name in enumerate(players):
        without = groups[(groups >> place) & 1 == 0]
        parts[name] = float(np.sum(weights[sizes[without]] * (values[without | 1 << place] - values[without])))
    return parts


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What is known of a channel in the months that are compared: planned by world and on average, and counted."""

    chain: Sequence[str]
    months: IntArray
    worlds: Mapping[str, FloatArray]
    means: Mapping[str, float]
    counted: Mapping[str, float]


def _of_channel(
    scenario: Scenario[Belief],
    name: str,
    expected: Mapping[str, FloatArray],
    actual: Mapping[str, FloatArray],
    until: int,
) -> ChannelGap | None:
    channel = next(each for each in scenario.channels if each.name == name)
    stages = [stage.value for stage in type(channel).stages(scenario.funnel.stages)]
    chain = [*(["spend"] if channel.is_paid else []), *(each for each in stages if _is_known(actual[each][:until]))]
    if "customers" not in chain or len(chain) < 2 or (channel.is_paid and not _is_known(actual["spend"][:until])):
        return None
    months = np.flatnonzero(~np.isnan([actual[figure][:until] for figure in chain]).any(axis=0))
    worlds = {figure: each[months].sum(axis=0) for figure, each in expected.items()}
    known = _Known(
        chain=chain,
        months=months,
        worlds=worlds,
        means={figure: float(np.mean(each)) for figure, each in worlds.items()},
        counted={figure: float(actual[figure][months].sum()) for figure in chain},
    )
    if (
        not months.size
        or min(known.counted[each] for each in chain[:-1]) <= 0.0
        or min(known.means[each] for each in chain) <= 0.0
    ):
        return None
    brought, assumed = _brought(known, actual)
    factors = _factors(scenario, channel, known, expected, actual, brought)
    if factors is None:
        return None
    cost = _actual_cost(channel, known)
    costs = (known.means["cost"], cost)

    def worth(taken: int) -> float:
        is_lucky = bool(taken >> len(factors) & 1)
        values = [
            each.value(is_taken=bool(taken >> place & 1), is_lucky=is_lucky) for place, each in enumerate(factors)
        ]
        # What is spent decides the cost; what comes without money has none.
        return float(np.prod(values)) - costs[taken & 1]

    return ChannelGap(
        channel=name,
        months=int(months.size),
        planned=known.means["gross_profit"] - known.means["cost"],
        actual=brought - cost,
        parts=shapley([*(factor.name for factor in factors), LUCK], worth),
        assumed=assumed,
    )


def _is_known(months: FloatArray) -> bool:
    return not bool(np.isnan(months).all())


def _brought(known: _Known, actual: Mapping[str, FloatArray]) -> tuple[float, tuple[str, ...]]:
    """The gross profit that came, and what of it is taken as planned because it is not known."""
    gross_profit, revenue = (float(actual[figure][known.months].sum()) for figure in ("gross_profit", "revenue"))
    if not np.isnan(gross_profit):
        return gross_profit, ()
    if not np.isnan(revenue) and known.means["revenue"] > 0.0:
        return revenue * known.means["gross_profit"] / known.means["revenue"], ("gross_margin_rate",)
    return known.counted["customers"] * known.means["gross_profit"] / known.means["customers"], ("value",)


def _actual_cost(channel: Channel[Belief], known: _Known) -> float:
    """What the channel really cost: what was spent, with the fees that the plan states."""
    if not channel.is_paid:
        return 0.0
    fees = known.means["cost"] - known.means["spend"] * (1.0 + channel.fee_rate)
    return known.counted["spend"] * (1.0 + channel.fee_rate) + fees


def _factors(
    scenario: Scenario[Belief],
    channel: Channel[Belief],
    known: _Known,
    expected: Mapping[str, FloatArray],
    actual: Mapping[str, FloatArray],
    brought: float,
) -> list[Factor] | None:
    """The factors whose product is gross profit, the first of them what was spent; None where one has no value."""
    chain, means, counted = known.chain, known.means, known.counted
    first = Factor(name=chain[0], planned=means[chain[0]], likely=counted[chain[0]], actual=counted[chain[0]])
    factors = [first if channel.is_paid else _seen(first, known.worlds[chain[0]], seen=1.0, spread=means[chain[0]])]
    for before, after in pairwise(chain[:-1]):
        planned, ratio = means[after] / means[before], counted[after] / counted[before]
        name = UNIT_COST if before == "spend" else f"{before}_to_{after}"
        spread = planned if before == "spend" else max(planned * (1.0 - planned), 1e-12)
        of_worlds = known.worlds[after] / known.worlds[before]
        raw = Factor(name=name, planned=planned, likely=ratio, actual=ratio)
        factors.append(_seen(raw, of_worlds, seen=counted[before], spread=spread))
    last = chain[-2]
    matrix = closing_matrix(scenario.sales_cycle(channel), scenario.horizon_months) if last != "spend" else None
    due = matrix if matrix is not None else np.eye(scenario.horizon_months)
    rows = due[known.months]
    by_world = np.asarray((rows @ expected[last]).sum(axis=0)) if last != "spend" else known.worlds[last]
    lived = expected[last].mean(axis=1)
    lived[known.months] = actual[last][known.months]
    due_planned, due_actual = float(np.mean(by_world)), float((rows @ lived).sum())
    if min(due_planned, due_actual) <= 0.0 or not (by_world > 0.0).all():
        return None
    shares = (due_planned / means[last], due_actual / counted[last])
    factors.append(Factor(name=TIME_TO_CLOSE, planned=shares[0], likely=shares[1], actual=shares[1]))
    planned, rate = means["customers"] / due_planned, counted["customers"] / due_actual
    raw = Factor(name=f"{last}_to_customers", planned=planned, likely=rate, actual=rate)
    spread = planned * (1.0 - planned) if last != "spend" and planned < 1.0 else planned
    factors.append(_seen(raw, known.worlds["customers"] / by_world, seen=due_actual, spread=spread))
    value = means["gross_profit"] / means["customers"]
    one = brought / counted["customers"] if counted["customers"] > 0.0 else value
    of_worlds = known.worlds["gross_profit"] / np.maximum(known.worlds["customers"], 1e-12)
    raw = Factor(name=VALUE, planned=value, likely=one, actual=one)
    factors.append(_seen(raw, of_worlds, seen=counted["customers"], spread=value**2))
    return factors


def _seen(raw: Factor, worlds: FloatArray, *, seen: float, spread: float) -> Factor:
    """The factor with what is likely of it after so many were seen, each of which varies by ``spread`` around it.

    A plan that states a number without doubt is taken to be sure of it to one part in ten.
    """
    doubt = max(float(np.var(worlds)), (SUREST * raw.planned) ** 2)
    if doubt <= 0.0:
        return raw
    weight = seen / (seen + spread / doubt)
    return replace(raw, likely=raw.planned + weight * (raw.actual - raw.planned))
