"""The judgement on a plan as one line: worth it or not, how much, how often it loses, how much out of pocket.

Plain text, no more certain than the draws are.
"""

from simulator.analyses.judgement import Judgement, Worth
from simulator.text.formats import Formats
from simulator.text.grammar import sentence
from simulator.units import Unit

WORDS = {
    Worth.ALWAYS: "Worth it in every world that was tried",
    Worth.VERY_LIKELY: "Very likely worth it",
    Worth.LIKELY: "Likely worth it",
    Worth.MORE_LIKELY_THAN_NOT: "More likely worth it than not",
    Worth.EVEN: "It could go either way",
    Worth.LESS_LIKELY_THAN_NOT: "More likely not worth it",
    Worth.UNLIKELY: "Likely not worth it",
    Worth.VERY_UNLIKELY: "Very likely not worth it",
    Worth.NEVER: "Not worth it in any world that was tried",
}

CERTAIN = {Worth.ALWAYS: "Worth it", Worth.NEVER: "Not worth it"}

INSTEAD = {
    Worth.NOTHING_SPENT: "Nothing is spent, so there is nothing to judge: give a channel some money.",
    Worth.NOTHING_EITHER_WAY: "It brings in exactly what it costs.",
}


def judgement_text(judgement: Judgement, formats: Formats, horizon_months: int) -> str:
    """The judgement over so many months."""
    if judgement.worth in INSTEAD:
        return INSTEAD[judgement.worth]
    amount = f"{_amount(judgement, formats)}, over {formats.months(horizon_months)}{_torn(judgement, formats)}"
    risks = "; ".join(filter(None, (_losing(judgement, formats), _out_of_pocket(judgement, formats))))
    return f"{verdict_text(judgement)}: {amount}. {sentence(risks)}."


def verdict_text(judgement: Judgement) -> str:
    """The judgement in a few words: ``Likely worth it``; empty where nothing is spent or comes of it."""
    words = CERTAIN if judgement.worlds == 1 else WORDS
    return "" if judgement.worth in INSTEAD else words[judgement.worth]


def _amount(judgement: Judgement, formats: Formats) -> str:
    """How much more comes in than goes out in the middle of all worlds."""
    profit, error = judgement.profit.p50, judgement.profit.standard_error.p50
    if formats.vanishes(profit, Unit.MONEY, error):
        return "it brings in about as much as it costs"
    more = "more" if profit > 0.0 else "less"
    return f"it brings in {_about(judgement)}{formats.money(abs(profit), error)} {more} than it costs"


def _torn(judgement: Judgement, formats: Formats) -> str:
    """The average, where it says the opposite of the middle."""
    if not judgement.is_torn:
        return ""
    mean = formats.money(abs(judgement.profit.mean), judgement.profit.standard_error.mean)
    if judgement.profit.mean > 0.0:
        return f"; but {mean} more on average, because a few worlds bring much"
    return f"; but {mean} less on average, because a few worlds lose much"


def _losing(judgement: Judgement, formats: Formats) -> str:
    if judgement.losing in {0.0, 1.0}:
        return ""
    return f"in {formats.chance(judgement.losing, judgement.losing_error)} worlds it loses money"


def _out_of_pocket(judgement: Judgement, formats: Formats) -> str:
    need, error = judgement.cash_need, judgement.cash_need.standard_error.p50
    if need.p50 > 0.0:
        return f"at the deepest point you are {_about(judgement)}{formats.money(need.p50, error)} out of pocket"
    return "you are never out of pocket" if need.p90 == 0.0 else "you are seldom out of pocket"


def _about(judgement: Judgement) -> str:
    return "" if judgement.worlds == 1 else "about "
