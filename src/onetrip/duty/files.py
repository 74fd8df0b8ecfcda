"""Shifts as files: a calendar for a telephone, a table for a spreadsheet. Pure text; nothing of anybody else is in them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from onetrip.duty.models import Assignment
from onetrip.rules import Text


def calendar_of(
    shifts: Iterable[Assignment], *, centre: Text, zone: ZoneInfo, posts: dict[str, Text], language: str, now: datetime
) -> bytes:
    """The shifts as an iCalendar file. The same shift has the same name in every file, so that a newer one replaces it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Onetrip//duty//")
    calendar.add("version", "2.0")
    for one in shifts:
        if one.pattern is None:
            continue
        event = Event()
        event.add("uid", f"duty-{one.account_id}-{one.day.isoformat()}@onetrip")
        event.add("dtstamp", now)
        event.add("dtstart", datetime.combine(one.day, one.pattern.begins, tzinfo=zone))
        event.add("dtend", datetime.combine(one.day, one.pattern.ends, tzinfo=zone))
        name, post = one.pattern.name.in_language(language), posts[one.post].in_language(language)
        event.add("summary", f"{name} · {post}")
        event.add("location", centre.in_language(language))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def table_of(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV that spreadsheets read in Chinese: with a mark of its encoding, and no cell that begins a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([_plain(each) for each in row])
    return "\ufeff" + out.getvalue()


def _plain(value: object) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
