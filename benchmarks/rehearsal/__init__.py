"""The rehearsal measured: simulated days and drills."""
