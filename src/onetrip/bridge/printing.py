"""What the bridge and its printers say to each other about one paper."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Protocol

from onetrip.bridge.states import Outcome, Reason
from onetrip.bridge.watch import Watch

MaySend = Callable[[], Awaitable[bool]]
"""Asked once, before the first byte: whether the house still wants this paper from us."""


@dataclass(frozen=True)
class Printed:
    """How it ended, and why nothing came out."""

    outcome: Outcome
    reason: Reason | None = None


class Printer(Protocol):
    """A driver that prints: keeps its `watch` up to date in `run`, for ever, and prints one paper at a time."""

    watch: Watch

    async def run(self) -> None: ...

    async def print(self, content: bytes, may_send: MaySend) -> Printed | None:
        """Print; None when nothing was sent because `may_send` said no."""
        ...
