"""What an account is qualified for is written down, and ended; training begins with somebody."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q

from onetrip.ledger import events
from onetrip.ledger.refusals import Malformed
from onetrip.staff.models import Account, Enrolment, Qualification
from onetrip.staff.queries import forget


def qualify(
    *,
    account_id: int,
    of: str,
    name: str,
    from_day: date,
    source: str,
    now: datetime,
    by: str,
    until_day: date | None = None,
) -> Qualification:
    """From `from_day` the account is qualified for a category or a matter (`of`); the same day again changes its end.

    `source` says what it rests on. Raises Malformed for an end before its beginning, or without a source.
    """
    if of not in Qualification.Of.values or not source.strip() or (until_day is not None and until_day < from_day):
        raise Malformed(
            "qualification-form",
            "请写清楚：哪一类或哪件事，从哪天到哪天，凭什么。",
            "Please say for which category or matter, from which day until which, and on what it rests.",
            field="name",
        )
    with transaction.atomic():
        account = Account.objects.get(pk=account_id)
        row, _ = Qualification.objects.update_or_create(
            account=account,
            of=of,
            name=name,
            from_day=from_day,
            defaults={"until_day": until_day, "source": source[:200]},
        )
        _record(account, "qualify", row, now=now, by=by)
    forget()
    return row


def end_qualification(*, account_id: int, of: str, name: str, day: date, now: datetime, by: str) -> int:
    """The account is not qualified any more after `day`; returns how many rows that ended."""
    with transaction.atomic():
        account = Account.objects.get(pk=account_id)
        held = Qualification.objects.filter(account=account, of=of, name=name, from_day__lte=day)
        ended = list(held.filter(Q(until_day=None) | Q(until_day__gt=day)).select_for_update())
        for row in ended:
            row.until_day = day
            row.save(update_fields=["until_day"])
            _record(account, "end-qualification", row, now=now, by=by)
    forget()
    return len(ended)


def enrol(*, account_id: int, centre: str, now: datetime, by: str) -> bool:
    """Training begins with the account: from now on it is qualified only for what is written down. False: it had already."""
    with transaction.atomic():
        account = Account.objects.get(pk=account_id)
        _, is_new = Enrolment.objects.get_or_create(account=account, defaults={"at": now, "by": by})
        if is_new:
            _record_enrolment(account, "enrol", centre, now=now, by=by)
    forget()
    return is_new


def end_enrolment(*, account_id: int, centre: str, now: datetime, by: str) -> bool:
    """Take an enrolment back, made for the wrong person: without rows the account is qualified for everything again.
    False: there was none."""
    with transaction.atomic():
        account = Account.objects.get(pk=account_id)
        there_was, _ = Enrolment.objects.filter(account=account).delete()
        if there_was:
            _record_enrolment(account, "end-enrolment", centre, now=now, by=by)
    forget()
    return bool(there_was)


def _record_enrolment(account: Account, verb: str, centre: str, *, now: datetime, by: str) -> None:
    events.record(now=now, centre=centre, actor=by, thing="account", thing_id=account.username, verb=verb)


def _record(account: Account, verb: str, row: Qualification, *, now: datetime, by: str) -> None:
    until = row.until_day.isoformat() if row.until_day else None
    events.record(
        now=now,
        centre="",
        actor=by,
        thing="account",
        thing_id=account.username,
        verb=verb,
        data={"of": row.of, "name": row.name, "from": row.from_day.isoformat(), "until": until, "source": row.source},
    )
