"""Power that goes at a chosen moment: in the middle of a deed, before it is committed, or when it is done and nobody has
heard so yet."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg

from tests import house as houses
from tests.house import House
from tests.lean_browser import Browser

_DOOR = 20260424
"""The advisory lock before which a deed waits for its end."""
_PREPARE = """
CREATE TABLE IF NOT EXISTS cut_here (at bigint);
CREATE SEQUENCE IF NOT EXISTS cut_counted;
CREATE OR REPLACE FUNCTION cut_here() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $body$
BEGIN
    IF NEW.actor NOT LIKE 'system:%' AND NEW.actor NOT LIKE 'bridge:%' THEN
        IF nextval('cut_counted') IN (SELECT at FROM cut_here) THEN
            PERFORM pg_advisory_lock(20260424);
        END IF;
    END IF;
    RETURN NEW;
END $body$;
CREATE OR REPLACE TRIGGER cut_here BEFORE INSERT ON ledger_event FOR EACH ROW EXECUTE FUNCTION cut_here();
"""
"""Each change writes its event in its own transaction: whoever waits there has changed its rows and committed nothing."""
_WAITS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND NOT granted"


@dataclass
class Power:
    """A house that may lose its power, and the browsers that have to connect anew afterwards."""

    house: House
    catalogue: Path | None = None

    def __post_init__(self) -> None:
        with psycopg.connect(self.house.database, autocommit=True) as connection:
            connection.execute(_PREPARE)

    def goes_in(self, deed: Callable[[], object], event: int) -> bool:
        """Do `deed`, and kill everything (SIGKILL) while it writes its `event`-th event. False where it wrote fewer: then
        it was done, and everything is killed before anybody has heard so."""
        with self._stopping_at(event) as stands:
            torn: list[Exception] = []
            doing = threading.Thread(target=_attempt, args=(deed, torn))
            doing.start()
            until = time.monotonic() + 60
            while doing.is_alive() and not stands() and time.monotonic() < until:
                time.sleep(0.01)
            is_held = stands()
            assert is_held or not doing.is_alive(), "it is neither done nor stopped"
            if torn:
                raise torn[0]
            houses.kill_everything(self.house)
            doing.join(timeout=60)
        return is_held

    def comes_back(self, *browsers: Browser) -> None:
        """The house is started again in its folder, at its address."""
        port = int(self.house.address.rsplit(":", 1)[1])
        self.house = houses.start(self.house.folder, catalogue=self.catalogue, port=port)
        self.house.ask("DELETE FROM cut_here")
        for browser in browsers:
            browser.reconnect()

    @contextlib.contextmanager
    def _stopping_at(self, event: int) -> Iterator[Callable[[], bool]]:
        connection = psycopg.connect(self.house.database, autocommit=True)
        connection.execute("SELECT pg_advisory_lock(%s)", [_DOOR])
        connection.execute("SELECT setval('cut_counted', 1, false)")
        connection.execute("INSERT INTO cut_here VALUES (%s)", [event])
        try:
            yield lambda: connection.execute(_WAITS, [_DOOR]).fetchone() != (0,)
        finally:
            connection.close()


@contextlib.contextmanager
def powered(catalogue: Path | None = None) -> Iterator[Power]:
    """A house of the demonstration, with the matters of `catalogue` where one is given, that may be killed and started
    again; closed at the end, whichever life it is in."""
    with contextlib.ExitStack() as at_the_end:
        if catalogue is None:
            first = at_the_end.enter_context(houses.furnished())
        else:
            folder = at_the_end.enter_context(houses.folder()) / "var"
            first = at_the_end.enter_context(houses.running(folder, catalogue=catalogue))
        power = Power(first, catalogue)
        try:
            yield power
        finally:
            if power.house.process.poll() is None:
                power.house.interrupt()


def _attempt(deed: Callable[[], object], torn: list[Exception]) -> None:
    try:
        deed()
    except Exception as error:  # noqa: BLE001 -- of a house that dies a browser may see anything
        torn.append(error)
