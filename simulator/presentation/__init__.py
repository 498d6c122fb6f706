"""Results as words and tables, with no toolkit: every page and document says the same."""
