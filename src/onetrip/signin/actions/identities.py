"""From what an identity provider says of somebody to an account, or to a resident, of this house."""

from __future__ import annotations

import re
from datetime import date, datetime

from django.db import IntegrityError, transaction

from onetrip.ledger import events
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.people.actions import know
from onetrip.people.identity import read_number
from onetrip.people.models import Resident
from onetrip.signin.models import StaffIdentity
from onetrip.signin.providers.base import ProviderSettings, Shown
from onetrip.staff.actions import create_account
from onetrip.staff.models import Account


def account_of_identity(*, shown: Shown, named: ProviderSettings, now: datetime) -> Account:
    """The account that `shown` is.

    Linked before: by (issuer, subject). Else the account whose username the configured claim holds, which is linked now;
    a machine of the hall never is. Else a new one, where the settings say what new accounts get. Raises Refused (403),
    the same for a name that nobody has, one that is closed, and one that is linked to somebody else.
    """
    linked = StaffIdentity.objects.select_related("account").filter(issuer=shown.issuer, subject=shown.subject).first()
    if linked is not None:
        if not linked.account.is_active:
            raise nobody_here()
        return linked.account
    username = str(shown.claims.get(named.claim, "")).strip().lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,39}", username):
        raise nobody_here()
    account = Account.objects.filter(username=username).first()
    if account is None:
        account = _made(username, shown, named, now)
    if not account.is_active or account.is_machine:
        raise nobody_here()
    _link(account, shown, now)
    return account


def resident_of_identity(*, shown: Shown, named: ProviderSettings, now: datetime, day: date) -> Resident:
    """The resident whose ID number the configured claim holds: found by its keyed hash, made on first sight.

    Raises Refused (422) where the provider tells no number that can be one.
    """
    try:
        identity = read_number(str(shown.claims.get(named.claim, "")), day=day)
    except Malformed as error:
        raise Refused(
            "identity-without-number",
            "市统一身份没有给出身份证号，这里认不出您。请带身份证到窗口。",
            "The city’s identity told no ID number, so you cannot be recognised here. Please bring your ID card to a window.",
            status=422,
        ) from error
    name = str(shown.claims.get(named.name_claim, "")).strip()[:60]
    return know(identity=identity, name=name or None, now=now)


def nobody_here() -> Refused:
    """The refusal of somebody whom the provider knows and this house does not."""
    return Refused(
        "identity-unknown",
        "身份核对过了，但您在这里没有可用的账号。请找主任开通。",
        "You are known there, but you have no account here that can be used. Please ask the director for one.",
        status=403,
    )


def _made(username: str, shown: Shown, named: ProviderSettings, now: datetime) -> Account:
    role, _, centre = named.new_accounts.partition("@")
    if not role or not centre:
        raise nobody_here()
    name = str(shown.claims.get(named.name_claim, "")).strip()[:40]
    try:
        return create_account(
            username=username,
            name=name or username,
            password=None,
            roles=[(role, centre)],
            by="system:identity-provider",
            now=now,
        )
    except Malformed as error:
        made = Account.objects.filter(username=username).first()  # by another request of the same person, just now
        if made is None:
            raise nobody_here() from error
        return made


def _link(account: Account, shown: Shown, now: datetime) -> None:
    try:
        with transaction.atomic():
            StaffIdentity.objects.create(account=account, issuer=shown.issuer, subject=shown.subject, linked_at=now)
            events.record(
                now=now,
                centre="",
                actor=account.actor,
                thing="account",
                thing_id=account.username,
                verb="link-identity",
                data={"issuer": shown.issuer},
            )
    except IntegrityError as error:
        raise nobody_here() from error
