"""The plan that real figures are held against, in words: since when, under which model, and what it did not foresee."""

from collections.abc import Iterator
from datetime import date

from simulator.edits.adoption import HeldTo
from simulator.engine.funnel import MODEL_VERSION
from simulator.presentation.tracking_text import adoption_text
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import month_number
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import counted, listed
from simulator.validation import one_line


def held_to_lines(scenario: Scenario[Belief], held: HeldTo, formats: Formats) -> Iterator[str]:
    """Plan that ``scenario`` is held against, and what has to be known to read the figures."""
    adoption = held.adoption
    yield adoption_text(one_line(held.plan), None if adoption is None else adoption.on, formats)
    if adoption is None and scenario.adopted is not None:
        yield f"The plan that is adopted is “{one_line(scenario.adopted.plan)}”."
    if adoption is not None and (over := _months_over(held.scenario, adoption.on)) > 0:
        yield f"It was adopted when {counted(over, 'month')} of it {'was' if over == 1 else 'were'} over already."
    if adoption is not None and adoption.model_version != MODEL_VERSION:
        yield (
            f"It was adopted under version {one_line(adoption.model_version)} of the model; what was planned is worked "
            f"out by version {MODEL_VERSION} here, and may differ from what was seen that day."
        )
    names = held.scenario.channel_names
    if unplanned := [own.channel for own in scenario.actuals if own.channel not in names and own.by_month]:
        yield f"Not in this plan, and left out: the real figures of {listed([one_line(name) for name in unplanned])}."


def _months_over(scenario: Scenario[Belief], on: date) -> int:
    """How many months of the plan are over on a day; none or fewer before it begins."""
    return min(month_number(on, scenario.start) - 1, scenario.horizon_months)
