"""The proposed plan against the present one, in the same possible worlds."""

from simulator.analyses.comparison import plan_draws
from simulator.charts import profit_of_plans
from simulator.charts.profit_of_plans import PlanProfit
from simulator.metrics.kpis import METRICS
from simulator.presentation.comparison_text import ABOUT_ERRORS, facts, verdict_sentence
from simulator.story.slide import Picture, Point, Slide
from simulator.story.told import Told

READING = "Thick lines: the middle. Shaded, between thin lines: 8 in 10 worlds."

MOST_FACTS = 4
"""What stands behind a verdict on two plans; with three or more there would be more to say."""


def against(told: Told) -> Slide | None:
    """Whether the proposed plan is better, and how sure that is; None where there is nothing to set it against."""
    if told.present is None or told.compared is None:
        return None
    profit, proposed, present = METRICS["profit"], told.proposed.plan, told.present.plan
    plans = {each.plan: PlanProfit.of(plan_draws(each)) for each in (told.present, told.proposed)}
    frame = profit_of_plans.frame_of(told.scenario, plans, told.formats, reach=profit_of_plans.reach_of(plans))
    picture = Picture(
        key="profit-of-plans",
        title="Profit so far of both plans",
        spec=profit_of_plans.spec_with_legend(told.formats, tuple(plans)),
        frame=frame,
        says=profit_of_plans.spoken(frame),
        reading=READING,
    )
    behind = facts(told.compared, profit, told.formats)[:MOST_FACTS]
    return Slide(
        key="against",
        title=f"Against “{present}”",
        lead=verdict_sentence(f"“{proposed}”", told.compared, profit, told.formats),
        pictures=(picture,) if told.scenario.horizon_months > 1 else (),
        points=tuple(Point(title=fact.label, text=fact.text) for fact in behind),
        notes=ABOUT_ERRORS,
    )
