"""The days of a hall out of its own records: numbers, duties at the windows, pauses. Bounded by centre and days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from django.db.models import Q

from onetrip.centres.models import Centre, Duty
from onetrip.ledger.models import Event
from onetrip.lobby.eta.numbers import Day, Drawn, day_of_numbers
from onetrip.lobby.models import Ticket

_TOLD = ("soonest_minutes", "estimate_minutes", "latest_minutes")
_MIDNIGHT_TO_MIDNIGHT = 24 * 60.0


def past_days(centre: Centre, first: date, before: date) -> list[Day]:
    """Every day with numbers from `first` until the day before `before`, in order."""
    span = _midnight(centre, first), _midnight(centre, before)
    numbers, windows = _numbers(centre, Q(day__gte=first, day__lt=before), *span), _windows(centre, *span)
    return [day_of_numbers(day, numbers[day], windows[day]) for day in sorted(numbers)]


def today(centre: Centre, now: datetime) -> Day:
    """The day that is going on, until `now`."""
    day = centre.day_of(now)
    span = _midnight(centre, day), now
    numbers, windows = _numbers(centre, Q(day=day), *span), _windows(centre, *span)
    return day_of_numbers(day, numbers[day], windows[day], now=_minute(now, _midnight(centre, day)))


def _numbers(centre: Centre, days: Q, first: datetime, before: datetime) -> dict[date, list[Drawn]]:
    """The numbers of some days, which lie between two moments. Whose paper failed does not stand in line."""
    found: dict[date, list[Drawn]] = defaultdict(list)
    rows = (
        Ticket.objects.filter(days, centre=centre)
        .exclude(state=Ticket.State.UNISSUED)
        .values_list("pk", "day", "drawn_at", "queue_at", "first_called_at", "finished_at", *_TOLD)
    )
    again = _in_line_again(centre, first, before)
    midnights: dict[date, datetime] = {}
    for key, day, drawn, queue_at, called, finished, *told in rows.iterator(chunk_size=5000):
        midnight = midnights.get(day) or midnights.setdefault(day, _midnight(centre, day))
        found[day].append(
            Drawn(
                _minute(drawn, midnight),
                _minute(queue_at, midnight),
                _minute(called, midnight) if called else None,
                _minute(finished, midnight) if finished and not called else None,
                (_told(told[0]), _told(told[1]), _told(told[2])),
                tuple(
                    (_minute(came, midnight), _minute(left, midnight) if left else None)
                    for came, left in again.get(str(key), ())
                    if called and came >= called  # before its first call a number waits as it was told, on hold or not
                ),
            )
        )
    return found


def _in_line_again(
    centre: Centre, first: datetime, before: datetime
) -> dict[str, list[tuple[datetime, datetime | None]]]:
    """Of each number that came back into line after a call: from when until when, None where nothing ended it."""
    waiting = Ticket.State.WAITING
    events = Event.objects.filter(centre=centre.code, thing="ticket", at__gte=first, at__lte=before)
    back = Q(to_state=waiting) & ~Q(from_state__in=("", waiting, Ticket.State.UNISSUED))
    out = Q(from_state=waiting, thing_id__in=events.filter(back).values("thing_id")) & ~Q(to_state=waiting)
    turns = events.filter(back | out).order_by("at", "pk").values_list("at", "thing_id", "to_state")
    found: dict[str, list[tuple[datetime, datetime | None]]] = defaultdict(list)
    for at, number, state in turns:
        if state == waiting:
            found[number].append((at, None))
        elif found[number]:
            found[number][-1] = (found[number][-1][0], at)
    return found


def _windows(centre: Centre, first: datetime, before: datetime) -> dict[date, list[tuple[float, int]]]:
    """On each day the moments at which a window begins (+1) or stops (-1) to call."""
    found: dict[date, list[tuple[float, int]]] = defaultdict(list)
    duties = Duty.objects.filter(Q(ended=None) | Q(ended__gt=first), window__centre=centre, began__lt=before)
    for began, ended in duties.values_list("began", "ended"):
        _add(centre, found, began, ended, 1)
    events = (
        Event.objects.filter(centre=centre.code, at__gte=first, at__lt=before, thing="window")
        .filter(verb__in=("pause", "resume", "leave"))
        .order_by("at", "pk")
        .values_list("at", "thing_id", "verb")
    )
    paused: dict[str, datetime] = {}
    for at, window, verb in events:
        if verb == "pause":
            paused.setdefault(window, at)
        elif window in paused:
            _add(centre, found, paused.pop(window), at, -1)
    for since in paused.values():
        _add(centre, found, since, None, -1)
    return found


def _add(
    centre: Centre, found: dict[date, list[tuple[float, int]]], began: datetime, ended: datetime | None, change: int
) -> None:
    """From `began` to `ended`, on the day on which it began; what nobody ended goes on until midnight."""
    day = centre.day_of(began)
    midnight = _midnight(centre, day)
    found[day].append((_minute(began, midnight), change))
    until = _minute(ended, midnight) if ended else _MIDNIGHT_TO_MIDNIGHT
    found[day].append((min(until, _MIDNIGHT_TO_MIDNIGHT), -change))


def _midnight(centre: Centre, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=centre.zone)


def _told(minutes: int | None) -> float:
    return float("nan") if minutes is None else float(minutes)


def _minute(at: datetime, midnight: datetime) -> float:
    return (at - midnight) / timedelta(minutes=1)


def cases_in(days: Iterable[Day]) -> int:
    """How many waits came true in them."""
    return sum(int((day.waits == day.waits).sum()) for day in days)
