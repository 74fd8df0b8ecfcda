"""The fewest visits in which everything can be done, and of those the ones with the least waiting. Pure, exact.

A task is done at one visit of the one who comes for it. It can be done from a day on, within its season, and after the
tasks whose results it needs: in the same visit where a result is given at once, else when it can be there. What is
possible today is done today; a task whose day is still to come waits for company no longer than PATIENCE.

Taking along everything that is possible is no worse than leaving some of it for later, so a solution is a row of
(who, when) pairs; only where results are waited for that nobody can date may something be better left for that visit.
The rows are tried in the order of time, with what is still needed at least as a bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import chain, combinations, product

from onetrip.planning.calendar import WorkingDays, ready_after
from onetrip.planning.seasons import last_day, opening
from onetrip.planning.terms import Comer, Limit, Season

PATIENCE = timedelta(days=31)
"""How long something whose day is still to come may wait for company, so that one visit does for both (example)."""

MOST_LOOKS = 250_000
"""Tasks looked at, over all visits tried, before the best timetable found so far is given with its bound. It stands for
200 ms and not for a clock, so that the same plan comes out again; real plans take a hundredth of it."""


@dataclass(frozen=True, slots=True)
class After:
    """A task that has to be done before. `takes` until its result is there; None: nobody can say; `at_once`: no time."""

    first: str
    takes: Limit | None = None
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Task:
    """Something to be done. `costs_visit` False: it is done from home, as soon as it is possible; or, where it can be done
    `at_centre` too, in a visit that is made then anyway.

    `from_day` is the first day on which it can be done; `awaited`: that day is still to come.
    """

    id: str
    who: Comer
    from_day: date
    after: tuple[After, ...] = ()
    season: Season | None = None
    costs_visit: bool = True
    awaited: bool = False
    at_centre: bool = True


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """When something is possible: after `unknown` results one after another that nobody can date, and not before `day`."""

    unknown: int
    day: date

    def covers(self, other: Moment) -> bool:
        """Whether what is possible at the other moment is possible at this one."""
        return self.unknown >= other.unknown and self.day >= other.day


@dataclass(frozen=True, slots=True)
class Stop:
    """One visit: who comes when, and what is done, in the order to do it. `costs_visit` False: something done from home."""

    who: Comer
    at: Moment
    tasks: tuple[str, ...]
    costs_visit: bool = True


@dataclass(frozen=True, slots=True)
class Timetable:
    """All stops in the order of time. `exact` False: not proven to be the fewest, which are `at_least`.

    `counted_to` is the last day that limits were counted to on the calendar; None: none was counted.
    """

    stops: tuple[Stop, ...]
    exact: bool
    at_least: int
    counted_to: date | None = None

    @property
    def visits(self) -> int:
        """How often somebody has to come."""
        return sum(stop.costs_visit for stop in self.stops)


def timetable(tasks: Sequence[Task], today: date, calendar: WorkingDays) -> Timetable:
    """The best timetable. The tasks may wait for one another in no circle; KeyError: one waits for a task not given."""
    search = _Search({task.id: task for task in tasks}, today, calendar)
    search.run()
    stops = sorted(search.best, key=lambda stop: stop.at)
    return Timetable(
        tuple(stops), search.looks <= MOST_LOOKS, search.at_least, max(search.ready.values(), default=None)
    )


def possible_at(
    task: Task, done: Mapping[str, Moment], calendar: WorkingDays, ready: dict[tuple[date, Limit], date] | None = None
) -> Moment:
    """The first moment at which the task can be done, when those before it are done at these moments.

    `ready` remembers from when on a result can be counted on, by the day of acceptance and the limit.
    """
    unknown, day = 0, task.from_day
    for each in task.after:
        at = done[each.first]
        unknown = max(unknown, at.unknown + (not each.at_once and each.takes is None))
        there = at.day
        if not each.at_once and each.takes is not None:
            key = (at.day, each.takes)
            found = None if ready is None else ready.get(key)
            there = ready_after(calendar, *key).day if found is None else found
            if ready is not None:
                ready[key] = there
        day = max(day, there)
    return Moment(unknown, opening(day, task.season) if task.season else day)


def earliest_of(
    tasks: Mapping[str, Task], calendar: WorkingDays, ready: dict[tuple[date, Limit], date] | None = None
) -> dict[str, Moment]:
    """The first moment of each task if somebody came at once for every one before it."""
    found: dict[str, Moment] = {}

    def visit(task_id: str) -> None:
        if task_id not in found:
            for each in tasks[task_id].after:
                visit(each.first)
            found[task_id] = possible_at(tasks[task_id], found, calendar, ready)

    for task_id in tasks:
        visit(task_id)
    return found


@dataclass(frozen=True, slots=True)
class Latest:
    """How long a task may be left: until `day` (None: for ever). `dated`: never until a day that nobody can tell."""

    day: date | None
    dated: bool

    def allows(self, at: Moment) -> bool:
        """Whether the task may be left until then."""
        return (self.day is None or at.day <= self.day) and not (self.dated and at.unknown)


def latest_of(task: Task, earliest: Moment, today: date) -> Latest:
    """How long a task whose `earliest` moment is this one may be left."""
    ends = last_day(earliest.day, task.season) if task.season is not None else None
    if earliest.unknown:
        return Latest(ends, dated=False)
    if earliest.day == today:
        return Latest(today, dated=True)
    if task.awaited:
        patient = earliest.day + PATIENCE
        return Latest(patient if ends is None else min(patient, ends), dated=True)
    # Nobody is told to wait for a result that may come when the season is over.
    return Latest(ends, dated=ends is not None)


def _cost_of(stops: Sequence[Stop]) -> tuple[int, int, int]:
    """The visits; then, over all tasks, how many unknown results are waited for, and until which days."""
    unknown = sum(stop.at.unknown * len(stop.tasks) for stop in stops)
    days = sum(stop.at.day.toordinal() * len(stop.tasks) for stop in stops)
    return sum(stop.costs_visit for stop in stops), unknown, days


@dataclass(slots=True)
class _Search:
    tasks: Mapping[str, Task]
    today: date
    calendar: WorkingDays
    best: tuple[Stop, ...] = ()
    looks: int = 0
    at_least: int = 0
    _cost: tuple[int, int, int] = (0, 0, 0)
    ready: dict[tuple[date, Limit], date] = field(default_factory=dict)
    _followers: dict[str, list[tuple[str, bool]]] = field(default_factory=dict)
    _height: dict[str, int] = field(default_factory=dict)
    _depths: dict[str, int] = field(default_factory=dict)
    _latest: dict[str, Latest] = field(default_factory=dict)
    _most_unknown: int = 0

    def run(self) -> None:
        """Try all rows of visits that can still be the best."""
        for task in self.tasks.values():
            for each in task.after:
                self._followers.setdefault(each.first, []).append((task.id, each.at_once))
        earliest = earliest_of(self.tasks, self.calendar, self.ready)
        self._most_unknown = max((each.unknown for each in earliest.values()), default=0)
        self._latest = {name: latest_of(task, earliest[name], self.today) for name, task in self.tasks.items()}
        for task_id in self.tasks:
            self._visits_from(task_id)
        self.at_least = self._still_needed(self.tasks)
        self.best = self._at_once(earliest)
        self._cost = _cost_of(self.best)
        self._go_on({}, (), Moment(0, date.min), (0, 0))

    @property
    def _is_over(self) -> bool:
        """Whether enough has been tried."""
        return self.looks > MOST_LOOKS

    def _at_once(self, earliest: Mapping[str, Moment]) -> tuple[Stop, ...]:
        """Everything as early as it can be: always possible, and seldom in the fewest visits."""
        stops: list[Stop] = []
        place: dict[str, int] = {}
        for name in sorted(self.tasks, key=lambda each: (earliest[each], self._depth(each))):
            task = self.tasks[name]
            after = max((place[each.first] for each in task.after), default=0)
            same = Stop(task.who, earliest[name], (), task.costs_visit)
            into = next((n for n in range(after, len(stops)) if replace(stops[n], tasks=()) == same), None)
            if into is None or not task.costs_visit:
                stops.append(same)
                into = len(stops) - 1
            stops[into] = replace(stops[into], tasks=(*stops[into].tasks, name))
            place[name] = into
        return tuple(stops)

    def _depth(self, task_id: str) -> int:
        """How many tasks in a row come before this one."""
        if task_id not in self._depths:
            firsts = (each.first for each in self.tasks[task_id].after)
            self._depths[task_id] = max((1 + self._depth(first) for first in firsts), default=0)
        return self._depths[task_id]

    def _visits_from(self, task_id: str) -> int:
        """The visits in a row that it takes at least from this task to the end."""
        if task_id not in self._height:
            task = self.tasks[task_id]
            most = 0
            for follower, at_once in self._followers.get(task_id, ()):
                below = self._visits_from(follower)
                other = self.tasks[follower]
                may_join = other.costs_visit or other.at_centre
                shared = at_once and task.costs_visit and may_join and other.who == task.who
                most = max(most, below - 1 if shared else below)
            self._height[task_id] = most + task.costs_visit
        return self._height[task_id]

    def _still_needed(self, left: Mapping[str, object] | set[str]) -> int:
        longest = max((self._height[each] for each in left), default=0)
        comers = len({self.tasks[each].who for each in left if self.tasks[each].costs_visit})
        return max(longest, comers)

    def _go_on(self, done: dict[str, Moment], row: tuple[Stop, ...], now: Moment, waited: tuple[int, int]) -> None:
        home = self._from_home(done)
        if any(not self._latest[stop.tasks[0]].allows(stop.at) for stop in home):
            return
        row = (*row, *home)
        waited = (
            waited[0] + sum(stop.at.unknown for stop in home),
            waited[1] + sum(stop.at.day.toordinal() for stop in home),
        )
        left = self.tasks.keys() - done.keys()
        visits = sum(stop.costs_visit for stop in row)
        bound = (visits + (self._still_needed(left) if left else 0), *waited)
        if bound >= self._cost:
            return
        if not left:
            self.best, self._cost = row, bound
            return
        self.looks += len(self.tasks)
        pending = {
            each: self._possible(each, done)
            for each in self.tasks
            if each in left and all(first.first in done for first in self.tasks[each].after)
        }
        for at in self._moments(pending, done, now):
            for who in dict.fromkeys(self.tasks[each].who for each in pending):
                if self._is_over:
                    return
                for taken in self._choices(who, at, pending, done):
                    sum_of = (waited[0] + at.unknown * len(taken), waited[1] + at.day.toordinal() * len(taken))
                    self._go_on({**done, **dict.fromkeys(taken, at)}, (*row, Stop(who, at, taken)), at, sum_of)

    def _possible(self, task_id: str, done: Mapping[str, Moment]) -> Moment:
        return possible_at(self.tasks[task_id], done, self.calendar, self.ready)

    def _moments(self, pending: Mapping[str, Moment], done: Mapping[str, Moment], now: Moment) -> list[Moment]:
        """The moments at which the next visit may be, latest first; none that would be too late for something."""
        possible = {**pending, **self._on_the_spot(pending, done)}.values()
        dated = [each for each in pending if self._latest[each].dated]
        last = min((day for each in dated if (day := self._latest[each].day) is not None), default=date.max)
        undated = min((pending[each].day for each in dated), default=date.max)
        found = (
            Moment(*pair) for pair in product({each.unknown for each in possible}, {each.day for each in possible})
        )
        # On a day beyond `last` something would be too late, and from `undated` on at a moment that nobody can date.
        in_time = {at for at in found if at >= now and (at.day < undated if at.unknown else at.day <= last)}
        return sorted(in_time, reverse=True)

    def _on_the_spot(self, pending: Mapping[str, Moment], done: Mapping[str, Moment]) -> dict[str, Moment]:
        """What may become possible within a visit for the pending ones, at the earliest."""
        found: dict[str, Moment] = {}
        ahead = list(pending)
        while ahead:
            for follower, at_once in self._followers.get(ahead.pop(), ()):
                before = {**done, **pending, **found}
                if (
                    at_once
                    and follower not in found
                    and all(each.first in before for each in self.tasks[follower].after)
                ):
                    found[follower] = self._possible(follower, before)
                    ahead.append(follower)
        return found

    def _choices(
        self, who: Comer, at: Moment, pending: Mapping[str, Moment], done: Mapping[str, Moment]
    ) -> Iterator[tuple[str, ...]]:
        """What the comer may do then: everything; or all but some of what may as well go with a visit that nobody can date,
        and that may yet lie before this day."""
        self.looks += len(self.tasks)
        everything = self._taken(who, at, pending, done, ())
        if not everything:
            return
        yield everything
        if at.unknown == self._most_unknown:
            return
        before = {**done, **dict.fromkeys(everything, at)}
        may_wait = [
            each for each in everything if not self._latest[each].dated and self._possible(each, before).day < at.day
        ]
        for without in chain.from_iterable(combinations(may_wait, size) for size in range(1, len(may_wait) + 1)):
            self.looks += len(self.tasks)
            if self._is_over:
                return
            if some := self._taken(who, at, pending, done, without):
                yield some

    def _taken(
        self,
        who: Comer,
        at: Moment,
        pending: Mapping[str, Moment],
        done: Mapping[str, Moment],
        without: tuple[str, ...],
    ) -> tuple[str, ...]:
        """All that the comer can do then but `without`, with what becomes possible in the same visit, in order."""
        after = dict(done)
        taken: list[str] = []
        possible = dict(pending)
        while True:
            more = [
                each
                for each, since in possible.items()
                if self.tasks[each].who == who
                and each not in without
                and at.covers(since)
                and self._latest[each].allows(at)
            ]
            if not more:
                return tuple(taken)
            taken += more
            after |= dict.fromkeys(more, at)
            freed = {follower for each in more for follower, _ in self._followers.get(each, ())}
            possible = {
                each: self._possible(each, after)
                for each in self.tasks
                if each in freed
                and each not in after
                and (self.tasks[each].costs_visit or self.tasks[each].at_centre)
                and all(first.first in after for first in self.tasks[each].after)
            }

    def _from_home(self, done: dict[str, Moment]) -> list[Stop]:
        """Do from home, as early as it can be, what is possible now; `done` grows by it."""
        stops: list[Stop] = []
        waiting = [task for task in self.tasks.values() if not task.costs_visit and task.id not in done]
        while ready := [task for task in waiting if all(each.first in done for each in task.after)]:
            for task in ready:
                done[task.id] = self._possible(task.id, done)
                stops.append(Stop(task.who, done[task.id], (task.id,), costs_visit=False))
                waiting.remove(task)
        return stops
