"""What can be asked about accounts: what they are qualified for, and who is at work."""

from __future__ import annotations

import threading
import time as clock
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils import timezone

from onetrip.ledger.models import Event
from onetrip.staff.models import Account, Enrolment, Grant, Qualification, counting

_KEEP_SECONDS = 10.0
_lock = threading.Lock()
_kept: tuple[float, dict[int, tuple[_Row, ...]]] | None = None


@dataclass(frozen=True)
class _Row:
    of: str
    name: str
    from_day: date
    until_day: date | None

    def holds(self, day: date) -> bool:
        return self.from_day <= day and (self.until_day is None or day <= self.until_day)


@dataclass(frozen=True)
class Qualified:
    """What an account with rows of its own is qualified for on a day: whole categories, and single matters."""

    categories: frozenset[str]
    matters: frozenset[str]


def qualified_on(day: date) -> dict[int, Qualified]:
    """The accounts that training has said something about, with what that is on `day`, at most ten seconds old.

    An account that is not in it is qualified for everything; one that is enrolled is always in it, if only with nothing.
    """
    return {
        account: Qualified(
            frozenset(row.name for row in rows if row.of == Qualification.Of.CATEGORY and row.holds(day)),
            frozenset(row.name for row in rows if row.of == Qualification.Of.MATTER and row.holds(day)),
        )
        for account, rows in _table().items()
    }


def at_work_since(since: datetime, *, role: str, centre: str) -> list[Account]:
    """Who holds `role` in this centre and has signed in, or done something there, since that moment; by name."""
    actors = Event.objects.filter(centre=centre, at__gte=since, actor__startswith="staff:").values_list(
        "actor", flat=True
    )
    busy = {actor.removeprefix("staff:") for actor in actors.distinct()}
    counts = counting(timezone.now(), "grants__")
    holding = Account.objects.filter(counts, grants__role=role, grants__centre__in=(centre, "*"), is_active=True)
    return list(holding.filter(Q(last_login__gte=since) | Q(username__in=busy)).distinct().order_by("name", "username"))


def grants_in(centre: str) -> list[Grant]:
    """Every grant that counts in a centre or did, those for all centres with them; by name of the account, then by role.
    Devices are left out."""
    found = Grant.objects.filter(centre__in=(centre, "*"), account__is_active=True).exclude(role="device")
    return list(found.select_related("account").order_by("account__name", "account__username", "role", "from_at"))


def is_governed(account_id: int) -> bool:
    """Whether training has said something about an account, read anew; if not, it is qualified for everything."""
    enrolled = Enrolment.objects.filter(account_id=account_id).exists()
    return enrolled or Qualification.objects.filter(account_id=account_id).exists()


def working_in(centre: str, roles: Collection[str]) -> list[Account]:
    """The accounts that hold one of `roles` in a centre now, those for all centres left out; by name."""
    counts = counting(timezone.now(), "grants__")
    found = Account.objects.filter(counts, grants__role__in=roles, grants__centre=centre, is_active=True)
    return list(found.distinct().order_by("name", "username"))


def forget() -> None:
    """Drop what is kept in memory (after a change of qualifications, and between tests)."""
    global _kept
    with _lock:
        _kept = None


def _table() -> dict[int, tuple[_Row, ...]]:
    global _kept
    known = _kept
    if known is not None and known[0] > clock.monotonic():
        return known[1]
    rows: dict[int, list[_Row]] = defaultdict(list)
    rows.update((account, []) for account in Enrolment.objects.values_list("account_id", flat=True))
    found = Qualification.objects.values_list("account_id", "of", "name", "from_day", "until_day")
    for account, of, name, from_day, until_day in found:
        rows[account].append(_Row(of, name, from_day, until_day))
    table = {account: tuple(of_account) for account, of_account in rows.items()}
    with _lock:
        _kept = (clock.monotonic() + _KEEP_SECONDS, table)
    return table
