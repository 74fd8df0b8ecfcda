"""What is let go of when somebody leaves a kiosk, beside the stay itself: whatever hangs on this browser of other parts."""

from __future__ import annotations

from django.http import HttpRequest

from onetrip.kiosk.errands import seat


def let_go(request: HttpRequest, how: str, *, drop: bool = False) -> None:
    """Called before the stay ends, with `how` "done" or "idle". A matter run here is taken off this machine; with `drop`
    everything of it is deleted, as whoever stands there has asked."""
    seat.leave(request, how, drop=drop)
