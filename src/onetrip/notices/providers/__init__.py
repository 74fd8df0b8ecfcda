"""The ways out of the house: text message, e-mail, app message, through whichever provider a city uses."""
