"""Which rules a roster breaks: the same answer for a proposal, a change by hand and a swap. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from onetrip.rules import Text
from onetrip.simulation.roster.problem import HALF_HOURS, Person, Problem, Roster


@dataclass(frozen=True, slots=True)
class Broken:
    """A rule broken for somebody on a day; `said` without the name."""

    key: int
    day: date
    rule: str
    said: Text


def broken(problem: Problem, roster: Roster) -> list[Broken]:
    """Everything in the roster that a rule forbids; by person, then by day."""
    return [one for person in problem.people for one in _of(problem, roster, person)]


def _of(problem: Problem, roster: Roster, person: Person) -> Iterator[Broken]:
    worked = [day for day in problem.days if (person.key, day) in roster]
    yield from _places(problem, roster, person, worked)
    yield from _rest(problem, roster, person, worked)
    yield from _in_a_row(problem, person, worked)
    for _, days in groupby(worked, key=lambda day: day.isocalendar()[:2]):
        of_week = list(days)
        most, on_leave = problem.rules.most_of_week(of_week[0]), leave_in_week(person, of_week[0])
        together = len(of_week) + on_leave
        if together > most:
            said = Text(
                f"这一周连请假共 {together} 天，最多 {most} 天。"
                if on_leave
                else f"这一周上 {together} 天，最多 {most} 天。",
                f"{together} days in this week, leave counted; {most} at most."
                if on_leave
                else f"{together} days in this week; {most} at most.",
            )
            yield Broken(person.key, of_week[max(most - on_leave, 0)], "week", said)


def _places(problem: Problem, roster: Roster, person: Person, worked: list[date]) -> Iterator[Broken]:
    for day in worked:
        place = roster[person.key, day]
        if day in person.away:
            yield Broken(person.key, day, "away", Text("这天请了假。", "On leave that day."))
        if problem.pattern(day, place) is None:
            yield Broken(person.key, day, "pattern", Text("这天没有这个班次。", "There is no such shift that day."))
        if place.post not in person.posts:
            yield Broken(person.key, day, "post", Text("不能上这个岗位。", "Cannot work at this post."))


def _rest(problem: Problem, roster: Roster, person: Person, worked: list[date]) -> Iterator[Broken]:
    for day in worked:
        after = day + timedelta(days=1)
        first = problem.pattern(day, roster[person.key, day])
        second = problem.pattern(after, roster.get((person.key, after)))
        if first and second and rested(first.ends, second.begins) < problem.rules.rest:
            hours = problem.rules.rest / 2
            said = Text(
                f"和前一天下班之间休息不到 {hours:g} 小时。", f"Less than {hours:g} hours of rest after the day before."
            )
            yield Broken(person.key, after, "rest", said)


def _in_a_row(problem: Problem, person: Person, worked: list[date]) -> Iterator[Broken]:
    """Once in each row that is too long, on its first day too many."""
    most, row, last, told = problem.rules.most_in_a_row, 0, None, False
    for day in worked:
        if last is not None and day - last == timedelta(days=1):
            row += 1
        else:
            row, told = 1 + (person.days_before if day == problem.days[0] else 0), False
        last = day
        if row > most and not told:
            told = True
            said = Text(f"连着上了 {row} 天，最多 {most} 天。", f"{row} days in a row; {most} at most.")
            yield Broken(person.key, day, "row", said)


def leave_in_week(person: Person, day: date) -> int:
    """Days of leave that count in the week in which `day` lies."""
    monday = day - timedelta(days=day.weekday())
    return sum(monday <= each < monday + timedelta(days=7) for each in person.leave)


def rested(ends: int, begins: int) -> int:
    """Half hours between the end of one day's shift and the beginning of the next day's."""
    return HALF_HOURS - ends + begins
