"""Walks a chain of seals, from the database or from an exported file, and names each place where it does not hold.

An event that was changed, and one that is missing, put in or moved, breaks the chain at its place. Whoever may write seals
could seal everything anew from there on; and an end that is cut off leaves a shorter chain that holds. Both are found by a
head (`heads`) that was kept elsewhere: it says which digest stood at which position on which day.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.db import connection
from psycopg import sql

from onetrip.ledger.heads import Head, Trust
from onetrip.ledger.sealing import CONTENT, START, digest
from onetrip.rules import Text

Link = tuple[int, int, str, int, str | None]
"""A seal with what it covers: position, number of the event, digest, form, content (None: the event is not there)."""


_CHAIN = f"""
COPY (
  SELECT s.position, s.event_id, s.digest, s.form, {CONTENT}
  FROM ledger_seal s LEFT JOIN ledger_event e ON e.id = s.event_id
  WHERE s.centre = {{}} ORDER BY s.position
) TO STDOUT
"""  # noqa: S608 -- our own words; the centre is quoted by the driver


class Reason(StrEnum):
    """What is wrong at a place of a chain."""

    SEAL_MISSING = "a seal is missing"
    EVENT_MISSING = "the event is missing"
    CHANGED = "the event was changed"
    SEALED_ANEW = "a head says otherwise: the chain was written anew"
    CUT_OFF = "a head goes further: the end was cut off"
    FORGED_HEAD = "the signature of a head does not fit"
    UNREADABLE = "the line cannot be read"


IN_WORDS = {
    Reason.SEAL_MISSING: Text("少了一道封条", Reason.SEAL_MISSING.value),
    Reason.EVENT_MISSING: Text("这条流水不见了", Reason.EVENT_MISSING.value),
    Reason.CHANGED: Text("这条流水被改过", Reason.CHANGED.value),
    Reason.SEALED_ANEW: Text("和存下的链头对不上，链被重写过", Reason.SEALED_ANEW.value),
    Reason.CUT_OFF: Text("存下的链头更长，末尾被截掉了", Reason.CUT_OFF.value),
    Reason.FORGED_HEAD: Text("链头的签名不对", Reason.FORGED_HEAD.value),
    Reason.UNREADABLE: Text("这一行读不懂", Reason.UNREADABLE.value),
}


@dataclass(frozen=True)
class Break:
    """Where a chain no longer agrees with its events, or with a head."""

    centre: str
    position: int
    event_id: int
    reason: Reason


@dataclass
class Walked:
    """How far a walk went: the number of seals, and the last digest."""

    position: int = 0
    digest: str = START


def walk(
    centre: str,
    links: Iterable[Link],
    *,
    heads: Sequence[Head] = (),
    trust: Trust | None = None,
    walked: Walked | None = None,
) -> Iterator[Break]:
    """Yield where `links`, in their order, do not hold together or differ from one of the `heads` of `centre`.

    `trust` judges the signatures of the heads; None: they come from the chain of the house itself and carry none.
    `walked`, if given, holds at the end how far the chain goes.
    """
    walked = walked if walked is not None else Walked()
    believed = [head for head in heads if head.centre == centre and (trust is None or trust.believes(head))]
    for head in heads:
        if head.centre == centre and head not in believed:
            yield Break(centre, head.position, 0, Reason.FORGED_HEAD)
    told: dict[int, set[str]] = defaultdict(set)
    for head in believed:
        told[head.position].add(head.digest)
    previous, expected = START, 0
    for position, event_id, sealed, form, content in links:
        expected += 1
        whole = position == expected
        if not whole:
            yield Break(centre, expected, event_id, Reason.SEAL_MISSING)
            expected = position
        if content is None:
            yield Break(centre, position, event_id, Reason.EVENT_MISSING)
        elif whole and not _fits(previous, content, form, sealed):
            yield Break(centre, position, event_id, Reason.CHANGED)
        if position in told and told.pop(position) != {sealed}:
            yield Break(centre, position, event_id, Reason.SEALED_ANEW)
        previous = sealed
    walked.position, walked.digest = expected, previous
    # A head that the walk went past stood at a seal that is missing, which was told of at its place.
    yield from (Break(centre, position, 0, Reason.CUT_OFF) for position in sorted(told) if position > expected)


def _fits(previous: str, content: str, form: int, sealed: str) -> bool:
    try:
        return digest(previous, content, form) == sealed
    except ValueError:
        return False


def breaks(
    centre: str, *, heads: Sequence[Head] = (), trust: Trust | None = None, walked: Walked | None = None
) -> Iterator[Break]:
    """Walk the chain of `centre` in the database as it is now; yields nothing when it is whole. As `walk` otherwise."""
    return walk(centre, links_of(centre), heads=heads, trust=trust, walked=walked)


def links_of(centre: str) -> Iterator[Link]:
    """The chain of `centre` with its events, in order, streamed: no more than a few rows are in memory at once."""
    question = sql.SQL(_CHAIN).format(sql.Literal(centre))
    with connection.cursor() as cursor, cursor.copy(question) as rows:
        for row in rows:
            position, event_id, sealed, form, content = bytes(row).decode().rstrip("\n").split("\t")
            if "\\" in content:
                # The JSON of an event holds no sign that COPY would write otherwise, but for the backslash. Without its
                # event the row has an array of nulls, in which the first is null.
                content = content.replace("\\\\", "\\")
            yield int(position), int(event_id), sealed, int(form), None if content.startswith("[null") else content


def unsealed(centre: str) -> int:
    """How many events of `centre` have no seal yet; the clock seals every minute."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ledger_event e WHERE e.centre = %s "
            "AND NOT EXISTS (SELECT 1 FROM ledger_seal s WHERE s.event_id = e.id)",
            [centre],
        )
        return int(cursor.fetchone()[0])


_LINE = re.compile(
    r'\{"position":(\d{1,18}),"event_id":(\d{1,18}),"form":(\d{1,4}),"seal":"([^"]*)","event":(.*)\}', re.ASCII
)


def line_of(link: Link) -> str:
    """A link as a line of an exported file; what the seal covers stands after "event": as it was sealed."""
    position, event_id, sealed, form, content = link
    return (
        f'{{"position":{position},"event_id":{event_id},"form":{form},"seal":"{sealed}","event":{content or "null"}}}\n'
    )


class Unreadable(Exception):
    """A line of a file that is no line of a ledger; `number` counts from 1."""

    def __init__(self, number: int) -> None:
        super().__init__(f"line {number} cannot be read")
        self.number = number


def links_in(path: Path) -> Iterator[Link]:
    """The chain in an exported file, streamed. Raises Unreadable, OSError."""
    with path.open(encoding="utf-8", errors="strict", newline="\n") as lines:
        number = 0
        try:
            for number, line in enumerate(lines, 1):
                found = _LINE.fullmatch(line.removesuffix("\n"))
                if found is None or not line.endswith("\n"):
                    raise Unreadable(number)
                position, event_id, form, sealed, content = found.groups()
                if content == "null":
                    yield int(position), int(event_id), sealed, int(form), None
                    continue
                if not content.startswith(f"[{event_id}, "):
                    raise Unreadable(number)
                yield int(position), int(event_id), sealed, int(form), content
        except UnicodeDecodeError as error:
            raise Unreadable(number + 1) from error


def breaks_in(
    path: Path, centre: str, *, heads: Sequence[Head] = (), trust: Trust | None = None, walked: Walked | None = None
) -> Iterator[Break]:
    """Walk the chain in an exported file, without any database; yields nothing when it is whole. As `walk` otherwise."""
    try:
        yield from walk(centre, links_in(path), heads=heads, trust=trust, walked=walked)
    except Unreadable as line:
        yield Break(centre, line.number, 0, Reason.UNREADABLE)
