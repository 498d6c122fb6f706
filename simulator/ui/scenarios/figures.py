"""The figures of a saved file, in a line: computed once for each state of a file, with the first part of the draws."""

from pathlib import Path

import streamlit as st

from simulator import library
from simulator.engine.cost import cost_of
from simulator.engine.sampling import DEFAULT_DRAWS
from simulator.engine.simulation import preview
from simulator.metrics.kpis import placed
from simulator.presentation.headline import headline
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.session import results

NO_PLAN = "No plan yet"
LARGE = "So large that it is worked out only once you open it"


def figures(path: Path, locale: str) -> str:
    """``Profit $12,000 · ROI 85% with More SEO``: the first plan of a file that can be read, in Markdown."""
    return _figures(path, library.version_of(path), locale)


def figures_of(scenario: Scenario[Belief], locale: str) -> str:
    """The same, of a scenario."""
    if not scenario.plans:
        return NO_PLAN
    plan = scenario.plans[0].name
    if cost_of(scenario, plan, DEFAULT_DRAWS).is_large:
        return LARGE
    formats = Formats(currency=scenario.currency, locale=locale)
    tiles = {tile.key: tile for tile in headline(preview(scenario, plan), formats)}
    said = [f"{each.heading} **{escape_markdown(tiles[each.key].middle)}**" for each in placed("cards")]
    return f"{' · '.join(said)}  \n:small[with {escape_markdown(plan)}]"


# Far more than are shown at once: turning the pages of a long list back and forth computes nothing again.
@st.cache_resource(max_entries=2_000, show_spinner=False)
def _figures(path: Path, version: tuple[int, int], locale: str) -> str:
    scenario = results.entry(path).scenario
    return "" if scenario is None else figures_of(scenario, locale)
