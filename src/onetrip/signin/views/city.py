"""Staff by the city's identity: to the provider and back."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from onetrip.ledger.refusals import Refused
from onetrip.signin import actions, calling
from onetrip.signin.models import IdentityRequest
from onetrip.signin.onward import onward_of, safe
from onetrip.signin.views.signing_in import after_first_step
from onetrip.staff import sessions
from onetrip.staff.access import requires
from onetrip.staff.permissions import Permission

_DOOR = IdentityRequest.Door.STAFF


@requires(Permission.ANYONE)
@never_cache
@require_GET
def to_provider(request: HttpRequest) -> HttpResponse:
    """Send the browser to the provider; with `again` somebody who is signed in shows there once more that it is them."""
    again = request.GET.get("again") == "1" and request.user.is_authenticated
    kept = {"next": onward_of(request), "account": request.user.pk if again else None}
    return redirect(calling.send(request, _DOOR, "city-back", kept=kept, again=again, now=timezone.now()))


@requires(Permission.ANYONE)
@never_cache
@require_GET
def back(request: HttpRequest) -> HttpResponse:
    """The browser comes back: who is it?"""
    now = timezone.now()
    back = calling.receive(request, _DOOR, "city-back", now=now)
    account = actions.account_of_identity(shown=back.shown, named=back.named, now=now)
    onward = safe(request, str(back.kept.get("next", "")))
    asked_again = back.kept.get("account")
    if asked_again is not None:
        if not request.user.is_authenticated or request.user.pk != asked_again or account.pk != asked_again:
            raise Refused(
                "identity-other",
                "这次核对的不是现在登录的人。什么都没有改。",
                "That was somebody else than who is signed in here. Nothing was changed.",
                status=409,
            )
        sessions.prove(request, proof="oidc", now=now)
        return redirect(onward or "/staff/")
    two = back.named.counts_as_two and "mfa" in back.shown.factors
    return after_first_step(request, account, proofs=("oidc", "mfa") if two else ("oidc",), onward=onward)
