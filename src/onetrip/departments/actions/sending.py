"""Sending what is due. A delivery is claimed, sent outside of any transaction, and its answer recorded: whatever is killed in
between, it is sent again when the claim has run out, under the same webhook-id.

Deliveries of one case to one address go in their order: a later one waits until the earlier one has arrived or was given up.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from onetrip.departments import feed
from onetrip.departments.actions.subscribing import record
from onetrip.departments.models import Delivery, Subscription
from onetrip.departments.webhooks import posting, schedule
from onetrip.departments.webhooks.posting import Letter, Outcome

CLAIM = timedelta(minutes=2)
"""How long one process may take over a delivery before another tries."""

MOST_AT_ONCE = 20
"""Deliveries to one address in one turn; one alone while it fails."""

MOST_WAITING = 500
"""Deliveries made ahead for one address; the rest waits as changes."""

_CLAIM = """
UPDATE departments_delivery SET claimed_until = %(until)s, tries = tries + 1, tried_at = %(now)s
WHERE id IN (
    SELECT d.id FROM departments_delivery d
    WHERE d.subscription_id = %(subscription)s AND d.state = 'due' AND d.due_at <= %(now)s
      AND (d.claimed_until IS NULL OR d.claimed_until <= %(now)s)
      AND NOT EXISTS (
        SELECT 1 FROM departments_delivery e
        WHERE e.subscription_id = d.subscription_id AND e."case" = d."case" AND e.state = 'due' AND e.change < d.change)
    ORDER BY d.due_at, d.change LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def send_due(*, now: datetime, by: str) -> int:
    """Make deliveries of what has settled, and send those that are due, all addresses at once; how many arrived."""
    upto = feed.settle()
    claimed: list[int] = []
    for one in Subscription.objects.filter(state=Subscription.State.ACTIVE, system__closed_at=None):
        if one.upto < upto:
            _make(one, upto, now)
        if one.rests_until is None or one.rests_until <= now:
            claimed += _claim(one, now)
    if not claimed:
        return 0
    deliveries = Delivery.objects.select_related("subscription").in_bulk(claimed)
    letters = [_letter(deliveries[each], now) for each in claimed]
    outcomes = posting.post(letters)
    for each, outcome in zip(claimed, outcomes, strict=True):
        _note(deliveries[each], outcome, now, by)
    return sum(outcome.arrived for outcome in outcomes)


def _make(one: Subscription, upto: int, now: datetime) -> None:
    """The deliveries of what was settled since the last time."""
    with transaction.atomic():
        # Whoever waits here for another process finds what it has made.
        locked = Subscription.objects.select_for_update(skip_locked=True).filter(pk=one.pk).first()
        room = MOST_WAITING - one.deliveries.filter(state=Delivery.State.DUE).count()
        if locked is None or locked.upto >= upto or room <= 0:
            return
        held = locked.system.account.departments()
        changes = list(feed.between(held, after=locked.upto, upto=upto, types=locked.types)[:room])
        Delivery.objects.bulk_create(_delivery(locked, told, now) for told in feed.told(changes))
        reached = changes[-1].pk if len(changes) == room else upto
        Subscription.objects.filter(pk=locked.pk).update(upto=reached)


def _delivery(one: Subscription, told: feed.Told, now: datetime) -> Delivery:
    return Delivery(
        subscription=one,
        change=told.id,
        case=told.case_id,
        number=told.case,
        type=told.type,
        body=body(told),
        made_at=now,
        due_at=now,
    )


def body(told: feed.Told) -> str:
    """What is sent: type, timestamp, data, as Standard Webhooks has it. Small, and without a person: what a case holds is
    fetched by whoever may see it."""
    data = {name: value for name, value in asdict(told).items() if name not in ("type", "at", "case_id")}
    said = {"type": told.type, "timestamp": told.at.astimezone(UTC).isoformat().replace("+00:00", "Z"), "data": data}
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _claim(one: Subscription, now: datetime) -> list[int]:
    most = 1 if one.failures else MOST_AT_ONCE
    values: dict[str, Any] = {"subscription": one.pk, "now": now, "until": now + CLAIM, "most": most}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        return sorted(row[0] for row in cursor.fetchall())


def _letter(delivery: Delivery, now: datetime) -> Letter:
    one = delivery.subscription
    secrets = [str(one.secret)]
    if one.secret_before and one.secret_before_until and one.secret_before_until > now:
        secrets.append(str(one.secret_before))
    return Letter(one.address, delivery.message, delivery.body, tuple(secrets), now)


def _note(delivery: Delivery, outcome: Outcome, now: datetime, by: str) -> None:
    """Write down what came of it, for the delivery and for the address."""
    again = schedule.next_try(delivery.tries, delivery.pk, now, wait=outcome.wait)
    over = outcome.arrived or again is None
    with transaction.atomic():
        one = Subscription.objects.select_for_update().get(pk=delivery.subscription_id)
        Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.DUE).update(
            state=(Delivery.State.SENT if outcome.arrived else Delivery.State.FAILED) if over else Delivery.State.DUE,
            ended_at=now if over else None,
            due_at=delivery.due_at if over else again,
            claimed_until=None,
            last_status=outcome.status,
            last_answer=outcome.answer[:200],
        )
        if outcome.arrived:
            Subscription.objects.filter(pk=one.pk).update(failures=0, failing_since=None, rests_until=None)
            return
        since = one.failing_since or now
        failures = one.failures + 1
        Subscription.objects.filter(pk=one.pk).update(
            failures=F("failures") + 1, failing_since=since, rests_until=schedule.rests_until(failures, now)
        )
        if because := schedule.off_because(outcome.status, failures, since, now):
            _switch_off(one, because, now, by)


def _switch_off(one: Subscription, because: str, now: datetime, by: str) -> None:
    """Nobody is there, or nobody wants it: the house stops by itself, and says so to whoever manages accounts."""
    active = Subscription.objects.filter(pk=one.pk, state=Subscription.State.ACTIVE)
    if active.update(state=Subscription.State.OFF, off_because=because, changed_at=now):
        one.state = Subscription.State.OFF
        record(one, "switch-off", now=now, by=by, data={"because": because})
