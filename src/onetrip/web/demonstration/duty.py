"""The demonstration centre's duty: its people on the roster, this fortnight published, the next one proposed.

Made through the very actions of the pages, once. Wishes, leave and swaps are invented, by chance that is the same each time.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from random import Random

from onetrip.centres.queries import settled
from onetrip.duty import actions
from onetrip.duty.models import Assignment, Contract, Roster
from onetrip.staff.models import Account
from onetrip.web.demonstration.centre import ACTOR

PLANNER = "staff:supervisor"
FULL_TIME = 40 * 60
"""Minutes a week."""
WEEKS = 2
ON_LEAVE, WISHING = 2, 6
"""People who ask for leave, and who wish for something."""


def load(*, code: str, now: datetime) -> bool:
    """Put everybody on the roster, publish this fortnight, propose the next; False where there are rosters already."""
    if Roster.objects.filter(centre_id=code).exists():
        return False
    today = settled(code).centre.day_of(now)
    monday = today - timedelta(days=today.weekday())
    actions.start_with_the_example(centre=code, minutes_a_week=FULL_TIME, now=now, by=ACTOR, day=monday)
    people = [
        each.account
        for each in Contract.objects.filter(centre_id=code).select_related("account").order_by("account_id")
    ]
    chance = Random(7)  # noqa: S311 -- invented wishes
    for account in chance.sample(people, min(WISHING, len(people))):
        day = today + timedelta(days=chance.randrange(1, 2 * 7 * WEEKS))
        wants = chance.choice(("off", "early"))
        actions.wish(
            centre=code, account_id=account.pk, day=day, wants=wants, now=now, by=account.actor, key=uuid.uuid4()
        )
    first = actions.propose(centre=code, first=monday, weeks=WEEKS, now=now, by=PLANNER, key=uuid.uuid4())
    actions.publish(centre=code, roster_id=first.pk, now=now, by=PLANNER, key=uuid.uuid4())
    _ask_leave(code, people, chance, now)
    _offer_a_swap(code, people, now)
    after = monday + timedelta(weeks=WEEKS)
    actions.propose(centre=code, first=after, weeks=WEEKS, now=now, by=PLANNER, key=uuid.uuid4())
    return True


def _ask_leave(code: str, people: list[Account], chance: Random, now: datetime) -> None:
    """Some days of the next fortnight; one is granted at once, the other waits on the planner's page."""
    today = settled(code).centre.day_of(now)
    begins = today + timedelta(days=7 * WEEKS - today.weekday())
    asked = [
        actions.ask_leave(
            centre=code,
            account_id=account.pk,
            first=begins + timedelta(days=chance.randrange(0, 3)),
            last=begins + timedelta(days=4),
            kind="annual",
            words="",
            now=now,
            by=account.actor,
            key=uuid.uuid4(),
        )
        for account in chance.sample(people, min(ON_LEAVE, len(people)))
    ]
    for leave in asked[:1]:
        actions.decide_leave(
            centre=code, leave_id=leave.pk, granted=True, words="", now=now, by=PLANNER, key=uuid.uuid4()
        )


def _offer_a_swap(code: str, people: list[Account], now: datetime) -> None:
    """The first clerk who works in days to come offers one of them to whoever can."""
    today = settled(code).centre.day_of(now)
    to_come = Assignment.objects.filter(
        centre_id=code, counts=True, pattern__isnull=False, post="window", day__gt=today, account__in=people
    )
    shift = to_come.select_related("account").order_by("day", "account_id").first()
    if shift is None:
        return
    actions.offer_swap(
        centre=code,
        account_id=shift.account_id,
        day=shift.day,
        to=None,
        day_back=None,
        words="家里有事，谁方便替我？",
        now=now,
        by=shift.account.actor,
        key=uuid.uuid4(),
    )
