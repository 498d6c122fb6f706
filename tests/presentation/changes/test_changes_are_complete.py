"""Laws of the list of changes: it is empty exactly where two scenarios are equal, and names every single entry."""

from copy import deepcopy
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator import edits
from simulator.edits.improvements import rename_improvement
from simulator.presentation.changes import changes
from simulator.scenario.adoption import Adoption
from simulator.scenario.beliefs import Belief, Learned, between, certain
from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.curves import CURVES
from simulator.scenario.fields import quantities, quantity_of
from simulator.scenario.improvements import Improvement, with_channels_renamed
from simulator.scenario.plans import SCHEDULES, Monthly, PerQuarter, PerYear, Plan, Purchase, Spans, Steady
from simulator.scenario.presentation import Presentation
from simulator.scenario.scenario import Business, Scenario, SharedFunnel, Target
from simulator.scenario.stages import Stage
from simulator.scenario.steps import Step, Steps
from simulator.text.formats import Formats
from simulator.units import Quantity, Role
from tests.laws import examples
from tests.variations import scenarios

FORMATS = Formats("USD")
LEARNED = Learned(first=date(2026, 4, 1), last=date(2026, 5, 1), count=40, before=(0.2, 0.3, 0.4))


# -- a scenario in which every declared entry is stated ---------------------------------------------------------------


def stated(quantity: Quantity) -> Any:
    """A value for a declared number; a range where it can be one."""
    if quantity.role is Role.NUMBER:
        return 2.0 if quantity.allows(2.0) else 0.5
    return between(0.3, 0.4, 0.6, source="accounts")


def filled(declared: type[Any], **words: Any) -> Any:
    """A record of a class in which every declared number is stated."""
    return declared(**{**{name: stated(quantity) for name, quantity in quantities(declared).items()}, **words})


def everything() -> Scenario[Belief]:
    """Every channel type and every curve, every form of a schedule, and every text stated."""
    curves = [filled(curve) for curve in CURVES.values()]
    season = (1.2, 0.8, *[1.0] * 10)
    channels = tuple(
        filled(kind, name=f"Way {number}", curve=curves[number % len(curves)], seasonality=season)
        for number, kind in enumerate(CHANNEL_TYPES.values())
    )
    spend = {
        "Way 0": Steady(amount=500.0),
        "Way 1": Steady(amount=700.0, first=2, last=5),
        "Way 2": Monthly(amounts=(100.0, 0.0, 300.0)),
        "Way 3": Spans(spans=(Steady(amount=70.0, last=4), Steady(amount=30.0, first=date(2027, 6, 1), grows=0.05))),
        "Way 4": PerQuarter(amounts=(300.0, 0.0, 150.0)),
        "Way 5": PerYear(amounts=1200.0),
    }
    return filled(
        Scenario,
        name="Ridge",
        currency="USD",
        start=date(2027, 1, 1),
        client="Smith",
        notes="n",
        seasonality=season,
        business=filled(
            Business,
            repeat_every_months=12,
            monthly_overhead=Steps(steps=(Step(amount=50.0), Step(amount=80.0, first=date(2027, 6, 1)))),
            new_customers_per_month_at_most=Steps(steps=(Step(amount=5.0, first=3),)),
        ),
        funnel=filled(SharedFunnel, stages=(Stage.MQLS,)),
        channels=channels,
        plans=(
            Plan(
                name="Today",
                monthly_spend=spend,
                notes="now",
                improvements=(Purchase(improvement="Page", first=3), Purchase(improvement="Training")),
            ),
            Plan(name="More", monthly_spend={"Way 0": Steady(amount=900.0)}),
            Plan(name="Less", monthly_spend={"Way 0": Steady(amount=100.0)}),
        ),
        improvements=(
            filled(Improvement, name="Page", belief="channels.Way 0.visit_to_lead_rate"),
            filled(Improvement, name="Training", belief="funnel.mql_to_customer_rate"),
        ),
        adopted=Adoption(plan="Today", on=date(2027, 1, 5), model_version="2", figures="kept"),
        targets=(Target(metric="customers", at_least=240.0, probability=0.8), Target(metric="cac", at_most=90.0)),
        presentation=Presentation(
            plan="More", against="Today", title="Spring", next_steps="Call", colour="#1f6f54", logo="iVBORw0KGgo="
        ),
    )


EVERYTHING = everything()


# -- every place of a tree of records, and what else could stand there ------------------------------------------------


def places(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The path of every field of every record in a tree: names of fields, indices of tuples, keys of mappings."""
    found = []
    for item in fields(node):
        value, here = getattr(node, item.name), (*path, item.name)
        if "part" not in item.metadata:
            found.append(here)
        children = {"": value}
        if isinstance(value, tuple):
            children = dict(enumerate(value))
        elif isinstance(value, dict):
            children = value
        for step, child in children.items():
            if is_dataclass(child) and not isinstance(child, Belief):
                found += places(child, here if step == "" else (*here, step))
    return found


def at(node: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        node = getattr(node, step) if isinstance(step, str) and hasattr(node, step) else node[step]
    return node


def put(node: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    step, *rest = path
    if is_dataclass(node):
        return replace(node, **{step: put(getattr(node, step), tuple(rest), value)})
    if isinstance(node, tuple):
        return tuple(put(item, tuple(rest), value) if index == step else item for index, item in enumerate(node))
    return {**node, step: put(node[step], tuple(rest), value)}


def others(value: Any) -> list[Any]:
    """Other values that could stand in a place, each of which is one change."""
    match value:
        case Belief():
            numbers = [replace(value, **{name: 0.45}) for name in ("low", "likely", "high", "at_least", "at_most")]
            changes = [replace(value, yearly_change=each) for each in (0.08, -0.03)]
            return [
                *numbers,
                *changes,
                replace(value, source="study"),
                replace(value, as_of=date(2026, 5, 1)),
                replace(value, learned=LEARNED),
            ]
        case Steps():
            later = replace(value.steps[-1], first=date(2027, 9, 1))
            return [2.0, Steps(steps=()), Steps(steps=(*value.steps[:-1], later)), Steps(steps=(*value.steps, later))]
        case str():
            return [f"{value}x", f"{value}\n<b>$1 to $2</b>" + "x" * 200, ""]
        case int():
            return [value + 1, value + 1000, -3]
        case float():
            return [value + 1.0, value + 1e-9, value * 1e6, -1.0]
        case date():
            return [date(2027, 2, 1), date(2027, 1, 2)]
        case None:
            return [2]
        case tuple() if value and all(isinstance(item, float) for item in value):
            return [(*value[:-1], value[-1] + 0.1), (*value, 0.0), tuple(item + 0.1 for item in value), ()]
        case tuple() if value and all(isinstance(item, Stage) for item in value):
            return [(), (Stage.SQLS,)]
        case Adoption():
            return [replace(value, plan="More")]
        case tuple():
            return [value[:-1], value[::-1]]
        case dict():
            return [{**value, "Way 4": Steady(amount=5.0)}, {name: value[name] for name in list(value)[1:]}]
    raise AssertionError(f"a kind of entry that this test does not know: {value!r}")


def words_for(path: tuple[Any, ...]) -> list[str]:
    """The names in the sentence about a place: one of these."""
    owner, name = at(EVERYTHING, path[:-1]), path[-1]
    if "targets" in path:
        return ["Target"]
    if "adopted" in path:
        return ["adopted"]
    if "steps" in path:
        owner, name = EVERYTHING.business, path[path.index("steps") - 1]
    elif "improvements" in path and "plans" in path:
        return [f"Plan {EVERYTHING.plans[path[1]].name}"]
    elif path == ("improvements",):
        return ["Improvement"]
    elif "monthly_spend" in path:
        return [f"Plan {EVERYTHING.plans[path[1]].name}, Way"]
    if name == "name" and len(path) > 1:
        return ["renamed to"]
    if name in ("notes", "channels", "plans"):
        return [name.removesuffix("s"), name.removesuffix("s").capitalize()]
    label = quantity_of(owner, name).label if name in quantities(owner) else label_of(owner, name)
    named = path[0] in ("channels", "improvements")
    subject = f"{getattr(EVERYTHING, path[0])[path[1]].name}, " if named else ""
    return [f"{subject}{label}:", f"{subject}{label[:1].lower()}{label[1:]}:"]


def label_of(owner: Any, name: str) -> str:
    return next(item.metadata["label"] for item in fields(owner) if item.name == name)


PLACES = places(EVERYTHING)
CHANNEL_NAMES = [path for path in PLACES if path[0] == "channels" and path[2:] == ("name",)]

IMPROVEMENT_NAMES = [path for path in PLACES if path[0] == "improvements" and path[2:] == ("name",)]


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_one_changed_entry_is_one_sentence_that_names_it(path):
    value = at(EVERYTHING, path)
    for other in [*others(value), *([None] if is_optional(path) else [])]:
        if path in CHANNEL_NAMES:
            changed = renamed_in_plans(path, other)
        elif path in IMPROVEMENT_NAMES:
            changed = rename_improvement(EVERYTHING, at(EVERYTHING, path), other)
        else:
            changed = put(EVERYTHING, path, other)
        if changed == EVERYTHING:
            continue
        found = changes(EVERYTHING, changed, FORMATS)
        if is_of_a_list(path) or "improvements" in path:
            assert found
        else:
            assert len(found) == 1, found
        assert any(words in found[0] for words in words_for(path)), found
        assert not any("\n" in sentence for sentence in found)
        assert changes(changed, EVERYTHING, FORMATS)


def renamed_in_plans(path: tuple[Any, ...], name: str) -> Scenario[Belief]:
    """A channel under another name; what a plan spends goes with it."""
    former = at(EVERYTHING, path)
    plans = [
        replace(plan, monthly_spend={name if key == former else key: each for key, each in plan.monthly_spend.items()})
        for plan in EVERYTHING.plans
    ]
    improvements = with_channels_renamed(EVERYTHING.improvements, lambda each: name if each == former else each)
    return replace(put(EVERYTHING, path, name), plans=tuple(plans), improvements=improvements)


def is_optional(path: tuple[Any, ...]) -> bool:
    owner = at(EVERYTHING, path[:-1])
    return path[-1] in quantities(owner) and quantity_of(owner, path[-1]).optional


def is_of_a_list(path: tuple[Any, ...]) -> bool:
    """Whether a change may be several: a plan that is taken away may take the baseline with it."""
    return path in (("channels",), ("plans",))


def test_the_walk_reaches_every_class_of_entries():
    reached = {type(at(EVERYTHING, path[:-1])) for path in PLACES}
    assert reached >= {Scenario, Business, SharedFunnel, Plan, Target, Steady, Monthly, *CHANNEL_TYPES.values()}
    assert reached >= {*SCHEDULES, Step, Steps}
    assert reached >= {curve for curve in CURVES.values() if quantities(curve)}


@pytest.mark.parametrize("kind", CHANNEL_TYPES)
@pytest.mark.parametrize("name", EVERYTHING.channel_names)
def test_another_way_of_paying_is_said_first_and_once(name, kind):
    changed = edits.change_type(EVERYTHING, name, kind)
    found = [line for line in changes(EVERYTHING, changed, FORMATS) if "how you pay" in line]
    assert len(found) == (0 if EVERYTHING.channel(name).type == kind else 1)
    assert bool(changes(EVERYTHING, changed, FORMATS)) == (changed != EVERYTHING)


# -- pairs of scenarios -----------------------------------------------------------------------------------------------


def edit_of(scenario: Scenario[Belief], choice: int) -> Scenario[Belief]:
    """One of the edits that a person can make; some make no difference."""
    name = scenario.channel_names[choice % len(scenario.channels)]
    kinds, curves = list(CHANNEL_TYPES), list(CURVES)
    made = (
        lambda: scenario,
        lambda: edits.rename_channel(scenario, name, f"{name} {choice}"),
        lambda: edits.duplicate_channel(scenario, name),
        lambda: edits.move_channel(scenario, name, choice % 3 - 1),
        lambda: edits.remove_channel(scenario, name) if len(scenario.channels) > 1 else scenario,
        lambda: edits.change_type(scenario, name, kinds[choice % len(kinds)]),
        lambda: edits.change_curve(scenario, name, curves[choice % len(curves)]),
        lambda: edits.set_stages(scenario, [Stage.MQLS, Stage.SQLS][: choice % 3]),
        lambda: replace(scenario, plans=(*scenario.plans, replace(scenario.plans[0], name=f"Plan {choice}"))),
        lambda: replace(scenario, plans=scenario.plans[::-1]),
        lambda: edits.with_value(scenario, f"channels.{name}.incremental_share", certain(choice / 1000)),
        lambda: replace(scenario, targets=(Target(metric="profit", at_least=float(choice)), *scenario.targets)),
        lambda: replace(scenario, targets=scenario.targets[::-1]),
    )
    return made[choice % len(made)]()


@examples(60)
@given(before=scenarios(), after=scenarios(), choices=some.lists(some.integers(0, 999), max_size=5))
def test_there_are_changes_exactly_if_two_scenarios_differ_however_they_came_about(before, after, choices):
    edited = before
    for choice in choices:
        edited = edit_of(edited, choice)
    for other in (after, edited, deepcopy(before)):
        assert bool(changes(before, other, FORMATS)) == (before != other)
        assert bool(changes(other, before, FORMATS)) == (before != other)
