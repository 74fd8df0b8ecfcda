"""A month is settled: its inputs and its sheets are kept as they are. What was wrong is corrected by a further version."""

from __future__ import annotations

import uuid
from datetime import date, datetime

from django.db import IntegrityError, transaction

from onetrip.appraisal import keeping, queries
from onetrip.appraisal.model import compute, read_rules
from onetrip.appraisal.models import FrozenMonth, Signature
from onetrip.appraisal.reading import read, span_of
from onetrip.appraisal.wording import month_words, needed_reason
from onetrip.centres.models import Centre
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import NotFound, Refused


def freeze(*, centre: str, month: date, account_id: int, now: datetime, by: str, key: uuid.UUID) -> FrozenMonth:
    """Settle a month that is over. Raises Refused while it runs, while an objection to it is open, and when it is settled."""
    place, month = settled(centre).centre, month.replace(day=1)
    if now < span_of(place, month).ends:
        words = month_words(month)
        raise Refused(
            "month-runs", f"{words.zh}还没过完，过完了再定。", f"{words.en} is not over; it can be settled afterwards."
        )
    waiting = queries.open_objections(centre).get(month, 0)
    if waiting:
        raise Refused(
            "objections-open",
            f"这个月还有 {waiting} 条意见没答复。先答复，再定。",
            f"{waiting} objections to this month have no answer yet. Please answer them first.",
        )
    return _write(place, month, "", account_id, now=now, by=by, key=key)


def correct(
    *, centre: str, month: date, reason: str, account_id: int, now: datetime, by: str, key: uuid.UUID
) -> FrozenMonth:
    """Compute a settled month anew, by the rules it was settled by, from what is on record now: its next version, with the
    reason. Earlier ones stay. Raises Refused for a month that is not settled."""
    reason, place, month = needed_reason(reason), settled(centre).centre, month.replace(day=1)
    if queries.newest_frozen(centre, month) is None:
        raise Refused(
            "month-not-frozen",
            "这个月还没定，现在看到的就是最新的，不用更正。",
            "This month is not settled: what is shown is the newest, and there is nothing to correct.",
        )
    return _write(place, month, reason, account_id, now=now, by=by, key=key)


def _write(
    place: Centre, month: date, reason: str, account_id: int, *, now: datetime, by: str, key: uuid.UUID
) -> FrozenMonth:
    try:
        with transaction.atomic():
            earlier = requests.claim(key, action=f"freeze {place.code} {month} {reason}", actor=by, now=now)
            if earlier is not None:
                return FrozenMonth.objects.get(pk=earlier["frozen"])
            made = write_version(place, month, reason, account_id, now=now, by=by)
            requests.answer(key, {"frozen": str(made.pk)})
    except IntegrityError as error:
        if "frozen_month_once" not in str(error):
            raise
        raise _settled_already(month) from error
    queries.forget()
    return made


def write_version(place: Centre, month: date, reason: str, account_id: int, *, now: datetime, by: str) -> FrozenMonth:
    """The next version of a month, in the caller's transaction; the first has no reason. Raises Refused for a first one where
    there is one."""
    before = queries.newest_frozen(place.code, month)
    if before is not None and not reason:
        raise _settled_already(month)
    given, version = queries.rules_of(place.code, month) if before is None else (before.rules, before.rules_version)
    rules = read_rules(given)
    inputs = read(place, month, rules, now=now)
    kept = keeping.keep(inputs, compute(inputs, rules))
    made = FrozenMonth.objects.create(
        centre=place,
        month=month,
        version=before.version + 1 if before else 1,
        reason=reason,
        rules=given,
        rules_version=version,
        inputs=kept.inputs,
        sheets=kept.sheets,
        digest=kept.digest,
        frozen_at=now,
        frozen_by_id=account_id,
    )
    events.record(
        now=now,
        centre=place.code,
        actor=by,
        thing="appraisal-month",
        thing_id=month.isoformat()[:7],
        verb="correct" if before else "freeze",
        data={"version": made.version, "rules": version, "digest": kept.digest},
    )
    return made


def sign(*, centre: str, month: date, account_id: int, now: datetime, by: str, key: uuid.UUID) -> Signature:
    """Somebody has seen their sheet of a settled month. Raises Refused for one that is not, NotFound without a sheet in it."""
    frozen = queries.newest_frozen(centre, month)
    if frozen is None:
        raise Refused(
            "month-not-frozen",
            "这个月还没定，定了再签。",
            "This month is not settled yet; it can be signed afterwards.",
        )
    if queries.of_frozen(frozen).sheets.of(account_id) is None:
        raise NotFound("sheet-unknown", "这个月没有您的表。", "There is no sheet of yours in this month.")
    with transaction.atomic():
        if requests.claim(key, action=f"sign {frozen.pk}", actor=by, now=now, result={}) is not None:
            return Signature.objects.get(frozen=frozen, account_id=account_id)
        signature, is_new = Signature.objects.get_or_create(
            frozen=frozen, account_id=account_id, defaults={"signed_at": now}
        )
        if is_new:
            events.record(
                now=now,
                centre=centre,
                actor=by,
                thing="appraisal",
                thing_id=frozen.pk,
                verb="sign",
                data={"month": month.isoformat()[:7], "version": frozen.version},
            )
    return signature


def _settled_already(month: date) -> Refused:
    words = month_words(month)
    return Refused(
        "month-frozen",
        f"{words.zh}已经定了。有不对的，用“更正”出新的一版，旧的留着。",
        f"{words.en} is settled. What is wrong is corrected by a new version; the old one stays.",
    )
