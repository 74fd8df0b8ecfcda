"""The screens of a kiosk: the same matters and the same plan as everywhere, for fingers."""
