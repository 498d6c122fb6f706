"""Readings of a result by the page Plan, computed once for all sessions: see ``results``."""

from dataclasses import dataclass

import pandas as pd

from simulator.analyses.comparison import PlanDraws
from simulator.analyses.judgement import judgement
from simulator.analyses.marginal_roi import MarginalReturn, marginal_returns
from simulator.analyses.next_move import Advice, Move, next_move
from simulator.charts import channel_roi, cumulative_profit, funnel, outcome_dots
from simulator.findings import Finding
from simulator.findings import findings as found_in
from simulator.presentation import channel_table
from simulator.presentation.channel_table import ChannelTable
from simulator.presentation.headline import Tile, headline
from simulator.presentation.judgement import judgement_text
from simulator.presentation.next_move import NextReturn, move_text, next_title
from simulator.presentation.next_move import next_returns as next_returns_text
from simulator.presentation.plan_sentence import result_sentence, worlds_explained
from simulator.text.formats import Formats
from simulator.ui.components.budget_sliders.panel import Setting
from simulator.ui.session.cache import kept
from simulator.ui.session.results import Key, PlanResult


def tiles(result: PlanResult, saved: PlanResult | None, formats: Formats) -> tuple[Tile, ...]:
    """The headline figures, and what changed against the saved plan."""

    def work() -> tuple[Tile, ...]:
        # The saved plan first: its simulation is forgotten before this plan's is made.
        before = _draws_of(saved)
        return headline(result.simulation, formats, saved=before)

    return kept(("tiles", result.key, _key_of(saved), formats), work)


def judged(result: PlanResult, formats: Formats) -> str:
    """The judgement on the plan in one line."""
    horizon = result.scenario.horizon_months
    return kept(
        ("judgement", result.key, formats), lambda: judgement_text(judgement(result.simulation), formats, horizon)
    )


def sentences(result: PlanResult, formats: Formats) -> tuple[str, str]:
    """The result in one sentence, and what its words mean."""
    return kept(
        ("sentences", result.key, formats),
        lambda: (result_sentence(result.simulation, formats), worlds_explained(result.simulation, formats)),
    )


def profit_fan(result: PlanResult, saved: PlanResult | None, formats: Formats) -> pd.DataFrame:
    """Cumulative profit by month, with the middle of the saved plan."""
    return kept(
        ("profit fan", result.key, _key_of(saved), formats),
        lambda: cumulative_profit.frame_of(result.simulation, formats, saved=_draws_of(saved)),
    )


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
    """The findings about a simulated plan, the serious ones first."""
    return kept(("findings", result.key, formats), lambda: found_in(result.simulation, formats))


def next_returns(result: PlanResult, formats: Formats) -> pd.DataFrame:
    """Return by channel, on all of its spend and on the next bit of money."""
    return kept(("next returns", result.key, formats), lambda: channel_roi.frame(_marginal(result), formats))


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

    return kept(("next step", result.key, tuple(sorted(locked)), limits.keep_total, formats), work)


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
