"""What can be asked about the working of the house: read from the database and this machine at the moment of asking."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.models import Count, Min

from onetrip.appointments.models import Message
from onetrip.departments.models import Delivery as Webhook
from onetrip.ledger import events, heads, sealing
from onetrip.ledger.models import Event
from onetrip.lobby.models import Ticket
from onetrip.nodes import queries as nodes
from onetrip.notices.models import Notice
from onetrip.operation.models import ClockTask
from onetrip.rules import Text

STARTED = datetime.fromtimestamp(time.time(), UTC)
"""When this process, or the one that it was forked from, began."""


@dataclass(frozen=True)
class Database:
    """The database as it is. `oldest_seconds` is the age of the oldest open transaction."""

    version: str
    bytes: int
    connections: dict[str, int]
    most: int
    oldest_seconds: float
    events_written: int

    @property
    def open(self) -> int:
        """Connections that are open now."""
        return sum(self.connections.values())


def database(*, now: datetime) -> Database:
    """Its size and who is connected. Raises django.db.DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(state, 'other'), count(*), max(extract(epoch FROM %s - xact_start)) "
            "FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' GROUP BY 1",
            [now],
        )
        rows = cursor.fetchall()
        cursor.execute(
            "SELECT current_setting('server_version'), pg_database_size(current_database()), "
            "current_setting('max_connections')::int, pg_stat_get_tuples_inserted('ledger_event'::regclass)"
        )
        version, size, most, written = cursor.fetchone()
    return Database(
        version=str(version).split(" ", 1)[0],
        bytes=size,
        connections={state: number for state, number, _ in rows},
        most=most,
        oldest_seconds=max([0.0, *(float(age) for *_, age in rows if age is not None)]),
        events_written=written,
    )


def tasks() -> list[ClockTask]:
    """What the clock does, those that fail first."""
    return sorted(ClockTask.objects.all(), key=lambda task: (not task.is_failing, task.name))


def clock_sign() -> datetime | None:
    """When the clock of the house last gave a sign of life; None for never."""
    return max((task.sign_at for task in ClockTask.objects.all()), default=None)


def waiting_tickets() -> dict[str, int]:
    """How many numbers wait to be called, by centre."""
    found = (
        Ticket.objects.filter(state=Ticket.State.WAITING).values_list("centre").annotate(waiting=Count("id")).order_by()
    )
    return {str(centre): waiting for centre, waiting in found}


@dataclass(frozen=True)
class Outbox:
    """Messages of one kind that wait to be sent."""

    name: str
    words: Text
    waiting: int
    oldest: datetime | None

    def lag(self, now: datetime) -> float:
        """Seconds that the oldest one has been due; 0 without one."""
        return max((now - self.oldest).total_seconds(), 0.0) if self.oldest else 0.0


def outboxes(*, now: datetime) -> list[Outbox]:
    """Every outbox of the house: a room that has one of its own adds it to `OUTBOXES`."""
    return [found for look in OUTBOXES for found in look(now)]


def _bookings(now: datetime) -> list[Outbox]:
    due = Message.objects.filter(state=Message.State.DUE, due_at__lte=now).aggregate(
        n=Count("id"), oldest=Min("due_at")
    )
    return [Outbox("appointments", Text("预约的短信和邮件", "messages of bookings"), due["n"], due["oldest"])]


def _cases(now: datetime) -> list[Outbox]:
    """What residents and departments are still to be told of cases."""
    found = []
    for name, words, waiting in (
        ("notices", Text("办件的消息", "messages of cases"), Notice.objects.filter(state=Notice.State.DUE)),
        (
            "webhooks",
            Text("发给部门系统的", "to systems of departments"),
            Webhook.objects.filter(state=Webhook.State.DUE),
        ),
    ):
        due = waiting.filter(due_at__lte=now).aggregate(n=Count("pk"), oldest=Min("due_at"))
        found.append(Outbox(name, words, due["n"], due["oldest"]))
    return found


def _lines(now: datetime) -> list[Outbox]:
    found = []
    if line := nodes.line(now=now):
        found.append(Outbox("city", Text("发给市里的", "to the city"), line.waiting.messages, line.waiting.oldest))
    for one in nodes.nodes(now=now) if nodes.here() else []:
        code = str(one.node.pk)
        found.append(
            Outbox(f"node-{code}", Text(f"发给 {code} 的", f"to {code}"), one.waiting.messages, one.waiting.oldest)
        )
    return found


OUTBOXES: tuple[Callable[[datetime], list[Outbox]], ...] = (_bookings, _cases, _lines)
"""Every outbox of the house. Rooms above the floor of this one cannot be named here; there are none with an outbox."""


@dataclass(frozen=True)
class Disk:
    """What is free where this house keeps something."""

    name: str
    words: Text
    free: int
    total: int


DISK_LEAST, DISK_LOW = 2_000_000_000, 10_000_000_000
"""Bytes free below which the house is not ready, and below which somebody should know (example)."""


def disks() -> list[Disk]:
    """Where the house keeps its files, and where its last backup lies, as far as that is on this machine."""
    folders = [("data", Text("网页和照片", "files"), Path(settings.STATIC_ROOT).parent)]
    last = backup()
    if last is not None and last.folder:
        folders.append(("backups", Text("备份", "backups"), Path(last.folder)))
    found = []
    for name, words, folder in folders:
        try:
            usage = shutil.disk_usage(folder)
        except OSError:
            continue
        found.append(Disk(name, words, usage.free, usage.total))
    return found


def called() -> str:
    """What this database is called where it notes something of itself: "city", or the code of a centre with its own node."""
    found = nodes.here()
    return found.centre if found and found.centre else "city"


MOST_UNSEALED = 20_000
"""So many events without a seal are counted: where there are more, nobody has sealed for days."""


@dataclass(frozen=True)
class Chain:
    """How far the ledger is sealed: events without a seal (up to MOST_UNSEALED), the last day whose heads were noted, and the signing key."""

    unsealed: int
    oldest_unsealed: datetime | None
    noted_on: str
    heads: dict[str, Any]
    key: str

    @property
    def is_more(self) -> bool:
        """Whether there may be more without a seal than were counted."""
        return self.unsealed >= MOST_UNSEALED

    def is_behind(self, now: datetime) -> bool:
        """Whether an event waits for its seal for much longer than the minute that it should take."""
        return self.oldest_unsealed is not None and (now - self.oldest_unsealed).total_seconds() > 600


def chain(*, now: datetime) -> Chain:
    """The state of the seals, by a look at the newest part of the ledger."""
    beyond = sealing.lately()
    with connection.cursor() as cursor:
        # Those of a centre with a node of its own are sealed there, and stand here under numbers of that node.
        cursor.execute(
            "SELECT count(*), min(found.at) FROM (SELECT e.at FROM ledger_event e WHERE e.id > %s "
            "AND e.id <= (SELECT last_value FROM ledger_event_id_seq) AND e.at <= %s "
            "AND NOT EXISTS (SELECT 1 FROM ledger_seal s WHERE s.event_id = e.id) ORDER BY e.id LIMIT %s) found",
            [beyond, now, MOST_UNSEALED],
        )
        unsealed, oldest = cursor.fetchone()
    noted = Event.objects.filter(thing=heads.THING, thing_id=called(), verb=heads.VERB).order_by("-id").first()
    data = noted.data if noted else {}
    return Chain(unsealed, oldest, str(data.get("day", "")), data.get("heads", {}), heads.public_key())


@dataclass(frozen=True)
class Backup:
    """The last backup on record, and what became of the last time that one was read back and compared."""

    name: str
    at: datetime
    bytes: int
    folder: str
    verified_name: str
    verified_at: datetime | None
    differences: int | None


def backup() -> Backup | None:
    """The last backup; None when none is on record."""
    made = _last_event("backup", "make")
    if made is None:
        return None
    verified = _last_event("backup", "verify")
    return Backup(
        name=made.thing_id,
        at=made.at,
        bytes=int(made.data.get("bytes", 0)),
        folder=str(made.data.get("folder", "")),
        verified_name=verified.thing_id if verified else "",
        verified_at=verified.at if verified else None,
        differences=verified.data.get("differences") if verified else None,
    )


def _last_event(thing: str, verb: str) -> Event | None:
    return events.newest(thing, verb)


def events_of_last_minute(*, now: datetime) -> int:
    """How many events were written in the minute before `now`, as far as the last 20,000 tell."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM (SELECT at FROM ledger_event ORDER BY id DESC LIMIT 20000) e "
            "WHERE e.at > %s::timestamptz - interval '1 minute' AND e.at <= %s",
            [now, now],
        )
        return int(cursor.fetchone()[0])


@lru_cache(maxsize=1)
def _migrations_of_the_code() -> frozenset[tuple[str, str]]:
    loader = MigrationLoader(None)
    return frozenset((key[0], key[1]) for key in loader.disk_migrations)


def migrations_missing() -> list[str]:
    """The migrations of the code that the database has not had. Raises django.db.DatabaseError."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations")
        applied = set(cursor.fetchall())
    return sorted(f"{app}.{name}" for app, name in _migrations_of_the_code() - applied)
