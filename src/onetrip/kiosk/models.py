"""The tables of the 24-hour hall."""

from __future__ import annotations

from onetrip.kiosk.stay.models import Stay as Stay
