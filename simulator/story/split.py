"""Why the money is divided as it is: the search that the proposed plan came from, told with its reasons."""

from collections.abc import Iterator
from dataclasses import replace

from simulator.analyses.allocation.beside import Divided
from simulator.analyses.allocation.best import Allocation
from simulator.presentation.allocation_text import moves_text, proof_text, reason_texts
from simulator.presentation.improvement_text import choice_text, worth_text
from simulator.presentation.splits import ABOUT, next_money_rows
from simulator.story.slide import Slide, Table
from simulator.story.titles import TITLES
from simulator.story.told import Told
from simulator.text.formats import Formats
from simulator.text.grammar import within

READING = "Where no limit holds, the next money brings about as much in every channel that gets some."

MOST_CHANNELS, MOST_REASONS = 8, 4
"""Of so many channels it is told what moves and what the next money brings; and so many reasons are told."""


def split(told: Told) -> Slide | None:
    """Why this split; None where the plan came about otherwise, or is no longer the best split that is found."""
    divided = told.divided
    if divided is None:
        return None
    found, formats = divided.found, told.formats
    most, total = within(ABOUT[found.objective.kind]), formats.money(divided.chosen.budget)
    over = " over channels and improvements" if divided.chosen.among else ""
    among = "" if found.is_proven else " that were looked at"
    said = (
        *_improvements(divided, formats),
        _moves(found, formats) if told.present is not None else "",
        proof_text(found, formats),
        *[each for each in reason_texts(found, divided.reasons, formats) if each][:MOST_REASONS],
    )
    return Slide(
        key="split",
        title=TITLES["split"],
        lead=f"Of all splits of {total} a month{over}{among}, this one brings the {most}.",
        sentences=tuple(each for each in said if each),
        table=_next_money(divided, formats),
        notes=READING,
    )


def _moves(found: Allocation, formats: Formats) -> str:
    """What moves; where that is in many channels, the budgets beside each other say it better."""
    changed = sum(amount != found.now[name] for name, amount in found.spend.items())
    return moves_text(found, formats) if changed <= MOST_CHANNELS else ""


def _next_money(divided: Divided, formats: Formats) -> Table:
    """What the next money brings in each channel; of many, in those that get most."""
    spend, returns = divided.found.spend, divided.reasons.returns
    most = sorted(returns, key=lambda each: -spend[each.channel])[:MOST_CHANNELS]
    told = [each for each in returns if each in most]
    is_all = len(told) == len(returns)
    heads, rows = next_money_rows(replace(divided.reasons, returns=told), formats)
    return Table(
        caption="The next money by channel" if is_all else f"The next money in the {MOST_CHANNELS} largest channels",
        heads=tuple(heads),
        rows=tuple(map(tuple, rows)),
    )


def _improvements(divided: Divided, formats: Formats) -> Iterator[str]:
    """Which improvements are bought from the total, and what each of them is worth."""
    chosen = divided.chosen
    if not chosen.among:
        return
    yield choice_text(chosen.bought, chosen.monthly_cost, formats)
    for each in divided.worths:
        if each.is_bought:
            yield f"{each.name}: {worth_text(each, chosen.allocation.scenario, formats)}"
