"""Who in the city is entitled to what, and has not applied. Nothing is granted here: a person decides, or the resident."""
