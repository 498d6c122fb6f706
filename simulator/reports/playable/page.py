"""The page around the script: the story as HTML, every word of it escaped, and what keeps the page to itself.

The policy that the page states lets in its own script and looks, known by their digests, and the pictures that it
carries; nothing is fetched from anywhere, and nothing that slipped into the words could run.
"""

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from html import escape
from typing import Any

from simulator.reports.playable.story_html import section_html, terms_html
from simulator.scenario.presentation import Section
from simulator.story import Made, Slide, Story
from simulator.story.html import table_html
from simulator.story.terms import ABOUT_EXAMPLES

POLICY = (
    "default-src 'none'; script-src '{script}'; style-src '{style}'; img-src data:; base-uri 'none'; form-action 'none'"
)

TO_PLAY = '<p class="more"><a href="#play">Move the money yourself</a></p>'
"""A short way to what moves, on the first slide."""

PLAY: Section = "play"
"""The key of the slide on which money can be moved."""


def page_html(
    story: Story, worlds: Mapping[str, Any] | None, *, about: str, images: Mapping[str, str], script: str, style: str
) -> str:
    """The whole page. ``worlds`` is what the script reads, ``about`` says what moves, ``images`` are HTML by key.

    Without worlds nothing moves, there is no script, and ``about`` says why.
    """
    policy = POLICY.format(script="none" if worlds is None else _digest(script), style=_digest(style))
    play = _still if worlds is None else _playing
    slides = "".join(
        play(slide, about) if slide.key == PLAY else section_html(slide, images, heading=1 if not place else 2)
        for place, slide in enumerate(story.slides)
    )
    first, _, rest = slides.partition("</section>")
    to_play = "" if worlds is None else TO_PLAY
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(policy)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta name="color-scheme" content="light dark"><title>{escape(_title(story))}</title>'
        f"<style>{style}</style></head><body>"
        f"<header>{_client(story)}</header><main>{first}{to_play}</section>{rest}{_beliefs(story)}{_terms(story)}</main>"
        f"{_footer(story.made, worlds)}{'' if worlds is None else _scripts(worlds, script)}</body></html>\n"
    )


def _scripts(worlds: Mapping[str, Any], script: str) -> str:
    return f'<script type="application/json" id="worlds">{in_script(worlds)}</script><script>{script}</script>'


def in_script(values: Mapping[str, Any]) -> str:
    """JSON that stands within a script element: no word in it can end the element or begin a comment."""
    text = json.dumps(values, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _digest(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode('utf-8')).digest()).decode('ascii')}"


def _title(story: Story) -> str:
    return f"{story.title} – {story.client}" if story.client else story.title


def _client(story: Story) -> str:
    name = f"<span>{escape(story.client)}</span>" if story.client else ""
    if not story.logo:
        return f'<div class="client">{name}</div>' if name else ""
    source = f"data:image/png;base64,{b64encode(story.logo).decode('ascii')}"
    return f'<div class="client"><img src="{source}" alt="{"" if name else "Logo"}">{name}</div>'


def _playing(slide: Slide, about: str) -> str:
    """The sliders' place; the script fills it and then shows it."""
    return (
        f'<section id="play"><h2>{escape(slide.title)}</h2><p class="lead">{escape(slide.lead)}</p>'
        '<noscript><p class="note">This part needs JavaScript, which this browser does not run.</p></noscript>'
        f"{playing_html(about)}</section>"
    )


def _still(slide: Slide, about: str) -> str:
    """The same place where nothing can be moved, and why."""
    return f'<section id="play"><h2>{escape(slide.title)}</h2><p class="note">{escape(about)}</p></section>'


def playing_html(about: str, *, before: str = "handed over") -> str:
    """The place that the script's panel fills: ``about`` says what moves, ``before`` what the plan is before that."""
    return (
        '<div id="playing" hidden>'
        f'<p class="more">{escape(about)}<span class="error"></span></p>'
        '<div class="play"><div class="panel"><p class="glance" aria-hidden="true"></p><div class="panel-head">'
        '<p>Altogether <strong class="total-amount"></strong> a month</p>'
        '<button type="button" class="reset" aria-disabled="true">Reset</button></div>'
        '<ul class="channels" aria-label="Monthly spend"></ul></div>'
        '<div class="outcome"><div class="tiles"></div>'
        '<figure><div class="fan-place"></div><figcaption>Profit so far, month by month: the middle, where 5 in 10'
        f" worlds lie, and where 8 in 10 lie. The dashed line is the plan as {escape(before)}.</figcaption></figure>"
        "</div>"
        '</div><p class="told" role="status"></p></div>'
    )


def _beliefs(story: Story) -> str:
    if not story.beliefs.rows:
        return ""
    return f"<details><summary>{escape(story.beliefs.caption)}</summary>{table_html(story.beliefs)}</details>"


def _terms(story: Story) -> str:
    words = story.terms
    return (
        f"<details><summary>{escape(words.caption)}</summary>"
        f'<p class="more">{escape(ABOUT_EXAMPLES)}</p>{terms_html(words)}</details>'
    )


def _footer(made: Made, worlds: Mapping[str, Any] | None) -> str:
    moved = [] if worlds is None else [("Worlds where money is moved", made.formats.count(worlds["worlds"]))]
    stated = (*made.lines, *moved)
    lines = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in stated)
    return f"<footer><h2>How this was made</h2><dl>{lines}</dl></footer>"
