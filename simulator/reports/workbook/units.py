"""Units: from a channel's budget to those who buy sooner or later, month by month."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import Any, cast

import numpy as np

from simulator.reports.workbook.formulas import Formula, as_formula, chosen, either, least, most
from simulator.reports.workbook.inputs import Inputs
from simulator.reports.workbook.sheets import NOTE, Line, MonthSheet, Step
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel, SeasonActsOn
from simulator.scenario.curves import Curve as ResponseCurve
from simulator.scenario.fields import Place, mapped
from simulator.scenario.improvements import Improvement
from simulator.scenario.months import MONTHS_OF_A_YEAR
from simulator.scenario.stages import Stage
from simulator.text.grammar import listed
from simulator.units import FloatArray, Unit


@dataclass(frozen=True, kw_only=True)
class Units:
    """A channel's months before its customers meet those of the others.

    ``budget`` is what may be spent, ``spent`` what is. ``stages`` are counts from what money buys to the last before
    customers, ``won`` those who buy sooner or later; ``without`` those who would of the same units if no rate were
    improved, None where nothing is bought. ``carried_in`` and ``carried_out`` are money.
    """

    channel: Channel[Belief]
    budget: Line
    spent: Line
    stages: Mapping[Stage, Line]
    won: Line
    carried_in: Formula | None
    carried_out: Formula | None
    without: Line | None = None


@dataclass(frozen=True)
class _Bought:
    """What acts on a channel's money: lines of its months, None where nothing acts."""

    sheet: MonthSheet
    inputs: Inputs
    channel: Channel[Belief]
    budget: Line
    price: Line | None
    season: Line | None
    felt: Line | None
    improvements: tuple[Improvement[Belief], ...] = ()

    def better(self, name: str, number: Formula) -> Formula:
        """A rate or a cost with the improvements that act on it: the best of what it was and what it becomes."""
        for improvement in self.improvements:
            if improvement.field == name:
                becomes = self.inputs.of_improvement(improvement, "becomes")
                number = least(number, becomes) if improvement.lowers else most(number, becomes)
        return number

    def real(self, month: int) -> Formula:
        """The budget at the prices of the first month."""
        return self.budget[month] if self.price is None else self.budget[month] / self.price[month]

    def met(self, month: int) -> Formula:
        """The money that is felt, at the prices of the first month."""
        felt = (self.felt or self.budget)[month]
        return felt if self.price is None else felt / self.price[month]

    def market(self, month: int) -> Formula | None:
        """How many times its usual size the market is that the money meets; None for its usual size."""
        acts = self.season is not None and self.channel.season_acts_on is SeasonActsOn.MARKET
        return self.season[month] if acts and self.season is not None else None

    @property
    def unit_cost(self) -> Formula:
        """Money for a unit, at the reference spend and the prices of the first month."""
        cost = self.better(self.channel.cost, self.inputs.required(self.channel, self.channel.cost))
        return cost if self.channel.cost_is_for == 1.0 else cost / self.channel.cost_is_for

    def reference(self) -> Formula:
        """The reference spend."""
        return self.inputs.required(self.channel, "reference_spend")


def units_of(sheet: MonthSheet, inputs: Inputs, channel: Channel[Belief], budget: Sequence[Formula]) -> Units:
    """The lines of a channel up to those who buy sooner or later; ``budget`` are the cells of the plan."""
    if not has_formula(channel):
        sheet.sheet.add_row(AS_VALUES.format(curve=channel.curve.label), look=NOTE)
    line = sheet.line("Budget", Unit.MONEY, lambda t, _: budget[t])
    bought = _Bought(
        sheet,
        inputs,
        channel,
        line,
        _price(sheet, inputs, channel),
        _season(sheet, inputs, channel),
        _felt(sheet, inputs, channel, line),
    )
    spent, units = _bought(bought)
    stages, won = _stages(bought, units)
    carried_in, carried_out = _carried(bought)
    alone = Units(
        channel=channel, budget=line, spent=spent, stages=stages, won=won,
        carried_in=carried_in, carried_out=carried_out,
    )  # fmt: skip
    acting = inputs.acting_on(channel)
    return _improved(bought, alone, acting) if acting else alone


def _improved(bought: _Bought, alone: Units, acting: Sequence[tuple[Improvement[Belief], int]]) -> Units:
    """The lines of a channel of which each month is that of the improvements that are there by then."""
    sheet, name = bought.sheet, bought.channel.name
    found: dict[tuple[Improvement[Belief], ...], Units] = {(): alone}
    ways, plain = [(0, alone)], [(0, alone)]
    for first in sorted({month for _, month in acting}):
        there = tuple(improvement for improvement, month in acting if month <= first)
        # Those who come of cheaper units are no more incremental than the first: only what rates gain is apart.
        for improvements, kept in ((tuple(each for each in there if each.lowers), plain), (there, ways)):
            if improvements not in found:
                found[improvements] = _with(bought, alone, improvements)
            kept.append((first, found[improvements]))

    def by_month(label: str, unit: Unit, of: Callable[[Units], Line], ways: Sequence[tuple[int, Units]] = ways) -> Line:
        def step(month: int, _: Sequence[Formula]) -> Formula:
            return of([way for first, way in ways if first <= month][-1])[month]

        return sheet.line(label, unit, step)

    sheet.block(f"{name}: what comes, with what is bought by then")
    spent = by_month("Spend", Unit.MONEY, lambda way: way.spent) if bought.channel.curve.spares else alone.spent
    stages = {stage: by_month(stage.label, Unit.COUNT, partial(_at_stage, stage)) for stage in alone.stages}
    won = by_month("Those who buy sooner or later", Unit.COUNT, lambda way: way.won)
    without = alone.won
    if any(way is not alone for _, way in plain):
        without = by_month("Those who would at the rates as they were", Unit.COUNT, lambda way: way.won, plain)
    return replace(alone, spent=spent, stages=stages, won=won, without=without)


def _with(bought: _Bought, alone: Units, improvements: tuple[Improvement[Belief], ...]) -> Units:
    """The lines of a channel in which all of these improvements are there in every month."""
    bought.sheet.block(f"{bought.channel.name}: as it would be with {listed([each.name for each in improvements])}")
    better = replace(bought, improvements=improvements)
    spent, units = _bought(better)
    stages, won = _stages(better, units)
    return replace(alone, spent=spent, stages=stages, won=won)


def _at_stage(stage: Stage, way: Units) -> Line:
    return way.stages[stage]


def price_line(sheet: MonthSheet, inputs: Inputs, channel: Channel[Belief], name: str, label: str) -> Line | None:
    """Price by month, as a multiple of that of the first; None where it stays."""
    change = inputs.yearly_change(channel, name)
    if change is None:
        return None
    return sheet.line(
        label, Unit.RATIO, lambda t, _: (1.0 + change) ** (as_formula(t) / MONTHS_OF_A_YEAR), adds_up=False, fine=True
    )


def _price(sheet: MonthSheet, inputs: Inputs, channel: Channel[Belief]) -> Line | None:
    if not channel.is_paid:
        return None
    return price_line(sheet, inputs, channel, channel.cost, "What a unit costs, as a multiple of the first month")


def _season(sheet: MonthSheet, inputs: Inputs, channel: Channel[Belief]) -> Line | None:
    twelve, start = inputs.by_calendar(channel), inputs.scenario.start.month
    if twelve is None:
        return None
    places = [(start - 1 + month) % MONTHS_OF_A_YEAR + 1 for month in range(sheet.horizon)]
    label = "Season: how many people want it, as a multiple of a usual month"
    return sheet.line(label, Unit.RATIO, lambda t, _: chosen(twelve, places[t]), adds_up=False, fine=True)


def _felt(sheet: MonthSheet, inputs: Inputs, channel: Channel[Belief], budget: Line) -> Line | None:
    kept = inputs.of_channel(channel, "carry_over")
    if kept is None:
        return None
    before = inputs.required(channel, "monthly_spend_before")

    def felt(month: int, earlier: Sequence[Formula]) -> Formula:
        return kept * (earlier[-1] if earlier else before) + (1.0 - kept) * budget[month]

    return sheet.line("Money that is felt, after carry-over", Unit.MONEY, felt)


def _carried(bought: _Bought) -> tuple[Formula | None, Formula | None]:
    """What is still felt of money before the plan, and what of the plan's money is felt after it."""
    kept = bought.inputs.of_channel(bought.channel, "carry_over")
    if kept is None or bought.felt is None:
        return None, None
    before, horizon = bought.inputs.required(bought.channel, "monthly_spend_before"), bought.sheet.horizon
    left = bought.felt[horizon - 1] - before * kept**horizon
    number = bought.sheet.number
    return (
        number("Earlier spend still felt when the plan starts", Unit.MONEY, before * kept / (1.0 - kept)),
        number("Spend that works after the plan", Unit.MONEY, left * kept / (1.0 - kept)),
    )


def _ripe(bought: _Bought) -> Line | None:
    """How far a slow channel has ripened in each month, from 0 to 1."""
    needed = bought.inputs.of_channel(bought.channel, "ramp_up_months")
    if needed is None:
        return None
    channel, inputs, sheet, reference = bought.channel, bought.inputs, bought.sheet, bought.reference()
    half_life = inputs.required(channel, "fade_half_life_months")
    before = inputs.required(channel, "monthly_spend_before")
    fading = sheet.number("Lost in a month without money", Unit.RATE, 1.0 - 2.0 ** (-1.0 / half_life))
    paid_before = sheet.number(
        "Part of the reference spend that was paid before", Unit.RATE, least(1.0, before / reference)
    )
    kept_ripe = least(1.0, paid_before / ((1.0 - paid_before) * fading) / needed)
    at_start = sheet.number("How far it has ripened before", Unit.RATE, either(paid_before.equals(1.0), 1.0, kept_ripe))
    paid = sheet.line(
        "Part of the reference spend that is paid",
        Unit.RATE,
        lambda t, _: least(1.0, bought.real(t) / reference),
        adds_up=False,
    )

    def ripened(month: int, earlier: Sequence[Formula]) -> Formula:
        former = earlier[-1] if earlier else at_start
        grown = former * (1.0 - (1.0 - paid[month]) * fading) + paid[month] / needed
        return either(needed > 0.0, least(1.0, grown), 1.0)

    return sheet.line("How far it has ripened", Unit.RATE, ripened, adds_up=False, fine=True)


def _bought(bought: _Bought) -> tuple[Line, Line]:
    """The money that is spent, and the units that it buys."""
    ripe, sheet, buys = _ripe(bought), bought.sheet, bought.channel.buys
    brings_more = bought.season is not None and bought.channel.season_acts_on is SeasonActsOn.VISITS

    def in_season(month: int, units: Formula) -> Formula:
        return units * bought.season[month] if brings_more and bought.season is not None else units

    if not bought.channel.is_paid:
        visits = bought.inputs.required(bought.channel, "visits_per_month")
        return bought.budget, sheet.line(buys.label, Unit.COUNT, lambda t, _: in_season(t, visits))
    if bought.channel.curve.spares:
        real = _real_money(bought, ripe)
        cost, price = bought.unit_cost, bought.price
        spent = sheet.line("Spend", Unit.MONEY, lambda t, _: real[t] if price is None else real[t] * price[t])
        return spent, sheet.line(buys.label, Unit.COUNT, lambda t, _: in_season(t, real[t] / cost))
    curve = _CURVES.get(bought.channel.curve.type, _in_values)(bought)

    def units(month: int, _: Sequence[Formula]) -> Formula:
        found = curve(bought.met(month), bought.market(month))
        return in_season(month, found if ripe is None else found * ripe[month])

    return bought.budget, sheet.line(buys.label, Unit.COUNT, units)


def _real_money(bought: _Bought, ripe: Line | None) -> Line:
    """The money that finds something to buy, at the prices of the first month: a budget is a ceiling."""
    limit = bought.inputs.of_curve(bought.channel, bought.channel.curve.ceiling) * bought.unit_cost

    def within(month: int, _: Sequence[Formula]) -> Formula:
        market, there_is = bought.market(month), limit
        if ripe is not None:
            there_is = there_is * ripe[month]
        return least(bought.real(month), there_is if market is None else there_is * market)

    return bought.sheet.line("Money that finds something to buy, at first prices", Unit.MONEY, within)


Curve = Callable[[Formula, Formula | None], Formula]
"""Units from the money that is felt and the size of the market, None for its usual size."""


def _linear(bought: _Bought) -> Curve:
    cost = bought.unit_cost
    return lambda money, market: money / cost


def _saturating(bought: _Bought) -> Curve:
    reference, gain, number = (
        bought.reference(),
        bought.inputs.of_curve(bought.channel, "gain_from_doubling"),
        bought.sheet.number,
    )
    half = number("Money that buys half of all there is (K)", Unit.MONEY, 2.0 * gain * reference / (1.0 - gain))
    ceiling = number("All there is to buy in a month (V)", Unit.COUNT, (half + reference) / bought.unit_cost)

    def units(money: Formula, market: Formula | None) -> Formula:
        if market is None:
            return ceiling * money / (half + money)
        return market * (ceiling * (money / market) / (half + money / market))

    return units


def _s_shaped(bought: _Bought) -> Curve:
    channel, inputs, number, reference = bought.channel, bought.inputs, bought.sheet.number, bought.reference()
    gain, slope = inputs.of_curve(channel, "gain_from_doubling"), inputs.of_curve(channel, "slope")
    steepest = number("Most that doubling can multiply by", Unit.RATIO, 2.0**slope)
    threshold = number("(K / S)^n", Unit.RATIO, steepest * gain / (steepest - 1.0 - gain))
    ceiling = number("All there is to buy in a month (V)", Unit.COUNT, (1.0 + threshold) * reference / bought.unit_cost)

    def units(money: Formula, market: Formula | None) -> Formula:
        powered = (money / reference) ** slope
        found = ceiling * powered / (threshold + powered)
        # Spread over a larger market, first money that buys little would buy even less.
        return found if market is None else market * found

    return units


def _in_values(bought: _Bought) -> Curve:
    """The units of a curve that has no formula here, as the model finds them at the likely values."""
    curve = cast("ResponseCurve[FloatArray]", mapped(bought.channel.curve, _at_likely))
    # Nothing that is asked for here can be changed, so it is no input of the sheet.
    unit_cost = np.array([replace(bought, inputs=replace(bought.inputs, asked={})).unit_cost.number])

    def units(money: Formula, market: Formula | None) -> Formula:
        divisor, factor = curve.in_market(np.array([1.0 if market is None else market.number]))
        found = curve.units(money.number / divisor[:, np.newaxis], unit_cost, bought.channel.reference_spend)
        return as_formula(found.item() * factor.item())

    return units


def _at_likely(place: Place) -> Any:
    return np.array([place.value.likely]) if isinstance(place.value, Belief) else place.value


_CURVES: Mapping[str, Callable[[_Bought], Curve]] = {
    "linear": _linear,
    "saturating": _saturating,
    "s_shaped": _s_shaped,
}


def has_formula(channel: Channel[Belief]) -> bool:
    """Whether what a channel's money buys follows when the money is changed."""
    return channel.curve.spares or channel.curve.type in _CURVES


AS_VALUES = "What this money buys stands in values, found along the curve “{curve}”: it stays when cells are changed."
"""The note above the months of a channel whose curve has no formula."""


def _stages(bought: _Bought, units: Line) -> tuple[Mapping[Stage, Line], Line]:
    """Counts by stage up to the last before customers, and those who buy sooner or later."""
    channel, tracked = bought.channel, bought.inputs.scenario.funnel.stages
    stages, lines = channel.stages(tracked), {channel.buys: units}
    for name, (source, target) in zip(channel.rates(tracked), pairwise(stages), strict=True):
        rate = _rate(bought, name)
        before = lines[source]
        label = "Those who buy sooner or later" if target is Stage.CUSTOMERS else target.label
        lines[target] = bought.sheet.line(label, Unit.COUNT, _passing(before, rate))
    won = lines.pop(Stage.CUSTOMERS)
    return lines, won


def _passing(before: Line, rate: Callable[[int], Formula]) -> Step:
    return lambda month, _: before[month] * rate(month)


def _rate(bought: _Bought, name: str) -> Callable[[int], Formula]:
    """A rate by month: of those who are reached, as many more respond as the season says."""
    channel, season = bought.channel, bought.season
    if name != channel.response:
        rate = bought.better(name, bought.inputs.rate(channel, name))
        return lambda month: rate
    own = bought.better(name, bought.inputs.required(channel, name))
    if season is None or channel.season_acts_on is not SeasonActsOn.RESPONSE:
        return lambda month: own
    return lambda month: least(1.0, own * season[month])
