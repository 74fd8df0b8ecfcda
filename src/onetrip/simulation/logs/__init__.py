"""Event logs: what happened, to what, when — written for the tools of others, and read from halls without this house."""
