"""XES, IEEE 1849-2016: cases with their events, for every tool of process mining."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import lru_cache
from itertools import islice
from typing import BinaryIO

from onetrip.simulation.logs.writing.marks import in_attribute, moment
from onetrip.simulation.logs.writing.shapes import Event, Trace, Value

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
\t<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
\t<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
\t<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
\t<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
\t<global scope="trace">
\t\t<string key="concept:name" value=""/>
\t</global>
\t<global scope="event">
\t\t<string key="concept:name" value=""/>
\t\t<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>
\t</global>
\t<classifier name="Activity" keys="concept:name"/>
"""

_AT_ONCE = 256
"""Cases that are written in one go."""


def write_xes(file: BinaryIO, traces: Iterable[Trace], *, name: str, values: Mapping[str, Value] | None = None) -> int:
    """Write a log called `name` to `file`, and say how many events it has. Raises ValueError for a time without a zone.

    Every event is a completed one: what lasts is told by two events. No more than a few cases are held at a time.
    """
    file.write((_HEAD + _attribute("\t", "concept:name", name) + _attributes("\t", values or {})).encode())
    counted = _Counter()
    cases = (_trace(trace, counted) for trace in traces)
    while block := "".join(islice(cases, _AT_ONCE)):
        file.write(block.encode())
    file.write(b"</log>\n")
    return counted.events


class _Counter:
    events = 0


def _trace(trace: Trace, counted: _Counter) -> str:
    lines = [f'\t<trace>\n\t\t<string key="concept:name" value="{in_attribute(trace.name)}"/>\n']
    if trace.values:
        lines.append(_attributes("\t\t", trace.values))
    lines.extend(_events(trace.events))
    counted.events += len(lines) - 1 - bool(trace.values)
    lines.append("\t</trace>\n")
    return "".join(lines)


def _events(events: Iterable[Event]) -> Iterator[str]:
    for activity, at, resource, values in events:
        head, rest = _around(activity, resource)
        more = _attributes("\t\t\t", values) if values else ""
        yield f"{head}{moment(at)}{rest}{more}\t\t</event>\n"


@lru_cache(maxsize=1 << 14)
def _around(activity: str, resource: str) -> tuple[str, str]:
    """What stands before and behind the moment of an event: the same for many."""
    head = f'\t\t<event>\n\t\t\t<string key="concept:name" value="{in_attribute(activity)}"/>\n'
    done = '\t\t\t<string key="lifecycle:transition" value="complete"/>\n'
    by = f'\t\t\t<string key="org:resource" value="{in_attribute(resource)}"/>\n' if resource else ""
    return f'{head}\t\t\t<date key="time:timestamp" value="', f'"/>\n{done}{by}'


def _attributes(indent: str, values: Mapping[str, Value]) -> str:
    return "".join([_attribute(indent, key, value) for key, value in values.items()])


@lru_cache(maxsize=1 << 16, typed=True)  # typed: 1, 1.0 and True are equal and written differently
def _attribute(indent: str, key: str, value: Value) -> str:
    kind, text = _typed(value)
    return f'{indent}<{kind} key="{in_attribute(key)}" value="{text}"/>\n'


def _typed(value: Value) -> tuple[str, str]:
    if isinstance(value, str):
        return "string", in_attribute(value)
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, int):
        return "int", str(value)
    if isinstance(value, datetime):
        return "date", moment(value)
    return "float", _float(value)


def _float(value: float) -> str:
    """As xs:double writes it."""
    text = repr(value)
    return {"nan": "NaN", "inf": "INF", "-inf": "-INF"}.get(text, text)
