"""A department's system: its account, its keys, and their end."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from onetrip.catalogue import queries as catalogues
from onetrip.departments import keys
from onetrip.departments.access import holds
from onetrip.departments.models import Subscription, System, SystemKey
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ledger.words import one_line
from onetrip.staff import actions as staff

OVERLAP = timedelta(days=7)
"""How long an old key still holds beside the new one (example)."""

MOST_AT_ONCE = 2
"""Keys of one system that hold at the same time."""


@dataclass(frozen=True)
class Made:
    """A key as it was made. `private` is its secret half, to be shown once: "" where the department made the pair itself,
    or where this was asked before."""

    key: SystemKey
    private: str


def add_system(
    *,
    code: str,
    name: str,
    name_en: str,
    department: str,
    centres: Sequence[str],
    contact: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> System:
    """A system that may work on the cases of `department` at `centres` ("*" for every one).

    Raises Malformed for a code that is taken or ill-formed, a department that the catalogue does not know, no centre, or
    without a name or somebody to call.
    """
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{1,29}", code):
        raise Malformed(
            "system-code",
            "代号用小写字母、数字和短横，2 到 30 位。",
            "A code has 2 to 30 lower-case letters, digits or hyphens.",
            field="code",
        )
    if department not in catalogues.current().departments:
        raise Malformed("department-unknown", "请选一个部门。", "Please choose a department.", field="department")
    if not centres:
        raise Malformed("centres-missing", "请至少选一个中心。", "Please choose at least one centre.", field="centres")
    said, call = one_line(name, 40), one_line(contact, 120)
    if not said or not call:
        field = "contact" if said else "name"
        raise Malformed("missing", "这一项要填。", "This has to be filled in.", field=field)
    with transaction.atomic():
        if requests.claim(key, action=f"add-system {code}", actor=by, now=now, result={"system": code}):
            return System.objects.get(pk=code)
        if System.objects.filter(pk=code).exists():
            raise Malformed("system-taken", "这个代号已经有了。", "This code is taken already.", field="code")
        account = staff.create_account(
            username=f"api.{code}",
            name=said,
            name_en=one_line(name_en, 60),
            password=None,
            roles=[("reviewer", centre) for centre in centres],
            department=department,
            by=by,
            now=now,
        )
        system = System.objects.create(
            code=code, account=account, department=department, contact=call, made_at=now, made_by=by
        )
        _record(system, "add", now=now, by=by, data={"department": department, "centres": list(centres)})
    return system


def give_key(*, code: str, public: str, now: datetime, by: str, key: uuid.UUID) -> Made:
    """A new key: of the pair whose `public` half the department sends, or, where that is "", of one made here and kept
    nowhere. A key that held before goes on for OVERLAP. Raises NotFound, Malformed, Refused where two hold already."""
    private, raw = ("", keys.read_public(public)) if public.strip() else keys.new_pair()
    name = keys.new_id()
    try:
        with transaction.atomic():
            system = _locked(code)
            if earlier := requests.claim(key, action=f"give-key {code}", actor=by, now=now, result={"key": name}):
                return Made(SystemKey.objects.get(pk=earlier["key"]), "")
            holding = [one for one in system.keys.all() if holds(one, now)]
            if len(holding) >= MOST_AT_ONCE:
                raise Refused(
                    "keys-enough",
                    "已经有两把钥匙在用。先作废一把，或者等旧的到期。",
                    "Two keys hold already. Please revoke one first, or wait until the older one runs out.",
                )
            system.keys.filter(pk__in=[one.pk for one in holding], ends_at=None).update(ends_at=now + OVERLAP)
            made = SystemKey.objects.create(id=name, system=system, public=raw, made_at=now, made_by=by)
            _record(system, "give-key", now=now, by=by, data={"key": name})
    except IntegrityError as error:
        if "system_key_of_one_system" not in str(error):
            raise
        raise Malformed(
            "key-known",
            "这把公钥已经登记过。每次换钥匙都要换一对新的。",
            "This key is registered already. Please make a new pair each time.",
            field="public",
        ) from error
    return Made(made, private)


def revoke_key(*, code: str, key_id: str, now: datetime, by: str, key: uuid.UUID) -> None:
    """From now on this key opens nothing. Raises NotFound."""
    with transaction.atomic():
        system = _locked(code)
        if requests.claim(key, action=f"revoke {key_id[:24]}", actor=by, now=now, result={"key": key_id[:24]}):
            return
        if not system.keys.filter(pk=key_id, revoked_at=None).update(revoked_at=now):
            raise NotFound("key-unknown", "没有这把钥匙，或者已经作废。", "There is no such key, or it was revoked.")
        _record(system, "revoke-key", now=now, by=by, data={"key": key_id})


def let_see_identity(*, code: str, allowed: bool, now: datetime, by: str, key: uuid.UUID) -> None:
    """Whether the system may ask, for a purpose and on record, for the unmasked identity behind a case."""
    with transaction.atomic():
        system = _locked(code)
        if requests.claim(key, action=f"identity {code}", actor=by, now=now, result={"allowed": allowed}):
            return
        if system.may_see_identity != allowed:
            system.may_see_identity = allowed
            system.save(update_fields=["may_see_identity"])
            _record(system, "allow-identity" if allowed else "forbid-identity", now=now, by=by)


def close(*, code: str, now: datetime, by: str, key: uuid.UUID) -> None:
    """The system is let in no more and is told of nothing; what it did stays on record."""
    with transaction.atomic():
        system = _locked(code)
        if requests.claim(key, action=f"close {code}", actor=by, now=now, result={"system": code}):
            return
        if system.closed_at is None:
            system.closed_at = now
            system.save(update_fields=["closed_at"])
            system.keys.filter(revoked_at=None).update(revoked_at=now)
            system.takings.filter(given_back_at=None).update(given_back_at=now)
            system.subscriptions.filter(state=Subscription.State.ACTIVE).update(
                state=Subscription.State.PAUSED, changed_at=now
            )
            staff.close_account(username=system.account.username, by=by, now=now)
            _record(system, "close", now=now, by=by)


def _locked(code: str) -> System:
    found = System.objects.select_for_update(of=("self",)).select_related("account").filter(pk=code[:30]).first()
    if found is None:
        raise unknown()
    return found


def unknown() -> NotFound:
    """The refusal for a system that does not exist, or not for this person."""
    return NotFound("system-unknown", "没有这个部门系统。", "There is no such department system.")


def _record(system: System, verb: str, *, now: datetime, by: str, data: dict[str, object] | None = None) -> None:
    events.record(
        now=now, centre="", actor=by, thing="department-system", thing_id=system.pk, verb=verb, data=data or {}
    )
