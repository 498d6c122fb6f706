from datetime import date

from simulator import MODEL_VERSION
from simulator.library.drafts import new_id
from simulator.presentation.budget_table import BudgetLine
from simulator.scenario_files import parse
from simulator.text.formats import Formats
from simulator.ui.frame.printed import EXAMPLE, printed_budget_html, printed_head_html
from simulator.ui.session import workspaces
from tests.examples import BREAKOUT, WORKSHEET
from tests.html_reader import Reader

ON = date(2027, 3, 7)


def head(*, shipped: str | None = None, of: str = "Plan Today", **more) -> Reader:
    now = workspaces.opened(parse(WORKSHEET), WORKSHEET, identifier=new_id(), shipped=shipped)
    return Reader(printed_head_html(now, of, on=ON, formats=Formats(), **more))


def test_the_head_says_what_it_is_of_and_how_its_figures_came_about():
    text = head(draws=8192).text
    for said in ("First worksheet", "Plan Today", "Mar 7, 2027", "possible worlds: 8,192", f"model {MODEL_VERSION}"):
        assert said in text


def test_without_a_result_nothing_is_said_of_possible_worlds():
    assert "possible worlds" not in head().text


def test_an_example_says_that_it_is_one():
    assert EXAMPLE in head(shipped="first-worksheet").text
    assert EXAMPLE not in head().text


def test_what_is_supposed_is_stated():
    assert "Leads cost 30% more." in head(supposed="Leads cost 30% more.").text


def test_names_that_people_typed_are_escaped():
    assert head(of=BREAKOUT, supposed=BREAKOUT).tags == head(of="a", supposed="a").tags
    lines = [BudgetLine(name=name, a_month="$1", altogether="$2") for name in (BREAKOUT, "Total")]
    plain = [BudgetLine(name=name, a_month="$1", altogether="$2") for name in ("a", "Total")]
    assert Reader(printed_budget_html(lines)).tags == Reader(printed_budget_html(plain)).tags


def test_no_budget_no_table():
    assert printed_budget_html([]) == ""
