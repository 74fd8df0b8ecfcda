"""Somebody says that they have worked through a course. It is theirs alone: nobody else is shown it, nothing follows from it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.catalogue import queries as catalogues
from onetrip.ledger import requests
from onetrip.ledger.refusals import NotFound
from onetrip.staff.models import Account
from onetrip.training.courses.models import CourseNote, Studied

_LONGEST_ACTION = 60


def mark_studied(*, account: Account, of: str, name: str, now: datetime, key: uuid.UUID) -> Studied:
    """Studied, as of the version in force; said again, of that of today. Raises NotFound for what the catalogue does not know."""
    catalogue = catalogues.current()
    known = catalogue.categories if of == CourseNote.Of.CATEGORY else catalogue.matters
    if of not in CourseNote.Of.values or name not in known:
        raise NotFound("course-unknown", "没有这一课。", "There is no such course.")
    with transaction.atomic():
        requests.claim(key, action=_action("studied", of, name), actor=account.actor, now=now, result={})
        row, _ = Studied.objects.update_or_create(
            account=account, of=of, name=name, defaults={"catalogue": catalogue.number, "at": now}
        )
    return row


def unmark_studied(*, account: Account, of: str, name: str, now: datetime, key: uuid.UUID) -> None:
    """Take that back."""
    with transaction.atomic():
        if (
            requests.claim(key, action=_action("not-studied", of, name), actor=account.actor, now=now, result={})
            is None
        ):
            Studied.objects.filter(account=account, of=of, name=name).delete()


def _action(verb: str, of: str, name: str) -> str:
    """As the key of a request keeps it."""
    return f"{verb} {of} {name}"[:_LONGEST_ACTION]
