"""The answer: what comes back, how sure that is, and when it has paid for itself."""

from collections.abc import Sequence

from simulator.analyses.summary import summarise
from simulator.charts import cumulative_profit, outcome_dots
from simulator.charts.profit_of_plans import payback_sentence
from simulator.metrics.kpis import draws_of
from simulator.presentation.headline import Tile, headline
from simulator.presentation.plan_sentence import result_sentence, worlds_explained
from simulator.story.slide import Picture, Slide
from simulator.story.titles import TITLES
from simulator.story.told import Told


def returns(told: Told) -> Slide:
    """Slide on what comes back: the headline figures with their ranges."""
    tiles = headline(told.proposed, told.formats)
    return Slide(
        key="returns",
        title=TITLES["returns"],
        lead=_about_figures(told, tiles),
        tiles=tiles,
        notes=worlds_explained(told.proposed, told.formats),
    )


def _about_figures(told: Told, tiles: Sequence[Tile]) -> str:
    if told.judgement.worlds == 1:
        return f"Over {told.horizon}, if every number is just as stated."
    if not any(tile.range for tile in tiles):
        return f"Over {told.horizon}. At least 8 in 10 of the possible worlds give these figures."
    return f"Over {told.horizon}. Half of the possible worlds lie above each figure, 8 in 10 within its range."


def sureness(told: Told) -> Slide:
    """How sure that is: the outcome in twenty worlds, where there is more than one."""
    explained = worlds_explained(told.proposed, told.formats)
    is_certain = told.judgement.worlds == 1
    frame = outcome_dots.frame_of(told.proposed, told.formats)
    picture = Picture(
        key="twenty-worlds",
        title="Profit in twenty possible worlds",
        spec=outcome_dots.spec(told.formats),
        frame=frame,
        says=outcome_dots.spoken(frame),
    )
    return Slide(
        key="sureness",
        title=TITLES["sureness"],
        lead=result_sentence(told.proposed, told.formats),
        pictures=() if is_certain else (picture,),
        notes=explained if is_certain else f"Each dot is one possible world in twenty. {explained}",
    )


def payback(told: Told) -> Slide:
    """When it pays back: profit added up, month by month."""
    frame = cumulative_profit.frame_of(told.proposed, told.formats)
    picture = Picture(
        key="profit-so-far",
        title="Profit so far, month by month",
        spec=cumulative_profit.spec(told.formats),
        frame=frame,
        says=cumulative_profit.spoken(frame),
    )
    [months] = summarise(draws_of(told.proposed, "payback_months")[None])
    said = payback_sentence(told.proposed.plan, months, told.formats, horizon_months=told.scenario.horizon_months)
    return Slide(
        key="payback",
        title=TITLES["payback"],
        lead=f"{said}.",
        pictures=(picture,) if len(frame) > 1 else (),
        notes="Profit after all marketing, added up. It has paid back where the line crosses zero for good.",
    )
