"""A matter run at the kiosk from the catalogue alone, step by step to its receipt, and what becomes of it afterwards."""
