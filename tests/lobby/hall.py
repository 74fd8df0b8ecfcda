"""A hall for tests: a centre, its windows, clerks on duty, and the verbs with their usual arguments filled in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from onetrip.centres.models import Centre, Window
from onetrip.lobby import actions
from onetrip.lobby.models import Ticket
from onetrip.staff.actions import create_account
from onetrip.staff.models import Account
from tests.factories import NOW, make_centre, make_duty


@dataclass
class Hall:
    """Windows and clerks by number, from 0; `now` moves on by a minute with every step."""

    centre: Centre
    windows: list[Window]
    clerks: list[Account]
    now: datetime = field(default=NOW)

    def tick(self, minutes: float = 1) -> datetime:
        self.now += timedelta(minutes=minutes)
        return self.now

    def arrive(self, **given: object) -> Ticket:
        given.setdefault("key", uuid.uuid4())
        return actions.arrive(centre=self.centre.code, now=self.tick(), by="device:check-in-1", **given)

    def call(self, place: int = 0, **given: object) -> Ticket | None:
        given.setdefault("key", uuid.uuid4())
        return actions.call_next(
            centre=self.centre.code,
            window_id=self.windows[place].pk,
            account_id=self.clerks[place].pk,
            now=self.tick(),
            by=self.clerks[place].actor,
            **given,
        )

    def at_window(self, verb: str, ticket: Ticket, place: int = 0, **given: object) -> Ticket:
        """call_again, start, finish or miss, by the clerk of that window."""
        given.setdefault("key", uuid.uuid4())
        return getattr(actions, verb)(
            ticket_id=ticket.pk,
            account_id=self.clerks[place].pk,
            now=self.tick(),
            by=self.clerks[place].actor,
            **given,
        )

    def in_hall(self, verb: str, ticket: Ticket, **given: object) -> Ticket:
        """What a guide does with a number, and with `account_id` what a window does: restore, leave, put_back, hold, …"""
        given.setdefault("key", uuid.uuid4())
        return getattr(actions, verb)(
            centre=self.centre.code, ticket_id=ticket.pk, now=self.tick(), by="staff:guide", **given
        )

    def resume(self, ticket: Ticket, place: int = 0, **given: object) -> Ticket:
        """A parked number goes on at the window at `place`."""
        given.setdefault("key", uuid.uuid4())
        return actions.resume(
            centre=self.centre.code,
            ticket_id=ticket.pk,
            window_id=self.windows[place].pk,
            account_id=self.clerks[place].pk,
            now=self.tick(),
            by=self.clerks[place].actor,
            **given,
        )

    def serving(self, place: int = 0, **given: object) -> Ticket:
        """Somebody who has just come to the window."""
        self.arrive(**given)
        called = self.call(place)
        assert called is not None
        return self.at_window("start", called, place)


def open_hall(windows: int = 3) -> Hall:
    """A hall at half past nine with a clerk at every window."""
    centre = make_centre(windows=windows)
    places = list(centre.windows.order_by("number"))
    clerks = [_clerk(window.number) for window in places]
    for window, clerk in zip(places, clerks, strict=True):
        make_duty(window, clerk)
    return Hall(centre, places, clerks)


def _clerk(number: int) -> Account:
    """A clerk who never signs in: a password would take the time of a hundred tickets."""
    return create_account(
        username=f"clerk-at-{number}", name="李测", password=None, roles=[("clerk", "LF")], by="system", now=NOW
    )
