"""Halls that do not exist, simulated person by person, and seen as another city's file of snapshots shows them."""
