"""The channels: what each brings on average."""

from simulator.presentation.channel_table import sums_by_channel
from simulator.presentation.figures import written_average
from simulator.story.slide import Slide, Table
from simulator.story.titles import TITLES
from simulator.story.told import Told

SHOWN = ("marketing_cost", "leads", "customers", "revenue", "gross_profit", "profit")
"""Columns that can be read from three metres, by key."""

ADDED_UP = "Averages over all possible worlds, because averages add up and middle values do not."


def channels(told: Told) -> Slide | None:
    """Slide on what each channel brings; None where nothing is spent."""
    table = sums_by_channel(told.proposed)
    columns = [column for column in table.columns if column.metric.key in SHOWN]
    if not columns:
        return None
    rows = tuple(
        (name, *(written_average(each.metric, each.averages[row], each.errors[row], told.formats) for each in columns))
        for row, name in enumerate(table.rows)
        if row >= table.channels or row in _paid(told)
    )
    best, is_sure = _best(told), told.judgement.worlds == 1
    return Slide(
        key="channels",
        title=TITLES["channels"],
        lead=best or "What each channel costs, and what it brings.",
        sentences=(*([] if is_sure else [ADDED_UP]), *([table.note] if table.note else [])),
        table=Table(
            caption="By channel" if is_sure else "Averages by channel",
            heads=("Channel", *(column.metric.label for column in columns)),
            rows=rows,
            has_total=True,
        ),
        notes="The rows add up to the total. A slow channel may still be costing money at the end of the months shown.",
    )


def _best(told: Told) -> str:
    """The channels that bring most profit and least on average; empty where the error leaves that open."""
    table = sums_by_channel(told.proposed)
    profit = next((column for column in table.columns if column.metric.key == "profit"), None)
    paid = _paid(told)
    if profit is None or len(paid) < 2:
        return ""
    rows = sorted(paid, key=lambda row: profit.averages[row])
    least, most = rows[0], rows[-1]
    apart = 2.0 * (profit.errors[least] + profit.errors[most])
    if profit.averages[most] - profit.averages[least] <= apart:
        return ""
    best, worst = (
        f"{table.rows[row]} ({written_average(profit.metric, profit.averages[row], profit.errors[row], told.formats)})"
        for row in (most, least)
    )
    return f"By profit on average, {best} brings most and {worst} least."


def _paid(told: Told) -> list[int]:
    """The rows of channels with a budget in the plan, or that still bring what was paid for before."""
    spend = told.proposed.spend.sum(axis=1)
    before = [channel.monthly_spend_before for channel in told.scenario.channels]
    return [row for row, (amount, former) in enumerate(zip(spend, before, strict=True)) if amount > 0.0 or former]
