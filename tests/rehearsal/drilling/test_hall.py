"""What the players see of the hall: cut lines, machines that fail, windows that are stopped, who hears of a call."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.rehearsal.drilling import reading
from onetrip.rehearsal.drilling.playing.hall import Hall, Person
from onetrip.rehearsal.drilling.playing.kiosk import Kiosk, shortest_line
from onetrip.rehearsal.drilling.record import Story
from onetrip.rehearsal.drilling.residents import Resident
from onetrip.rehearsal.drilling.scenario import Faints, KioskFails, LineCut, Scenario

SCENARIO = replace(
    reading.find("hard-half-hour"),
    events=(
        KioskFails(10, 20, 1),
        LineCut(15, 5, ("display", "phone")),
        LineCut(40, 5, ("gate",)),
        Faints(20, 10, (2, 3)),
    ),
)


def hall_at(minute: float, scenario: Scenario = SCENARIO) -> Hall:
    """A hall at a minute of the drill; nobody is asked anything."""
    clock = SimpleNamespace(minute=lambda _opens: minute, seconds=lambda minutes: minutes)
    return Hall(scenario, cast("object", None), clock, cast("object", None), cast("object", None))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("minute", "display", "gate"),
    [(14.9, False, False), (15, True, False), (19.9, True, False), (20, False, False), (41, False, True)],
)
def test_a_line_is_cut_for_its_links_and_its_minutes_alone(minute: float, display: bool, gate: bool) -> None:
    hall = hall_at(minute)
    assert hall.is_cut("display") is display
    assert hall.is_cut("gate") is gate
    assert not hall.is_cut("window")


def test_whether_a_line_was_cut_since_a_moment() -> None:
    assert hall_at(16).was_cut("phone", 10)
    assert hall_at(30).was_cut("phone", 19)
    assert not hall_at(30).was_cut("phone", 21)
    assert not hall_at(14).was_cut("phone", 0)
    assert not hall_at(30).was_cut("window", 0)


@given(st.floats(0, 60), st.floats(0, 60))
def test_a_window_is_stopped_for_no_longer_than_somebody_lay_there(since: float, lasts: float) -> None:
    hall = hall_at(0)
    stopped = hall.stopped_minutes(2, since, since + lasts)
    assert 0 <= stopped <= min(10, lasts) + 1e-9
    assert hall.stopped_minutes(1, since, since + lasts) == 0
    whole = hall.stopped_minutes(2, 0, 120)
    assert whole == 10


def test_of_kiosks_the_one_that_works_and_has_the_shortest_line_is_taken() -> None:
    hall = hall_at(12)
    kiosks = [Kiosk(hall, number, cast("object", None)) for number in (1, 2, 3)]  # type: ignore[arg-type]
    kiosks[1].line = 2
    assert shortest_line(kiosks) is kiosks[2]
    assert shortest_line(kiosks[:1]) is None
    assert shortest_line([]) is None


def test_whoever_has_no_phone_hears_of_a_call_from_a_display_and_whoever_has_one_from_the_phone() -> None:
    async def called() -> list[bool]:
        hall = hall_at(1)
        people = []
        for number, phone in ((1, True), (2, False)):
            kind = replace(SCENARIO.kinds[0], phone=phone)
            story = Story(number, kind.id, 0, ticket=f"t{number}", number=f"演A00{number}")
            people.append(Person(Resident(number, kind, 0, 4), story))
            hall.was_drawn(people[-1])
        assert hall.somebody_waits
        for person in people:
            hall.was_shown(person.story.number, 1)
        return [person.heard.is_set() for person in people]

    with ThreadPoolExecutor(1) as beside:  # a browser of another test may keep a loop in this thread
        assert beside.submit(asyncio.run, called()).result() == [False, True]


def test_a_number_of_nobody_on_a_display_troubles_no_one() -> None:
    hall = hall_at(1)
    hall.was_shown("演A099", 1)
    assert hall.shown == {"演A099": {1}}
