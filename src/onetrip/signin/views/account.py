"""My account: where I am signed in, what I sign in with."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_POST

from onetrip.ledger import brakes
from onetrip.ledger.refusals import Malformed
from onetrip.ledger.requests import read_key
from onetrip.signin import actions, passkeys, proving
from onetrip.signin.queries import (
    factors_of,
    identities_of,
    needs_second_factor,
    sessions_of,
    sessions_torn_off,
)
from onetrip.staff import sessions
from onetrip.staff.access import account_of, insist_on_proof, requires
from onetrip.staff.actions import change_password
from onetrip.staff.models import Account, counting
from onetrip.staff.permissions import Permission
from onetrip.staff.roles import ROLES


@requires(Permission.SIGNED_IN)
@never_cache
@require_GET
def my_account(request: HttpRequest) -> HttpResponse:
    """Who I am here, my sessions, my factors."""
    return render(request, "signin/account.html", _context(request, timezone.now()))


@requires(Permission.SIGNED_IN)
@never_cache
@sensitive_post_parameters()
@require_POST
def password(request: HttpRequest) -> HttpResponse:
    """Change my password; I sign in anew with it, here and everywhere."""
    account, now = _me(request), timezone.now()
    read_key(request.POST.get("idempotency_key"))
    brakes.refuse_if_over(proving.WRONG_PASSWORDS, str(account.pk), now)
    try:
        change_password(
            account=account,
            old=request.POST.get("old", "")[:1001],
            new=request.POST.get("new", "")[:1001],
            by=account.actor,
            now=now,
        )
    except Malformed as refused:
        if refused.field == "old":
            brakes.counted(proving.WRONG_PASSWORDS, str(account.pk), now)
        context = {**_context(request, now), "refused": refused}
        return render(request, "signin/account.html", context, status=refused.status)
    logout(request)
    return redirect("sign-in")


@requires(Permission.SIGNED_IN)
@never_cache
@require_POST
def end_session(request: HttpRequest, session_id: uuid.UUID) -> HttpResponse:
    """End one of my sessions; whoever does has shown a short while ago that it is them."""
    insist_on_proof(request)
    key, account = read_key(request.POST.get("idempotency_key")), account_of(request)
    actions.end_session(account=account, session_id=session_id, by=account.actor, now=timezone.now(), key=key)
    return redirect("my-account")


@requires(Permission.SIGNED_IN)
@never_cache
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """End every session of mine but this one; as `end_session`."""
    insist_on_proof(request)
    key, account = read_key(request.POST.get("idempotency_key")), account_of(request)
    actions.end_other_sessions(account=account, but=_this(request), by=account.actor, now=timezone.now(), key=key)
    return redirect("my-account")


@requires(Permission.SIGNED_IN)
@never_cache
@require_POST
def remove_factor(request: HttpRequest, factor_id: uuid.UUID) -> HttpResponse:
    """Give up a factor."""
    read_key(request.POST.get("idempotency_key"))
    insist_on_proof(request)
    account = _me(request)
    actions.remove_factor(account=account, factor_id=factor_id, by=account.actor, now=timezone.now())
    return redirect("my-account")


@requires(Permission.SIGNED_IN)
@never_cache
@require_POST
def new_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, shown this once."""
    read_key(request.POST.get("idempotency_key"))
    insist_on_proof(request)
    account = _me(request)
    codes = actions.new_recovery_codes(account=account, by=account.actor, now=timezone.now())
    return render(request, "signin/codes.html", {"codes": codes, "onward": "/staff/account/", "account": account})


def _me(request: HttpRequest) -> Account:
    """The signed-in account with everything that is kept of it."""
    return Account.objects.get(pk=account_of(request).pk)


def _this(request: HttpRequest) -> uuid.UUID:
    return uuid.UUID(request.session[sessions.KEY])


def _context(request: HttpRequest, now: datetime) -> dict[str, Any]:
    account = _me(request)
    return {
        "account": account,
        "roles": [
            (ROLES[grant.role].name, grant.centre)
            for grant in account.grants.filter(counting(now)).order_by("role", "centre")
        ],
        "factors": factors_of(account),
        "needs_second": needs_second_factor(account),
        "keys_possible": passkeys.are_possible(request),
        "sessions": sessions_of(account),
        "torn_off": sessions_torn_off(account, now),
        "this_session": _this(request),
        "identities": identities_of(account),
        "has_password": account.has_usable_password(),
    }
