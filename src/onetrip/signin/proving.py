"""Showing that it is you: a code of the app, a recovery code, a passkey. Each counts once, and guessing is stopped."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from onetrip.ledger import brakes, events
from onetrip.ledger.brakes import Limit
from onetrip.signin import challenges, passkeys, recovery, totp
from onetrip.signin.models import Challenge, Factor
from onetrip.staff.models import Account

WRONG = Limit("second-factor", 8, timedelta(minutes=15))
"""Wrong codes and keys of one account: of a million codes three are right at a time."""

WRONG_PASSWORDS = Limit("prove-password", 8, timedelta(minutes=15))
"""Wrong passwords of somebody who is signed in and is asked once more."""


def show_code(*, account: Account, code: str, now: datetime) -> str | None:
    """The proof that `code` is ("totp", "recovery"); None for a wrong one, an old one, and one that was used before.

    Raises Refused (429) after too many wrong ones.
    """
    brakes.refuse_if_over(WRONG, str(account.pk), now)
    shown = _recovery(account, code, now) if recovery.looks_like_one(code) else _totp(account, code, now)
    if shown is None:
        _count_wrong(account, now)
    return shown


def show_passkey(*, account: Account, host: str, challenge_id: str, answer: Any, now: datetime) -> str | None:
    """The proof that a passkey's answer is ("passkey"); None when it is no answer of a key of this account to this challenge.

    A key that has signed fewer times than it did before is a copy of the one we know: refused, and on record.
    Raises Refused (429) after too many wrong ones.
    """
    brakes.refuse_if_over(WRONG, str(account.pk), now)
    kept = challenges.take(account=account, purpose=Challenge.Purpose.PROVE, challenge_id=challenge_id, now=now)
    if kept is None:
        return None  # the page was open too long, or the answer came before: nobody has guessed anything
    held = Factor.objects.filter(account=account, kind=Factor.Kind.PASSKEY)
    try:
        shown = passkeys.shown(host, kept=kept, held=[bytes(one.credential or b"") for one in held], answer=answer)
    except passkeys.NotThatKey:
        _count_wrong(account, now)
        return None
    known = held.filter(credential_id=shown.credential_id)
    counts = known.filter(signatures=0) if shown.signatures == 0 else known.filter(signatures__lt=shown.signatures)
    if not counts.update(signatures=shown.signatures, used_at=now):
        _record(account, "passkey-copied", now)
        _count_wrong(account, now)
        return None
    return "passkey"


def ask_for_passkey(*, account: Account, host: str, now: datetime) -> tuple[uuid.UUID, dict[str, Any]] | None:
    """The challenge for the browser and the id it is answered with; None for an account without a passkey."""
    held = Factor.objects.filter(account=account, kind=Factor.Kind.PASSKEY).values_list("credential", flat=True)
    if not held:
        return None
    options, kept = passkeys.ask_to_show(host, held=[bytes(one or b"") for one in held])
    return challenges.put(account=account, purpose=Challenge.Purpose.PROVE, kept=kept, now=now), options


def show_password(*, account: Account, password: str, now: datetime) -> str | None:
    """The proof that the password is ("password") for somebody who is signed in already; None for a wrong one.

    Raises Refused (429) after too many wrong ones.
    """
    brakes.refuse_if_over(WRONG_PASSWORDS, str(account.pk), now)
    if len(password) <= 1000 and account.check_password(password):
        return "password"
    brakes.counted(WRONG_PASSWORDS, str(account.pk), now)
    return None


def _totp(account: Account, code: str, now: datetime) -> str | None:
    app = Factor.objects.filter(account=account, kind=Factor.Kind.TOTP).first()
    step = totp.step_of(code, str(app.secret), now) if app is not None else None
    if app is None or step is None:
        return None
    # Of two that come with the same code, one finds the step still ahead of it.
    taken = Factor.objects.filter(pk=app.pk, last_step__lt=step).update(last_step=step, used_at=now)
    return "totp" if taken else None


def _recovery(account: Account, code: str, now: datetime) -> str | None:
    unused = Factor.objects.filter(account=account, kind=Factor.Kind.RECOVERY, used_at=None)
    if not unused.filter(code_hash=recovery.hash_of(code)).update(used_at=now):
        return None
    _record(account, "recovery-code-used", now)
    return "recovery"


def _count_wrong(account: Account, now: datetime) -> None:
    brakes.counted(WRONG, str(account.pk), now)


def _record(account: Account, verb: str, now: datetime) -> None:
    with transaction.atomic():
        events.record(now=now, centre="", actor=account.actor, thing="account", thing_id=account.username, verb=verb)
