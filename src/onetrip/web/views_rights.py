"""Who holds which role in a centre, and lending one to a colleague for some days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.catalogue import queries as catalogues
from onetrip.centres.models import Centre
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.ledger.requests import read_key
from onetrip.rules import Text
from onetrip.staff import lending, queries
from onetrip.staff.access import account_of, centre_of, requires
from onetrip.staff.models import Grant
from onetrip.staff.permissions import DATA_CLASSES, Permission
from onetrip.staff.roles import ROLES

SHOWN_AFTER = timedelta(days=31)
"""How long a role that was lent stands on the page after its end."""

DATA_NAMES = {
    Permission.SEE_IDENTITY: Text("完整姓名和证件号", "full names and ID numbers"),
    Permission.SEE_TELEPHONE: Text("电话", "telephone numbers"),
    Permission.SEE_PRIVATE: Text("健康、家庭、经济情况", "health, family and money"),
}


_ORDER = ("now", "later", "over", "good")
"""What was lent stands above what is held for good: it is what somebody comes to look at."""


@dataclass(frozen=True)
class _Line:
    """A grant in words. `until`: its last day; `stands`: now, later or over."""

    grant: Grant
    name: Text
    role: Text
    first: date | None
    until: date | None
    stands: str
    categories: tuple[Text, ...]
    withheld: tuple[Text, ...]
    may_end: bool


@requires(Permission.LEND_ROLES)
@never_cache
@require_GET
def rights(request: HttpRequest) -> HttpResponse:
    """Every role that somebody holds here."""
    return _page(request)


@requires(Permission.LEND_ROLES)
@require_POST
def lend(request: HttpRequest) -> HttpResponse:
    """Lend a role for days, both inclusive."""
    centre = settled(centre_of(request)).centre
    try:
        first, last = _day(request, "from"), _day(request, "until")
        lending.lend(
            to=request.POST.get("to", "")[:40],
            role=request.POST.get("role", "")[:20],
            centre=centre.code,
            from_at=max(_midnight(centre, first), timezone.now()),
            until_at=_midnight(centre, last + timedelta(days=1)),
            reason=request.POST.get("reason", ""),
            categories=request.POST.getlist("category")[:40],
            withheld=request.POST.getlist("withheld")[:10],
            by=account_of(request),
            now=timezone.now(),
            key=read_key(request.POST.get("idempotency_key")),
        )
    except Refused as refused:
        return _page(request, refused)
    return redirect("staff-rights")


@requires(Permission.LEND_ROLES)
@require_POST
def take_back(request: HttpRequest, grant_id: int) -> HttpResponse:
    """It counts no more from now on."""
    lending.take_back(
        grant_id=grant_id,
        centre=centre_of(request),
        by=account_of(request),
        now=timezone.now(),
        key=read_key(request.POST.get("idempotency_key")),
    )
    return redirect("staff-rights")


def _page(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    now, code = timezone.now(), centre_of(request)
    centre = settled(code).centre
    mine = lending.may_lend(lending.roles_for_good(account_of(request), code))
    grants = [one for one in queries.grants_in(code) if _is_shown(one, now)]
    catalogue = catalogues.current() if catalogues.newest_number() else None
    names = {key: category.name for key, category in catalogue.categories.items()} if catalogue else {}
    colleagues = {
        grant.account.username: Text(grant.account.name, grant.account.name_en or grant.account.name)
        for grant in grants
    }
    colleagues.pop(account_of(request).username, None)
    today = centre.day_of(now)
    context: dict[str, Any] = {
        "centre": centre,
        "lines": sorted(
            (_line(one, centre, now, names, mine) for one in grants), key=lambda line: _ORDER.index(line.stands)
        ),
        "roles": [(role, ROLES[role].name) for role in ROLES if role in mine],
        "colleagues": sorted(colleagues.items(), key=lambda one: one[1].zh),
        "categories": list(names.items()),
        "data_classes": list(DATA_NAMES.items()),
        "given": {
            "to": request.POST.get("to", "")[:40],
            "role": request.POST.get("role", "")[:20],
            "from": request.POST.get("from", "")[:10] or today.isoformat(),
            "until": request.POST.get("until", "")[:10] or (today + timedelta(days=7)).isoformat(),
            "reason": request.POST.get("reason", "")[:200],
            "category": request.POST.getlist("category"),
            "withheld": request.POST.getlist("withheld"),
        },
        "today": today,
        "most_days": lending.LONGEST.days,
        "refused": refused,
        "wrong": getattr(refused, "field", None),
    }
    return render(request, "web/rights.html", context, status=refused.status if refused else 200)


def _is_shown(grant: Grant, now: datetime) -> bool:
    if grant.role == "reviewer":
        return False  # a department decides wherever its matters are
    return grant.until_at is None or min(grant.until_at, grant.ended_at or grant.until_at) > now - SHOWN_AFTER


def _line(grant: Grant, centre: Centre, now: datetime, names: dict[str, Text], mine: frozenset[str]) -> _Line:
    ended = grant.ended_at or grant.until_at
    stands = (
        "good"
        if grant.until_at is None or grant.from_at is None
        else "over"
        if ended is not None and ended <= now
        else "later"
        if grant.from_at > now
        else "now"
    )
    withheld = [DATA_NAMES[each] for each in DATA_CLASSES if each.value in grant.withheld.split(",")]
    return _Line(
        grant,
        Text(grant.account.name, grant.account.name_en or grant.account.name),
        ROLES[grant.role].name,
        centre.day_of(grant.from_at) if grant.from_at else None,
        centre.day_of(grant.until_at - timedelta(seconds=1)) if grant.until_at else None,
        stands,
        tuple(names.get(each, Text(each, each)) for each in filter(None, grant.categories.split(","))),
        tuple(withheld),
        may_end=stands in ("now", "later") and grant.role in mine and grant.centre == centre.code,
    )


def _day(request: HttpRequest, name: str) -> date:
    try:
        return date.fromisoformat(request.POST.get(name, "")[:10])
    except ValueError as error:
        raise Malformed("not-a-day", "这不是一个日期。", "This is not a date.", field=name) from error


def _midnight(centre: Centre, day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=centre.zone)
