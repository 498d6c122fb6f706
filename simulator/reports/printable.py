"""A story without what documents cannot hold: sliders, control characters, halves of characters, turns of direction."""

import re
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pandas as pd

from simulator.story import Made, Story

UNWRITABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
"""What XML cannot hold, and marks that would turn the direction of the words after a name.

Source: W3C, "Extensible Markup Language (XML) 1.0", section 2.2; Unicode Standard Annex 9, section 2.
"""


ON_SCREEN_ONLY = "play"
"""The part of the story that takes a screen."""


def printable(story: Story) -> Story:
    """The same story with parts and words that every document can hold."""
    cleaned: Story = _cleaned(story)
    return replace(cleaned, slides=tuple(slide for slide in cleaned.slides if slide.key != ON_SCREEN_ONLY))


def how_made(made: Made) -> str:
    """How the figures came about, in a line for the foot of each page."""
    return " · ".join(f"{name}: {value}" for name, value in made.lines)


def _cleaned(part: Any) -> Any:
    """A value of a story with its words cleaned, however deep they lie."""
    if isinstance(part, str):
        return UNWRITABLE.sub("", part)
    if isinstance(part, dict):
        return {_cleaned(key): _cleaned(value) for key, value in part.items()}
    if isinstance(part, tuple | list):
        return type(part)(_cleaned(each) for each in part)
    if isinstance(part, pd.DataFrame):
        return part.map(_cleaned)
    if is_dataclass(part) and not isinstance(part, type):
        return replace(part, **{field.name: _cleaned(getattr(part, field.name)) for field in fields(part)})
    return part
