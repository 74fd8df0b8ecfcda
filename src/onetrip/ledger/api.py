"""What every changing API operation carries."""

from __future__ import annotations

import uuid
from typing import Annotated

from ninja import Header

KEY_HEADER = "Idempotency-Key"

Key = Annotated[
    uuid.UUID,
    Header(alias=KEY_HEADER, description="A UUID made by the caller; the same key asked again does nothing twice."),
]
"""The idempotency key of a changing request, from its header."""
