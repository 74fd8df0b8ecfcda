"""What a gateway reports of a message: delivered, failed, unknown. Asked twice, nothing happens twice."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.notices.actions.moving import finish, go_another_way
from onetrip.notices.lifecycle import NOTICE
from onetrip.notices.models import Notice, NoticeTry
from onetrip.notices.providers import registry
from onetrip.notices.providers.base import NotGenuine, Receipt, Unreadable

_VERBS = {"delivered": "deliver", "failed": "fail", "unknown": "lose-sight"}


@dataclass(frozen=True)
class Reported:
    """How many receipts changed something, said again what was known, or were of no message of this house."""

    new: int
    known: int
    strange: int


def take_receipts(*, way: str, headers: Mapping[str, str], body: bytes, now: datetime) -> Reported:
    """Take the receipts in a call of the provider of `way`. Raises NotFound for a way that the house does not use, Refused
    (401) for a call that the provider did not sign, Malformed."""
    provider = registry.provider(way)
    if provider is None:
        raise NotFound("way-unknown", "这里不用这种方式发消息。", "No messages are sent this way here.")
    try:
        receipts = provider.read_receipts(headers, body, now)
    except NotGenuine as error:
        raise Refused(
            "report-not-genuine",
            "签名不对，或者太旧了。没有收。",
            "The signature is wrong or too old. Nothing was taken.",
            status=401,
        ) from error
    except Unreadable as error:
        raise Malformed(
            "report-unreadable", f"回执读不懂：{error}。", f"The report cannot be read: {error}.", field="receipts"
        ) from error
    outcomes = [_take(receipt, way, provider.name, now) for receipt in receipts]
    return Reported(outcomes.count("new"), outcomes.count("known"), outcomes.count("strange"))


def _take(receipt: Receipt, way: str, provider: str, now: datetime) -> str:
    read = _read_reference(receipt.reference)
    if read is None:
        return "strange"
    with transaction.atomic():
        notice = Notice.objects.select_for_update().filter(pk=read[0]).first()
        attempt = _reported_try(notice, read[1], way, provider) if notice else None
        if notice is None or attempt is None:
            return "strange"
        if attempt.fate in (receipt.fate, "delivered") or (attempt.fate == "failed" and receipt.fate == "unknown"):
            return "known"  # what was delivered stays so, and what is known is not unknown any more
        attempt.fate, attempt.reported_at = receipt.fate, receipt.at
        attempt.save(update_fields=["fate", "reported_at"])
        _follow(notice, attempt, receipt, now, f"gateway:{provider}")
    return "new"


def _follow(notice: Notice, attempt: NoticeTry, receipt: Receipt, now: datetime, by: str) -> None:
    """What a receipt means for its message. That it arrived counts for every round, that it did not only for the present one."""
    verb = _VERBS[receipt.fate]
    if receipt.fate != "delivered" and notice.round != attempt.round:
        return
    if not NOTICE.allows(verb, notice.state):
        return
    if receipt.fate == "failed":
        go_another_way(notice, now=now, by=by, why="reported")
    elif receipt.fate == "delivered" or notice.state == Notice.State.TAKEN:
        finish(notice, verb, now=now, by=by)


def _read_reference(reference: str) -> tuple[uuid.UUID, int] | None:
    """The message and its round."""
    text, _, number = reference.rpartition("-")
    if not number.isdecimal() or len(number) > 4:
        return None
    try:
        return uuid.UUID(text), int(number)
    except ValueError:
        return None


def _reported_try(notice: Notice, number: int, way: str, provider: str) -> NoticeTry | None:
    """The last try of a round that went to this provider: a gateway speaks of its own messages only."""
    found = NoticeTry.objects.filter(notice=notice, round=number, way=way, provider=provider)
    return found.order_by("-begun_at", "-pk").first()


def stop_waiting(*, now: datetime, by: str, most: int = 500) -> int:
    """Of what was handed over and never reported, nobody knows whether it arrived; how many."""
    with transaction.atomic():
        waiting = Notice.objects.filter(state=Notice.State.TAKEN, reported_until__lte=now)
        found = list(waiting.select_for_update(skip_locked=True).order_by("reported_until")[:most])
        for notice in found:
            finish(notice, "lose-sight", now=now, by=by, why="no-receipt")
    return len(found)
