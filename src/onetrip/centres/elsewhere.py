"""Which centres are run by a node of their own. What the clock does to a centre (closing a day, noting who did not come)
is done where the centre is run, and nowhere else. The room of nodes says which they are; a house that stands alone has none.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from django.db import OperationalError

from onetrip.centres.models import Centre
from onetrip.centres.queries import codes
from onetrip.ledger.refusals import Refused

log = logging.getLogger("onetrip.centres")
_T = TypeVar("_T")


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


def in_each_centre(what: str, do: Callable[[str], _T]) -> list[_T]:
    """What `do` gives for the code of every centre that is run here. Each for itself: what one raises is logged as `what`,
    is tried again when the clock next asks, and keeps no other centre waiting."""
    away, done = run_elsewhere(), []
    for code in codes():
        if code in away:
            continue
        try:
            done.append(do(code))
        except OperationalError:
            raise  # the database is away, for every centre
        except Refused as not_yet:
            log.warning("%s %s: not yet: %s", code, what, not_yet)
        except Exception:
            log.exception("%s %s", code, what)
    return done


def refuse_elsewhere(centre: Centre) -> None:
    """Raise Refused, in words for a resident, where something of a centre is to be changed that only its own node changes."""
    if centre.code in run_elsewhere():
        raise Refused(
            "run-elsewhere",
            f"{centre.short_zh}的预约和材料由中心自己的系统记，这一页改不了。请打 {centre.telephone}，马上帮您办；或者直接来窗口。",
            f"{centre.short_en} keeps its bookings and papers in a system of its own, so this page cannot change them. Please "
            f"call {centre.telephone} and it is done at once, or come to a window.",
        )
