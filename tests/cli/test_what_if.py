"""``--what-if``: spelled as in the browser's address, told in the heading and to machines under ``under``."""

import json
from typing import Any

import pytest

from tests.cli.commands import FEW, PLUMBER, WORKSHEET, Funnelcast

CLICK = "channels.Google Ads search.cost_per_click"


def found(funnelcast: Funnelcast, command: str, *words: object) -> Any:
    code, output, errors = funnelcast(command, *words, "--json", *FEW)
    assert (code, errors) == (0, "")
    return json.loads(output)


def supposing(*knobs: str) -> list[str]:
    return [option for knob in knobs for option in ("--what-if", knob)]


def test_a_run_says_what_is_supposed_before_the_figures(funnelcast: Funnelcast) -> None:
    knobs = supposing("leads-cost:+30", "stops.Local SEO:4", "market:poor")
    output = funnelcast("run", PLUMBER, "--plan", "Today", *knobs, *FEW).output
    heading = output[: output.index("Plan: Today")]
    for line in ("Suppose", "  Leads cost +30%", "  Stop Local SEO in Apr 2027", "  The market: Poor", "1 world in 10"):
        assert line in heading


def test_without_a_condition_nothing_is_said_of_how_rare_it_is(funnelcast: Funnelcast) -> None:
    output = funnelcast("run", PLUMBER, *supposing("leads-cost:+30"), *FEW).output
    assert "Nothing changes here" not in output
    assert "world in" not in output[: output.index("Plan: Today")]


def test_a_run_for_machines_states_it(funnelcast: Funnelcast) -> None:
    words = (PLUMBER, "--plan", "Today")
    believed = found(funnelcast, "run", *words)
    result = found(funnelcast, "run", *words, *supposing("average-sale:-10", f"{CLICK}:high"))
    [under] = result.pop("under")["scenarios"]
    assert under["what_if"] == [{"knob": "average-sale:-10", "text": "Average sale -10%"}]
    assert under["conditions"] == [{"path": CLICK, "side": "high"}]
    assert under["probability"] == pytest.approx(0.1)
    profit, before = (each["plans"]["Today"]["metrics"]["profit"]["mean"] for each in (result, believed))
    assert profit < before
    assert set(result) == set(believed)


def test_a_comparison_is_made_beside_what_is_believed(funnelcast: Funnelcast) -> None:
    believed = found(funnelcast, "compare", PLUMBER)
    result = found(funnelcast, "compare", PLUMBER, *supposing("season.jun-aug:-40"), "--stress", "market=poor")
    under = result.pop("under")
    assert result == believed
    [told] = under["scenarios"]
    assert told["what_if"] == [{"knob": "season.jun-aug:-40", "text": "Demand, June to August -40%"}]
    assert told["conditions"] == [{"path": "market", "side": "low"}]
    assert under["plans"]["Today"]["p50"] < believed["plans"]["Today"]["p50"]


def test_a_supposed_side_is_that_of_a_stress(funnelcast: Funnelcast) -> None:
    by_stress = found(funnelcast, "compare", PLUMBER, "--stress", f"{CLICK}=high")
    assert found(funnelcast, "compare", PLUMBER, *supposing(f"{CLICK}:high")) == by_stress


@pytest.mark.parametrize(
    ("knobs", "said"),
    [
        (["leads-cost"], "--what-if 'leads-cost' is not understood; write leads-cost:+30"),
        (["leads-cost:+9999"], "is not understood"),
        (["leads-cost:+1", "leads-cost:+2"], "leads-cost is supposed twice"),
        (["business.revenue_per_sal:+10"], "did you mean business.revenue_per_sale?"),
        (["stops.Gone:2"], "stops.Gone does not fit"),
        (["market:poor", "market:good"], "market is supposed twice"),
        (["business.nothing:low"], "no uncertain belief 'business.nothing'"),
        ([f"stops.Radio:{number}" for number in range(1, 8)], "supposed twice"),
        ([f"channels.{number}.cost_per_click:+1" for number in range(7)], "at most 6 at once"),
    ],
)
def test_what_makes_no_sense_is_refused(funnelcast: Funnelcast, knobs: list[str], said: str) -> None:
    code, output, errors = funnelcast("run", PLUMBER, *supposing(*knobs), *FEW)
    assert (code, output) == (2, "")
    assert said in errors


def test_a_scenario_that_lacks_it_is_left_as_it_is(funnelcast: Funnelcast) -> None:
    code, _, errors = funnelcast("run", WORKSHEET, *supposing("come-back:-20"), *FEW)
    assert (code, errors) == (
        2,
        "funnelcast: come-back does not fit: the scenario has no such channel, month or number\n",
    )
