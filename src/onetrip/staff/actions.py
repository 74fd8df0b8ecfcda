"""What can be done to accounts."""

from __future__ import annotations

import re
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from onetrip.ledger import events
from onetrip.ledger.refusals import Malformed
from onetrip.staff import sessions
from onetrip.staff.models import Account, Grant, Session
from onetrip.staff.roles import ROLES


def create_account(
    *,
    username: str,
    name: str,
    password: str | None,
    roles: list[tuple[str, str]],
    by: str,
    now: datetime,
    name_en: str = "",
    department: str = "",
    demonstration: bool = False,
) -> Account:
    """Make an account with `roles` as (role, centre code or "*") pairs; a reviewer needs the `department` they decide for.

    Without a password nobody can sign in with it until one is set. Raises Malformed when the name is taken or badly
    formed, a role does not exist, or the password is weak (demonstration accounts may have a simple one).
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9.-]{1,39}", username):
        raise Malformed(
            "username-form",
            "账号用小写字母、数字、点和短横，2 到 40 位。",
            "A username has 2 to 40 lower-case letters, digits, dots or hyphens.",
            field="username",
        )
    for role, _ in roles:
        if role not in ROLES or role == "resident":
            raise Malformed("role-unknown", f"没有“{role}”这个角色。", f"There is no role “{role}”.", field="role")
    if any(role == "reviewer" for role, _ in roles) != bool(department):
        raise Malformed(
            "department-missing",
            "部门审批的账号要写明是哪个部门，别的账号不写。",
            "An account of a department names the department, and no other does.",
            field="department",
        )
    if password is not None and not demonstration:
        _check_strength(password, Account(username=username, name=name))
    try:
        with transaction.atomic():
            account = Account(username=username, name=name, name_en=name_en, is_demonstration=demonstration)
            account.set_password(password)
            account.save(force_insert=True)
            Grant.objects.bulk_create(
                Grant(account=account, role=role, centre=centre, department=department if role == "reviewer" else "")
                for role, centre in roles
            )
            events.record(
                now=now,
                centre=next((centre for _, centre in roles if centre != "*"), ""),
                actor=by,
                thing="account",
                thing_id=username,
                verb="create",
                data={"roles": [f"{role}@{centre}" for role, centre in roles]},
            )
    except IntegrityError as error:
        raise Malformed(
            "username-taken", "这个账号已经有人用了。", "This username is already taken.", field="username"
        ) from error
    return account


def close_account(*, username: str, by: str, now: datetime) -> None:
    """Nobody can sign in with this account any more; its history stays."""
    with transaction.atomic():
        if Account.objects.filter(username=username, is_active=True).update(is_active=False):
            sessions.end(Session.objects.filter(account__username=username), why=Session.End.CLOSED, now=now)
            events.record(now=now, centre="", actor=by, thing="account", thing_id=username, verb="close")


def set_password(*, username: str, password: str, by: str, now: datetime) -> None:
    """Set a new password; every session of the account ends. Raises Malformed when it is weak or nobody has the name."""
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise Malformed("username-unknown", f"没有“{username}”这个账号。", f"There is no account “{username}”.")
    _check_strength(password, account)
    with transaction.atomic():
        account.set_password(password)
        account.failed_sign_ins = 0
        account.save(update_fields=["password", "failed_sign_ins"])
        sessions.end(Session.objects.filter(account=account), why=Session.End.PASSWORD, now=now)
        events.record(now=now, centre="", actor=by, thing="account", thing_id=username, verb="set-password")


def end_sessions(*, username: str | None, by: str, now: datetime) -> int:
    """End every session of an account, or (None) of everybody but the machines of the hall; how many. They sign in again."""
    running = Session.objects.filter(ended_at=None)
    running = (
        running.filter(account__username=username) if username else running.exclude(account__grants__role="device")
    )
    with transaction.atomic():
        ended = sessions.end(Session.objects.filter(pk__in=running), why=Session.End.BY_OPERATOR, now=now)
        events.record(
            now=now,
            centre="",
            actor=by,
            thing="account",
            thing_id=username or "*",
            verb="end-sessions",
            data={"ended": ended},
        )
    return ended


def change_password(*, account: Account, old: str, new: str, by: str, now: datetime) -> None:
    """The owner of an account gives it another password; every session of theirs ends, this one too.

    Raises Malformed when the old one is wrong (field "old"), or the new one is weak or the same (field "new"). The caller
    counts wrong tries.
    """
    if not account.check_password(old):
        raise Malformed("password-wrong", "原来的密码不对。", "The present password is wrong.", field="old")
    if old == new:
        raise Malformed(
            "password-same",
            "新密码和原来的一样，请换一个。",
            "The new password is the same as the present one; please choose another.",
            field="new",
        )
    _check_strength(new, account, field="new")
    set_password(username=account.username, password=new, by=by, now=now)


def _check_strength(password: str, account: Account, field: str = "password") -> None:
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise Malformed(
            "password-weak",
            "密码太简单：至少 12 位，不能只有数字，不能是常见密码，也不要和账号、姓名相近。",
            "The password is too weak: " + " ".join(error.messages),
            field=field,
        ) from error


HOUSE = "onetrip.house"
"""The account in whose name the house itself acts by rule."""


def account_of_the_house(*, now: datetime) -> Account:
    """The account of the house itself, made on first need: nobody can ever sign in with it, and it holds no role."""
    found = Account.objects.filter(username=HOUSE).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            made = create_account(
                username=HOUSE, name="系统", name_en="The house", password=None, roles=[], by="system", now=now
            )
            Account.objects.filter(pk=made.pk).update(is_active=False)
            return made
    except Malformed:
        return Account.objects.get(username=HOUSE)  # another process made it in the same moment
