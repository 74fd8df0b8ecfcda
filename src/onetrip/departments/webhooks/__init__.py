"""Telling a department's system of a change, as Standard Webhooks (1.0) describes it."""
