"""Scenarios for property tests: plain mappings in the shape of a file, every belief already one number.

Amounts are of the size that occurs in practice, so that figures can be compared to a relative 1e-12: no stage is
so small that rounding is all that is left of it.

Whatever builds a strategy from values that can be hashed is cached: Hypothesis examines each new strategy before it
first draws from it, which takes longer than drawing.
"""

from collections.abc import Mapping
from functools import cache
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

QUALIFICATION = ("mqls", "sqls", "opportunities")
SINGULAR = {"leads": "lead", "mqls": "mql", "sqls": "sql", "opportunities": "opportunity", "customers": "customer"}
WITH_VISITS = ("pay_per_impression", "pay_per_click", "retainer")

Plain = dict[str, Any]
Strategy = st.SearchStrategy[Any]


@cache
def between(low: float, high: float) -> Strategy:
    """Numbers on an even scale, to six digits."""
    return st.integers(0, 1000).map(lambda step: rounded(low + (high - low) * step / 1000))


@cache
def amount(low: float, high: float) -> Strategy:
    """Positive numbers on a logarithmic scale, to six digits."""
    return st.integers(0, 1000).map(lambda step: rounded(low * (high / low) ** (step / 1000)))


def rounded(number: float) -> float:
    return float(f"{number:.6g}")


@cache
def or_else(usual: float, rest: Strategy) -> Strategy:
    """Often a value that switches something off, otherwise another."""
    return st.just(usual) | rest


def any_of(**optional: Strategy) -> Strategy:
    """Mappings with some of these entries."""
    return st.fixed_dictionaries({}, optional=optional)


@cache
def seasonality() -> Strategy:
    """Twelve positive multipliers with the mean 1."""
    weights = st.lists(st.integers(20, 200), min_size=12, max_size=12)
    return weights.map(lambda twelve: [12 * weight / sum(twelve) for weight in twelve])


@cache
def sales_cycles() -> Strategy:
    """No time, an exact time (whole or not), or three quantiles; a part of the deals closes in the first month."""
    three = st.tuples(between(0.2, 1.0), between(1.5, 4.0), between(2.0, 4.0)).map(
        lambda parts: [parts[0], rounded(parts[0] * parts[1]), rounded(parts[0] * parts[1] * parts[2])]
    )
    return st.just(0.0) | between(0.0, 2.0) | st.integers(1, 8).map(float) | three


TYPES: Mapping[str, tuple[dict[str, Strategy], Strategy]] = {
    # The type's own fields, and how many units there are at most in a capped month.
    "pay_per_impression": (
        {"cost_per_mille": amount(2, 60), "click_through_rate": amount(0.002, 0.08)},
        amount(1e4, 2e6),
    ),
    "pay_per_click": ({"cost_per_click": amount(0.5, 15)}, amount(50, 3000)),
    "retainer": ({"cost_per_visit": amount(0.2, 10)}, amount(50, 3000)),
    "direct_mail": ({"cost_per_piece": amount(0.3, 3), "response_rate": amount(0.002, 0.05)}, amount(100, 1e4)),
    "broadcast": (
        {"cost_per_mille": amount(2, 60), "response_rate": amount(1e-5, 5e-4)},
        amount(1e4, 2e6),
    ),
    "pay_per_lead": ({"cost_per_lead": amount(5, 150)}, amount(2, 200)),
}

RATES: Mapping[str, Strategy] = {"visit_to_lead_rate": amount(0.02, 0.3)}
ANY_RATE = between(0.15, 0.95) | st.just(1.0)

MONEY: Mapping[str, Strategy] = {"revenue_per_sale": amount(200, 20_000), "gross_margin_rate": between(0.2, 0.9)}
REPEATS: Mapping[str, Strategy] = {
    "repeat_sales_per_year": or_else(0.0, amount(0.1, 12)),
    "revenue_per_repeat_sale": amount(20, 5000),
}
RETENTION = between(0.1, 0.98) | st.just(1.0)
SEVERAL_TYPES = st.lists(st.sampled_from(sorted(TYPES)), min_size=1, max_size=4)


SOME_REPEATS = any_of(**REPEATS)
BUSINESS = any_of(
    **MONEY,
    yearly_retention_rate=RETENTION,
    sales_cycle_months=sales_cycles(),
    monthly_overhead=or_else(0.0, amount(50, 3000)),
    discount_rate_per_year=or_else(0.0, between(0.01, 0.3)),
)


@st.composite
def plain_scenarios(draw: st.DrawFn) -> Plain:
    """Scenarios with one to four channels and the plan ``Plan``, over 1 to 30 months."""
    stages = [stage for stage in QUALIFICATION if draw(st.booleans())]
    types = draw(SEVERAL_TYPES)
    horizon = draw(st.integers(1, 30))
    funnel: Plain = {"stages": stages, **draw(shared_rates(rate_names(types, stages)))}
    business = draw(businesses())
    channels = [
        draw(channels_of(kind, f"Channel {index}", needed_rates(kind, stages), funnel, business))
        for index, kind in enumerate(types, start=1)
    ]
    names = [channel["name"] for channel in channels]
    return {
        "format": 1,
        "name": "Generated",
        "currency": "USD",
        "start": f"2027-{draw(st.integers(1, 12)):02d}",
        "horizon_months": horizon,
        **draw(any_of(seasonality=seasonality())),
        "business": business,
        "funnel": funnel,
        "channels": channels,
        "plans": [{"name": "Plan", "monthly_spend": draw(spend_by_channel(tuple(names), horizon))}],
    }


def needed_rates(kind: str, stages: list[str]) -> list[str]:
    """The names of the rates that a channel of this type must find, its own or shared."""
    path = ["leads", *stages, "customers"]
    qualified = [f"{SINGULAR[start]}_to_{SINGULAR[end]}_rate" for start, end in pairwise(path)]
    return ["visit_to_lead_rate", *qualified] if kind in WITH_VISITS else qualified


def rate_names(types: list[str], stages: list[str]) -> tuple[str, ...]:
    """The names of all rates that channels of these types need."""
    return tuple(sorted({name for kind in types for name in needed_rates(kind, stages)}))


@cache
def shared_rates(names: tuple[str, ...]) -> Strategy:
    """Some of the rates that the channels need, stated for all of them."""
    return any_of(**{name: RATES.get(name, ANY_RATE) for name in names})


@st.composite
def businesses(draw: st.DrawFn) -> Plain:
    """The business's money; what it leaves open, every channel states."""
    business: Plain = draw(BUSINESS)
    if "yearly_retention_rate" in business:
        business |= draw(SOME_REPEATS)
    capacity: Plain = draw(capacities())
    return business | capacity


@cache
def capacities() -> Strategy:
    """No limit on new customers, or one that turns the excess away (by default or as stated) or lets it wait."""
    room = {"new_customers_per_month_at_most": amount(0.5, 60)}
    stated = [{**room, "overflow": st.just(overflow)} for overflow in ("lose", "queue")]
    return st.one_of(*(st.fixed_dictionaries(fields) for fields in ({}, room, *stated)))


@st.composite
def channels_of(draw: st.DrawFn, kind: str, name: str, rate_names: list[str], funnel: Plain, business: Plain) -> Plain:
    """A channel of one type with all that it must state, and some of what it may."""
    own = (*rate_names, *MONEY)
    required = tuple(key for key in own if key not in funnel and key not in business)
    optional = tuple(key for key in own if key not in required)
    channel: Plain = {"name": name, "type": kind, **draw(channel_fields(kind, required, optional))}
    if "yearly_retention_rate" in channel or "yearly_retention_rate" in business:
        channel |= draw(SOME_REPEATS)
    return channel | draw(shapes(TYPES[kind][1]))


@cache
def channel_fields(kind: str, required: tuple[str, ...], optional: tuple[str, ...]) -> Strategy:
    """The type's own fields, what must be stated, and some of what may be."""
    own = {**MONEY, **{key: RATES.get(key, ANY_RATE) for key in (*required, *optional) if key not in MONEY}}
    return st.fixed_dictionaries(
        {**TYPES[kind][0], **{key: own[key] for key in required}},
        optional={**{key: own[key] for key in optional}, **channel_extras()},
    )


@cache
def channel_extras() -> dict[str, Strategy]:
    """Entries that any channel may state besides."""
    return {
        "monthly_spend_before": or_else(0.0, amount(50, 10_000)),
        "fee_rate": or_else(0.0, between(0.01, 0.3)),
        "monthly_fee": amount(20, 1000),
        "setup_cost": amount(50, 5000),
        "carry_over": or_else(0.0, between(0.1, 0.9)),
        "incremental_share": or_else(1.0, between(0.1, 1.0)),
        "seasonality": seasonality(),
        "sales_cycle_months": sales_cycles(),
        "yearly_retention_rate": RETENTION,
    }


@cache
@st.composite
def shapes(draw: st.DrawFn, most_per_month: Strategy) -> Plain:
    """A response curve and a ramp-up, with the reference spend that they need."""
    shape: Plain = {}
    curve = draw(maybe_a_curve(most_per_month))
    if curve is not None:
        shape["curve"] = curve
    if draw(st.booleans()):
        shape["ramp_up_months"] = draw(or_else(0.0, between(0.5, 9.0)))
    curved = curve is not None and curve["type"] in ("saturating", "s_shaped")
    if curved or "ramp_up_months" in shape or draw(st.booleans()):
        shape["reference_spend"] = draw(amount(200, 10_000))
    return shape


@cache
def maybe_a_curve(most_per_month: Strategy) -> Strategy:
    return st.none() | curves(most_per_month)


def curves(most_per_month: Strategy) -> Strategy:
    """A curve of every type; the gain of an S-shaped one stays clear of its bound 2^slope - 1."""
    s_shaped = st.tuples(between(1.1, 6.0), between(0.05, 0.9)).map(
        lambda parts: {
            "type": "s_shaped",
            "slope": parts[0],
            "gain_from_doubling": rounded(parts[1] * (2 ** parts[0] - 1)),
        }
    )
    return st.one_of(
        st.just({"type": "linear"}),
        st.fixed_dictionaries({"type": st.just("saturating"), "gain_from_doubling": between(0.05, 0.95)}),
        s_shaped,
        st.fixed_dictionaries({"type": st.just("capped"), "most_per_month": most_per_month}),
    )


@cache
def spend_by_channel(names: tuple[str, ...], horizon: int) -> Strategy:
    """A plan's money in every form of a schedule; channels that are not named get none."""
    usual = st.fixed_dictionaries({name: schedules(horizon) for name in names})
    left_out = st.fixed_dictionaries({}, optional={name: schedules(horizon) for name in names})
    return st.one_of(usual, usual, usual, left_out)


@cache
def schedules(horizon: int) -> Strategy:
    """An amount, an amount from and to a month, or a list by month that may end before the horizon."""
    money = amount(50, 20_000)
    months = st.tuples(st.integers(1, horizon), st.integers(1, horizon)).map(sorted)
    spans = st.tuples(or_else(0.0, money), months, st.sampled_from(("from", "to", "both", "neither"))).map(
        lambda parts: span(parts[0], parts[1], parts[2])
    )
    return money | spans | st.lists(or_else(0.0, money), min_size=1, max_size=horizon)


def span(money: float, months: list[int], stated: str) -> Plain:
    """An amount with its first month, its last month, both or neither."""
    entry: Plain = {"amount": money}
    if stated in ("from", "both"):
        entry["from"] = months[0]
    if stated in ("to", "both"):
        entry["to"] = months[1]
    return entry
