"""Google Analytics 4: the report on traffic acquisition, a row for each channel group.

A file may hold several tables; the one whose headings name a channel group counts. With channel groups of one's own the
first heading has another name. Spend is not in it.
"""

from collections.abc import Mapping

from simulator.imports.cells import NumberReader, decimal_mark
from simulator.imports.columns import Column, Head
from simulator.imports.export import LeftOut
from simulator.imports.platform import Known, Platform
from simulator.imports.table import Table

_CHANNELS = ("channelgroup", "channelgrouping", "channelgruppe", "groupedecanaux", "grupodecanales", "grupodecanais")
_SESSIONS = ("Sessions", "Sitzungen", "Sesiones", "Sessões")
_OWN = (
    "Engaged sessions",
    "Engagement rate",
    "Event count",
    "Key events",
    "Sitzungen mit Interaktionen",
    "Sessions avec engagement",
    "Sesiones con interacción",
    "Ereignisanzahl",
)

COLUMNS = (
    Column(
        key="range",
        names={"en": "Date range", "de": "Zeitraum", "fr": "Plage de dates", "es": "Periodo|Intervalo de fechas"},
    ),
    Column(key="day", names={"en": "Date", "de": "Datum", "fr": "Date", "es": "Fecha", "pt": "Data"}),
    Column(key="month", names={"en": "Month|Year month", "de": "Monat", "fr": "Mois", "es": "Mes", "pt": "Mês"}),
    Column(
        key="visits", names={"en": "Sessions", "de": "Sitzungen", "fr": "Sessions", "es": "Sesiones", "pt": "Sessões"}
    ),
    Column(
        key="leads",
        names={
            "en": "Key events|Conversions",
            "de": "Schlüsselereignisse|Conversions",
            "fr": "Événements clés|Conversions",
            "es": "Eventos clave|Conversiones",
        },
        note="Leads are the key events (conversions) of Google Analytics: all that the property counts as one. Where "
        "these are not enquiries, leave them out.",
    ),
    Column(
        key="revenue",
        names={"en": "Total revenue", "de": "Gesamtumsatz", "fr": "Revenu total", "es": "Ingresos totales"},
        note="Revenue is what Google Analytics recorded; sales by telephone or invoice are not in it.",
    ),
    Column(
        key="",
        names={
            "en": "Users|Active users|Total users",
            "de": "Nutzer|Aktive Nutzer",
            "fr": "Utilisateurs|Utilisateurs actifs",
            "es": "Usuarios|Usuarios activos",
        },
        why_not="people who come in several channels or months are counted in each; sessions are taken",
    ),
)


def known(head: Head) -> Known:
    """Whether headings are a traffic report's; perhaps, where the first column has a name of its own."""
    if not head.has(*_SESSIONS):
        return Known.NO
    if _channels(head) is not None:
        return Known.YES
    is_remarked = any(line.startswith("#") for line in head.above)
    return Known.PERHAPS if head.has(*_OWN) or (is_remarked and len(head.cells) > 2) else Known.NO


def _channels(head: Head) -> int | None:
    return next((at for at, name in enumerate(head.names) if any(word in name for word in _CHANNELS)), None)


def place_of_source(head: Head, places: Mapping[str, int]) -> int | None:
    """The column of channel groups, else the first one that is neither a time nor a figure."""
    found = _channels(head)
    if found is not None:
        return found
    others = (at for at in range(len(head.cells)) if at not in places.values() and "nthday" not in head.names[at])
    return next(others, None)


def prepared(table: Table) -> Table:
    """The rows without key events where sales were recorded: purchases are key events too."""
    cells = table.columns["revenue"].values if "revenue" in table.columns else ()
    numbers = NumberReader(decimal_mark([cells], table.number_locale).mark).column(cells)
    if "leads" not in table.columns or not (numbers > 0).any():
        return table
    why = "sales were recorded, and a sale is a key event too: they are not enquiries alone"
    return table.without("leads").saying(left_out=LeftOut("Key events", why, table.rows))


GOOGLE_ANALYTICS = Platform(
    name="Google Analytics 4",
    columns=COLUMNS,
    known=known,
    prepared=prepared,
    place_of_source=place_of_source,
    by_month="set the report's dates to one month, and download it; or use an exploration with the dimension Month",
)
