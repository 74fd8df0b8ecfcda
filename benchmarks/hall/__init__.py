"""The parts of the lobby's measurements: a centre with a past, clients, and what each run measures."""
