"""The pages, in the order of the menu."""

from pathlib import Path

import streamlit as st

from simulator.ui.session import presses
from simulator.ui.session.opening import NOT_HERE, last_work
from simulator.ui.session.session import has_begun, session

ICON = Path(__file__).with_name("icon.svg")
"""The picture of the browser's tab: a file of our own, as named icons are fetched from elsewhere."""

TRADE_KEY = "start-trade"
"""The key of the trade that is chosen on the page Start: an example leads there with its own."""

_OPEN = "open-page"
_FOLDER = Path(__file__).parents[1] / "pages"


def pages() -> list[st.Page]:
    """All pages; the bare address shows the plan."""
    return [
        start_page(),
        plan_page(),
        compare_page(),
        best_split_page(),
        goals_page(),
        track_page(),
        assumptions_page(),
        present_page(),
        scenarios_page(),
        glossary_page(),
    ]


def begins_at_start(chosen: st.Page) -> bool:
    """Whether to lead to the page Start: at the first visit of who has no work of their own, and names none either."""
    if chosen.url_path or has_begun() or last_work() is not None:
        return False
    return not st.query_params or session().notice.startswith(NOT_HERE)


def start_page() -> st.Page:
    """The page on which somebody begins who has nothing here yet."""
    return _page("start", "Start", ":material/flag:", "Begin with your own business, or look at an example.")


def plan_page() -> st.Page:
    """The page that shows what a plan brings."""
    about = "Move the budget and see what comes back, and how sure that is."
    return _page("plan", "Plan", ":material/tune:", about)


def compare_page() -> st.Page:
    """The page that sets plans side by side."""
    about = "Whether one plan is really better than another, and how sure that is."
    return _page("compare", "Compare", ":material/balance:", about)


def best_split_page() -> st.Page:
    """The page that divides a total over the channels."""
    about = "How to divide a monthly total over your channels, and what each way gives up."
    return _page("best_split", "Best split", ":material/pie_chart:", about)


def goals_page() -> st.Page:
    """The page that says what a goal takes."""
    about = "What it would take to reach a number, in money and in people."
    return _page("goals", "Goals", ":material/track_changes:", about)


def track_page() -> st.Page:
    """The page that lays real figures beside the plan."""
    about = "Lay real figures beside the plan, see where it stands, and learn from them."
    return _page("track", "Track", ":material/fact_check:", about)


def assumptions_page() -> st.Page:
    """The page that holds what the result rests on."""
    return _page("assumptions", "Assumptions", ":material/rule:", "Every number behind the result, with its range.")


def present_page() -> st.Page:
    """The page that shows a scenario to a client."""
    return _page("present", "Present", ":material/slideshow:", "A story for a screen, and documents to hand over.")


def scenarios_page() -> st.Page:
    """The page that holds saved scenarios, examples and unsaved work."""
    return _page("scenarios", "Scenarios", ":material/folder_open:", "Open, begin, save and share scenarios.")


def glossary_page() -> st.Page:
    """The page that says what words mean."""
    about = "What each figure and each number means, with its formula and an example."
    return _page("glossary", "Glossary", ":material/menu_book:", about)


def open_next(page: st.Page) -> None:
    """Open a page with the next run: in the callback of a press, where none can be opened yet."""
    presses.note(_OPEN, page.title)


def open_noted() -> None:
    """Open the page that a press leads to; every page calls this first."""
    presses.carry_out(_OPEN, lambda title: st.switch_page(next(page for page in pages() if page.title == title)))


def _page(name: str, title: str, icon: str, about: str) -> st.Page:
    return st.Page(_FOLDER / f"{name}.py", title=title, icon=icon, help=about, default=name == "plan")
