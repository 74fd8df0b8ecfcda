"""Loading the yearly notice on holidays and make-up workdays from its file."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from onetrip.centres import queries
from onetrip.centres.models import CalendarDay, CalendarYear
from onetrip.centres.working_days import DayKind
from onetrip.ledger import events
from onetrip.ledger.refusals import Malformed

SHIPPED = Path(__file__).parent / "calendars"
"""The notices that come with the house."""


def load(path: Path, *, by: str, now: datetime) -> bool:
    """Load one notice; False when this year and version are loaded already. Raises Malformed with what is wrong."""
    notice = _read(path)
    with transaction.atomic():
        year, made = CalendarYear.objects.get_or_create(
            year=notice["year"],
            version=notice["version"],
            defaults={"source": notice["source"], "announced": notice["announced"]},
        )
        if not made:
            return False
        CalendarDay.objects.bulk_create(
            CalendarDay(notice=year, day=day, kind=row["kind"], name_zh=row["zh"], name_en=row["en"])
            for row in notice["days"]
            for day in _days(row)
        )
        events.record(
            now=now, centre="", actor=by, thing="calendar", thing_id=f"{year.year}.{year.version}", verb="load"
        )
    queries.forget()
    return True


def load_shipped(*, by: str, now: datetime) -> None:
    """Load every notice that comes with the house and is not loaded yet."""
    for path in sorted(SHIPPED.glob("*.yaml")):
        load(path, by=by, now=now)


def _days(row: dict[str, Any]) -> Iterator[date]:
    day: date = row["from"]
    while day <= row["to"]:
        yield day
        day += timedelta(days=1)


def _read(path: Path) -> dict[str, Any]:
    def wrong(what: str) -> Malformed:
        return Malformed("calendar-file", f"{path.name}：{what}", f"{path.name}: {what}")

    try:
        notice = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise wrong(f"cannot be read ({type(error).__name__})") from error
    if not isinstance(notice, dict) or not {"year", "version", "source", "announced", "days"} <= notice.keys():
        raise wrong("needs year, version, source, announced and days")
    for row in notice["days"]:
        if not isinstance(row, dict) or not {"from", "to", "kind", "zh", "en"} <= row.keys():
            raise wrong(f"a day needs from, to, kind, zh and en: {row}")
        if row["kind"] not in set(DayKind) or not isinstance(row["from"], date) or not isinstance(row["to"], date):
            raise wrong(f"a day has an unknown kind or no date: {row}")
        if not row["from"] <= row["to"] <= row["from"] + timedelta(days=31) or row["from"].year != notice["year"]:
            raise wrong(f"a stretch of days makes no sense: {row}")
    return notice
