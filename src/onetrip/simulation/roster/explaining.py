"""Why somebody works on a day, or works late: what the roster would lose without them, and what they had before. Pure."""

from __future__ import annotations

from datetime import date

from onetrip.rules import Text
from onetrip.simulation.roster.breaking import broken
from onetrip.simulation.roster.judging import judge
from onetrip.simulation.roster.problem import Person, Place, Problem, Roster


def explain(problem: Problem, roster: Roster, key: int, day: date) -> list[Text]:
    """Sentences to whoever asks: what was decided by hand, what would be missing, whose turn it is, why a wish was not met."""
    person, place = problem.by_key[key], roster.get((key, day))
    if day in person.away:
        return [Text("这天您请了假。", "You are on leave that day.")]
    if problem.fixed(person, day)[0]:
        return [Text("这天是排班的人定的，不是算出来的。", "This day was decided by hand, not by the proposal.")]
    if place is None:
        return [Text("这天您休息。", "You are off that day.")]
    return [
        _missing_without(problem, roster, person, day),
        *_turn(problem, roster, person, day),
        *_instead(problem, roster, person, day, place),
    ]


def _missing_without(problem: Problem, roster: Roster, person: Person, day: date) -> Text:
    without = {where: place for where, place in roster.items() if where != (person.key, day)}
    gaps = judge(problem, without).missing - judge(problem, roster).missing
    if gaps <= 0:
        return Text(
            "这天人手够，排您是为了上满合同工时。",
            "There would be enough people without you; the shift makes up the hours of your contract.",
        )
    return Text(
        f"没有您，这天会多缺 {gaps / 2:g} 小时的人手。",
        f"Without you, {gaps / 2:g} more hours of people would be missing.",
    )


def _turn(problem: Problem, roster: Roster, person: Person, day: date) -> list[Text]:
    said = []
    pattern = problem.pattern(day, roster[person.key, day])
    able = [each for each in problem.people if each.posts & person.posts]
    if day in problem.weekends:
        mine = person.weekends_before + _worked(problem, roster, person, weekend=True)
        rest = [each.weekends_before + _worked(problem, roster, each, weekend=True) for each in able]
        said.append(_compared(Text("休息日", "days off worked"), mine, rest))
    if pattern is not None and pattern.is_late:
        mine = person.late_before + _worked(problem, roster, person, weekend=False)
        rest = [each.late_before + _worked(problem, roster, each, weekend=False) for each in able]
        said.append(_compared(Text("晚班", "late shifts"), mine, rest))
    return said


def _worked(problem: Problem, roster: Roster, person: Person, *, weekend: bool) -> int:
    number = 0
    for day in problem.days:
        pattern = problem.pattern(day, roster.get((person.key, day)))
        if pattern is not None:
            number += day in problem.weekends if weekend else pattern.is_late
    return number


def _compared(what: Text, mine: int, rest: list[int]) -> Text:
    usual = sum(rest) / len(rest)
    return Text(
        f"连这次，您上了 {mine} 个{what.zh}；同岗位的人平均 {usual:.1f} 个。",
        f"{what.en[0].upper()}{what.en[1:]}, with this one: {mine}; of colleagues at your posts {usual:.1f} on average.",
    )


def _instead(problem: Problem, roster: Roster, person: Person, day: date, place: Place) -> list[Text]:
    """Whether somebody who is off could have taken it, and at how many points more."""
    points = judge(problem, roster).points
    free = []
    for other in problem.people:
        if other.key == person.key or (other.key, day) in roster or day in other.away or place.post not in other.posts:
            continue
        swapped = {where: here for where, here in roster.items() if where != (person.key, day)}
        swapped[other.key, day] = place
        if not [one for one in broken(problem, swapped) if one.key == other.key]:
            free.append(judge(problem, swapped).points - points)
    if not free:
        return [
            Text(
                "这天休息的同事里，没有人按规则可以替您。",
                "Of the colleagues who are off, no rule lets anybody take it.",
            )
        ]
    return [
        Text(
            f"可以替您的有 {len(free)} 人；换成其中最合适的，整张表多 {max(min(free), 0)} 分（分越少越好）。",
            f"{len(free)} could take it; with the best of them the roster has {max(min(free), 0)} more points (fewer is better).",
        )
    ]
