"""Who is on the roster of a centre, and which shifts it has."""

from __future__ import annotations

import re
import uuid
from collections.abc import Collection
from datetime import date, datetime, time

from django.db import IntegrityError, transaction

from onetrip.duty.house import house
from onetrip.duty.models import Contract, ShiftPattern
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.staff.models import Account

_CODE = re.compile(r"[a-z0-9][a-z0-9-]{0,11}")


def set_pattern(
    *,
    centre: str,
    code: str,
    name_zh: str,
    name_en: str,
    begins: time,
    ends: time,
    lunch: tuple[time, time] | None,
    on_working_days: bool,
    is_late: bool,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> ShiftPattern:
    """A shift of the centre, new or changed from now on; rosters that are there keep the version they were made with.

    Raises Malformed for a code, a name or times that cannot be: all times stand on the half hour, lunch lies inside.
    """
    _check_pattern(code, name_zh, name_en, (begins, ends, *(lunch or ())))
    if ends <= begins or (lunch and not begins <= lunch[0] < lunch[1] <= ends):
        raise Malformed(
            "pattern-times",
            "下班要比上班晚，午饭要在上班时间里面。",
            "The shift has to end after it begins, with the lunch inside it.",
            field="ends",
        )
    with transaction.atomic():
        claimed = requests.claim(key, action=f"set-pattern {centre} {code}", actor=by, now=now, result={})
        newest = ShiftPattern.objects.filter(centre_id=centre, code=code).order_by("-version").first()
        if claimed is not None and newest is not None:
            return newest
        made = ShiftPattern.objects.create(
            centre_id=centre,
            code=code,
            version=newest.version + 1 if newest else 1,
            name_zh=name_zh,
            name_en=name_en,
            begins=begins,
            ends=ends,
            lunch_from=lunch[0] if lunch else None,
            lunch_until=lunch[1] if lunch else None,
            on_working_days=on_working_days,
            is_late=is_late,
            set_at=now,
            set_by=by,
        )
        _record(centre, "shift-pattern", code, "set", {"version": made.version}, now=now, by=by)
    return made


def retire_pattern(*, centre: str, code: str, now: datetime, by: str, key: uuid.UUID) -> ShiftPattern:
    """The shift is offered no more; rosters that have it keep it. Raises NotFound."""
    with transaction.atomic():
        claimed = requests.claim(key, action=f"retire-pattern {centre} {code}", actor=by, now=now, result={})
        newest = ShiftPattern.objects.filter(centre_id=centre, code=code).order_by("-version").first()
        if newest is None:
            raise NotFound("pattern-unknown", "没有这个班次。", "There is no such shift.")
        if claimed is None and not newest.is_retired:
            newest.pk, newest.version, newest.is_retired = None, newest.version + 1, True
            newest.set_at, newest.set_by = now, by
            newest.save(force_insert=True)
            _record(centre, "shift-pattern", code, "retire", {"version": newest.version}, now=now, by=by)
    return newest


def put_on_roster(
    *,
    centre: str,
    account_id: int,
    posts: Collection[str],
    minutes_a_week: int,
    from_day: date,
    now: datetime,
    by: str,
    key: uuid.UUID,
    until_day: date | None = None,
) -> Contract:
    """From `from_day` the account is on the roster of the centre. Raises Malformed for posts nobody knows or hours that no
    week has, NotFound for an account that is closed, Refused where they are on a roster then, here or in another centre."""
    known = [post for post in house().posts if post in posts]
    if not known or not 0 < minutes_a_week <= 60 * 60 or (until_day is not None and until_day < from_day):
        raise Malformed(
            "contract-form",
            "请写清楚：哪些岗位、一周几小时、从哪天到哪天。",
            "Please say which posts, how many hours a week, from which day until which.",
            field="posts",
        )
    try:
        with transaction.atomic():
            action = f"put-on-roster {centre} {account_id}"
            if requests.claim(key, action=action, actor=by, now=now, result={}) is not None:
                return Contract.objects.filter(account_id=account_id, centre_id=centre).order_by("-from_day")[:1].get()
            if not Account.objects.filter(pk=account_id, is_active=True, grants__centre__in=(centre, "*")).exists():
                raise NotFound("account-unknown", "这个中心没有这个账号。", "This centre has no such account.")
            made = Contract.objects.create(
                account_id=account_id,
                centre_id=centre,
                posts=known,
                minutes_a_week=minutes_a_week,
                from_day=from_day,
                until_day=until_day,
                set_at=now,
                set_by=by,
            )
            told = {"from": from_day.isoformat(), "posts": known, "minutes": minutes_a_week}
            _record(centre, "contract", account_id, "begin", told, now=now, by=by)
    except IntegrityError as error:
        if "contract_one_at_a_time" not in str(error):
            raise
        raise Refused(
            "on-a-roster-already",
            "这段时间里这个人已经在排班名单上了，也许在别的中心。先在那边写上到哪天为止。",
            "They are on a roster in these days already, perhaps in another centre. End that one first.",
        ) from error
    return made


def end_contract(*, centre: str, account_id: int, last: date, now: datetime, by: str, key: uuid.UUID) -> Contract:
    """`last` is the last day on the roster of this centre. Raises NotFound for who is not on it that day."""
    with transaction.atomic():
        requests.claim(key, action=f"end-contract {centre} {account_id} {last}", actor=by, now=now, result={})
        running = Contract.objects.select_for_update().filter(
            account_id=account_id, centre_id=centre, from_day__lte=last
        )
        found = running.order_by("-from_day").first()
        if found is None or (found.until_day is not None and found.until_day < last):
            raise NotFound(
                "not-on-the-roster", "这一天这个人不在排班名单上。", "They are not on the roster on that day."
            )
        if found.until_day != last:
            found.until_day = last
            found.save(update_fields=["until_day"])
            _record(centre, "contract", account_id, "end", {"last": last.isoformat()}, now=now, by=by)
    return found


def start_with_the_example(*, centre: str, minutes_a_week: int, now: datetime, by: str, day: date) -> int:
    """The example's shifts, and everybody with a role at a post on the roster from `day`; where a centre has shifts or
    people already, those stay. How many people were put on it."""
    for each in house().patterns:
        if not ShiftPattern.objects.filter(centre_id=centre, code=each.code).exists():
            set_pattern(
                centre=centre,
                code=each.code,
                name_zh=each.name.zh,
                name_en=each.name.en,
                begins=each.begins,
                ends=each.ends,
                lunch=each.lunch,
                on_working_days=each.on_working_days,
                is_late=each.is_late,
                now=now,
                by=by,
                key=uuid.uuid4(),
            )
    on_it = set(Contract.objects.filter(centre_id=centre).values_list("account_id", flat=True))
    added = 0
    for role, posts in house().posts_of_roles.items():
        holders = Account.objects.filter(
            grants__role=role, grants__centre=centre, grants__until_at=None, is_active=True
        )
        for account in holders.exclude(pk__in=on_it).distinct().order_by("pk"):
            on_it.add(account.pk)
            put_on_roster(
                centre=centre,
                account_id=account.pk,
                posts=posts,
                minutes_a_week=minutes_a_week,
                from_day=day,
                now=now,
                by=by,
                key=uuid.uuid4(),
            )
            added += 1
    return added


def _check_pattern(code: str, name_zh: str, name_en: str, times: Collection[time]) -> None:
    if not _CODE.fullmatch(code) or not name_zh or not name_en or len(name_zh) > 20 or len(name_en) > 40:
        raise Malformed(
            "pattern-form",
            "班次要有代号（小写字母和数字）和中英文名称。",
            "A shift has a code of lower-case letters and digits, and a name in both languages.",
            field="code",
        )
    if any(each.minute % 30 or each.second or each.microsecond for each in times):
        raise Malformed(
            "pattern-half-hours",
            "时间请用整点或半点。",
            "Please give times on the hour or the half hour.",
            field="begins",
        )


def _record(
    centre: str, thing: str, thing_id: object, verb: str, data: dict[str, object], *, now: datetime, by: str
) -> None:
    events.record(now=now, centre=centre, actor=by, thing=thing, thing_id=thing_id, verb=verb, data=data)
