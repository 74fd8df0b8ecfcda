"""What a director decides about bookings: the rules, a single day, a service, one half hour. Each is an event.

Nothing that is booked is thrown out by any of them: a quota below what is booked lets nobody further in, that is all.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from onetrip.appointments import queries
from onetrip.appointments.models import BookingDay, Rules, SaidQuota, Service
from onetrip.appointments.quotas import Mode
from onetrip.appointments.slots import is_slot
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import settled
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound
from onetrip.ledger.words import one_line
from onetrip.rules import Text

LIMITS: dict[str, tuple[int, int]] = {
    "day_number": (1, 2000),
    "windows": (0, 100),
    "days_ahead": (1, 90),
    "working_days_ahead": (1, 60),
    "early": (0, 120),
    "late": (0, 120),
    "head_start": (0, 120),
    "late_credit": (0, 60),
    "told_late": (0, 60),
    "most_upcoming": (1, 20),
    "most_a_day": (1, 50),
    "remind_hours": (1, 168),
}
"""What each figure of the rules may be, least and most."""

MAY_BE_LEFT_OUT = frozenset({"windows", "working_days_ahead"})
"""Figures that the house works out itself where nothing is said."""


def set_rules(*, centre: str, changes: Mapping[str, Any], now: datetime, by: str, key: uuid.UUID) -> Rules:
    """Other rules for the centre; what is not among `changes` stays. Raises Malformed, naming the field."""
    for name, value in changes.items():
        _refuse_rule(name, value)
    with transaction.atomic():
        claimed = requests.claim(key, action=f"set-rules {centre}", actor=by, now=now, result={})
        Rules.objects.bulk_create([Rules(centre_id=_known(centre))], ignore_conflicts=True)
        rules = Rules.objects.select_for_update().get(pk=centre)
        changed = {name: value for name, value in changes.items() if getattr(rules, name) != value}
        if claimed is not None or not changed:
            return rules
        before = {name: _plain(getattr(rules, name)) for name in changed}
        for name, value in changed.items():
            setattr(rules, name, value)
        rules.save(update_fields=list(changed))
        after = {name: _plain(value) for name, value in changed.items()}
        _record(centre, "booking-rules", centre, "set", now, by, {"from": before, "to": after})
    return rules


def set_day(
    *,
    centre: str,
    day: date,
    mode: str | None,
    number: int | None,
    windows: int | None,
    reason: Text,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> BookingDay:
    """How a single day takes people; None: as the rules say. A day without bookings is one whose `mode` is "open".

    Raises Malformed for a day that is over, an unknown mode, and a difference without its reason in both languages.
    """
    reason = Text(one_line(reason.zh, 80), one_line(reason.en, 120))
    _refuse_day(centre, day, mode, number, windows, reason, now)
    with transaction.atomic():
        claimed = requests.claim(key, action=f"set-booking-day {centre} {day}", actor=by, now=now, result={})
        BookingDay.objects.bulk_create([BookingDay(centre_id=centre, day=day)], ignore_conflicts=True)
        row = BookingDay.objects.select_for_update().get(centre_id=centre, day=day)
        if claimed is not None:
            return row
        row.mode, row.number, row.windows = mode, number, windows
        row.reason_zh, row.reason_en, row.said_by, row.said_at = reason.zh, reason.en, by, now
        row.save()
        data = {"mode": mode, "number": number, "windows": windows, "reason": reason.zh}
        _record(centre, "booking-day", day.isoformat(), "set", now, by, data)
    return row


def set_service(
    *, centre: str, kind: str, of: str, share: int, minutes: float, now: datetime, by: str, key: uuid.UUID
) -> Service:
    """The share of the hall (per cent) and the minutes for one, of a service; made when it is new.

    Raises Malformed for figures outside their range and NotFound for a matter or category that nobody knows.
    """
    _refuse_service(kind, of, share, minutes)
    with transaction.atomic():
        action = f"set-service {centre} {kind} {of}"[:60]
        if requests.claim(key, action=action, actor=by, now=now, result={}) is not None:
            return Service.objects.get(centre_id=centre, kind=kind, of=of)
        found = Service.objects.select_for_update().filter(centre_id=_known(centre), kind=kind, of=of).first()
        before = {"share": found.share, "minutes": float(found.minutes)} if found else None
        service, _ = Service.objects.update_or_create(
            centre_id=centre, kind=kind, of=of, defaults={"share": share, "minutes": minutes}
        )
        data = {"from": before, "to": {"share": share, "minutes": minutes}}
        _record(centre, "booking-service", service.code, "set", now, by, data)
    return service


def set_quota(
    *,
    centre: str,
    service: str,
    day: date | None,
    starts: time,
    number: int | None,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> None:
    """The number for one half hour of a service, on one day or (None) on every day; None: as the formula says again."""
    if not is_slot(starts) or (number is not None and not 0 <= number <= 500):
        raise Malformed(
            "quota-senseless",
            "名额是 0 到 500 的整数，时间是整点或半点。",
            "A quota is a whole number from 0 to 500, for a half hour that begins on the hour or the half.",
            field="number",
        )
    with transaction.atomic():
        if (
            requests.claim(key, action=f"set-quota {centre} {starts:%H%M} {day}", actor=by, now=now, result={})
            is not None
        ):
            return
        kind, _, of = service.partition(":")
        if (kind, of) == ("anything", ""):
            default = queries.ANYTHING
            row, _ = Service.objects.get_or_create(
                centre_id=_known(centre),
                kind=kind,
                of="",
                defaults={"share": default.share, "minutes": default.minutes},
            )
        else:
            found = Service.objects.filter(centre_id=centre, kind=kind, of=of).first()
            if found is None:
                raise NotFound("service-unknown", "没有这一项预约服务。", "There is no such service to book.")
            row = found
        said = SaidQuota.objects.filter(service=row, day=day, starts=starts)
        before = said.values_list("number", flat=True).first()
        if number is None:
            said.delete()
        else:
            SaidQuota.objects.update_or_create(
                service=row, day=day, starts=starts, defaults={"number": number, "said_by": by, "said_at": now}
            )
        data = {"service": service, "day": str(day or ""), "starts": f"{starts:%H:%M}", "from": before, "to": number}
        _record(centre, "booking-quota", service, "set", now, by, data)


def _known(centre: str) -> str:
    return settled(centre).centre.code


def _refuse_rule(name: str, value: Any) -> None:
    if name in LIMITS:
        least, most = LIMITS[name]
        if name in MAY_BE_LEFT_OUT and value is None:
            return
        if not isinstance(value, int) or not least <= value <= most:
            raise Malformed(
                "rule-out-of-range", f"要在 {least} 到 {most} 之间。", f"Between {least} and {most}.", field=name
            )
    elif name == "mode":
        _refuse_mode(value)
    elif name not in ("quiet_from", "quiet_until") or not isinstance(value, time):
        raise Malformed("rule-unknown", "没有这条规则。", "There is no such rule.", field=name)


def _refuse_mode(mode: str | None) -> None:
    if mode not in set(Mode):
        raise Malformed("mode-unknown", "没有这种方式。", "There is no such way.", field="mode")


def _refuse_day(
    centre: str, day: date, mode: str | None, number: int | None, windows: int | None, reason: Text, now: datetime
) -> None:
    if day < settled(centre).centre.day_of(now):
        raise Malformed("day-over", "这一天已经过了，改不了。", "That day is over and cannot be changed.", field="day")
    if mode is not None:
        _refuse_mode(mode)
    for name, value in (("day_number", number), ("windows", windows)):
        if value is not None:
            try:
                _refuse_rule(name, value)
            except Malformed as wrong:
                wrong.field = "number" if name == "day_number" else name
                raise
    differs = mode is not None or number is not None or windows is not None
    if differs and not (reason.zh and reason.en):
        raise Malformed(
            "reason-missing",
            "请写明原因，中文、英文都要：居民会看到。",
            "Please give the reason in Chinese and in English: residents will read it.",
            field="booking_reason_en" if reason.zh else "booking_reason_zh",
        )


def _refuse_service(kind: str, of: str, share: int, minutes: float) -> None:
    if not 0 <= share <= 100:
        raise Malformed("share-senseless", "比例是 0 到 100。", "A share is from 0 to 100.", field="share")
    if not 1 <= minutes <= 240:
        raise Malformed("minutes-senseless", "每位 1 到 240 分钟。", "From 1 to 240 minutes for one.", field="minutes")
    if kind == Service.Kind.ANYTHING and not of:
        return
    catalogue = catalogues.current()
    known = catalogue.matters if kind == Service.Kind.MATTER else catalogue.categories
    if kind not in (Service.Kind.MATTER, Service.Kind.CATEGORY) or of not in known:
        raise NotFound(
            "service-of-nothing", "目录里没有这个事项或类别。", "The catalogue has no such matter or category."
        )


def _plain(value: Any) -> Any:
    return f"{value:%H:%M}" if isinstance(value, time) else value


def _record(centre: str, thing: str, thing_id: str, verb: str, now: datetime, by: str, data: dict[str, Any]) -> None:
    events.record(
        now=now, centre=centre, actor=by, thing=thing, thing_id=thing_id, verb=verb, data=data, public={"changed": True}
    )
