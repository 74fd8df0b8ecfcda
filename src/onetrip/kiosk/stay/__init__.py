"""One person's stay at one kiosk: from the first press until they leave, or are gone."""
