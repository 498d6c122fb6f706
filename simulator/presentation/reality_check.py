"""The check of a result against reality in words; plain text."""

from dataclasses import dataclass

from simulator.analyses.reality_check import RealityCheck
from simulator.text.formats import Formats
from simulator.units import Unit

AGREES = "That agrees with what you count, so the rest of the result stands on firmer ground."
TOO_FEW = (
    "If your count is right, more of those who ask become customers than these figures say, a click or an enquiry "
    "costs you less, or some of your customers come by themselves, not from marketing."
)
TOO_MANY = (
    "If your count is right, fewer of those who ask become customers than these figures say, or a click or an enquiry "
    "costs you more."
)


@dataclass(frozen=True, kw_only=True)
class RealityText:
    """The comparison in a sentence, and what follows from it."""

    line: str
    advice: str


def reality_text(check: RealityCheck, formats: Formats) -> RealityText:
    """The plan's customers beside those counted: ``These figures say 9 new customers a month; you say 14.``."""
    stated = formats.count(check.stated)
    advice = AGREES if check.agrees else TOO_FEW if check.says_fewer else TOO_MANY
    return RealityText(line=f"These figures say {_found(check, formats)}; you say {stated}.", advice=advice)


def _found(check: RealityCheck, formats: Formats) -> str:
    middle, between = formats.count(check.middle), formats.range(check.low, check.high, Unit.COUNT)
    customers = "new customer" if middle == "1" else "new customers"
    return f"{middle} {customers} a month" + ("" if between == middle else f" ({between} in 8 of 10 worlds)")


def why_scaled(stated: float, formats: Formats) -> str:
    """The source of close rates that were scaled: ``so that 14 new customers a month come of it``."""
    return f"so that {formats.count(stated)} new customers a month come of it"
