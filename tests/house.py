"""A whole house for tests: `onetrip run` as an operator starts it, on a database and ports of its own."""

from __future__ import annotations

import atexit
import contextlib
import functools
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from onetrip.cli.house import mark_prepared, state_of_the_code
from onetrip.rehearsal.drilling.isolation import MARK
from onetrip.web import postgres
from onetrip.web.serving import free_port

_OWN_TO_TESTS = (
    "DJANGO_SETTINGS_MODULE",
    "DATABASE_URL",
    "ONETRIP_SECRET_KEY",
    "ONETRIP_IDENTITY_KEY",
    "ONETRIP_KEY_RING",
    "ONETRIP_STATIC",
    "ONETRIP_DEMONSTRATION",
)

_AN_EMPTY_HALL = (
    "UPDATE lobby_visit SET finished_at = now(), outcome = 'left' WHERE finished_at IS NULL",
    "UPDATE lobby_ticket SET state = 'left', finished_at = now(), for_window_id = NULL WHERE state NOT IN ('done', 'left')",
    "UPDATE centres_duty SET ended = now(), paused = '' WHERE ended IS NULL",
)


@dataclass
class House:
    """A running house: its address, its folder, the process that an operator sees, and the file it speaks into."""

    folder: Path
    address: str
    process: subprocess.Popen[bytes]
    words: Path

    @property
    def said(self) -> str:
        """Everything it has printed so far."""
        return self.words.read_text(encoding="utf-8")

    @property
    def database(self) -> str:
        """The URL of its database, while it runs."""
        lines = (self.folder / "postgresql" / "postmaster.pid").read_text().splitlines()
        return f"postgresql://postgres@/onetrip?host={lines[4]}&port={lines[3]}"

    @property
    def bridge_keys(self) -> dict[str, str]:
        """The key of the bridge of each place of the demonstration."""
        lines = (self.folder / "bridges.txt").read_text(encoding="ascii").splitlines()
        return dict(line.split()[:2] for line in lines)

    def ask(self, sql: str, *values: object) -> list[tuple]:
        """Rows of a question to its database."""
        with psycopg.connect(self.database, autocommit=True) as connection:
            cursor = connection.execute(sql, values)
            return cursor.fetchall() if cursor.description else []

    def empty_the_hall(self) -> None:
        """Nobody waits and nobody works: what another test of this house left behind is not in the way of the next."""
        for sentence in _AN_EMPTY_HALL:
            self.ask(sentence)

    def add_centre(self, code: str, name: tuple[str, str] | None = None) -> None:
        """A centre beside the demonstration's, once, on the same database: one window, and a guide, a clerk and a director
        called "guide-px" where `code` is PX. `name` in Chinese and English; else it is called as the demonstration's is."""
        if self.ask("SELECT 1 FROM centres_centre WHERE code = %s", code):
            return
        columns = self.ask(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'centres_centre'::regclass AND attnum > 0 "
            "AND attname <> 'code' AND NOT attisdropped"
        )
        listed = ", ".join(name for (name,) in columns)
        self.ask(
            f"INSERT INTO centres_centre (code, {listed}) SELECT %s, {listed} FROM centres_centre WHERE code = 'LF'",  # noqa: S608
            code,
        )
        if name:
            called = "name_zh = %s, short_zh = %s, name_en = %s, short_en = %s"
            self.ask(f"UPDATE centres_centre SET {called} WHERE code = %s", name[0], name[0], name[1], name[1], code)  # noqa: S608
        self.ask(
            "INSERT INTO centres_openinghours (centre_id, on_working_days, opens, closes) "
            "SELECT %s, on_working_days, opens, closes FROM centres_openinghours WHERE centre_id = 'LF'",
            code,
        )
        self.ask(
            "INSERT INTO centres_window (centre_id, number, is_low_counter, is_tidal) VALUES (%s, 1, false, false)",
            code,
        )
        for role in ("guide", "clerk", "director"):
            self.add_account(f"{role}-{code.lower()}", role, code)

    def add_account(self, username: str, role: str, centre: str, department: str = "") -> None:
        """Somebody with the demonstration's password who holds `role` in `centre` ("*": everywhere)."""
        self.ask(
            "INSERT INTO staff_account (password, username, name, name_en, is_active, is_demonstration, failed_sign_ins) "
            "SELECT password, %s, name, name_en, true, true, 0 FROM staff_account WHERE username = 'guide'",
            username,
        )
        self.ask(
            "INSERT INTO staff_grant (account_id, role, centre, department) "
            "SELECT id, %s, %s, %s FROM staff_account WHERE username = %s",
            role,
            centre,
            department,
            username,
        )

    def interrupt(self) -> None:
        """Ctrl-C, and wait until it has stopped."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=30)


def start(
    folder: Path,
    *more: str,
    catalogue: Path | None = None,
    port: int | None = None,
    environ: dict[str, str] | None = None,
) -> House:
    """Run `onetrip run` in `folder` and wait until it has printed its address."""
    port = port or free_port()
    environment = {name: value for name, value in os.environ.items() if name not in _OWN_TO_TESTS}
    environment.setdefault("ONETRIP_SEARCH_BY_MEANING", "0")  # learning costs a processor twenty seconds
    if catalogue:
        environment["ONETRIP_CATALOGUE"] = str(catalogue)
    environment.setdefault("ONETRIP_LEARN_WAITS", "0")
    environment.setdefault("ONETRIP_READY_REHEARSAL", "0")  # compiling costs a processor half a minute
    environment.setdefault("ONETRIP_LEARN_RESIDENTS", "0")  # and then questions would come in another order
    environment |= environ or {}
    command = [sys.executable, "-m", "onetrip", "--data", str(folder), "run", "--port", str(port)]
    folder.mkdir(parents=True, exist_ok=True)
    words = folder / "said.txt"
    with words.open("wb") as file:
        process = subprocess.Popen(
            [*command, "--live-port", str(free_port()), *more], env=environment, stdout=file, stderr=subprocess.STDOUT
        )
    house = House(folder, f"http://127.0.0.1:{port}", process, words)
    until = time.monotonic() + 300
    while "Ctrl-C" not in house.said:
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            stop_database(folder)
            raise RuntimeError(f"the house did not open:\n{house.said}")
        time.sleep(0.1)
    return house


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A folder for a house, gone at the end.

    Not pytest's own: as root the database runs as another user, and each pytest that starts on this machine closes
    its parent folder to others.
    """
    with tempfile.TemporaryDirectory(prefix="onetrip-test-") as name:
        yield Path(name)


@contextlib.contextmanager
def running(
    folder: Path,
    *more: str,
    catalogue: Path | None = None,
    port: int | None = None,
    environ: dict[str, str] | None = None,
) -> Iterator[House]:
    """A house that is closed at the end, whatever happened."""
    house = start(folder, *more, catalogue=catalogue, port=port, environ=environ)
    try:
        yield house
    finally:
        if house.process.poll() is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                house.interrupt()
        if house.process.poll() is None:
            house.process.kill()
        stop_database(folder)


@contextlib.contextmanager
def furnished(*more: str, place: Path | None = None) -> Iterator[House]:
    """A house of the demonstration in a folder of its own, or in that of `place`, begun from a copy: of a run's houses only
    one is prepared."""
    with folder() if place is None else contextlib.nullcontext(place) as place:
        # As root the database belongs to another user, and so must its copy.
        subprocess.run(["/bin/cp", "-a", str(_prepared()), str(place / "var")], check=True)
        with running(place / "var", *more) as house:
            yield house


def for_a_drill(place: Path) -> Path:
    """A folder in `place` in which a drill's house opens without a first start of its own: the prepared one under the mark of
    a drill, which furnishes it anew."""
    drilled = place / "drill"
    subprocess.run(["/bin/cp", "-a", str(_prepared()), str(drilled)], check=True)
    for file in drilled.iterdir():
        if file.is_file():
            file.unlink()
    (drilled / MARK).touch()
    with postgres.serving(drilled / "postgresql") as server:
        server.psql("ALTER DATABASE onetrip SET onetrip.drill = '1'")
    mark_prepared(drilled, state_of_the_code(demonstration=False))
    return drilled


@functools.cache
def _prepared() -> Path:
    """A data folder as a first start leaves it, kept until this process ends."""
    place = Path(tempfile.mkdtemp(prefix="onetrip-test-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    with running(place / "var"):
        pass
    return place / "var"


def stop_database(folder: Path) -> None:
    """Stop the embedded database in `folder` if somebody left it running (a killed house cannot)."""
    if (folder / "postgresql" / "postmaster.pid").exists():
        postgres.start(folder / "postgresql").cleanup()


def kill_everything(house: House) -> None:
    """Power gone: the house, its servers, its database, all at once and without a word."""
    family = psutil.Process(house.process.pid).children(recursive=True)
    postmaster = int((house.folder / "postgresql" / "postmaster.pid").read_text().splitlines()[0])
    family += [psutil.Process(postmaster), *psutil.Process(postmaster).children(recursive=True)]
    house.process.kill()
    for process in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
    house.process.wait(timeout=30)
    psutil.wait_procs(family, timeout=30)
