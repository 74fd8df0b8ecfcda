"""The store of electronic licences, behind one interface. The city's own is connected here; until then it is simulated.

Asked once per paper, with a limit of time: a store that is slow or away costs nobody the run, the paper is then
photographed instead. Nothing is ever asked again by itself.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, wait
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal, Protocol

from django.conf import settings

from onetrip.kiosk.errands.outside import Away, Outside
from onetrip.people.identity import Identity
from onetrip.rules import Text

log = logging.getLogger("onetrip.licences")

SECONDS = 2.0
"""The most that all licences of a run together may take."""

State = Literal["fetched", "none", "unavailable"]


@dataclass(frozen=True)
class Fetched:
    """What the store said of one licence: had, not had, or no answer. `told` is a line for the screen, masked."""

    state: State
    told: Text | None = None


class Store(Protocol):
    """A store of licences. May raise anything, and has to come to an end by itself: nobody can stop it."""

    def fetch(self, licence: str, holder: Identity, day: date, seconds: float) -> Fetched:
        """The licence with this 15-digit code of `holder`, as valid on `day`; nobody waits longer than `seconds`."""


class SimulatedStore:
    """Knows the licences of invented residents of the city, and of nobody else; what it tells is marked 演示."""

    def fetch(self, licence: str, holder: Identity, day: date, seconds: float) -> Fetched:  # noqa: ARG002 -- of the interface
        """Had by everyone whose number could be nobody's (310000…), but for one in eight, so that both ways are seen."""
        if not holder.number.startswith("310000") or (int(holder.number[14:17]) + int(licence[-6:-3])) % 8 == 7:
            return Fetched("none")
        return Fetched("fetched", Text("演示证照，有效", "demonstration licence, valid"))


class NoStore:
    """No store is connected: every paper is photographed."""

    def fetch(self, licence: str, holder: Identity, day: date, seconds: float) -> Fetched:  # noqa: ARG002 -- of the interface
        """Never an answer."""
        return Fetched("unavailable")


LINES = 32
"""Papers that may be asked for at once, of all runs together."""

_line = Outside(lines=LINES)
_chosen: Store | None = None


def store() -> Store:
    """The store of this house: the simulated one in a demonstration, else none yet."""
    return _chosen or (SimulatedStore() if settings.DEMONSTRATION else NoStore())


def use(chosen: Store | None) -> None:
    """Connect a store; None: back to that of the settings."""
    global _chosen, _line
    _chosen, _line = chosen, Outside(lines=LINES)


def fetch_all(licences: dict[str, str], holder: Identity, day: date) -> dict[str, Fetched]:
    """By paper what the store says of its licence; `licences` maps papers to codes. Never longer than SECONDS."""
    asked: dict[str, Future[Fetched]] = {}
    for paper, code in licences.items():
        with suppress(Away):
            asked[paper] = _line.begin(partial(store().fetch, code, holder, day, SECONDS))
    wait(asked.values(), timeout=SECONDS)
    found = {paper: Fetched("unavailable") for paper in licences}
    for paper, future in asked.items():
        answered = future.done() and future.exception() is None
        _line.note(answered=answered)
        if answered:
            found[paper] = future.result()
        elif future.done():
            # The name of the error alone: its words could repeat whom it was asked about.
            log.warning("the licence store failed: %s", type(future.exception()).__name__)
    return found
