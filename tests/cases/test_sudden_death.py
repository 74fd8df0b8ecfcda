"""The house is killed (SIGKILL) at random moments while windows accept: no answered receipt is lost, no case half there."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable
from typing import Any

import psutil
import pytest
from django.db import connection

from onetrip.walls.scope import as_owner
from tests import house
from tests.cases.at_work import (
    HALVES,
    WINDOWS,
    Work,
    ask_again,
    check,
    clerks_take_windows,
    free_the_windows,
    working,
)
from tests.cases.counter import PRINT, Counter
from tests.house import House, kill_everything


def kill_a_worker(served: House) -> None:
    """One of the processes that make pages; the server puts another in its place."""
    servers = psutil.Process(served.process.pid).children()
    pages = next(server for server in servers if "pages" in server.cmdline())
    os.kill(random.choice(pages.children()).pid, signal.SIGKILL)  # noqa: S311 -- chance, not secrecy


def live_and_die(deaths: list[Callable[[House], None]], chance: random.Random) -> int:
    """One life after the other; returns how many receipts were answered."""
    work = Work()
    with house.folder() as folder, contextlib.ExitStack() as stack:
        served = house.start(folder / "var")
        stack.callback(house.stop_database, folder / "var")
        try:
            clerks_take_windows(served)
            for kill in deaths:
                with working(served, work):
                    time.sleep(chance.random() * 0.5)
                    kill(served)
                    if kill is kill_a_worker:
                        time.sleep(1.0)
                if kill is kill_everything:
                    served = house.start(folder / "var")
                check(served, work)
                ask_again(served, work)
                check(served, work)
                free_the_windows(served, work)
            served.interrupt()
        finally:
            if served.process.poll() is None:
                kill_everything(served)
    return len(work.attempts)


def test_what_was_answered_outlives_the_house_and_nothing_is_half_there() -> None:
    assert live_and_die([kill_a_worker, kill_everything], random.Random()) >= 4 * WINDOWS  # noqa: S311


@pytest.mark.soak
def test_what_was_answered_outlives_the_house_twenty_times() -> None:
    deaths: list[Any] = [kill_a_worker, kill_everything] * 10
    assert live_and_die(deaths, random.Random()) > 20 * 2 * WINDOWS  # noqa: S311


SABOTAGE = {
    "a receipt without a case": "DELETE FROM cases_case",
    "a case without its event": "DELETE FROM ledger_event WHERE thing = 'case'",
    "an event without its case": "DELETE FROM cases_case",
    "a receipt without its event": "DELETE FROM ledger_event WHERE thing = 'receipt'",
    "an accepted visit without an invitation": "DELETE FROM ratings_invitation",
    "a visit that does not know its cases": "UPDATE lobby_visit SET accepted = '[]'",
    "a ticket that was accepted from and never served": "UPDATE lobby_ticket SET state = 'waiting'",
    "a ticket and a visit that disagree about the end": "UPDATE lobby_visit SET finished_at = now(), outcome = 'all'",
    "a state that its last event does not say": "UPDATE lobby_ticket SET state = 'missed'",
    "a number that was given twice": "ALTER TABLE lobby_ticket DROP CONSTRAINT ticket_number_once; "
    "UPDATE lobby_ticket SET serial = 1",
    "a number that was given and is not there": "DELETE FROM lobby_ticket",
    "a request that is done and led to nothing": "DELETE FROM cases_receipt",
}


@pytest.mark.django_db
@pytest.mark.parametrize("half", HALVES)
def test_what_is_half_there_would_be_found(counter: Counter, half: str) -> None:
    counter.accept(counter.serving(), PRINT)
    counter.hall.arrive()
    with as_owner("a test breaks what the house cannot"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET LOCAL session_replication_role = replica")
        cursor.execute(HALVES[half], ())
        assert cursor.fetchall() == []
        cursor.execute(SABOTAGE[half])
        cursor.execute(HALVES[half], ())
        assert cursor.fetchall() != []
