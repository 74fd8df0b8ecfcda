"""Which roles need a second factor where."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from onetrip.ledger import events
from onetrip.ledger.refusals import Malformed
from onetrip.signin.models import STAFF_ROLES, FactorRule


def set_rule(*, role: str, centre: str, needed: bool, by: str, now: datetime) -> None:
    """From now on `role` needs a second factor in `centre` ("*": wherever nothing else is said), or does not; it counts at
    the next sign-in. Raises Malformed for a role that nobody signs in with."""
    if role not in STAFF_ROLES:
        raise Malformed("role-unknown", f"没有“{role}”这个角色。", f"There is no role “{role}”.", field="role")
    with transaction.atomic():
        FactorRule.objects.update_or_create(role=role, centre=centre, defaults={"needed": needed})
        events.record(
            now=now,
            centre="" if centre == "*" else centre,
            actor=by,
            thing="factor-rule",
            thing_id=f"{role}@{centre}",
            verb="need" if needed else "waive",
        )
