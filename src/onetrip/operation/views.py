"""What machines ask the house (alive, ready, figures), and the page of whoever runs it."""

from __future__ import annotations

import secrets
from datetime import datetime
from importlib.metadata import version

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from onetrip.operation import metrics, queries, readiness
from onetrip.staff.access import requires
from onetrip.staff.permissions import Permission

SLOWEST = 12
"""Routes shown on the operator's page."""

OF_THE_WHOLE = "how the whole house works, and nothing of any person"


@requires(Permission.ANYONE)
@never_cache
@require_safe
def live(_request: HttpRequest) -> JsonResponse:
    """Whether this process answers at all; asks nobody else, so that a database that is away restarts no process."""
    return JsonResponse({"status": "ok"})


@requires(Permission.ANYONE, everywhere=OF_THE_WHOLE)
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when everything the house needs is well, else 503; what is not is told only to whoever shows the token."""
    found = readiness.checks(now=timezone.now())
    is_ready = all(one.is_well for one in found)
    said: dict[str, object] = {"status": "ready" if is_ready else "not ready"}
    if _shows_token(request):
        said["checks"] = {one.code: {"well": one.is_well, "said": one.said.en} for one in found}
    return JsonResponse(said, status=200 if is_ready else 503)


@requires(Permission.ANYONE, everywhere=OF_THE_WHOLE)
@never_cache
@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The figures for Prometheus, with the token; to whoever has none there is no such page."""
    if not _shows_token(request):
        raise Http404
    return HttpResponse(metrics.exposition(now=timezone.now()), content_type=CONTENT_TYPE_LATEST)


def _shows_token(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ").encode()
    return bool(settings.OPERATOR_TOKEN) and secrets.compare_digest(shown, settings.OPERATOR_TOKEN.encode())


@requires(Permission.SEE_OPERATION, everywhere=OF_THE_WHOLE)
@never_cache
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """How the house works: version, database, clock, outboxes, ledger, backups, disks, slow routes."""
    return render(request, "operation/page.html", _shown(timezone.now()))


@requires(Permission.SEE_OPERATION, everywhere=OF_THE_WHOLE)
@never_cache
@require_safe
def part(request: HttpRequest) -> HttpResponse:
    """What moves on that page, for a refresh in place."""
    return render(request, "operation/page_part.html", _shown(timezone.now()))


def _shown(now: datetime) -> dict[str, object]:
    found = readiness.checks(now=now)
    return {
        "now": now,
        "version": version("onetrip"),
        "started": queries.STARTED,
        "up": now - queries.STARTED,
        "checks": found,
        "is_ready": all(one.is_well for one in found),
        "database": queries.database(now=now),
        "events": queries.events_of_last_minute(now=now),
        "tasks": [(task, TASKS.get(task.name)) for task in queries.tasks()],
        "outboxes": [(one, one.lag(now)) for one in queries.outboxes(now=now)],
        "chain": (chain := queries.chain(now=now)),
        "chain_behind": chain.is_behind(now),
        "backup": queries.backup(),
        "disks": [(disk, disk.free < queries.DISK_LOW) for disk in queries.disks()],
        "routes": metrics.routes()[:SLOWEST],
        "traced": settings.TRACING,
        "logs": settings.LOG_FOLDER,
    }


TASKS = {
    "drafts": ("到日子的草稿", "drafts come into force"),
    "limits": ("办件期限提醒", "limits of cases"),
    "unanswered": ("没人答复的收件", "receipts nobody answered"),
    "estimates": ("重算估计的期限", "limits counted anew"),
    "on the spot": ("当场办结的交清", "done on the spot, handed over"),
    "pick-ups": ("叫快递", "pick-ups asked for"),
    "parcels": ("追快递", "parcels followed"),
    "unclaimed": ("提醒来取结果", "reminders to collect"),
    "licences": ("先收后查的证照", "licences looked up again"),
    "messages": ("发办件消息", "messages of cases sent"),
    "receipts": ("消息的回执", "receipts of messages"),
    "departments": ("部门接口清理", "calls of departments tidied"),
    "webhooks": ("通知部门系统", "systems of departments told"),
    "sign-ins": ("登录清理", "sign-ins tidied"),
    "days": ("日结", "days closed"),
    "bookings": ("预约提醒", "bookings and reminders"),
    "lines": ("排队过长", "long lines"),
    "difficult-cases": ("疑难没人答", "difficult cases nobody took"),
    "stays": ("自助机上没走完的", "stays at kiosks"),
    "errands": ("自助件到期清理", "errands of kiosks"),
    "sayings": ("学说法", "sayings learnt"),
    "residents": ("学先问什么", "questions learnt"),
    "waits": ("学要等多久", "waits learnt"),
    "seals": ("封存流水", "the ledger sealed"),
    "logs": ("整理日志", "logs tidied"),
    "devices": ("不出声的设备", "silent devices"),
}
"""What the clock's tasks are called; one without a line here is shown by its name in the code."""
