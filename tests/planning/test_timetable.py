"""The fewest visits, and of those the least waiting: against trying every way there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.planning import Limit, Season
from onetrip.planning.calendar import WeekdaysOnly
from onetrip.planning.timetable import (
    PATIENCE,
    After,
    Moment,
    Stop,
    Task,
    Timetable,
    earliest_of,
    latest_of,
    possible_at,
    timetable,
)
from tests.planning.making import DAY

CALENDAR = WeekdaysOnly()
DAYS_5, DAYS_20 = Limit(5, "working_days"), Limit(20, "working_days")


def task(name: str, *after: After, **more: object) -> Task:
    settings = {"who": "resident", "from_day": DAY, **more}
    return Task(name, after=after, **settings)  # type: ignore[arg-type]


def made(*tasks: Task) -> Timetable:
    return timetable(tasks, DAY, CALENDAR)


def cost(stops: Sequence[Stop]) -> tuple[int, int, int]:
    """The number of visits; then, over all tasks, the results nobody can date and the days."""
    times = [(stop.at.unknown, stop.at.day.toordinal()) for stop in stops for _ in stop.tasks]
    return sum(stop.costs_visit for stop in stops), sum(each for each, _ in times), sum(each for _, each in times)


def partitions(names: list[str]) -> Iterator[list[list[str]]]:
    """Every way to put the names into groups."""
    if not names:
        yield []
        return
    first, rest = names[0], names[1:]
    for groups in partitions(rest):
        yield [[first], *groups]
        for place in range(len(groups)):
            yield [*groups[:place], [first, *groups[place]], *groups[place + 1 :]]


def stops_of(groups: list[list[str]], tasks: dict[str, Task]) -> list[Stop] | None:
    """The groups as visits, each as early as it can be; None where they wait for one another, or one comes too late."""
    earliest = earliest_of(tasks, CALENDAR)
    done: dict[str, Moment] = {}
    stops: list[Stop] = []
    in_groups = {name for group in groups for name in group}
    left = [*groups, *([name] for name in tasks if name not in in_groups)]
    while left:
        ready = next((group for group in left if fits(group, tasks, done)), None)
        if ready is None:
            return None
        left.remove(ready)
        at = at_of(ready, tasks, done)
        if any(not latest_of(tasks[name], earliest[name], DAY).allows(at) for name in ready):
            return None
        done |= dict.fromkeys(ready, at)
        stops.append(Stop(tasks[ready[0]].who, at, tuple(ready), ready in groups))
    return stops


def fits(group: list[str], tasks: dict[str, Task], done: dict[str, Moment]) -> bool:
    """Whether all before it is done, or is in the group itself and gives its result at once."""
    return all(
        each.first in done or (each.first in group and each.at_once) for name in group for each in tasks[name].after
    )


def at_of(group: list[str], tasks: dict[str, Task], done: dict[str, Moment]) -> Moment:
    """The first moment at which all of the group is possible."""
    at = Moment(0, DAY)
    for _ in group:
        before = {**dict.fromkeys(group, at), **done}
        possible = [possible_at(tasks[name], before, CALENDAR) for name in group]
        at = Moment(
            max([at.unknown, *(each.unknown for each in possible)]), max([at.day, *(each.day for each in possible)])
        )
    return at


def best_by_trying(tasks: dict[str, Task]) -> tuple[int, int, int]:
    costly = [name for name, one in tasks.items() if one.costs_visit]
    either = [name for name, one in tasks.items() if not one.costs_visit and one.at_centre]
    found = []
    for along in chain.from_iterable(combinations(either, size) for size in range(len(either) + 1)):
        for groups in partitions([*costly, *along]):
            if all(len({tasks[name].who for name in group}) == 1 for group in groups):
                stops = stops_of(groups, tasks)
                if stops is not None:
                    found.append(cost(stops))
    return min(found)


@st.composite
def tasks_by_lot(draw: st.DrawFn, most: int = 6) -> list[Task]:
    """Up to six tasks that wait for earlier ones of the list."""
    found: list[Task] = []
    for number in range(draw(st.integers(1, most))):
        after = []
        for first in found:
            kind = draw(st.sampled_from(["none", "none", "none", "at_once", "unknown", "short", "long"]))
            if kind != "none":
                takes = {"short": DAYS_5, "long": DAYS_20}.get(kind)
                after.append(After(first.id, takes, at_once=kind == "at_once"))
        wait = draw(st.sampled_from([0, 0, 0, 20, 40, 90]))
        season = draw(st.sampled_from([None, None, None, Season((12, 1), (1, 10))]))
        found.append(
            Task(
                f"t{number}",
                draw(st.sampled_from(["resident", "resident", "proxy"])),
                DAY + timedelta(days=wait),
                tuple(after),
                season,
                costs_visit=draw(st.sampled_from([True, True, True, False])),
                awaited=wait > 0,
                at_centre=draw(st.booleans()),
            )
        )
    return found


@given(tasks_by_lot())
def test_no_other_way_takes_fewer_visits_or_less_waiting(tasks: list[Task]) -> None:
    by_id = {each.id: each for each in tasks}
    found = made(*tasks)

    assert found.exact
    assert cost(found.stops) == best_by_trying(by_id)


@given(tasks_by_lot(most=12))
def test_every_task_is_done_once_after_those_it_waits_for_and_in_time(tasks: list[Task]) -> None:
    found = made(*tasks)
    by_id = {each.id: each for each in tasks}
    earliest = earliest_of(by_id, CALENDAR)
    done: dict[str, Moment] = {}

    assert sorted(name for stop in found.stops for name in stop.tasks) == sorted(by_id)
    for stop in found.stops:
        for name in stop.tasks:
            assert by_id[name].who == stop.who
            assert stop.at.covers(possible_at(by_id[name], done, CALENDAR))
            assert latest_of(by_id[name], earliest[name], DAY).allows(stop.at)
            done[name] = stop.at
    assert found.at_least <= found.visits


@given(tasks_by_lot(), st.randoms(use_true_random=False))
def test_the_order_in_which_tasks_are_given_changes_neither_visits_nor_waiting(tasks: list[Task], lot: object) -> None:
    shuffled = list(tasks)
    lot.shuffle(shuffled)  # type: ignore[attr-defined]

    assert cost(made(*shuffled).stops) == cost(made(*tasks).stops)


def test_what_is_possible_today_is_done_today() -> None:
    found = made(task("a"), task("b", from_day=DAY + timedelta(days=9), awaited=True))

    assert [(stop.at.day, stop.tasks) for stop in found.stops] == [(DAY, ("a",)), (DAY + timedelta(days=9), ("b",))]


@pytest.mark.parametrize(("days_later", "visits"), [(PATIENCE.days, 1), (PATIENCE.days + 1, 2)])
def test_something_to_come_waits_a_month_for_company_and_no_longer(days_later: int, visits: int) -> None:
    first, second = DAY + timedelta(days=10), DAY + timedelta(days=10 + days_later)

    assert made(task("a", from_day=first, awaited=True), task("b", from_day=second, awaited=True)).visits == visits


def test_a_result_at_once_needs_no_second_visit_and_one_that_takes_days_does() -> None:
    assert made(task("a"), task("b", After("a", at_once=True))).visits == 1
    assert made(task("a"), task("b", After("a", DAYS_5))).visits == 2
    assert made(task("a"), task("b", After("a", DAYS_5), costs_visit=False)).visits == 1


def test_a_table_too_large_to_try_out_is_given_with_its_bound() -> None:
    tasks = [
        task(
            f"t{number}", who=("resident", "proxy")[number % 2], from_day=DAY + timedelta(days=3 * number), awaited=True
        )
        for number in range(1, 80)
    ]
    found = made(*tasks)

    assert sorted(name for stop in found.stops for name in stop.tasks) == sorted(each.id for each in tasks)
    assert not found.exact
    assert found.at_least <= found.visits < len(tasks)


def test_nothing_to_do_is_no_visit() -> None:
    assert made() == Timetable((), exact=True, at_least=0)


def test_dates_are_those_after_the_limit() -> None:
    found = made(task("a"), task("b", After("a", DAYS_5)))

    assert found.stops[1].at == Moment(0, date(2026, 12, 2))  # a Tuesday, five working days, and the day after
