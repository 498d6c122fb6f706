"""The way a scenario is shown to a client: which plans, which parts of the story, and own words, colour and logo."""

from dataclasses import replace
from typing import Literal, get_args

from simulator.scenario.fields import record, text

Section = Literal[
    "progress",
    "spend",
    "split",
    "returns",
    "sureness",
    "payback",
    "against",
    "channels",
    "assumptions",
    "risks",
    "play",
    "next_steps",
]
"""A part of the story."""

SECTIONS: tuple[Section, ...] = get_args(Section)
"""All parts, one idea each, in the order in which they are told."""

LONGEST_TITLE, LONGEST_STEPS = 120, 1_500
"""Letters that fit on a slide."""

LARGEST_LOGO = 200_000
"""Bytes of a logo."""


@record
class Presentation:
    """How the scenario is presented. What is not stated follows from the plans; nothing here moves a figure."""

    plan: str = text("Plan that is proposed", default="", help="Not stated: the second plan of the scenario.")
    against: str = text("Plan that it is set against", default="", help="Not stated: the first plan of the scenario.")
    sections: tuple[Section, ...] = text("Parts of the story", default=SECTIONS)
    title: str = text("Title of the presentation", default="", help="Not stated: the scenario's name.")
    next_steps: str = text("Next steps", default="", help="A line for each.")
    colour: str = text("Colour of the presentation", default="", help="Six digits as in #1f6f54.")
    logo: str = text("Logo", default="", help="A PNG of at most 200 KB, in base64.")

    def with_plan_renamed(self, name: str, wanted: str) -> "Presentation":
        """The same where a plan has another name; with an empty one, where it is gone."""
        plan, against = (wanted if each == name else each for each in (self.plan, self.against))
        return replace(self, plan=plan, against=against)
