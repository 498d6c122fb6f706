"""Readings of a result by the page Plan, computed once for all sessions: see ``results``.

Each is worked out where it is first asked for, or all of them by a worker before: see ``prepare``.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from functools import partial

import pandas as pd

from simulator.analyses.comparison import PlanDraws
from simulator.analyses.goals.next_numbers import next_numbers
from simulator.analyses.improvement_worth import improvement_worths as worths_in
from simulator.analyses.judgement import judgement
from simulator.analyses.marginal_roi import MarginalReturn, marginal_returns
from simulator.analyses.next_move import Advice, Move, next_move
from simulator.charts import channel_roi, cumulative_profit, funnel, outcome_dots
from simulator.findings import Finding
from simulator.findings import findings as found_in
from simulator.presentation import channel_table
from simulator.presentation.channel_table import ChannelTable
from simulator.presentation.headline import Tile, headline
from simulator.presentation.improvement_text import worth_text
from simulator.presentation.judgement import judgement_text, verdict_text
from simulator.presentation.next_move import NextReturn, move_text, next_title
from simulator.presentation.next_move import next_returns as next_returns_text
from simulator.presentation.plan_sentence import result_sentence, worlds_explained
from simulator.text.formats import Formats
from simulator.ui.components.budget_sliders.panel import Setting
from simulator.ui.frame.own_figures import own_figures_in
from simulator.ui.plan.reality_check import check_of
from simulator.ui.session import workers
from simulator.ui.session.cache import asked_for, kept, shared
from simulator.ui.session.results import Key, PlanResult
from simulator.units import FloatArray

MOST_WORTHS = 6
"""Of so many improvements it is worked out at most what they are worth: everything on the page waits for it."""


@dataclass(frozen=True)
class Shown:
    """Result that a page is about to show, beside the ``saved`` one and the one that is ``believed``.

    ``counted`` is how many customers a month are held against it, if any. Results hold no draws here. What takes longer
    is left out of a ``quick`` look, and all the rest where there is ``only_headline``.
    """

    result: PlanResult
    saved: PlanResult | None
    believed: PlanResult
    counted: float | None
    formats: Formats
    limits: Setting
    quick: bool
    only_headline: bool = False

    @property
    def key(self) -> Hashable:
        """Everything that the readings depend on."""
        limits = tuple(sorted(self.limits.locked)), self.limits.keep_total
        how = limits, self.quick, self.only_headline
        results = self.result.key, _key_of(self.saved), self.believed.key
        return "shown", *results, self.counted, self.formats, *how


def prepare(shown: Shown) -> bool:
    """Have a worker work out all that is shown; whether everything is there now. Raises LostWorkError."""
    if is_there(shown):
        return True
    done = workers.done(read, shown)
    if done is None:
        return False
    for key, value in done.found.items():
        kept(key, partial(_itself, value))
    note(shown)
    return True


def work_out(shown: Shown) -> None:
    """Work out all that is shown, and keep it."""
    if not is_there(shown):
        read(shown)
        note(shown)


def is_there(shown: Shown) -> bool:
    """Whether all of it has been worked out."""
    return shown.key in shared()


def is_at_hand(result: PlanResult, formats: Formats) -> bool:
    """Whether the charts of a whole result have been worked out: it takes no time to draw them."""
    return _next_returns_key(result, formats) in shared()


def note(shown: Shown) -> None:
    """Note that all of it has been worked out."""
    kept(shown.key, lambda: True)


def read(shown: Shown) -> dict[Hashable, object]:
    """All readings that the page asks for, in its order, by the key under which they are kept."""
    return asked_for(lambda: _read(shown))


def _read(shown: Shown) -> None:
    result, formats = shown.result, shown.formats
    read_headline(shown)
    if shown.only_headline:
        return
    read_charts(shown)
    sentences(result, formats)
    next_goals(result)
    sums_by_channel(result)
    if shown.quick:
        return
    next_step(result, shown.limits, formats)
    findings(result, formats)
    improvement_worths(result, formats)
    own_figures_in(shown.believed)


def read_headline(shown: Shown) -> None:
    """The readings of the headline."""
    if shown.counted is not None:
        check_of(shown.believed, shown.counted)
    tiles(shown.result, shown.saved, shown.formats)
    judged(shown.result, shown.formats)


def read_charts(shown: Shown) -> None:
    """The readings of the charts."""
    result, formats = shown.result, shown.formats
    is_certain(result)
    profit_fan(result, shown.saved, formats)
    outcomes(result, formats)
    people(result, formats)
    (returns_so_far if shown.quick else next_returns)(result, formats)


def _itself(value: object) -> object:
    return value


def tiles(result: PlanResult, saved: PlanResult | None, formats: Formats) -> tuple[Tile, ...]:
    """The headline figures, and what changed against the saved plan."""

    def work() -> tuple[Tile, ...]:
        # The saved plan first: its simulation is forgotten before this plan's is made.
        before = _draws_of(saved)
        return headline(result.simulation, formats, saved=before)

    return kept(("tiles", result.key, _key_of(saved), formats), work)


def judged(result: PlanResult, formats: Formats) -> tuple[str, str]:
    """The judgement on the plan in one line, and in a few words."""

    def work() -> tuple[str, str]:
        found = judgement(result.simulation)
        return judgement_text(found, formats, result.scenario.horizon_months), verdict_text(found)

    return kept(("judgement", result.key, formats), work)


def sentences(result: PlanResult, formats: Formats) -> tuple[str, str]:
    """The result in one sentence, and what its words mean."""
    return kept(
        ("sentences", result.key, formats),
        lambda: (result_sentence(result.simulation, formats), worlds_explained(result.simulation, formats)),
    )


def next_goals(result: PlanResult) -> dict[str, float]:
    """A number of each headline figure that could be wanted next, by its metric."""
    return kept(("next goals", result.key), lambda: next_numbers(result.simulation))


def is_certain(result: PlanResult) -> bool:
    """Whether everything is stated as certain, so that there is one possible world."""
    return kept(("is certain", result.key), lambda: result.simulation.funnel.draws == 1)


def profit_fan(result: PlanResult, saved: PlanResult | None, formats: Formats) -> pd.DataFrame:
    """Cumulative profit by month, with the middle of the saved plan."""
    return kept(
        ("profit fan", result.key, _key_of(saved), formats),
        lambda: cumulative_profit.frame_of(
            result.simulation, formats, saved=None if saved is None else _middle_profit(saved)
        ),
    )


def _middle_profit(saved: PlanResult) -> FloatArray:
    """The middle of a saved plan, which stays the same while another one is moved."""
    return kept(("middle profit", saved.key), lambda: cumulative_profit.middle_by_month(saved.plan_draws))


def outcomes(result: PlanResult, formats: Formats) -> pd.DataFrame:
    """Profit in twenty worlds."""
    return kept(("outcomes", result.key, formats), lambda: outcome_dots.frame_of(result.simulation, formats))


def people(result: PlanResult, formats: Formats) -> pd.DataFrame:
    """The funnel by stage and channel."""
    return kept(("people", result.key, formats), lambda: funnel.frame_of(result.simulation, formats))


def sums_by_channel(result: PlanResult) -> ChannelTable:
    """The averages of what adds up, by channel."""
    return kept(("sums by channel", result.key), lambda: channel_table.sums_by_channel(result.simulation))


def findings(result: PlanResult, formats: Formats) -> list[Finding]:
    """The findings about a simulated plan as it is read today, the serious ones first."""
    return kept(_findings_key(result, formats), lambda: found_in(result.simulation, formats, on=date.today()))


def findings_if_known(result: PlanResult, formats: Formats) -> list[Finding] | None:
    """The findings about a plan where they have been worked out."""
    return shared().found(_findings_key(result, formats))


def _findings_key(result: PlanResult, formats: Formats) -> Hashable:
    return "findings", result.key, formats, date.today()


def next_returns(result: PlanResult, formats: Formats) -> pd.DataFrame:
    """Return by channel, on all of its spend and on the next bit of money."""
    return kept(_next_returns_key(result, formats), lambda: channel_roi.frame(_marginal(result), formats))


def _next_returns_key(result: PlanResult, formats: Formats) -> Hashable:
    return "next returns", result.key, formats


@dataclass(frozen=True)
class NextStep:
    """The next money, channel by channel, and the best move: as text, and to make."""

    title: str
    text: str
    returns: tuple[NextReturn, ...]
    move: Move | None


def next_step(result: PlanResult, limits: Setting, formats: Formats) -> NextStep:
    """The next money and the best move within the locks, and with the total if that is kept on the sliders."""
    locked, horizon = limits.locked, result.scenario.horizon_months

    def work() -> NextStep:
        returns = _marginal(result)
        found = next_move(result.simulation, returns, locked=locked, may_spend_less=not limits.keep_total)
        return NextStep(
            title=next_title(found.step, formats),
            text=move_text(found, returns, formats, horizon),
            returns=next_returns_text(returns, found, formats, locked=locked),
            move=found.move if found.advice is Advice.MOVE else None,
        )

    return kept(_next_step_key(result, limits, formats), work)


def next_step_if_known(result: PlanResult, limits: Setting, formats: Formats) -> NextStep | None:
    """The next money where it has been worked out."""
    return shared().found(_next_step_key(result, limits, formats))


def _next_step_key(result: PlanResult, limits: Setting, formats: Formats) -> Hashable:
    return "next step", result.key, tuple(sorted(limits.locked)), limits.keep_total, formats


def improvement_worths(result: PlanResult, formats: Formats) -> tuple[tuple[str, str], ...]:
    """The name of improvements, and what each is worth in the plan; of many a few, those that it buys first."""

    def work() -> tuple[tuple[str, str], ...]:
        found = worths_in(result.simulation, most=MOST_WORTHS)
        return tuple((each.name, worth_text(each, result.scenario, formats)) for each in found)

    return kept(("improvement worths", result.key, formats), work)


def _marginal(result: PlanResult) -> list[MarginalReturn]:
    return kept(("marginal", result.key), lambda: marginal_returns(result.simulation))


def returns_so_far(result: PlanResult, formats: Formats) -> pd.DataFrame:
    """Return by channel, on all of its spend, the one on the next bit of money still unknown."""
    return kept(
        ("returns so far", result.key, formats),
        lambda: channel_roi.frame(channel_roi.returns_so_far(result.simulation), formats),
    )


def _key_of(saved: PlanResult | None) -> Key | None:
    return None if saved is None else saved.key


def _draws_of(saved: PlanResult | None) -> PlanDraws | None:
    return None if saved is None else saved.plan_draws
