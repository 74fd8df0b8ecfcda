"""Pages of what is kept of people."""
