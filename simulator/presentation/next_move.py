"""The next money, channel by channel, and the best move, in plain words; never more certain than the draws are."""

import math
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from simulator.analyses.marginal_roi import MarginalReturn
from simulator.analyses.next_move import Advice, Gain, Move, NextMove
from simulator.analyses.verdict import OWN_ERRORS
from simulator.metrics.kpis import METRICS
from simulator.presentation.figures import written
from simulator.text.formats import UNDEFINED, Formats
from simulator.text.grammar import sentence
from simulator.units import Unit

ROI = METRICS["roi"]

ALL = 0.995
"""A greater part of the money than this is all of it, in whole percent."""

ROUND = 0.005
"""How exactly an average cost is said."""

HARDLY = 1e-6
"""A cost that differs from the money by a smaller part is the money."""

WITHOUT_A_MOVE = {
    Advice.ALL_LOCKED: "Every channel with money is locked, so there is none to move.",
    Advice.NOTHING_SPENT: "Nothing is spent, so there is nothing to move.",
}

KEEP = "No move is clearly better: keep your plan."


@dataclass(frozen=True, kw_only=True)
class NextReturn:
    """Return on the next money in a channel; plain text.

    ``figure`` is the return, signed, and ``back`` what comes back of a month's money, fees included, with the
    ``spread`` that 8 in 10 worlds lie within. ``note`` says what is particular about the channel, empty if nothing is.
    ``sign`` is that of the return: 1 for a gain, -1 for a loss, 0 for neither.
    """

    channel: str
    figure: str
    back: str
    spread: str
    note: str
    sign: int


def next_title(step: float, formats: Formats) -> str:
    """``Your next $500 a month``."""
    return f"Your next {formats.money(step)} a month"


def next_returns(
    returns: Sequence[MarginalReturn], found: NextMove, formats: Formats, *, locked: Set[str] = frozenset()
) -> tuple[NextReturn, ...]:
    """The channels, the one in which the next money brings most first."""
    ordered = sorted(returns, key=lambda entry: -_rank(entry))
    return tuple(_next_return(entry, found, formats, locked) for entry in ordered)


def _rank(entry: MarginalReturn) -> float:
    value, _ = _figure(entry)
    return -math.inf if math.isnan(value) else value


def _next_return(entry: MarginalReturn, found: NextMove, formats: Formats, locked: Set[str]) -> NextReturn:
    value, error = _figure(entry)
    cost, there_is_more = entry.cost / max(entry.months, 1), not math.isnan(value)
    paid = formats.money(cost, None if entry.spent_share >= ALL else ROUND * cost)
    return NextReturn(
        channel=entry.channel,
        figure=_signed(entry, formats),
        back=f"{formats.money((1.0 + value) * cost, error * cost)} for {paid}" if there_is_more else UNDEFINED,
        spread=_spread(entry, cost, formats),
        note="; ".join(_notes(entry, cost, found, formats, locked)),
        sign=(value > 0.0) - (value < 0.0),
    )


def _figure(entry: MarginalReturn) -> tuple[float, float]:
    """The middle return with its error; the average where some worlds, in which nothing can be spent, have none."""
    roi = entry.next
    return (roi.mean, roi.standard_error.mean) if math.isnan(roi.p50) else (roi.p50, roi.standard_error.p50)


def _signed(entry: MarginalReturn, formats: Formats) -> str:
    value, error = _figure(entry)
    return f"{'+' if value > 0.0 else ''}{written(ROI, value, error, formats)}"


def _spread(entry: MarginalReturn, cost: float, formats: Formats) -> str:
    """What comes back of a month's money in 8 in 10 worlds; empty where that is no range."""
    roi = entry.next
    if math.isnan(roi.p50) or roi.p10 == roi.p90:
        return ""
    errors = (roi.standard_error.p10 * cost, roi.standard_error.p90 * cost)
    return formats.range((1.0 + roi.p10) * cost, (1.0 + roi.p90) * cost, Unit.MONEY, errors)


def _notes(entry: MarginalReturn, cost: float, found: NextMove, formats: Formats, locked: Set[str]) -> Iterator[str]:
    if entry.tried != entry.step:
        yield f"not used so far; figures for a start with {formats.money(entry.tried)} a month"
    if entry.spent_share == 0.0:
        yield "there is no more to buy"
    elif entry.spent_share < ALL:
        yield f"only {formats.percent(entry.spent_share, 0.005)} of it can be spent on average"
    elif cost > entry.tried * (1.0 + HARDLY):
        yield "with fees"
    if entry.channel in found.at_the_end:
        yield "more would go beyond what was tested"
    if entry.channel in locked:
        yield "stays as it is"


def move_text(found: NextMove, returns: Sequence[MarginalReturn], formats: Formats, horizon_months: int) -> str:
    """The advice in a sentence or two."""
    if found.advice in WITHOUT_A_MOVE:
        return WITHOUT_A_MOVE[found.advice]
    if found.move is None or found.gain is None:
        return KEEP
    by_channel = {entry.channel: entry for entry in returns}
    if found.advice is Advice.KEEP:
        return (
            f"{KEEP} The nearest is to {_action(found.move, by_channel, formats)}, but {_why_not(found.gain, formats)}."
        )
    action, gain = sentence(_action(found.move, by_channel, formats)), found.gain
    said = f"{action}: {_money(gain.mean, gain.error, formats)} more profit"
    if not gain.error:
        return f"{said} over {formats.months(horizon_months)}."
    often = formats.chance(gain.better, gain.better_error)
    return f"{said} on average over {formats.months(horizon_months)}, better in {often} worlds."


def _action(move: Move, returns: Mapping[str, MarginalReturn], formats: Formats) -> str:
    taken, given, source = formats.money(move.taken), formats.money(move.given), _named(move.source, returns, formats)
    if move.target is None:
        return f"spend {taken} a month less on {source}"
    target = _named(move.target, returns, formats)
    if taken == given:
        return f"move {taken} a month from {source} to {target}"
    return f"take {taken} a month from {source} and give {target} {given} a month more, which is as much in all"


def _named(channel: str, returns: Mapping[str, MarginalReturn], formats: Formats) -> str:
    """A channel with the return on its next money."""
    figure = _signed(returns[channel], formats)
    return channel if figure == UNDEFINED else f"{channel} ({figure})"


def _why_not(gain: Gain, formats: Formats) -> str:
    if gain.mean <= OWN_ERRORS * gain.error:
        return "it brings no more, or so little that it may be chance"
    more = f"{_money(gain.mean, gain.error, formats)} more profit{' on average' if gain.error else ''}"
    if gain.mean <= gain.matters:
        return f"{more} is too little to count"
    often = formats.chance(gain.better, gain.better_error)
    return f"{more} rests on a few worlds: it is better in only {often}"


def _money(amount: float, error: float, formats: Formats) -> str:
    return f"{'about ' if error else ''}{formats.money(amount, error)}"
