"""What can be asked about signing in."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from onetrip.signin.models import Factor, FactorRule, StaffIdentity
from onetrip.signin.needed import is_needed
from onetrip.staff.models import Account, Grant, Session, counting


@dataclass(frozen=True)
class Factors:
    """What an account has besides its password; `codes_left`: recovery codes that were not used yet."""

    code_app: Factor | None
    passkeys: tuple[Factor, ...]
    codes_left: int

    @property
    def any(self) -> bool:
        """Whether a second step is asked of this account: recovery codes alone do not make one."""
        return self.code_app is not None or bool(self.passkeys)


def factors_of(account: Account) -> Factors:
    """What `account` has besides its password."""
    found = list(Factor.objects.filter(account=account).order_by("made_at", "pk"))
    return Factors(
        code_app=next((one for one in found if one.kind == Factor.Kind.TOTP), None),
        passkeys=tuple(one for one in found if one.kind == Factor.Kind.PASSKEY),
        codes_left=sum(one.kind == Factor.Kind.RECOVERY and one.used_at is None for one in found),
    )


def needs_second_factor(account: Account) -> bool:
    """Whether a role of this account, where it is held, demands a second factor; of demonstration accounts none does, or
    nobody could try the house with the password that stands on paper."""
    if account.is_demonstration:
        return False
    held = Grant.objects.filter(counting(timezone.now()), account=account)
    grants = [f"{role}@{centre}" for role, centre in held.values_list("role", "centre")]
    rules = {(rule.role, rule.centre): rule.needed for rule in FactorRule.objects.all()}
    return is_needed(grants, rules)


def sessions_of(account: Account) -> list[Session]:
    """Where this account is signed in now, the newest first."""
    return list(Session.objects.filter(account=account, ended_at=None).order_by("-seen_at", "-pk"))


def sessions_torn_off(account: Account, now: datetime) -> list[Session]:
    """Sessions of the last week that turned up elsewhere and were ended for it."""
    since = now - timedelta(days=7)
    torn = Session.objects.filter(account=account, why_ended=Session.End.ELSEWHERE, ended_at__gte=since)
    return list(torn.order_by("-ended_at"))


def session_of(account: Account, session_id: uuid.UUID) -> Session | None:
    """One of the account's own sessions that still runs."""
    return Session.objects.filter(account=account, pk=session_id, ended_at=None).first()


def identities_of(account: Account) -> list[StaffIdentity]:
    """Who this account is at providers of identities."""
    return list(StaffIdentity.objects.filter(account=account).order_by("issuer"))
