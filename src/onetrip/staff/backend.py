"""Sign-in by username and password, with one database statement per request afterwards and a brake on guessing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from onetrip.ledger import rows
from onetrip.staff.models import Account

FAILURES_BEFORE_PAUSE = 8
PAUSE = timedelta(minutes=5)


# The statement of every request of everybody who works here.
_SIGNED_IN = f"""
SELECT {rows.columns(Account, "account")}, ARRAY(
    SELECT role || '@' || centre FROM staff_grant WHERE staff_grant.account_id = account.id
) AS granted
FROM staff_account account WHERE account.id = %s AND account.is_active
"""  # noqa: S608 -- names of columns, from the model


class AccountBackend(BaseBackend):
    """After FAILURES_BEFORE_PAUSE wrong passwords in a row an account pauses for PAUSE, even for the right one."""

    def authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 -- Django passes it
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> Account | None:
        """The account, or None; unknown names cost the same time as wrong passwords."""
        now = timezone.now()
        if username is None or password is None or "\0" in username or len(password) > 1000:
            return None
        account = Account.objects.filter(username=username.strip().lower()[:41]).first()
        if account is None:
            Account().set_password(password)
            return None
        if account.locked_until and account.locked_until > now:
            return None
        if not account.check_password(password):
            self._count_failure(account, now + PAUSE)
            return None
        if account.failed_sign_ins:
            Account.objects.filter(pk=account.pk).update(failed_sign_ins=0, locked_until=None)
        return account if account.is_active else None

    def get_user(self, user_id: int) -> Account | None:
        """The signed-in account with its grants: one statement."""
        return rows.one(Account, _SIGNED_IN, [user_id], ("granted",))

    @staticmethod
    def _count_failure(account: Account, until: Any) -> None:
        Account.objects.filter(pk=account.pk).update(failed_sign_ins=F("failed_sign_ins") + 1)
        Account.objects.filter(pk=account.pk, failed_sign_ins__gte=FAILURES_BEFORE_PAUSE).update(
            failed_sign_ins=0, locked_until=until
        )
