"""Formulas with names in braces, read twice: in words, and in the numbers of an example."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from simulator.metrics.kpis import METRICS
from simulator.presentation.glossary.worked import Fact
from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.curves import CURVES
from simulator.scenario.fields import quantities
from simulator.scenario.improvements import Improvement
from simulator.scenario.scenario import Business, Scenario, SharedFunnel
from simulator.text.formats import Formats
from simulator.text.grammar import within
from simulator.units import Quantity, Unit

RECORDS: tuple[type[Any], ...] = (
    Business,
    SharedFunnel,
    *CHANNEL_TYPES.values(),
    *CURVES.values(),
    Improvement,
    Scenario,
)
"""The records whose numbers a person states."""

_NAME = re.compile(r"{(\w+)}")
_ARITHMETIC = re.compile(r"[\s\d(+−×/^)]*")


@cache
def declared() -> Mapping[str, tuple[Quantity, ...]]:
    """Every number that a person states, by its name; several where types of channel declare it in other words."""
    found: dict[str, tuple[Quantity, ...]] = {}
    for owner in RECORDS:
        for name, quantity in quantities(owner).items():
            found[name] = (*found.get(name, ()), quantity)
    return found


def labels(name: str) -> tuple[str, ...]:
    """The words for a number that a person states, each once; none where it is not one."""
    return tuple(dict.fromkeys(quantity.label for quantity in declared().get(name, ())))


def in_words(formula: str) -> str:
    """A formula with the words of what it names."""
    return _NAME.sub(lambda name: _word(name[1]), formula)


def _word(name: str) -> str:
    if name not in METRICS:
        return within(labels(name)[0])
    metric = METRICS[name]
    # CAC and ROI read better than what they stand for; a short heading of any other kind says less than its label.
    return metric.short if metric.short.isupper() else within(metric.label)


def in_numbers(formula: str, result: float, unit: Unit, facts: Mapping[str, Fact], formats: Formats) -> str:
    """A formula with the numbers of an example, and what it gives."""
    filled = _NAME.sub(lambda name: facts[name[1]].text(formats), formula)
    leads_to = " =" if is_arithmetic(formula) else ", so"
    return f"{filled}{leads_to} {formats.number(result, unit)}"


def is_arithmetic(formula: str) -> bool:
    """Whether a formula is made of numbers and signs alone, so that an example can put its own in."""
    return bool(_ARITHMETIC.fullmatch(_NAME.sub("", formula)))
