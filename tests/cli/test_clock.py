"""The clock of the house: one task's failure is that task's alone."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError

from onetrip.cli import clock
from onetrip.operation.models import ClockTask

pytestmark = pytest.mark.django_db


def fail(error: Exception):
    def task() -> None:
        raise error

    return task


def test_a_task_that_fails_stops_neither_the_others_nor_the_clock(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []
    tasks = {
        "days": fail(RuntimeError("a bug")),
        "bookings": lambda: done.append("bookings"),
        "stays": fail(OperationalError("terminating connection")),
        "errands": lambda: done.append("errands"),
    }
    clock.turn(tasks, threading.Event())
    assert done == ["bookings", "errands"]
    assert [record.getMessage() for record in caplog.records] == [
        "days",
        "stays: the database was away: terminating connection",
    ]
    assert "a bug" in caplog.text  # with where it happened


@pytest.mark.django_db(transaction=True)
def test_what_failed_is_tried_again_at_the_next_turn() -> None:
    tried, twice = [], threading.Event()

    def unlucky() -> None:
        tried.append(1)
        if len(tried) == 2:
            twice.set()
        raise ValueError("again")

    with clock.ticking("test", lambda _stopping: {"unlucky": unlucky}, every=0.01, at_once=True):
        assert twice.wait(10)


def test_a_house_that_stops_begins_no_further_task() -> None:
    stopping, done = threading.Event(), []
    clock.turn({"first": stopping.set, "second": lambda: done.append("second")}, stopping)
    assert done == []


def noted() -> dict[str, tuple[int, int, str]]:
    return {task.name: (task.runs, task.failures, task.failure) for task in ClockTask.objects.all()}


@pytest.mark.django_db(transaction=True)
def test_what_the_clock_does_is_noted_with_the_kind_of_a_mistake_and_not_with_its_words() -> None:
    tasks = {"days": fail(ValueError("31000019611218002X")), "stays": lambda: None}
    notes = clock.Notes(60)
    clock.turn(tasks, threading.Event(), notes)
    assert noted() == {"days": (1, 1, "ValueError"), "stays": (1, 0, "")}
    failing, well = ClockTask.objects.get(pk="days"), ClockTask.objects.get(pk="stays")
    assert failing.is_failing
    assert not well.is_failing
    assert well.next_at - well.sign_at == timedelta(minutes=1)
    clock.turn({"days": lambda: None}, threading.Event(), notes)
    assert noted()["days"] == (2, 1, "ValueError")
    assert not ClockTask.objects.get(pk="days").is_failing, "the mistake of before stays to be read"


@pytest.mark.django_db(transaction=True)
def test_a_task_that_is_under_way_is_a_sign_of_life() -> None:
    seen = []
    clock.turn(
        {"days": lambda: seen.append(ClockTask.objects.get(pk="days").is_running)}, threading.Event(), clock.Notes(60)
    )
    assert seen == [True]
    assert not ClockTask.objects.get(pk="days").is_running


@pytest.mark.django_db(transaction=True)
def test_a_task_of_every_second_is_not_written_down_every_second() -> None:
    notes, calls = clock.Notes(1), []
    for _ in range(5):
        clock.turn({"devices": lambda: calls.append(1)}, threading.Event(), notes)
    assert len(calls) == 5
    assert noted() == {"devices": (1, 0, "")}
    clock.turn({"devices": fail(KeyError("x"))}, threading.Event(), notes)
    assert noted() == {"devices": (2, 1, "KeyError")}


@pytest.mark.django_db(transaction=True)
def test_a_house_that_stops_waits_for_the_task_that_is_under_way() -> None:
    begun, may_end, ended = threading.Event(), threading.Event(), []

    def slow() -> None:
        begun.set()
        may_end.wait(10)
        ended.append(1)

    with clock.ticking("test", lambda _stopping: {"slow": slow}, every=60, at_once=True):
        assert begun.wait(10)
        threading.Timer(0.1, may_end.set).start()
    assert ended == [1]
