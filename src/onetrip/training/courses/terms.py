"""From which figures on something is told in courseware. Data: the example shipped in `example.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

YEAR_DAYS = 365
"""The rolling year."""


@dataclass(frozen=True, slots=True)
class CourseTerms:
    """Two matters are told as asked for together from
    `least_visits` visits and a lift of `least_lift` on, at most `most_shown` pairs."""

    version: int
    least_visits: int
    least_lift: float
    most_shown: int


@cache
def example() -> CourseTerms:
    """The example of the house."""
    given = yaml.safe_load((Path(__file__).parent / "example.yaml").read_text(encoding="utf-8"))
    together = given["together"]
    return CourseTerms(
        given["version"],
        together["least_visits"],
        together["least_lift"],
        together["most_shown"],
    )
