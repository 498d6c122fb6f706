"""HubSpot deals: won deals by the month in which they closed, as customers and revenue."""

from collections.abc import Sequence

import numpy as np

from simulator.errors import ExportError
from simulator.imports.cells import MISSING
from simulator.imports.coded import alike
from simulator.imports.columns import Column, Head
from simulator.imports.export import LeftOut
from simulator.imports.files import as_text
from simulator.imports.platform import Known, Platform
from simulator.imports.table import Table, quoted
from simulator.text.grammar import counted

NO_SOURCE = "(no source)"
MOST_STAGES_NAMED = 5

_WON = ("won", "gewonnen", "gagné", "gagnée", "ganado", "ganada", "ganho", "ganha")
_YES = frozenset({"true", "yes", "1", "ja", "wahr", "oui", "vrai", "sí", "si", "verdadero"})

COLUMNS = (
    Column(
        key="id",
        names={
            "en": "Record ID|Deal ID",
            "de": "Datensatz-ID|Deal-ID",
            "fr": "ID d'enregistrement|ID de fiche d'informations",
            "es": "ID de registro",
        },
    ),
    Column(
        key="source",
        names={
            "en": "Original source|Original source type|Original traffic source",
            "de": "Ursprüngliche Quelle|Originalquelle",
            "fr": "Source d'origine|Source originale",
            "es": "Fuente original",
        },
    ),
    Column(
        key="day",
        names={
            "en": "Close date",
            "de": "Abschlussdatum|Schließungsdatum|Schlussdatum",
            "fr": "Date de fermeture|Date de clôture",
            "es": "Fecha de cierre",
        },
    ),
    Column(
        key="stage",
        names={
            "en": "Deal stage",
            "de": "Deal-Phase|Dealphase",
            "fr": "Phase de la transaction|Étape de la transaction",
            "es": "Etapa del negocio|Etapa de negocio",
        },
    ),
    Column(
        key="won", names={"en": "Is closed won", "de": "Ist abgeschlossen und gewonnen", "es": "Está cerrado ganado"}
    ),
    Column(
        key="revenue",
        names={
            "en": "Amount in company currency",
            "de": "Betrag in Unternehmenswährung",
            "fr": "Montant dans la devise de l'entreprise",
            "es": "Importe en la moneda de la empresa",
        },
    ),
    Column(key="revenue", names={"en": "Amount", "de": "Betrag", "fr": "Montant", "es": "Importe|Valor|Cantidad"}),
    Column(
        key="currency",
        names={"en": "Currency|Deal currency code", "de": "Währung", "fr": "Devise", "es": "Moneda|Divisa"},
    ),
)


def known(head: Head) -> Known:
    """Whether headings are those of an export of deals: their names or stages, with their amount or close date."""
    names = ("Deal name", "Deal stage", "Deal-Name", "Dealname", "Deal-Phase", "Dealphase", "Nom de la transaction")
    is_of_deals = head.has(*names, "Phase de la transaction", "Nombre del negocio", "Etapa del negocio")
    figures = ("Amount", "Amount in company currency", "Betrag", "Montant", "Importe", "Valor", "Close date")
    return Known.YES if is_of_deals and head.has(*figures, "Abschlussdatum", "Fecha de cierre") else Known.NO


def prepared(table: Table) -> Table:
    """The won deals, each once, as one customer with its amount as revenue."""
    table = _in_company_currency(_each_once(_won(table)))
    if "source" in table.columns:
        table = table.with_column("source", table.texts("source").mapped(lambda source: source or NO_SOURCE))
    missing = _without_amount(table)
    if missing:
        table = table.saying(
            note=f"{counted(missing, 'won deal')} without an amount: counted as customers, and in no revenue."
        )
    table = table.with_column("customers", alike(1.0, table.rows))
    return table.saying(
        note="Customers are deals that were won: who buys a second time as a deal of its own is counted again."
    )


def _won(table: Table) -> Table:
    if "won" in table.columns:
        texts = table.texts("won")
        kept = texts.flags(text.casefold() in _YES for text in texts.values)
        if not kept.any():
            raise ExportError("none of its deals was won. Export deals of a time in which some were.")
    elif "stage" in table.columns:
        stages = table.texts("stage")
        _refuse_stages_without_won(stages.values)
        kept = stages.flags(map(is_won, stages.values))
    else:
        raise ExportError(
            "it does not say which deals were won. Add the property “Deal stage” or “Is closed won” to the view, and "
            "export it again."
        )
    lost = LeftOut("Deals that are open or lost", "no customers", table.rows - int(np.count_nonzero(kept)))
    return table.only(kept, lost)


def is_won(stage: str) -> bool:
    """Whether a stage, by its label or its internal name, is that of deals that were won."""
    bare = stage.casefold()
    words = bare.replace("(", " ").replace(")", " ").replace("/", " ").replace("-", " ").split()
    return any(word in words for word in _WON) or bare.startswith("closedwon")


def _refuse_stages_without_won(stages: Sequence[str]) -> None:
    """Refuse deals none of which was won, as far as their stages tell."""
    if any(map(is_won, stages)):
        return
    named = ", ".join(map(quoted, stages[:MOST_STAGES_NAMED]))
    raise ExportError(
        f"none of its deals is in a stage that is known to be won (there are {named}). Where some were won, add the "
        "property “Is closed won” to the view, and export it again."
    )


def _each_once(table: Table) -> Table:
    """The table without deals that stand there again."""
    if "id" not in table.columns:
        return table
    identities = table.texts("id")
    if len(identities.values) == table.rows:
        return table
    kept = identities.flags(not identity for identity in identities.values)
    kept[identities.first_rows()] = True
    again = LeftOut("Deals that stand there again", "the same Record ID", table.rows - int(np.count_nonzero(kept)))
    return table.only(kept, again)


def _without_amount(table: Table) -> int:
    if "revenue" not in table.columns:
        return 0
    amounts = table.columns["revenue"]
    return int(np.count_nonzero(amounts.flags(as_text(amount) in MISSING for amount in amounts.values)))


def _in_company_currency(table: Table) -> Table:
    """The table without the deals' own currencies where their amounts are stated in the company's."""
    place = table.matched.places.get("revenue")
    own: Sequence[str] = ("Amount", "Betrag", "Montant", "Importe", "Valor", "Cantidad")
    if (
        place is None
        or "currency" not in table.columns
        or table.head.cells[place].strip().casefold() in map(str.casefold, own)
    ):
        return table
    return table.without("currency").saying(note="Revenue is in the company's currency, which the file does not name.")


HUBSPOT_DEALS = Platform(
    name="HubSpot deals",
    columns=COLUMNS,
    known=known,
    prepared=prepared,
    has_totals=False,
    by_month="add the property “Close date” to the view of deals, and export it again",
)
