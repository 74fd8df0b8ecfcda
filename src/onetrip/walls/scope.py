"""Whose rows may be seen by what is being done now. Pure; `onetrip.web.postgresql` tells the database before each statement.

The default is nothing: a request sees what its declared permission opened (`staff.access.admit`), a task of the house what
it names a reason for. A scope belongs to the thread, and ends with its block.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar, Token
from dataclasses import dataclass, field

ALL = "*"


@dataclass(frozen=True)
class Scope:
    """What the database may show.

    `centres`: codes with commas between, "*" for every centre, "" for none. `departments`: "department@centre" with commas
    between; their cases are shown beside those of the centres. `owner`: acts as the owner of the tables, whom no policy
    holds (migrations). `indifferent`: for a statement that asks no table behind the wall, so that nothing has to be told
    first. `reason`: why it is as wide as it is, for whoever reads the code.
    """

    centres: str = ""
    departments: str = ""
    owner: bool = False
    indifferent: bool = False
    reason: str = field(default="", compare=False)


NOTHING = Scope()
INDIFFERENT = Scope(indifferent=True)
"""For the one statement of every request that asks who is signed in, before it is known what they may see."""

_now: ContextVar[Scope | None] = ContextVar("onetrip_scope", default=None)

outside = NOTHING
"""What holds where nobody has said anything. Tests that call actions without a request put everything here."""


def current() -> Scope:
    """The scope of what is being done now."""
    return _now.get() or outside


def of_centres(centres: Iterable[str], departments: Iterable[tuple[str, str]] = ()) -> Scope:
    """A scope of these centres, and of the cases of these departments as (department, centre or "*")."""
    return Scope(
        ",".join(sorted(set(centres) - {"", ALL})),
        ",".join(sorted(f"{department}@{centre}" for department, centre in departments)),
    )


def begin(scope: Scope) -> Token[Scope | None]:
    """Let `scope` hold from here on, until `end` with what this gives."""
    return _now.set(scope)


def end(token: Token[Scope | None]) -> None:
    """What held before holds again."""
    _now.reset(token)


@contextmanager
def under(scope: Scope) -> Iterator[None]:
    """Within the block `scope` holds."""
    token = begin(scope)
    try:
        yield
    finally:
        end(token)


def within(*centres: str) -> AbstractContextManager[None]:
    """Within the block the rows of these centres are shown, and no others."""
    return under(of_centres(centres))


def everywhere(reason: str) -> AbstractContextManager[None]:
    """Within the block the rows of every centre are shown. `reason` says in words why that has to be."""
    return under(wide(reason))


def wide(reason: str) -> Scope:
    """The scope of every centre. Raises ValueError without a reason in words."""
    if len(reason.split()) < 2:
        raise ValueError("say in words why every centre's rows have to be seen")
    return Scope(ALL, reason=reason)


def as_owner(reason: str) -> AbstractContextManager[None]:
    """Within the block statements run as the owner of the tables: for migrations and triggers, never for a request."""
    return under(Scope(ALL, owner=True, reason=reason))
