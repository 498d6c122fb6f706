"""The server of the front end: Streamlit's application behind a gate, in a process that ends with its parent.

``origins``, ``access``, ``admission``, ``headers`` and ``uploads`` decide, and know nothing of a server; ``gate`` and
``application`` apply them; ``worlds`` is what browsers fetch beside it, and ``ahead`` where they say what they may ask
for next; ``__main__``, which refuses what cannot be, ``serving``, ``lifetime`` and ``warming`` are the process.
Strangers are kept out here, before Streamlit looks at a request: for an origin that it does not know, Streamlit asks an
outside address for its own, and nothing may leave this computer.
"""
