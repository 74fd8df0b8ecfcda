"""People needed by half hour, from the arrivals expected. Pure: arrivals, hours and the house's figures in, needs out."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from onetrip.duty.house import House
from onetrip.simulation.erlang import people_needed
from onetrip.simulation.roster import Need

FORECAST, EXAMPLE = "forecast", "example"
"""Where the arrivals of a day come from: the hall's own numbers, or the example profile."""


@dataclass(frozen=True)
class Demand:
    """What a day asks for: people by post and half hour. `basis` FORECAST or EXAMPLE; `minutes_each` at the window."""

    day: date
    basis: str
    arrivals: Mapping[int, int]
    people: Mapping[str, Mapping[int, int]]
    minutes_each: float

    def needs(self, skills: Collection[str], *, qualified: int, spare: int, windows: int | None) -> list[Need]:
        """The same for the roster; of each skill `qualified` at a window in every half hour in which windows are open.

        At the `windows` there is room for so many; `spare` more than needed are wanted there.
        """
        needs = [
            Need(self.day, post, dict(people), spare=spare, most=windows)
            if post == "window"
            else Need(self.day, post, dict(people))
            for post, people in self.people.items()
        ]
        open_halves = [half for half, people in self.people.get("window", {}).items() if people]
        if open_halves and qualified:
            for skill in sorted(skills):
                needs.append(Need(self.day, "window", dict.fromkeys(open_halves, qualified), skill))
        return needs


def half_of(at: time) -> int:
    """The half hour of the day in which a time lies, from midnight."""
    return at.hour * 2 + at.minute // 30


def time_of(half: int) -> time:
    """When a half hour begins; the end of the day is its last minute."""
    return time(half // 2, 30 * (half % 2)) if half < 48 else time(23, 59)


def open_halves(stretches: Sequence[tuple[time, time]]) -> list[int]:
    """The half hours in which the doors are open, for part of them at least."""
    found: set[int] = set()
    for opens, closes in stretches:
        end = half_of(closes) + (closes.minute % 30 > 0)
        found.update(range(half_of(opens), end))
    return sorted(found)


def example_arrivals(halves: Sequence[int], profile: Sequence[int]) -> dict[int, int]:
    """The example profile laid on the half hours of a day, cut short or carried on by its last figure."""
    if not profile:
        return dict.fromkeys(halves, 0)
    return {half: profile[min(place, len(profile) - 1)] for place, half in enumerate(halves)}


def demand(
    day: date,
    halves: Sequence[int],
    arrivals: Mapping[int, int],
    *,
    basis: str,
    minutes_each: float,
    windows: int,
    has_kiosks: bool,
    house: House,
) -> Demand:
    """What a day with these arrivals in its open half hours asks for; no more people at windows than there are `windows`.

    A day on which the doors stay shut asks for nobody.
    """
    at_windows = {half: _at_windows(arrivals.get(half, 0), minutes_each, windows, house) for half in halves}
    at_desk = {half: _at_desk(arrivals.get(half, 0), house) for half in halves}
    people: dict[str, Mapping[int, int]] = {}
    if halves:
        people = {"window": at_windows, "desk": at_desk}
        if has_kiosks and house.kiosk_least:
            people["kiosk"] = dict.fromkeys(halves, house.kiosk_least)
    return Demand(day, basis, {half: arrivals.get(half, 0) for half in halves}, people, minutes_each)


def _at_windows(arrivals: int, minutes_each: float, windows: int, house: House) -> int:
    promised = house.service
    wanted = people_needed(arrivals, minutes_each, share=promised.share, within=promised.within_minutes)
    return min(max(wanted, promised.least), windows)


def _at_desk(arrivals: int, house: House) -> int:
    return max(house.desk_least, math.ceil(arrivals / house.desk_arrivals_each))
