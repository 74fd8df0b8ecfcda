"""A screen of the hall says that its page is there."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

_SEEN = """
INSERT INTO devices_screen (device_id, seen_at, showing, lacks_bridge)
SELECT id, %(now)s, %(showing)s, %(lacks_bridge)s FROM centres_device WHERE account_id = %(account)s
ON CONFLICT (device_id) DO UPDATE
SET seen_at = EXCLUDED.seen_at, showing = EXCLUDED.showing, lacks_bridge = EXCLUDED.lacks_bridge
WHERE devices_screen.seen_at < EXCLUDED.seen_at
"""


def screen_seen(*, account_id: int, showing: str, now: datetime, lacks_bridge: bool = False) -> None:
    """Note that the page of the machine that signs in with this account was heard; nothing for an account of a person.

    No event: it happens every few seconds, and says only that nothing has happened. One statement, because every screen of
    the house says it; the sweep notices who fell silent and who is back.
    """
    with connection.cursor() as cursor:
        cursor.execute(_SEEN, {"now": now, "showing": showing, "lacks_bridge": lacks_bridge, "account": account_id})
