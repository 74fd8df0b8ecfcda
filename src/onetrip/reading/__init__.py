"""Papers under a camera: what they are, what stands on them, what does not fit. Pure; floor 1. See docs/reading.md."""
