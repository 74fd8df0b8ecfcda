"""Rosters as files."""

from __future__ import annotations

import uuid
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.centres.queries import settled
from onetrip.duty import files, own, planning
from onetrip.duty.house import house
from onetrip.rules import Text
from onetrip.staff.access import account_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.SEE_OWN_DUTY)
@never_cache
@require_GET
def my_calendar(request: HttpRequest) -> HttpResponse:
    """My shifts from today on, for a calendar."""
    centre, now = settled(centre_of(request)).centre, timezone.now()
    content = files.calendar_of(
        own.shifts(centre.code, account_of(request), centre.day_of(now)),
        centre=Text(centre.name_zh, centre.name_en),
        zone=centre.zone,
        posts=dict(house().posts),
        language=_language(request),
        now=now,
    )
    return _file(content, "text/calendar; charset=utf-8", "my-shifts.ics")


@requires(Permission.SEE_OWN_DUTY)
@never_cache
@require_GET
def my_table(request: HttpRequest) -> HttpResponse:
    """My shifts from today on, as a table."""
    centre, language = settled(centre_of(request)).centre, _language(request)
    posts, heads = house().posts, Text("日期,班次,上班,下班,岗位", "Day,Shift,Begins,Ends,Post")
    rows: list[list[object]] = [list(heads.in_language(language).split(","))]
    for one in own.shifts(centre.code, account_of(request), centre.day_of(timezone.now())):
        if one.pattern is not None:
            begins, ends = f"{one.pattern.begins:%H:%M}", f"{one.pattern.ends:%H:%M}"
            name, post = one.pattern.name.in_language(language), posts[one.post].in_language(language)
            rows.append([one.day.isoformat(), name, begins, ends, post])
    return _file(files.table_of(rows).encode(), "text/csv; charset=utf-8", "my-shifts.csv")


@requires(Permission.PLAN_DUTY)
@never_cache
@require_GET
def roster_table(request: HttpRequest, roster_id: uuid.UUID) -> HttpResponse:
    """A roster as a table: a line for each person, a column for each day; why somebody is away is not in it."""
    shown = planning.sheet(centre_of(request), roster_id, timezone.now())
    language, posts = _language(request), house().posts
    heads = [Text("姓名", "Name"), Text("工时", "Hours")]
    rows: list[list[object]] = [
        [heads[0].in_language(language), *(each.day.isoformat() for each in shown.days), heads[1].in_language(language)]
    ]
    names = {each.code: each.name.in_language(language) for each in shown.patterns}
    for row in shown.rows:
        who = row.account.name if language == "zh" else row.account.name_en or row.account.name
        cells = [
            f"{names.get(cell.shift, cell.shift)} {posts[cell.post].in_language(language)}" if cell.shift else ""
            for cell in row.cells
        ]
        rows.append([who, *cells, f"{row.hours:g}"])
    name = f"roster-{shown.roster.first.isoformat()}.csv"
    return _file(files.table_of(rows).encode(), "text/csv; charset=utf-8", name)


def _language(request: HttpRequest) -> str:
    found: str = getattr(request, "language", "zh")
    return found


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    return answer
