"""Checks of how a scenario is presented: plans that exist, words that fit, a colour and a picture that can be shown."""

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator

from simulator.errors import did_you_mean
from simulator.scenario.beliefs import Belief
from simulator.scenario.presentation import LARGEST_LOGO, LONGEST_STEPS, LONGEST_TITLE
from simulator.scenario.scenario import Scenario
from simulator.validation.names import LONGEST_NAME, Found, one_line

COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
PNG = b"\x89PNG\r\n\x1a\n"
"""The first bytes of every PNG. Source: ISO/IEC 15948:2004, section 5.2."""


def presentation(scenario: Scenario[Belief]) -> Iterator[Found]:
    """A presentation that names no plan, says too much for a slide, or has no colour or picture where it states one."""
    shown, names = scenario.presentation, [plan.name for plan in scenario.plans]
    for role in ("plan", "against"):
        name = getattr(shown, role)
        if name and name not in names:
            hint = did_you_mean(name, names) if len(name) <= LONGEST_NAME else ""
            yield Found(f"presentation.{role}", f'is "{one_line(name)}"; there is no such plan{hint}', ("plans",))
    for field, most in (("title", LONGEST_TITLE), ("next_steps", LONGEST_STEPS)):
        length = len(getattr(shown, field))
        if length > most:
            yield Found(f"presentation.{field}", f"has {length} characters; at most {most} fit")
    if len(set(shown.sections)) < len(shown.sections):
        yield Found("presentation.sections", "names a part twice; each is told once")
    if shown.colour and not COLOUR.fullmatch(shown.colour):
        yield Found("presentation.colour", f'is "{one_line(shown.colour)}"; it must be six digits as in #1f6f54')
    if shown.logo and logo_problem(shown.logo):
        yield Found("presentation.logo", logo_problem(shown.logo))


def logo_problem(logo: str) -> str:
    """Why a text is not a picture that can be shown, in words; empty if it is one."""
    try:
        picture = b64decode(logo, validate=True)
    except (binascii.Error, ValueError):
        return "is no picture in base64; take it up again on the page Present"
    if len(picture) > LARGEST_LOGO:
        return f"has {len(picture):,} bytes; at most {LARGEST_LOGO:,} are taken"
    return "" if picture.startswith(PNG) else "is no PNG; take it up again on the page Present"
