"""Breaks, attendance by hand, and overtime confirmed."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from onetrip.centres.actions import PAUSES
from onetrip.centres.queries import duty_of, settled
from onetrip.duty.attending import days_of
from onetrip.duty.models import Attendance, Break, Contract, Overtime
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused

MOST_WORDS = 200
FURTHEST_BACK = 366
"""Days after which nothing is put down or decided any more."""


def begin_break(*, centre: str, account_id: int, reason: str, now: datetime, by: str, key: uuid.UUID) -> Break:
    """Away from a post that is no window. Raises Malformed for a reason nobody knows, Refused for whoever is at a window
    (its own pause counts there) or on a break already."""
    if reason not in PAUSES:
        raise Malformed("break-reason", "请选离开的原因。", "Please choose a reason.", field="reason")
    if duty_of(account_id) is not None:
        raise Refused(
            "break-at-window",
            "您在窗口上，请在窗口页面按“暂停”，那里的暂停会记下来。",
            "You are at a window: please pause there, and the pause is kept.",
        )
    try:
        with transaction.atomic():
            if requests.claim(key, action=f"begin-break {account_id}", actor=by, now=now, result={}) is not None:
                return Break.objects.filter(account_id=account_id).order_by("-began_at")[:1].get()
            made = Break.objects.create(centre_id=centre, account_id=account_id, reason=reason, began_at=now)
            _record(centre, "break", made.pk, "begin", {"reason": reason}, now=now, by=by)
    except IntegrityError as error:
        if "break_one_at_a_time" not in str(error):
            raise
        raise Refused("on-a-break", "您已经在休息了。", "You are on a break already.") from error
    return made


def end_break(*, centre: str, account_id: int, now: datetime, by: str) -> Break | None:
    """Back at the post; None for whoever was not away."""
    with transaction.atomic():
        found = Break.objects.select_for_update().filter(account_id=account_id, centre_id=centre, ended_at=None).first()
        if found is not None:
            found.ended_at = max(now, found.began_at)
            found.save(update_fields=["ended_at"])
            _record(centre, "break", found.pk, "end", {"reason": found.reason}, now=now, by=by)
    return found


def put_down_attendance(
    *,
    centre: str,
    account_id: int,
    day: date,
    came: datetime | None,
    left: datetime | None,
    reason: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Attendance:
    """When somebody came and left, both None for not at all; counts instead of what the house saw. Raises Malformed
    without a reason or for times that are not of that day, NotFound for whoever is not on the roster of this centre."""
    place = settled(centre).centre
    said = " ".join(reason.split())[:MOST_WORDS]
    if not said:
        raise Malformed("attendance-reason", "请写一句为什么手工记。", "Please say why by hand.", field="reason")
    today = place.day_of(now)
    wrong = (came is None) != (left is None) or not today - timedelta(days=FURTHEST_BACK) <= day <= today
    if came is not None and left is not None:
        wrong = wrong or left <= came or place.day_of(came) != day or place.day_of(left) != day or left > now
    if wrong:
        raise Malformed(
            "attendance-times",
            "到和走都要是这一天、已经过去的时间，走在到之后；没来就都不填。",
            "Coming and leaving are times of that day that have passed, leaving after coming; leave both empty for absent.",
            field="came",
        )
    with transaction.atomic():
        if not Contract.objects.filter(account_id=account_id, centre_id=centre, from_day__lte=day).exists():
            raise NotFound("not-on-the-roster", "这个人不在排班名单上。", "They are not on the roster.")
        of_day = Attendance.objects.filter(account_id=account_id, centre_id=centre, day=day)
        newest = of_day.select_for_update().order_by("-version").first()
        action = f"attendance {account_id} {day}"
        if requests.claim(key, action=action, actor=by, now=now, result={}) is not None and newest is not None:
            return newest
        made = Attendance.objects.create(
            centre_id=centre,
            account_id=account_id,
            day=day,
            version=newest.version + 1 if newest else 1,
            came=came,
            left=left,
            reason=said,
            set_at=now,
            set_by=by,
        )
        told = {"account": account_id, "day": day.isoformat(), "version": made.version}
        _record(centre, "attendance", made.pk, "put-down", told, now=now, by=by)
    return made


def decide_overtime(
    *,
    centre: str,
    account_id: int,
    day: date,
    confirmed: bool,
    words: str,
    now: datetime,
    by: str,
    decider: int,
    key: uuid.UUID,
) -> Overtime:
    """Confirm or refuse the minutes that the numbers of the day make; a refusal says why, and nobody decides their own.

    Raises Refused where there are none, or for a day that is not over.
    """
    said = " ".join(words.split())[:MOST_WORDS]
    if not confirmed and not said:
        raise Malformed("overtime-words", "不算，请写一句为什么。", "Please say in a sentence why not.", field="words")
    with transaction.atomic():
        requests.claim(key, action=f"overtime {account_id} {day}", actor=by, now=now, result={})
        return _decide(centre, account_id, day, confirmed=confirmed, words=said, now=now, by=by, decider=decider)


def confirm_overtime(
    *, centre: str, shown: Sequence[tuple[int, date, int]], now: datetime, by: str, decider: int, key: uuid.UUID
) -> int:
    """Confirm all that somebody has read on one page, as it stood there or not at all; the minutes in all.

    `shown`: account, day and minutes of each. Raises Refused where nothing is shown, where minutes are no longer what
    they were or somebody has decided meanwhile, and as `decide_overtime` does.
    """
    if not shown:
        raise _no_overtime()
    with transaction.atomic():
        earlier = requests.claim(key, action="overtime, all that is shown", actor=by, now=now)
        if earlier is not None:
            return int(earlier["minutes"])
        for account_id, day, minutes in shown:
            is_decided = Overtime.objects.filter(account_id=account_id, centre_id=centre, day=day).exists()
            made = _decide(centre, account_id, day, confirmed=True, words="", now=now, by=by, decider=decider)
            if is_decided or made.minutes != minutes:
                raise Refused(
                    "overtime-changed",
                    "这张单子在您看的时候变了，一条都没有确认。请再看一遍。",
                    "The list changed while you read it, and nothing was confirmed. Please read it again.",
                )
        total = sum(minutes for _, _, minutes in shown)
        requests.answer(key, {"minutes": total})
    return total


def _decide(
    centre: str, account_id: int, day: date, *, confirmed: bool, words: str, now: datetime, by: str, decider: int
) -> Overtime:
    if decider == account_id:
        raise Refused(
            "overtime-own", "自己的加班由别人来定。", "Somebody else decides on your own overtime.", status=403
        )
    today = settled(centre).centre.day_of(now)
    if not today - timedelta(days=FURTHEST_BACK) <= day < today:
        raise _no_overtime()
    found = [one for one in days_of(centre, day, day, now=now, account_id=account_id) if one.earned.minutes]
    if not found:
        raise _no_overtime()
    decided, _ = Overtime.objects.update_or_create(
        account_id=account_id,
        centre_id=centre,
        day=day,
        defaults={
            "minutes": found[0].earned.minutes,
            "tickets": len(found[0].earned.numbers),
            "is_confirmed": confirmed,
            "words": words,
            "decided_at": now,
            "decided_by": by,
        },
    )
    told = {"account": account_id, "day": day.isoformat(), "minutes": decided.minutes, "numbers": decided.tickets}
    _record(centre, "overtime", decided.pk, "confirm" if confirmed else "refuse", told, now=now, by=by)
    return decided


def _no_overtime() -> Refused:
    return Refused(
        "no-overtime",
        "这一天还没过完，或者关门以后没有办过关门前取的号。",
        "That day is not over, or no number drawn before closing was served after it.",
    )


def _record(
    centre: str, thing: str, thing_id: object, verb: str, data: dict[str, object], *, now: datetime, by: str
) -> None:
    events.record(now=now, centre=centre, actor=by, thing=thing, thing_id=thing_id, verb=verb, data=data)
