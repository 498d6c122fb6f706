"""Several scenarios side by side, in plain words: why their plans cannot be compared, and what to bear in mind."""

from collections.abc import Callable, Sequence

from simulator.analyses.comparability import Caveat, Obstacle, caveats, common_horizon_months
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import first


def obstacle_text(found: Obstacle, scenarios: Sequence[Scenario[Belief]], formats: Formats) -> str:
    """Why plans of these scenarios cannot be compared as they are, and whether anything helps."""
    match found:
        case Obstacle.CURRENCIES:
            said = _told_apart(scenarios, lambda scenario: f"is in {scenario.currency}")
            return f"{said}. Money in different currencies cannot be compared."
        case Obstacle.HORIZONS:
            said = _told_apart(scenarios, lambda scenario: f"looks {formats.months(scenario.horizon_months)} ahead")
            common = common_horizon_months(scenarios)
            reason = "The one that looks further would seem better for that alone."
            offer = f"Over the {first(common, 'month')} they can be compared."
            return f"{said}. {reason} {offer}"


def caveat_texts(scenarios: Sequence[Scenario[Belief]], formats: Formats) -> list[str]:
    """Caveats of comparing plans of these scenarios, in sentences; empty if there are none."""
    return [_caveat_text(caveat, scenarios, formats) for caveat in caveats(scenarios)]


def _caveat_text(caveat: Caveat, scenarios: Sequence[Scenario[Belief]], formats: Formats) -> str:
    match caveat:
        case Caveat.FIRST_MONTHS:
            said = _told_apart(scenarios, lambda scenario: f"begins in {formats.month_name(scenario.start)}")
            return (
                f"{said}. Each is counted from its own first month, so the same budget can bring something else: at"
                " another time of year, at that year's prices, and after what its channels had before."
            )
        case Caveat.MARKET_CORRELATIONS:
            said = _told_apart(scenarios, lambda scenario: f"says {formats.percent(scenario.market_correlation)}")
            return (
                f"How much the whole market moves together: {said}. So rates and unit costs are not the same in the"
                " same possible world, even where they are stated alike."
            )


def _told_apart(scenarios: Sequence[Scenario[Belief]], says: Callable[[Scenario[Belief]], str]) -> str:
    """``A is in USD, B is in EUR``; those that say the same under the same name once."""
    return ", ".join(dict.fromkeys(f"{scenario.name} {says(scenario)}" for scenario in scenarios))
