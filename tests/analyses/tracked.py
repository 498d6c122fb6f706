"""A plan of three channels that is held against real figures."""

from simulator import parse

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
