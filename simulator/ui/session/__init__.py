"""Everything that a session knows."""
