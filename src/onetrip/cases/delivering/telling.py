"""The seam to whoever tells residents something: the code of a compartment goes out here and nowhere else.

All other news of a delivery is in its events (docs/delivery.md): a code may stand in none.
"""

from __future__ import annotations

from collections.abc import Callable

from onetrip.cases.delivering.models import StoredResult

Tell = Callable[[StoredResult, str], bool]
"""Given what lies in which compartment, and its code in plain, in the transaction that put it in: write down that it is to
be sent, and say whether it will be. False: nobody can be told, and no code is made."""

_tell: Tell | None = None


def told_by(tell: Tell | None) -> None:
    """Have `tell` send codes from now on; None: nobody sends any, and residents ask for theirs on the receipt's page."""
    global _tell
    _tell = tell


def tells() -> Tell | None:
    """Who sends codes."""
    return _tell
