"""A small business in the library: one channel, one plan and half a year, where the scenario does not matter."""

from pathlib import Path

from tests.browser.harness import Server

SMALL = """format: 1
name: Small
currency: USD
start: 2027-01
horizon_months: 6
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


def small(server: Server, folder: Path, page: str = "") -> str:
    """The address of a page about a small business, which is put into the library."""
    (folder / "Small.yaml").write_text(SMALL, "utf-8")
    return f"{server.address}/{page}?scenario=saved/Small"
