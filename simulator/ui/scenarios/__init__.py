"""The shelf: what is kept in the library, as the page Scenarios shows it."""
