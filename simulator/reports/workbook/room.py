"""Room: the buyers of all channels meet what can be served in a month; the rest is lost, or waits."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from simulator.reports.workbook.formulas import Formula, added, both, chosen, either, is_number
from simulator.reports.workbook.inputs import Inputs
from simulator.reports.workbook.sheets import Line, MonthSheet, Step
from simulator.scenario.steps import Steps
from simulator.units import Unit

NO_LIMIT = "no limit"


@dataclass(frozen=True)
class Served:
    """A channel's new customers by month, those who are turned away, and how many still wait at the end."""

    customers: Line
    lost: Line | None = None
    waiting: Formula | None = None


def served(sheet: MonthSheet, inputs: Inputs, names: Sequence[str], signing: Sequence[Line]) -> list[Served]:
    """The customers of each channel, from those who would sign in each month."""
    if inputs.scenario.room_by_month is None:
        return [Served(line) for line in signing]
    room = _room(sheet, inputs)
    if inputs.scenario.business.overflow == "lose":
        return _losing(sheet, names, signing, room)
    return _waiting(sheet, names, signing, room)


Room = Callable[[int], tuple[Formula, Formula | None]]
"""The room in a month, and whether there is a limit at all; None where there always is."""


def _room(sheet: MonthSheet, inputs: Inputs) -> Room:
    stated = inputs.scenario.business.new_customers_per_month_at_most
    by_month = inputs.scenario.room_by_month
    assert by_month is not None
    sheet.block("Room for new customers, all channels together")
    if not isinstance(stated, Steps):
        room = inputs.of_business("new_customers_per_month_at_most")
        return lambda month: (room, None)
    values = tuple(NO_LIMIT if math.isinf(value) else value for value in by_month.tolist())
    cells = inputs.by_month("new_customers_per_month_at_most", values)
    line = sheet.line("Room", Unit.COUNT, lambda t, _: chosen(cells, t + 1), adds_up=False)
    return lambda month: (line[month], is_number(line[month]))


def _is_crowded(wanting: Formula, room: Room, month: int) -> Formula:
    """Whether more want to sign than there is room for."""
    limit, is_limited = room(month)
    # A text counts for more than any number.
    return wanting > limit if is_limited is None else both(is_limited, wanting > limit)


def _losing(sheet: MonthSheet, names: Sequence[str], signing: Sequence[Line], room: Room) -> list[Served]:
    wanting = sheet.line("Those who want to sign", Unit.COUNT, lambda t, _: added([line[t] for line in signing]))

    def share_lost(month: int, _: Sequence[Formula]) -> Formula:
        want = wanting[month]
        return either(_is_crowded(want, room, month), (want - room(month)[0]) / want, 0.0)

    lost_share = sheet.line("Share of them who are turned away", Unit.RATE, share_lost, adds_up=False, fine=True)
    found = []
    for name, line in zip(names, signing, strict=True):
        sheet.block(f"{name}: room")
        lost = sheet.line("Turned away", Unit.COUNT, _times(line, lost_share))
        customers = sheet.line("New customers", Unit.COUNT, _less(line, lost))
        found.append(Served(customers, lost=lost))
    return found


def _times(line: Line, share: Line) -> Step:
    return lambda month, _: line[month] * share[month]


def _less(line: Line, taken: Line) -> Step:
    return lambda month, _: line[month] - taken[month]


def _waiting(sheet: MonthSheet, names: Sequence[str], signing: Sequence[Line], room: Room) -> list[Served]:
    """The rest waits: channels share the room in proportion to what they have waiting."""

    def wanting(month: int, earlier: Sequence[Formula]) -> Formula:
        new = added([line[month] for line in signing])
        if not earlier:
            return new
        former = earlier[-1]
        return new + either(_is_crowded(former, room, month - 1), former - room(month - 1)[0], 0.0)

    want = sheet.line("Those who want to sign, with those who have waited", Unit.COUNT, wanting, adds_up=False)

    def share_served(month: int, _: Sequence[Formula]) -> Formula:
        return either(_is_crowded(want[month], room, month), room(month)[0] / want[month], 1.0)

    share = sheet.line("Share of them who are served", Unit.RATE, share_served, adds_up=False, fine=True)
    found = []
    for name, line in zip(names, signing, strict=True):
        sheet.block(f"{name}: room")

        def waiting(month: int, earlier: Sequence[Formula], line: Line = line) -> Formula:
            return line[month] + earlier[-1] * (1.0 - share[month - 1]) if earlier else line[month]

        queue = sheet.line("Want to sign", Unit.COUNT, waiting, adds_up=False)
        customers = sheet.line("New customers", Unit.COUNT, _times(queue, share))
        last = sheet.horizon - 1
        left = sheet.number("Still waiting at the end", Unit.COUNT, queue[last] - customers[last])
        found.append(Served(customers, waiting=left))
    return found
