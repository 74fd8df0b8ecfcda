"""The clock of the house: one task's failure is that task's alone."""

from __future__ import annotations

import threading

import pytest
from django.db import OperationalError

from onetrip.cli import clock

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
