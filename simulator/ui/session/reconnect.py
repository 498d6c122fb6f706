"""A browser page that outlives its session: the server was started again, or forgot the session in a long sleep.

The page stays as it is, and the first change in it begins a new session. That brings what every box holds, but
Streamlit calls for none of them what a change calls, since it has drawn none of them in this session.
"""

from streamlit.runtime.state.common import user_key_from_element_id

from simulator.ui.session.browser_message import widgets


def keys() -> set[str]:
    """The keys of the boxes that the browser holds already, when a session begins; none for one that has just come."""
    found = (user_key_from_element_id(widget.id) for widget in widgets().get_widget_states())
    return {key for key in found if key is not None}


def tell_changed(key: str) -> None:
    """Call what a change of this box calls; it has been drawn in this run."""
    identifier = widgets().get_widget_id_from_key(key)
    widget = None if identifier is None else widgets().get_widget_metadata(identifier)
    if widget is not None and widget.callback is not None:
        widget.callback(*(widget.callback_args or ()), **(widget.callback_kwargs or {}))
