"""XES of any making is read as a stream, and none of it can do harm."""

from __future__ import annotations

import gzip
import io
import itertools
from datetime import timedelta, timezone
from pathlib import Path

import numpy as np
import pytest

from onetrip.simulation.logs.reading import Fate, LogRefused, visits
from onetrip.simulation.logs.writing import Event, Trace, write_xes
from tests.simulation.logs.offices import Stay, stays

SHANGHAI = timezone(timedelta(hours=8))


def trace(stay: Stay) -> Trace:
    called, ended = ("过号", None) if stay.left else ("叫号", stay.ended)
    steps = [("取号", stay.arrived, ""), (called, stay.called, stay.clerk)]
    steps += [("办结", ended, stay.clerk)] if ended else []
    events = [Event(name, at.replace(tzinfo=SHANGHAI), by, {"事项": stay.matter}) for name, at, by in steps]
    return Trace(f"{stay.arrived:%m%d}{stay.number}", events)


def own_log() -> bytes:
    file = io.BytesIO()
    write_xes(file, map(trace, stays()), name="log")
    return file.getvalue()


def municipal() -> str:
    """A log of cases that go from desk to desk over days, without any queue: what archives of process mining hold."""
    lines = ['<log xes.version="1.0"><string key="creator" value="somebody"/>']
    for case in range(30):
        lines.append(f'<trace><string key="concept:name" value="case-{case}"/><string key="channel" value="Desk"/>')
        for place, (name, hour) in enumerate((("T02 Check", 9), ("T04 Determine", 10), ("T10 Stop", 11))):
            lines.append(
                f'<event><string key="org:resource" value="R{place}"/><string key="concept:name" value="{name}"/>'
                f'<date key="time:timestamp" value="2011-10-{case % 5 + 10}T{hour}:{case:02d}:10.500+02:00">'
                '<string key="inner" value="of an attribute"/></date></event>'
            )
        lines.append("</trace>")
    return "".join([*lines, "</log>"])


def test_our_own_log_is_read_back(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_bytes(own_log())
    log = visits(tmp_path / "log.xes")
    served = [stay for stay in stays() if not stay.left]
    assert log.table.services[log.table.fate == Fate.SERVED] == pytest.approx(
        [(stay.ended - stay.called).total_seconds() / 60 for stay in served]
    )
    assert int((log.table.fate == Fate.MISSED).sum()) == len(stays()) - len(served)
    assert {doubt.code for doubt in log.doubts} == set()
    assert len(log.table.matters) == 3


def test_a_packed_log_is_read_alike(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_bytes(own_log())
    (tmp_path / "log.xes.gz").write_bytes(gzip.compress(own_log()))
    plain, packed = visits(tmp_path / "log.xes"), visits(tmp_path / "log.xes.gz")
    assert np.array_equal(plain.table.ended, packed.table.ended, equal_nan=True)


def test_a_log_without_a_queue_is_read_as_what_it_is_and_that_is_said(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_text(municipal(), encoding="utf-8")
    log = visits(tmp_path / "log.xes")
    assert len(log.table) == 30
    assert log.table.arrived[0] == pytest.approx(9 * 60 + 10.5 / 60)
    assert "steps-not-queues" in {doubt.code for doubt in log.doubts}


def test_a_log_that_breaks_off_is_used_up_to_there(tmp_path: Path) -> None:
    whole = own_log()
    (tmp_path / "log.xes").write_bytes(whole[: len(whole) // 2])
    log = visits(tmp_path / "log.xes")
    assert len(log.table) in range(190, 210)
    assert "cut-short" in {doubt.code for doubt in log.doubts}


def test_a_packed_log_that_was_not_sent_wholly_is_refused(tmp_path: Path) -> None:
    whole = gzip.compress(own_log())
    (tmp_path / "log.xes.gz").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(LogRefused, match="packed-broken"):
        visits(tmp_path / "log.xes.gz")


BOMB = """<?xml version="1.0"?><!DOCTYPE log [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><log>&b;</log>"""
THIEF = """<?xml version="1.0"?><!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/hostname">]><log>&x;</log>"""
ELSEWHERE = """<?xml version="1.0"?><!DOCTYPE log SYSTEM "http://localhost:9/log.dtd"><log/>"""


@pytest.mark.parametrize("harmful", [BOMB, THIEF, ELSEWHERE], ids=["bomb", "thief", "elsewhere"])
def test_declarations_are_refused_before_anything_is_made_of_them(harmful: str, tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_text(harmful, encoding="utf-8")
    with pytest.raises(LogRefused, match="xml-declares"):
        visits(tmp_path / "log.xes")


def test_a_file_that_blows_up_when_unpacked_is_refused(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "log.csv.gz", "wb", compresslevel=9) as file:
        for _ in range(80):
            file.write(b"a,b\n" * (1 << 18))
    with pytest.raises(LogRefused, match="too-big"):
        visits(tmp_path / "log.csv.gz")


def test_elements_without_end_in_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "log.xes").write_text("<log>" + "<list>" * 10_000, encoding="utf-8")
    with pytest.raises(LogRefused, match="not-xes"):
        visits(tmp_path / "log.xes")


def test_events_of_a_prefixed_name_space_are_events(tmp_path: Path) -> None:
    text = own_log().decode()
    for name in ("log", "trace", "event", "string", "date"):
        text = text.replace(f"<{name} ", f"<x:{name} ").replace(f"<{name}>", f"<x:{name}>")
        text = text.replace(f"</{name}>", f"</x:{name}>")
    (tmp_path / "log.xes").write_text(text.replace("xmlns=", "xmlns:x="), encoding="utf-8")
    assert len(visits(tmp_path / "log.xes").table) == len(stays())


def test_events_of_one_second_keep_the_order_of_what_they_mean(tmp_path: Path) -> None:
    at = stays()[0].arrived.replace(tzinfo=SHANGHAI)
    for order in itertools.permutations(("取号", "叫号", "办结")):
        file = io.BytesIO()
        write_xes(file, [Trace("A", [Event(name, at) for name in order])], name="log")
        (tmp_path / "log.xes").write_bytes(file.getvalue())
        table = visits(tmp_path / "log.xes").table
        assert (table.waits[0], table.services[0], table.fate[0]) == (0, 0, Fate.SERVED)
