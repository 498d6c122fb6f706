"""Small businesses in the library, for tests in which the scenario does not matter."""

from pathlib import Path

from tests.browser.harness import Server

SMALL = """format: 1
name: Small
currency: USD
start: 2027-01
horizon_months: 12
business:
  revenue_per_sale: {range: [350, 500, 900], source: assumption}
  gross_margin_rate: {range: [45 %, 52 %, 60 %], source: assumption}
funnel:
  lead_to_customer_rate: {range: [25 %, 35 %, 45 %], source: assumption}
channels:
  - name: Ads
    type: pay_per_lead
    cost_per_lead: {range: [20, 40, 90], source: assumption}
plans:
  - name: Today
    monthly_spend: {Ads: 3000}
"""
"""One channel, one plan and a year."""

RIDGE = """format: 1
name: Ridge
currency: USD
start: 2027-01
horizon_months: 12
market_correlation: 0.2
business: {revenue_per_sale: [300, 500, 900], gross_margin_rate: 50 %}
funnel: {lead_to_customer_rate: 30 %}
channels:
  - {name: Google Ads search, type: pay_per_lead, cost_per_lead: [45, 60, 80], reference_spend: 2000}
  - {name: Local SEO, type: pay_per_lead, cost_per_lead: [30, 50, 90], reference_spend: 600}
  - {name: Radio, type: pay_per_lead, cost_per_lead: [200, 300, 500], reference_spend: 1000}
plans:
  - {name: Today, monthly_spend: {Google Ads search: 2000, Local SEO: 600}}
  - {name: Shift to SEO, monthly_spend: {Google Ads search: 1400, Local SEO: 1200}}
  - {name: Add radio, monthly_spend: {Google Ads search: 2000, Local SEO: 600, Radio: 1000}}
"""
"""Three channels, three plans and a year."""


def small(server: Server, folder: Path, page: str = "") -> str:
    """The address of a page about a small business, which is put into the library."""
    (folder / "Small.yaml").write_text(SMALL, "utf-8")
    return f"{server.address}/{page}?scenario=saved/Small"


def three_plans(server: Server, folder: Path, page: str = "") -> str:
    """The address of a page about a business with three plans, which is put into the library."""
    (folder / "Ridge.yaml").write_text(RIDGE, "utf-8")
    return f"{server.address}/{page}?scenario=saved/Ridge"
