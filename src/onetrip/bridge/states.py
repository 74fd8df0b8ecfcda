"""What a device can be, in one table that the bridge reports by and the house explains. Pure."""

from __future__ import annotations

from enum import StrEnum


class PartKind(StrEnum):
    """What a device is, by the protocol it speaks."""

    ESCPOS = "escpos"
    IPP = "ipp"
    SCANNER = "scanner"
    CARD_READER = "card-reader"
    CAMERA = "camera"


PRINTERS = frozenset({PartKind.ESCPOS, PartKind.IPP})


class PartState(StrEnum):
    """How a device is, as its driver found it. Whether its bridge is heard at all is for the house to say."""

    READY = "ready"
    LOW = "low"  # paper runs out soon; it still prints
    TONER = "toner"  # toner or ink runs out soon; it still prints
    OUT = "out"  # no paper
    NO_TONER = "no-toner"  # no toner or ink
    OPEN = "open"  # a cover or a tray is open
    JAM = "jam"  # paper or cutter is stuck
    FAULT = "fault"  # another fault that the device reports itself
    AWAY = "away"  # cannot be reached: switched off, unplugged, wrong address
    SILENT = "silent"  # reached, and does not answer
    GARBLED = "garbled"  # answers, and nobody can read what
    BLACK = "black"  # a camera that shows nothing but black
    REFUSED = "refused"  # a camera that the browser was not allowed to open


WORKS = frozenset({PartState.READY, PartState.LOW, PartState.TONER})
"""States in which a device does what it is for."""


class Outcome(StrEnum):
    """How printing ended, as far as the bridge could see."""

    PRINTED = "printed"  # the printer said so, after the cut
    FAILED = "failed"  # surely no whole paper came out
    UNKNOWN = "unknown"  # everything was sent, and the printer never said


class Reason(StrEnum):
    """Why no paper came out."""

    PAPER_OUT = "paper-out"
    TONER_OUT = "toner-out"
    COVER_OPEN = "cover-open"
    JAM = "jam"
    FAULT = "fault"
    AWAY = "away"
    SILENT = "silent"
    REJECTED = "rejected"  # the printer would not take the job
    NOT_FETCHED = "not-fetched"  # no bridge came for it
    NOT_REPORTED = "not-reported"  # the bridge never said how it ended
    NOT_RENDERED = "not-rendered"  # what was to be printed does not exist any more
    SOURCE_AWAY = "source-away"  # it cannot be fetched now from where it is kept
    NOT_MADE = "not-made"  # the house broke while making it


REASON_OF_STATE = {
    PartState.OUT: Reason.PAPER_OUT,
    PartState.NO_TONER: Reason.TONER_OUT,
    PartState.OPEN: Reason.COVER_OPEN,
    PartState.JAM: Reason.JAM,
    PartState.FAULT: Reason.FAULT,
    PartState.AWAY: Reason.AWAY,
    PartState.SILENT: Reason.SILENT,
    PartState.GARBLED: Reason.FAULT,
}
"""Why a printer in this state prints nothing."""

OFFLINE_AFTER = 6.0
"""Seconds without a beat after which a bridge counts as gone; three beats."""

BEAT_EVERY = 2.0
"""Seconds between two beats."""
