"""The second wall: which centres' rows the database shows to what the house is doing at this moment (docs/walls.md)."""
