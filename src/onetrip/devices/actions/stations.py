"""Places with devices, and the keys by which their bridges are known."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction

from onetrip.devices.models import Screen, Station, hash_key
from onetrip.ledger import events
from onetrip.ledger.refusals import Malformed, NotFound


def add_station(*, centre: str, kind: str, number: int, now: datetime, by: str, socket_port: int = 8765) -> Station:
    """Make a place with devices; one that is there already is given back as it is, with the new `socket_port`.

    Raises Malformed for a kind of place that does not exist.
    """
    if kind not in Station.Kind.values:
        raise Malformed(
            "station-kind",
            "位置只能是 check-in、kiosk、window、desk。",
            "A place is one of check-in, kiosk, window, desk.",
            field="kind",
        )
    with transaction.atomic():
        station, made = Station.objects.update_or_create(
            centre_id=centre, kind=kind, number=number, defaults={"socket_port": socket_port, "retired_at": None}
        )
        if made:
            _record(station, "add", now=now, by=by)
    return station


def give_key(*, centre: str, kind: str, number: int, now: datetime, by: str) -> str:
    """A new key for the bridge of a place, shown once; the key before it is void from now on. Raises NotFound."""
    key = secrets.token_urlsafe(32)
    with transaction.atomic():
        station = _find(centre, kind, number)
        station.key_hash, station.key_given_at = hash_key(key), now
        station.instance = station.rival_at = None
        station.save(update_fields=["key_hash", "key_given_at", "instance", "rival_at"])
        _record(station, "give-key", now=now, by=by)
    return key


def revoke_key(*, centre: str, kind: str, number: int, now: datetime, by: str) -> None:
    """The bridge of this place is not let in any more. Raises NotFound."""
    with transaction.atomic():
        station = _find(centre, kind, number)
        station.key_hash = station.key_given_at = station.instance = None
        station.save(update_fields=["key_hash", "key_given_at", "instance"])
        _record(station, "revoke-key", now=now, by=by)


def retire(*, centre: str, kind: str, number: int, now: datetime, by: str) -> None:
    """A place, or a screen of the hall, was carried away: nobody is sent to look for it any more, and its bridge is not let
    in. A place comes back with a new key, a screen when its page is opened. Raises NotFound."""
    with transaction.atomic():
        stations = Station.objects.filter(centre_id=centre, kind=kind, number=number, retired_at=None)
        places = stations.update(retired_at=now, key_hash=None, key_given_at=None, instance=None)
        screens, _ = Screen.objects.filter(device__centre_id=centre, device__kind=kind, device__number=number).delete()
        if not places and not screens:
            raise NotFound("station-unknown", "没有这个位置。", "There is no such place.")
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="device",
            thing_id=f"{kind}-{number}",
            verb="retire",
            public={"changed": True},
        )


def _find(centre: str, kind: str, number: int) -> Station:
    found = Station.objects.select_for_update().filter(centre_id=centre, kind=kind, number=number).first()
    if found is None:
        raise NotFound("station-unknown", "没有这个位置。", "There is no such place.")
    return found


def _record(station: Station, verb: str, *, now: datetime, by: str) -> None:
    events.record(
        now=now,
        centre=station.centre_id,
        actor=by,
        thing="device",
        thing_id=station.name,
        verb=verb,
        public={"changed": True},
    )
