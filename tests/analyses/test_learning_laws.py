"""Laws of learning, in every scenario and with any real figures."""

from datetime import date

from hypothesis import assume, given
from hypothesis import strategies as st

from simulator import parse, problems
from simulator.analyses.calibration import calibration, judged
from simulator.analyses.lessons import lessons
from simulator.edits import value_at
from simulator.edits.learning import as_stated, learned_paths, taken_back
from simulator.presentation.learning_text import (
    calibration_line,
    conflict_words,
    evidence_words,
    learned_scenario,
    unused_lines,
    worth_words,
)
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import write
from simulator.text.formats import Formats
from tests.analyses.any_tracked import tracked
from tests.laws import examples

law = examples(25)
FORMATS = Formats("USD")


@law
@given(tracked(), st.sampled_from([0.3, 1.0]))
def test_whatever_the_figures_are_what_is_learned_is_a_scenario_again(
    found: tuple[Scenario[Belief], date], weight: float
) -> None:
    scenario, today = found
    assume(not problems(scenario))
    taught = lessons(scenario, today, weight=weight)
    after = learned_scenario(scenario, list(taught.by_path.values()), FORMATS)
    assert not problems(after)
    assert parse(write(after)) == after
    assert sorted(learned_paths(after)) == sorted(taught.by_path)


@law
@given(tracked())
def test_what_was_learned_is_not_learned_again_and_can_be_taken_back(found: tuple[Scenario[Belief], date]) -> None:
    scenario, today = found
    taught = lessons(scenario, today).by_path
    assume(taught)
    after = learned_scenario(scenario, list(taught.values()), FORMATS)
    for path, lesson in lessons(after, today).by_path.items():
        learned = value_at(after, path).learned
        assert learned is None or not [month for month in lesson.of.months if learned.first <= month <= learned.last]
    assert as_stated(after) == scenario
    for path in taught:
        after = taken_back(after, path)
    assert after == scenario


@law
@given(tracked())
def test_everything_that_is_learned_can_be_said(found: tuple[Scenario[Belief], date]) -> None:
    scenario, today = found
    taught = lessons(scenario, today)
    said = [calibration_line(calibration(judged(scenario, today))), *unused_lines(scenario, taught, FORMATS)]
    for lesson in taught.by_path.values():
        said += [evidence_words(lesson, FORMATS), worth_words(lesson, FORMATS), conflict_words(lesson)]
    assert not {"nan", "inf", "∞", "–"} & {word.strip(".,:;") for line in said for word in line.split()}
