"""Booked people and walk-ins in one line: on time gets what was promised, and nobody without a booking starves."""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onetrip.appointments.fairness import Manners, Punctuality, last_moment, most_passing, standing

NINE = datetime(2026, 11, 25, 9, tzinfo=UTC)
MANNERS = Manners()
CALMLY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""How long a property takes on a busy machine says nothing about it."""

moments = st.integers(-240, 240).map(lambda minutes: NINE + timedelta(minutes=minutes))
manners = st.builds(
    Manners,
    early=st.integers(0, 60),
    late=st.integers(0, 60),
    head_start=st.integers(0, 90),
    late_credit=st.integers(0, 30),
    told_late=st.integers(0, 30),
)


@pytest.mark.parametrize(
    ("came", "how", "counts"),
    [
        (-60, Punctuality.EARLY, -60),  # an hour before: as somebody who walked in then
        (-18, Punctuality.EARLY, -20),
        (-10, Punctuality.ON_TIME, -20),
        (0, Punctuality.ON_TIME, -20),
        (15, Punctuality.ON_TIME, -5),
        (16, Punctuality.LATE, 6),  # ten minutes count as waited
        (90, Punctuality.LATE, 80),
    ],
)
def test_the_rule_as_it_is_told(came: int, how: Punctuality, counts: int) -> None:
    found = standing(NINE, NINE + timedelta(minutes=came), MANNERS)
    assert (found.punctuality, found.counts_since) == (how, NINE + timedelta(minutes=counts))


def test_who_told_us_is_late_keeps_the_place_longer() -> None:
    came = NINE + timedelta(minutes=25)
    assert standing(NINE, came, MANNERS).punctuality is Punctuality.LATE
    assert standing(NINE, came, MANNERS, told_late=True).punctuality is Punctuality.ON_TIME


@CALMLY
@given(moments, manners, st.booleans())
def test_a_booking_is_never_worse_than_walking_in(came: datetime, rule: Manners, told: bool) -> None:
    assert standing(NINE, came, rule, told_late=told).counts_since <= came


@CALMLY
@given(moments, manners, st.booleans())
def test_a_booking_never_passes_who_came_before_its_head_start(came: datetime, rule: Manners, told: bool) -> None:
    """Whoever walked in earlier than that, and earlier than the one with the booking came, is called first."""
    head_start = NINE - timedelta(minutes=rule.head_start)
    if came >= head_start:
        assert standing(NINE, came, rule, told_late=told).counts_since >= head_start


@CALMLY
@given(moments, moments, manners)
def test_who_comes_later_never_stands_better_once_the_place_is_given_up(
    a: datetime, b: datetime, rule: Manners
) -> None:
    first, second = sorted((a, b))
    if first > last_moment(NINE, rule):
        assert standing(NINE, first, rule).counts_since <= standing(NINE, second, rule).counts_since


def test_being_too_late_is_never_better_than_being_on_time() -> None:
    rule = Manners(late=0, head_start=5, late_credit=30, told_late=0)
    late = NINE + timedelta(minutes=1)
    assert standing(NINE, late, rule).counts_since == late - timedelta(minutes=5)


@dataclass(frozen=True)
class Somebody:
    """A person of a played day, in minutes: when they came, since when they count, how long they take."""

    came: float
    counts: float
    takes: float
    booked: bool
    too_late: bool = False


def play(people: list[Somebody], windows: int) -> dict[int, float]:
    """A day in the hall: each window that is free calls who has counted as waiting longest. When each was called."""
    free = [0.0] * windows
    heapq.heapify(free)
    coming = sorted(range(len(people)), key=lambda one: people[one].came)
    line: list[tuple[float, int, int]] = []
    called: dict[int, float] = {}
    place, clock = 0, -math.inf
    while len(called) < len(people):
        now = clock = max(clock, heapq.heappop(free))  # time goes on also for a window that had nobody to call
        if not line and place < len(coming):
            now = clock = max(now, people[coming[place]].came)
        while place < len(coming) and people[coming[place]].came <= now:
            one = coming[place]
            heapq.heappush(line, (people[one].counts, place, one))
            place += 1
        _, _, one = heapq.heappop(line)
        called[one] = now
        heapq.heappush(free, now + people[one].takes)
    return called


@st.composite
def days(draw: st.DrawFn) -> tuple[list[Somebody], int, int, Manners]:
    """A morning of eight half hours, each booked up to its quota, with people early, on time and late, and walk-ins."""
    rule = draw(manners)
    quota, windows = draw(st.integers(0, 4)), draw(st.integers(1, 4))
    people = []
    for slot in range(8):
        starts = NINE + timedelta(minutes=30 * slot)
        for _ in range(draw(st.integers(0, quota))):
            came = starts + timedelta(minutes=draw(st.integers(-60, 90)))
            found = standing(starts, came, rule)
            people.append(
                Somebody(
                    _minutes(came),
                    _minutes(found.counts_since),
                    draw(st.integers(3, 20)),
                    booked=True,
                    too_late=found.punctuality is Punctuality.LATE,
                )
            )
    for came in draw(st.lists(st.integers(-30, 240), max_size=30)):
        people.append(Somebody(came, came, draw(st.integers(3, 20)), booked=False))
    return people, quota, windows, rule


def _minutes(at: datetime) -> float:
    return (at - NINE).total_seconds() / 60


@settings(CALMLY, max_examples=300)
@given(days())
def test_nobody_who_walked_in_is_passed_by_more_than_the_quota_allows(
    day: tuple[list[Somebody], int, int, Manners],
) -> None:
    people, quota, windows, rule = day
    called = play(people, windows)
    for walk_in, one in enumerate(people):
        if one.booked:
            continue
        passing = [
            number
            for number, other in enumerate(people)
            if other.booked and other.came > one.came and called[number] < called[walk_in]
        ]
        too_late = sum(
            other.booked and other.too_late and one.came < other.came <= one.came + rule.late_credit for other in people
        )
        bound = most_passing(quota, rule, too_late=too_late)
        assert len(passing) <= bound
        # And each of them costs at most their own time, shared by the windows: the wait grows by no more than this.
        kept = [number for number, other in enumerate(people) if not (other.booked and other.came > one.came)]
        without = play([people[number] for number in kept], windows)[kept.index(walk_in)]
        longest = max((other.takes for other in people), default=0)
        assert called[walk_in] - without <= longest * (math.ceil(bound / windows) + 1)


@settings(CALMLY, max_examples=200)
@given(days())
def test_walk_ins_are_called_in_the_order_in_which_they_came(day: tuple[list[Somebody], int, int, Manners]) -> None:
    people, _, windows, _ = day
    called = play(people, windows)
    walked = sorted((one.came, called[number]) for number, one in enumerate(people) if not one.booked)
    for (came, first), (later, second) in pairwise(walked):
        assert came == later or first <= second


@settings(CALMLY, max_examples=200)
@given(days())
def test_who_is_on_time_waits_behind_nobody_who_walked_in_after_the_head_start(
    day: tuple[list[Somebody], int, int, Manners],
) -> None:
    people, _, windows, _ = day
    called = play(people, windows)
    for booked, one in enumerate(people):
        if not one.booked or one.too_late:
            continue
        before = [
            number
            for number, other in enumerate(people)
            if not other.booked and other.came > one.counts and one.came <= called[number] < called[booked]
        ]
        assert not before
