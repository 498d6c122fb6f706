"""The outlook of a plan that is under way: what came so far, and the rest simulated again in the worlds it speaks for.

Every figure of a month that is known takes the place of what was planned of it. The rest is played with luck in the
possible worlds of the plan, which count as much as they make what came so far likely: importance weights, of the
Poisson chance of each count given what came before it on the way (visits of what was spent, leads of the visits that
really came). Where few worlds would decide alone, the weights are evened out until at least ``FEWEST`` do, by the
effective number of Kong (1992, "A Note on Importance Sampling"): what is known then counts for less than it could.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from simulator.analyses.counted_months import MONEY_OF_SALES, actual_months, counted_months
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED
from simulator.engine.simulation import Simulation, simulate
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import P10, P50, P90, Belief
from simulator.scenario.months import month_number
from simulator.scenario.scenario import Scenario, Target
from simulator.scenario.stages import Stage
from simulator.units import FloatArray

FEWEST = 200
"""So many worlds, at least, decide the outlook."""

_STEPS = 40


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """A figure at the end of the horizon, seen from now: 8 of 10 worlds lie from ``low`` to ``high``.

    ``planned`` is the plan's average.
    """

    likely: float
    low: float
    high: float
    so_far: float
    planned: float


@dataclass(frozen=True, kw_only=True)
class TargetOutlook:
    """The chance of a target as the plan had it, now, and after each month that is known."""

    target: Target
    planned: float
    now: float
    by_month: tuple[float, ...]


@dataclass(frozen=True, kw_only=True)
class Outlooks:
    """The outlook of a plan after ``months`` months that are over; ``worlds`` is the effective number of worlds.

    ``untold`` are targets whose metric cannot be told so.
    """

    months: int
    figures: Mapping[str, Outlook]
    targets: tuple[TargetOutlook, ...]
    untold: tuple[str, ...]
    worlds: float


@dataclass(frozen=True, kw_only=True)
class _Channel:
    """A channel: what it is expected to bring, played with luck, what is known, and how much of it is marketing's."""

    chain: Sequence[str]
    expected: Mapping[str, FloatArray]
    played: Mapping[str, FloatArray]
    actual: Mapping[str, FloatArray]
    incremental: FloatArray


def outlook(
    scenario: Scenario[Belief],
    plan: str,
    actuals: Sequence[Actuals],
    *,
    today: date,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Outlooks:
    """The outlook of a plan at the end of its horizon. Raises as simulate."""
    known = {own.channel: own for own in actuals}
    simulation = simulate(scenario, plan, draws=draws, seed=seed)
    channels = [
        _channel(simulation, name, known.get(name, Actuals(channel=name, first=scenario.start)))
        for name in scenario.channel_names
    ]
    over = max(0, min(month_number(today, scenario.start) - 1, scenario.horizon_months))
    overhead = float(simulation.funnel.by_channel.marketing_cost[-1].mean())
    views = [_view(channels, months, overhead) for months in range(over + 1)]
    told = [target for target in scenario.targets if target.metric in views[0].metrics]
    now = views[-1]
    so_far = _so_far(channels, over)
    return Outlooks(
        months=over,
        figures={
            figure: Outlook(
                likely=found[1],
                low=found[0],
                high=found[2],
                so_far=so_far.get(figure, 0.0),
                planned=float(np.mean(views[0].metrics[figure])),
            )
            for figure in now.metrics
            if (found := _quantiles(now.metrics[figure], now.weights))
        },
        targets=tuple(
            TargetOutlook(
                target=target,
                planned=views[0].chance(target),
                now=now.chance(target),
                by_month=tuple(view.chance(target) for view in views[1:]),
            )
            for target in told
        ),
        untold=tuple(target.metric for target in scenario.targets if target not in told),
        worlds=float(1.0 / np.sum(now.weights**2)),
    )


def _channel(simulation: Simulation, name: str, actual: Actuals) -> _Channel:
    scenario, plan, draws, seed = simulation.scenario, simulation.plan, simulation.draws, simulation.seed
    expected = counted_months(scenario, plan, name, draws=draws, seed=seed)
    channel = next(each for each in scenario.channels if each.name == name)
    chain = [stage.value for stage in type(channel).stages(scenario.funnel.stages)]
    generator = np.random.default_rng(
        [seed, int.from_bytes(hashlib.sha256(f"outlook\0{name}".encode()).digest()[:8], "big")]
    )
    played = {stage: generator.poisson(np.nan_to_num(expected[stage])).astype(float) for stage in chain}
    sale = scenario.customer_value(channel, "revenue_per_sale")
    played |= _sales(generator, expected, 0.0 if sale is None else sale.likely)
    row = scenario.channel_names.index(name)
    ours = np.broadcast_to(simulation.funnel.by_channel.stages[Stage.CUSTOMERS][row, 0], (draws,))
    counted = expected["customers"].sum(axis=0)
    return _Channel(
        chain=chain,
        expected=expected,
        played={**played, "spend": expected["spend"], "cost": expected["cost"]},
        actual=actual_months(actual, scenario),
        incremental=np.divide(ours, counted, out=np.ones(draws), where=counted > 0.0),
    )


def _sales(generator: np.random.Generator, expected: Mapping[str, FloatArray], sale: float) -> dict[str, FloatArray]:
    revenue, gross_profit = (expected[figure] for figure in MONEY_OF_SALES)
    if sale <= 0.0:
        return {"revenue": revenue, "gross_profit": gross_profit}
    number = generator.poisson(np.maximum(np.nan_to_num(revenue), 0.0) / sale)
    brought = sale * generator.gamma(np.maximum(number, 1e-12)) * (number > 0)
    share = np.divide(gross_profit, revenue, out=np.zeros(revenue.shape), where=revenue > 0.0)
    return {"revenue": brought, "gross_profit": brought * share}


@dataclass(frozen=True, kw_only=True)
class _View:
    """The metrics of every world at the end of the horizon, and how much each world counts; (draw,)."""

    metrics: Mapping[str, FloatArray]
    weights: FloatArray

    def chance(self, target: Target) -> float:
        values = self.metrics[target.metric]
        held = values >= target.at_least if target.at_least is not None else values <= (target.at_most or 0.0)
        return float(np.sum(self.weights * held))


def _view(channels: Sequence[_Channel], months: int, overhead: float) -> _View:
    """The view after so many months: what came in them, and the rest in the worlds that it speaks for."""
    logs = sum((_log_chances(each, months) for each in channels), np.zeros(len(channels[0].incremental)))
    totals: dict[str, FloatArray] = {}
    for each in channels:
        for figure in ("spend", "cost", *each.chain, *MONEY_OF_SALES):
            sums = _lived(each, figure, months).sum(axis=0)
            if figure in ("customers", *MONEY_OF_SALES):
                sums = sums * each.incremental
            totals[figure] = totals.get(figure, 0.0) + sums
    return _View(metrics=_metrics(totals, overhead), weights=_weights(logs))


def _lived(each: _Channel, figure: str, months: int) -> FloatArray:
    """A figure by month: as it came where that is known, as it is played where it is not; (month, draw)."""
    played = each.played[figure]
    if figure == "cost":
        # Fees go with what is spent.
        spend, planned = _lived(each, "spend", months), each.played["spend"]
        rate = np.divide(played, planned, out=np.ones(played.shape), where=planned > 0.0)
        return np.asarray(np.where(planned > 0.0, spend * rate, played + spend))
    known = each.actual[figure]
    is_known = (np.arange(len(known)) < months) & ~np.isnan(known)
    if figure == "gross_profit" and not is_known.any():
        revenue = _lived(each, "revenue", months)
        share = np.divide(
            played, each.played["revenue"], out=np.zeros(played.shape), where=each.played["revenue"] > 0.0
        )
        margin = share.max(axis=0)
        return np.asarray(revenue * margin)
    if figure == "revenue" and not is_known.any() and "customers" in each.chain:
        customers, expected = _lived(each, "customers", months), each.expected
        value = np.divide(
            expected["revenue"].sum(axis=0),
            expected["customers"].sum(axis=0),
            out=np.zeros(played.shape[1]),
            where=expected["customers"].sum(axis=0) > 0.0,
        )
        counted = (np.arange(len(known)) < months) & ~np.isnan(each.actual["customers"])
        return np.asarray(np.where(counted[:, np.newaxis], customers * value, played))
    return np.asarray(np.where(is_known[:, np.newaxis], np.nan_to_num(known)[:, np.newaxis], played))


def _log_chances(each: _Channel, months: int) -> FloatArray:
    """How likely a channel's counts so far are in each world, as a logarithm but for a constant; (draw,)."""
    found = np.zeros(len(each.incremental))
    steps = [("spend", each.chain[0]), *pairwise(each.chain)] if each.expected["spend"].any() else [("", each.chain[0])]
    steps += [] if len(steps) > 1 else list(pairwise(each.chain))
    for before, after in steps:
        known = [
            month
            for month in range(months)
            if not np.isnan(each.actual[after][month]) and (not before or not np.isnan(each.actual[before][month]))
        ]
        if not known:
            before = _known_before(each, after, months)
            known = [month for month in range(months) if not np.isnan(each.actual[after][month])]
        if not known:
            continue
        mean = each.expected[after][known].sum(axis=0)
        if before:
            planned = each.expected[before][known].sum(axis=0)
            lived = each.actual[before][known].sum()
            scale = np.divide(lived, planned, out=np.ones(len(mean)), where=planned > 0.0)
            mean = mean * (scale if np.isfinite(lived) else 1.0)
        count = float(each.actual[after][known].sum())
        mean = np.maximum(mean, 1e-12)
        found += count * np.log(mean) - mean
    return found


def _known_before(each: _Channel, after: str, months: int) -> str:
    """The last stage before one of which all months are known in which that one is; empty if there is none."""
    known = ~np.isnan(each.actual[after][:months])
    earlier = ["spend", *each.chain[: each.chain.index(after)]]
    return next(
        (
            stage
            for stage in reversed(earlier)
            if not np.isnan(each.actual[stage][:months][known]).any() and known.any()
        ),
        "",
    )


def _weights(logs: FloatArray) -> FloatArray:
    """The weights of worlds, evened out where too few would decide; they add up to 1."""
    power, step = 1.0, 0.5
    if _effective(_normal(logs)) < min(FEWEST, len(logs) / 4.0):
        power = 0.5
        for _ in range(_STEPS):
            step /= 2.0
            power += step if _effective(_normal(power * logs)) >= min(FEWEST, len(logs) / 4.0) else -step
    return _normal(power * logs)


def _normal(logs: FloatArray) -> FloatArray:
    weights = np.exp(logs - logs.max())
    return np.asarray(weights / weights.sum())


def _effective(weights: FloatArray) -> float:
    return float(1.0 / np.sum(weights**2))


def _metrics(totals: Mapping[str, FloatArray], overhead: float) -> dict[str, FloatArray]:
    """The metrics that follow from sums; (draw,) each."""
    found = {figure: each for figure, each in totals.items() if figure != "cost"}
    cost = totals["cost"] + overhead
    found["marketing_cost"] = cost
    found["profit"] = totals["gross_profit"] - cost
    with np.errstate(divide="ignore", invalid="ignore"):
        found["roi"] = np.asarray(found["profit"] / cost)
        found["roas"] = np.asarray(totals["revenue"] / totals["spend"])
        if "customers" in totals:
            found["cac"] = np.asarray(totals["cost"] / totals["customers"])
    return {figure: each for figure, each in found.items() if not np.isnan(each).any()}


def _so_far(channels: Sequence[_Channel], months: int) -> dict[str, float]:
    found: dict[str, float] = {}
    for each in channels:
        for figure in ("spend", *each.chain, *MONEY_OF_SALES):
            found[figure] = found.get(figure, 0.0) + float(np.nansum(each.actual[figure][:months]))
    return found


def _quantiles(values: FloatArray, weights: FloatArray) -> list[float]:
    order = np.argsort(values)
    shares = np.cumsum(weights[order])
    return [float(values[order][min(int(np.searchsorted(shares, share)), len(order) - 1)]) for share in (P10, P50, P90)]
