"""What is let go of when somebody leaves a kiosk, beside the stay itself: whatever hangs on this browser of other parts."""

from __future__ import annotations

from django.http import HttpRequest

from onetrip.kiosk.errands import seat


def let_go(request: HttpRequest, how: str) -> None:
    """Called before the stay ends, with `how` "done" or "idle". A matter run here is taken off this machine."""
    seat.leave(request, how)
