"""From shifts chosen and places counted to a roster with names. Pure."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date

from onetrip.simulation.roster.modelling import Group
from onetrip.simulation.roster.problem import Person, Place, Problem, Shift


def place(
    problem: Problem,
    chosen: Mapping[tuple[int, date], Shift],
    counted: Mapping[tuple[Group, date, Place], int],
) -> dict[tuple[int, date], Place]:
    """Who has chosen a shift gets one of its places: that of the hand, that of the roster already out where it is still
    there, else the one of the pattern and post they have had least."""
    roster: dict[tuple[int, date], Place] = {}
    had: Counter[tuple[int, Place]] = Counter()
    groups: dict[Group, list[Person]] = defaultdict(list)
    for person in problem.people:
        groups[Group.of(person)].append(person)
    for day in problem.days:
        for group, people in groups.items():
            free = Counter({where: n for (of, on, where), n in counted.items() if of == group and on == day and n})
            for person in _in_turn(problem, people, day):
                shift = chosen.get((person.key, day))
                if shift is None:
                    continue
                where = _best(problem, person, day, shift, free, had)
                free[where] -= 1
                had[person.key, where] += 1
                roster[person.key, day] = where
    return roster


def _in_turn(problem: Problem, people: list[Person], day: date) -> list[Person]:
    """Those placed by hand first, then those with a place in the roster that is out, else in order."""
    before = problem.before or {}

    def rank(person: Person) -> tuple[int, int]:
        if problem.fixed(person, day)[1] is not None:
            return 0, person.key
        return (1 if (person.key, day) in before else 2), person.key

    return sorted(people, key=rank)


def _best(
    problem: Problem, person: Person, day: date, shift: Shift, free: Counter[Place], had: Counter[tuple[int, Place]]
) -> Place:
    def fits(where: Place) -> bool:
        pattern = problem.pattern(day, where)
        return free[where] > 0 and pattern is not None and pattern.shift == shift

    for wanted in (problem.fixed(person, day)[1], (problem.before or {}).get((person.key, day))):
        if wanted is not None and fits(wanted):
            return wanted
    return min((where for where in free if fits(where)), key=lambda where: (had[person.key, where], where))
