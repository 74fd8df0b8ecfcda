"""Pages of the photographs of a case."""
