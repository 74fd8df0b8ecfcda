"""What each room keeps of people, said by the room itself: what it is called, how it is told to its owner, what of it is over,
and how it goes. The room `retention` asks here; a test fails when a table with a resident stands in no holding.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from onetrip.people.models import Resident
from onetrip.rules import Text


@dataclass(frozen=True)
class Said:
    """A value as machines keep it, and as somebody reads it."""

    data: Any
    words: Text

    @classmethod
    def choice(cls, value: str, display: str) -> Said:
        """A value of a model's choices, whose display is in both languages ("没有来 did not come")."""
        zh, _, en = str(display).partition(" ")
        return cls(value, Text(zh, en or zh))


@dataclass(frozen=True)
class Told:
    """One thing that is known of somebody: `fields` are (key, label, value), told by machine and in words alike."""

    title: Text
    at: datetime | None
    fields: tuple[tuple[str, Text, Any], ...]


@dataclass(frozen=True)
class Going:
    """Which rows go: what was over before `before`; of one `resident` alone where they asked for it; never what is held."""

    before: datetime
    now: datetime
    by: str
    resident: uuid.UUID | None = None
    held_cases: frozenset[uuid.UUID] = frozenset()
    held_people: frozenset[uuid.UUID] = frozenset()
    elsewhere: frozenset[str] = frozenset()

    def of(
        self,
        found: QuerySet[Any],
        *owners: str,
        also: Collection[str] = (),
        centre: str = "centre_id",
    ) -> QuerySet[Any]:
        """Those of `found` that may go, by the columns that say whose they are (none said: "resident_id"; of several persons
        each may ask for it), which name somebody else besides (`also`: whoever is held keeps them too), and which centre's
        they are ("": none does)."""
        owners = owners or ("resident_id",)
        if centre and self.elsewhere:
            found = found.exclude(**{f"{centre}__in": self.elsewhere})
        if self.resident is not None:
            found = found.filter(_any_of(owners, "exact", self.resident))
        if self.held_people:
            # Not `exclude` alone: whose resident is unknown is held by nobody.
            held = found.model._base_manager.filter(_any_of((*owners, *also), "in", self.held_people))  # noqa: SLF001 -- Django's
            found = found.exclude(pk__in=held.values("pk"))
        return found


def _any_of(columns: Iterable[str], lookup: str, value: object) -> Q:
    return reduce(or_, (Q(**{f"{column}__{lookup}": value}) for column in columns))


@dataclass(frozen=True)
class Holding:
    """One kind of personal data of a room; `kind` is its id in `retention.yaml`.

    `models`: the tables with a resident that it speaks of ("advice.Slip"). `tell`: what is known of somebody, newest first.
    `due`: the rows that go; `let_go`: lets these go, in the caller's transaction; how many. None: nothing goes by the clock.
    """

    kind: str
    models: tuple[str, ...]
    tell: Callable[[Resident], Iterable[Told]]
    due: Callable[[Going], QuerySet[Any]] | None = None
    let_go: Callable[[Sequence[Any], Going], int] | None = None


_holdings: dict[str, Holding] = {}
_not_told: dict[str, str] = {}


def register(holding: Holding) -> None:
    """A room says what it keeps, when the house opens. Raises ValueError for a kind that another room has."""
    if holding.kind in _holdings and _holdings[holding.kind] != holding:
        raise ValueError(f"two rooms keep {holding.kind}")
    _holdings[holding.kind] = holding


def not_told(model: str, why: str) -> None:
    """A table with a resident that is neither told nor kept for long, and why that is so."""
    _not_told[model] = why


def holdings() -> Sequence[Holding]:
    """Every holding, in the order in which the rooms stand."""
    return tuple(_holdings.values())


def holding(kind: str) -> Holding:
    """The holding of one kind. Raises KeyError."""
    return _holdings[kind]


def left_out() -> dict[str, str]:
    """The tables that no holding speaks of, each with the reason."""
    return dict(_not_told)


def nothing(_resident: Resident) -> Iterable[Told]:
    """Tells nothing, for what is told elsewhere."""
    return ()
