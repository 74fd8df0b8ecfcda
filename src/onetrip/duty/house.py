"""What the house says about rosters until a centre says otherwise: `house.yaml`, an example with a version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from onetrip.rules import Text
from onetrip.simulation.roster import Rules, Weights


@dataclass(frozen=True, slots=True)
class Service:
    """What is promised at the windows: `share` of people wait `within_minutes` at most, at `minutes_each` where the hall
    has no figures; never fewer than `least`, `spare` more where there are some, and of each kind of matter `qualified` who can handle it."""

    share: float
    within_minutes: float
    minutes_each: float
    least: int
    spare: int
    qualified: int


@dataclass(frozen=True, slots=True)
class ShippedPattern:
    """A shift that a centre begins with."""

    code: str
    name: Text
    begins: time
    ends: time
    lunch: tuple[time, time] | None
    on_working_days: bool
    is_late: bool


@dataclass(frozen=True)
class House:
    """Everything in `house.yaml`."""

    version: int
    rules: Rules
    weights: Weights
    wish_weight: int
    wish_after_refusal: int
    wish_most_refusals: int
    look_back_days: int
    service: Service
    desk_least: int
    desk_arrivals_each: int
    kiosk_least: int
    before_minutes: int
    after_minutes: int
    most_minutes_a_number: int
    example_arrivals: Mapping[bool, tuple[int, ...]]
    leave_kinds: Mapping[str, Text]
    posts: Mapping[str, Text]
    posts_of_roles: Mapping[str, tuple[str, ...]]
    patterns: tuple[ShippedPattern, ...]

    @property
    def rest_hours(self) -> float:
        """Hours of rest between two days."""
        return self.rules.rest / 2

    @property
    def tenths(self) -> int:
        """Of ten people at the windows, how many the promise of the wait is for."""
        return round(10 * self.service.share)


@cache
def house() -> House:
    """The example shipped with the house, read once."""
    given = yaml.safe_load((Path(__file__).parent / "house.yaml").read_text(encoding="utf-8"))
    rules, wishes = given["rules"], given["wishes"]
    return House(
        version=given["version"],
        rules=Rules(rules["most_in_a_row"], rules["most_a_week"], 2 * rules["rest_hours"]),
        weights=Weights(**given["weights"], version=given["version"]),
        wish_weight=wishes["weight"],
        wish_after_refusal=wishes["after_refusal"],
        wish_most_refusals=wishes["most_refusals"],
        look_back_days=given["look_back_days"],
        service=Service(**given["service"]),
        desk_least=given["desk"]["least"],
        desk_arrivals_each=given["desk"]["arrivals_each"],
        kiosk_least=given["kiosk"]["least"],
        before_minutes=given["around_opening"]["before_minutes"],
        after_minutes=given["around_opening"]["after_minutes"],
        most_minutes_a_number=given["overtime"]["most_minutes_a_number"],
        example_arrivals={
            True: tuple(given["example_arrivals"]["working_days"]),
            False: tuple(given["example_arrivals"]["days_off"]),
        },
        leave_kinds=_texts(given["leave_kinds"]),
        posts=_texts(given["posts"]),
        posts_of_roles={role: tuple(posts) for role, posts in given["posts_of_roles"].items()},
        patterns=tuple(_pattern(each) for each in given["patterns"]),
    )


def _texts(given: Mapping[str, Mapping[str, str]]) -> dict[str, Text]:
    return {code: Text(each["zh"], each["en"]) for code, each in given.items()}


def _pattern(given: Mapping[str, Any]) -> ShippedPattern:
    lunch = given.get("lunch")
    return ShippedPattern(
        given["code"],
        Text(given["zh"], given["en"]),
        time.fromisoformat(given["begins"]),
        time.fromisoformat(given["ends"]),
        (time.fromisoformat(lunch[0]), time.fromisoformat(lunch[1])) if lunch else None,
        given["working"],
        given.get("late", False),
    )
