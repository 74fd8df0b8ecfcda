"""The roster as a linear programme in whole numbers.

What makes it quick: nobody's lunch matters to anybody but the cover. So a person chooses shifts only (`on`, one or
nothing a day), people of the same posts and skills are a group, and the group's places (`number` of a pattern at a post)
are counted, not named. Both say the same roster, see `placing`. Fairness is a sum of squares, cut into steps that cost
ever more: the relaxation then has whole corners almost everywhere, which a "most minus least" has not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from onetrip.simulation.roster.breaking import leave_in_week, rested
from onetrip.simulation.roster.judging import counted
from onetrip.simulation.roster.problem import Need, Pattern, Person, Place, Problem, Shift, Weights

INFINITE = float("inf")


@dataclass(frozen=True, slots=True, order=True)
class Group:
    """People who can stand in for one another: the same posts, the same skills."""

    posts: tuple[str, ...]
    skills: tuple[str, ...]

    @classmethod
    def of(cls, person: Person) -> Group:
        """The group of somebody."""
        return cls(tuple(sorted(person.posts)), tuple(sorted(person.skills)))


@dataclass
class Model:
    """Columns with cost and bounds, rows as (least, most, {column: coefficient})."""

    costs: list[float] = field(default_factory=list)
    most: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    rows: list[tuple[float, float, dict[int, float]]] = field(default_factory=list)
    constant: float = 0.0
    on: dict[tuple[int, date, Shift], int] = field(default_factory=dict)
    number: dict[tuple[Group, date, Place], int] = field(default_factory=dict)
    least: list[float] = field(default_factory=list)

    def column(self, cost: float, most: float, *, whole: bool, least: float = 0.0) -> int:
        """A new column from `least` to `most`."""
        self.costs.append(cost)
        self.least.append(least)
        self.most.append(most)
        self.whole.append(whole)
        return len(self.costs) - 1

    def row(self, least: float, most: float, parts: dict[int, float]) -> None:
        """A new row; one without columns says nothing."""
        if parts:
            self.rows.append((least, most, parts))


def model_of(problem: Problem) -> Model:
    """The programme of a problem; always has a solution, for people who are missing only cost."""
    model = Model()
    groups: dict[Group, list[Person]] = defaultdict(list)
    for person in problem.people:
        groups[Group.of(person)].append(person)
        _choices(model, problem, person)
    for group in sorted(groups):
        _numbers(model, problem, group, groups[group])
    for person in problem.people:
        _rules(model, problem, person)
        _rest(model, problem, person)
        _hours(model, problem, person)
    _fairness(model, problem)
    for need in problem.needs:
        _cover(model, problem, need, sorted(groups))
    return model


def _shifts(problem: Problem, day: date) -> dict[Shift, list[Pattern]]:
    found: dict[Shift, list[Pattern]] = defaultdict(list)
    for pattern in problem.patterns.get(day, ()):
        found[pattern.shift].append(pattern)
    return found


def _choices(model: Model, problem: Problem, person: Person) -> None:
    """Which shift somebody works on each day: at most one, that of the hand where a hand decided."""
    for day in problem.days:
        decided, place = problem.fixed(person, day)
        kept = problem.pattern(day, place)
        if not person.posts or (decided and kept is None):
            model.constant += _day_off_costs(problem, person, day)
            continue
        model.constant += _day_off_costs(problem, person, day)
        choices = {}
        for shift, patterns in _shifts(problem, day).items():
            if decided and kept is not None and kept.shift != shift:
                continue
            cost = _costs(problem, person, day, patterns[0]) - _day_off_costs(problem, person, day)
            choices[shift] = model.column(cost, 1, whole=True, least=1 if decided else 0)
            model.on[person.key, day, shift] = choices[shift]
        if len(choices) > 1:
            model.row(0, 1, dict.fromkeys(choices.values(), 1.0))


def _day_off_costs(problem: Problem, person: Person, day: date) -> float:
    was = None if problem.before is None else problem.pattern(day, problem.before.get((person.key, day)))
    return problem.weights.change if was is not None else 0


def _costs(problem: Problem, person: Person, day: date, pattern: Pattern) -> float:
    """What working `pattern` on the day costs of itself: wishes refused, and a change of what is out."""
    cost = sum(wish.weight for wish in person.wishes if wish.day == day and not wish.granted(pattern))
    if problem.before is not None:
        was = problem.pattern(day, problem.before.get((person.key, day)))
        if was is None or was.shift != pattern.shift:
            cost += problem.weights.change
    return cost


def _numbers(model: Model, problem: Problem, group: Group, people: list[Person]) -> None:
    """How many of the group stand where: as many as work the shift, at least those placed there by hand. A place of the
    roster already out that none of them has any more is a change."""
    before = counted(problem, problem.before) if problem.before is not None else Counter()
    who = frozenset(group.posts), frozenset(group.skills)
    for day in problem.days:
        by_hand = Counter(place for each in people if (place := problem.fixed(each, day)[1]) is not None)
        for shift, patterns in _shifts(problem, day).items():
            on = [model.on[each.key, day, shift] for each in people if (each.key, day, shift) in model.on]
            if not on:
                continue
            balance = dict.fromkeys(on, 1.0)
            for pattern in patterns:
                for post in group.posts:
                    place = Place(pattern.code, post)
                    column = model.column(0, len(on), whole=True, least=by_hand[place])
                    model.number[group, day, place] = column
                    balance[column] = -1.0
                    if was := before.pop((*who, day, place), 0):
                        lost = model.column(problem.weights.change, was, whole=False)
                        model.row(was, INFINITE, {column: 1.0, lost: 1.0})
            model.row(0, 0, balance)
    nobody_there = sum(n for (posts, skills, _, _), n in before.items() if (posts, skills) == who)
    model.constant += problem.weights.change * nobody_there


def _on(model: Model, problem: Problem, person: Person, day: date) -> dict[int, float]:
    columns = (model.on.get((person.key, day, shift)) for shift in _shifts(problem, day))
    return {column: 1.0 for column in columns if column is not None}


def _rules(model: Model, problem: Problem, person: Person) -> None:
    """Days in a week and days in a row. What a hand decided may break them, and is then told; nothing else may."""
    days = set(problem.days)
    by_hand = {day for day in problem.days if problem.fixed(person, day)[1] is not None}
    weeks = {day - timedelta(days=day.weekday()) for day in days}
    spans = [
        (
            [monday + timedelta(days=n) for n in range(7)],
            max(problem.rules.most_of_week(monday) - leave_in_week(person, monday), 0),
        )
        for monday in sorted(weeks)
    ]
    row = problem.rules.most_in_a_row
    spans += [([first + timedelta(days=n) for n in range(row + 1)], row) for first in problem.days]
    if person.days_before:
        left = max(row - person.days_before, 0)
        spans.append(([problem.days[0] + timedelta(days=n) for n in range(left + 1)], left))
    for span, most in spans:
        inside = [day for day in span if day in days]
        limit = max(most, len(by_hand.intersection(inside)))
        parts = {column: 1.0 for day in inside for column in _on(model, problem, person, day)}
        if len(inside) > limit:
            model.row(0, limit, parts)


def _rest(model: Model, problem: Problem, person: Person) -> None:
    for day in problem.days:
        after = day + timedelta(days=1)
        if after not in problem.patterns:
            continue
        if problem.fixed(person, day)[1] is not None and problem.fixed(person, after)[1] is not None:
            continue
        for first in _shifts(problem, day):
            tight = {
                model.on[person.key, after, second]: 1.0
                for second in _shifts(problem, after)
                if rested(first.ends, second.begins) < problem.rules.rest and (person.key, after, second) in model.on
            }
            if tight and (person.key, day, first) in model.on:
                model.row(0, 1, tight | {model.on[person.key, day, first]: 1.0})


def _hours(model: Model, problem: Problem, person: Person) -> None:
    if person.half_hours is None:
        return
    parts = {column: float(shift.length) for (key, _, shift), column in model.on.items() if key == person.key}
    if not parts:
        model.constant += problem.weights.under * person.half_hours
        return
    parts[model.column(problem.weights.under, INFINITE, whole=False)] = 1.0
    parts[model.column(problem.weights.over, INFINITE, whole=False)] = -1.0
    model.row(person.half_hours, person.half_hours, parts)


def _fairness(model: Model, problem: Problem) -> None:
    least_late = min((each.late_before for each in problem.people), default=0)
    least_weekends = min((each.weekends_before for each in problem.people), default=0)
    of: dict[int, list[tuple[date, Shift, int]]] = defaultdict(list)
    for (key, day, shift), column in model.on.items():
        of[key].append((day, shift, column))
    for person in problem.people:
        mine = of[person.key]
        late = [column for _, shift, column in mine if shift.is_late]
        weekend = [column for day, _, column in mine if day in problem.weekends]
        lates = len({day for day, shift, _ in mine if shift.is_late})
        weekends = len({day for day, _, _ in mine if day in problem.weekends})
        _steps(model, late, lates, person.late_before - least_late, problem.weights.late)
        _steps(model, weekend, weekends, person.weekends_before - least_weekends, problem.weights.weekend)


def _steps(model: Model, columns: list[int], most: int, before: int, weight: int) -> None:
    """The n-th of them costs 2n - 1 times the weight, counted on from those before."""
    if not columns or not weight:
        return
    parts = dict.fromkeys(columns, 1.0)
    for step in range(1, most + 1):
        parts[model.column(weight * (2 * (before + step) - 1), 1, whole=False)] = -1.0
    model.row(0, 0, parts)


def _cover(model: Model, problem: Problem, need: Need, groups: list[Group]) -> None:
    """Half hours of the same people wanted and the same patterns at work are one row, that costs for each of them."""
    patterns = problem.patterns.get(need.day, ())
    asked: Counter[tuple[int, frozenset[str]]] = Counter()
    for half, people in need.people.items():
        if people > 0 or need.most is not None:
            asked[people, frozenset(each.code for each in patterns if half in each.working)] += 1
    able = [group for group in groups if not need.skill or need.skill in group.skills]
    for (people, codes), times in sorted(asked.items(), key=lambda each: (each[0][0], sorted(each[0][1]))):
        places = ((group, need.day, Place(code, need.post)) for group in able for code in sorted(codes))
        there = {model.number[place]: 1.0 for place in places if place in model.number}
        _short(model, problem.weights, there, people, times)
        _around(model, problem.weights, need, there, people, times)


def _short(model: Model, weights: Weights, there: dict[int, float], people: int, times: int) -> None:
    """The first person missing costs less than each further one."""
    if not people:
        return
    if not there:
        model.constant += times * (weights.short + weights.shorter * (people - 1))
        return
    parts = there | {model.column(times * weights.short, 1, whole=False): 1.0}
    if people > 1:
        parts[model.column(times * weights.shorter, people - 1, whole=False)] = 1.0
    model.row(people, INFINITE, parts)


def _around(model: Model, weights: Weights, need: Need, there: dict[int, float], people: int, times: int) -> None:
    """Fewer than are comfortable, and more than there is room for."""
    wanted = people + need.spare
    if people and need.spare and weights.thin:
        if there:
            thin = model.column(times * weights.thin, wanted, whole=False)
            model.row(wanted, INFINITE, there | {thin: 1.0})
        else:
            model.constant += times * weights.thin * wanted
    if there and need.most is not None and weights.crowded:
        crowded = model.column(times * weights.crowded, INFINITE, whole=False)
        model.row(-INFINITE, need.most, there | {crowded: -1.0})
