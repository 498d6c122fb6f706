from simulator.analyses.next_move import cost_with_move
from simulator.cli.large_runs import forewarning
from simulator.engine.cost import cost_of
from simulator.text.formats import Formats
from tests.benchmarks.eight_channels import FULL, LIMITS, REPEATS, scenario

FORMATS = Formats("USD")


def test_what_a_very_large_run_takes_is_said_with_a_number_of_draws_that_takes_less():
    enormous = (scenario({**REPEATS, **LIMITS}, channels=200, months=120), "Plan")
    said = forewarning(cost_of, [enormous], 8_192, FORMATS)
    assert said.startswith(
        "funnelcast: a large run, which takes about 4 GB of memory and 10 seconds; with --draws 2048 "
    )
    twice = forewarning(cost_of, [enormous] * 2, 8_192, FORMATS)
    assert "about 8 GB of memory and 30 seconds; with --draws 1024 " in twice


def test_of_ordinary_runs_nothing_is_said_beforehand():
    assert forewarning(cost_with_move, [(FULL, "Plan")] * 6, 8_192, FORMATS) == ""


def test_it_is_said_before_the_figures_and_beside_them(funnelcast, monkeypatch):
    monkeypatch.setattr("simulator.engine.cost.MOST_SECONDS", 0.0)
    for command in ("run", "compare"):
        outcome = funnelcast(command, "scenarios/mover.yaml", "--draws", 64, "--json")
        assert outcome.code == 0
        assert outcome.output.startswith("{")
        assert outcome.errors.startswith("funnelcast: a large run, which takes about")
