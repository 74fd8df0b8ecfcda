"""Who is told of changes: an address of a department's system, its secret, and the deliveries to it."""

from __future__ import annotations

import base64
import secrets
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from onetrip.departments import feed
from onetrip.departments.models import Delivery, Subscription, System
from onetrip.departments.webhooks.guard import check_address
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused

OVERLAP = timedelta(days=1)
"""How long the secret before still signs beside the new one (example; as Standard Webhooks has it)."""

MOST_ADDRESSES = 5


def subscribe(
    *, code: str, address: str, types: Sequence[str], now: datetime, by: str, key: uuid.UUID
) -> tuple[Subscription, str]:
    """Tell `address` of every change from now on, or of those of `types`; with the secret, shown once ("" when this was asked
    before). Raises Malformed for an address that is not allowed or there already, NotFound, Refused."""
    where, secret = check_address(address), new_secret_text()
    if not set(types) <= set(feed.TYPES.values()):
        raise Malformed("types-unknown", "没有这种通知。", "There is no such kind of change.", field="types")
    with transaction.atomic():
        system = System.objects.select_for_update().filter(pk=code[:30], closed_at=None).first()
        if system is None:
            raise NotFound("system-unknown", "没有这个部门系统。", "There is no such department system.")
        made = uuid.uuid4()
        if earlier := requests.claim(key, action=f"subscribe {code}", actor=by, now=now, result={"id": str(made)}):
            return Subscription.objects.get(pk=earlier["id"]), ""
        if system.subscriptions.filter(address=where).exists():
            raise Malformed("address-known", "这个地址已经有了。", "This address is there already.", field="address")
        if system.subscriptions.count() >= MOST_ADDRESSES:
            raise Refused("addresses-enough", "地址够多了。", "There are addresses enough.")
        subscription = Subscription.objects.create(
            id=made,
            system=system,
            address=where,
            types=sorted(types),
            secret=secret,
            upto=feed.last_given(),
            made_at=now,
            changed_at=now,
        )
        record(subscription, "add", now=now, by=by)
    return subscription, secret


def new_secret(*, subscription_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> str:
    """Another secret, shown once; the one before signs beside it for OVERLAP. "" when this was asked before."""
    secret = new_secret_text()
    with transaction.atomic():
        one = _locked(subscription_id)
        if requests.claim(key, action=f"new-secret {one.pk}", actor=by, now=now, result={"done": True}):
            return ""
        one.secret_before, one.secret_before_until = one.secret, now + OVERLAP
        one.secret, one.changed_at = secret, now
        one.save(update_fields=["secret", "secret_before", "secret_before_until", "changed_at"])
        record(one, "new-secret", now=now, by=by)
    return secret


def pause(*, subscription_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> None:
    """Send nothing for now; what happens meanwhile waits."""
    _turn(subscription_id, Subscription.State.PAUSED, "pause", now=now, by=by, key=key)


def resume(*, subscription_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> None:
    """Send again, also what has waited, as if nothing had failed before."""
    _turn(subscription_id, Subscription.State.ACTIVE, "resume", now=now, by=by, key=key)


def unsubscribe(*, subscription_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID) -> None:
    """Tell this address nothing more, and forget its deliveries. What was told stays readable in the feed."""
    with transaction.atomic():
        if requests.claim(key, action=f"unsubscribe {subscription_id}", actor=by, now=now, result={"done": True}):
            return
        one = _locked(subscription_id)
        record(one, "remove", now=now, by=by)
        one.deliveries.all().delete()
        one.delete()


def send_again(*, subscription_id: uuid.UUID, delivery: int | None, now: datetime, by: str, key: uuid.UUID) -> int:
    """Send a delivery that has ended once more, or (None) every one that was given up; how many. Under the same webhook-id,
    so that a receiver that has it already can tell. Raises NotFound."""
    with transaction.atomic():
        one = _locked(subscription_id)
        if requests.claim(key, action=f"send-again {one.pk}", actor=by, now=now, result={"done": True}):
            return 0
        ended = one.deliveries.exclude(state=Delivery.State.DUE)
        ended = ended.filter(state=Delivery.State.FAILED) if delivery is None else ended.filter(pk=delivery)
        again = ended.update(state=Delivery.State.DUE, ended_at=None, tries=0, due_at=now, claimed_until=None)
        if delivery is not None and not again:
            raise NotFound(
                "delivery-unknown", "没有这一条，或者正在发。", "There is no such delivery, or it is being sent."
            )
        record(one, "send-again", now=now, by=by, data={"deliveries": again})
    return again


def new_secret_text() -> str:
    """A secret as Standard Webhooks writes them: 256 random bits."""
    return "whsec_" + base64.b64encode(secrets.token_bytes(32)).decode()


def record(one: Subscription, verb: str, *, now: datetime, by: str, data: dict[str, object] | None = None) -> None:
    """The event of a change to a subscription. In the caller's transaction."""
    events.record(
        now=now,
        centre="",
        actor=by,
        thing="webhook",
        thing_id=one.pk,
        verb=verb,
        to_state=one.state,
        data={"system": one.system_id, **(data or {})},
    )


def _turn(subscription_id: uuid.UUID, state: str, verb: str, *, now: datetime, by: str, key: uuid.UUID) -> None:
    with transaction.atomic():
        one = _locked(subscription_id)
        if (
            requests.claim(key, action=f"{verb} {one.pk}", actor=by, now=now, result={"done": True})
            or one.state == state
        ):
            return
        one.state, one.off_because, one.changed_at = state, "", now
        one.failures, one.failing_since, one.rests_until = 0, None, None
        one.save(update_fields=["state", "off_because", "changed_at", "failures", "failing_since", "rests_until"])
        record(one, verb, now=now, by=by)


def _locked(subscription_id: uuid.UUID) -> Subscription:
    found = Subscription.objects.select_for_update().filter(pk=subscription_id).first()
    if found is None:
        raise NotFound("webhook-unknown", "没有这个通知地址。", "There is no such address.")
    return found
