"""A centre with its roster's people: six clerks, two at the desk, a supervisor; the example's shifts."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest
import time_machine

from onetrip.centres.models import Centre
from onetrip.duty import actions
from onetrip.duty.models import Assignment, Roster
from onetrip.staff.actions import create_account
from onetrip.staff.models import Account
from tests.factories import NOW, TODAY, make_centre

MONDAY = TODAY + timedelta(days=6)
"""30 November 2026: the first day of the roster of most tests, six days ahead."""
BY = "staff:supervisor"


def key() -> uuid.UUID:
    return uuid.uuid4()


@dataclass
class Place:
    """A centre, and the verbs with their usual arguments filled in."""

    centre: Centre
    clerks: list[Account]
    guides: list[Account]
    supervisor: Account
    now: datetime = field(default=NOW)

    def propose(self, first: date = MONDAY, weeks: int = 1) -> Roster:
        return actions.propose(centre=self.centre.code, first=first, weeks=weeks, now=self.now, by=BY, key=key())

    def publish(self, roster: Roster | None = None) -> Roster:
        found = roster or self.propose()
        return actions.publish(centre=self.centre.code, roster_id=found.pk, now=self.now, by=BY, key=key())

    def change(self, roster: Roster, account: Account, day: date, code: str = "", post: str = "") -> Roster:
        return actions.change(
            centre=self.centre.code,
            roster_id=roster.pk,
            account_id=account.pk,
            day=day,
            code=code,
            post=post,
            now=self.now,
            by=BY,
            key=key(),
        )

    def leave(
        self, account: Account, first: date, last: date | None = None, kind: str = "annual", *, grant: bool = True
    ):
        asked = actions.ask_leave(
            centre=self.centre.code,
            account_id=account.pk,
            first=first,
            last=last or first,
            kind=kind,
            words="",
            now=self.now,
            by=account.actor,
            key=key(),
        )
        if grant:
            return actions.decide_leave(
                centre=self.centre.code, leave_id=asked.pk, granted=True, words="", now=self.now, by=BY, key=key()
            )
        return asked

    def offer(self, account: Account, day: date, to: Account | None = None, back: date | None = None):
        return actions.offer_swap(
            centre=self.centre.code,
            account_id=account.pk,
            day=day,
            to=to.pk if to else None,
            day_back=back,
            words="",
            now=self.now,
            by=account.actor,
            key=key(),
        )

    def accept(self, swap, account: Account):
        return actions.accept_swap(
            centre=self.centre.code,
            swap_id=swap.pk,
            account_id=account.pk,
            now=self.now,
            by=account.actor,
            key=key(),
        )

    def days_of(self, account: Account, *, counts: bool = True) -> list[date]:
        rows = Assignment.objects.filter(account=account, counts=counts, pattern__isnull=False)
        return list(rows.order_by("day").values_list("day", flat=True))


@pytest.fixture(autouse=True)
def half_past_nine() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def person(role: str, username: str, *, centre: str = "LF") -> Account:
    """An account without a password, which nobody has to wait for: nobody signs in here with one."""
    return create_account(
        username=username,
        name=f"李{username[-1]}",
        name_en=f"Li {username}",
        password=None,
        roles=[(role, centre)],
        by="system",
        now=NOW,
        demonstration=True,
    )


@pytest.fixture
def place(db) -> Place:
    centre = make_centre(windows=4)
    clerks = [person("clerk", f"clerk{n}") for n in range(1, 7)]
    guides = [person("guide", f"guide{n}") for n in range(1, 3)]
    supervisor = person("supervisor", "supervisor")
    actions.start_with_the_example(centre="LF", minutes_a_week=2400, now=NOW, by="system", day=date(2026, 1, 1))
    return Place(centre, clerks, guides, supervisor)
