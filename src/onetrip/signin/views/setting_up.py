"""Setting up a second factor: somebody who is signed in, or who has to before they are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from onetrip.ledger.refusals import Refused
from onetrip.signin import actions, entering, passkeys, totp
from onetrip.signin.actions.factors import code_app_begun
from onetrip.signin.models import PendingSignIn
from onetrip.signin.onward import safe
from onetrip.signin.queries import factors_of
from onetrip.signin.views.signing_in import read_answer
from onetrip.staff import known_browsers
from onetrip.staff.access import insist_on_proof, requires
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission


@dataclass(frozen=True)
class Somebody:
    """Who sets up; `pending` while they are not signed in yet."""

    account: Account
    pending: PendingSignIn | None


def _somebody(request: HttpRequest, now: datetime) -> Somebody | None:
    """Who may set up a factor in this browser: somebody signed in who has shown a short while ago that it is them, or
    somebody who has shown the right password and must have a second factor, but has none. Nobody else: a password alone
    must not add a factor beside the one that is asked for. Raises Refused ("prove-again")."""
    if request.user.is_authenticated:
        insist_on_proof(request)
        return Somebody(Account.objects.get(pk=request.user.pk), None)
    pending = entering.pending_of(request, now)
    if pending is None or factors_of(pending.account).any:
        return None
    return Somebody(pending.account, pending)


@requires(Permission.ANYONE)
@never_cache
@require_GET
def choose(request: HttpRequest) -> HttpResponse:
    """A role demands a second factor and there is none yet: which shall it be?"""
    who = _somebody(request, timezone.now())
    if who is None:
        return redirect("sign-in")
    return render(request, "signin/set_up.html", {"who": who, "keys": passkeys.are_possible(request)})


@requires(Permission.ANYONE)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def code_app(request: HttpRequest) -> HttpResponse:
    """Set up a code app: scan, then type its first code."""
    now = timezone.now()
    who = _somebody(request, now)
    if who is None:
        return redirect("sign-in")
    refused: Refused | None = None
    if request.method == "POST":
        challenge_id = request.POST.get("challenge", "")
        secret = code_app_begun(account=who.account, challenge_id=challenge_id, now=now)
        try:
            actions.confirm_code_app(
                account=who.account,
                challenge_id=challenge_id,
                code=request.POST.get("code", "")[:20],
                by=who.account.actor,
                now=now,
            )
        except Refused as why:
            refused = why
        else:
            return _done(request, who, "totp", now)
        if secret is None:
            challenge, secret = actions.begin_code_app(account=who.account, now=now)
            challenge_id = str(challenge)
    else:
        challenge, secret = actions.begin_code_app(account=who.account, now=now)
        challenge_id = str(challenge)
    context = {
        "who": who,
        "challenge": challenge_id,
        "secret": " ".join(secret[place : place + 4] for place in range(0, len(secret), 4)),
        "address": totp.address(secret, username=who.account.username, house=f"Onetrip {passkeys.host_of(request)}"),
        "refused": refused,
        "replaces": factors_of(who.account).code_app,
    }
    return render(request, "signin/code_app.html", context, status=refused.status if refused else 200)


@requires(Permission.ANYONE)
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def passkey(request: HttpRequest) -> HttpResponse:
    """Set up a passkey: the browser makes one."""
    now = timezone.now()
    who = _somebody(request, now)
    if who is None:
        return redirect("sign-in")
    refused: Refused | None = None
    if not passkeys.are_possible(request):
        raise Refused(
            "passkeys-not-here",
            "这个地址用不了通行密钥：要用加密的网址（https）。可以改用验证码应用。",
            "Passkeys do not work at this address: it takes an encrypted one (https). A code app works.",
        )
    if request.method == "POST":
        try:
            actions.confirm_passkey(
                account=who.account,
                host=passkeys.host_of(request),
                challenge_id=request.POST.get("challenge", ""),
                answer=read_answer(request.POST.get("credential", "")),
                label=request.POST.get("label", "").replace("\0", ""),
                by=who.account.actor,
                now=now,
            )
        except Refused as why:
            refused = why
        else:
            return _done(request, who, "passkey", now)
    challenge, options = actions.begin_passkey(account=who.account, host=passkeys.host_of(request), now=now)
    context = {"who": who, "challenge": challenge, "options": json.dumps(options), "refused": refused}
    return render(request, "signin/passkey.html", context, status=refused.status if refused else 200)


def _done(request: HttpRequest, who: Somebody, proof: str, now: datetime) -> HttpResponse:
    """The factor stands: whoever waited for it is in, and whoever has no recovery codes yet is given some."""
    onward = "/staff/account/"
    if who.pending is not None:
        if not entering.second_step_done(request, who.pending, proof=proof, now=now):
            return redirect("sign-in")
        onward = safe(request, who.pending.onward) or "/staff/"
    if factors_of(who.account).codes_left:
        answer: HttpResponse = redirect(onward)
    else:
        codes = actions.new_recovery_codes(account=who.account, by=who.account.actor, now=now)
        context = {"codes": codes, "onward": onward, "account": who.account}
        answer = render(request, "signin/codes.html", context)
    if who.pending is not None:
        known_browsers.remember(request, answer, who.account)
    return answer
