"""The figures of a saved file, in a line: as Plan shows them: computed once for each state of a file."""

from pathlib import Path

from simulator import library
from simulator.engine.cost import cost_of
from simulator.engine.sampling import DEFAULT_DRAWS
from simulator.engine.simulation import simulate
from simulator.metrics.kpis import placed
from simulator.presentation.headline import headline
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.session import results
from simulator.ui.session.cache import kept

NO_PLAN = "No plan yet"
LARGE = "So large that it is worked out only once you open it"


def figures(path: Path, locale: str) -> str:
    """``Profit $12,000 · ROI 85% with More SEO``: the first plan of a file that can be read, in Markdown."""
    version = library.version_of(path)
    return kept(("figures", path, version, locale), lambda: _figures(path, locale))


def figures_of(scenario: Scenario[Belief], locale: str) -> str:
    """The same, of a scenario."""
    if not scenario.plans:
        return NO_PLAN
    plan = scenario.plans[0].name
    if cost_of(scenario, plan, DEFAULT_DRAWS).is_large:
        return LARGE
    formats = Formats(currency=scenario.currency, locale=locale)
    tiles = {tile.key: tile for tile in headline(simulate(scenario, plan), formats)}
    said = [f"{each.heading} **{escape_markdown(tiles[each.key].middle)}**" for each in placed("cards")]
    return f"{' · '.join(said)}  \n:small[with {escape_markdown(plan)}]"


def _figures(path: Path, locale: str) -> str:
    scenario = results.entry(path).scenario
    return "" if scenario is None else figures_of(scenario, locale)
