"""The slide with sliders: they move the proposed plan in the browser, and change nothing in the file."""

import streamlit as st

from simulator.reports.playable.curves import not_played
from simulator.reports.playable.sliders import sliders_read
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.story.told import plans_told
from simulator.text.formats import Formats
from simulator.ui.components.playing import playing
from simulator.ui.session.offered_worlds import offer
from simulator.ui.session.results import PlanResult

KEY = "slide-play"
TOO_LARGE = "This plan has too many channels and months to be moved in a browser."


def play(scenario: Scenario[Belief], draws: int, formats: Formats) -> None:
    """The sliders of the proposed plan, and what comes back."""
    plan, _ = plans_told(scenario)
    worlds = offer(PlanResult(scenario, plan, draws))
    if worlds is None:
        st.caption(not_played(scenario) or TOO_LARGE)
        return
    playing(worlds.digest, sliders_read(scenario, plan, formats), key=KEY, about=_about(worlds.count, draws, formats))


def _about(here: int, draws: int, formats: Formats) -> str:
    """How many worlds these figures are of."""
    others = "" if here == draws else f"; the figures on the other slides are of {formats.count(draws)}"
    return f"Worked out in this browser, in {formats.count(here)} possible worlds{others}."
