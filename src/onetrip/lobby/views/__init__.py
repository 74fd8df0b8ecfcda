"""The pages of the hall: the ticket machine, the resident's waiting page, the display."""
