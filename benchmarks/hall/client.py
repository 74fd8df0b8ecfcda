"""One whole visit as a window handles it, over HTTP."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from tests.lean_browser import Browser


@dataclass(frozen=True)
class Cycle:
    """One whole visit, door to door, as a window handles it."""

    number: str
    called: str
    seconds: float


ON_THE_SPOT = {"matter": "medical-record-booklet", "papers": ["id-card"]}
"""A matter that is completed in the moment it is accepted."""


def cycle(window: Browser, number: int, **arrival: Any) -> Cycle:
    """Arrive, call next, start, accept one matter, finish: five requests, each with its own durable commit.

    With other windows at work the person called need not be the one who has just arrived.
    """
    began = time.perf_counter()
    drawn = window.post("lobby/arrivals", arrival)
    called = window.post(f"lobby/windows/{number}/call-next")["ticket"]
    if called is None:
        raise RuntimeError("somebody had just arrived, and nobody was waiting")
    window.post(f"lobby/tickets/{called['id']}/start")
    window.post("cases/accept", {"ticket": called["id"], "matters": [ON_THE_SPOT]})
    window.post(f"lobby/tickets/{called['id']}/finish")
    return Cycle(drawn["number"], called["id"], time.perf_counter() - began)
