"""HTML of the page Goals: the answer, the split, people, rates, prices and advice. Pure; every text is escaped."""

from collections.abc import Mapping, Sequence
from html import escape

from simulator.analyses.goals.backwards import Backwards, StageNeed
from simulator.analyses.goals.reach import Reach
from simulator.metrics.kpis import METRICS
from simulator.presentation.goal_text import PriceRow, given_text, month_text, people_text, wanted_text
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import UNDEFINED, Formats
from simulator.ui.frame.html import heads_html, scroll_table_html
from simulator.units import Unit

HARDLY = 0.005
NO_COSTS: Mapping[str, float] = {}


def answer_html(answer: str, notes: Sequence[str]) -> str:
    """The answer in a sentence, said aloud when it changes, and what belongs to it."""
    lines = "".join(f'<p class="fc-goal-line">{escape(note)}</p>' for note in notes if note)
    return f'<p class="fc-judgement" role="status">{escape(answer)}</p>{lines}'


def split_html(found: Reach, formats: Formats, costs: Mapping[str, float] = NO_COSTS) -> str:
    """The split beside the present plan; ``costs`` are those of the improvements to choose among [money per month]."""
    rows = "".join(
        f'<tr><th scope="row"><bdi>{escape(name)}</bdi></th><td>{escape(formats.money(found.now[name]))}</td>'
        f"<td>{escape(formats.money(amount))}</td><td>{escape(_change(amount - found.now[name], formats))}</td></tr>"
        for name, amount in found.spend.items()
        if amount or found.now[name]
    )
    bought = "".join(_bought(name, cost, found, formats) for name, cost in costs.items())
    total = (
        f'<tr class="fc-total"><th scope="row">Together</th><td>{escape(formats.money(found.present_total))}</td>'
        f"<td>{escape(formats.money(found.total))}</td>"
        f"<td>{escape(_change(found.total - found.present_total, formats))}</td></tr>"
    )
    return _table(
        "The split, a month", ("Channel, a month", "Your plan", "For the goal", "Change"), rows + bought + total
    )


def _bought(name: str, cost: float, found: Reach, formats: Formats) -> str:
    """The row of an improvement that was chosen among: what it takes of the budget, where it is bought."""
    now, then = (cost if name in names else 0.0 for names in (found.bought_now, found.bought))
    cells = (formats.money(now), formats.money(then), _change(then - now, formats))
    return (
        f'<tr><th scope="row"><bdi>{escape(name)}</bdi></th>'
        + "".join(f"<td>{escape(c)}</td>" for c in cells)
        + "</tr>"
    )


def _change(change: float, formats: Formats) -> str:
    if abs(change) < HARDLY:
        return UNDEFINED
    return formats.change(change, Unit.MONEY)


def people_html(spans: Sequence[Backwards], scenario: Scenario[Belief], formats: Formats) -> str:
    """People needed at every stage, quarter by quarter, above those that the plan brings."""
    stages = [need.stage for need in spans[0].stages]
    heads = ("Quarter from", "Wanted", *(METRICS[stage.value].heading for stage in stages))
    rows = "".join(
        f'<tr><th scope="row">{escape(month_text(span.goal.first, scenario, formats))}</th>'
        f"<td>{escape(wanted_text(span, formats))}{_under(_plan_brings(span, formats))}</td>"
        + "".join(f"<td>{_need_cell(need, formats)}</td>" for need in span.stages)
        + "</tr>"
        for span in spans
    )
    return _table("The funnel backwards, by quarter", heads, rows)


def _plan_brings(span: Backwards, formats: Formats) -> str:
    return f"plan: {formats.number(span.given.mean, METRICS[span.goal.metric].unit, 0.03 * abs(span.given.mean))}"


def channels_html(spans: Sequence[Backwards], scenario: Scenario[Belief], formats: Formats) -> str:
    """The same for each channel, as the plan splits people between them."""
    stages = [need.stage for need in spans[0].stages]
    heads = ("Channel", "Quarter from", *(METRICS[stage.value].heading for stage in stages))
    rows = []
    for name in spans[0].channels:
        for span in spans:
            needs = {need.stage: need for need in span.channels.get(name, ())}
            cells = "".join(
                f"<td>{_need_cell(needs[stage], formats) if stage in needs else UNDEFINED}</td>" for stage in stages
            )
            month = escape(month_text(span.goal.first, scenario, formats))
            rows.append(f'<tr><th scope="row"><bdi>{escape(name)}</bdi></th><td>{month}</td>{cells}</tr>')
    return _table("The funnel backwards, by channel and quarter", heads, "".join(rows))


def _need_cell(need: StageNeed, formats: Formats) -> str:
    return f"{escape(people_text(need, formats))}{_under(f'plan: {given_text(need, formats)}')}"


def _under(words: str) -> str:
    return f'<span class="fc-next-note">{escape(words)}</span>'


def prices_html(rows: Sequence[PriceRow]) -> str:
    """The highest prices by channel."""
    heads = ("Channel", "Price now", "Pays up to", "A lead now", "Pays up to")
    body = "".join(
        f'<tr><th scope="row"><bdi>{escape(row.channel)}</bdi>'
        f"{_under(', '.join(filter(None, (row.unit, row.note))))}</th>"
        + f"<td>{escape(row.now)}</td><td>{escape(row.highest)}{_under(row.sure)}</td>"
        f"<td>{escape(row.lead_now)}</td><td>{escape(row.lead_highest)}{_under(row.lead_sure)}</td>" + "</tr>"
        for row in rows
    )
    return _table("The highest prices by channel", heads, body)


def _table(caption: str, heads: Sequence[str], rows: str) -> str:
    return scroll_table_html(heads_html(heads), rows, caption=caption, kind="fc-wraps")
