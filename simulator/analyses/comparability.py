"""Whether plans of several scenarios can be compared, what makes them comparable, and how they are told apart."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from simulator.errors import SettingsError
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Monthly, Plan, Schedule, Steady
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why scenarios cannot be compared as they are, in plain words.

    ``common_horizon_months`` is what each can be shortened to (see with_horizon) so that they can; None if nothing
    helps.
    """

    message: str
    common_horizon_months: int | None


def obstacles(scenarios: Sequence[Scenario[Belief]], formats: Formats | None = None) -> Obstacle | None:
    """Why plans of these scenarios cannot be compared; None if they can.

    Other first months are no obstacle, as every plan is counted from its own first month: see caveats.
    """
    written = formats or Formats()
    if len({scenario.currency for scenario in scenarios}) > 1:
        said = _told_apart(scenarios, lambda scenario: f"is in {scenario.currency}")
        return Obstacle(
            message=f"{said}. Money in different currencies cannot be compared.", common_horizon_months=None
        )
    if len({scenario.horizon_months for scenario in scenarios}) > 1:
        common = min(scenario.horizon_months for scenario in scenarios)
        said = _told_apart(scenarios, lambda scenario: f"looks {written.months(scenario.horizon_months)} ahead")
        reason = "The one that looks further would seem better for that alone."
        offer = f"Over the first {'month' if common == 1 else written.months(common)} they can be compared."
        return Obstacle(message=f"{said}. {reason} {offer}", common_horizon_months=common)
    return None


def caveats(scenarios: Sequence[Scenario[Belief]], formats: Formats | None = None) -> list[str]:
    """What to bear in mind when plans of these scenarios are compared, in plain sentences; empty if nothing."""
    return list(_caveats(scenarios, formats or Formats()))


def _caveats(scenarios: Sequence[Scenario[Belief]], formats: Formats) -> Iterator[str]:
    if len({scenario.start for scenario in scenarios}) > 1:
        said = _told_apart(scenarios, lambda scenario: f"begins in {formats.month_name(scenario.start)}")
        yield f"{said}. Each is counted from its own first month, so part of a difference may be the time of year."
    if len({scenario.market_correlation for scenario in scenarios}) > 1:
        said = _told_apart(scenarios, lambda scenario: f"says {formats.percent(scenario.market_correlation)}")
        yield (
            f"How much the whole market moves together: {said}. So rates and unit costs are not the same in the same"
            " possible world, even where they are stated alike."
        )


def _told_apart(scenarios: Sequence[Scenario[Belief]], says: Callable[[Scenario[Belief]], str]) -> str:
    """``A is in USD, B is in EUR``; those that say the same under the same name once."""
    return ", ".join(dict.fromkeys(f"{scenario.name} {says(scenario)}" for scenario in scenarios))


def with_horizon(scenario: Scenario[Belief], months: int) -> Scenario[Belief]:
    """A look at the first so many months of the same scenario: every plan spends in them what it did.

    Without its targets, which are meant for the whole horizon. Raises SettingsError if there are not so many months.
    """
    if months == scenario.horizon_months:
        return scenario
    if not 1 <= months < scenario.horizon_months:
        raise SettingsError(
            f"{scenario.name} looks {scenario.horizon_months} months ahead;"
            f" {months} is not a part of that: choose from 1 to {scenario.horizon_months}"
        )
    plans = tuple(_shortened(plan, months) for plan in scenario.plans)
    return replace(scenario, horizon_months=months, plans=plans, targets=())


def _shortened(plan: Plan, months: int) -> Plan:
    spend = {name: _within(schedule, months) for name, schedule in plan.monthly_spend.items()}
    return replace(plan, monthly_spend=spend)


def _within(schedule: Schedule, months: int) -> Schedule:
    if isinstance(schedule, Monthly):
        return replace(schedule, amounts=schedule.amounts[:months])
    assert isinstance(schedule, Steady)
    if schedule.first > months:
        return Steady(amount=0.0)
    return schedule if schedule.last is None else replace(schedule, last=min(schedule.last, months))


def distinct_labels(names: Sequence[Sequence[str]]) -> list[str]:
    """A label for each of several things, all different; ``names`` of one go from what it is called to ever more.

    ``[("Today", "Plumber"), ("More", "Plumber"), ("Today", "Dentist")]`` are Today (Plumber), More, Today (Dentist).
    Where not even all names together tell two apart, they are numbered.
    """
    chosen = [1] * len(names)
    while True:
        labels = [_label(each, count) for each, count in zip(names, chosen, strict=True)]
        clashing = [row for row, label in enumerate(labels) if labels.count(label) > 1]
        longer = [row for row in clashing if chosen[row] < len(names[row])]
        if not longer:
            return _numbered(labels)
        for row in longer:
            chosen[row] += 1


def _label(names: Sequence[str], count: int) -> str:
    first, *others = names[:count]
    return f"{first} ({', '.join(others)})" if others else first


def _numbered(labels: Sequence[str]) -> list[str]:
    taken: list[str] = []
    for label in labels:
        number, free = 1, label
        while free in taken:
            number += 1
            free = f"{label} {number}"
        taken.append(free)
    return taken
