"""Ranges that turned out one way or the other."""

from dataclasses import replace
from datetime import date

from simulator.library.outcomes import Outcome

RATE = Outcome(
    scenario="Ridge",
    path="channels.Ads.visit_to_lead_rate",
    low=0.05,
    likely=0.08,
    high=0.12,
    source="Anna's estimate",
    by="",
    as_of=date(2025, 12, 1),
    months=3,
    first=date(2026, 1, 1),
    last=date(2026, 3, 1),
    began=0.071,
    measured=0.058,
    score=-0.9,
    interval_score=0.94,
    judged=date(2026, 4, 10),
)
COST = replace(RATE, path="channels.Ads.cost_per_click", low=8.0, likely=13.0, high=25.0, began=10.0, measured=10.03)
LATER = replace(RATE, months=4, last=date(2026, 4, 1), measured=0.061, judged=date(2026, 5, 9))
