"""A roster by rule of thumb: what there is when time runs out before anything better was found. Pure."""

from __future__ import annotations

from collections import Counter
from datetime import date

from onetrip.simulation.roster.breaking import broken
from onetrip.simulation.roster.judging import judge
from onetrip.simulation.roster.problem import Pattern, Person, Place, Problem, Roster


def fill(problem: Problem) -> dict[tuple[int, date], Place]:
    """Day by day, whoever has worked least takes the place that covers most of what is still missing."""
    roster: dict[tuple[int, date], Place] = {}
    for person in problem.people:
        for day in problem.days:
            decided, where = problem.fixed(person, day)
            if decided and where is not None:
                roster[person.key, day] = where
    worked = Counter(key for key, _ in roster)
    for day in problem.days:
        for person in sorted(problem.people, key=lambda each: (worked[each.key], each.key)):
            if (person.key, day) in roster or problem.fixed(person, day)[0]:
                continue
            where = _most_wanted(problem, roster, person, day)
            if where is not None and _is_allowed(problem, roster | {(person.key, day): where}, person):
                roster[person.key, day] = where
                worked[person.key] += 1
    return roster


def _is_allowed(problem: Problem, roster: Roster, person: Person) -> bool:
    alone = Problem(problem.days, problem.patterns, (person,), (), problem.rules, problem.weights)
    return not broken(alone, roster)


def _most_wanted(problem: Problem, roster: Roster, person: Person, day: date) -> Place | None:
    today = {(key, on): place for (key, on), place in roster.items() if on == day}
    needs = tuple(need for need in problem.needs if need.day == day)
    of_day = Problem((day,), problem.patterns, problem.people, needs, problem.rules, problem.weights)
    missing = {(one.need.post, half) for one in judge(of_day, today).cover for half in one.missing}

    def covers(pattern: Pattern, post: str) -> int:
        return sum((post, half) in missing for half in pattern.working)

    places = [
        (covers(each, post), each, post) for each in problem.patterns.get(day, ()) for post in sorted(person.posts)
    ]
    best = max(places, key=lambda each: (each[0], not each[1].is_late, each[1].code), default=None)
    return None if best is None or not best[0] else Place(best[1].code, best[2])
