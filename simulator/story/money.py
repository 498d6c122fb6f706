"""The money: what the proposed plan spends, by channel and month."""

from datetime import date

import numpy as np

from simulator.charts import spend_by_month
from simulator.presentation.improvement_text import purchase_text
from simulator.scenario.plans import Purchase
from simulator.story.slide import Picture, Slide, Table
from simulator.story.titles import TITLES
from simulator.story.told import Told
from simulator.text.formats import UNDEFINED
from simulator.text.grammar import month_date
from simulator.units import FloatArray

ALL = "Altogether"


def spend(told: Told) -> Slide:
    """Slide on what we would do: how much money goes where, and when."""
    scenario, plan = told.scenario, told.proposed.plan
    budget = scenario.spend(plan)
    total = float(budget.sum())
    notes = "The bars are the budget of each month, divided among the channels. The table has the averages."
    if not total:
        lead = f"“{plan}” spends nothing for {told.horizon}."
        return Slide(
            key="spend",
            title=TITLES["spend"],
            lead=lead,
            sentences=_improvements(told),
            table=_table(told, budget),
            notes=notes,
        )
    frame = spend_by_month.frame_of(scenario, plan, told.formats)
    drawn = tuple(dict.fromkeys(frame["channel"]))
    picture = Picture(
        key="spend-by-month",
        title="Budget month by month",
        spec=spend_by_month.spec(told.formats, drawn),
        frame=frame,
        says=spend_by_month.spoken(frame, told.formats),
    )
    monthly = _money(total / scenario.horizon_months, told)
    average = "an average of " if np.ptp(budget.sum(axis=0)) > 1e-9 * total else ""
    where = " on channels" if scenario.plan(plan).improvements else ""
    lead = f"“{plan}” spends {average}{monthly} a month{where} for {told.horizon}: {_money(total, told)} altogether."
    return Slide(
        key="spend",
        title=TITLES["spend"],
        lead=lead,
        sentences=_improvements(told),
        pictures=(picture,),
        table=_table(told, budget),
        notes=notes,
    )


def _improvements(told: Told) -> tuple[str, ...]:
    """A sentence for each improvement that the plan buys; none where it buys none."""
    scenario, formats = told.scenario, told.formats
    return tuple(
        purchase_text(scenario.improvement(each.improvement), _begin(told, each), formats)
        for each in scenario.plan(told.proposed.plan).improvements
    )


def _begin(told: Told, purchase: Purchase) -> str:
    first = purchase.first
    month = first if isinstance(first, date) else month_date(told.scenario.start, first)
    return told.formats.month_name(month)


def _table(told: Told, budget: FloatArray) -> Table:
    """A row for each channel that one of the plans pays for, those that get most first."""
    names, months = told.scenario.channel_names, told.scenario.horizon_months
    before = np.zeros_like(budget) if told.present is None else told.scenario.spend(told.present.plan)
    paid = [row for row in np.argsort(-budget.sum(axis=1), kind="stable") if budget[row].any() or before[row].any()]
    heads = ["Channel", "A month", ALL, "Share"]
    if told.present is not None:
        heads.append(f"A month in “{told.present.plan}”")
    rows = []
    for row in [*paid, None]:
        chosen = slice(None) if row is None else row
        whole = float(budget[chosen].sum())
        share = told.formats.percent(whole / budget.sum(), 0.005) if budget.any() else UNDEFINED
        cells = [ALL if row is None else names[row], _money(whole / months, told), _money(whole, told), share]
        if told.present is not None:
            cells.append(_money(float(before[chosen].sum()) / months, told))
        rows.append(tuple(cells))
    return Table(caption="Budget by channel", heads=tuple(heads), rows=tuple(rows), has_total=True)


def _money(amount: float, told: Told) -> str:
    # Cents of a hundred say nothing.
    return told.formats.money(amount if abs(amount) < 100 and amount != round(amount) else float(round(amount)))
