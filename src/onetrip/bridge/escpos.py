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
