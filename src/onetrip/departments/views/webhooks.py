"""The addresses that are told of changes, and what became of each delivery."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.departments import actions, queries
from onetrip.departments.models import Subscription
from onetrip.departments.showing import answer_in_words, end_of, state_of, type_in_words
from onetrip.departments.views.systems import page
from onetrip.departments.webhooks.guard import MOST
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.staff.access import account_of, actor_of, requires
from onetrip.staff.permissions import Permission

SHOWN = 50
"""Deliveries of one page."""


@requires(Permission.MANAGE_ACCOUNTS)
@never_cache
@require_POST
def subscribe(request: HttpRequest, code: str) -> HttpResponse:
    """Add an address; its secret is on this answer and nowhere else."""
    found = queries.system_for(account_of(request), code)
    try:
        made, secret = actions.subscribe(
            code=found.pk,
            address=sent(request, "address", most=MOST),
            types=[name[:40] for name in request.POST.getlist("types")[:40]],
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Refused as refused:
        return page(request, found, refused=refused)
    return page(request, found, secret=(made.address, secret))


@requires(Permission.MANAGE_ACCOUNTS)
@never_cache
@require_GET
def webhook(request: HttpRequest, subscription_id: uuid.UUID) -> HttpResponse:
    """One address: what was sent, what was answered."""
    return _page(request, queries.subscription_for(account_of(request), subscription_id))


@requires(Permission.MANAGE_ACCOUNTS)
@never_cache
@require_POST
def turn(request: HttpRequest, subscription_id: uuid.UUID, verb: str) -> HttpResponse:
    """Pause, go on, remove, another secret, or everything that was given up once more."""
    found = queries.subscription_for(account_of(request), subscription_id)
    given: dict[str, Any] = {
        "subscription_id": found.pk,
        "now": timezone.now(),
        "by": actor_of(request),
        "key": sent_key(request),
    }
    if verb == "new-secret":
        return _page(request, found, secret=actions.new_secret(**given))
    if verb == "remove":
        actions.unsubscribe(**given)
        return redirect("department-system", found.system_id)
    if verb == "pause":
        actions.pause(**given)
    elif verb == "resume":
        actions.resume(**given)
    elif verb == "failed-again":
        actions.send_again(delivery=None, **given)
    else:
        raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    return redirect("webhook", found.pk)


@requires(Permission.MANAGE_ACCOUNTS)
@require_POST
def send_again(request: HttpRequest, subscription_id: uuid.UUID, delivery: int) -> HttpResponse:
    """One delivery once more."""
    found = queries.subscription_for(account_of(request), subscription_id)
    actions.send_again(
        subscription_id=found.pk,
        delivery=min(delivery, 2**62),  # what no table can hold is a delivery that does not exist
        now=timezone.now(),
        by=actor_of(request),
        key=sent_key(request),
    )
    return redirect("webhook", found.pk)


def _page(request: HttpRequest, found: Subscription, *, secret: str | None = None) -> HttpResponse:
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isdecimal() and asked.isascii() and len(asked) < 19 else 0
    lines = queries.deliveries(found, before=before, most=SHOWN + 1)
    shown = lines[:SHOWN]
    context = {
        "webhook": found,
        "system": found.system,
        "state": state_of(found),
        "types": [type_in_words(name) for name in found.types],
        "lines": [(one, type_in_words(one.type), end_of(one), answer_in_words(one.last_answer)) for one in shown],
        "before": shown[-1].change if len(lines) > SHOWN else None,
        "secret": secret,
        "now": timezone.now(),
    }
    return render(request, "departments/webhook.html", context)
