"""A screen of the hall says that its page is there."""

from __future__ import annotations

from datetime import datetime

from onetrip.centres.models import Device
from onetrip.devices.models import Screen


def screen_seen(*, account_id: int, showing: str, now: datetime) -> None:
    """Note that the page of the machine that signs in with this account was heard; nothing for an account of a person.

    No event: it happens every few seconds, and says only that nothing has happened.
    """
    device = Device.objects.filter(account_id=account_id).values_list("pk", flat=True).first()
    if device is not None:
        Screen.objects.update_or_create(device_id=device, defaults={"seen_at": now, "showing": showing})
