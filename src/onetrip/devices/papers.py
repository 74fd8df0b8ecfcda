"""What can be printed: each room that has a paper says how it is made and what follows from its fate.

The rooms above register theirs when the house opens (`apps.ready`); a job names its kind and a reference, and the paper
is made anew each time it is printed. So no copy of a resident's paper lies in a queue.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from onetrip.devices.models import PrintJob


class Fate(Protocol):
    """Told inside the transaction in which a job ends: printed, failed or unknown."""

    def __call__(self, job: PrintJob, *, now: datetime, by: str) -> None: ...


@dataclass(frozen=True)
class Paper:
    """`roll(job, now)` gives the paper for the 80 mm roll as PDF or PNG, `page` as PDF; None: not on that printer.

    `find(token)` gives the reference of what a token opens, for papers that somebody may ask for by it: the reference is
    what stands in jobs and events, because a token opens the page of a resident. All raise NotFound (ledger.refusals)
    for what does not exist any more.
    """

    roll: Callable[[PrintJob, datetime], bytes] | None = None
    page: Callable[[PrintJob, datetime], bytes] | None = None
    fate: Fate | None = None
    find: Callable[[str], str] | None = None


_papers: dict[str, Paper] = {}


def register(kind: str, paper: Paper) -> None:
    """`paper` is what a job of `kind` prints from now on."""
    _papers[kind] = paper


def paper_of(kind: str) -> Paper:
    """What a job of `kind` prints; a paper that can do nothing for a kind that no room has registered."""
    return _papers.get(kind, Paper())
