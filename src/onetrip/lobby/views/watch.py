"""The supervisor's page of the hall: what needs a decision now, and what the day has been like."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.centres.actions import PAUSES
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed
from onetrip.lobby import actions, parked, queries, watching
from onetrip.lobby.weights import priorities_of
from onetrip.staff.access import account_of, actor_of, centre_of, requires
from onetrip.staff.permissions import Permission


@requires(Permission.RUN_HALL)
@never_cache
@require_GET
def watch(request: HttpRequest) -> HttpResponse:
    """The whole page."""
    return render(request, "lobby/watch.html", _context(request))


@requires(Permission.RUN_HALL)
@never_cache
@require_GET
def watch_now(request: HttpRequest) -> HttpResponse:
    """What moves on it."""
    return render(request, "lobby/parts/watch_now.html", _context(request))


@requires(Permission.SEE_QUEUE)
@never_cache
@require_GET
def alert(request: HttpRequest) -> HttpResponse:
    """The alert alone, for the top of other pages of the hall; nothing while the wait is short."""
    return render(request, "lobby/parts/alert.html", alert_context(request))


@requires(Permission.SEE_QUEUE)
@never_cache
@require_POST
def see(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Somebody says that they have seen it."""
    actions.see_alert(
        centre=centre_of(request), alert_id=alert_id, now=timezone.now(), by=actor_of(request), key=sent_key(request)
    )
    return _back(request)


@requires(Permission.RUN_HALL)
@never_cache
@require_POST
def ask(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Ask a clerk to open a window, or to call again at theirs."""
    window, account = sent(request, "window", most=4), sent(request, "account", most=10)
    if not (window.isdecimal() and account.isdecimal()):
        raise Malformed("proposal-form", "请选一个窗口和一位同事。", "Please choose a window and a colleague.")
    actions.ask_to_open(
        centre=centre_of(request),
        alert_id=alert_id,
        window=int(window),
        account_id=int(account),
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return _back(request)


@requires(Permission.RUN_HALL)
@never_cache
@require_POST
def relieve(request: HttpRequest) -> HttpResponse:
    """End the duty at a window whose clerk went without leaving it."""
    window = sent(request, "window", most=4)
    if not (window.isascii() and window.isdecimal()):
        raise Malformed("window-form", "请填窗口号。", "Please give the number of the window.", field="window")
    actions.relieve_window(
        centre=centre_of(request), number=int(window), now=timezone.now(), by=actor_of(request), key=sent_key(request)
    )
    return redirect("watch")


def alert_context(request: HttpRequest, hall: queries.Hall | None = None) -> dict[str, Any]:
    """What the part `lobby/parts/alert.html` needs on top of the page where numbers are drawn; `hall`, if it is known."""
    now = timezone.now()
    centre = settled(centre_of(request)).centre
    found = watching.alert(centre, now, hall)
    return {
        "alert": found,
        "centre": centre,
        "pauses": PAUSES,
        "may_run": _may_run(request),
        "came_from": reverse("check-in"),
    }


def _context(request: HttpRequest) -> dict[str, Any]:
    now = timezone.now()
    centre = settled(centre_of(request)).centre
    seen = watching.watch(centre, now)
    return {
        "centre": centre,
        "seen": seen,
        "alert": seen.alert,
        "hall": seen.hall,
        "line": seen.hall.waiting,
        "parked": parked.parked(centre, now),
        "priorities": priorities_of(centre.code).all,
        "pauses": PAUSES,
        "may_run": _may_run(request),
        "came_from": reverse("watch"),
    }


def _may_run(request: HttpRequest) -> bool:
    return account_of(request).may(Permission.RUN_HALL, centre_of(request))


def _back(request: HttpRequest) -> HttpResponse:
    """To the page that the press came from, if it is one of this house."""
    onward = sent(request, "next", most=200)
    if not url_has_allowed_host_and_scheme(onward, {request.get_host()}, require_https=request.is_secure()):
        onward = "/staff/"
    return redirect(onward)
