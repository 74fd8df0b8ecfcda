"""Idempotency: a changing request carries a key; the same key asked again gets the first answer, not a second deed."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from onetrip.ledger.models import RequestKey
from onetrip.ledger.refusals import Malformed, Refused

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
        values: list[Any] = [key, action, actor, None if result is None else Jsonb(result), now]
        cursor.execute(_CLAIM, values)
        if cursor.rowcount == 1:
            return None
    earlier = RequestKey.objects.get(pk=key)
    if earlier.action != action or earlier.actor != actor:
        raise used_otherwise()
    return earlier.result or {}


def answer(key: uuid.UUID, result: dict[str, Any]) -> None:
    """Store what the request with `key` led to, in the transaction that claimed it."""
    RequestKey.objects.filter(pk=key).update(result=result)


def used(keys: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these keys a request has been made with."""
    return set(RequestKey.objects.filter(pk__in=list(keys)).values_list("pk", flat=True))


def read_key(raw: str | None) -> uuid.UUID:
    """The key that came with a form or a header. Raises Malformed (422) when it is missing or is no UUID."""
    try:
        return uuid.UUID((raw or "").strip())
    except ValueError as error:
        raise key_missing() from error


def used_otherwise() -> Refused:
    """The refusal of a key that was used for something else, or by somebody else."""
    return Refused(
        "key-used-otherwise",
        "这次操作的编号已经用在别的事情上了。请刷新页面再做一次。",
        "The number of this request was already used for something else. Please reload the page and try again.",
    )


def key_missing() -> Malformed:
    """The refusal of a changing request without a key of its own."""
    return Malformed(
        "key-missing",
        "这个请求没有带操作编号，为了不办两遍，没有收。请刷新页面再做一次。",
        "This request carries no request number, and so that nothing is done twice it was not taken. "
        "Please reload the page and try again.",
        field="idempotency_key",
    )


def further(key: uuid.UUID, word: str) -> uuid.UUID:
    """The key of a second deed of the same request: always the same for the same request and `word`."""
    return uuid.uuid5(key, word)
