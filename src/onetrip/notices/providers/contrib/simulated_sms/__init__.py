"""Text messages that reach nobody: the last hundred are kept in memory for tests and for a demonstration.

It behaves as gateways do: a message handed over twice under one reference goes out once, and a number that cannot exist
is refused for good. `out_of_order` makes it answer as a gateway that is down.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from datetime import datetime

from onetrip.notices.providers.base import Letter, NotGenuine, Outcome, Receipt

LONGEST = 500
"""Characters that a gateway takes as one long message."""

sent: deque[Letter] = deque(maxlen=100)
_references: deque[str] = deque(maxlen=1000)


class SimulatedSms:
    """See the module."""

    name = "simulated-sms"
    reports = False
    out_of_order = False

    def send(self, letter: Letter) -> Outcome:
        """Keep the letter."""
        if self.out_of_order:
            return Outcome(succeeded=False, answer="503 gateway busy")
        if not (letter.to.isdigit() and len(letter.to) == 11):
            return Outcome(succeeded=False, answer="400 no such number", is_final=True)
        if len(letter.words) > LONGEST:
            return Outcome(succeeded=False, answer="413 too long", is_final=True)
        if letter.reference in _references:
            return Outcome(succeeded=True, answer="duplicate of an earlier one")
        _references.append(letter.reference)
        sent.append(letter)
        return Outcome(succeeded=True, answer="accepted")

    def read_receipts(self, headers: Mapping[str, str], body: bytes, now: datetime) -> tuple[Receipt, ...]:  # noqa: ARG002 -- as every provider
        """None: it reports nothing."""
        raise NotGenuine("the simulated gateway reports nothing")


_only = SimulatedSms()


def provider() -> SimulatedSms:
    """The one gateway of this process."""
    return _only


def forget() -> None:
    """Nothing sent, nothing out of order (between tests)."""
    sent.clear()
    _references.clear()
    _only.out_of_order = False
