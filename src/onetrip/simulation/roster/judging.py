"""What a roster is worth, counted from the roster alone: cover by half hour, and the points of each part. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from onetrip.simulation.roster.problem import Need, Pattern, Person, Place, Problem, Roster


@dataclass(frozen=True, slots=True)
class Cover:
    """How many of the people needed are there, by half hour."""

    need: Need
    there: Mapping[int, int]

    @property
    def missing(self) -> dict[int, int]:
        """How many are missing, in the half hours in which somebody is."""
        gaps = {half: people - self.there.get(half, 0) for half, people in self.need.people.items()}
        return {half: gap for half, gap in gaps.items() if gap > 0}

    @property
    def thin(self) -> int:
        """Half hours of people fewer than needed and spare together, where anybody is needed."""
        if not self.need.spare:
            return 0
        wanted = {half: people + self.need.spare for half, people in self.need.people.items() if people}
        return sum(max(people - self.there.get(half, 0), 0) for half, people in wanted.items())

    @property
    def crowded(self) -> int:
        """Half hours of people more than there is room for, while the need speaks of them."""
        if self.need.most is None:
            return 0
        return sum(max(self.there.get(half, 0) - self.need.most, 0) for half in self.need.people)


@dataclass(frozen=True)
class Judged:
    """A roster judged: the points by part (the less the better), the cover of every need, half hours over the contract by person."""

    parts: Mapping[str, int]
    cover: tuple[Cover, ...]
    over: Mapping[int, int]

    @property
    def points(self) -> int:
        """Of all parts."""
        return sum(self.parts.values())

    @property
    def missing(self) -> int:
        """Half hours of people missing where they are needed."""
        return sum(sum(one.missing.values()) for one in self.cover)


def judge(problem: Problem, roster: Roster) -> Judged:
    """Count everything the weights speak of."""
    weights, parts = problem.weights, Counter[str]()
    cover = _cover(problem, roster)
    for one in cover:
        for gap in one.missing.values():
            parts["short"] += weights.short + weights.shorter * (gap - 1)
        parts["thin"] += weights.thin * one.thin
        parts["crowded"] += weights.crowded * one.crowded
    over = {}
    least_late = min((each.late_before for each in problem.people), default=0)
    least_weekends = min((each.weekends_before for each in problem.people), default=0)
    for person in problem.people:
        worked = _worked(problem, roster, person)
        late = sum(pattern.is_late for pattern in worked.values())
        weekends = sum(day in problem.weekends for day in worked)
        parts["late"] += weights.late * further(person.late_before - least_late, late)
        parts["weekend"] += weights.weekend * further(person.weekends_before - least_weekends, weekends)
        parts["wishes"] += sum(wish.weight for wish in person.wishes if not wish.granted(worked.get(wish.day)))
        if person.half_hours is not None:
            more = sum(pattern.shift.length for pattern in worked.values()) - person.half_hours
            over[person.key] = more
            parts["hours"] += weights.over * max(more, 0) + weights.under * max(-more, 0)
        parts["changes"] += weights.change * _changes(problem, roster, person)
    parts["changes"] += weights.change * _places_lost(problem, roster)
    return Judged(dict(parts), cover, over)


def further(before: int, number: int) -> int:
    """What `number` more cost somebody who had `before`: (before + number)² - before², the odd numbers in turn."""
    return (before + number) ** 2 - before**2


def _worked(problem: Problem, roster: Roster, person: Person) -> dict[date, Pattern]:
    found = ((day, problem.pattern(day, roster.get((person.key, day)))) for day in problem.days)
    return {day: pattern for day, pattern in found if pattern is not None}


def _changes(problem: Problem, roster: Roster, person: Person) -> int:
    """Days on which the shift is another one than the roster that is out says."""
    if problem.before is None:
        return 0
    number = 0
    for day in problem.days:
        was = problem.pattern(day, problem.before.get((person.key, day)))
        now = problem.pattern(day, roster.get((person.key, day)))
        number += (was and was.shift) != (now and now.shift)
    return number


def _places_lost(problem: Problem, roster: Roster) -> int:
    """Places (a pattern at a post, of people who can stand in for one another) that nobody of them has any more."""
    if problem.before is None:
        return 0
    was, now = counted(problem, problem.before), counted(problem, roster)
    return sum((was - now).values())


def counted(problem: Problem, roster: Roster) -> Counter[tuple[frozenset[str], frozenset[str], date, Place]]:
    """How many people of the same posts and skills have each place on each day."""
    places = Counter[tuple[frozenset[str], frozenset[str], date, Place]]()
    for (key, day), place in roster.items():
        person = problem.by_key.get(key)
        if person is not None and place.post in person.posts and problem.pattern(day, place) is not None:
            places[person.posts, person.skills, day, place] += 1
    return places


def _cover(problem: Problem, roster: Roster) -> tuple[Cover, ...]:
    there: Counter[tuple[date, str, str, int]] = Counter()
    for (key, day), place in roster.items():
        person, pattern = problem.by_key.get(key), problem.pattern(day, place)
        if person is None or pattern is None:
            continue
        for half in pattern.working:
            for skill in ("", *person.skills):
                there[day, place.post, skill, half] += 1
    return tuple(
        Cover(need, {half: there[need.day, need.post, need.skill, half] for half in _halves(problem, need)})
        for need in problem.needs
    )


def _halves(problem: Problem, need: Need) -> list[int]:
    worked = {half for pattern in problem.patterns.get(need.day, ()) for half in pattern.working}
    return sorted(worked | set(need.people))
