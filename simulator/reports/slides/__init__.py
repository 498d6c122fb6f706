"""The parts of slides: shapes on a page, text that fits, native tables and native charts."""
