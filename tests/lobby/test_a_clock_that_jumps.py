"""The house's clock is set an hour on, or back, while the hall is open: nobody waits less than no time, nobody is called
twice, and the day goes on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from typing import Any

import pytest
import time_machine

from onetrip.centres import actions as centres
from onetrip.centres.models import Duty
from onetrip.centres.queries import duty_of
from onetrip.days import actions as days
from onetrip.days.models import DayAccount
from onetrip.insight import queries as insight
from onetrip.insight.daily import by_day, together
from onetrip.insight.periods import Span
from onetrip.ledger.models import Event
from onetrip.lobby import actions, queries, watching
from onetrip.lobby.models import Ticket
from tests import browsing
from tests.factories import NOW, TODAY, published_catalogue
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
JUMPS = pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["on", "back"])
CLOSES = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
"""Half past four in the afternoon in Shanghai."""
LESS_THAN_NONE = re.compile(r"(?<![\dA-Za-z–])[-−]\d+")
"""A figure below zero in the words of a page, and no date, range or telephone number."""
PAGES = {
    "guide": ("/hall/", "/hall/line", "/hall/aside", "/desk/"),
    "supervisor": ("/hall/watch", "/hall/watch/now", "/director/", "/director/figures"),
    "device": ("/hall/", "/display/", "/display/calls", "/kiosk/"),
    None: ("/", "/hours/"),
}


def jump_to(hall: Hall, moment: datetime) -> None:
    """Set the clock; what the processes had worked out before is as old as it is."""
    hall.now = moment
    queries.forget()
    watching.forget()


def busy(hall: Hall) -> list[Ticket]:
    """A hall with a number in every state, and a window that has stood free while people waited."""
    published_catalogue()
    for _ in range(2):
        hall.at_window("finish", hall.serving())
    missed = hall.arrive()
    hall.call()
    for _ in range(hall.centre.calls_before_missed - 1):
        hall.at_window("call_again", missed)
    hall.at_window("miss", missed)
    hall.in_hall("hold", hall.arrive(), why="copying")
    hall.serving(0)
    hall.arrive()
    hall.call(1)
    for _ in range(3):
        hall.arrive()
    hall.tick(10)
    return list(Ticket.objects.all())


def read(hall: Hall, tickets: list[Ticket]) -> Iterator[tuple[str, str]]:
    """Every page on which somebody reads how long people wait, with its words."""
    with time_machine.travel(hall.now, tick=False):
        for who, addresses in PAGES.items():
            visitor = browsing.visitor(who)
            for address in addresses:
                answer = visitor.get(address)
                assert answer.status_code == 200, address
                yield address, browsing.words(answer)
        for clerk in hall.clerks:
            yield "/window/", browsing.words(browsing.visitor(clerk).get("/window/"))
        for ticket in tickets:
            yield ticket.number, browsing.words(browsing.visitor().get(f"/t/{ticket.pk}"))
            yield ticket.number, browsing.words(browsing.visitor("device").get(f"/hall/tickets/{ticket.pk}"))


def figures(told: Any) -> Iterator[float]:
    """Every figure in a piece of JSON."""
    if isinstance(told, dict | list):
        for one in told.values() if isinstance(told, dict) else told:
            yield from figures(one)
    elif isinstance(told, int | float):
        yield told


def test_a_figure_below_zero_would_be_found() -> None:
    assert LESS_THAN_NONE.findall("约等 -3 分钟，已空着−60分钟") == ["-3", "−60"]
    assert not LESS_THAN_NONE.findall("2026-11-24 9:30 约 7-17 分钟，021-12345，A-1")


@JUMPS
def test_no_wait_that_anybody_reads_is_less_than_none(hall: Hall, jump: timedelta) -> None:
    tickets = busy(hall)
    jump_to(hall, hall.now + jump)
    found = {address: LESS_THAN_NONE.findall(words) for address, words in read(hall, tickets)}
    assert {address: below for address, below in found.items() if below} == {}
    with time_machine.travel(hall.now, tick=False):
        told = json.loads(browsing.visitor("guide").get("/api/lobby/hall").content)
    assert min(figures(told)) >= 0


@JUMPS
def test_waits_that_are_counted_are_none_at_the_least(hall: Hall, jump: timedelta) -> None:
    waiting = [hall.arrive() for _ in range(6)]
    jump_to(hall, hall.now + jump)
    told = hall.arrive()
    assert told.soonest_minutes is not None
    assert 0 <= told.soonest_minutes <= told.estimate_minutes <= told.latest_minutes
    for ticket in [*waiting, told]:
        hall.call()
        hall.at_window("start", ticket)
        hall.at_window("finish", ticket)
    sums = together(by_day(hall.centre, Span(TODAY, TODAY), TODAY).values())
    assert all(waits.seconds >= 0 for waits in sums.waits.values())
    assert insight.visits(sums).door_to_done_minutes >= 0
    error = queries.estimate_errors(hall.centre, TODAY)
    assert error.tickets == 7
    (closed,) = days.close_due(now=CLOSES + 2 * HOUR, by="system:clock")
    assert min(figures(closed.figures)) >= 0
    assert closed.figures["overtime"] == {}


def test_a_wait_over_which_the_clock_was_set_back_counts_as_none_in_the_error_of_what_was_told(hall: Hall) -> None:
    ticket = hall.arrive()
    jump_to(hall, hall.now - HOUR)
    hall.call()
    assert queries.estimate_errors(hall.centre, TODAY).median_minutes == ticket.estimate_minutes


@JUMPS
def test_a_window_that_stood_free_has_not_done_so_for_less_than_no_time(hall: Hall, jump: timedelta) -> None:
    Duty.objects.update(began=NOW - timedelta(days=1))  # they have been here all day
    hall.arrive()
    hall.tick(10)
    hall.call()
    hall.arrive()
    jump_to(hall, hall.now + jump)
    seen = watching.watch(hall.centre, hall.now)
    assert seen.idle_now
    assert all(one.minutes >= 1 and one.now_minutes >= 0 for one in seen.idle_now)


def test_nobody_is_called_twice_and_nobody_is_passed_however_the_clock_jumps(hall: Hall) -> None:
    numbers, called = [], []
    for jump in islice(cycle([HOUR, -HOUR, -HOUR, HOUR]), 12):
        numbers.append(hall.arrive().number)
        jump_to(hall, hall.now + jump)
    for place, jump in zip(islice(cycle(range(3)), 12), islice(cycle([-HOUR, HOUR, HOUR, -HOUR]), 12), strict=True):
        ticket = hall.call(place)
        assert ticket is not None
        called.append(ticket.number)
        jump_to(hall, hall.now + jump)
        hall.at_window("start", ticket, place)
        hall.at_window("finish", ticket, place)
    assert called == numbers
    assert hall.call() is None
    calls = list(Event.objects.filter(thing="ticket", verb="call").values_list("thing_id", flat=True))
    assert len(calls) == len(set(calls)) == 12


@JUMPS
def test_a_window_is_paused_left_and_taken_again_whatever_the_clock_says(hall: Hall, jump: timedelta) -> None:
    duty = duty_of(hall.clerks[0].pk)
    centres.pause_window(duty=duty, reason="break", now=hall.tick(), by="x")
    jump_to(hall, hall.now + jump)
    centres.pause_window(duty=duty, reason="", now=hall.now, by="x")
    centres.leave_window(duty=duty, now=hall.tick(), by="x")
    jump_to(hall, hall.now - 2 * jump)
    centres.take_window(centre="LF", number=1, account=hall.clerks[0], now=hall.now)
    assert hall.arrive().pk == hall.call().pk


@JUMPS
def test_the_day_goes_on_while_the_doors_are_open(hall: Hall, jump: timedelta) -> None:
    hall.at_window("finish", hall.serving())
    for moment in (NOW + HOUR, CLOSES - HOUR, CLOSES - timedelta(minutes=40)):
        assert days.close_due(now=moment + jump, by="system:clock") == []
    assert duty_of(hall.clerks[0].pk) is not None, "nobody is sent home"


def test_nobody_who_waits_is_let_go_of_by_a_clock_that_is_an_hour_ahead(hall: Hall) -> None:
    hall.now = CLOSES - timedelta(minutes=15)
    ticket = hall.arrive()
    assert days.close_due(now=hall.now + HOUR, by="system:clock") == []
    ticket.refresh_from_db()
    assert ticket.state == "waiting"


def test_a_day_that_a_clock_an_hour_ahead_has_closed_goes_on_and_its_account_tells_of_everybody(hall: Hall) -> None:
    hall.at_window("finish", hall.serving())
    lull = CLOSES - timedelta(minutes=20)
    (early,) = days.close_due(now=lull + HOUR, by="system:clock")
    jump_to(hall, lull)  # set right again: the doors are open for twenty minutes yet
    late = hall.arrive()
    assert hall.call().pk == late.pk
    assert days.close_due(now=hall.now, by="system:clock") == []
    hall.at_window("start", late)
    hall.at_window("finish", late)
    (closed,) = days.close_due(now=CLOSES + HOUR, by="system:clock")
    assert (early.figures["drawn"], closed.figures["drawn"], closed.figures["left_let_go"]) == (1, 2, 0)
    assert list(DayAccount.objects.order_by("version")) == [early, closed]


def test_the_alert_of_a_line_is_raised_once_and_ends_although_the_clock_jumps(hall: Hall) -> None:
    for _ in range(12):
        hall.arrive()
    for jump in (HOUR, -HOUR, -HOUR, HOUR):
        jump_to(hall, hall.now + jump)
        actions.look_at_waits(now=hall.now, by="system:clock")
    assert Event.objects.filter(thing="tidal", verb="raise").count() == 1
    for ticket in Ticket.objects.filter(state="waiting"):
        hall.in_hall("leave", ticket)
    jump_to(hall, hall.now - HOUR)
    actions.look_at_waits(now=hall.now, by="system:clock")
    assert Event.objects.filter(thing="tidal", verb="clear").count() == 1
