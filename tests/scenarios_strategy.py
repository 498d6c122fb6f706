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
WITH_VISITS = ("pay_per_impression", "pay_per_click", "retainer", "unpaid")

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


@cache
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


@cache
def priced(money: Strategy) -> Strategy:
    """An amount of money, in some scenarios one that changes from year to year."""
    changing = st.fixed_dictionaries({"value": money, "yearly_change": or_else(0.0, between(-0.3, 0.5))})
    return money | money | changing


TYPES: Mapping[str, tuple[dict[str, Strategy], Strategy]] = {
    # The type's own fields, and how many units there are at most in a capped month.
    "pay_per_impression": (
        {"cost_per_mille": priced(amount(2, 60)), "click_through_rate": amount(0.002, 0.08)},
        amount(1e4, 2e6),
    ),
    "pay_per_click": ({"cost_per_click": priced(amount(0.5, 15))}, amount(50, 3000)),
    "retainer": ({"cost_per_visit": priced(amount(0.2, 10))}, amount(50, 3000)),
    "direct_mail": ({"cost_per_piece": priced(amount(0.3, 3)), "response_rate": amount(0.002, 0.05)}, amount(100, 1e4)),
    "broadcast": (
        {"cost_per_mille": priced(amount(2, 60)), "response_rate": amount(1e-5, 5e-4)},
        amount(1e4, 2e6),
    ),
    "pay_per_lead": ({"cost_per_lead": priced(amount(5, 150))}, amount(2, 200)),
}

RATES: Mapping[str, Strategy] = {"visit_to_lead_rate": amount(0.02, 0.3)}
ANY_RATE = between(0.15, 0.95) | st.just(1.0)

MONEY: Mapping[str, Strategy] = {
    "revenue_per_sale": priced(amount(200, 20_000)),
    "gross_margin_rate": between(0.2, 0.9),
}
COST_PER_SALE = or_else(0.0, priced(amount(0.5, 30)))
RETENTION = st.one_of(
    st.fixed_dictionaries({"yearly_retention_rate": between(0.1, 0.98) | st.just(1.0)}),
    st.fixed_dictionaries({"monthly_retention_rate": between(0.8, 0.995) | st.just(1.0)}),
)
OFTEN = st.one_of(
    st.just({}),
    st.fixed_dictionaries({"repeat_sales_per_year": or_else(0.0, amount(0.1, 12))}),
    st.fixed_dictionaries({"repeat_every_months": st.sampled_from([1, 2, 3, 6, 12, 12, 24]) | st.integers(1, 36)}),
)
OF_REPEATS = any_of(revenue_per_repeat_sale=priced(amount(20, 5000)), repeat_gross_margin_rate=between(0.2, 0.9))
LIFETIMES = st.sampled_from([0.25, 1, 2, 2.5, 3.3, 8])
PERHAPS_RETENTION = st.just({}) | RETENTION
ENDS = st.sampled_from([(), ("from",), ("to",), ("from", "to")])
SEVERAL_TYPES = st.lists(st.sampled_from(sorted(TYPES)), min_size=1, max_size=4)


@st.composite
def plain_scenarios(draw: st.DrawFn) -> Plain:
    """Scenarios with one to four channels and the plan ``Plan``, over 1 to 30 months."""
    stages = [stage for stage in QUALIFICATION if draw(st.booleans())]
    types = draw(SEVERAL_TYPES)
    horizon = draw(st.integers(1, 30))
    funnel: Plain = {"stages": stages, **draw(shared_rates(rate_names(types, stages)))}
    start = f"2027-{draw(st.integers(1, 12)):02d}"
    business = draw(businesses(horizon, start))
    channels = [
        draw(channels_of(kind, f"Channel {index}", needed_rates(kind, stages), funnel, business))
        for index, kind in enumerate(types, start=1)
    ]
    names = [channel["name"] for channel in channels]
    return {
        "format": 1,
        "name": "Generated",
        "currency": "USD",
        "start": start,
        "horizon_months": horizon,
        **draw(any_of(seasonality=seasonality())),
        "business": business,
        "funnel": funnel,
        "channels": channels,
        "plans": [{"name": "Plan", "monthly_spend": draw(spend_by_channel(tuple(names), horizon, start))}],
    }


@st.composite
def improved_scenarios(draw: st.DrawFn) -> Plain:
    """The same with improvements, of which the plan buys some, and in some a channel of visits without money."""
    plain: Plain = draw(plain_scenarios())
    if draw(st.booleans()):
        plain["channels"].append(draw(unpaid_channels(plain)))
    paths = improvable_paths(plain)
    chosen = draw(st.lists(st.sampled_from(sorted(paths)), min_size=0, max_size=3)) if paths else []
    plain["improvements"] = [
        {"name": f"Improvement {number}", "belief": path, **draw(improvement_of(paths[path], is_cost=_is_cost(path)))}
        for number, path in enumerate(chosen, start=1)
    ]
    months = st.integers(1, plain["horizon_months"] + 2)
    first = months | months.flatmap(lambda month: as_stated(month, plain["start"])) | st.just("2026-11")
    names = [each["name"] for each in plain["improvements"]]
    plain["plans"][0]["improvements"] = draw(st.fixed_dictionaries({}, optional=dict.fromkeys(names, first)))
    return plain


@st.composite
def unpaid_channels(draw: st.DrawFn, plain: Plain) -> Plain:
    """A channel of visits that come without money, for a scenario."""
    funnel, business = plain["funnel"], plain["business"]
    own = {**MONEY, **{key: RATES.get(key, ANY_RATE) for key in needed_rates("unpaid", funnel["stages"])}}
    required = {key: own[key] for key in own if key not in funnel and key not in business}
    optional = {key: own[key] for key in own if key not in required}
    extras = {"seasonality": seasonality(), "sales_cycle_months": sales_cycles(), "cost_per_sale": COST_PER_SALE}
    fields = {"visits_per_month": or_else(0.0, amount(20, 5000)), **required}
    stated: Plain = draw(st.fixed_dictionaries(fields, optional={**optional, **extras}))
    return {"name": "Unpaid", "type": "unpaid", **stated}


def improvable_paths(plain: Plain) -> dict[str, Any]:
    """What can be improved: rates of the funnel, a channel's own, and what its units cost; as they are stated."""
    rates = {key: value for key, value in plain["funnel"].items() if key.endswith("_rate")}
    found = {f"funnel.{key}": value for key, value in rates.items()}
    for channel in plain["channels"]:
        steps = needed_rates(channel["type"], plain["funnel"]["stages"])
        for key, value in channel.items():
            if key in (*steps, "click_through_rate", "response_rate") or (_is_cost(key) and key != "cost_per_sale"):
                found[f"channels.{channel['name']}.{key}"] = value
    return found


def _is_cost(path: str) -> bool:
    return path.rpartition(".")[2].startswith("cost_per_")


@st.composite
def improvement_of(draw: st.DrawFn, stated: Any, *, is_cost: bool) -> Plain:
    """What a belief becomes, mostly better and sometimes worse than it was, and what that costs."""
    now = stated["value"] if isinstance(stated, dict) else stated
    becomes = now * draw(between(0.3, 1.2) if is_cost else between(0.9, 3.0))
    costs = any_of(cost=or_else(0.0, amount(50, 20_000)), monthly_cost=or_else(0.0, amount(10, 1000)))
    return {"becomes": rounded(becomes if is_cost else min(1.0, becomes)), **draw(costs)}


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


@cache
@st.composite
def businesses(draw: st.DrawFn, horizon: int, start: str) -> Plain:
    """The business's money; what it leaves open, every channel states."""
    business: Plain = draw(business_fields(horizon, start))
    if draw(st.booleans()):
        business |= draw(RETENTION) | draw(OFTEN) | draw(OF_REPEATS)
    capacity: Plain = draw(capacities(horizon, start))
    return business | capacity


@cache
def business_fields(horizon: int, start: str) -> Strategy:
    """What any business may state, but for its repeats and its capacity."""
    return any_of(
        **MONEY,
        cost_per_sale=COST_PER_SALE,
        sales_cycle_months=sales_cycles(),
        monthly_overhead=stepped(or_else(0.0, amount(50, 3000)), horizon, start),
        discount_rate_per_year=or_else(0.0, between(0.01, 0.3)),
        lifetime_years_at_most=LIFETIMES,
        new_customers_per_month_now=amount(0.5, 60),
    )


@cache
def capacities(horizon: int, start: str) -> Strategy:
    """No limit on new customers, or one that turns the excess away (by default or as stated) or lets it wait."""
    room = {"new_customers_per_month_at_most": stepped(amount(0.5, 60), horizon, start)}
    stated = [{**room, "overflow": st.just(overflow)} for overflow in ("lose", "queue")]
    return st.one_of(*(st.fixed_dictionaries(fields) for fields in ({}, room, *stated)))


@cache
def stepped(numbers: Strategy, horizon: int, start: str) -> Strategy:
    """One number, or some of which each holds from a month on until the next."""
    first = st.integers(1, horizon)
    begins = st.lists(first, min_size=1, max_size=3, unique=True).map(sorted)
    steps = begins.flatmap(lambda months: steps_from(numbers, tuple(months), start))
    return numbers | numbers | steps


@cache
def steps_from(numbers: Strategy, months: tuple[int, ...], start: str) -> Strategy:
    """A number from each of these months on."""
    each = (st.fixed_dictionaries({"amount": numbers, "from": as_stated(month, start)}) for month in months)
    return st.tuples(*each).map(list)


@cache
def as_stated(month: int, start: str) -> Strategy:
    """A month counted from 1 as a file may state it: so, or by the calendar."""
    year, first = (int(part) for part in start.split("-"))
    later = first - 1 + month - 1
    return st.sampled_from([month, f"{year + later // 12}-{later % 12 + 1:02d}"])


@st.composite
def channels_of(draw: st.DrawFn, kind: str, name: str, rate_names: list[str], funnel: Plain, business: Plain) -> Plain:
    """A channel of one type with all that it must state, and some of what it may."""
    own = (*rate_names, *MONEY)
    required = tuple(key for key in own if key not in funnel and key not in business)
    optional = tuple(key for key in own if key not in required)
    channel: Plain = {"name": name, "type": kind, **draw(channel_fields(kind, required, optional))}
    channel |= draw(PERHAPS_RETENTION)
    if any(
        key in owner for owner in (channel, business) for key in ("yearly_retention_rate", "monthly_retention_rate")
    ):
        channel |= draw(OFTEN) | draw(OF_REPEATS)
    channel |= draw(shapes(TYPES[kind][1]))
    if channel.get("curve", {}).get("type") == "capped":
        # A problem of the file: of money that works later nobody knows yet whether it buys anything.
        channel.pop("carry_over", None)
    return channel


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
    """What any channel may state besides."""
    return {
        "monthly_spend_before": or_else(0.0, amount(50, 10_000)),
        "fee_rate": or_else(0.0, between(0.01, 0.3)),
        "monthly_fee": amount(20, 1000),
        "setup_cost": amount(50, 5000),
        "carry_over": or_else(0.0, between(0.1, 0.9)),
        "incremental_share": or_else(1.0, between(0.1, 1.0)),
        "seasonality": seasonality(),
        "sales_cycle_months": sales_cycles(),
        "cost_per_sale": COST_PER_SALE,
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
        shape |= draw(any_of(fade_half_life_months=amount(0.5, 60)))
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
def spend_by_channel(names: tuple[str, ...], horizon: int, start: str) -> Strategy:
    """A plan's money in every form of a schedule; channels that are not named get none."""
    money = {name: schedules(horizon, start) for name in names}
    usual, left_out = st.fixed_dictionaries(money), st.fixed_dictionaries({}, optional=money)
    return st.one_of(usual, usual, usual, left_out)


@cache
def schedules(horizon: int, start: str) -> Strategy:
    """Every form: an amount, one or more from and to a month, or a list by month, quarter or year.

    A list may end before the horizon.
    """
    money = amount(50, 20_000)
    listed = st.lists(or_else(0.0, money), min_size=1, max_size=horizon)
    several = st.lists(spans(horizon, start), min_size=1, max_size=3)
    return money | spans(horizon, start) | listed | several | periods(money, horizon)


@cache
def periods(money: Strategy, horizon: int) -> Strategy:
    """Amounts for quarters or years, or one for them all."""

    def of(key: str, length: int) -> Strategy:
        amounts = st.lists(or_else(0.0, money), min_size=1, max_size=-(-horizon // length))
        return st.fixed_dictionaries({key: money | amounts})

    return of("per_quarter", 3) | of("per_year", 12)


@cache
@st.composite
def spans(draw: st.DrawFn, horizon: int, start: str) -> Plain:
    """An amount with its first month, its last month, both or neither; it may grow, or shrink, by the month."""
    first, last = sorted(draw(pairs_of_months(horizon)))
    entry: Plain = {"amount": draw(or_else(0.0, amount(50, 20_000)))}
    stated = draw(ENDS)
    if "from" in stated:
        entry["from"] = draw(as_stated(first, start))
    if "to" in stated:
        entry["to"] = draw(as_stated(last, start))
    return entry | draw(any_of(grows=or_else(0.0, between(-0.2, 0.15))))


@cache
def pairs_of_months(horizon: int) -> Strategy:
    return st.tuples(st.integers(1, horizon), st.integers(1, horizon))
