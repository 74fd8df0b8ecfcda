"""Where the paper of a kiosk comes from: the one seam between the screens and whatever prints.

Today the machine's own browser prints the PDF (Chromium with --kiosk-printing asks nobody). A queue of print jobs is
asked here first once the house has one; its answer is `How.JOB`.
"""

from __future__ import annotations

import uuid
from datetime import datetime
from enum import StrEnum

from onetrip.advice.models import Slip
from onetrip.centres.models import Device
from onetrip.kiosk.offers import has


class How(StrEnum):
    """What became of the wish to print."""

    JOB = "job"
    BROWSER = "browser"
    NO_PRINTER = "no-printer"


def send_slip(*, kiosk: Device | None, slip: Slip, language: str, key: uuid.UUID, now: datetime, by: str) -> How:  # noqa: ARG001 -- what a job needs
    """Have the slip printed in `language`, once for each key. A machine without a printer says so."""
    return How.BROWSER if has(kiosk, "printer") else How.NO_PRINTER
