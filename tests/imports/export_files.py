"""Small exports as platforms write them, made up for the tests; and how their figures are looked at."""

from collections.abc import Mapping
from datetime import date

from simulator.imports import Export, read_export

TODAY = date(2026, 11, 26)
SEPTEMBER = date(2026, 9, 1)

GOOGLE = """\
Campaign report
"September 1, 2026 - September 30, 2026"
Campaign status,Campaign,Budget,Budget type,Campaign type,Impr.,Interactions,Clicks,CTR,Currency code,Avg. cost,Cost,\
Conv. rate,Conversions,Search impr. share
Enabled,"Shoes, ""new"" (<2025)",50.00,Daily,Search,"1,795,836","2,000","2,000",1.16%,USD,0.75,1500.50,2.00%,40.00,< 10%
Enabled,Everything,900.00,Campaign Total,Performance Max,"120,475","120,475","4,687",3.89%,USD,0.09,\
11389.41,0.24%,"1,295.80", --
Paused,Old,5.00,Daily,Display,0,0,0, --,USD,0,0,0.00%,0.00, --
Total: Campaigns, --, --, --, --,"1,916,311","122,475","6,687",0.35%,USD,0.10,12889.91,1.09%,"1,335.80", --
Total: Account, --, --, --, --,"1,916,400","122,500","6,700",0.35%,USD,0.10,12900.00,1.09%,"1,336.80", --
Total: Search, --, --, --, --,"1,795,836","2,000","2,000",1.16%,USD,0.75,1500.50,2.00%,40.00, --
Total: Performance Max, --, --, --, --,"120,475","120,475","4,687",3.89%,USD,0.09,11389.41,0.24%,"1,295.80", --
Total: Display, --, --, --, --,0,0,0, --,USD,0,0,0.00%,0.00, --
"""

ANALYTICS = """\
# ----------------------------------------
# Traffic acquisition: Session primary channel group (Default Channel Group)
# Account: Made-up Shop
# Property: 01 Made-up - GA4
# ----------------------------------------
#
# All Users
# Start date: 20260901
# End date: 20260930
Session primary channel group (Default Channel Group),Active users,Sessions,Engaged sessions,Engagement rate,\
Key events,Session key event rate,Total revenue
Direct,1200,1500,900,0.6,12,0.008,0
Organic Search,800,1000,670,0.670124481,25,0.025,0
Paid Search,300,400,200,0.5,8,0.02,0
"""

META = """\
"Campaign name",Objective,"Result type",Results,Reach,Impressions,"Link clicks","Amount spent (EUR)",\
"CTR (link click-through rate)","Reporting starts","Reporting ends"
,,mixed,,1241190,3100,160,1700.12345678,1.29259216,2026-09-01,2026-09-30
"Autumn | leads",Leads,"On-Facebook leads",21,621558,2000,100,1200.12345678,5.0,2026-09-01,2026-09-30
"Autumn, profile",Traffic,"Profile visits",350,659537,1100,60,500,5.454545,2026-09-01,2026-09-30
"""

MICROSOFT = """\
"Report Name: Made-up campaign report"
"Report Time: 9/1/2026,9/30/2026"
"Time Zone: (GMT-08:00) Pacific Time (US & Canada); Tijuana"
"Last Completed Available Day: 10/1/2026 10:15:00 PM (GMT)"
"Report Aggregation: Daily"
"Report Filter: "
"Potential Incomplete Data: false"
"Rows: 3"

"Gregorian date","Campaign ID","Campaign name","Impressions","Clicks","CTR (%)","Average CPC",\
"Spend","Conversions","Revenue"
"2026-09-14","[82945799304067]","Brand","1,700","51","3.00","0.50","25.50","2","1,000.00"
"2026-09-15","[82945799304067]","Brand","900","18","2.00","0.50","9.00","0","0.00"
"2026-09-14","[82945799304068]","Generic","400","10","2.50","1.20","12.00","1","0.00"

"©2026 Microsoft Corporation. All rights reserved. "
"""

LINKEDIN = """\
Campaign Performance Report (in UTC)
"Report Start: September 1, 2026, 12:00 AM"
"Report End: September 30, 2026, 11:59 PM"
"Date Generated: October 2, 2026, 9:00 AM"

Start Date (in UTC)\tAccount Name\tCampaign Name\tCampaign ID\tCurrency\tTotal Spent\tImpressions\tClicks\t\
Clicks to Landing Page\tReach\tLeads\tLead Form Opens\tConversions\tTotal Conversion Value\tAverage CPC
9/14/2026\tMade-up Ltd\tDecision makers | EU\t120200222\tEUR\t"€174.03"\t"1,946"\t40\t31\t900\t3\t9\t-\t-\t€4.35
9/15/2026\tMade-up Ltd\tO'Brien, retargeting\t120200223\tEUR\t33.33\t500\t10\t8\t300\t\t1\t7\t0\t€3.33
Total\t\t\t\t\t"€207.36"\t"2,446"\t50\t39\t1100\t3\t10\t7\t0\t€4.15
"""

DEALS = '''\
"Record ID","Deal Name","Deal Stage","Close Date","Amount","Original Source","Notes"
"123456789012","First, with ""quotes""","Closed won","2026-09-03 14:30","12345.6","Paid Search","called twice
then signed"
"123456789013","Second","Closed lost","2026-09-04 09:00","500","Paid Search",""
"123456789014","Third","Closed Won (Sales)","2026-10-05 09:00","","Organic Search",""
"123456789015","Fourth","Contract sent","2026-12-05 09:00","900","Direct Traffic",""
"123456789016","Fifth","closedwon","2026-09-30 23:59","1000","Paid Search","line one

line three"
'''

CAMPAIGNS = """\
Campaign name,Sessions,New contacts (first touch),New contacts (last touch),Influenced contacts,Closed deals,\
Attributed revenue,Budget,Spend
Autumn fair,410,22,19,140,3,5400.50,3000,2750
"""


def read(content: str | bytes, *, today: date = TODAY, month: date | None = None) -> Export:
    """An export read from the text or bytes of a file."""
    return read_export(
        "export.csv", content.encode() if isinstance(content, str) else content, today=today, month=month
    )


def by_source(export: Export, month: date = SEPTEMBER) -> dict[str, Mapping[str, float]]:
    """The figures of a month by source."""
    return {each.source: each.figures for each in export.figures if each.month == month}


def total(export: Export, key: str) -> float:
    """A figure, summed over all sources and months."""
    return sum(each.figures.get(key, 0.0) for each in export.figures)


def left_out(export: Export) -> str:
    """All that was left out, with its reasons, as one text."""
    return "\n".join(f"{each.what}: {each.why} ({each.rows})" for each in export.left_out)


def notes(export: Export) -> str:
    """All doubts as one text."""
    return "\n".join(export.notes)
