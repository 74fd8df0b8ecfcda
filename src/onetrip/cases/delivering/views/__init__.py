"""Pages of delivery: the hand-out at a window, the choice, what nobody fetched, the cabinets, and the carrier's door."""
