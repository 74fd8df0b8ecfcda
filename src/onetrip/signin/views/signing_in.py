"""Signing in, with one step or two, and signing out."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from onetrip.ledger.addresses import public_address
from onetrip.ledger.refusals import Refused
from onetrip.signin import entering, passkeys, proving
from onetrip.signin.models import IdentityRequest, PendingSignIn
from onetrip.signin.onward import onward_of, safe
from onetrip.signin.providers import registry
from onetrip.signin.providers.base import ProviderAway
from onetrip.signin.queries import factors_of, identities_of
from onetrip.staff import known_browsers, sessions
from onetrip.staff.access import account_of, requires
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission


@requires(Permission.ANYONE)
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step: username and password; the answer never tells which of the two was wrong, nor who exists."""
    onward, wrong = onward_of(request), False
    if request.method == "POST":
        account = authenticate(
            request, username=request.POST.get("username", ""), password=request.POST.get("password", "")
        )
        if isinstance(account, Account):
            return after_first_step(request, account, proofs=("password",), onward=onward)
        wrong = True
    context = {
        "next": onward,
        "wrong": wrong,
        "username": request.POST.get("username", "")[:40],
        "provider": registry.settings_of(IdentityRequest.Door.STAFF),
    }
    return render(request, "signin/sign_in.html", context, status=401 if wrong else 200)


def after_first_step(request: HttpRequest, account: Account, *, proofs: tuple[str, ...], onward: str) -> HttpResponse:
    """Where somebody goes who has shown the first factor: on, or to the second step."""
    page = entering.first_step_done(request, account, proofs=proofs, onward=onward, now=timezone.now())
    if page:
        return redirect(page)
    return _in(request, account, onward)


@requires(Permission.ANYONE)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def second_step(request: HttpRequest) -> HttpResponse:
    """The second step: a passkey, a code of the app, or a recovery code."""
    now = timezone.now()
    pending = entering.pending_of(request, now)
    if pending is None:
        return redirect("sign-in")
    if request.method == "GET":
        return _second_page(request, pending)
    try:
        proof = proof_in(request, pending.account)
    except Refused as refused:
        return _second_page(request, pending, refused=refused)
    if proof is None:
        entering.second_step_wrong(pending)
        if entering.pending_of(request, now) is None:
            return redirect("sign-in")
        return _second_page(request, pending, wrong=True)
    if not entering.second_step_done(request, pending, proof=proof, now=now):
        return redirect("sign-in")
    return _in(request, pending.account, safe(request, pending.onward))


def proof_in(request: HttpRequest, account: Account) -> str | None:
    """The second factor that a form shows: a passkey's answer in `credential`, else what was typed in `code`. None when it is
    wrong; raises Refused (429) after too many wrong ones."""
    now = timezone.now()
    if credential := request.POST.get("credential", ""):
        return proving.show_passkey(
            account=account,
            host=passkeys.host_of(request),
            challenge_id=request.POST.get("challenge", ""),
            answer=read_answer(credential),
            now=now,
        )
    return proving.show_code(account=account, code=request.POST.get("code", "")[:60], now=now)


def read_answer(sent: str) -> Any:
    """What a browser's passkey answered, as JSON; None for anything else, which fits no challenge."""
    try:
        return json.loads(sent[:20_000])
    except (ValueError, RecursionError):
        return None


def asked_for_passkey(request: HttpRequest, account: Account) -> dict[str, Any]:
    """What a page needs to ask for a passkey: `passkey` as (id of the challenge, options as JSON), or nothing."""
    if not passkeys.are_possible(request):
        return {}
    asked = proving.ask_for_passkey(account=account, host=passkeys.host_of(request), now=timezone.now())
    return {"passkey": (asked[0], json.dumps(asked[1]))} if asked else {}


def _second_page(
    request: HttpRequest, pending: PendingSignIn, *, wrong: bool = False, refused: Refused | None = None
) -> HttpResponse:
    context = {
        "wrong": wrong,
        "refused": refused,
        "factors": factors_of(pending.account),
        "account": pending.account,
        **asked_for_passkey(request, pending.account),
    }
    status = refused.status if refused else 422 if wrong else 200
    return render(request, "signin/second_step.html", context, status=status)


def _in(request: HttpRequest, account: Account, onward: str) -> HttpResponse:
    answer = redirect(onward or "/staff/")
    known_browsers.remember(request, answer, account)
    return answer


@requires(Permission.ANYONE)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, here and on record, and have the browser forget what it kept of it."""
    by_provider = sessions.leave(request, now=timezone.now()).startswith("oidc")
    answer = redirect("signed-out" if by_provider else "sign-in")
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


@requires(Permission.ANYONE)
@never_cache
@require_GET
def signed_out(request: HttpRequest) -> HttpResponse:
    """Signed out here; whoever came by the city's identity can leave there too."""
    provider = registry.provider_at(IdentityRequest.Door.STAFF)
    way_out = ""
    if provider is not None:
        try:
            way_out = provider.way_out(onward=public_address(request, "/staff/sign-in"))
        except ProviderAway:
            way_out = ""
    named = registry.settings_of(IdentityRequest.Door.STAFF)
    return render(request, "signin/signed_out.html", {"way_out": way_out, "provider": named})


@requires(Permission.SIGNED_IN)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest) -> HttpResponse:
    """Show once more that it is you, before what nobody may do at a screen that was merely left open."""
    account, now, onward = Account.objects.get(pk=account_of(request).pk), timezone.now(), onward_of(request)
    wrong, refused = False, None
    if request.method == "POST":
        try:
            password = request.POST.get("password", "")
            proof = (
                proving.show_password(account=account, password=password, now=now)
                if password
                else proof_in(request, account)
            )
        except Refused as why:
            refused, proof = why, None
        if proof is not None:
            sessions.prove(request, proof=proof, now=now)
            return redirect(onward or "/staff/")
        wrong = refused is None
    context = {
        "next": onward,
        "wrong": wrong,
        "refused": refused,
        "account": account,
        "minutes": settings.PROOF_MINUTES,
        "factors": factors_of(account),
        "provider": registry.settings_of(IdentityRequest.Door.STAFF) if identities_of(account) else None,
        **asked_for_passkey(request, account),
    }
    return render(request, "signin/prove.html", context, status=refused.status if refused else 422 if wrong else 200)
