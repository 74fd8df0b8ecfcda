"""Slips that are not in this database: whoever knows where else to ask says so here (`onetrip.nodes`).

Without anybody, as in a house that stands alone, a slip that is not here does not exist.
"""

from __future__ import annotations

from typing import Protocol


class Asked(Protocol):
    """Has a slip copied here, by its token or its number. True when it is worth looking again."""

    def __call__(self, *, token: str = "", number: str = "") -> bool: ...


_asked: list[Asked] = []


def ask_with(asked: Asked) -> None:
    """Ask so from now on."""
    _asked[:] = [asked]


def ask(*, token: str = "", number: str = "") -> bool:
    """Ask elsewhere; False when there is nobody to ask, or no such slip. Raises Refused when nobody can be reached."""
    return any(asked(token=token, number=number) for asked in _asked)
