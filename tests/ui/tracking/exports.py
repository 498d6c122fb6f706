"""Three exports of invented businesses, as platforms write them: ads, analytics and a CRM, of the same two months."""

from collections.abc import Sequence
from datetime import date

MONTHS = ("January", "February", "March", "April", "May", "June")
MONTHS += ("July", "August", "September", "October", "November", "December")


def google_ads(months: Sequence[date]) -> bytes:
    """A campaign report by month with a total below; two campaigns."""
    rows = [
        line
        for month in months
        for line in (
            f'Enabled,Brand,{month:%Y-%m},USD,"1,200",100,900.50,8',
            f"Enabled,Emergency,{month:%Y-%m},USD,2000,140,1500,10",
        )
    ]
    count = len(months)
    total = f'Total: Campaigns,,,,"{3200 * count:,}",{240 * count},{2400.5 * count:.2f},{18 * count}'
    first, last = months[0], months[-1]
    when = f'"{MONTHS[first.month - 1]} 1, {first.year} - {MONTHS[last.month - 1]} 28, {last.year}"'
    heads = "Campaign status,Campaign,Month,Currency code,Impr.,Clicks,Cost,Conversions"
    return "\n".join(["Campaign report", when, heads, *rows, total, ""]).encode()


def analytics(month: date, last_day: int, source: str) -> bytes:
    """Traffic of one month by channel group."""
    heads = "Session primary channel group (Default Channel Group),Sessions,Engagement rate"
    return (
        "# ----------------------------------------\n"
        "# Traffic acquisition: Session primary channel group (Default Channel Group)\n"
        "# ----------------------------------------\n"
        f"# Start date: {month:%Y%m%d}\n# End date: {month:%Y%m}{last_day:02d}\n"
        f"{heads}\n{source},410,0.61\nPaid Search,300,0.7\n"
    ).encode()


def any_table(months: Sequence[date], channel: str) -> bytes:
    """A table of somebody's own: its headings are of no platform."""
    rows = [f"{channel},{month:%Y-%m},7,4340" for month in months]
    return "\n".join(["Kanal,Wann,Aufträge,Umsatz", *rows, ""]).encode()
