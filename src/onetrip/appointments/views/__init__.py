"""Pages of bookings: on a resident's phone, at the desk, for the director."""
