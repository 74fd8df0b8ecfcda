"""Departments whose own systems call in: keys, the API, what changed, and who is told of it."""
