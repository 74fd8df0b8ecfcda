"""What a centre has on record of a period, as the arrays that the fitting reads: five statements, and nobody's name in any.

Of people the statements ask for moments, the matter and the priority; a clerk is a number that is dealt out anew each time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np
from django.db import connection, transaction

from onetrip.centres.opening import hours_on
from onetrip.centres.queries import Settled
from onetrip.kiosk.usage import FINISHED
from onetrip.rehearsal.daykinds import kind_of, since_reopening
from onetrip.simulation.fitting.lived import Fate, Lived, LivedDay
from onetrip.simulation.hall.plans import WindowShift

_MINUTES = "extract(epoch FROM {} - (ticket.day + time '00:00') AT TIME ZONE %(zone)s) / 60.0"

_VISITS = f"""
SELECT ticket.day, ({_MINUTES.format("ticket.drawn_at")})::float, ({_MINUTES.format("ticket.first_called_at")})::float,
       ({_MINUTES.format("ticket.finished_at")})::float, coalesce(visit.accepted->>0, visit.wanted->>0, ''),
       coalesce(ticket.served_by_id, -1), ticket.state, ticket.credit_minutes,
       ({_MINUTES.format("ticket.appointment_at")})::float, coalesce(place.number, 0)
FROM lobby_ticket ticket JOIN lobby_visit visit ON visit.id = ticket.visit_id
LEFT JOIN centres_window place ON place.id = ticket.window_id
WHERE ticket.centre_id = %(centre)s AND ticket.day >= %(first)s AND ticket.day <= %(last)s
  AND ticket.state IN ('done', 'left', 'missed')
"""  # noqa: S608 -- put together from words of this file

_DUTIES = """
SELECT place.number, duty.account_id, duty.began, duty.ended FROM centres_duty duty
JOIN centres_window place ON place.id = duty.window_id
WHERE place.centre_id = %(centre)s AND duty.began >= %(begins)s AND duty.began < %(ends)s AND duty.ended IS NOT NULL
ORDER BY duty.began, place.number
"""

_STAYS = """
SELECT began_at, extract(epoch FROM seen_at - began_at)::float / 60.0, step FROM kiosk_stay
WHERE centre_id = %(centre)s AND began_at >= %(begins)s AND began_at < %(ends)s AND ended_at IS NOT NULL
  AND kiosk_id IS NOT NULL AND step <> ''
"""
"""A stay without a step is somebody who touched the screen and went."""

_BOOKINGS = """
SELECT day, count(*) FILTER (WHERE state = 'arrived'), count(*) FROM appointments_appointment
WHERE centre_id = %(centre)s AND day >= %(first)s AND day <= %(last)s AND state IN ('arrived', 'missed')
GROUP BY day
"""


@dataclass(frozen=True)
class _Doors:
    """When the doors open and close on a day, in minutes since midnight."""

    opens: float
    closes: float


def read(place: Settled, first: date, last: date) -> Lived:
    """Everything from `first` to `last` (both counted) on days on which somebody came or worked."""
    given = {
        "centre": place.centre.code,
        "zone": place.centre.time_zone,
        "first": first,
        "last": last,
        "begins": datetime.combine(first, datetime.min.time(), tzinfo=place.centre.zone),
        "ends": datetime.combine(last + timedelta(days=1), datetime.min.time(), tzinfo=place.centre.zone),
    }
    visits, duties = _asked(_VISITS, given), _asked(_DUTIES, given)
    stays, bookings = _asked(_STAYS, given), {day: (came, of) for day, came, of in _asked(_BOOKINGS, given)}
    zone = place.centre.zone
    worked = {began.astimezone(zone).date() for _, _, began, _ in duties}
    dates = sorted({row[0] for row in visits} | worked)
    doors = [_doors(place, day) for day in dates]
    clerk_of = {account: number for number, account in enumerate(sorted({row[5] for row in visits} - {-1}))}
    shifts = _shifts(place, dates, doors, duties, visits, clerk_of)
    days = tuple(
        LivedDay(
            day,
            kind_of(place.calendar, day),
            door.closes - door.opens,
            since,
            tuple(shift for shift, _ in shifts.get(day, [])),
            tuple(clerk for _, clerk in shifts.get(day, [])),
            booked=bookings.get(day, (0, 0))[1],
            came=bookings.get(day, (0, 0))[0],
        )
        for day, door, since in zip(dates, doors, since_reopening(dates), strict=True)
    )
    return _arrays(days, doors, visits, clerk_of, _kiosks(place, dates, doors, stays))


def _asked(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    """The rows of a statement. A whole year is read, so that row by row is never the way to join it; where statistics are
    older than the rows (a past written a moment ago) the planner would think otherwise, for half a minute."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(statement, given)
        found = list(cursor.fetchall())
        cursor.execute("SET LOCAL enable_nestloop = on")
        return found


def _doors(place: Settled, day: date) -> _Doors:
    """As the calendar of opening has them; a day that was closed by it and yet lived through counts from half past eight."""
    stretches = hours_on(place.hours, place.calendar, day)
    if not stretches:
        return _Doors(510.0, 990.0)
    opens, closes = stretches[0].opens, stretches[-1].closes
    return _Doors(opens.hour * 60.0 + opens.minute, closes.hour * 60.0 + closes.minute)


def _arrays(
    days: tuple[LivedDay, ...],
    doors: Sequence[_Doors],
    visits: Sequence[tuple[Any, ...]],
    clerk_of: dict[int, int],
    kiosks: tuple[list[int], list[float], list[bool]],
) -> Lived:
    number = {day.day: place for place, day in enumerate(days)}
    matters = sorted({row[4] for row in visits})
    matter_of = {matter: place for place, matter in enumerate(matters)}
    day = np.array([number[row[0]] for row in visits], np.int64)
    opens = np.array([door.opens for door in doors])[day] if len(day) else np.empty(0)
    closes = np.array([door.closes for door in doors])[day] if len(day) else np.empty(0)
    arrived, called, ended, booked = (_floats(row[place] for row in visits) for place in (1, 2, 3, 8))
    done = np.array([row[6] == "done" for row in visits], np.bool_)
    unseen = ~done & (~np.isnan(called) | ~(ended < closes))
    # Whoever was let go of when the day was closed had gone at some moment before; that is all that is known of them.
    until = np.where(unseen & np.isnan(called), ended, called)
    fate = np.where(done, Fate.SERVED, np.where(unseen, Fate.MISSED, Fate.LEFT))
    return Lived(
        days,
        tuple(matters),
        day,
        arrived - opens,
        until - opens,
        ended - opens,
        np.array([matter_of[row[4]] for row in visits], np.int64),
        np.array([clerk_of.get(row[5], -1) for row in visits], np.int64),
        fate.astype(np.int64),
        np.array([float(row[7]) for row in visits], np.float64),
        booked - opens,
        np.full(len(visits), np.nan),
        np.array(kiosks[0], np.int64),
        np.array(kiosks[1], np.float64),
        np.array(kiosks[2], np.bool_),
    )


def _floats(values: Iterable[float | None]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([np.nan if value is None else value for value in values], np.float64)


def _kiosks(
    place: Settled, dates: Sequence[date], doors: Sequence[_Doors], stays: Sequence[tuple[Any, ...]]
) -> tuple[list[int], list[float], list[bool]]:
    """Stays that began while the doors of the hall were open: the others send nobody to a window."""
    number = {day: index for index, day in enumerate(dates)}
    found: tuple[list[int], list[float], list[bool]] = ([], [], [])
    for began, minutes, step in stays:
        local = began.astimezone(place.centre.zone)
        index = number.get(local.date())
        at = local.hour * 60 + local.minute
        if index is not None and doors[index].opens <= at < doors[index].closes:
            found[0].append(index)
            found[1].append(minutes)
            found[2].append(step not in FINISHED)
    return found


def _shifts(
    place: Settled,
    dates: Sequence[date],
    doors: Sequence[_Doors],
    duties: Sequence[tuple[Any, ...]],
    visits: Sequence[tuple[Any, ...]],
    clerk_of: dict[int, int],
) -> dict[date, list[tuple[WindowShift, int]]]:
    """Who worked at which window when; a day of which no duty is on record has its windows from the first call to the last
    end at each."""
    opens = {day: door.opens for day, door in zip(dates, doors, strict=True)}
    found: dict[date, list[tuple[WindowShift, int]]] = defaultdict(list)
    for window, account, began, ended in duties:
        start, stop = began.astimezone(place.centre.zone), ended.astimezone(place.centre.zone)
        day = start.date()
        begins, minutes = start.hour * 60 + start.minute + start.second / 60, (stop - start).total_seconds() / 60
        if minutes > 0:
            shift = WindowShift(window, begins - opens[day], begins - opens[day] + minutes)
            found[day].append((shift, clerk_of.get(account, -1)))
    seen: dict[tuple[date, int], list[tuple[float, float, int]]] = defaultdict(list)
    for row in visits:
        if row[6] == "done" and row[2] is not None and row[9] and row[0] not in found:
            seen[row[0], row[9]].append((row[2], row[3], row[5]))
    for (day, window), served in seen.items():
        shift = WindowShift(window, min(served)[0] - opens[day], max(ended for _, ended, _ in served) - opens[day])
        found[day].append((shift, clerk_of.get(served[0][2], -1)))
    return {day: _one_at_a_time(of_day) for day, of_day in found.items()}


def _one_at_a_time(shifts: list[tuple[WindowShift, int]]) -> list[tuple[WindowShift, int]]:
    """Nobody calls at a window at which somebody else has begun since: where two were signed in there, the later counts."""
    kept: list[tuple[WindowShift, int]] = []
    begun: dict[int, float] = {}
    for shift, clerk in sorted(shifts, key=lambda one: (one[0].opens, one[0].window), reverse=True):
        closes = min(shift.closes, begun.get(shift.window, shift.closes))
        begun[shift.window] = min(shift.opens, begun.get(shift.window, shift.opens))
        if shift.opens < closes:
            kept.append((replace(shift, closes=closes), clerk))
    return kept[::-1]
