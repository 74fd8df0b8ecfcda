"""Idempotency: a changing request carries a key; the same key asked again gets the first answer, not a second deed."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from onetrip.ledger.models import RequestKey
from onetrip.ledger.refusals import Refused

_CLAIM = """
INSERT INTO ledger_requestkey (key, action, actor, result, at) VALUES (%s, %s, %s, %s, %s)
ON CONFLICT (key) DO NOTHING
"""


def claim(
    key: uuid.UUID, *, action: str, actor: str, now: datetime, result: dict[str, Any] | None = None
) -> dict[str, Any] | None:
    """Claim `key` for this transaction: None when it is new, else the result of the first request with it.

    A second request with the same key waits here until the first has committed or rolled back (the unique index makes
    it wait). Pass `result` when it is known beforehand (ids are made by the caller), else call `answer` later.
    Raises Refused (409) when the key was used for something else or by somebody else.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [key, action, actor, None if result is None else Jsonb(result), now])
        if cursor.rowcount == 1:
            return None
    earlier = RequestKey.objects.get(pk=key)
    if earlier.action != action or earlier.actor != actor:
        raise Refused(
            "key-used-otherwise",
            "这次操作的编号已经用在别的事情上了。请刷新页面再做一次。",
            "The number of this request was already used for something else. Please reload the page and try again.",
        )
    return earlier.result or {}


def answer(key: uuid.UUID, result: dict[str, Any]) -> None:
    """Store what the request with `key` led to, in the transaction that claimed it."""
    RequestKey.objects.filter(pk=key).update(result=result)
