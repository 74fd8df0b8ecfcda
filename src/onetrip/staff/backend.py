"""Sign-in by username and password, with a brake on guessing that tells nothing and locks nobody out for good.

Wrong passwords are counted by name and by where they come from, never by the account alone: a stranger who guesses stops
the stranger. Names that nobody has are counted, paused and answered like any other, and cost the same time. Of a name
also those from everywhere together are counted; when they are too many, only browsers in which this account signed in
before get through (`known_browsers`), and the owner goes on working in theirs.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from onetrip.ledger import brakes, rows
from onetrip.ledger.brakes import Limit
from onetrip.ledger.visitors import place_of
from onetrip.staff import known_browsers
from onetrip.staff.models import Account

log = logging.getLogger("onetrip.sign_in")

FAILURES_BEFORE_PAUSE = 8
PAUSE = timedelta(minutes=5)

FROM_ONE_PLACE = Limit("sign-in-name-place", FAILURES_BEFORE_PAUSE, PAUSE)
"""Wrong passwords for one name from one address, or from one browser that is known."""

OF_ONE_PLACE = Limit("sign-in-place", 60, timedelta(minutes=15))
"""Wrong passwords from one address, whatever the name: a hall behind one address mistypes, a machine tries lists."""

FROM_EVERYWHERE = Limit("sign-in-name", 60, timedelta(hours=1))
"""Wrong passwords for one name from browsers that are not known."""

_WITH_GRANTS = f"""
SELECT {rows.columns(Account, "account")}, ARRAY(
    SELECT role || '@' || centre || '@' || categories || '@' || withheld FROM staff_grant
    WHERE staff_grant.account_id = account.id
      AND (until_at IS NULL OR from_at <= %s AND until_at > %s AND ended_at IS NULL)
) AS granted
FROM staff_account account WHERE account.id = %s AND account.is_active
"""  # noqa: S608 -- names of columns, from the model


class AccountBackend(BaseBackend):
    """After FAILURES_BEFORE_PAUSE wrong passwords from one place a name pauses there for PAUSE, for the right one too."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: Any,
    ) -> Account | None:
        """The account, or None; names that nobody has cost the same time as wrong passwords."""
        if username is None or password is None or "\0" in username or len(password) > 1000:
            return None
        name = username.strip().lower()[:41]
        tried = _Tried(request, name)
        if tried.is_paused():
            return None
        account = Account.objects.filter(username=name).first()
        if account is None:
            Account().set_password(password)
        right = account is not None and account.check_password(password)
        if account is None or not right:
            tried.count()
            return None
        if not account.is_active:
            return None
        tried.forget()
        return account

    def get_user(self, user_id: int) -> Account | None:
        """The account with the grants that count now. Requests ask `staff.sessions.account_behind` instead, which looks at the session."""
        now = timezone.now()
        return rows.one(Account, _WITH_GRANTS, [now, now, user_id], ("granted",))


class _Tried:
    """What is counted for one try: the same statements whether somebody has the name or not."""

    def __init__(self, request: HttpRequest | None, name: str) -> None:
        self._name, self._now = name, timezone.now()
        self._place = place_of(request) if request is not None else ""
        browser = known_browsers.of(request, name) if request is not None else None
        self._is_known = browser is not None
        self._here = f"{name} {browser or self._place}"

    def is_paused(self) -> bool:
        """Whether no password of this name is looked at now, from here."""
        if brakes.is_used_up(FROM_ONE_PLACE, self._here, self._now):
            return True
        if self._is_known:
            return False
        everywhere = brakes.is_used_up(FROM_EVERYWHERE, self._name, self._now)
        return everywhere or brakes.is_used_up(OF_ONE_PLACE, self._place, self._now)

    def count(self) -> None:
        """One wrong password more."""
        brakes.counted(FROM_ONE_PLACE, self._here, self._now)
        if not self._is_known:
            brakes.counted(FROM_EVERYWHERE, self._name, self._now)
            brakes.counted(OF_ONE_PLACE, self._place, self._now)
        Account.objects.filter(username=self._name).update(failed_sign_ins=F("failed_sign_ins") + 1)
        log.warning("wrong password for %s", salted_hmac("onetrip.log", self._name).hexdigest()[:12])

    def forget(self) -> None:
        """The right password: what was mistyped here before does not count any more."""
        brakes.release(FROM_ONE_PLACE, self._here)
