"""XES read as a stream. Nothing from outside the file is ever fetched, and a file that declares entities is refused."""

from __future__ import annotations

from io import BufferedReader
from xml.parsers import expat

from onetrip.simulation.logs.reading.log import LogRefused
from onetrip.simulation.logs.reading.noting import Notes
from onetrip.simulation.logs.reading.raw import NEVER, OfficeClock
from onetrip.simulation.logs.reading.roles import Role, sureness
from onetrip.simulation.logs.reading.steps import Steps
from onetrip.simulation.logs.reading.times import read

_BLOCK = 1 << 18
_MOST_STEPS = 20_000_000
_DEEPEST = 200
_RESOURCES = ("org:resource", "org:role", "org:group")


def steps_of(file: BufferedReader, clock: OfficeClock, notes: Notes) -> tuple[Steps, dict[str, str]]:
    """The events of a log, and which attributes were taken for what. Raises LogRefused for XML that is no log."""
    reader = _Reader(clock, notes)
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = reader.begin
    parser.EndElementHandler = reader.end
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.EntityDeclHandler = _refuse_declarations
    try:
        while block := file.read(_BLOCK):
            parser.Parse(block)
        parser.Parse(b"", True)  # noqa: FBT003 -- the parameter has no name
    except expat.ExpatError:
        if not len(reader.steps):
            raise _no_log() from None
        notes.note("cut-short")
    if not len(reader.steps):
        raise LogRefused("no-event", "日志里没有事件。", "There is no event in the log.")
    return reader.steps, reader.taken


def _refuse_declarations(*_told: object) -> None:
    raise LogRefused(
        "xml-declares",
        "这个 XML 文件自己声明了实体或文档类型，可能有害，没有读。请重新导出不带 DOCTYPE 的 XES。",
        "This XML declares a document type or entities, which can do harm; it was not read. Please export XES without DOCTYPE.",
    )


def _no_log() -> LogRefused:
    return LogRefused(
        "not-xes",
        "这是 XML，但不是 XES 日志。请导出成 XES 或 CSV。",
        "This is XML but no XES log. Please export as XES or CSV.",
    )


class _Reader:
    """What is open while the elements come: log, trace, event, and how deep among attributes of attributes."""

    def __init__(self, clock: OfficeClock, notes: Notes) -> None:
        self.steps, self.taken = Steps(), dict[str, str]()
        self._clock, self._notes = clock, notes
        self._depth, self._inner, self._traces = 0, 0, 0
        self._trace: dict[str, str] | None = None
        self._event: dict[str, str] | None = None
        self._matters: dict[str, float] = {}

    def begin(self, tag: str, told: dict[str, str]) -> None:
        """An element begins."""
        tag = tag.rpartition(":")[2]
        self._depth += 1
        if self._depth > _DEEPEST or (self._depth == 1 and tag != "log"):
            raise _no_log()
        if tag == "trace" and self._event is None:
            self._trace = {}
            self._traces += 1
        elif tag == "event" and self._event is None:
            self._event, self._inner = {}, 0
        elif self._event is not None or self._trace is not None:
            self._inner += 1
            if self._inner == 1:
                of = self._event if self._event is not None else self._trace
                if of is not None and "key" in told:
                    of.setdefault(told["key"], told.get("value", ""))

    def end(self, tag: str) -> None:
        """An element ends."""
        tag = tag.rpartition(":")[2]
        self._depth -= 1
        if tag == "event" and self._event is not None and not self._inner:
            self._add(self._event)
            self._event = None
        elif tag == "trace" and self._event is None and not self._inner:
            self._trace = None
        elif self._inner:
            self._inner -= 1

    def _add(self, event: dict[str, str]) -> None:
        if len(self.steps) >= _MOST_STEPS:
            raise LogRefused(
                "too-long", "事件太多，没有读。请按月份分开。", "There are too many events. Please split it by month."
            )
        trace = self._trace if self._trace is not None else {}
        at = read(event.get("time:timestamp", ""))
        if at is None and event.get("time:timestamp"):
            self._notes.note("time-unread")
        resource = next((event[key] for key in _RESOURCES if event.get(key)), "")
        self.steps.add(
            trace.get("concept:name") or f"{self._traces}",
            event.get("concept:name", ""),
            event.get("lifecycle:transition", ""),
            self._clock(at) if at is not None else NEVER,
            resource,
            self._matter(event) or self._matter(trace),
        )

    def _matter(self, values: dict[str, str]) -> str:
        """The value of the attribute whose name says most clearly that it is the matter."""
        for key in values:
            if key not in self._matters:
                known = key.startswith(("concept:", "time:", "lifecycle:", "org:"))
                self._matters[key] = 0.0 if known else sureness(key.rpartition(":")[2], Role.MATTER)
        best = max(values, key=lambda key: self._matters[key], default="")
        if not best or not self._matters[best]:
            return ""
        self.taken[Role.MATTER] = best
        return values[best]
