"""The show: one slide that fills the window, and the ways to the others."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from simulator.charts.theme import enlarged
from simulator.reports.playable.page import PLAY
from simulator.story import Slide, Story
from simulator.ui.components.slide_keys import slide_keys
from simulator.ui.frame.html import spoken_html
from simulator.ui.present.html import body_html, head_html, reading_html
from simulator.ui.session import slides

STYLE = Path(__file__).with_name("deck.css")
TABLES = Path(__file__).parents[1] / "frame" / "tiles.css"

LARGER, HIGHER = 2.1, 560
"""How much larger than beside sliders a chart is drawn, and how high [pixels]."""

BUTTONS = {
    "next": "slide-next",
    "back": "slide-back",
    "first": "slide-first",
    "last": "slide-last",
    "end": "slide-end",
}


def show(story: Story, number: int, play: Callable[[], None]) -> None:
    """The slide of this number, counted from 1, and the buttons below it; the last one if there are fewer.

    ``play`` draws what moves on its slide.
    """
    number = min(number, len(story.slides))
    _look()
    with st.container(key="slide"):
        slide_of(story, story.slides[number - 1])
        if story.slides[number - 1].key == PLAY:
            play()
    with st.container(horizontal=True, vertical_alignment="center", key="slide-ways"):
        _way("First", "first", ":material/first_page:", 1, disabled=number == 1)
        _way("Back", "back", ":material/arrow_back:", number - 1, disabled=number == 1)
        st.markdown(f"{number} of {len(story.slides)}", width="content")
        _way("Next", "next", ":material/arrow_forward:", number + 1, disabled=number == len(story.slides), primary=True)
        _way("Last", "last", ":material/last_page:", len(story.slides), disabled=number == len(story.slides))
        slide_keys(BUTTONS)
        st.button(
            "End",
            icon=":material/close:",
            key=BUTTONS["end"],
            on_click=partial(slides.show, None),
            help="Back to what is presented. Escape does the same.",
        )


def preview(story: Story) -> None:
    """One of the slides in small, and which of them."""
    _look()
    numbers = range(1, len(story.slides) + 1)
    chosen, start = st.columns([3, 2], vertical_alignment="bottom")
    with chosen:
        number = st.selectbox(
            "Slide",
            numbers,
            format_func=lambda number: f"{number} of {len(story.slides)}: {story.slides[number - 1].title}",
            key="present-preview",
        )
    with start:
        st.button(
            "Present from here",
            icon=":material/slideshow:",
            key="present-from-here",
            on_click=partial(slides.show, number),
            disabled=number == 1,
        )
    slide = story.slides[min(number, len(story.slides)) - 1]
    with st.container(border=True, key="slide-small"):
        st.html(head_html(slide, story))
        for picture in slide.pictures:
            st.html(spoken_html(picture.says))
            st.vega_lite_chart(picture.frame, picture.spec, key=f"preview-{slide.key}-{picture.key}")
        if below := body_html(slide):
            st.html(below)


def slide_of(story: Story, slide: Slide) -> None:
    """One slide: its words, its pictures, and what stands behind them."""
    st.html(head_html(slide, story))
    beside = body_html(slide)
    if slide.pictures and beside:
        # A table needs more room than a few figures.
        picture, rest = st.columns([3, 2] if slide.table is None else 2, gap="large")
        with picture:
            _pictures(slide)
        with rest:
            st.html(beside)
    else:
        _pictures(slide)
        if beside:
            st.html(beside)


def _look() -> None:
    for style in (TABLES, STYLE):
        st.html(f"<style>{style.read_text('utf-8')}</style>")


def _pictures(slide: Slide) -> None:
    for picture in slide.pictures:
        st.html(spoken_html(picture.says))
        drawn = enlarged(picture.spec, LARGER, height=HIGHER)
        st.vega_lite_chart(picture.frame, drawn, key=f"slide-{slide.key}-{picture.key}")
        if picture.reading:
            st.html(reading_html(picture))


def _way(label: str, way: str, icon: str, number: int, *, disabled: bool, primary: bool = False) -> None:
    st.button(
        label,
        icon=icon,
        key=BUTTONS[way],
        on_click=partial(slides.show, number),
        disabled=disabled,
        type="primary" if primary else "secondary",
    )
