"""Microsoft Advertising: a performance report, with lines above that name it and a line of rights below.

``Rows:`` above says how many rows there are, which shows whether the file is whole.
"""

import re

from simulator.imports.columns import Column, Head
from simulator.imports.platform import Known, Platform
from simulator.imports.table import Table
from simulator.text.grammar import counted

_ROWS = re.compile(r"rows\s*:\s*([0-9]{1,9})")

COLUMNS = (
    Column(
        key="source",
        names={
            "en": "Campaign name|Campaign",
            "de": "Kampagnenname|Kampagne",
            "fr": "Nom de la campagne|Campagne",
            "es": "Nombre de campaña|Campaña",
        },
    ),
    Column(
        key="source", names={"en": "Account name", "de": "Kontoname", "fr": "Nom du compte", "es": "Nombre de cuenta"}
    ),
    Column(
        key="day",
        names={
            "en": "Gregorian date|TimePeriod|Day|Date|Month",
            "de": "Gregorianisches Datum|Tag|Datum|Monat",
            "fr": "Date grégorienne|Jour|Mois",
            "es": "Fecha gregoriana|Día|Mes",
        },
    ),
    Column(
        key="currency",
        names={"en": "Currency code", "de": "Währungscode", "fr": "Code de devise", "es": "Código de moneda"},
    ),
    Column(key="spend", names={"en": "Spend", "de": "Ausgaben", "fr": "Dépenses|Dépense", "es": "Gasto|Inversión"}),
    Column(
        key="impressions",
        names={"en": "Impressions|Impr.", "de": "Impressionen", "fr": "Impressions", "es": "Impresiones"},
    ),
    Column(key="visits", names={"en": "Clicks", "de": "Klicks", "fr": "Clics", "es": "Clics"}),
    Column(
        key="leads",
        names={"en": "Conversions|Conv.", "de": "Conversions|Konversionen", "fr": "Conversions", "es": "Conversiones"},
        note="Leads are the conversions of Microsoft Advertising: all goals of the account. Where these are not "
        "enquiries, leave them out.",
    ),
    Column(
        key="",
        names={"en": "Revenue", "de": "Umsatz", "fr": "Revenus", "es": "Ingresos"},
        why_not="a value that the account gives to conversions, not money that came in",
    ),
)


def known(head: Head) -> Known:
    """Whether headings are a report's of Microsoft Advertising, which says Spend where others say cost."""
    figures = ("Impressions", "Clicks", "Impr.", "Impressionen", "Klicks", "Clics", "Impresiones")
    if not head.has("Spend", "Ausgaben", "Dépenses", "Dépense", "Gasto", "Inversión") or not head.has(*figures):
        return Known.NO
    own = (
        "Gregorian date",
        "TimePeriod",
        "AccountId",
        "CampaignId",
        "Average CPC",
        "AverageCpc",
        "CTR (%)",
        "Avg. CPC",
    )
    is_own = head.has(*own, "Gregorianisches Datum", "Date grégorienne", "Fecha gregoriana")
    is_named = head.says("report name:", "report aggregation:", "last completed available day:")
    return Known.YES if is_own or is_named else Known.NO


def prepared(table: Table) -> Table:
    """The rows, with a doubt where the file says that they are not all, or not final."""
    lines = [line.casefold().strip("# ") for line in table.head.above]
    counts = [int(found[1]) for line in lines if (found := _ROWS.fullmatch(line))]
    if counts and counts[-1] not in (table.rows, table.rows + len(table.totals)):
        stated, found_rows = counted(counts[-1], "row"), counted(table.rows, "row")
        table = table.saying(note=f"The file says that it has {stated}, and holds {found_rows}. Export it again.")
    if "reportaggregation:weekly" in {line.replace(" ", "") for line in lines} and "day" in table.columns:
        # The dates are then the first days of weeks.
        table = table.without("day").with_column("starts", table.columns["day"])
    if any(line.replace(" ", "") == "potentialincompletedata:true" for line in lines):
        return table.saying(
            note="Microsoft says that these figures may be incomplete. Export them again in a few hours."
        )
    return table


MICROSOFT_ADVERTISING = Platform(
    name="Microsoft Advertising",
    columns=COLUMNS,
    known=known,
    prepared=prepared,
    by_month="choose Month, or Day, as the unit of time of the report",
)
