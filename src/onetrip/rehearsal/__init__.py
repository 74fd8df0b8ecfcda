"""Act the day before it comes: simulated days and drills on the real system, fitted to what this centre has lived through."""
