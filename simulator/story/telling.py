"""The story told: the title, then the parts that were chosen, in the order in which they are told."""

from base64 import b64decode
from collections.abc import Callable, Mapping

from simulator.engine.funnel import MODEL_VERSION
from simulator.presentation.judgement import judgement_text
from simulator.scenario.presentation import SECTIONS, Section
from simulator.story.against import against
from simulator.story.answer import payback, returns, sureness
from simulator.story.channels import channels
from simulator.story.grounds import all_numbers, assumptions, risks
from simulator.story.money import spend
from simulator.story.progress import progress
from simulator.story.slide import Made, Point, Slide, Story
from simulator.story.split import split
from simulator.story.terms import terms
from simulator.story.titles import TITLES
from simulator.story.told import Told

ACCENT = "#2f6fbf"
"""The colour of titles and lines where none is chosen: 5.0 to 1 on white."""


def story(told: Told) -> Story:
    """The whole story of a proposed plan."""
    shown = told.presentation
    parts = (PARTS[section](told) for section in SECTIONS if section in shown.sections)
    slides = (_title(told), *(part for part in parts if part is not None))
    numbers = all_numbers(told)
    return Story(
        title=shown.title.strip() or told.scenario.name,
        client=told.scenario.client.strip(),
        colour=shown.colour or ACCENT,
        logo=b64decode(shown.logo),
        slides=slides,
        numbers=numbers,
        terms=terms(slides, numbers, told.formats),
        made=made(told),
    )


def made(told: Told) -> Made:
    """How the figures came about."""
    return Made(
        scenario=told.scenario.name,
        plan=told.proposed.plan,
        against="" if told.present is None else told.present.plan,
        on=told.on,
        seed=told.proposed.seed,
        draws=told.proposed.draws,
        model=MODEL_VERSION,
        formats=told.formats,
    )


def _title(told: Told) -> Slide:
    shown = told.presentation
    lead = judgement_text(told.judgement, told.formats, told.scenario.horizon_months)
    against = "" if told.present is None else f", set against “{told.present.plan}”"
    start = told.formats.month_name(told.scenario.start)
    about = f"The plan “{told.proposed.plan}”{against}, over {told.horizon} from {start}."
    return Slide(
        key="title",
        title=shown.title.strip() or told.scenario.name,
        lead=lead,
        sentences=(about, told.formats.day(told.on)),
        notes="The answer in one line; what follows says where it comes from.",
    )


def _play(told: Told) -> Slide:
    return Slide(
        key="play",
        title=TITLES["play"],
        lead="Move the money, and see what comes back.",
        sentences=("Nothing that is moved here changes the plan.",),
        notes="Sliders on a screen; on paper, the plan as it is proposed.",
    )


def _next_steps(told: Told) -> Slide | None:
    steps = [line.strip().lstrip("-*•").strip() for line in told.presentation.next_steps.splitlines()]
    points = tuple(Point(title=step) for step in steps if step)
    return Slide(key="next_steps", title=TITLES["next_steps"], lead="", points=points) if points else None


PARTS: Mapping[Section, Callable[[Told], Slide | None]] = {
    "progress": progress,
    "spend": spend,
    "split": split,
    "returns": returns,
    "sureness": sureness,
    "payback": payback,
    "against": against,
    "channels": channels,
    "assumptions": assumptions,
    "risks": risks,
    "play": _play,
    "next_steps": _next_steps,
}
"""Every part of the story."""
