"""What every API operation carries and how each one refuses."""

from __future__ import annotations

import uuid
from typing import Annotated

from ninja import Header, Schema

KEY_HEADER = "Idempotency-Key"

Key = Annotated[
    uuid.UUID,
    Header(alias=KEY_HEADER, description="A UUID made by the caller; the same key asked again does nothing twice."),
]
"""The idempotency key of a changing request, from its header."""


class RefusalTold(Schema):
    """Why nothing was done: a stable word for programs and a sentence in both languages; `field` is the one to correct,
    `number` that of the request, under which it stands in the log."""

    code: str
    zh: str
    en: str
    field: str | None = None
    number: str | None = None


REFUSALS = {frozenset({400, 401, 403, 404, 409, 413, 415, 422}): RefusalTold}
"""What every operation may answer besides what it does; part of its `response`."""
