"""Wishes and leave: asked for, decided, taken back."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from onetrip.centres.queries import settled
from onetrip.duty.house import house
from onetrip.duty.models import Assignment, Leave, Swap, Wish
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused

LONGEST_LEAVE = 366
"""Days."""
FURTHEST = 400
"""Days ahead that somebody may ask for."""
MOST_WORDS = 200


def wish(*, centre: str, account_id: int, day: date, wants: str, now: datetime, by: str, key: uuid.UUID) -> Wish:
    """Would like `day` off, or not late; another wish for the same day takes the place of the first. Raises Malformed for
    a day that is over or too far, or a word nobody knows."""
    today = settled(centre).centre.day_of(now)
    if wants not in Wish.Wants.values or not today <= day <= today + timedelta(days=FURTHEST):
        raise Malformed(
            "wish-form", "请选今天以后的一天，要休息还是不上晚班。", "Please choose a day from today on.", field="day"
        )
    with transaction.atomic():
        if requests.claim(key, action=f"wish {account_id} {day}", actor=by, now=now, result={}) is None:
            mine = Wish.objects.filter(account_id=account_id, day=day, withdrawn_at=None)
            mine.select_for_update().update(withdrawn_at=now)
            made = Wish.objects.create(centre_id=centre, account_id=account_id, day=day, wants=wants, asked_at=now)
            _record(centre, "wish", made.pk, "ask", {"day": day.isoformat(), "wants": wants}, now=now, by=by)
            return made
        return Wish.objects.get(account_id=account_id, day=day, withdrawn_at=None)


def withdraw_wish(*, centre: str, account_id: int, wish_id: int, now: datetime, by: str) -> None:
    """Take a wish of one's own back; twice does nothing. Raises NotFound for a wish of somebody else."""
    with transaction.atomic():
        found = Wish.objects.select_for_update().filter(pk=wish_id, account_id=account_id, centre_id=centre).first()
        if found is None:
            raise NotFound("wish-unknown", "没有这个愿望。", "There is no such wish.")
        if found.withdrawn_at is None:
            found.withdrawn_at = now
            found.save(update_fields=["withdrawn_at"])
            _record(centre, "wish", found.pk, "withdraw", {"day": found.day.isoformat()}, now=now, by=by)


def ask_leave(
    *,
    centre: str,
    account_id: int,
    first: date,
    last: date,
    kind: str,
    words: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Leave:
    """Ask for leave from `first` to `last`, both counted. Raises Malformed for days that cannot be or a kind nobody knows,
    Refused where leave was asked for one of the days already."""
    today = settled(centre).centre.day_of(now)
    too_long = (last - first).days >= LONGEST_LEAVE
    if kind not in house().leave_kinds or last < first or too_long or last > today + timedelta(days=FURTHEST):
        raise Malformed(
            "leave-form",
            "请选请什么假、从哪天到哪天；最后一天不早于第一天。",
            "Please choose the kind of leave and its days; the last is not before the first.",
            field="first",
        )
    if last < today and kind != "sick":
        raise Malformed(
            "leave-over",
            "这些天已经过去了。病假可以后补，别的请找值班长。",
            "These days are over. Sick leave can be given in later; for others please ask the supervisor.",
            field="first",
        )
    new = {"first": first, "last": last, "kind": kind, "words": " ".join(words.split())[:MOST_WORDS]}
    try:
        with transaction.atomic():
            action = f"ask-leave {account_id} {first} {last}"
            if requests.claim(key, action=action, actor=by, now=now, result={}) is not None:
                return Leave.objects.filter(account_id=account_id, first=first, last=last).order_by("-pk")[:1].get()
            made = Leave.objects.create(centre_id=centre, account_id=account_id, asked_at=now, **new)
            # Why somebody is away is nobody's business but the planner's: it stays out of the record of events.
            _record(centre, "leave", made.pk, "ask", _days(made), now=now, by=by, to=Leave.State.ASKED)
    except IntegrityError as error:
        if "leave_never_twice_for_a_day" not in str(error):
            raise
        raise Refused(
            "leave-overlaps",
            "这几天里有一天您已经请过假了。要改，先收回那一次。",
            "You have asked for leave on one of these days already. To change it, take that one back first.",
        ) from error
    return made


def decide_leave(
    *, centre: str, leave_id: int, granted: bool, words: str, now: datetime, by: str, key: uuid.UUID
) -> Leave:
    """Grant or refuse leave; a refusal says why. Shifts of a roster that is out are freed: nobody works there, until a
    replacement is proposed. Raises Malformed for a refusal without words, Refused for what was decided or taken back."""
    said = " ".join(words.split())[:MOST_WORDS]
    if not granted and not said:
        raise Malformed(
            "refusal-needs-words", "没同意，请写一句为什么。", "Please say in a sentence why not.", field="words"
        )
    with transaction.atomic():
        found = Leave.objects.select_for_update().filter(pk=leave_id, centre_id=centre).first()
        if found is None:
            raise NotFound("leave-unknown", "没有这次请假。", "There is no such leave.")
        if requests.claim(key, action=f"decide-leave {leave_id}", actor=by, now=now, result={}) is not None:
            return found
        if found.state != Leave.State.ASKED:
            raise _decided()
        before, found.state = found.state, Leave.State.GRANTED if granted else Leave.State.REFUSED
        found.decided_at, found.decided_by, found.decided_words = now, by, said
        found.save(update_fields=["state", "decided_at", "decided_by", "decided_words"])
        freed = _free(found, now) if granted else []
        _record(
            centre,
            "leave",
            found.pk,
            "grant" if granted else "refuse",
            _days(found) | {"freed": freed},
            now=now,
            by=by,
            was=before,
            to=found.state,
        )
    return found


def take_back_leave(*, centre: str, account_id: int, leave_id: int, now: datetime, by: str) -> Leave:
    """Whoever asked takes it back, decided or not; twice does nothing. A shift that was freed stays free until somebody
    plans it again. Raises NotFound for leave of somebody else, Refused once its first day has come."""
    with transaction.atomic():
        found = Leave.objects.select_for_update().filter(pk=leave_id, account_id=account_id, centre_id=centre).first()
        if found is None:
            raise NotFound("leave-unknown", "没有这次请假。", "There is no such leave.")
        if found.state == Leave.State.WITHDRAWN:
            return found
        if found.state == Leave.State.REFUSED:
            raise _decided()
        if found.state == Leave.State.GRANTED and found.first <= settled(centre).centre.day_of(now):
            raise Refused(
                "leave-begun",
                "假已经开始了，收不回。提前回来，请找值班长。",
                "This leave has begun. If you come back early, please tell the supervisor.",
            )
        before, found.state = found.state, Leave.State.WITHDRAWN
        found.decided_at, found.decided_by = now, by
        found.save(update_fields=["state", "decided_at", "decided_by"])
        _record(centre, "leave", found.pk, "withdraw", _days(found), now=now, by=by, was=before, to=found.state)
    return found


def _free(leave: Leave, now: datetime) -> list[str]:
    """Nobody works where somebody on leave was to; offers to swap those shifts are off."""
    theirs = Assignment.objects.filter(
        account_id=leave.account_id, counts=True, pattern__isnull=False, day__gte=leave.first, day__lte=leave.last
    )
    freed = list(theirs.select_for_update().order_by("day"))
    for field in ("gives", "takes"):
        open_offers = Swap.objects.filter(state=Swap.State.OFFERED, **{f"{field}__in": freed})
        open_offers.update(state=Swap.State.WITHDRAWN, answered_by=leave.account_id, answered_at=now)
    Assignment.objects.filter(pk__in=[one.pk for one in freed]).update(counts=False, is_freed=True)
    return [one.day.isoformat() for one in freed]


def _days(leave: Leave) -> dict[str, object]:
    return {"first": leave.first.isoformat(), "last": leave.last.isoformat()}


def _decided() -> Refused:
    return Refused(
        "leave-decided", "这次请假已经答复过，或者收回了。", "This leave has been decided already, or taken back."
    )


def _record(
    centre: str,
    thing: str,
    thing_id: object,
    verb: str,
    data: dict[str, object],
    *,
    now: datetime,
    by: str,
    was: str = "",
    to: str = "",
) -> None:
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing=thing,
        thing_id=thing_id,
        verb=verb,
        from_state=was,
        to_state=to,
        data=data,
    )
