"""Pages of messages: what they say, and what was not delivered."""
