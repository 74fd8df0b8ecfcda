"""Which centres are run by a node of their own. What the clock does to a centre (closing a day, noting who did not come)
is done where the centre is run, and nowhere else. The room of nodes says which they are; a house that stands alone has none.
"""

from __future__ import annotations

from collections.abc import Callable

from onetrip.centres.models import Centre
from onetrip.ledger.refusals import Refused


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


def refuse_elsewhere(centre: Centre) -> None:
    """Raise Refused, in words for a resident, where something of a centre is to be changed that only its own node changes."""
    if centre.code in run_elsewhere():
        raise Refused(
            "run-elsewhere",
            f"{centre.short_zh}的预约和材料由中心自己的系统记，这一页改不了。请打 {centre.telephone}，马上帮您办；或者直接来窗口。",
            f"{centre.short_en} keeps its bookings and papers in a system of its own, so this page cannot change them. Please "
            f"call {centre.telephone} and it is done at once, or come to a window.",
        )
