"""Reading what duty's pages send: days, times, numbers. What cannot be read is refused in words."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.http import HttpRequest

from onetrip.advice.forms import sent
from onetrip.ledger.refusals import Malformed

MOST_LINES = 20
"""How much overtime one page shows to be confirmed, and is confirmed at once."""


def sent_day(request: HttpRequest, field: str) -> date:
    """A day. Raises Malformed without one."""
    found = sent_day_or_none(request, field)
    if found is None:
        raise Malformed("day-missing", "请选日期。", "Please choose a day.", field=field)
    return found


def sent_day_or_none(request: HttpRequest, field: str) -> date | None:
    """A day, or None for an empty field. Raises Malformed for what is no day."""
    text = sent(request, field, most=20)
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise Malformed(
            "day-unreadable", "日期看不懂，请写成 2026-11-30 这样。", "This is no day; write 2026-11-30.", field=field
        ) from error


def sent_time_or_none(request: HttpRequest, field: str) -> time | None:
    """A time of day, or None for an empty field. Raises Malformed for what is no time."""
    text = sent(request, field, most=10)
    if not text:
        return None
    try:
        return time.fromisoformat(text).replace(tzinfo=None)
    except ValueError as error:
        raise Malformed(
            "time-unreadable", "时间看不懂，请写成 08:30 这样。", "This is no time; write 08:30.", field=field
        ) from error


def sent_moment_or_none(request: HttpRequest, field: str, day: date, zone: ZoneInfo) -> datetime | None:
    """A time of `day` on the centre's clock, or None for an empty field."""
    at = sent_time_or_none(request, field)
    return None if at is None else datetime.combine(day, at, tzinfo=zone)


def sent_number_or_none(request: HttpRequest, field: str) -> int | None:
    """A whole number that is not negative, or None for an empty field. Raises Malformed for anything else."""
    text = sent(request, field, most=12)
    if not text:
        return None
    if not (text.isascii() and text.isdigit()):
        raise Malformed("number-unreadable", "这里要填数字。", "A number is needed here.", field=field)
    return int(text)


def sent_person_and_day(request: HttpRequest, field: str) -> tuple[int, date]:
    """An account and a day out of one choice, "12@2026-11-30". Raises Malformed for anything else."""
    account, _, day = sent(request, field, most=30).partition("@")
    try:
        return int(account), date.fromisoformat(day)
    except ValueError as error:
        raise Malformed(
            "choice-unreadable", "请选一个人和一天。", "Please choose a person and a day.", field=field
        ) from error


def sent_overtime(request: HttpRequest, field: str) -> list[tuple[int, date, int]]:
    """Account, day and minutes of each line that was shown, "12@2026-11-30@25". Raises Malformed for anything else."""
    shown = []
    for line in request.POST.getlist(field)[:MOST_LINES]:
        try:
            account, day, minutes = line.split("@")
            shown.append((int(account), date.fromisoformat(day), int(minutes)))
        except ValueError as error:
            raise Malformed(
                "overtime-unreadable",
                "这张单子读不出来，请刷新页面再试。",
                "This list cannot be read. Please load the page again.",
                field=field,
            ) from error
    return shown


def sent_number(request: HttpRequest, field: str) -> int:
    """A whole number. Raises Malformed without one."""
    found = sent_number_or_none(request, field)
    if found is None:
        raise Malformed("number-missing", "这里要填数字。", "A number is needed here.", field=field)
    return found
