"""Who stands at a kiosk now."""

from __future__ import annotations

import uuid
from datetime import datetime

from onetrip.centres.models import Device
from onetrip.kiosk.stay.models import Stay


def going_on(stay_id: uuid.UUID, *, centre: str, kiosk: Device | None, now: datetime) -> Stay | None:
    """The stay, if it is of this machine and somebody may still be standing there."""
    stay = Stay.objects.filter(pk=stay_id, centre_id=centre, kiosk=kiosk).first()
    if stay is None or not stay.is_going_on(now):
        return None
    stay.kiosk = kiosk  # known already: no need to read it again
    return stay
