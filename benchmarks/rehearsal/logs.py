"""Event logs: how fast they are written and read. Invented visits, the same each time; processor time of one core.

The writers are held against what the issue asks, 200,000 events a second; what r4pm 0.6.2 takes to read the file is
told beside it, as a scale: a Rust library reads it, plain Python writes it.
"""

from __future__ import annotations

import io
import tempfile
import time
from datetime import datetime, timedelta, timezone
from pathlib import Path

from benchmarks.report import Row, interleaved
from onetrip.simulation.logs.reading import visits
from onetrip.simulation.logs.writing import Event, Thing, Touch, Touching, Trace, write_ocel, write_xes

REACH = 200_000
"""Events a second."""

PEOPLE = 12_000
STEPS = ("取号", "叫号", "开始办", "受理", "办完")
SHANGHAI = timezone(timedelta(hours=8))
MONDAY = datetime(2026, 11, 2, 9, tzinfo=SHANGHAI)


def _at(person: int, step: int) -> datetime:
    return MONDAY + timedelta(days=person // 400, seconds=person % 400 * 70 + step * 240)


def traces() -> list[Trace]:
    """Visits of five steps each, with the values that the house writes."""
    return [
        Trace(
            f"way-{person:020x}",
            [
                Event(
                    name,
                    _at(person, step),
                    f"staff-{person % 12:020x}" if step else "device",
                    {"window": person % 12, "matter": f"matter-{person % 60}", "state": "waiting"},
                )
                for step, name in enumerate(STEPS)
            ],
        )
        for person in range(PEOPLE)
    ]


def touching() -> tuple[list[Touching], list[Thing]]:
    """The same with what each step concerns: number, person, window, clerk, and the case where there is one."""
    found = []
    for person in range(PEOPLE):
        ticket, who = Touch(f"ticket-{person:020x}", "ticket"), Touch(f"person-{person:020x}", "resident")
        place, clerk = Touch(f"window-{person % 12}", "window"), Touch(f"staff-{person % 12:020x}", "by")
        case = Touch(f"case-{person:020x}", "case")
        values = {"window": person % 12, "matter": f"matter-{person % 60}", "state": "waiting"}
        found += [
            Touching(
                f"e{person * 5 + step}",
                name,
                _at(person, step),
                (case, ticket, who, clerk) if name == "受理" else (ticket, who, place, clerk),
                values,
            )
            for step, name in enumerate(STEPS)
        ]
    names = {touch.thing for event in found for touch in event.touches}
    return found, [Thing(name, name.partition("-")[0]) for name in sorted(names)]


def sheet() -> bytes:
    """The same visits as a queue system's sheet: a row each."""
    lines = ["排队号,业务类型,取号时间,叫号时间,结束时间,窗口"]
    for person in range(PEOPLE):
        came, called, went = (_at(person, step).strftime("%Y-%m-%d %H:%M:%S") for step in (0, 1, 4))
        lines.append(f"A{person % 400:03d},matter-{person % 60},{came},{called},{went},W{person % 12}")
    return "\n".join(lines).encode()


def rows() -> list[Row]:
    """The figures of this part."""
    cases, (events, things) = traces(), touching()
    written = io.BytesIO()
    write_xes(written, cases, name="log")
    with tempfile.TemporaryDirectory() as folder:
        xes, table = Path(folder) / "log.xes", Path(folder) / "log.csv"
        xes.write_bytes(written.getvalue())
        table.write_bytes(sheet())
        seconds = interleaved(
            {
                "xes": lambda _: write_xes(io.BytesIO(), cases, name="log"),
                "ocel": lambda _: write_ocel(io.BytesIO(), events, things),
                "read xes": lambda _: visits(xes).lines,
                "read sheet": lambda _: visits(table).lines,
            },
            rounds=5,
        )
        peer = _read_by_peer(xes)
    rate = {name: 1 / each for name, each in seconds.items()}
    return [
        Row("XES written, standard library", rate["xes"], "events/s", "higher", REACH),
        Row("OCEL 2.0 (JSON) written, standard library", rate["ocel"], "events/s", "higher", REACH),
        Row("XES read into visits, doubts told", rate["read xes"], "events/s", "higher", None, *peer),
        Row("sheet of unknown making read into visits", rate["read sheet"], "rows/s", "higher"),
    ]


def _read_by_peer(path: Path) -> tuple[str, float] | tuple[()]:
    """r4pm reads the log and makes nothing of it; without r4pm, which is a tool of development, there is no peer."""
    try:
        import r4pm
    except ImportError:
        return ()
    began = time.process_time()
    r4pm.remove_item(r4pm.import_item("EventLog", str(path)))
    return "r4pm 0.6.2 (Rust), parsing alone", PEOPLE * len(STEPS) / (time.process_time() - began)
