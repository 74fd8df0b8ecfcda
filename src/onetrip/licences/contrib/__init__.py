"""The stores of licences that this house can speak to, a folder each."""
