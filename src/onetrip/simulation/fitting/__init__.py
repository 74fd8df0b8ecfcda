"""From what a centre has lived through to a model of its days: each number with how many it rests on and its interval."""
