"""HTML of the page Plan: the tiles, the findings and the table. Pure; every text is escaped.

One element for five tiles is sent and drawn faster than five, and can be laid out for a phone and for a desk.
"""

from collections.abc import Callable, Sequence
from html import escape

from simulator.findings import Finding, Severity
from simulator.presentation.channel_table import ChannelTable, Column
from simulator.presentation.figures import NO_LONGER_NEVER, NOW_NEVER, written, written_average
from simulator.presentation.headline import ABOUT_CHANCES, Change, Tile
from simulator.presentation.next_move import NextReturn
from simulator.text.formats import SAME, Formats
from simulator.ui.frame.html import figure_size, section_html
from simulator.ui.frame.what_if import WHAT_IF_PLACE

MOST_AT_HAND = 2
SAVED, EXAMPLE = "saved", "the example"
"""Words for the plan that a change is counted from."""

OFTEN_SUPPOSED = "leads cost more, sales are smaller, or a channel stops?"


def from_former(change: Change, former: str = SAVED) -> str:
    """A change against the plan as it was saved, or as the example has it."""
    by_world = f"In each world by itself, the middle difference is {change.by_world}."
    against = _AGAINST.get(change.difference, " from")
    return (
        f'<span title="{escape(by_world)}"><strong>{escape(change.difference)}</strong>{against} {escape(former)}, '
        f"{escape(change.chance)}</span>"
    )


_AGAINST = {SAME: " as", NOW_NEVER: ", unlike", NO_LONGER_NEVER: ", unlike"}
"""How a difference in words is joined to what it is counted from."""


def without_what_if(change: Change) -> str:
    """A change against the plan as it is believed, where something is supposed."""
    return f"<strong>was {escape(change.former)}</strong>, {escape(change.chance)}"


def result_html(
    tiles: Sequence[Tile],
    *,
    judgement: str = "",
    verdict: str = "",
    supposed: str = "",
    changed: Callable[[Change], str] = from_former,
    is_alone: bool = False,
) -> str:
    """The headline: what is supposed, the judgement, and the tiles.

    ``verdict`` is the judgement in a few words, for where it is out of sight. ``changed`` says against what a figure
    has changed. Where it stands ``is_alone``, all that stands below is as it was before.
    """
    shown = "".join(_tile(tile, changed) for tile in tiles)
    what_if = f'<p class="fc-supposed">{escape(supposed)} {_link("Change or reset")}</p>' if supposed else ""
    judged = f'<p class="fc-judgement">{escape(judgement)}</p>' if judgement else ""
    chances = f'<p class="fc-note">{escape(ABOUT_CHANCES)}</p>' if any(tile.change for tile in tiles) else ""
    kind = "fc-result fc-alone" if is_alone else "fc-result"
    return (
        f'<div class="{kind}">{what_if}{judged}<div class="fc-tiles">{shown}</div>{chances}</div>'
        f"{_at_hand(tiles, verdict)}"
    )


def in_words_html(sentence: str, explained: str, *, is_supposed: bool) -> str:
    """The result in one sentence, what its words mean, and where something can be supposed if nothing is."""
    offer = "" if is_supposed else f'<p class="fc-note">{_link("What if")} {escape(OFTEN_SUPPOSED)}</p>'
    return (
        f'<div class="fc-words"><p class="fc-sentence">{escape(sentence)}</p>'
        f'<p class="fc-note">{escape(explained)}</p>{offer}</div>'
    )


def _link(words: str) -> str:
    """A link to where something can be supposed: below the sliders, which may be out of sight."""
    return f'<a href="#{WHAT_IF_PLACE}">{escape(words)}</a>'


def _at_hand(tiles: Sequence[Tile], verdict: str) -> str:
    """The answer at the foot of a phone's screen, where the result is out of sight while sliders move."""
    figures = "".join(
        f"<span>{escape(tile.label)} <strong>{escape(tile.middle)}</strong></span>" for tile in tiles[:MOST_AT_HAND]
    )
    # Those who hear the page have the same figures in the tiles.
    judged = f'<span class="fc-verdict">{escape(verdict)}</span>' if verdict else ""
    return f'<div class="fc-at-hand" aria-hidden="true">{judged}{figures}</div>'


def _tile(tile: Tile, changed: Callable[[Change], str]) -> str:
    favour = "" if tile.change is None else f" fc-{tile.change.favour}"
    lines = "".join(f'<p class="fc-line">{line}</p>' for line in _lines(tile))
    return (
        f'<section class="fc-tile{favour}" data-figure="{tile.key}" aria-label="{escape(tile.label)}">'
        f'<h2 class="fc-label" title="{escape(tile.about)}">{escape(tile.label)}</h2>'
        f'<p class="fc-figure{figure_size(tile.middle)}">{escape(tile.middle)}</p>'
        f"{lines}{_change(tile.change, changed)}</section>"
    )


def _lines(tile: Tile) -> tuple[str, str]:
    """Two lines in every tile, so that the same stand beside each other."""
    spread = f"<span>8 in 10:</span> {escape(tile.range)}" if tile.range else ""
    luck = f'<span class="fc-luck">{escape(tile.luck)}</span>' if tile.luck else ""
    return spread, f"{escape(tile.average)}{luck}"


def _change(change: Change | None, changed: Callable[[Change], str]) -> str:
    if change is None:
        return '<p class="fc-change"></p>'
    mark = f'<span class="fc-mark" aria-hidden="true">{_MARKS[change.sign]}</span>'
    return f'<p class="fc-change">{mark}{changed(change)}</p>'


_MARKS = {1: "▲", -1: "▼", 0: "●"}


def next_money_html(title: str, note: str, advice: str, *, pale: bool = False) -> str:
    """The heading of the next money, and the best move; ``pale`` while it is that of before."""
    return f'{section_html(title, note)}<p class="fc-move{" fc-pale" * pale}">{escape(advice)}</p>'


def next_returns_html(returns: Sequence[NextReturn]) -> str:
    """Returns on the next money in each channel; many scroll within their place, also by keyboard."""
    has_spread = any(each.spread for each in returns)
    rows = "".join(_next_return(each, has_spread=has_spread) for each in returns)
    names = ("Return", "Brings back a month", *(("8 in 10 worlds",) if has_spread else ()))
    heads = "".join(f'<th scope="col">{escape(head)}</th>' for head in names)
    return (
        '<div class="fc-scroll fc-next" tabindex="0" role="region" aria-label="The next money by channel">'
        f'<table class="fc-table"><thead><tr><th scope="col">Channel</th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _next_return(each: NextReturn, *, has_spread: bool) -> str:
    spread = f"<td>{escape(each.spread)}</td>" if has_spread else ""
    note = f'<span class="fc-next-note">{escape(each.note)}</span>' if each.note else ""
    kind = {1: "fc-gains", -1: "fc-loses", 0: "fc-neither"}[each.sign]
    return (
        f'<tr><th scope="row">{escape(each.channel)}{note}</th><td class="{kind}">{escape(each.figure)}</td>'
        f"<td>{escape(each.back)}</td>{spread}</tr>"
    )


def findings_html(findings: Sequence[Finding]) -> str:
    """Findings about the result, each with its advice."""
    return f'<ul class="fc-findings">{"".join(_finding(finding) for finding in findings)}</ul>'


def _finding(finding: Finding) -> str:
    serious = finding.severity is Severity.SERIOUS
    weight = '<span class="fc-weight">Serious.</span> ' if serious else ""
    kind = "fc-serious" if serious else "fc-minor"
    advice = f'<p class="fc-advice">{escape(finding.advice)}</p>'
    return f'<li class="{kind}"><p>{weight}{escape(finding.message)}</p>{advice}</li>'


def title_html(plan: str) -> str:
    """The title of the page for those who hear it; to others the selected plan says as much."""
    return f'<h1 class="fc-hidden">Plan {escape(plan)}</h1>'


def table_html(table: ChannelTable, formats: Formats, *, caption: str) -> str:
    """The table by channel; it scrolls sideways within its place, also by keyboard."""
    labels = [*(column.metric.label for column in table.columns), *(column.heading for column in table.beside)]
    heads = "".join(f'<th scope="col">{escape(label)}</th>' for label in labels)
    rows = "".join(_row(table, row, formats) for row in range(len(table.rows)))
    return (
        f'<div class="fc-scroll" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="fc-table">'
        f'<thead><tr><th scope="col">Channel</th>{heads}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _row(table: ChannelTable, row: int, formats: Formats) -> str:
    figures = [_figure(column, row, formats) for column in table.columns]
    further = [written(each.metric, each.figures[row], each.errors[row], formats) for each in table.beside]
    cells = "".join(f"<td>{escape(figure)}</td>" for figure in (*figures, *further))
    kind = ' class="fc-total"' if row == len(table.rows) - 1 else ""
    return f'<tr{kind}><th scope="row">{escape(table.rows[row])}</th>{cells}</tr>'


def _figure(column: Column, row: int, formats: Formats) -> str:
    return written_average(column.metric, column.averages[row], column.errors[row], formats)
