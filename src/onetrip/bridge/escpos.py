"""ESC/POS as a thermal printer speaks it back: what it is asked, and what its answers mean. Pure.

Real-time status (DLE EOT n) is answered at once, whatever the printer is doing; GS r 1 waits in its turn behind what is
to be printed, so its answer says that everything before it is on paper. Bits as in Epson's command reference.
"""

from __future__ import annotations

from onetrip.bridge.states import PartState

DLE_EOT = b"\x10\x04"
ASK_PRINTER, ASK_OFFLINE, ASK_ERROR, ASK_PAPER = (DLE_EOT + bytes([n]) for n in (1, 2, 3, 4))
ASK_ALL = ASK_PRINTER + ASK_OFFLINE + ASK_ERROR + ASK_PAPER
ASK_WHEN_DONE = b"\x1dr\x01"
CLEAR_BUFFER = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 fn 8: forget what is not printed yet. Without it the rest of a broken ticket comes out after new paper is in."""


def is_status(answer: int) -> bool:
    """Whether a byte has the fixed bits of an answer to DLE EOT."""
    return answer & 0b1001_0011 == 0b0001_0010


def is_done(answer: int) -> bool:
    """Whether a byte has the fixed bits of an answer to GS r."""
    return answer & 0b1001_0000 == 0


class Garbled(Exception):
    """The printer answered with something that no answer it owes looks like."""


class Answers:
    """Tells the answers of a printer apart, however they arrive, while it prints.

    It owes four bytes for each ASK_ALL, in their order, and one for ASK_WHEN_DONE in its turn. A quarter of all bytes look
    like the latter, so that one alone proves nothing: the printer is believed once it has also answered, sensibly and to
    the last byte, what it was asked after that.
    """

    def __init__(self) -> None:
        self.owed = 0
        self.done: int | None = None
        self.is_asked_since = False
        self._statuses: list[int] = []

    def asked(self) -> None:
        """ASK_ALL was sent once more."""
        self.owed += 4
        self.is_asked_since = self.done is not None

    def hear(self, byte: int) -> tuple[PartState, str] | None:
        """One more byte of the printer; how it is, when this was the last of four. Raises Garbled."""
        if is_status(byte) and self.owed:
            self.owed -= 1
            self._statuses.append(byte)
            if len(self._statuses) == 4:
                four, self._statuses = self._statuses, []
                return state_of(*four)
        elif is_done(byte) and self.done is None:
            self.done = byte
        else:
            raise Garbled(f"{byte:02x}")
        return None

    @property
    def is_confirmed(self) -> bool:
        """Whether the printer has said that it is done, was asked after that, and owes no answer."""
        return self.is_asked_since and not self.owed

    @property
    def is_out(self) -> bool:
        """Whether it said with that that there was no paper."""
        return self.done is not None and bool(self.done & 0b0000_1100)


def state_of(printer: int, offline: int, error: int, paper: int) -> tuple[PartState, str]:
    """How a printer is by its four answers, the worst first, and in which words of its own.

    An open cover is told before missing paper: whoever changes the roll has both, and closing the cover is what is left.
    """
    if offline & 0b0000_0100:
        return PartState.OPEN, "cover open"
    if paper & 0b0110_0000 or offline & 0b0010_0000:
        return PartState.OUT, "paper end"
    if error & 0b0000_1000:
        return PartState.JAM, "autocutter error"
    if error & 0b0010_0000:
        return PartState.FAULT, "unrecoverable error"
    if error & 0b0100_0000:
        return PartState.FAULT, "print head too hot"
    if offline & 0b0100_0000 or error & 0b0000_0100:
        return PartState.FAULT, "error"
    if printer & 0b0000_1000:
        return PartState.FAULT, "offline"
    if paper & 0b0000_1100:
        return PartState.LOW, "paper near end"
    return PartState.READY, ""
