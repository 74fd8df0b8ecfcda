"""The trial strip as one of the papers of the house: for whoever wants to see with their own eyes that a printer prints."""

from __future__ import annotations

from datetime import datetime

from onetrip.devices.models import PrintJob
from onetrip.devices.papers import Paper
from onetrip.devices.words import place_in_words
from onetrip.prints.sheets import Language
from onetrip.prints.trial import trial_print
from onetrip.prints.typesetter import DOTS_PER_INCH, Print
from onetrip.rules import Text


def _strip(job: PrintJob, now: datetime) -> Print:
    station, centre = job.printer.station, job.centre
    language: Language = "en" if job.language == "en" else "zh"
    return trial_print(
        place=place_in_words(station.kind, station.number),
        centre=Text(centre.name_zh, centre.name_en),
        at=centre.local(now),
        address=f"{job.origin}/devices/",
        language=language,
    )


PAPER = Paper(
    roll=lambda job, now: _strip(job, now).png(dots_per_inch=DOTS_PER_INCH),
    page=lambda job, now: _strip(job, now).pdf(),
)
"""Its reference is the printer's own number."""
