"""A plan of three channels that is held against real figures."""

from dataclasses import replace

from simulator import parse
from simulator.scenario.scenario import Target

SCENARIO = parse(
    b"""
format: 1
name: Ridge
currency: USD
start: 2027-01
horizon_months: 12
business:
  revenue_per_sale: [300, 450, 700]
  gross_margin_rate: [0.4, 0.5, 0.6]
  sales_cycle_months: [0.2, 0.5, 1.5]
funnel:
  lead_to_customer_rate: [0.2, 0.3, 0.42]
channels:
  - name: Ads
    type: pay_per_click
    cost_per_click: [5, 8, 13]
    visit_to_lead_rate: [0.05, 0.08, 0.12]
    incremental_share: 0.5
  - name: Mail
    type: direct_mail
    cost_per_piece: [0.5, 0.7, 1]
    response_rate: [0.004, 0.008, 0.014]
  - name: Walk-ins
    type: unpaid
    visits_per_month: [100, 150, 220]
    visit_to_lead_rate: [0.02, 0.03, 0.05]
plans:
  - name: Today
    monthly_spend: {Ads: 2000, Mail: 600}
"""
)

TARGET = Target(metric="customers", at_least=60.0, probability=0.8)

TARGETED = replace(SCENARIO, targets=(TARGET, Target(metric="response_rate", at_least=0.01)))

BOUGHT = replace(SCENARIO, channels=tuple(
    replace(channel, incremental_share=replace(channel.incremental_share, low=1.0, likely=1.0, high=1.0))
    for channel in SCENARIO.channels[:2]
))  # fmt: skip
"""Two channels whose units are bought, and all of whose customers count."""
