"""What can be asked about devices."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch

from onetrip.bridge.states import REASON_OF_STATE, WORKS, PartKind, PartState, Reason
from onetrip.centres.queries import duty_of
from onetrip.devices.models import Part, PrintJob, Screen, Station, hash_key
from onetrip.devices.words import place_in_words
from onetrip.rules import Text
from onetrip.staff.models import Account


@dataclass(frozen=True)
class Printer:
    """A printer as somebody sees it who wants a paper: where it stands, and whether it would print now.

    `trouble` says why it would not, with the moment since when; None: it would.
    """

    id: int
    centre: str
    station: str
    kind: str
    place: str
    number: int
    trouble: Reason | None
    since: datetime

    @property
    def where(self) -> Text:
        """Where it stands, in words."""
        return place_in_words(self.place, self.number)


def station_of_key(key: str) -> Station | None:
    """The place whose bridge has this key."""
    return Station.objects.filter(key_hash=hash_key(key)).first()


def station_of_account(account: Account) -> Station | None:
    """The place that a signed-in machine stands at; None for people, and for machines without devices."""
    device = getattr(account, "device", None)
    if device is None:
        return None
    return Station.objects.filter(centre_id=device.centre_id, kind=device.kind, number=device.number).first()


def has_bridges() -> bool:
    """Whether the house has any place whose bridge may fetch papers."""
    return Station.objects.filter(key_hash__isnull=False).exists()


def printer_at(centre: str, kind: str, number: int, now: datetime, *, prints: str = PartKind.ESCPOS) -> Printer | None:
    """The printer of a place for this sort of paper (`PartKind`): one that works, else the first; None: it has none."""
    found = _printers(centre, now, prints, kind=kind, number=number)
    return next((one for one in found if one.trouble is None), found[0] if found else None)


def printer_for(account: Account, centre: str, now: datetime, *, prints: str = PartKind.ESCPOS) -> Printer | None:
    """The printer nearest to somebody who works here: of their window, else of the front desk, else any of the hall that
    would print; None: there is none, and the browser prints."""
    duty = duty_of(account.pk)
    near = printer_at(centre, Station.Kind.WINDOW, duty.window.number, now, prints=prints) if duty else None
    desk = printer_at(centre, Station.Kind.DESK, 1, now, prints=prints)
    known = [one for one in (near, desk) if one is not None]
    working = [one for one in known if one.trouble is None] or other_printers(centre, None, now, prints=prints)
    return next(iter([*working, *known]), None)


def other_printers(centre: str, not_this: int | None, now: datetime, *, prints: str = PartKind.ESCPOS) -> list[Printer]:
    """The printers of the hall that would print now, those of the front desk first, then ticket machines, then windows.

    Kiosks are left out: somebody may be standing at one with papers of their own in it.
    """
    order = [Station.Kind.DESK.value, Station.Kind.CHECK_IN.value, Station.Kind.WINDOW.value]
    found = [
        one
        for one in _printers(centre, now, prints)
        if one.trouble is None and one.id != not_this and one.place in order
    ]
    return sorted(found, key=lambda one: (order.index(one.place), one.number))


def printer(centre: str, printer_id: int, now: datetime) -> Printer | None:
    """One printer of this centre."""
    part = Part.objects.select_related("station").filter(pk=printer_id, station__centre_id=centre).first()
    return _printer(part, now) if part is not None and part.is_printer else None


def stations(centre: str) -> list[Station]:
    """Every place with devices of the centre with its parts, in their order; two statements."""
    parts = Prefetch("parts", queryset=Part.objects.order_by("name"))
    return list(
        Station.objects.filter(centre_id=centre)
        .select_related("centre")
        .prefetch_related(parts)
        .order_by("kind", "number")
    )


def working(centre: str, kind: str, number: int, now: datetime) -> frozenset[PartKind]:
    """The sorts of device that work at a place now: what a machine lacks it must not offer. Nothing while its bridge is
    silent, but for the camera, which its page speaks for."""
    station = Station.objects.filter(centre_id=centre, kind=kind, number=number).first()
    if station is None:
        return frozenset()
    is_heard = station.is_heard(now)
    found = Part.objects.filter(station=station, state__in=[state.value for state in WORKS])
    kinds = (PartKind(kind) for kind in found.values_list("kind", flat=True))
    return frozenset(kind for kind in kinds if is_heard or kind is PartKind.CAMERA)


def screens(centre: str) -> list[Screen]:
    """The machines of the centre whose page was ever heard, in their order."""
    found = Screen.objects.filter(device__centre_id=centre).select_related("device")
    return list(found.order_by("device__kind", "device__number"))


def latest_jobs(kind: str, references: Iterable[str]) -> dict[str, PrintJob]:
    """The newest job for each reference that has one; one statement."""
    rows = PrintJob.objects.filter(kind=kind, reference__in=list(references)).select_related("printer__station")
    return {job.reference: job for job in rows.order_by("asked_at")}


def latest_job(kind: str, reference: uuid.UUID | str) -> PrintJob | None:
    """The newest job for this reference, with its printer and place."""
    return latest_jobs(kind, [str(reference)]).get(str(reference))


def unhappy_jobs(centre: str, since: datetime) -> list[PrintJob]:
    """The papers since then that did not come out, or of which nobody knows, latest first; at most twenty."""
    rows = PrintJob.objects.filter(centre_id=centre, asked_at__gte=since, state__in=["failed", "unknown"])
    return list(rows.select_related("printer__station").order_by("-asked_at")[:20])


def _printers(centre: str, now: datetime, prints: str, **place: object) -> list[Printer]:
    at = {f"station__{name}": value for name, value in place.items()}
    rows = Part.objects.select_related("station").filter(station__centre_id=centre, kind=prints, **at)
    return [_printer(part, now) for part in rows.order_by("station__kind", "station__number", "name")]


def _printer(part: Part, now: datetime) -> Printer:
    station = part.station
    trouble, since = trouble_of(part, station, now)
    return Printer(
        part.pk, station.centre_id, station.name, part.kind, station.kind, station.number, trouble, since or now
    )


def trouble_of(part: Part, station: Station, now: datetime) -> tuple[Reason | None, datetime | None]:
    """Why this printer would not print, and since when; (None, None) when it would."""
    if not station.is_heard(now):
        return Reason.AWAY, station.seen_at
    if part.state in WORKS:
        return None, None
    return REASON_OF_STATE.get(PartState(part.state), Reason.FAULT), part.since
