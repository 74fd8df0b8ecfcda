"""A bridge says every two seconds that it is there and how its devices are. Only what changed is written down.

A beat carries no idempotency key: it says how things are, so that hearing it twice changes nothing, and a key for each
would be two million rows a day in a centre of fifty places.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from onetrip.bridge.states import OFFLINE_AFTER, PRINTERS, PartKind, PartState
from onetrip.devices.actions.sweeping import lost_with_its_bridge
from onetrip.devices.models import Part, PrintJob, Station
from onetrip.ledger import events
from onetrip.ledger.refusals import Refused

LONGEST_AGE = timedelta(days=2)
"""A bridge that says its printer has been like this for longer is believed this far."""

RETIRED_AFTER = timedelta(days=2)
"""A printer of which a bridge that is heard has not spoken for so long was taken away for good."""

_TELL_RIVAL_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Heard:
    """What a bridge says of one device; `seconds` since it has been so, by a clock that nobody can set."""

    name: str
    kind: PartKind
    state: PartState
    seconds: float
    detail: str = ""


@dataclass(frozen=True)
class Beat:
    """One word of a bridge. `clock`: what its own clock says, seconds since 1970. `fresh`: it has just started."""

    instance: uuid.UUID
    clock: float
    version: str
    fresh: bool
    parts: tuple[Heard, ...]


def beat(*, station: Station, said: Beat, now: datetime) -> int:
    """Note that the bridge of `station` is there and how its devices are; how many papers wait for it.

    Times are the house's: a bridge whose clock is wrong reports as rightly as any other. A bridge that has just started
    knows nothing of what it had in hand: what it had taken goes back into the queue, what it had sent may be printed.
    Raises Refused (409) while another process with the same key holds the place.
    """
    with transaction.atomic():
        if not _hold(station, said, now):
            held = None
        else:
            held = Station.objects.get(pk=station.pk)
            if held.lost_at is not None:
                _come_back(held, now)
            if said.fresh:
                lost_with_its_bridge(held, now=now)
            _note_parts(held, said.parts, now)
    if held is None:
        _tell_rival(station, now)
        raise Refused(
            "bridge-twice",
            "另一个桥正用着这把钥匙。一个位置只能开一个；要换机器，先停旧的。",
            "Another bridge is using this key. A place has one; to move it, stop the old one first.",
        )
    return PrintJob.objects.filter(printer__station=station, state=PrintJob.State.QUEUED).count()


def report_camera(*, station: Station, state: PartState, seconds: float, now: datetime) -> None:
    """A page at this place found its camera to be so; the camera is the page's, not the bridge's."""
    with transaction.atomic():
        Station.objects.select_for_update().get(pk=station.pk)
        _note(station, Heard("camera", PartKind.CAMERA, state, seconds), now)


def _hold(station: Station, said: Beat, now: datetime) -> bool:
    silent = Q(seen_at=None) | Q(seen_at__lt=now - timedelta(seconds=OFFLINE_AFTER))
    mine = Station.objects.filter(pk=station.pk).filter(Q(instance=None) | Q(instance=said.instance) | silent)
    skew = said.clock - now.timestamp()
    return bool(mine.update(instance=said.instance, seen_at=now, skew_seconds=skew, version=said.version))


def _come_back(station: Station, now: datetime) -> None:
    Station.objects.filter(pk=station.pk).update(lost_at=None)
    _record(station, "", "back", "lost", "here", now=now, since=now)


def _note_parts(station: Station, parts: tuple[Heard, ...], now: datetime) -> None:
    known = {part.name: part for part in Part.objects.filter(station=station)}
    for said in parts:
        part = known.pop(said.name, None)
        if (
            part is None
            or (part.state, part.detail, part.kind) != (said.state, said.detail, said.kind)
            or part.retired_at
        ):
            _note(station, said, now)
    # What a bridge no longer speaks of was taken away; cameras are spoken of by pages. A printer that ever printed
    # stays, because its papers name it: it counts as gone, and after two days nobody is sent to look for it any more.
    for part in known.values():
        if part.kind in PRINTERS and part.state != PartState.AWAY:
            _note(station, Heard(part.name, PartKind(part.kind), PartState.AWAY, 0, "not configured"), now)
        elif part.kind in PRINTERS and part.retired_at is None and now - part.since > RETIRED_AFTER:
            Part.objects.filter(pk=part.pk).update(retired_at=now)
            _record(station, part.name, "retire", part.state, "", now=now, since=part.since)
        elif part.kind not in PRINTERS and part.kind != PartKind.CAMERA:
            part.delete()
            _record(station, part.name, "remove", part.state, "", now=now, since=now)


def _note(station: Station, said: Heard, now: datetime) -> None:
    since = now - min(timedelta(seconds=max(said.seconds, 0.0)), LONGEST_AGE)
    part = Part.objects.filter(station=station, name=said.name).first()
    before = part.state if part else ""
    if part is None:
        Part.objects.create(
            station=station, name=said.name, kind=said.kind, state=said.state, since=since, detail=said.detail
        )
    elif part.state == said.state:
        Part.objects.filter(pk=part.pk).update(detail=said.detail, kind=said.kind, retired_at=None)
        return
    else:
        Part.objects.filter(pk=part.pk).update(
            state=said.state, since=since, detail=said.detail, kind=said.kind, retired_at=None
        )
    _record(station, said.name, "report", before, said.state, now=now, since=since, detail=said.detail)


def _tell_rival(station: Station, now: datetime) -> None:
    with transaction.atomic():
        long_ago = Q(rival_at=None) | Q(rival_at__lt=now - _TELL_RIVAL_EVERY)
        if Station.objects.filter(pk=station.pk).filter(long_ago).update(rival_at=now):
            _record(station, "", "rival", "", "", now=now, since=now)


def _record(
    station: Station, part: str, verb: str, before: str, after: str, *, now: datetime, since: datetime, detail: str = ""
) -> None:
    events.record(
        now=now,
        centre=station.centre_id,
        actor=station.actor,
        thing="device",
        thing_id=f"{station.name}/{part}" if part else station.name,
        verb=verb,
        from_state=before,
        to_state=after,
        data={"since": since.isoformat(timespec="seconds"), "detail": detail},
        public={"changed": True},
    )
