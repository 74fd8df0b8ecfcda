"""OCEL 2.0 as JSON: events with all the things they concern (https://www.ocel-standard.org/, specification of 2023)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from itertools import islice
from json.encoder import encode_basestring
from math import isfinite
from typing import BinaryIO

from onetrip.simulation.logs.writing.marks import moment
from onetrip.simulation.logs.writing.shapes import Thing, Touch, Touching, Value

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""Since when a thing's values hold where nobody said: ever since, as OCEL 2.0 asks."""

_AT_ONCE = 1000
_MOST_KEPT = 1 << 16

Kinds = dict[str, dict[str, str]]
"""Of each kind of event or thing the names of its values, with their types."""


def write_ocel(file: BinaryIO, events: Iterable[Touching], things: Iterable[Thing]) -> int:
    """Write a log to `file` and say how many events it has. Raises ValueError for a time without a zone.

    `things` is read after the last event, so that it may follow from them. What types there are is known only then too,
    and stands at the end.
    """
    of_events, of_things = _Lines(), _Lines()
    file.write(b'{"events":[\n')
    count = _write_all(file, map(of_events.event, events))
    file.write(b'\n],\n"objects":[\n')
    _write_all(file, map(of_things.thing, things))
    types = f'"objectTypes":{_types(of_things.kinds)},\n"eventTypes":{_types(of_events.kinds)}'
    file.write(f"\n],\n{types}}}\n".encode("utf-8", "replace"))
    return count


def _write_all(file: BinaryIO, lines: Iterator[str]) -> int:
    """The lines with commas between them; a lone surrogate, which no UTF-8 can hold, becomes a question mark."""
    written, before = 0, ""
    while block := list(islice(lines, _AT_ONCE)):
        file.write((before + ",\n".join(block)).encode("utf-8", "replace"))
        written += len(block)
        before = ",\n"
    return written


class _Lines:
    """Events or things as JSON, and in `kinds` the types of their values. What is written alike for many is kept."""

    def __init__(self) -> None:
        self.kinds: Kinds = {}
        self._touches: dict[Touch, str] = {}
        self._values: dict[tuple[object, ...], str] = {}

    def event(self, event: Touching) -> str:
        """One event."""
        identity, activity, at, touches, values = event
        return (
            f'{{"id":{encode_basestring(identity)},"type":{encode_basestring(activity)},"time":"{moment(at)}",'
            f'"attributes":[{self._attributes(activity, values, "")}],"relationships":[{self._related(touches)}]}}'
        )

    def thing(self, thing: Thing) -> str:
        """One thing; its values say since when they hold."""
        identity, kind, values, since, belongs = thing
        attributes = self._attributes(kind, values, f',"time":"{moment(since or BEGINNING)}"' if values else "")
        return (
            f'{{"id":{encode_basestring(identity)},"type":{encode_basestring(kind)},'
            f'"attributes":[{attributes}],"relationships":[{self._related(belongs)}]}}'
        )

    def _related(self, touches: Iterable[Touch]) -> str:
        known = self._touches
        return ",".join([known.get(touch) or self._touch(touch) for touch in touches])

    def _touch(self, touch: Touch) -> str:
        if len(self._touches) > _MOST_KEPT:
            self._touches.clear()
        thing, qualifier = touch
        text = f'{{"objectId":{encode_basestring(thing)},"qualifier":{encode_basestring(qualifier)}}}'
        self._touches[touch] = text
        return text

    def _attributes(self, kind: str, values: Mapping[str, Value], more: str) -> str:
        if not values:
            self.kinds.setdefault(kind, {})
            return ""
        # With their types: 1, 1.0 and True are equal, and written differently.
        key = (kind, more, *values.items(), *map(type, values.values()))
        return self._values.get(key) or self._named(key, kind, values, more)

    def _named(self, key: tuple[object, ...], kind: str, values: Mapping[str, Value], more: str) -> str:
        told = self.kinds.setdefault(kind, {})
        for name, value in values.items():
            told[name] = _together(told.get(name), kind_of(value))
        text = ",".join(
            [f'{{"name":{encode_basestring(name)},"value":{_json(value)}{more}}}' for name, value in values.items()]
        )
        if datetime not in key:  # moments are equal in whichever zone they are told
            if len(self._values) > _MOST_KEPT:
                self._values.clear()
            self._values[key] = text
        return text


def kind_of(value: Value) -> str:
    """The type of a value, as OCEL 2.0 calls it."""
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "float"
    return "time" if isinstance(value, datetime) else "string"


def _together(before: str | None, kind: str) -> str:
    """The type of a value that has had both: numbers are together broken ones, other things text."""
    if before is None or before == kind:
        return kind
    return "float" if {before, kind} == {"integer", "float"} else "string"


def _json(value: Value) -> str:
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f'"{moment(value)}"'
    return repr(value) if isinstance(value, int) or isfinite(value) else "null"  # JSON has no such numbers


def _types(kinds: Kinds) -> str:
    listed = (
        f'{{"name":{encode_basestring(name)},"attributes":['
        + ",".join(f'{{"name":{encode_basestring(one)},"type":"{kind}"}}' for one, kind in told.items())
        + "]}"
        for name, told in kinds.items()
    )
    return "[" + ",".join(listed) + "]"
