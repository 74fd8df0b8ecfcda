"""What a roster is made from. Half hours are counted from midnight: 17 is 8:30 to 9:00."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property

HALF_HOURS = 48
"""Of a day."""


@dataclass(frozen=True, slots=True, order=True)
class Pattern:
    """A shift with its lunch: at work from the half hour `begins` until `ends`, without those from `lunch[0]` to `lunch[1]`."""

    code: str
    begins: int
    ends: int
    lunch: tuple[int, int] | None = None
    is_late: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.begins < self.ends <= HALF_HOURS:
            raise ValueError(f"pattern {self.code} ends before it begins")
        if self.lunch and not self.begins <= self.lunch[0] <= self.lunch[1] <= self.ends:
            raise ValueError(f"the lunch of pattern {self.code} lies outside it")

    @property
    def working(self) -> tuple[int, ...]:
        """The half hours at work."""
        out = range(*self.lunch) if self.lunch else range(0)
        return tuple(half for half in range(self.begins, self.ends) if half not in out)

    @property
    def shift(self) -> Shift:
        """What of it matters to whoever works it: patterns that differ in nothing but the hour of lunch are one shift."""
        return Shift(self.begins, self.ends, len(self.working), self.is_late)


@dataclass(frozen=True, slots=True, order=True)
class Shift:
    """Patterns of the same hours: `length` half hours at work."""

    begins: int
    ends: int
    length: int
    is_late: bool


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where somebody stands on a day: which pattern, at which post."""

    pattern: str
    post: str


Roster = Mapping[tuple[int, date], Place]
"""Who works on which day, and how; whoever is not in it has the day off."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Somebody would like a day off (`wants` "off"), or not to work late on it ("early"); `weight` is what a refusal costs."""

    day: date
    wants: str
    weight: int

    def granted(self, pattern: Pattern | None) -> bool:
        """Whether it comes true for somebody who works `pattern` on the day; None: is off."""
        return pattern is None or (self.wants == "early" and not pattern.is_late)


@dataclass(frozen=True)
class Person:
    """Somebody who can be on the roster.

    `leave`: of the days `away` those that count as days of their week: whoever was on leave from Tuesday to Friday is not
    the one to work both days of the weekend. `half_hours`: of the contract in these days, leave already taken off; None: nobody counts them. `late_before` and
    `weekends_before`: of the last months, for fairness. `days_before`: days worked in a row up to the day before the first.
    `fixed`: what has been decided by hand; None is a day off.
    """

    key: int
    posts: frozenset[str]
    skills: frozenset[str] = frozenset()
    half_hours: int | None = None
    away: frozenset[date] = frozenset()
    leave: frozenset[date] = frozenset()
    wishes: tuple[Wish, ...] = ()
    fixed: Mapping[date, Place | None] = field(default_factory=dict)
    late_before: int = 0
    weekends_before: int = 0
    days_before: int = 0


@dataclass(frozen=True, slots=True)
class Need:
    """People needed on a day at a post, by half hour; with a `skill`, so many of them must have it.

    `spare`: so many more are wanted where there are some, so that lunches do not all fall together. `most`: there is room
    for no more in these half hours; None: for any number.
    """

    day: date
    post: str
    people: Mapping[int, int]
    skill: str = ""
    spare: int = 0
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """What no proposal breaks: days in a row, days in a week from Monday, half hours of rest between two days.

    `weeks`: other numbers of days for single weeks, by their Monday; one with a make-up workday has more.
    """

    most_in_a_row: int
    most_a_week: int
    rest: int
    weeks: Mapping[date, int] = field(default_factory=dict)

    def most_of_week(self, day: date) -> int:
        """Days that may be worked in the week in which `day` lies."""
        return self.weeks.get(day - timedelta(days=day.weekday()), self.most_a_week)


@dataclass(frozen=True, slots=True)
class Weights:
    """What each thing costs, in whole points; an example until a centre sets its own.

    `short`: a half hour with one person missing; each further one costs `shorter`. `late`, `weekend`: the n-th of a person
    costs 2n - 1 times as much, so that the sum of squares grows and nobody gets them all. `under`, `over`: a half hour
    below or above the contract. `change`: a place unlike the roster that is already out. `thin`: a half hour with one of
    the spare people missing. `crowded`: a half hour with one person more than there is room for.
    """

    short: int
    shorter: int
    late: int
    weekend: int
    under: int
    over: int
    change: int
    thin: int = 0
    crowded: int = 0
    version: int = 1


@dataclass(frozen=True)
class Problem:
    """Everything a roster is made from. `patterns`: those that can be worked on each day; a day without any is closed.

    `weekends`: the days nobody likes to work. `before`: the roster that is already out, from which little should change.
    """

    days: tuple[date, ...]
    patterns: Mapping[date, tuple[Pattern, ...]]
    people: tuple[Person, ...]
    needs: tuple[Need, ...]
    rules: Rules
    weights: Weights
    weekends: frozenset[date] = frozenset()
    before: Roster | None = None

    @cached_property
    def by_code(self) -> dict[tuple[date, str], Pattern]:
        """The pattern with a code on a day."""
        return {(day, each.code): each for day in self.days for each in self.patterns.get(day, ())}

    @cached_property
    def by_key(self) -> dict[int, Person]:
        """The person with a key."""
        return {each.key: each for each in self.people}

    def pattern(self, day: date, place: Place | None) -> Pattern | None:
        """What is worked there; None for a day off, and for a pattern that the day does not have."""
        return None if place is None else self.by_code.get((day, place.pattern))

    def fixed(self, person: Person, day: date) -> tuple[bool, Place | None]:
        """Whether something was decided by hand for the day, and what. Leave wins, and what cannot be worked is not kept."""
        if day in person.away:
            return True, None
        if day not in person.fixed:
            return False, None
        place = person.fixed[day]
        if place is not None and (self.pattern(day, place) is None or place.post not in person.posts):
            return False, None
        return True, place
