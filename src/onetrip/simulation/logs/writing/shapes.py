"""What a log is made of, as plain tuples: a centre's year has two million of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

Value = str | int | float | bool | datetime
NOTHING: Mapping[str, Value] = {}


class Event(NamedTuple):
    """One event of a case. `at` carries its zone; `resource` is who or what did it, "" where nobody did."""

    activity: str
    at: datetime
    resource: str = ""
    values: Mapping[str, Value] = NOTHING


class Trace(NamedTuple):
    """A case: its name and its events, in the order in which they happened."""

    name: str
    events: Iterable[Event]
    values: Mapping[str, Value] = NOTHING


class Touch(NamedTuple):
    """An event concerns a thing, as what: the ticket, the clerk who served, the window where it was."""

    thing: str
    qualifier: str


class Touching(NamedTuple):
    """One event of a log of things. `id` is its own within the log."""

    id: str
    activity: str
    at: datetime
    touches: Iterable[Touch]
    values: Mapping[str, Value] = NOTHING


class Thing(NamedTuple):
    """Something that events concern. `values` hold from `since` on (None: ever since); `belongs`: other things, as what."""

    id: str
    kind: str
    values: Mapping[str, Value] = NOTHING
    since: datetime | None = None
    belongs: Iterable[Touch] = ()
