"""The calling order: its promises by properties, and the SQL that calls against the pure function."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from onetrip.centres.models import Duty
from onetrip.lobby import actions, queries, skills
from onetrip.lobby.actions.arriving import Booked
from onetrip.lobby.choosing import Caller, InLine, Why, choose, order, place_in_line
from onetrip.lobby.models import Ticket, Visit
from onetrip.lobby.priorities import MOST_MINUTES, SHIPPED
from onetrip.staff import queries as staff
from onetrip.staff.models import Qualification
from tests.factories import NOW, TODAY, published_catalogue
from tests.lobby.hall import Hall, open_hall

NEEDS = ["elder-card", "residence-permit", "category:ageing", "not-in-the-catalogue"]
MINUTES = st.integers(0, 120).map(lambda minutes: timedelta(minutes=minutes))


def moment(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


people = st.builds(
    InLine,
    serial=st.integers(1, 40),
    place=st.integers(-60, 60).map(moment),
    since=st.just(NOW),
    needs=st.frozensets(st.sampled_from(NEEDS), max_size=2),
    for_window=st.sampled_from([None, None, None, 1, 2, 3, 4]),
    is_held=st.booleans(),
)
lines = st.lists(people, max_size=8, unique_by=lambda one: one.serial)
callers = st.builds(Caller, window=st.integers(1, 3), lacks=st.frozensets(st.sampled_from(NEEDS), max_size=4))


@given(MINUTES, st.sampled_from(SHIPPED.all), st.none() | MINUTES)
def test_a_priority_and_a_booking_never_set_anybody_back_and_do_not_add_up(ago: timedelta, rule, head_start) -> None:
    since = NOW - ago
    place = place_in_line(since, rule.credit, counts_since=None if head_start is None else since - head_start)
    assert place == since - max(rule.credit, head_start or timedelta(0))


@given(st.integers(0, MOST_MINUTES))
def test_nobody_is_passed_by_who_came_more_than_the_largest_credit_later(credit: int) -> None:
    later = NOW + timedelta(minutes=MOST_MINUTES, seconds=1)
    assert place_in_line(later, timedelta(minutes=credit)) > NOW


@given(lines, callers, st.lists(callers, max_size=3))
def test_who_is_chosen_stands_before_everybody_else_whom_this_window_may_call(line, caller, calling) -> None:
    choice = choose(line, caller, calling)
    free = [one for one in line if not one.is_held]
    if choice is None:
        # Nobody is kept waiting by a gate that no open window could lift.
        assert all(
            (one.for_window not in (None, caller.window) and any(other.window == one.for_window for other in calling))
            or (
                one.for_window != caller.window
                and one.needs & caller.lacks
                and any(not one.needs & other.lacks for other in calling)
            )
            for one in free
        )
        return
    assert choice.one in free
    earlier = [one for one in free if order(one) < order(choice.one)]
    assert all(choose([one], caller, calling) is None for one in earlier)


@given(lines, st.lists(callers, min_size=1, max_size=3, unique_by=lambda one: one.window))
def test_somebody_who_waits_is_called_by_some_open_window(line, calling) -> None:
    if any(not one.is_held for one in line):
        assert any(choose(line, caller, calling) for caller in calling)


def test_the_reason_is_told() -> None:
    here = InLine(1, NOW, NOW, for_window=2)
    rare = InLine(2, NOW, NOW, needs=frozenset({"elder-card"}))
    first = InLine(3, NOW - timedelta(minutes=15), NOW, has_priority=True)
    long = InLine(4, NOW, NOW - timedelta(minutes=5))
    untrained = Caller(2, frozenset({"elder-card"}))
    assert choose([here], Caller(2), [Caller(2)]).why is Why.SENT_HERE
    assert choose([rare], untrained, [untrained]).why is Why.NOBODY_QUALIFIED
    assert choose([first, long], Caller(2), []).why is Why.PRIORITY
    assert choose([long], Caller(2), []).why is Why.LONGEST


# The same choice in SQL ----------------------------------------------------------------------------------------------

drawn = st.tuples(
    st.integers(-60, 60),  # minutes of the place
    st.lists(st.sampled_from(["elder-card", "residence-permit", "not-in-the-catalogue"]), max_size=2, unique=True),
    st.sampled_from(["", "", "ageing", "residence"]),
    st.sampled_from([None, None, None, 0, 1, 2]),  # for which window
    st.sampled_from(["waiting", "waiting", "waiting", "held", "missed"]),
    st.sampled_from(["A", "A", "Y"]),
)
qualified = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from(["category:ageing", "category:residence", "matter:elder-card"])),
    max_size=4,
    unique=True,
)
open_windows = st.lists(st.sampled_from(["calls", "paused", "closed"]), min_size=3, max_size=3)


@pytest.mark.django_db
def test_the_statement_that_calls_chooses_as_the_pure_function_does() -> None:
    published_catalogue()
    hall = open_hall(3)

    @settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(drawn, max_size=6), qualified, open_windows)
    @example([(0, ["elder-card"], "", None, "waiting", "A")], [(0, "category:residence")], ["calls"] * 3)
    @example(
        [(0, ["elder-card"], "", None, "waiting", "A")], [(0, "category:residence")], ["calls", "paused", "closed"]
    )
    @example([(0, ["elder-card"], "", 0, "waiting", "A")], [(0, "category:residence")], ["calls"] * 3)
    @example([(0, [], "", 1, "waiting", "A"), (9, [], "", None, "waiting", "A")], [], ["calls"] * 3)
    @example([(0, [], "", 1, "waiting", "A"), (9, [], "", None, "waiting", "A")], [], ["calls", "paused", "closed"])
    def agree(line, rows, windows) -> None:
        point = transaction.savepoint()
        try:
            _set_up(hall, line, rows, windows)
            _compare(hall, windows)
        finally:
            transaction.savepoint_rollback(point)
            staff.forget()

    agree()


def _set_up(hall: Hall, line, rows, windows) -> None:
    staff.forget()
    for place, state in enumerate(windows):
        duty = Duty.objects.filter(window=hall.windows[place])
        duty.update(paused="break" if state == "paused" else "", ended=NOW if state == "closed" else None)
    for place, what in rows:
        of, name = what.split(":")
        Qualification.objects.create(account=hall.clerks[place], of=of, name=name, from_day=TODAY, source="test")
    for serial, (minutes, wanted, category, window, state, prefix) in enumerate(line, 1):
        visit = Visit.objects.create(centre=hall.centre, day=TODAY, wanted=wanted, arrived_at=NOW)
        Ticket.objects.create(
            centre=hall.centre,
            visit=visit,
            day=TODAY,
            prefix=prefix,
            serial=serial - (prefix == "Y"),
            state=state,
            drawn_at=NOW,
            waits_since=moment(70),
            queue_at=moment(minutes),
            category=category,
            for_window=hall.windows[window] if window is not None and state == "waiting" else None,
        )


def _compare(hall: Hall, windows: list[str]) -> None:
    lacks = skills.lacking(TODAY)
    everybody = [Caller(place, lacks.get(hall.clerks[place].pk, frozenset())) for place in range(3)]
    calling = [caller for caller in everybody if windows[caller.window] == "calls"]
    places = {window.pk: place for place, window in enumerate(hall.windows)}
    for caller in calling:
        tickets = {
            (ticket.serial, ticket.prefix): ticket
            for ticket in Ticket.objects.exclude(state="missed").select_related("visit")
        }
        line = [
            InLine(
                serial=ticket.serial,
                prefix=ticket.prefix,
                place=ticket.queue_at,
                since=ticket.waits_since,
                needs=skills.needs(ticket.visit.wanted, ticket.category),
                for_window=places.get(ticket.for_window_id),
                is_held=ticket.state != "waiting",
            )
            for ticket in tickets.values()
        ]
        choice = choose(line, caller, calling)
        called = actions.call_next(
            centre="LF",
            window_id=hall.windows[caller.window].pk,
            account_id=hall.clerks[caller.window].pk,
            now=NOW,
            by="staff:x",
            key=uuid.uuid4(),
        )
        assert (called and (called.serial, called.prefix)) == (choice and (choice.one.serial, choice.one.prefix))


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(["", *(one.code for one in SHIPPED.asked)]), st.none() | MINUTES)
def test_the_statement_that_draws_gives_the_place_of_the_pure_function(reason: str, head_start) -> None:
    point = transaction.savepoint()
    try:
        hall = open_hall(1)
        since = None if head_start is None else hall.now + timedelta(minutes=1) - head_start
        ticket = hall.arrive(reason=reason, booked=since and Booked(uuid.uuid4(), NOW, since))
        expected = place_in_line(hall.now, timedelta(minutes=SHIPPED.minutes(reason)), counts_since=since)
        assert (ticket.queue_at, ticket.counts_since) == (expected, since)
        assert ticket.prefix == ("A" if since is None else "Y")
    finally:
        transaction.savepoint_rollback(point)
        queries.forget()
