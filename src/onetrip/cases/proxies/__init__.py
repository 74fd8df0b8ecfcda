"""Somebody else comes: who it is, on what authority, and what they may be given."""
