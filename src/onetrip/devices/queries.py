"""What can be asked about devices."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, QuerySet

from onetrip.bridge.states import PRINTERS, REASON_OF_STATE, WORKS, PartKind, PartState, Reason
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
    return station_at(device.centre_id, device.kind, device.number)


def station_at(centre: str, kind: str, number: int) -> Station | None:
    """The place of this kind and number, while it is in use."""
    return Station.objects.filter(centre_id=centre, kind=kind, number=number, retired_at=None).first()


def has_bridges() -> bool:
    """Whether the house has any place whose bridge may fetch papers."""
    return Station.objects.filter(key_hash__isnull=False).exists()


def printer_at(centre: str, kind: str, number: int, now: datetime, *, prints: str = PartKind.ESCPOS) -> Printer | None:
    """The printer of a place for this sort of paper (`PartKind`): one that works, else the first; None: it has none."""
    found = _printers(centre, now, prints, kind=kind, number=number)
    return next((one for one in found if one.trouble is None), found[0] if found else None)


def printer_for(account: Account, centre: str, now: datetime, *, prints: str = PartKind.ESCPOS) -> Printer | None:
    """The printer nearest to somebody who works here, for a paper that names a person: of their window, else of the front
    desk, else of another window, behind which a colleague stands; None: there is none, and the browser prints."""
    duty = duty_of(account.pk)
    near = printer_at(centre, Station.Kind.WINDOW, duty.window.number, now, prints=prints) if duty else None
    desk = printer_at(centre, Station.Kind.DESK, 1, now, prints=prints)
    known = [one for one in (near, desk) if one is not None]
    working = [one for one in known if one.trouble is None] or [
        one for one in other_printers(centre, None, now, prints=prints) if one.place == Station.Kind.WINDOW
    ]
    return next(iter([*working, *known]), None)


def printer_in_the_hall(centre: str, now: datetime, *, prints: str = PartKind.ESCPOS) -> Printer | None:
    """A ticket machine that would print: its paper lies in the open, so somebody has to choose it and go there at once."""
    found = other_printers(centre, None, now, prints=prints)
    return next((one for one in found if one.place == Station.Kind.CHECK_IN), None)


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
    part = _in_use().filter(pk=printer_id, station__centre_id=centre).first()
    return _printer(part, now) if part is not None and part.is_printer else None


def printers(centre: str, now: datetime) -> list[Printer]:
    """Every printer of the centre that is in use, whether it would print or not; one statement."""
    found = _in_use().filter(station__centre_id=centre, kind__in=[kind.value for kind in PRINTERS])
    return [_printer(part, now) for part in found.order_by("station__kind", "station__number", "name")]


def stations(centre: str) -> list[Station]:
    """Every place with devices of the centre with its parts, in their order, those in use; two statements."""
    parts = Prefetch("parts", queryset=Part.objects.filter(retired_at=None).order_by("name"))
    return list(
        Station.objects.filter(centre_id=centre, retired_at=None)
        .select_related("centre")
        .prefetch_related(parts)
        .order_by("kind", "number")
    )


def not_working(centre: str, kind: str, now: datetime) -> dict[int, frozenset[PartKind]]:
    """By the number of each place of this kind the sorts of device that were set up there and of which none works now:
    nothing does while its bridge is silent, and no camera while its page is. Two statements."""
    showing = {
        screen.device.number for screen in screens(centre) if screen.device.kind == kind and screen.is_heard(now)
    }
    known: dict[int, set[PartKind]] = {}
    well: dict[int, set[PartKind]] = {}
    for part in _in_use().filter(station__centre_id=centre, station__kind=kind):
        number, sort = part.station.number, PartKind(part.kind)
        known.setdefault(number, set()).add(sort)
        is_heard = number in showing if sort is PartKind.CAMERA else part.station.is_heard(now)
        if is_heard and part.state in WORKS:
            well.setdefault(number, set()).add(sort)
    return {number: frozenset(sorts - well.get(number, set())) for number, sorts in known.items()}


def screens(centre: str) -> list[Screen]:
    """The machines of the centre whose page was ever heard, in their order."""
    found = Screen.objects.filter(device__centre_id=centre).select_related("device")
    return list(found.order_by("device__kind", "device__number"))


def latest_jobs(kind: str, references: Iterable[str], since: datetime | None = None) -> dict[str, PrintJob]:
    """The newest job for each reference that has one (asked for since then); one statement, one row each."""
    rows = PrintJob.objects.filter(kind=kind, reference__in=list(references)).select_related("printer__station")
    if since is not None:
        rows = rows.filter(asked_at__gte=since)
    return {job.reference: job for job in rows.order_by("reference", "-asked_at").distinct("reference")}


def latest_job(kind: str, reference: uuid.UUID | str) -> PrintJob | None:
    """The newest job for this reference, with its printer and place."""
    return latest_jobs(kind, [str(reference)]).get(str(reference))


def unhappy_jobs(centre: str, since: datetime) -> list[PrintJob]:
    """The papers since then that did not come out, or of which nobody knows, latest first; at most twenty."""
    rows = PrintJob.objects.filter(centre_id=centre, asked_at__gte=since, state__in=["failed", "unknown"])
    return list(rows.select_related("printer__station").order_by("-asked_at")[:20])


def _in_use() -> QuerySet[Part]:
    return Part.objects.select_related("station").filter(retired_at=None, station__retired_at=None)


def _printers(centre: str, now: datetime, prints: str, **place: object) -> list[Printer]:
    at = {f"station__{name}": value for name, value in place.items()}
    rows = _in_use().filter(station__centre_id=centre, kind=prints, **at)
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
