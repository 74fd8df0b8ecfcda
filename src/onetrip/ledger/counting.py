"""How many lines a long list has, without counting all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

MOST = 1000
"""Beyond this it is said that there are more: nobody decides differently for the exact number, and counting takes time."""


@dataclass(frozen=True)
class Counted:
    """How many, up to MOST."""

    number: int = 0

    def __str__(self) -> str:
        return f"{MOST}+" if self.number > MOST else str(self.number)

    def __bool__(self) -> bool:
        return self.number > 0


def counted(found: QuerySet[Any]) -> Counted:
    """How many rows `found` has; no more of them are read than the answer needs."""
    return Counted(found.order_by()[: MOST + 1].count())
