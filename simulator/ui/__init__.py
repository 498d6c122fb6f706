"""The browser front end: the only code that imports streamlit."""
