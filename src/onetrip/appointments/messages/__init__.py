"""Telling somebody something outside of the house: by text message or by mail, through whichever provider a city uses."""
