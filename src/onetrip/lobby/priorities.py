"""Who is called earlier, and by how much. Data: the examples shipped in `priorities.yaml`, until a centre sets its own.

A priority is waiting-weighted, never absolute: somebody with 15 minutes stands in the queue as if they had come 15
minutes earlier. They pass those who came in the last quarter of an hour, and nobody who has waited longer than that.
What a booking counts is no priority: the rules of bookings say it (`appointments.fairness`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from onetrip.rules import Text

MOST_MINUTES = 60
"""Beyond an hour a priority would be absolute in all but name."""

RETURNING = "returning"


@dataclass(frozen=True)
class Priority:
    """`minutes` that count as waited already.

    `from_age`: given without asking from that age. `asked`: residents may say it themselves. `within_days`: given
    without asking to who was here so recently and went without everything.
    """

    code: str
    name: Text
    minutes: int
    from_age: int | None = None
    asked: bool = True
    within_days: int | None = None

    @property
    def credit(self) -> timedelta:
        """The minutes as a length of time."""
        return timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Priorities:
    """All priorities of a centre, in the order shown; `version` 0 are the examples of the house."""

    all: tuple[Priority, ...]
    version: int = 0

    @cached_property
    def by_code(self) -> Mapping[str, Priority]:
        return {one.code: one for one in self.all}

    @property
    def asked(self) -> tuple[Priority, ...]:
        """Those that residents may say themselves."""
        return tuple(one for one in self.all if one.asked)

    def minutes(self, code: str) -> int:
        """The minutes of a code; 0 for none and for one that is no more."""
        found = self.by_code.get(code)
        return found.minutes if found else 0

    def for_age(self, age: int) -> Priority | None:
        """The priority that comes with an age in whole years, if one does."""
        fitting = [one for one in self.all if one.from_age is not None and age >= one.from_age]
        return max(fitting, key=lambda one: one.minutes, default=None)

    def weighed(self, minutes: Mapping[str, int], version: int) -> Priorities:
        """The same priorities with a centre's own `minutes`; a code without any keeps the example."""
        return Priorities(tuple(replace(one, minutes=minutes.get(one.code, one.minutes)) for one in self.all), version)


def _shipped() -> Priorities:
    given: list[dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("priorities.yaml").read_text("utf-8"))
    return Priorities(tuple(Priority(**{**one, "name": Text(**one["name"])}) for one in given))


SHIPPED = _shipped()
"""Example weights, marked 示例 wherever they are shown."""
