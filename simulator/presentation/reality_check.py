"""The check of a result against reality in words; plain text."""

from dataclasses import dataclass

from simulator.analyses.reality_check import RealityCheck
from simulator.text.formats import Formats
from simulator.units import Unit

AGREES = "That agrees with what you count, so the rest of the result stands on firmer ground."
AT_THE_EDGE = "That can be by these figures, but it is at the edge of them."
TOO_FEW = (
    "If your count is right, more of those who ask become customers than these figures say, a click or an enquiry "
    "costs you less, or some of your customers come by themselves, not from marketing."
)
TOO_MANY = (
    "If your count is right, fewer of those who ask become customers than these figures say, or a click or an enquiry "
    "costs you more."
)
FAR_TOO_FEW = (
    "Close rates alone cannot explain that. If your count is right, a click or an enquiry costs you far less, you "
    "spend more on marketing or can take on more work than is stated here, or some customers come by themselves."
)
FAR_TOO_MANY = (
    "Close rates alone cannot explain that. If your count is right, a click or an enquiry costs you far more, or you "
    "spend less on marketing or can take on less work than is stated here."
)
AT_MOST = "“New customers per month at most”"


@dataclass(frozen=True, kw_only=True)
class RealityText:
    """The comparison in a sentence, and what follows from it."""

    line: str
    advice: str


def reality_text(check: RealityCheck, formats: Formats, *, is_supposed: bool = False) -> RealityText:
    """The plan's customers beside those counted: ``These figures say 9 new customers a month; you say 14.``.

    Where something ``is_supposed``, the figures meant are those without it.
    """
    these = "Without what is supposed, your figures" if is_supposed else "These figures"
    line = f"{these} say {_found(check, formats)}; you say {formats.count(check.stated)}."
    return RealityText(line=line, advice=_advice(check, formats))


def not_by_close_rates(check: RealityCheck, formats: Formats) -> str:
    """Explanation by something else, where no other close rates bring what was counted."""
    if not check.says_fewer:
        return FAR_TOO_MANY
    if check.room is not None and check.has_no_room:
        return f"These figures leave room for {formats.count(check.room)} a month: change {AT_MOST} first."
    return FAR_TOO_FEW


def moved_text(stated: float, formats: Formats) -> RealityText:
    """The count beside a plan that is no longer what was stated: nothing follows from it."""
    line = f"You count {_customers(formats.count(stated))} a month today."
    return RealityText(line=line, advice="The budget here is another one now, so your count is not set beside it.")


def _advice(check: RealityCheck, formats: Formats) -> str:
    if check.agrees:
        return AGREES
    said = (
        (TOO_FEW if check.says_fewer else TOO_MANY) if check.may_be_close_rates else not_by_close_rates(check, formats)
    )
    possible = [AT_THE_EDGE] if check.is_possible else []
    promises = "may promise" if check.is_possible else "promises"
    wrong = f"As it is, the result here {promises} too {'little' if check.says_fewer else 'much'}."
    return " ".join([*possible, said, wrong])


def _found(check: RealityCheck, formats: Formats) -> str:
    middle, between = formats.count(check.middle), formats.range(check.low, check.high, Unit.COUNT)
    return f"{_customers(middle)} a month" + ("" if between == middle else f" ({between} in 8 of 10 worlds)")


def _customers(count: str) -> str:
    return f"{count} new {'customer' if count == '1' else 'customers'}"


def why_scaled(stated: float, formats: Formats) -> str:
    """The source of close rates that were scaled: ``so that 14 new customers a month come of it``."""
    return f"so that {formats.count(stated)} new customers a month come of it"
