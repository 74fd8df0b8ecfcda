"""Photographs of the papers of a case, taken at a window: kept encrypted, seen for a purpose, deleted in their time."""
