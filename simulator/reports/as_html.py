"""The page to play with: one file that holds the story, the drawn parameters and the script that computes from them.

It opens without any network: whoever gets it moves the money and sees what comes back, in the browser alone. Nothing
that is moved changes a plan or a file.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from simulator.engine.sampling import REPLICATES, sample
from simulator.reports.playable.curves import not_played
from simulator.reports.playable.images import image_html
from simulator.reports.playable.page import PLAY, page_html
from simulator.reports.playable.script import MODEL, PANEL, script, style
from simulator.reports.playable.sliders import sliders_read
from simulator.reports.playable.worlds import packed
from simulator.story import Slide, Told, story
from simulator.story.telling import PARTS

WORLDS = (2_048, 1_024, 512, 256)
"""How many worlds a page may hold; as many as fit."""

MOST_BYTES = 3_000_000
"""The size of a page that a phone opens at once."""

_SCRIPTS = (*MODEL, *PANEL, "page.js")


def as_html(told: Told) -> bytes:
    """The page of what is told, of as many worlds as fit into the size that it may have.

    Where the script lacks a response curve nothing moves, and the page says so.
    """
    whole = story(told)
    whole = replace(whole, slides=_with_play(whole.slides, told))
    pictures = [picture for slide in whole.slides for picture in slide.pictures]
    images = {picture.key: image_html(picture) for picture in pictures}
    text, looks = script_text(), style("panel.css", "page.css").replace("COLOUR", whole.colour)
    if why := not_played(told.scenario):
        return page_html(whole, None, about=why, images=images, script="", style=looks).encode("utf-8")
    for worlds in WORLDS:
        read = worlds_read(told, worlds)
        about = _about(told, read["worlds"])
        page = page_html(whole, read, about=about, images=images, script=text, style=looks).encode("utf-8")
        if len(page) <= MOST_BYTES:
            break
    return page


def script_text() -> str:
    """The script of the page, its files joined; it leaves no names of its own behind."""
    return f"(() => {{\n{script(*_SCRIPTS)}\n}})();"


def worlds_read(told: Told, worlds: int) -> dict[str, Any]:
    """Data that the script reads: the drawn parameters, the sliders, and how this reader's numbers are written."""
    scenario, plan, formats = told.scenario, told.proposed.plan, told.formats
    drawn = sample(scenario, draws=worlds, seed=told.proposed.seed, market=told.proposed.market)
    read = packed(scenario, drawn, plan, replicates=REPLICATES)
    beside = sliders_read(scenario, plan, formats)
    channels = [{**own, **slider} for own, slider in zip(read["channels"], beside["channels"], strict=True)]
    return {**read, **beside, "channels": channels}


def _with_play(slides: Sequence[Slide], told: Told) -> tuple[Slide, ...]:
    """The slides with the one on which money can be moved, at the end where none was chosen."""
    if any(slide.key == PLAY for slide in slides):
        return tuple(slides)
    made = PARTS[PLAY](told)
    assert made is not None
    return (*slides, made)


def _about(told: Told, worlds: int) -> str:
    """What moves when money is moved, and of how many worlds."""
    if worlds == 1:
        return "All of this is computed on this page, in the one world that there is if every number is as stated."
    here, all_worlds = (told.formats.count(count) for count in (worlds, told.proposed.draws))
    others = f"; the figures elsewhere on this page are of {all_worlds}" if worlds != told.proposed.draws else ""
    return f"All of this is computed on this page, in {here} possible worlds{others}."
