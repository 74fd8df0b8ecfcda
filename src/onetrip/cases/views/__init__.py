"""The pages of the window, of what it prints, and of cases on their way."""
