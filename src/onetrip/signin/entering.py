"""The one way in: the first step, the second where there is one, and the session that begins after it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from onetrip.ledger import events
from onetrip.signin.models import PendingSignIn
from onetrip.signin.queries import factors_of, needs_second_factor
from onetrip.staff import sessions
from onetrip.staff.models import Account

PENDING_FOR = timedelta(minutes=10)
"""How long the second step may take."""

WRONG_AT_MOST = 5
"""Wrong second steps; then one begins again with the first."""

WRONG_BEFORE = "wrong_before"
"""Where a session keeps, until it was told, how many wrong passwords there were since the last sign-in."""

_KEY = "pending"


def first_step_done(
    request: HttpRequest, account: Account, *, proofs: tuple[str, ...], onward: str, now: datetime
) -> str:
    """Somebody has shown that they are `account`; the name of the page that follows: "" when they are in, else the second
    step ("sign-in-second"), or its setting up ("sign-in-set-up") where a role demands one and there is none yet.

    `proofs` that hold two factors already ("oidc", "mfa") need no second step.
    """
    has, needs = factors_of(account).any, needs_second_factor(account)
    if len(proofs) > 1 or not (has or needs):
        let_in(request, account, proofs=proofs, now=now)
        return ""
    pending = PendingSignIn.objects.create(account=account, began_at=now, proofs="+".join(proofs), onward=onward[:1000])
    sessions.leave(request, now=now)  # nothing of before goes on in a browser that is half signed in
    request.session[_KEY] = str(pending.pk)
    return "sign-in-second" if has else "sign-in-set-up"


def pending_of(request: HttpRequest, now: datetime) -> PendingSignIn | None:
    """The sign-in that waits for its second step in this browser."""
    named = request.session.get(_KEY)
    if not named or request.session.get(SESSION_KEY):
        return None
    waiting = PendingSignIn.objects.select_related("account").filter(pk=uuid.UUID(named))
    return waiting.filter(began_at__gt=now - PENDING_FOR, wrong__lt=WRONG_AT_MOST, account__is_active=True).first()


def second_step_done(request: HttpRequest, pending: PendingSignIn, *, proof: str, now: datetime) -> bool:
    """The second factor was right: they are in. False when the same second step was done already."""
    if not PendingSignIn.objects.filter(pk=pending.pk).delete()[0]:
        return False
    let_in(request, pending.account, proofs=(*pending.proofs.split("+"), proof), now=now)
    return True


def second_step_wrong(pending: PendingSignIn) -> None:
    """One wrong try more; after WRONG_AT_MOST the first step has to be done again."""
    PendingSignIn.objects.filter(pk=pending.pk).update(wrong=F("wrong") + 1)


def let_in(request: HttpRequest, account: Account, *, proofs: tuple[str, ...], now: datetime) -> None:
    """Begin the session, put it on record, and keep for its owner how often somebody was wrong before."""
    wrong = account.failed_sign_ins
    session = sessions.sign_in(request, account, proofs=proofs)
    if wrong:
        request.session[WRONG_BEFORE] = wrong
    with transaction.atomic():
        Account.objects.filter(pk=account.pk, failed_sign_ins__gt=0).update(failed_sign_ins=0)
        events.record(
            now=now,
            centre="",
            actor=account.actor,
            thing="account",
            thing_id=account.username,
            verb="sign-in",
            data={"session": str(session.pk), "proofs": list(proofs)},
        )
