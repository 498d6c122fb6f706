"""Checks of what is not a number: names, currency, dates, horizon, seasons."""

import math
from collections.abc import Iterator, Sequence

from babel.numbers import list_currencies

from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import HORIZON_MOST, SEASONALITY_TOLERANCE, Scenario
from simulator.validation.limits import LEAST, MOST
from simulator.validation.names import (
    MOST_CHANNELS,
    Found,
    channel_paths,
    name_problem,
    one_line,
    place_names,
    repeated,
)

MOST_PLANS = 100
FIRST_YEAR, LAST_YEAR = 1900, 2200


def words(scenario: Scenario[Belief]) -> Iterator[Found]:
    """Names that cannot serve, currencies and months that do not exist."""
    if name_problem(scenario.name):
        yield Found("name", name_problem(scenario.name))
    if scenario.currency not in currencies():
        near = scenario.currency.upper()[:3]
        hint = f"; did you mean {near}?" if near in currencies() else ""
        message = f'is "{one_line(scenario.currency)}"; it must be the three letters of a currency, such as USD{hint}'
        yield Found("currency", message)
    if not FIRST_YEAR <= scenario.start.year <= LAST_YEAR:
        yield Found("start", f"is in {scenario.start.year}; it must lie between {FIRST_YEAR} and {LAST_YEAR}")
    if not 1 <= scenario.horizon_months <= HORIZON_MOST:
        yield Found("horizon_months", f"is {scenario.horizon_months}; it must be between 1 and {HORIZON_MOST}")
    yield from _names("channels", scenario.channel_names, MOST_CHANNELS)
    yield from _names("plans", [plan.name for plan in scenario.plans], MOST_PLANS)


def _names(kind: str, names: Sequence[str], most: int) -> Iterator[Found]:
    one = kind.removesuffix("s")
    if not names:
        yield Found(kind, f"there are none; a scenario needs at least one {one}")
    if len(names) > most:
        yield Found(kind, f"there are {len(names)}; a scenario has at most {most} {kind}")
    for name, place, is_repeated in zip(names, place_names(names), repeated(names), strict=True):
        path = f"{kind}.{place}.name"
        if name_problem(name):
            yield Found(path, name_problem(name))
        elif is_repeated:
            yield Found(path, f'is "{one_line(name)}", like an earlier {one}; every {one} needs a name of its own')


def currencies() -> frozenset[str]:
    """The currencies of ISO 4217, by their three letters."""
    return frozenset(list_currencies())


def seasons(scenario: Scenario[Belief]) -> Iterator[Found]:
    """Seasons that are not twelve numbers around 1."""
    stated = [("seasonality", scenario.seasonality)]
    stated += [(f"{path}.seasonality", channel.seasonality) for path, channel in channel_paths(scenario)]
    for path, season in stated:
        message = "" if season is None else _season_problem(season)
        if message:
            yield Found(path, message)


def _season_problem(season: Sequence[float]) -> str:
    if len(season) != 12:
        return f"has {len(season)} numbers; a season has twelve, January to December"
    if not all(LEAST <= number <= MOST for number in season):
        return "has a number that is not above 0; each month's must be"
    mean = math.fsum(season) / 12
    if abs(mean - 1.0) > SEASONALITY_TOLERANCE:
        return f"the twelve numbers average {mean:.4g}; they must average 1: divide each by {mean:.4g}"
    return ""
