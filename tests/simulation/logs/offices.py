"""Logs as other offices keep them, of the same invented days: forty people a day, each with a wait and a service."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

MONDAY = datetime(2026, 11, 2)  # noqa: DTZ001 -- clocks at an office
MATTERS = ("敬老卡", "居住证", "医保登记")
CLERKS = ("W03", "W05", "W07")


@dataclass(frozen=True)
class Stay:
    """What really was."""

    number: str
    arrived: datetime
    called: datetime
    ended: datetime
    matter: str
    clerk: str
    left: bool = False


def stays(days: int = 10, people: int = 40) -> list[Stay]:
    """The same people at every call: on working days, one in ten leaves before being called."""
    chance, found = Random(8), []  # noqa: S311 -- no secret
    working = [MONDAY + timedelta(days=ahead) for ahead in range(days * 7 // 5 + 2)]
    for day in [one for one in working if one.weekday() < 5][:days]:
        for place in range(people):
            arrived = day + timedelta(hours=9, minutes=place * 9, seconds=chance.randrange(1, 60))
            called = arrived + timedelta(seconds=chance.randrange(30, 1500))
            ended = called + timedelta(seconds=chance.randrange(240, 1800))
            left = place % 10 == 9
            found.append(Stay(f"A{place + 1:03d}", arrived, called, ended, MATTERS[place % 3], CLERKS[place % 3], left))
    return found


def sheet(heading: Sequence[str], rows: Iterable[Sequence[str]], separator: str = ",", *, end: str = "\n") -> str:
    """Text with a line for each row."""
    return "".join(separator.join(row) + end for row in [heading, *rows])


Row = Callable[[Stay], Sequence[str]]


def rows(of: Row, of_stays: Iterable[Stay] | None = None) -> Iterator[Sequence[str]]:
    """A row for each stay."""
    return (of(stay) for stay in (stays() if of_stays is None else of_stays))


def f(at: datetime, form: str = "%Y-%m-%d %H:%M:%S") -> str:
    """A time as text."""
    return at.strftime(form)


def chinese_hall() -> str:
    """A number machine of a hall in China."""
    return sheet(
        ("排队号", "业务类型", "取号时间", "叫号时间", "结束时间", "窗口", "状态"),
        rows(
            lambda one: (
                one.number,
                one.matter,
                f(one.arrived, "%Y/%m/%d %H:%M:%S"),
                "" if one.left else f(one.called, "%Y/%m/%d %H:%M:%S"),
                "" if one.left else f(one.ended, "%Y/%m/%d %H:%M:%S"),
                "" if one.left else one.clerk,
                "弃号" if one.left else "办结",
            )
        ),
    )


def english_queue() -> str:
    """A queue system with times of day beside a column of days, in twelve hours, and lengths in minutes."""
    return sheet(
        (
            "Visit Date",
            "Ticket No",
            "Service",
            "Arrival Time",
            "Wait Time (min)",
            "Service Time (min)",
            "Counter",
            "Status",
        ),
        rows(
            lambda one: (
                f(one.arrived, "%d/%m/%Y"),
                one.number,
                one.matter,
                f(one.arrived, "%I:%M:%S %p"),
                f"{(one.called - one.arrived).total_seconds() / 60:.4f}",
                "" if one.left else f"{(one.ended - one.called).total_seconds() / 60:.4f}",
                "" if one.left else one.clerk,
                "No" if one.left else "Served",
            )
        ),
        ";",
    ).replace(";No\n", ";Abandoned\n")


def call_centre() -> str:
    """The columns of the anonymous bank's call centre of 1999: zeros where something did not happen."""
    head = "vru+line call_id customer_id priority type date vru_entry vru_exit vru_time q_start q_exit q_time outcome ser_start ser_exit ser_time server"
    clock, nothing = "%H:%M:%S", "0:00:00"

    def row(one: Stay) -> Sequence[str]:
        entry = one.arrived - timedelta(seconds=9)
        wait, service = (one.called - one.arrived).seconds, (one.ended - one.called).seconds
        at_agent = (
            (nothing, nothing, "0", "NO_SERVER")
            if one.left
            else (f(one.called, clock), f(one.ended, clock), f"{service}", one.clerk)
        )
        queue = (f(one.arrived, clock), f(one.called, clock), f"{wait}")
        return (
            "AA0101", f"3{one.number[1:]}{one.arrived:%d}", "0", "0", "PS", f(one.arrived, "%y%m%d"),
            f(entry, clock), f(one.arrived, clock), "9", *queue, "HANG" if one.left else "AGENT", *at_agent,
        )  # fmt: skip

    return sheet(head.split(), rows(row), "\t")


def steps(*, zone: str = "+08:00") -> str:
    """A row for each step, as tools of process mining want it."""
    lines = []
    for one in stays():
        case = f"{one.arrived:%m%d}-{one.number}"
        lines.append((case, "取号", f(one.arrived, "%Y-%m-%dT%H:%M:%S") + zone, "", one.matter))
        if one.left:
            lines.append((case, "弃号", f(one.called, "%Y-%m-%dT%H:%M:%S") + zone, "", one.matter))
            continue
        lines.append((case, "叫号", f(one.called, "%Y-%m-%dT%H:%M:%S") + zone, one.clerk, one.matter))
        lines.append((case, "办结", f(one.ended, "%Y-%m-%dT%H:%M:%S") + zone, one.clerk, one.matter))
    return sheet(("case:concept:name", "concept:name", "time:timestamp", "org:resource", "事项"), lines)


def lifecycle() -> str:
    """Starts and completions of one activity, which is all that some logs have."""
    lines = []
    for one in stays():
        if one.left:
            continue
        case = f"{one.arrived:%m%d}-{one.number}"
        for activity, phase, at, by in (
            ("Queue", "start", one.arrived, ""),
            ("Queue", "complete", one.called, ""),
            ("Handle request", "start", one.called, one.clerk),
            ("Handle request", "complete", one.ended, one.clerk),
        ):
            lines.append((case, activity, phase, f(at), by))
    return sheet(("Case ID", "Activity", "lifecycle:transition", "Timestamp", "Resource"), lines)


def intervals() -> str:
    """A row for each activity, with when it began and ended."""
    lines = []
    for one in stays():
        case = f"{one.arrived:%m%d}-{one.number}"
        lines.append((case, "Check-in", f(one.arrived), f(one.arrived), "", one.matter))
        if not one.left:
            lines.append((case, "Consultation", f(one.called), f(one.ended), one.clerk, one.matter))
    return sheet(("Case ID", "Activity", "Start Timestamp", "Complete Timestamp", "Agent", "Service"), lines)


def nameless() -> str:
    """No heading at all."""
    found = rows(lambda one: (one.number, one.matter, f(one.arrived), f(one.called), f(one.ended), one.clerk))
    return sheet((), found, "|").lstrip("\n")


def unix() -> str:
    """Seconds since 1970 and milliseconds, as programs write them."""
    hours = timedelta(hours=8)
    epoch = datetime(1970, 1, 1)  # noqa: DTZ001
    return sheet(
        ("id", "queue", "created_at", "called_at", "finished_at", "agent"),
        rows(
            lambda one: (
                one.number,
                one.matter,
                *(f"{int((at - hours - epoch).total_seconds() * 1000)}" for at in (one.arrived, one.called, one.ended)),
                one.clerk,
            )
        ),
        "\t",
    )


def written(folder: Path, text: str, *, encoding: str = "utf-8", name: str = "log.csv") -> Path:
    """The text as a file."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path
