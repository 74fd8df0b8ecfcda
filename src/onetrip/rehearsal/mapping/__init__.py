"""The map of ways: which way round people go through the centre, how many, and how long it takes them."""
