"""Messages of the browser that begin a run, and their word on a box: with each change they tell what all boxes hold.

Streamlit keeps to itself what is read of it here; its version is pinned.
"""

from streamlit.runtime.scriptrunner import ScriptRunContext, get_script_run_ctx
from streamlit.runtime.state.session_state import SessionState


def told(key: str, otherwise: object) -> object:
    """Content of this box, as the message tells it; ``otherwise`` if it tells none. Asked before the box is drawn."""
    state = widgets()
    widget = state.get_widget_id_from_key(key)
    return otherwise if widget is None else state._new_widget_state.get(widget, otherwise)


def tells_of_nothing_else(key: str) -> bool:
    """Whether this box is all that changed, as when a person typed into it; asked in the callback of a change."""
    context = _context()
    if context.script_requests is not None and context.script_requests._rerun_data.is_auto_rerun:
        return False
    state = widgets()
    changed = [widget for widget in state._new_widget_state if state._widget_changed(widget)]
    return changed == [state.get_widget_id_from_key(key)]


def widgets() -> SessionState:
    """State of all boxes, as this session knows it."""
    return _context().session_state._state


def _context() -> ScriptRunContext:
    context = get_script_run_ctx()
    assert context is not None, "a page is drawn within a session"
    return context
