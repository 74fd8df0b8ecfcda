"""How a device is and since when, by a clock that nobody can set."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from onetrip.bridge.states import PartKind, PartState


@dataclass
class Watch:
    """The state of one device. `changed` is called at each change, so that the house hears of it at once.

    Until a driver has looked for the first time, the device counts as out of reach.
    """

    name: str
    kind: PartKind
    changed: Callable[[], None] = lambda: None
    state: PartState = PartState.AWAY
    detail: str = ""
    _since: float = field(default_factory=time.monotonic)

    def see(self, state: PartState, detail: str = "") -> None:
        """The device is found to be so."""
        if (state, detail) == (self.state, self.detail):
            return
        if state != self.state:
            self._since = time.monotonic()
        self.state, self.detail = state, detail[:80]
        self.changed()

    @property
    def seconds(self) -> float:
        """How long it has been so."""
        return time.monotonic() - self._since

    def told(self) -> dict[str, object]:
        """The device as a beat tells it."""
        return {
            "name": self.name,
            "kind": self.kind.value,
            "state": self.state.value,
            "seconds": round(self.seconds, 1),
            "detail": self.detail,
        }
