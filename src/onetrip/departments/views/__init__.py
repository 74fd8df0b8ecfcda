"""The pages on which systems of departments are managed."""
