"""Whoever carries a result to a resident's door; which carrier a city uses stands in the settings."""
