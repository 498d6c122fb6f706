from simulator.presentation.splits import SplitCell, SplitRow
from simulator.ui.allocation.html import returns_html, splits_html, verdict_html
from simulator.ui.frame.html import lines_html
from tests.examples import BREAKOUT, MARKUP
from tests.html_reader import Reader


def test_the_chosen_split_is_marked_in_every_row():
    rows = [SplitRow("Radio", [SplitCell("$1"), SplitCell("$2", "+$1", 1)])]
    html = splits_html([("Your plan", "As it is"), ("Bold", "Most")], rows, 1, caption="Side by side")
    marked = [tag for tag, attributes in Reader(html).tags if attributes.get("class") == "fc-chosen"]
    assert marked == ["th", "td"]
    assert Reader(html).text == "Your plan As it is Bold Most Radio $1 $2 +$1"


def test_names_are_shown_letter_by_letter():
    rows = [SplitRow(MARKUP, [SplitCell(BREAKOUT)])]
    shown = [
        splits_html([("Your plan", "")], rows, 0, caption=BREAKOUT),
        verdict_html(MARKUP),
        lines_html([MARKUP]),
        returns_html(["Channel", "Return"], [[MARKUP, "1%"]], caption=BREAKOUT),
    ]
    for html in shown:
        reader = Reader(html)
        assert MARKUP in reader.text
        assert not any(tag in {"script", "b", "img"} for tag, _ in reader.tags)
        assert not any("onclick" in attributes for _, attributes in reader.tags)
