"""The live budget sliders: one slider and one number box per channel, all in one component.

Native inputs in the page itself (no frame, no build step). While a slider is held the page follows
it, one update in flight: the browser sends the newest amount only after ``acknowledge``, mounted last
on the page, has told it that the run before is done. A timer would not do: each update interrupts the
run before, so that once a run takes longer than the timer's period nothing is ever finished.

Where ``acknowledge`` stands in a fragment and takes messages, a move runs this fragment alone. The rest of the page,
with the sliders, stays as it was drawn, and they are told what Python says of them by what acknowledges.

A page reads::

    def take(message: object) -> None:
        state.panel = receive(state.panel, message, place)

    budget_sliders(state.panel, key="budget", of=("Ridge", "More ads"), on_message=take, currency="USD", locale="en_US")
    draws = 1_024 if state.panel.dragging else 8_192
    ...                                     # compute, and show
    acknowledge(state.panel, key="budget")  # last of all

Where a script on the page follows by itself while a slider is held (see ``live_figures``), nothing is sent until it is
let go.

``take`` runs before the page does, so the page below it already has the new amounts, and a move
made just before the page was left is not lost. A move sent twice is applied once: see ``messages``.

A page may outlive its session, where the server was started again: its first move then begins a new session, which
knows no such panel. The browser tells that by ``session`` and sends the move again to the new panel, if that is of the
same plan.
"""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from importlib.resources import files

import streamlit as st

from simulator.edits.slider_ranges import slider_step
from simulator.ui.components.budget_sliders.panel import Panel, can_move
from simulator.ui.components.mounting import mounting

_FOLDER = files(__name__)


def _read(*names: str) -> str:
    return "\n".join(_FOLDER.joinpath(name).read_text("utf-8") for name in names)


def sliders_script() -> str:
    """The module that the browser runs, its files joined."""
    own = _read("budget_sliders.js", "outbox.js", "row.js", "hand.js", "sharing.js", "elements.js", "money.js")
    return f"{own}\n{mounting()}"


_SLIDERS = st.components.v2.component(
    "funnelcast_budget_sliders",
    html='<section class="panel" aria-label="Monthly spend">\n</section>',
    css=_read("budget_sliders.css"),
    js=sliders_script(),
)

_ACKNOWLEDGEMENT = st.components.v2.component(
    "funnelcast_acknowledgement",
    js=_read("acknowledgement.js"),
)


def budget_sliders(
    panel: Panel,
    *,
    key: str,
    of: tuple[str, str],
    on_message: Callable[[object], None],
    currency: str,
    locale: str,
    references: Mapping[str, float | None] | None = None,
    read_only: str | None = None,
) -> None:
    """Show the panel; ``on_message`` gets what the browser sends, before the next run of the page.

    ``of`` names the scenario and the plan, to tell whether a panel of another session was the same one's.
    ``references`` are the reference spends [money per month]: beyond twice that, a slider is marked
    as outside of the tested range. ``read_only`` locks everything and is the reason shown.
    """
    take = _taking(None if read_only is not None else on_message, key)
    _SLIDERS(
        key=key,
        data={
            **_panel_as_sent(panel, key),
            "of": of,
            "currency": currency,
            "locale": locale.replace("_", "-"),
            "read_only": read_only,
            "decimals": panel.decimals,
            "tested": {name: 2.0 * reference for name, reference in (references or {}).items() if reference},
        },
        on_outbox_change=take,
    )


def acknowledge(panel: Panel, *, key: str, on_message: Callable[[object], None] | None = None, part: str = "") -> None:
    """Tell the sliders mounted under ``key`` that this run is done; mount it last of what runs.

    With ``on_message`` it takes what they send in their place, before what it stands in runs again. There may be one
    for each ``part`` of the page that runs by itself.
    """
    own = f"{key}-acknowledgement{part and f'-{part}'}"
    _ACKNOWLEDGEMENT(
        key=own,
        data={**_panel_as_sent(panel, key), "takes": on_message is not None},
        on_outbox_change=_taking(on_message, own),
    )


@dataclass(frozen=True)
class _Sent:
    """The panel as it was sent last, and how many others were before it in this session."""

    panel: Panel
    revision: int


def _taking(on_message: Callable[[object], None] | None, key: str) -> Callable[[], None]:
    """The callback of a component that sends moves; without ``on_message`` nothing is done with them."""

    def take() -> None:
        if on_message is not None:
            on_message(st.session_state[key].get("outbox"))

    return take


def _revision(panel: Panel, key: str) -> int:
    """A number that grows with each change of the panel: the browser may be shown an older one again."""
    before = st.session_state.get(f"{key} sent")
    if not isinstance(before, _Sent) or before.panel != panel:
        before = _Sent(panel, before.revision + 1 if isinstance(before, _Sent) else 1)
        st.session_state[f"{key} sent"] = before
    return before.revision


def _panel_as_sent(panel: Panel, key: str) -> dict[str, object]:
    return {
        "key": key,
        "session": st.session_state.setdefault(f"{key} session", secrets.token_hex(8)),
        "revision": _revision(panel, key),
        "token": panel.token,
        "sequence": panel.sequence,
        "dragging": panel.dragging,
        "total": panel.total,
        "keep_total": panel.setting.keep_total,
        "can_reset": panel.changed,
        "channels": [_channel_as_sent(panel, name) for name in panel.spend],
    }


def _channel_as_sent(panel: Panel, name: str) -> dict[str, object]:
    least, most = can_move(panel, name)
    remark = panel.remarks.get(name)
    return {
        "name": name,
        "amount": panel.spend[name],
        "locked": name in panel.setting.locked,
        "maximum": panel.maximum[name],
        "step": slider_step(panel.maximum[name]),
        "least": least,
        "most": most,
        "remark": None if remark is None else asdict(remark),
    }
