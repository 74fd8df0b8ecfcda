"""A day of a centre comes to its end by itself, with an account of every number."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction

from onetrip.centres.elsewhere import in_each_centre
from onetrip.centres.queries import Settled, settled
from onetrip.days.accounts import Account, Number, Overtime, account
from onetrip.days.ending import ENDED, days_due, is_ended_by_night, is_over, open_until
from onetrip.days.models import DayAccount
from onetrip.ledger import events
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.lobby import actions as lobby
from onetrip.lobby.models import Ticket


def close_due(*, now: datetime, by: str) -> list[DayAccount]:
    """Close every day that is over, in every centre; the house asks once a minute. Days without a number need no account.

    With the night, whoever went home without leaving the window has left it.
    """

    def close(code: str) -> list[DayAccount]:
        place = settled(code)
        this_morning = datetime.combine(place.centre.day_of(now), time(), tzinfo=place.centre.zone)
        if is_ended_by_night(place, this_morning.date() - timedelta(days=1), now):
            lobby.end_forgotten_duties(centre=code, before=this_morning, now=now, by=by)
        over = [day for day in days_due(place, now) if is_over(place, day, now)]
        return [close_day(centre=code, day=day, now=now, by=by) for day in over]

    return [closed for of_one in in_each_centre("closing the day", close) for closed in of_one]


def close_earlier(*, centre: str, now: datetime, by: str) -> list[DayAccount]:
    """Close the days before today that are over, without waiting for the clock."""
    place = settled(centre)
    today = place.centre.day_of(now)
    over = [day for day in days_due(place, now) if day < today and is_over(place, day, now)]
    return [close_day(centre=centre, day=day, now=now, by=by) for day in over]


def close_day(*, centre: str, day: date, now: datetime, by: str) -> DayAccount:
    """Write the account of `day`; where numbers were drawn since it was written, its next version. Earlier ones stay.

    In the night, numbers that nobody ended are let go of first. Where every number is told of already, that account is
    given. Raises Refused while the doors are open or somebody is still in the hall.
    """
    place = settled(centre)
    closes = open_until(place, day, now)
    if closes is not None:
        raise _doors_open(closes)
    try:
        with transaction.atomic():
            return _close(place, day, now=now, by=by)
    except IntegrityError as error:
        if "day_account_once" not in str(error):
            raise
        # Somebody else closed it in the same moment: theirs is now to be found.
        with transaction.atomic():
            return _close(place, day, now=now, by=by)


def _close(place: Settled, day: date, *, now: datetime, by: str) -> DayAccount:
    earlier = DayAccount.objects.filter(centre=place.centre, day=day).order_by("-version").first()
    night = is_ended_by_night(place, day, now)
    let_go = lobby.close_day(centre=place.centre.code, day=day, now=now, by=by) if night else []
    tickets = list(
        Ticket.objects.filter(centre=place.centre, day=day)
        .select_related("visit", "window")
        .order_by("prefix", "serial")
    )
    still_here = sum(ticket.state not in ENDED for ticket in tickets)
    if still_here:
        raise _people_in_the_hall(still_here)
    if earlier is not None and earlier.figures["drawn"] == len(tickets):
        return earlier
    forgotten = {line["number"] for line in earlier.lines if line.get("let_go")} if earlier else set()
    forgotten |= {ticket.number for ticket in tickets if ticket.pk in set(let_go)}
    return _write(place, day, tickets, forgotten, earlier.version + 1 if earlier else 1, now=now, by=by)


def _write(
    place: Settled,
    day: date,
    tickets: list[Ticket],
    forgotten: Collection[str],
    version: int,
    *,
    now: datetime,
    by: str,
) -> DayAccount:
    numbers = [_number(ticket, let_go=ticket.number in forgotten) for ticket in tickets]
    written = DayAccount.objects.create(
        centre=place.centre,
        day=day,
        version=version,
        closed_at=now,
        closed_by=by,
        left_open=len(forgotten),
        figures=_figures(account(numbers, _overtime(tickets))),
        lines=[_line(one) for one in numbers],
    )
    events.record(
        now=now,
        centre=place.centre.code,
        actor=by,
        thing="day",
        thing_id=day.isoformat(),
        verb="close",
        data={"drawn": len(numbers), "left_open": len(forgotten), "version": version},
    )
    return written


def _number(ticket: Ticket, *, let_go: bool) -> Number:
    return Number(
        number=ticket.number,
        state=ticket.state,
        outcome=ticket.visit.outcome,
        drawn_at=ticket.drawn_at,
        called_at=ticket.first_called_at or ticket.called_at,
        finished_at=None if let_go else ticket.finished_at,
        window=ticket.window.number if ticket.window else None,
        calls=ticket.calls,
        let_go=let_go,
    )


def _overtime(tickets: list[Ticket]) -> list[Overtime]:
    """What was recorded when it was worked; the supervisor's page counts the same."""
    recorded = Event.objects.filter(thing="overtime", thing_id__in=[str(ticket.pk) for ticket in tickets]).order_by(
        "pk"
    )
    return [Overtime(one["number"], one["window"], one["minutes"]) for one in recorded.values_list("data", flat=True)]


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
        "let_go": one.let_go,
    }


def _stamp(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")


def _doors_open(closes: datetime) -> Refused:
    return Refused(
        "doors-open",
        f"今天 {closes.hour}:{closes.minute:02d} 才关门，还会有人来取号。关门以后，人都办完了，就能日结。",
        f"The doors are open until {closes.hour}:{closes.minute:02d} and people may still come. "
        "The day can be closed after that, when everybody is done.",
    )


def _people_in_the_hall(number: int) -> Refused:
    return Refused(
        "people-in-the-hall",
        f"还有 {number} 位没办完，今天还不能日结。",
        f"{number} people are still in the hall: the day cannot be closed yet.",
    )
