"""A day of a centre comes to its end by itself, with an account of every number."""

from __future__ import annotations

import logging
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, OperationalError, transaction

from onetrip.centres.elsewhere import run_elsewhere
from onetrip.centres.opening import hours_on
from onetrip.centres.queries import Settled, codes, settled
from onetrip.days.accounts import Account, Number, account
from onetrip.days.models import DayAccount
from onetrip.ledger import events
from onetrip.ledger.refusals import Refused
from onetrip.lobby import actions as lobby
from onetrip.lobby.models import Ticket

log = logging.getLogger("onetrip.days")

QUIET = timedelta(minutes=30)
"""How long after closing, and after the last number was ended, a day is closed (example)."""
AT_THE_LATEST = time(3)
"""The hour of the next day at which whatever is still open is let go of (example): a night matter is a day of its own."""


def close_due(*, now: datetime, by: str) -> list[DayAccount]:
    """Close every day that is over, in every centre; the house asks once a minute. Days without a number need no account.

    Each centre for itself: what cannot be closed in one is logged, stays due, and keeps no other one open.
    """
    away = run_elsewhere()
    return [closed for code in codes() if code not in away for closed in _close_centre(code, now=now, by=by)]


def _close_centre(code: str, *, now: datetime, by: str) -> list[DayAccount]:
    closed = []
    try:
        place = settled(code)
        for day in _days_without_account(place, now):
            if is_over(place, day, now):
                closed.append(close_day(centre=code, day=day, now=now, by=by))
    except OperationalError:
        raise  # the database is away, for every centre
    except Refused as meanwhile:
        log.warning("%s is not closed yet: %s", code, meanwhile)
    except Exception:
        log.exception("%s could not be closed", code)
    return closed


def is_over(place: Settled, day: date, now: datetime) -> bool:
    """Whether the doors have been closed for a while and nobody is left of `day`, or the night has ended it."""
    centre = place.centre
    if centre.local(now) >= datetime.combine(day + timedelta(days=1), AT_THE_LATEST, tzinfo=centre.zone):
        return True
    if centre.numbers_at_any_hour:
        return False
    closes = closing(place, day)
    if closes is not None and now < closes + QUIET:
        return False
    of_the_day = Ticket.objects.filter(centre=centre, day=day)
    if of_the_day.exclude(state__in=_ENDED).exists():
        return False
    return not of_the_day.filter(finished_at__gt=now - QUIET).exists()


def close_day(*, centre: str, day: date, now: datetime, by: str) -> DayAccount:
    """Write the account of `day`; numbers that nobody ended are let go of first. The second who asks gets the first's.

    Raises Refused for a day that is not over while somebody is still in the hall.
    """
    known = DayAccount.objects.filter(centre_id=centre, day=day).first()
    if known is not None:
        return known
    place = settled(centre)
    left_open = Ticket.objects.filter(centre_id=centre, day=day).exclude(state__in=_ENDED).count()
    if day >= place.centre.day_of(now) and left_open:
        raise Refused(
            "people-in-the-hall",
            f"还有 {left_open} 位没办完，今天还不能日结。",
            f"{left_open} people are still in the hall: the day cannot be closed yet.",
        )
    if left_open:
        lobby.close_day(centre=centre, day=day, now=now, by=by)
    try:
        with transaction.atomic():
            return _write(place, day, left_open, now=now, by=by)
    except IntegrityError as error:
        if "day_account_once" not in str(error):
            raise
        return DayAccount.objects.get(centre_id=centre, day=day)


def closing(place: Settled, day: date) -> datetime | None:
    """When the doors close on `day`; None on a day without hours."""
    stretches = hours_on(place.hours, place.calendar, day)
    if not stretches:
        return None
    return datetime.combine(day, max(one.closes for one in stretches), tzinfo=place.centre.zone)


def _days_without_account(place: Settled, now: datetime) -> list[date]:
    """The days of the last month on which somebody drew a number and of which there is no account."""
    today = place.centre.day_of(now)
    done = DayAccount.objects.filter(centre=place.centre, day__gt=today - timedelta(days=31)).values("day")
    drawn = Ticket.objects.filter(centre=place.centre, day__gt=today - timedelta(days=31), day__lte=today)
    return list(drawn.exclude(day__in=done).order_by("day").values_list("day", flat=True).distinct())


def _write(place: Settled, day: date, left_open: int, *, now: datetime, by: str) -> DayAccount:
    numbers = [
        Number(
            number=ticket.number,
            state=ticket.state,
            outcome=ticket.visit.outcome,
            drawn_at=ticket.drawn_at,
            called_at=ticket.first_called_at or ticket.called_at,
            started_at=ticket.started_at,
            finished_at=ticket.finished_at,
            window=ticket.window.number if ticket.window else None,
            calls=ticket.calls,
        )
        for ticket in Ticket.objects.filter(centre=place.centre, day=day)
        .select_related("visit", "window")
        .order_by("prefix", "serial")
    ]
    written = DayAccount.objects.create(
        centre=place.centre,
        day=day,
        closed_at=now,
        closed_by=by,
        left_open=left_open,
        figures=_figures(account(numbers, closing(place, day))),
        lines=[_line(one) for one in numbers],
    )
    events.record(
        now=now,
        centre=place.centre.code,
        actor=by,
        thing="day",
        thing_id=day.isoformat(),
        verb="close",
        data={"drawn": len(numbers), "left_open": left_open},
    )
    return written


def _figures(found: Account) -> dict[str, object]:
    figures = asdict(found)
    figures["last_finished_at"] = _stamp(found.last_finished_at)
    figures["overtime"] = {str(window): minutes for window, minutes in found.overtime.items()}
    return figures


def _line(one: Number) -> dict[str, object]:
    return {
        "number": one.number,
        "state": one.state,
        "outcome": one.outcome,
        "window": one.window,
        "calls": one.calls,
        "drawn_at": _stamp(one.drawn_at),
        "called_at": _stamp(one.called_at),
        "finished_at": _stamp(one.finished_at),
    }


def _stamp(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")


_ENDED = (Ticket.State.DONE, Ticket.State.LEFT)
