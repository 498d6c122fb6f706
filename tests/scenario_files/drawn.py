"""Scenarios as a form may leave them, finished or not, for property tests of reading and writing.

What builds a strategy from values that can be hashed is cached: Hypothesis examines each new strategy before it first
draws from it.
"""

from dataclasses import fields, replace
from functools import cache
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as some

from simulator.scenario.actuals import Actuals, Imported, ImportedTable, TableColumns
from simulator.scenario.adoption import Adoption
from simulator.scenario.beliefs import Belief, Learned
from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.curves import CURVES, Linear
from simulator.scenario.fields import quantities
from simulator.scenario.improvements import Improvement
from simulator.scenario.limits import ChannelLimits, GroupLimits, Limits
from simulator.scenario.plans import Monthly, PerQuarter, PerYear, Plan, Purchase, Spans, Steady
from simulator.scenario.presentation import SECTIONS, Presentation
from simulator.scenario.scenario import Business, Scenario, SharedFunnel, Target
from simulator.scenario.stages import QUALIFICATION_STAGES
from simulator.scenario.steps import Step, Steps
from simulator.units import Quantity, Role

_TRICKY = ("#", ": ", "- ", "'", '"', "\\", "%", "{", "}", "[", "]", ",", "|", ">", "&", "*", "!", "?", "~", "@", "`")
_WORDS = (
    "yes",
    "null",
    "true",
    "8 %",
    "2027-01",
    "1e3",
    "0x1F",
    "<<",
    "---",
    "...",
    "=",
    ".inf",
    "12:30:45",
    "ß",
    "👩‍🔧",
)
Strategy = some.SearchStrategy[Any]

numbers: Strategy = some.floats(allow_nan=False, allow_infinity=False)
texts: Strategy = some.lists(
    some.sampled_from((*_TRICKY, *_WORDS, " ", "\n", "  ", "\t", "\r\n", "\u2028", "\ufeff", "é"))
    | some.text(some.characters(exclude_categories=("Cs", "Cc")), max_size=8),
    max_size=6,
).map("".join)
dates: Strategy = some.dates()
months: Strategy = dates.map(lambda day: day.replace(day=1))
whole: Strategy = some.integers(-(10**9), 10**9)
number_or_none: Strategy = some.none() | numbers
date_or_none: Strategy = some.none() | dates
whole_or_none: Strategy = some.none() | whole
number_or_zero: Strategy = some.just(0.0) | numbers
source_texts: Strategy = some.just("") | texts
three_numbers: Strategy = some.tuples(numbers, numbers, numbers) | numbers.map(lambda each: (each, each, each))
seasons: Strategy = some.none() | some.lists(numbers, max_size=12).map(tuple)


@cache
@some.composite
def learned(draw: some.DrawFn) -> Learned:
    return Learned(
        first=draw(months),
        last=draw(months),
        count=draw(numbers),
        before=draw(some.tuples(numbers, numbers, numbers)),
        weight=draw(some.just(1.0) | numbers),
        before_source=draw(source_texts),
        before_as_of=draw(date_or_none),
    )


perhaps_learned: Strategy = some.none() | learned()


@cache
@some.composite
def beliefs(draw: some.DrawFn) -> Belief:
    low, likely, high = draw(three_numbers)
    return Belief(
        low=low,
        likely=likely,
        high=high,
        at_least=draw(number_or_none),
        at_most=draw(number_or_none),
        source=draw(source_texts),
        as_of=draw(date_or_none),
        yearly_change=draw(number_or_zero),
        learned=draw(perhaps_learned),
    )


def _numbers_of(draw: some.DrawFn, owner: type[Any]) -> dict[str, Any]:
    drawn = {}
    for name, quantity in quantities(owner).items():
        if name in getattr(owner, "unused", ()):
            continue
        is_left_out = quantity.optional and draw(some.booleans())
        if not is_left_out and (quantity.default is None or draw(some.booleans())):
            drawn[name] = draw(_values(owner, name, quantity))
    if "repeat_every_months" in {item.name for item in fields(owner)}:
        drawn["repeat_every_months"] = draw(whole_or_none)
    return drawn


@cache
def _values(owner: type[Any], name: str, quantity: Quantity) -> Strategy:
    if Steps in get_args(get_type_hints(owner)[name]):
        return numbers | steps
    return numbers if quantity.role is Role.NUMBER else beliefs()


@cache
@some.composite
def curves(draw: some.DrawFn) -> Any:
    owner = draw(some.sampled_from(list(CURVES.values())))
    return owner(**_numbers_of(draw, owner))


@cache
@some.composite
def channels(draw: some.DrawFn) -> Any:
    owner = draw(some.sampled_from(list(CHANNEL_TYPES.values())))
    curve = draw(curves()) if owner.is_paid else Linear()
    return owner(name=draw(texts), curve=curve, seasonality=draw(seasons), **_numbers_of(draw, owner))


@cache
@some.composite
def improvements(draw: some.DrawFn) -> Improvement[Belief]:
    return Improvement(name=draw(texts), belief=draw(texts), **_numbers_of(draw, Improvement))


counted: Strategy = some.just(1) | whole | months
steady: Strategy = some.builds(
    Steady, amount=numbers, first=counted, last=some.none() | counted, grows=some.just(0.0) | numbers
)
amounts: Strategy = some.lists(numbers, max_size=30).map(tuple)
schedules: Strategy = (
    steady
    | some.builds(Monthly, amounts=amounts)
    | some.builds(Spans, spans=some.lists(steady, min_size=1, max_size=4).map(tuple))
    | some.builds(PerQuarter, amounts=numbers | amounts)
    | some.builds(PerYear, amounts=numbers | amounts)
)
steps: Strategy = some.builds(
    Steps, steps=some.lists(some.builds(Step, amount=numbers, first=counted), max_size=4).map(tuple)
)
plans: Strategy = some.builds(
    Plan,
    name=texts,
    notes=texts,
    monthly_spend=some.dictionaries(texts, schedules, max_size=4),
    improvements=some.dictionaries(texts, counted, max_size=2).map(
        lambda firsts: tuple(Purchase(improvement=name, first=first) for name, first in firsts.items())
    ),
)
targets: Strategy = some.builds(
    Target,
    metric=texts,
    at_least=some.none() | numbers,
    at_most=some.none() | numbers,
    probability=some.none() | numbers,
)


presentations: Strategy = some.builds(
    Presentation,
    plan=texts,
    against=texts,
    sections=some.lists(some.sampled_from(SECTIONS), max_size=4).map(tuple),
    title=texts,
    next_steps=texts,
    colour=texts,
    logo=texts,
)

perhaps: Strategy = some.none() | some.floats(0.0, 1e6)
channel_limits: Strategy = some.builds(
    ChannelLimits,
    channel=texts,
    at_least=perhaps,
    at_most=perhaps,
    changes_at_most=perhaps,
    or_nothing=some.booleans(),
    locked=some.booleans(),
    committed_until=some.none() | counted,
)
group_limits: Strategy = some.builds(
    GroupLimits,
    name=texts,
    channels=some.lists(texts, max_size=3).map(tuple),
    at_least=perhaps,
    at_most=perhaps,
    share_at_most=perhaps,
)
limits: Strategy = some.builds(
    Limits,
    step=perhaps,
    channels=some.lists(channel_limits, max_size=2).map(tuple),
    groups=some.lists(group_limits, max_size=2).map(tuple),
)

figures: Strategy = some.lists(some.none() | numbers, max_size=4).map(tuple)
actuals: Strategy = some.builds(
    Actuals, channel=texts, first=months, spend=figures, visits=figures, customers=figures, gross_profit=figures
)
imports: Strategy = some.builds(Imported, source=texts, channel=texts) | some.builds(
    ImportedTable, columns=some.builds(TableColumns, month=texts, spend=texts, leads=texts)
)

adoptions: Strategy = some.builds(Adoption, plan=texts, on=dates, model_version=texts, figures=texts)

some_stages: Strategy = some.lists(some.sampled_from(QUALIFICATION_STAGES), max_size=3).map(tuple)
some_channels: Strategy = some.lists(channels(), max_size=3).map(tuple)
some_plans: Strategy = some.lists(plans, max_size=3).map(tuple)
some_targets: Strategy = some.lists(targets, max_size=3).map(tuple)
some_improvements: Strategy = some.lists(improvements(), max_size=2).map(tuple)
some_limits: Strategy = some.just(Limits()) | limits
some_presentation: Strategy = some.just(Presentation()) | presentations
some_actuals: Strategy = some.just(()) | some.lists(actuals, max_size=2).map(tuple)
some_imports: Strategy = some.just(()) | some.lists(imports, max_size=2).map(tuple)
perhaps_adopted: Strategy = some.none() | adoptions


@cache
@some.composite
def drafts(draw: some.DrawFn) -> Scenario[Belief]:
    """Anything that a form can hold."""
    return Scenario(
        name=draw(texts),
        currency=draw(texts),
        start=draw(months),
        client=draw(texts),
        notes=draw(texts),
        horizon_months=draw(whole),
        seasonality=draw(seasons),
        business=Business(overflow=draw(some.sampled_from(("lose", "queue"))), **_numbers_of(draw, Business)),
        funnel=SharedFunnel(stages=draw(some_stages), **_numbers_of(draw, SharedFunnel)),
        channels=draw(some_channels),
        plans=draw(some_plans),
        targets=draw(some_targets),
        limits=draw(some_limits),
        improvements=draw(some_improvements),
        presentation=draw(some_presentation),
        actuals=draw(some_actuals),
        imports=draw(some_imports),
        adopted=draw(perhaps_adopted),
        **_numbers_of(draw, Scenario),
    )


@some.composite
def changed(draw: some.DrawFn, scenario: Scenario[Belief]) -> Scenario[Belief]:
    """A scenario after some edits: entries of another, parts moved, removed, added and renamed."""
    other = draw(drafts())
    names = [item.name for item in fields(scenario)]
    replaced = draw(some.lists(some.sampled_from(names), unique=True, max_size=4))
    result = replace(scenario, **{name: getattr(other, name) for name in replaced})
    for name in ("channels", "plans", "targets", "improvements"):
        if draw(some.booleans()):
            pool = draw(some.permutations((*getattr(scenario, name), *getattr(other, name))))
            result = replace(result, **{name: tuple(pool[: draw(some.integers(0, len(pool)))])})
    if result.channels and draw(some.booleans()):
        first, *rest = result.channels
        rate = draw(numbers) if first.is_paid else 0.0
        result = replace(result, channels=(replace(first, name=draw(texts), fee_rate=rate), *rest))
    return result
