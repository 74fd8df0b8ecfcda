"""Which centres are run by a node of their own. What the clock does to a centre (closing a day, noting who did not come)
is done where the centre is run, and nowhere else. The room of nodes says which they are; a house that stands alone has none.
"""

from __future__ import annotations

from collections.abc import Callable


def _nowhere() -> frozenset[str]:
    return frozenset()


_ask: Callable[[], frozenset[str]] = _nowhere


def told_by(ask: Callable[[], frozenset[str]]) -> None:
    """Ask `ask` from now on."""
    global _ask
    _ask = ask


def run_elsewhere() -> frozenset[str]:
    """The codes of the centres that another node runs."""
    return _ask()
