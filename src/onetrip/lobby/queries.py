"""What can be asked about the hall. Every statement is bounded by centre and day, which is what the tables are indexed by."""

from __future__ import annotations

import statistics
import threading
import time as clock
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Case, Q, When

from onetrip.advice.models import Slip
from onetrip.advice.queries import HONOURED
from onetrip.centres.models import Centre, Duty, Window
from onetrip.ledger.refusals import NotFound
from onetrip.lobby.eta import memory, telling
from onetrip.lobby.models import Ticket, Visit, number_of
from onetrip.lobby.waiting import Pace, Wait, Waits, minutes_between, pace_of
from onetrip.lobby.whereabouts import HallOf, halls_by_window
from onetrip.walls.scope import everywhere, within

RECENT = 40
"""Finished numbers of the day that make the median."""

LAST_CALLED = 8
"""Calls that the display keeps showing beside the newest: two next to it, six in the list."""

_OPEN = (Ticket.State.CALLED, Ticket.State.SERVING)
_KEEP_SECONDS = 5.0
_lock = threading.Lock()
_paces: dict[str, tuple[float, date, Pace]] = {}
_waits: dict[str, tuple[float, date, Waits]] = {}
_window_ids: dict[tuple[str, int], int] = {}


@dataclass(frozen=True)
class Waiting:
    """Somebody in the queue, first come first; `minutes` from now until their call is likely, None: nobody can say.

    `for_window`: the number of the one window that they wait for.
    """

    id: uuid.UUID
    number: str
    reason: str
    has_slip: bool
    matters: int
    drawn_at: datetime
    minutes: int | None
    for_window: int | None = None
    appointment_at: datetime | None = None


@dataclass(frozen=True)
class Called:
    """A number at a window: called, or being served since `since`."""

    id: uuid.UUID
    number: str
    window: int
    state: str
    calls: int
    since: datetime


@dataclass(frozen=True)
class WindowNow:
    """A window of the centre: who works there (`account_id`, None: nobody), paused why, and the number at it."""

    id: int
    number: int
    is_low_counter: bool
    is_tidal: bool
    account_id: int | None
    clerk: str
    clerk_en: str
    paused: str
    ticket: Called | None

    @property
    def is_open(self) -> bool:
        """Whether this window calls."""
        return self.account_id is not None and not self.paused


@dataclass(frozen=True)
class Hall:
    """The hall at one moment; `wait` is what somebody would be told who drew a number now."""

    waiting: tuple[Waiting, ...]
    called: tuple[Called, ...]
    windows: tuple[WindowNow, ...]
    pace: Pace
    wait: Wait | None

    @property
    def estimate_minutes(self) -> int | None:
        """The likely wait of somebody who drew a number now."""
        return self.wait.likely if self.wait else None


@dataclass(frozen=True)
class Display:
    """What the lobby display shows: who is called and the last calls, newest first, and how many wait how long."""

    calls: tuple[Called, ...]
    waiting: int
    wait: Wait | None


@dataclass(frozen=True)
class Place:
    """Where a ticket stands: how many are ahead and how long that is, while it waits; else its state and window, with the
    hall of that window where the centre has several."""

    ticket: Ticket
    ahead: int | None
    wait: Wait | None
    window: int | None
    hall: HallOf | None


def forget() -> None:
    """Drop what is kept in memory (between tests, or after a change that cannot wait five seconds)."""
    with _lock:
        _paces.clear()
        _waits.clear()
        _window_ids.clear()
    memory.forget()


def window_id(centre: str, number: int) -> int:
    """The id of a window, which never changes, by its number in the centre. Raises NotFound."""
    known = _window_ids.get((centre, number))
    if known is not None:
        return known
    found = Window.objects.filter(centre_id=centre, number=number).values_list("pk", flat=True).first()
    if found is None:
        raise NotFound("window-unknown", f"没有 {number} 号窗口。", f"There is no window {number}.")
    with _lock:
        _window_ids[(centre, number)] = found
    return found


def window_number(ticket: Ticket) -> int | None:
    """The number of the window a ticket is or was last at; without a statement for one that has just been moved."""
    if ticket.window_id is None:
        return None
    known: int | None = getattr(ticket, "window_number", None)
    return ticket.window.number if known is None and ticket.window else known


def pace(centre: Centre, now: datetime) -> Pace:
    """How fast the hall of `centre` works today, at most five seconds old."""
    day = centre.day_of(now)
    kept = _paces.get(centre.code)
    if kept and kept[0] > clock.monotonic() and kept[1] == day:
        return kept[2]
    served = Ticket.objects.filter(centre=centre, day=day, state=Ticket.State.DONE, started_at__isnull=False)
    recent = served.order_by("-called_at").values_list("started_at", "finished_at")[:RECENT]
    with within(centre.code):  # what is kept for everybody must not depend on who asked first
        minutes = [minutes_between(started, finished) for started, finished in recent if started and finished]
    windows = Duty.objects.filter(window__centre=centre, ended=None, paused="").count()
    value = pace_of(minutes, windows)
    if windows:  # an empty hall is asked anew: the first window to open changes what every screen says
        with _lock:
            _paces[centre.code] = (clock.monotonic() + _KEEP_SECONDS, day, value)
    return value


def waits(centre: Centre, now: datetime) -> Waits:
    """What is told to who comes now, and to everybody in line; at most five seconds old."""
    day = centre.day_of(now)
    kept = _waits.get(centre.code)
    if kept and kept[0] > clock.monotonic() and kept[1] == day:
        return kept[2]
    with within(centre.code):  # as in `pace`
        value = telling.waits_now(centre, waiting_count(centre, now), pace(centre, now), now)
    if value.table:  # see `pace`
        with _lock:
            _waits[centre.code] = (clock.monotonic() + _KEEP_SECONDS, day, value)
    return value


def open_ticket(window_id: int) -> Ticket | None:
    """The ticket that is called to or served at this window."""
    return Ticket.objects.select_related("visit").filter(window_id=window_id, state__in=_OPEN).first()


def open_ticket_of(centre: str, day: date, slip_id: uuid.UUID | None, resident_id: uuid.UUID | None) -> Ticket | None:
    """The number with which somebody is in this hall already who shows this slip or this ID card: that of the slip, else
    the first one of the resident. None: none, or nothing was shown."""
    here = Ticket.objects.filter(visit__centre_id=centre, visit__day=day, visit__finished_at=None)
    if slip_id is not None:
        with_slip = here.filter(visit__slip_id=slip_id).first()
        if with_slip is not None:
            return with_slip
        with everywhere(HONOURED):
            slips = Slip.objects.filter(pk=slip_id)
            resident_id = resident_id or slips.values_list("resident_id", flat=True).first()
    return here.filter(visit__resident_id=resident_id).order_by("drawn_at").first() if resident_id else None


def ticket(ticket_id: uuid.UUID) -> Ticket:
    """The ticket with its visit and window. Raises NotFound."""
    rows = Ticket.objects.select_related("visit", "window", "for_window", "centre")
    with everywhere("a number is found by the paper of whoever holds it; callers look at its centre"):
        found = rows.filter(pk=ticket_id).first()
    if found is None:
        raise NotFound(
            "ticket-unknown",
            "没有这个号，可能是前几天的。请重新取号。",
            "There is no such ticket; it may be an old one. Please draw a number.",
        )
    return found


def accepted_with(slip_id: uuid.UUID) -> frozenset[str]:
    """The matters accepted so far in all visits with this slip."""
    lists = Visit.objects.filter(slip_id=slip_id).values_list("accepted", flat=True)
    with everywhere(HONOURED):
        return frozenset(matter for accepted in lists for matter in accepted)


def ahead(ticket_id: uuid.UUID) -> int | None:
    """How many are called before this ticket; None when it is not waiting. Raises NotFound."""
    found = ticket(ticket_id)
    return ahead_of(found) if found.state == Ticket.State.WAITING else None


def ahead_of(ticket: Ticket) -> int | None:
    """How many are called before this ticket, also one that is only about to enter the queue; None once it does not wait.

    Whose paper is just coming out counts: a moment later they wait, at the place of the moment at which they drew.
    """
    if ticket.state not in (Ticket.State.WAITING, Ticket.State.UNISSUED):
        return None
    earlier = (
        Q(queue_at__lt=ticket.queue_at)
        | Q(queue_at=ticket.queue_at, serial__lt=ticket.serial)
        | Q(queue_at=ticket.queue_at, serial=ticket.serial, prefix__lt=ticket.prefix)
    )
    coming = Q(state=Ticket.State.WAITING) | Q(state=Ticket.State.UNISSUED, paper=Ticket.Paper.PRINTING)
    return Ticket.objects.filter(earlier, coming, centre_id=ticket.centre_id, day=ticket.day).count()


def place(ticket_id: uuid.UUID, now: datetime) -> Place:
    """Where this ticket stands, for the resident's waiting page. Raises NotFound."""
    found = ticket(ticket_id)
    before = ahead_of(found) if found.state == Ticket.State.WAITING else None
    wait = None if before is None else waits(found.centre, now).behind(before)
    window = found.window.number if found.window else None
    hall = None if window is None else halls_by_window(found.centre_id).get(window)
    return Place(found, before, wait, window, hall)


def hall(centre: Centre, now: datetime) -> Hall:
    """Who waits, who is at which window, and how long it takes."""
    day = centre.day_of(now)
    told = waits(centre, now)
    waiting = tuple(
        Waiting(
            pk, number_of(prefix, serial), reason, slip, matters, drawn_at, _minutes(before, told), window, booked_for
        )
        for before, (pk, prefix, serial, reason, slip, matters, drawn_at, window, booked_for) in enumerate(
            _rows(_QUEUE, [centre.code, day])
        )
    )
    windows = tuple(_window(row) for row in _rows(_WINDOWS, [day, centre.code]))
    called = sorted((one.ticket for one in windows if one.ticket), key=lambda ticket: ticket.since, reverse=True)
    return Hall(waiting, tuple(called), windows, told.pace, told.behind(len(waiting)))


def display(centre: Centre, now: datetime, windows: tuple[int, ...] = ()) -> Display:
    """Who is being called to these `windows` (none: all), and then the last calls of today whatever became of them since,
    each newest first by when it was last said aloud; and the queue."""
    day = centre.day_of(now)
    called = Ticket.objects.filter(centre=centre, day=day, announced_at__isnull=False, window__isnull=False)
    calls = (
        (called.filter(window__number__in=windows) if windows else called)
        .order_by(Case(When(state=Ticket.State.CALLED, then=0), default=1), "-announced_at")
        .values_list("id", "prefix", "serial", "window__number", "state", "calls", "announced_at")[: LAST_CALLED + 1]
    )
    waiting = waiting_count(centre, now)
    return Display(
        tuple(
            Called(pk, number_of(prefix, serial), window, state, times, announced_at)
            for pk, prefix, serial, window, state, times, announced_at in calls
            if announced_at is not None
        ),
        waiting,
        waits(centre, now).behind(waiting),
    )


def waiting_count(centre: Centre, now: datetime) -> int:
    """How many wait at this moment."""
    return Ticket.objects.filter(centre=centre, day=centre.day_of(now), state=Ticket.State.WAITING).count()


def missed(centre: Centre, now: datetime) -> list[Ticket]:
    """The numbers of today that were called in vain and may come back, latest first."""
    return list(
        Ticket.objects.filter(centre=centre, day=centre.day_of(now), state=Ticket.State.MISSED).order_by("-called_at")
    )


@dataclass(frozen=True)
class EstimateErrors:
    """How the waits told on a day came true: the median difference in minutes, over `tickets`; None without any."""

    tickets: int
    median_minutes: float | None


def estimate_errors(centre: Centre, day: date) -> EstimateErrors:
    """The wait told when each number of `day` was drawn, against the wait that it was."""
    told = Ticket.objects.filter(centre=centre, day=day, first_called_at__isnull=False, estimate_minutes__isnull=False)
    errors = [
        abs(minutes_between(drawn, called) - minutes)
        for minutes, drawn, called in told.values_list("estimate_minutes", "drawn_at", "first_called_at")
        if called is not None and minutes is not None
    ]
    return EstimateErrors(len(errors), statistics.median(errors) if errors else None)


# Every window asks for the hall whenever something in it changes: two statements, whatever the number of people.
_QUEUE = """
SELECT ticket.id, ticket.prefix, ticket.serial, ticket.reason, visit.slip_id IS NOT NULL,
       jsonb_array_length(visit.wanted), ticket.drawn_at, sent.number, ticket.appointment_at
FROM lobby_ticket ticket JOIN lobby_visit visit ON visit.id = ticket.visit_id
LEFT JOIN centres_window sent ON sent.id = ticket.for_window_id
WHERE ticket.centre_id = %s AND ticket.day = %s AND ticket.state = 'waiting'
ORDER BY ticket.queue_at, ticket.serial, ticket.prefix
"""

_WINDOWS = """
SELECT place.id, place.number, place.is_low_counter, place.is_tidal, duty.account_id, account.name, account.name_en,
       duty.paused, ticket.id, ticket.prefix, ticket.serial, ticket.state, ticket.calls,
       coalesce(ticket.started_at, ticket.called_at)
FROM centres_window place
LEFT JOIN centres_duty duty ON duty.window_id = place.id AND duty.ended IS NULL
LEFT JOIN staff_account account ON account.id = duty.account_id
LEFT JOIN lobby_ticket ticket
       ON ticket.window_id = place.id AND ticket.state IN ('called', 'serving') AND ticket.day = %s
WHERE place.centre_id = %s
ORDER BY place.number
"""


def _rows(sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def _window(row: tuple[Any, ...]) -> WindowNow:
    pk, number, low, tidal, account_id, clerk, clerk_en, paused, ticket_id, prefix, serial, state, calls, since = row
    ticket = None if ticket_id is None else Called(ticket_id, number_of(prefix, serial), number, state, calls, since)
    return WindowNow(pk, number, low, tidal, account_id, clerk or "", clerk_en or "", paused or "", ticket)


def _minutes(before: int, told: Waits) -> int | None:
    wait = told.behind(before)
    return wait.likely if wait else None
