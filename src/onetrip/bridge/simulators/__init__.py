"""Devices that are not there, speaking the real protocols: for trying everything without hardware, and for tests."""
