"""Results as bytes, one format a file."""
