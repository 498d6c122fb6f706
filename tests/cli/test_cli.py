"""The command line: results on standard output, refusals on standard error with exit code 2, never a traceback."""

import json
import os
import socket
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from simulator import MODEL_VERSION
from simulator.cli.terminal import printable
from simulator.scenario_files import FORMAT, schema
from tests.cli.commands import FEW, PLUMBER, WORKSHEET, Funnelcast
from tests.cli.processes import Start


def scenario_with(tmp_path: Path, old: str, new: str) -> Path:
    """The worksheet with a part of it changed."""
    text = WORKSHEET.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "changed.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


# -- run -----------------------------------------------------------------------------------------------


def test_run_shows_the_worksheet(funnelcast: Funnelcast) -> None:
    code, output, errors = funnelcast("run", WORKSHEET, "--plan", "Worksheet", *FEW)
    assert (code, errors) == (0, "")
    for shown in ("First worksheet", "$15,000", "Leads", "100", "$33.33", "customers >= 25: 89 of 100"):
        assert shown in output
    assert "Half to referrals" not in output


def test_run_begins_a_plan_with_the_judgement_and_says_the_next_move_after_its_tables(funnelcast: Funnelcast) -> None:
    output = funnelcast("run", WORKSHEET, "--plan", "Worksheet", *FEW).output
    lines = output.splitlines()
    judged = lines.index("Plan: Worksheet") + 1
    assert lines[judged].startswith("Worth it: it brings in $5,000 more than it costs, over 1 month.")
    assert output.index("Averages by channel") < output.index("Your next $100 a month") < output.index("Chances")
    assert "Move $400 a month from Advertisements (+500%) to Referrals (+600%): $400 more profit" in output


def test_run_shows_every_plan_unless_some_are_named(funnelcast: Funnelcast) -> None:
    output = funnelcast("run", WORKSHEET, *FEW).output
    assert output.count("Plan: ") == 2


def test_run_shows_budget_and_spend_where_they_are_two_figures(funnelcast: Funnelcast, tmp_path: Path) -> None:
    assert "Budget" not in funnelcast("run", WORKSHEET, *FEW).output
    # $1,000 for leads of $10, of which there are 60.
    few = scenario_with(
        tmp_path,
        "  - name: Advertisements\n",
        "  - name: Advertisements\n    curve: {type: capped, most_per_month: 60}\n",
    )
    for likely in ((), ("--likely",)):
        lines = funnelcast("run", few, "--plan", "Worksheet", *likely, *FEW).output.splitlines()
        figures = [line.split()[:2] for line in lines if line.lstrip().startswith(("Budget", "Spend "))]
        assert figures == [["Budget", "$1,000"], ["Spend", "$600"]]


def test_run_gives_payback_a_chance_of_its_own_only_where_that_is_another(
    funnelcast: Funnelcast, tmp_path: Path
) -> None:
    output = funnelcast("run", WORKSHEET, *FEW).output
    assert "makes money: 100 of 100" in output
    assert "pays for itself" not in output
    # 5 customers of $500 at 40 % bring back the $1,000, and no more.
    even = scenario_with(tmp_path, "value: 30 %", "value: 5 %")
    output = funnelcast("run", even, "--plan", "Worksheet", *FEW).output
    assert "makes money: 0 of 100" in output
    assert "pays for itself within 1 month: 100 of 100" in output


def test_run_tells_what_is_worth_checking(funnelcast: Funnelcast) -> None:
    assert "Worth checking" in funnelcast("run", PLUMBER, "--plan", "Today", *FEW).output


def test_run_as_json_is_one_object(funnelcast: Funnelcast) -> None:
    code, output, errors = funnelcast("run", WORKSHEET, "--json", *FEW)
    assert (code, errors) == (0, "")
    result = json.loads(output)
    assert list(result["plans"]) == ["Worksheet", "Half to referrals"]
    assert result["plans"]["Worksheet"]["metrics"]["revenue"]["p50"] == 15_000.0
    assert (result["draws"], result["seed"]) == (64, 1)


def test_run_likely_is_the_one_world_of_the_middle_values(funnelcast: Funnelcast, tmp_path: Path) -> None:
    doubtful = scenario_with(tmp_path, "cost_per_lead: {value: 10", "cost_per_lead: {range: [5, 10, 40]")
    likely = json.loads(funnelcast("run", doubtful, "--likely", "--json").output)
    known = json.loads(funnelcast("run", WORKSHEET, "--json", *FEW).output)
    assert (likely["likely"], likely["draws"]) == (True, 1)
    assert list(likely["plans"]) == list(known["plans"])
    for name, plan in likely["plans"].items():
        assert plan == {key: known["plans"][name][key] for key in ("metrics", "channels", "overhead", "months")}


def test_run_likely_shows_one_figure_of_each_kind_and_no_chances(funnelcast: Funnelcast) -> None:
    code, output, errors = funnelcast("run", PLUMBER, "--plan", "Today", "--likely")
    assert (code, errors) == (0, "")
    assert "one world, in which every range has its middle value" in output
    for absent in ("1 in 10", "Average", "Chances", "of 100", "possible worlds, seed"):
        assert absent not in output


def test_run_likely_refuses_what_run_refuses(funnelcast: Funnelcast) -> None:
    code, output, errors = funnelcast("run", WORKSHEET, "--likely", "--plan", "Worksheat")
    assert (code, output) == (2, "")
    assert "did you mean Worksheet?" in errors


def test_json_is_the_same_to_the_last_digit_for_the_same_seed_and_other_for_another(funnelcast: Funnelcast) -> None:
    first, again, other = (
        funnelcast("run", PLUMBER, "--plan", "Today", "--json", *FEW, "--seed", seed).output for seed in (5, 5, 6)
    )
    assert first == again
    assert first != other


def test_numbers_follow_the_language_of_the_terminal(funnelcast: Funnelcast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "de_DE.UTF-8")
    assert "15.000\xa0$" in funnelcast("run", WORKSHEET, *FEW).output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--plan", "Worksheat"), "there is no plan 'Worksheat'; did you mean Worksheet?"),
        (("--draws", "9"), "the number of draws is 9; it must be a multiple of 8"),
        (("--draws", "many"), "'--draws'"),
        (("--draws", "99999999"), "1,048,576"),
        (("--seed", "-1"), "the seed is -1"),
        (("--unknown",), "No such option"),
    ],
)
def test_a_bad_argument_is_refused_in_words(funnelcast: Funnelcast, words: tuple[str, ...], said: str) -> None:
    code, output, errors = funnelcast("run", WORKSHEET, *words)
    assert (code, output) == (2, "")
    assert said in errors


def test_a_bad_file_is_refused_with_every_problem_and_its_line(funnelcast: Funnelcast, tmp_path: Path) -> None:
    path = scenario_with(tmp_path, "cost_per_lead: {value: 10", "cost_per_leed: {value: 10")
    code, output, errors = funnelcast("run", path)
    assert (code, output) == (2, "")
    assert "channels.Advertisements.cost_per_leed (line 20): no such entry; did you mean cost_per_lead?" in errors
    assert str(path) in errors


@pytest.mark.parametrize("command", ["run", "check", "compare"])
def test_what_is_no_file_is_refused(funnelcast: Funnelcast, tmp_path: Path, command: str) -> None:
    for path in (tmp_path / "missing.yaml", tmp_path, tmp_path / "nul\0.yaml", tmp_path / ("x" * 300)):
        code, output, errors = funnelcast(command, path)
        assert (code, output) == (2, "")
        assert errors
        assert "Traceback" not in errors


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_that_may_not_be_read_is_refused(funnelcast: Funnelcast, tmp_path: Path) -> None:
    path = scenario_with(tmp_path, "1000", "1000")
    path.chmod(0)
    assert funnelcast("run", path).code == 2


def test_no_command_shows_what_there_is_and_fails(funnelcast: Funnelcast) -> None:
    code, output, errors = funnelcast()
    assert code == 2
    assert "compare" in output + errors


# -- text from files -----------------------------------------------------------------------------------


def test_names_from_a_file_cannot_steer_the_terminal_or_pass_for_markup(funnelcast: Funnelcast, tmp_path: Path) -> None:
    path = scenario_with(tmp_path, "Advertisements", '"[red]Ads[/] \\u202E\\u2067 :smile:"')
    output = funnelcast("run", path, "--plan", "Worksheet", *FEW).output
    assert "[red]Ads[/]" in output
    assert ":smile:" in output
    assert not {"\u202e", "\u2067", "\x1b"} & set(output)


def test_printable_text_is_one_line_without_controls() -> None:
    assert printable("a\x1b[31mb\r\nc\u202ed\ud800\u2028e\x9b") == "a [31mb  cd  e "
    assert printable("Müller & Söhne, 北京 👍") == "Müller & Söhne, 北京 👍"


# -- check ---------------------------------------------------------------------------------------------


def test_check_says_that_a_file_is_good_and_its_name(funnelcast: Funnelcast) -> None:
    code, output, errors = funnelcast("check", WORKSHEET, PLUMBER)
    assert (code, errors) == (0, "")
    assert output.splitlines() == [f"{WORKSHEET}: ok, First worksheet", f"{PLUMBER}: ok, Ridge Plumbing 2027"]


def test_check_reports_every_file_also_after_a_bad_one(funnelcast: Funnelcast, tmp_path: Path) -> None:
    bad = scenario_with(tmp_path, "horizon_months: 1", "horizon_months: 0")
    code, output, errors = funnelcast("check", bad, WORKSHEET)
    assert (code, output) == (2, "")
    assert f"{bad}: 1 problem\n  horizon_months (line " in errors
    assert "First worksheet" in errors


# -- compare -------------------------------------------------------------------------------------------


def test_compare_shows_plans_against_the_first(funnelcast: Funnelcast) -> None:
    code, output, errors = funnelcast("compare", WORKSHEET, "--plan", "Worksheet", "--plan", "Half to referrals", *FEW)
    assert (code, errors) == (0, "")
    assert "against Worksheet" in output
    assert "Half to referrals: better in every possible world." in output


def test_compare_as_json_has_the_stated_shape(funnelcast: Funnelcast) -> None:
    result = json.loads(funnelcast("compare", WORKSHEET, "--metric", "cac", "--json", *FEW).output)
    assert {key: value for key, value in result.items() if key != "plans"} == {
        "scenario": "First worksheet",
        "model_version": MODEL_VERSION,
        "draws": 64,
        "seed": 1,
        "currency": "USD",
        "horizon_months": 1,
        "baseline": "Worksheet",
        "metric": "cac",
        "matters": pytest.approx(1000 / 30 / 100),
    }
    other = result["plans"]["Half to referrals"]
    figures = {"mean", "p10", "p50", "p90", "standard_error"}
    chances = {"probability_better", "probability_best", "expected_regret"}
    assert set(other) == figures | chances | {"difference", "verdict"}
    assert set(other["difference"]) == figures


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--plan", "Worksheet"), "two plans or more"),
        (("--plan", "Worksheet", "--plan", "Worksheet"), "two plans or more"),
        (("--metric", "roy"), "did you mean roi?"),
        (("--plan", "Nobody", "--plan", "Worksheet"), "there is no plan 'Nobody'"),
    ],
)
def test_what_cannot_be_compared_is_refused(funnelcast: Funnelcast, words: tuple[str, ...], said: str) -> None:
    code, output, errors = funnelcast("compare", WORKSHEET, *words)
    assert (code, output) == (2, "")
    assert said in errors


# -- schema --------------------------------------------------------------------------------------------


def test_schema_is_that_of_the_present_format(funnelcast: Funnelcast) -> None:
    code, output, _ = funnelcast("schema")
    printed = json.loads(output)
    assert code == 0
    # Which is a JSON schema: see its own tests.
    assert printed == schema()
    assert printed["properties"]["format"]["const"] == FORMAT


# -- in a process of its own ---------------------------------------------------------------------------


def test_a_reader_that_has_seen_enough_is_no_reason_for_a_traceback(start: Start) -> None:
    process = start("run", str(PLUMBER), "--json", *FEW)
    assert process.stdout is not None
    process.stdout.read(1)
    process.stdout.close()
    process.stdout = None
    assert process.communicate(timeout=60)[1] == ""
    assert process.returncode == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device")
def test_a_full_disk_is_said_in_words(start: Start) -> None:
    with Path("/dev/full").open("w") as full:
        process = start("schema", stdout=full)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert errors.startswith("funnelcast: the output cannot be written")


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of POSIX")
def test_long_work_shows_a_bar_on_a_terminal_and_else_loads_and_prints_only_what_it_has_to(start: Start) -> None:
    import pty

    ours, theirs = pty.openpty()
    is_long = "import simulator.cli.terminal as terminal; terminal.LONG_WORK = 0"
    loaded = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))"
    words = ("run", str(PLUMBER), "--plan", "Today", "--json", "--draws", "512")
    process = start(*words, first=f"{is_long}\n{loaded}", stderr=theirs)
    os.close(theirs)
    shown: list[bytes] = []
    # Read while it runs: a terminal that nobody reads fills up and holds its program.
    reader = threading.Thread(target=read_all, args=(ours, shown))
    reader.start()
    output = process.communicate(timeout=120)[0]
    reader.join()
    assert process.returncode == 0
    assert json.loads(output)["draws"] == 512
    said = b"".join(shown)
    assert b"Simulating" in said
    assert b"numpy" in said.split()
    assert not {b"pandas", b"scipy.optimize", b"simulator.story", b"streamlit"} & set(said.split())


def read_all(terminal: int, shown: list[bytes]) -> None:
    with os.fdopen(terminal, "rb", buffering=0) as opened, suppress(OSError):
        # Linux ends a terminal with an error, not with an empty read.
        while piece := opened.read(65_536):
            shown.append(piece)


# -- app (see test_serving for how it runs and ends) ----------------------------------------------------


def test_a_port_in_use_is_refused(funnelcast: Funnelcast) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, output, errors = funnelcast("app", "--port", port, "--no-browser")
    assert (code, output) == (2, "")
    assert f"port {port} is in use" in errors


@pytest.mark.parametrize("port", ["0", "65536", "eighty"])
def test_a_port_that_cannot_be_is_refused(funnelcast: Funnelcast, port: str) -> None:
    assert funnelcast("app", "--port", port).code == 2


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("plan.example.com", "--public-name"),
        ("", "--public-name"),
        ("198.51.100.1", "198.51.100.1 is not an address of this computer"),
        ("fe80::1%lo", "this computer cannot listen at fe80::1%lo"),
        ("fe80::1%nowhere", "this computer cannot listen at fe80::1%nowhere"),
    ],
)
def test_an_address_that_is_not_this_computers_is_refused(funnelcast: Funnelcast, host: str, said: str) -> None:
    code, output, errors = funnelcast("app", "--host", host, "--no-browser")
    assert (code, output) == (2, "")
    assert said in errors


def test_a_library_that_is_a_file_is_refused(funnelcast: Funnelcast) -> None:
    code, _, errors = funnelcast("app", "--library", WORKSHEET)
    assert code == 2
    assert "is not a folder" in errors


def test_the_version_names_the_model_too(funnelcast: Funnelcast) -> None:
    assert f"(model {MODEL_VERSION})" in funnelcast("--version").output
