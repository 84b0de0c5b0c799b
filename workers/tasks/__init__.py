"""Tasks: ids in, thin, safe to repeat."""
