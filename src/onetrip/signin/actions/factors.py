"""Setting up, giving up and resetting what an account has besides its password."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from onetrip.ledger import events
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.signin import challenges, passkeys, recovery, totp
from onetrip.signin.models import Challenge, Factor
from onetrip.signin.queries import needs_second_factor
from onetrip.staff import sessions
from onetrip.staff.models import Account, Session

MOST_PASSKEYS = 10


def begin_code_app(*, account: Account, now: datetime) -> tuple[uuid.UUID, str]:
    """A new secret for a code app, and the id with which its first code has to come; nothing changes before that."""
    secret = totp.new_secret()
    kept = {"secret": secret}
    return challenges.put(account=account, purpose=Challenge.Purpose.CODE_APP, kept=kept, now=now), secret


def code_app_begun(*, account: Account, challenge_id: str, now: datetime) -> str | None:
    """The secret that was given with this id, while its first code may still come."""
    kept = challenges.look(account=account, purpose=Challenge.Purpose.CODE_APP, challenge_id=challenge_id, now=now)
    return str(kept["secret"]) if kept is not None else None


def confirm_code_app(*, account: Account, challenge_id: str, code: str, by: str, now: datetime) -> Factor:
    """The app shows right codes: from now on it is asked for, and one that was there before no longer counts.

    Raises Malformed for a wrong code (field "code"), Refused when the secret is no longer kept.
    """
    secret = code_app_begun(account=account, challenge_id=challenge_id, now=now)
    if secret is None:
        raise _too_late()
    step = totp.step_of(code, secret, now)
    if step is None:
        raise Malformed(
            "code-wrong",
            "验证码不对。请看应用里现在显示的 6 位数字；手机时间要准。",
            "The code is wrong. Please type the six digits that the app shows now; the phone’s clock has to be right.",
            field="code",
        )
    with transaction.atomic():
        if not challenges.take(account=account, purpose=Challenge.Purpose.CODE_APP, challenge_id=challenge_id, now=now):
            raise _too_late()
        Factor.objects.filter(account=account, kind=Factor.Kind.TOTP).delete()
        made = Factor.objects.create(
            account=account, kind=Factor.Kind.TOTP, secret=secret, last_step=step, made_at=now, used_at=now
        )
        _record(account, "add-factor", by=by, now=now, kind=made.kind)
    return made


def begin_passkey(*, account: Account, host: str, now: datetime) -> tuple[uuid.UUID, dict[str, Any]]:
    """What the browser is asked, to make a passkey for this account, and the id with which it answers."""
    held = Factor.objects.filter(account=account, kind=Factor.Kind.PASSKEY).values_list("credential", flat=True)
    options, kept = passkeys.ask_to_register(
        host,
        account_id=account.pk,
        username=account.username,
        name=account.name,
        held=[bytes(one or b"") for one in held],
    )
    return challenges.put(account=account, purpose=Challenge.Purpose.REGISTER, kept=kept, now=now), options


def confirm_passkey(
    *, account: Account, host: str, challenge_id: str, answer: Any, label: str, by: str, now: datetime
) -> Factor:
    """The browser has made a passkey: it is asked for from now on.

    Raises Malformed for an answer that does not fit (field "credential"), Refused when the challenge is over, or the key is
    registered here already, with this account or another.
    """
    kept = challenges.take(account=account, purpose=Challenge.Purpose.REGISTER, challenge_id=challenge_id, now=now)
    if kept is None:
        raise _too_late()
    try:
        new = passkeys.registered(host, kept=kept, answer=answer)
    except passkeys.NotThatKey as error:
        raise Malformed(
            "passkey-unreadable",
            "没有收到能用的通行密钥。请再试一次。",
            "No usable passkey was received. Please try again.",
            field="credential",
        ) from error
    if Factor.objects.filter(account=account, kind=Factor.Kind.PASSKEY).count() >= MOST_PASSKEYS:
        raise Refused(
            "passkeys-many",
            f"一个账号最多 {MOST_PASSKEYS} 把通行密钥，请先去掉一把。",
            f"An account has {MOST_PASSKEYS} passkeys at most; please remove one first.",
        )
    try:
        with transaction.atomic():
            made = Factor.objects.create(
                account=account,
                kind=Factor.Kind.PASSKEY,
                label=" ".join(label.split())[:40],
                credential=new.credential,
                credential_id=new.credential_id,
                signatures=new.signatures,
                made_at=now,
            )
            _record(account, "add-factor", by=by, now=now, kind=made.kind)
    except IntegrityError as error:
        raise Refused(
            "passkey-known", "这把通行密钥已经登记过了。", "This passkey is registered here already."
        ) from error
    return made


def new_recovery_codes(*, account: Account, by: str, now: datetime) -> list[str]:
    """Fresh recovery codes, shown this once; those of before no longer count."""
    codes = recovery.new_codes()
    with transaction.atomic():
        Factor.objects.filter(account=account, kind=Factor.Kind.RECOVERY).delete()
        Factor.objects.bulk_create(
            Factor(account=account, kind=Factor.Kind.RECOVERY, code_hash=recovery.hash_of(code), made_at=now)
            for code in codes
        )
        _record(account, "new-recovery-codes", by=by, now=now)
    return codes


def remove_factor(*, account: Account, factor_id: uuid.UUID, by: str, now: datetime) -> None:
    """Give up a code app or a passkey; with the last one its recovery codes go.

    Raises NotFound, and Refused for the last one where a role of this account demands a second factor.
    """
    with transaction.atomic():
        second = Factor.objects.select_for_update().filter(account=account).exclude(kind=Factor.Kind.RECOVERY)
        held = {factor.pk: factor for factor in second}
        if factor_id not in held:
            raise NotFound(
                "factor-none", "没有这一项，可能已经去掉了。", "There is no such factor; it may be gone already."
            )
        if len(held) == 1 and needs_second_factor(account):
            raise Refused(
                "factor-needed",
                "您的岗位要求两步登录，最后一项不能去掉。请先加上另一项。",
                "Your role demands a second step, so the last one stays. Please add another one first.",
            )
        held[factor_id].delete()
        if len(held) == 1:
            Factor.objects.filter(account=account).delete()
        _record(account, "remove-factor", by=by, now=now, kind=held[factor_id].kind)


def forget_factors(*, username: str, by: str, now: datetime) -> int:
    """Somebody who has lost everything begins anew: all factors go, every session ends, and the next sign-in sets up new
    ones; how many went. For an operator who has made sure who asks. Raises Malformed for an unknown name."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise Malformed("username-unknown", f"没有“{username}”这个账号。", f"There is no account “{username}”.")
    with transaction.atomic():
        gone = Factor.objects.filter(account=account).delete()[0]
        sessions.end(Session.objects.filter(account=account), why=Session.End.FACTORS, now=now)
        _record(account, "forget-factors", by=by, now=now)
    return gone


def _too_late() -> Refused:
    return Refused(
        "set-up-over",
        "这一页开得太久了，请重新开始绑定。",
        "This page was open too long. Please begin setting up again.",
    )


def _record(account: Account, verb: str, *, by: str, now: datetime, kind: str = "") -> None:
    events.record(
        now=now,
        centre="",
        actor=by,
        thing="account",
        thing_id=account.username,
        verb=verb,
        data={"kind": str(kind)} if kind else {},
    )
