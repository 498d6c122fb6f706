"""The budget panel: monthly spend per channel, and every move a person can make on it.

Pure: ``apply(panel, move)`` returns a new panel, and nothing here knows of a browser. What a
browser sends is untrusted: an amount is brought into range, a move that makes no sense changes
nothing, and a move that was applied before is not applied again.

Money is rounded to the currency's smallest coin when a move sets it; an amount that no move has
touched keeps every digit it came with.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

from simulator.edits.apportionment import shared_out
from simulator.edits.slider_ranges import MOST_SPEND, fitted, maxima

Phase = Literal["drag", "release"]


@dataclass(frozen=True, slots=True)
class Drag:
    """A slider is at ``amount`` [money per month]; all drags of one ``gesture`` are one step."""

    channel: str
    amount: float
    gesture: str
    phase: Phase


@dataclass(frozen=True, slots=True)
class Type:
    """A box was set to ``amount`` [money per month]; ``remark`` is what to say beside it."""

    channel: str
    amount: float
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Refuse:
    """Text typed into a box that is no amount: it stays there, and ``problem`` beside it."""

    channel: str
    text: str
    problem: str


@dataclass(frozen=True, slots=True)
class Forget:
    """Text that was refused in a box is given up: the box shows the channel's amount again."""

    channel: str


@dataclass(frozen=True, slots=True)
class ToggleLock:
    """Hold the channel's spend, or let it move again."""

    channel: str


@dataclass(frozen=True, slots=True)
class ToggleKeepTotal:
    """Turn *keep the total* on or off."""


@dataclass(frozen=True, slots=True)
class Reset:
    """Return to the amounts that the panel was opened with; locks stay."""


PanelAction = Drag | Type | Refuse | Forget | ToggleLock | ToggleKeepTotal | Reset


@dataclass(frozen=True, slots=True)
class Setting:
    """A person's setting: spend [money per month], locks, keep the total."""

    spend: Mapping[str, float]
    locked: frozenset[str] = frozenset()
    keep_total: bool = False


@dataclass(frozen=True, slots=True)
class Remark:
    """Message that stands beside a box; ``text`` is what was typed and ``refused``, empty if it was taken."""

    message: str
    text: str = ""
    refused: bool = False


@dataclass(frozen=True, slots=True)
class Gesture:
    """A drag under way, with the panel as it was before the drag began."""

    name: str
    channel: str
    before: "Panel"


@dataclass(frozen=True, slots=True)
class Panel:
    """The budget panel of one plan.

    ``token`` tells this panel from any other, so that a late message for an earlier plan changes
    nothing. ``sequence`` is the number of the last message applied. ``maximum`` is the end of
    each slider [money per month]: it stays while a slider is held, and grows afterwards if an
    amount went beyond it, or shrinks to the ``usual`` end again. ``dragging`` says that the last move
    came from a slider still held. ``remarks`` stand beside boxes until their channel moves again, and
    ``decimals`` are those of the currency.
    """

    token: str
    setting: Setting
    opened: Setting
    maximum: Mapping[str, float]
    usual: Mapping[str, float] = field(default_factory=dict)
    remarks: Mapping[str, Remark] = field(default_factory=dict)
    decimals: int = 2
    gesture: Gesture | None = field(default=None, repr=False)
    sequence: int = 0
    dragging: bool = False

    @property
    def spend(self) -> Mapping[str, float]:
        """Spend by channel [money per month], in the order of the channels."""
        return self.setting.spend

    @property
    def total(self) -> float:
        """Spend of all channels together [money per month]."""
        return math.fsum(self.setting.spend.values())

    @property
    def changed(self) -> bool:
        """Whether the spend differs from what the panel was opened with."""
        return self.setting.spend != self.opened.spend


def open_panel(
    spend: Mapping[str, float],
    *,
    token: str,
    references: Mapping[str, float | None] | None = None,
    decimals: int = 2,
) -> Panel:
    """A panel for a plan that spends ``spend`` [money per month]; nothing locked.

    Sliders reach twice the present spend, and far enough beyond twice the reference spend
    [money per month] of the channel that the untested range can be seen.
    """
    setting = Setting(_frozen({channel: _within_limits(amount) for channel, amount in spend.items()}))
    ends = _frozen(maxima(setting.spend, references or {}))
    return Panel(token, setting, opened=setting, maximum=ends, usual=ends, decimals=decimals)


def arranged_as(former: Panel, panel: Panel) -> Panel:
    """The panel with the locks, the switch and the slider ranges of another one, channel by channel, where they fit."""
    kept = replace(
        panel.setting, locked=former.setting.locked & panel.spend.keys(), keep_total=former.setting.keep_total
    )
    ranges = {name: max(most, former.maximum.get(name, 0.0)) for name, most in panel.maximum.items()}
    return replace(panel, setting=kept, maximum=_frozen(fitted(ranges, panel.usual, panel.spend)))


def saved(panel: Panel) -> Panel:
    """The same panel once its amounts are saved: a reset now returns to these."""
    return replace(panel, opened=panel.setting)


def apply(panel: Panel, move: PanelAction) -> Panel:
    """The panel after one move; a move that makes no sense leaves the setting as it is."""
    match move:
        case Drag():
            return _as_opened(_dragged(panel, move))
        case _:
            moved = replace(panel, setting=_set(panel, move), remarks=_remarks(panel, move))
            return _as_opened(_settled(moved))


def placed(panel: Panel, spend: Mapping[str, float]) -> Panel:
    """The panel with these amounts of its channels [money per month]; as it is if a locked one would move.

    The switch that keeps the total has no say: whoever sets several amounts at once has seen to it.
    """
    coins = _Coins(panel.decimals)
    amounts = {name: coins.of(_within_limits(spend.get(name, amount))) for name, amount in panel.spend.items()}
    moved = {name for name, amount in amounts.items() if amount != coins.of(panel.spend[name])}
    if not moved or moved & panel.setting.locked:
        return panel
    return _as_opened(_settled(replace(panel, setting=_with_coins(panel.setting, amounts, coins))))


def can_move(panel: Panel, channel: str) -> tuple[float, float]:
    """The least and the most that the channel can be set to now [money per month]."""
    setting = panel.gesture.before.setting if panel.dragging and panel.gesture else panel.setting
    amount = setting.spend[channel]
    if channel in setting.locked:
        return amount, amount
    if not setting.keep_total:
        return 0.0, MOST_SPEND
    others = _sharers(setting, channel)
    return (0.0, amount + math.fsum(setting.spend[name] for name in others)) if others else (amount, amount)


def _remarks(panel: Panel, move: PanelAction) -> Mapping[str, Remark]:
    others = {name: remark for name, remark in panel.remarks.items() if name != getattr(move, "channel", "")}
    match move:
        case Refuse() if move.channel in panel.spend:
            return {**others, move.channel: Remark(move.problem, move.text, refused=True)}
        case Type() if move.channel in panel.spend and move.remark:
            return {**others, move.channel: Remark(move.remark)}
        case Reset():
            return {}
        case Drag() | Type() | Forget():
            return others
        case _:
            return panel.remarks


def _set(panel: Panel, move: PanelAction) -> Setting:
    setting = panel.setting
    match move:
        case Type():
            return _moved(setting, move.channel, move.amount, panel.decimals)
        case ToggleLock() if move.channel in setting.spend:
            return replace(setting, locked=setting.locked ^ {move.channel})
        case ToggleKeepTotal():
            return replace(setting, keep_total=not setting.keep_total)
        case Reset():
            return replace(setting, spend=panel.opened.spend)
        case _:
            return setting


def _dragged(panel: Panel, move: Drag) -> Panel:
    # Always from where the gesture began: passing through zero must not lose the proportions.
    held = panel.gesture
    same = held is not None and (held.name, held.channel) == (move.gesture, move.channel)
    before = held.before if held is not None and same else replace(panel, gesture=None, dragging=False)
    after = _moved(before.setting, move.channel, move.amount, panel.decimals)
    gesture = Gesture(move.gesture, move.channel, before)
    current = replace(
        before, setting=after, gesture=gesture, sequence=panel.sequence, maximum=panel.maximum, remarks=panel.remarks
    )
    if move.phase == "drag":
        # A remark stays: rows that moved up would pull the slider out of the hand.
        return replace(current, dragging=True)
    return replace(_fitting(current), dragging=False, remarks=_remarks(current, move))


def _settled(panel: Panel) -> Panel:
    return replace(_fitting(panel), gesture=None, dragging=False)


def _fitting(panel: Panel) -> Panel:
    return replace(panel, maximum=_frozen(fitted(panel.maximum, panel.usual, panel.spend)))


def _moved(setting: Setting, channel: str, amount: float, decimals: int) -> Setting:
    """The setting with one channel moved, at the expense of the others where the total is kept."""
    if channel not in setting.spend or channel in setting.locked or math.isnan(amount):
        return setting
    coins = _Coins(decimals)
    wanted = coins.of(_within_limits(amount))
    if wanted == coins.of(setting.spend[channel]):
        return setting
    if not setting.keep_total:
        return _with_coins(setting, {channel: wanted}, coins)
    others = _sharers(setting, channel)
    shared = _redistributed(setting.spend, channel, wanted, others, coins) if others else {}
    # A total beyond what one channel may spend has no room for some divisions.
    fits = all(amount <= coins.of(MOST_SPEND) for amount in shared.values())
    return _with_coins(setting, shared, coins) if fits else setting


@dataclass(frozen=True, slots=True)
class _Coins:
    """Amounts of money in whole smallest coins, such as cents."""

    decimals: int

    @property
    def in_unit(self) -> int:
        return int(10**self.decimals)

    def of(self, amount: float) -> int:
        return round(amount * self.in_unit)

    def money(self, coins: int) -> float:
        return coins / self.in_unit


def _redistributed(
    spend: Mapping[str, float], channel: str, wanted: int, others: tuple[str, ...], coins: _Coins
) -> dict[str, int]:
    weights = [coins.of(spend[name]) for name in others]
    together = coins.of(spend[channel]) + sum(weights)
    taken = min(wanted, together)
    parts = shared_out(together - taken, weights, unit=coins.in_unit)
    return {channel: taken, **dict(zip(others, parts, strict=True))}


def _sharers(setting: Setting, channel: str) -> tuple[str, ...]:
    return tuple(name for name in setting.spend if name != channel and name not in setting.locked)


def _with_coins(setting: Setting, amounts: Mapping[str, int], coins: _Coins) -> Setting:
    spend = dict(setting.spend)
    for name, amount in amounts.items():
        # What stays the same to the coin keeps all of its digits.
        if amount != coins.of(spend[name]):
            spend[name] = coins.money(amount)
    return replace(setting, spend=_frozen(spend))


def _as_opened(panel: Panel) -> Panel:
    """The panel with all digits of the amounts that are back where it was opened, to the smallest coin."""
    opened, coins = panel.opened.spend, _Coins(panel.decimals)
    spend = {
        name: opened[name] if name in opened and coins.of(opened[name]) == coins.of(amount) else amount
        for name, amount in panel.spend.items()
    }
    return replace(panel, setting=replace(panel.setting, spend=_frozen(spend)))


def _within_limits(amount: float) -> float:
    return 0.0 if math.isnan(amount) else min(max(amount, 0.0), MOST_SPEND)


def _frozen(amounts: dict[str, float]) -> Mapping[str, float]:
    return MappingProxyType(amounts)
