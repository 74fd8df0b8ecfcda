"""How much is practised a day. Data: the example shipped in `example.yaml`, until a centre sets its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Terms:
    """`minutes` a day, of which at most `new_a_day` questions never seen; `retention` is what FSRS aims at, 0 to 1.

    `longest_pause` counts between two answers, however long the pause was. `five` is how many questions a window offers.
    `version` 0 with `is_example`: those of the house.
    """

    minutes: int
    new_a_day: int
    retention: float
    longest_pause: timedelta
    five: int
    version: int
    is_example: bool

    @property
    def length(self) -> timedelta:
        """The minutes of a day."""
        return timedelta(minutes=self.minutes)


@cache
def example() -> Terms:
    """The example of the house."""
    given = yaml.safe_load((Path(__file__).parent / "example.yaml").read_text(encoding="utf-8"))
    return Terms(
        minutes=given["minutes"],
        new_a_day=given["new_a_day"],
        retention=given["retention"],
        longest_pause=timedelta(seconds=given["longest_pause"]),
        five=given["five"],
        version=given["version"],
        is_example=True,
    )
