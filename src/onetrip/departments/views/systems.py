"""The systems of departments: which there are, what each may do, its keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from onetrip.advice.forms import sent, sent_key
from onetrip.catalogue import queries as catalogues
from onetrip.departments import actions, feed, queries
from onetrip.departments.access import holds
from onetrip.departments.keys import MOST_PEM
from onetrip.departments.models import System
from onetrip.departments.showing import state_of, types_told
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.rules import Text
from onetrip.staff.access import account_of, actor_of, requires
from onetrip.staff.permissions import Permission

_FIELDS = {"code": 30, "name": 40, "name_en": 60, "department": 40, "contact": 120}
"""Of the form that adds one, and how long each may be."""


@requires(Permission.MANAGE_ACCOUNTS)
@never_cache
@require_GET
def systems(request: HttpRequest) -> HttpResponse:
    """Every system that this person may manage, and the form for another."""
    return _list(request)


@requires(Permission.MANAGE_ACCOUNTS)
@never_cache
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add one; it can do nothing until it has a key."""
    try:
        given = {name: sent(request, name, most=most) for name, most in _FIELDS.items()}
        centres = [code[:16] for code in request.POST.getlist("centres")[:400]]
        if not queries.may_manage(account_of(request), centres) and centres:
            raise Malformed(
                "centres-others",
                "只能选您管账号的中心。",
                "Please choose centres whose accounts you manage.",
                field="centres",
            )
        made = actions.add_system(
            **given, centres=centres, now=timezone.now(), by=actor_of(request), key=sent_key(request)
        )
    except Malformed as malformed:
        return _list(request, malformed)
    return redirect("department-system", made.pk)


@requires(Permission.MANAGE_ACCOUNTS)
@never_cache
@require_GET
def system(request: HttpRequest, code: str) -> HttpResponse:
    """One system: what it may do, its keys, whom it wants told."""
    return page(request, queries.system_for(account_of(request), code))


@requires(Permission.MANAGE_ACCOUNTS)
@never_cache
@sensitive_post_parameters("public")
@require_POST
def give_key(request: HttpRequest, code: str) -> HttpResponse:
    """A new key. Its private half, where we made it, is on this answer and nowhere else."""
    found = queries.system_for(account_of(request), code)
    try:
        made = actions.give_key(
            code=found.pk,
            public=sent(request, "public", most=MOST_PEM),
            now=timezone.now(),
            by=actor_of(request),
            key=sent_key(request),
        )
    except Refused as refused:
        return page(request, found, refused=refused)
    return page(request, found, made=made)


@requires(Permission.MANAGE_ACCOUNTS)
@require_POST
def revoke_key(request: HttpRequest, code: str, key_id: str) -> HttpResponse:
    """End a key at once."""
    found = queries.system_for(account_of(request), code)
    actions.revoke_key(code=found.pk, key_id=key_id, now=timezone.now(), by=actor_of(request), key=sent_key(request))
    return redirect("department-system", found.pk)


@requires(Permission.MANAGE_ACCOUNTS)
@require_POST
def turn(request: HttpRequest, code: str, verb: str) -> HttpResponse:
    """Close it, or say whether it may ask for an unmasked identity."""
    found = queries.system_for(account_of(request), code)
    given: dict[str, Any] = {
        "code": found.pk,
        "now": timezone.now(),
        "by": actor_of(request),
        "key": sent_key(request),
    }
    if verb == "close":
        actions.close(**given)
    elif verb in ("allow-identity", "forbid-identity"):
        actions.let_see_identity(allowed=verb == "allow-identity", **given)
    else:
        raise NotFound("step-unknown", "没有这一步。", "There is no such step.")
    return redirect("department-system", found.pk)


def page(
    request: HttpRequest,
    found: System,
    *,
    refused: Refused | None = None,
    made: actions.Made | None = None,
    secret: tuple[str, str] | None = None,
) -> HttpResponse:
    """The page of one system; `made` and `secret` (address, secret) are shown once, on the answer to their request."""
    now = timezone.now()
    keys = [(one, holds(one, now)) for one in found.keys.order_by("-made_at", "pk")]
    context = {
        "system": found,
        "department": _department(found.department),
        "centres": _centres(found),
        "keys": keys,
        "webhooks": [(one, state_of(one)) for one in queries.subscriptions_of(found)],
        "types": types_told(),
        "all_types": sorted(set(feed.TYPES.values())),
        "made": made,
        "secret": secret,
        "refused": refused,
        "address": request.POST.get("address", "")[:300] if refused else "",
        "api": request.build_absolute_uri("/api/v1/departments"),
    }
    return render(request, "departments/system.html", context, status=refused.status if refused else 200)


def _list(request: HttpRequest, malformed: Malformed | None = None) -> HttpResponse:
    account, now = account_of(request), timezone.now()
    departments = catalogues.current().departments
    lines = [
        {
            "system": one,
            "department": _department(one.department),
            "centres": _centres(one),
            "keys": sum(holds(key, now) for key in one.keys.all()),
            "used_at": max((key.used_at for key in one.keys.all() if key.used_at), default=None),
            "off": sum(address.state == address.State.OFF for address in one.subscriptions.all()),
        }
        for one in queries.systems_for(account)
    ]
    context = {
        "lines": lines,
        "departments": [(code, one.name) for code, one in departments.items()],
        "centres": queries.centres_for(account),
        "everywhere": queries.may_manage(account, [queries.EVERYWHERE]),
        "malformed": malformed,
        "given": {name: request.POST.get(name, "")[:most] for name, most in _FIELDS.items()},
        "chosen": request.POST.getlist("centres")[:400],
    }
    return render(request, "departments/systems.html", context, status=malformed.status if malformed else 200)


def _department(code: str) -> Text:
    found: Mapping[str, Any] = catalogues.current().departments
    return found[code].name if code in found else Text(code, code)


def _centres(found: System) -> Text:
    codes = queries.centres_of(found)
    if queries.EVERYWHERE in codes:
        return Text("全市各中心", "every centre")
    return Text("、".join(codes), ", ".join(codes))
