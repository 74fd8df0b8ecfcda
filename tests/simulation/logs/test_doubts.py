"""Logs with holes, doubles and impossible times: each is noticed, told in words, and nothing false is made of it."""

from __future__ import annotations

import string
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onetrip.simulation.logs.reading import Fate, LogRefused, ReadLog, visits
from onetrip.simulation.logs.reading.times import lasting
from onetrip.simulation.logs.reading.times import read as read_time
from tests.simulation.logs import offices
from tests.simulation.logs.offices import Stay, f, rows, sheet, stays, written

HEAD = ("number", "arrived", "called", "ended", "clerk", "matter")


def kept(of_stays: list[Stay], **others: object) -> str:
    """A sheet of these stays; `others` replace a column."""

    def row(one: Stay) -> list[str]:
        cells = {
            "number": one.number, "arrived": f(one.arrived), "called": f(one.called), "ended": f(one.ended),
            "clerk": one.clerk, "matter": one.matter,
        }  # fmt: skip
        return [str(cell) for cell in (cells | others).values()]

    return sheet(HEAD, rows(row, of_stays))


def read(folder: Path, text: str) -> ReadLog:
    return visits(written(folder, text))


def noted(log: ReadLog) -> dict[str, int]:
    return {doubt.code: doubt.count for doubt in log.doubts}


def test_every_doubt_is_told_in_both_languages_with_what_was_done(tmp_path: Path) -> None:
    log = read(tmp_path, kept(stays()) + kept(stays()[:3]).partition("\n")[2] + "x\n")
    assert log.doubts
    for doubt in log.doubts:
        assert doubt.count > 0
        assert all((doubt.what.zh, doubt.what.en, doubt.done.zh, doubt.done.en))


def test_a_log_without_fault_has_nothing_doubtful_but_its_zone(tmp_path: Path) -> None:
    assert set(noted(read(tmp_path, kept(stays())))) == {"no-zone"}


def test_what_is_there_twice_counts_once(tmp_path: Path) -> None:
    log = read(tmp_path, kept(stays()) + kept(stays()[:25]).partition("\n")[2])
    assert noted(log)["duplicate"] == 25
    assert len(log.table) == len(stays())


def test_two_people_without_a_number_may_come_in_one_minute(tmp_path: Path) -> None:
    text = sheet(("branch", "timestamp"), [("Main", "2026-11-02 09:05")] * 3 + [("Main", "2026-11-02 09:06")])
    log = read(tmp_path, text)
    assert len(log.table) == 4
    assert "duplicate" not in noted(log)


def test_reversed_times_are_left_away_and_the_arrival_is_kept(tmp_path: Path) -> None:
    wrong = [
        Stay(one.number, one.arrived, one.arrived - timedelta(minutes=9), one.ended, one.matter, one.clerk)
        for one in stays()[:7]
    ]
    log = read(tmp_path, kept([*wrong, *stays()[7:]]))
    assert noted(log)["reversed"] == 7
    assert len(log.table) == len(stays())
    assert not (log.table.waits < 0).any()
    assert not (log.table.services < 0).any()


def test_a_minute_of_rounding_reverses_nothing(tmp_path: Path) -> None:
    row = lambda one: (one.number, f(one.arrived), f(one.arrived, "%Y-%m-%d %H:%M"), f(one.ended))  # noqa: E731
    log = read(tmp_path, sheet(("number", "arrived", "called", "ended"), rows(row)))
    assert "reversed" not in noted(log)
    assert log.table.waits == pytest.approx(0)


def test_days_that_are_missing_are_named(tmp_path: Path) -> None:
    gone = stays()[0].arrived.date() + timedelta(days=8)
    log = read(tmp_path, kept([one for one in stays(days=20) if one.arrived.date() != gone]))
    doubt = next(one for one in log.doubts if one.code == "days-missing")
    assert doubt.count == 1
    assert gone.isoformat() in doubt.what.en


def test_hours_that_are_missing_are_named(tmp_path: Path) -> None:
    day = stays()[0].arrived.date() + timedelta(days=2)
    left = [one for one in stays() if one.arrived.date() != day or one.arrived.hour not in (10, 11)]
    doubt = next(one for one in read(tmp_path, kept(left)).doubts if one.code == "hours-missing")
    assert day.isoformat() in doubt.what.zh


def test_one_day_is_said_to_be_one_day(tmp_path: Path) -> None:
    log = read(tmp_path, kept(stays(days=1)))
    assert {"one-day", "few"} <= set(noted(log))
    assert len(log.table.days) == 1


def test_without_starts_service_is_counted_from_when_the_same_clerk_ended_the_one_before(tmp_path: Path) -> None:
    first = stays()[0]
    minutes = [(0, 10), (5, 22), (8, 40)]
    at = [[f(first.arrived + timedelta(minutes=one)) for one in pair] for pair in minutes]
    text = sheet(("number", "arrival", "finished", "clerk"), [[f"{n}", *pair, "W1"] for n, pair in enumerate(at)])
    log = read(tmp_path, text)
    assert list(log.table.services[1:]) == pytest.approx([12, 18])
    assert np.isnan(log.table.called[0])  # nobody was served before: when this one began is not known
    assert noted(log)["no-start"] == 2
    assert noted(log)["no-start-left"] == 1


def test_midnight_is_a_field_left_empty(tmp_path: Path) -> None:
    log = read(tmp_path, kept(stays(), ended="2026-11-02 00:00:00"))
    assert noted(log)["midnight"] == len(stays())
    assert np.isnan(log.table.ended).all()


def test_a_day_without_an_hour_is_a_day_all_the_same(tmp_path: Path) -> None:
    row = lambda one: (one.number, f(one.arrived, "%Y-%m-%d"), one.matter)  # noqa: E731
    log = read(tmp_path, sheet(("编号", "办理日期", "事项"), rows(row)))
    assert len(log.table) == len(stays())
    assert np.isnan(log.table.arrived).all()


def test_times_of_day_alone_are_one_day(tmp_path: Path) -> None:
    row = lambda one: (one.number, f(one.arrived, "%H:%M:%S"), f(one.called, "%H:%M:%S"))  # noqa: E731
    log = read(tmp_path, sheet(("ticket", "arrival time", "call time"), rows(row, stays(days=1))))
    assert len(log.table.days) == 1
    assert noted(log)["no-date"] == 40


def test_days_far_from_all_others_are_left_out(tmp_path: Path) -> None:
    log = read(tmp_path, kept(stays()) + "Z1,1999-01-01 10:00:00,1999-01-01 10:05:00,1999-01-01 10:09:00,W,敬老卡\n")
    assert noted(log)["far-away"] == 1
    assert log.table.days[0].year == 2026


def test_unknown_matters_are_counted(tmp_path: Path) -> None:
    log = read(tmp_path, kept(stays(), matter=""))
    assert noted(log)["no-matter"] == len(stays())
    assert (log.table.matter == -1).all()


def test_unknown_steps_and_outcomes_are_named(tmp_path: Path) -> None:
    steps = offices.steps().replace("叫号", "泡茶")
    doubt = next(one for one in read(tmp_path, steps).doubts if one.code == "unknown-activity")
    assert "泡茶" in doubt.what.zh
    hall = offices.chinese_hall().replace("弃号", "甲乙丙")
    doubt = next(one for one in read(tmp_path, hall).doubts if one.code == "unknown-outcome")
    assert "甲乙丙" in doubt.what.en


def test_lines_that_cannot_be_read_are_counted(tmp_path: Path) -> None:
    log = read(tmp_path, kept(stays()) + "half a li\n" + "A,2026-11-03 10:00:00,2026-11-03 10:03:00\n")
    assert noted(log)["unread"] == 1
    assert noted(log)["mended"] == 1
    assert len(log.table) == len(stays()) + 1


def test_a_number_called_again_after_it_was_missed_is_served_from_then_on(tmp_path: Path) -> None:
    lines = [
        "A1,take ticket,2026-11-02 09:00:01", "A1,call,2026-11-02 09:10:00", "A1,missed,2026-11-02 09:12:00",
        "A1,call,2026-11-02 09:30:00", "A1,finish,2026-11-02 09:41:00",
    ]  # fmt: skip
    table = read(tmp_path, "\n".join(["case id,activity,timestamp", *lines])).table
    assert table.services[0] == pytest.approx(11)
    assert table.fate[0] == Fate.SERVED


def looks_whole(log: ReadLog) -> None:
    """What every table that is read promises, whatever the file was."""
    table = log.table
    arrays = (table.day, table.arrived, table.called, table.ended, table.matter, table.resource, table.fate)
    assert {len(one) for one in arrays} == {len(table)}
    assert len(table) > 0
    assert ((table.day >= 0) & (table.day < len(table.days))).all()
    assert ((table.matter >= -1) & (table.matter < len(table.matters))).all()
    assert ((table.resource >= -1) & (table.resource < len(table.resources))).all()
    assert not (table.waits < 0).any()
    assert not (table.services < 0).any()
    assert list(table.days) == sorted(set(table.days))
    assert list(table.day) == sorted(table.day)


def tried(content: bytes) -> ReadLog | None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        path.write_bytes(content)
        try:
            log = visits(path)
        except LogRefused:  # with words, as tests of refusals show
            return None
    looks_whole(log)
    return log


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    tried(content)


WORDS = st.sampled_from(
    [
        "2026-11-02 09:00:01",
        "09:30",
        "1762045200",
        "03/04/2026",
        "",
        "NaN",
        "-",
        "取号",
        "A1",
        "inf",
        "1e400",
        '"',
        "\ufffd",
        "²",
        "９",
    ]
)


@given(
    st.lists(st.sampled_from(["case", "activity", "timestamp", "取号时间", "ended", "date", "wait time", "status", "x"]), min_size=2, max_size=6),
    st.lists(st.lists(WORDS, min_size=1, max_size=7), max_size=12),
    st.sampled_from([",", "\t", ";"]),
)  # fmt: skip
def test_any_sheet_is_read_or_refused(heading: list[str], cells: list[list[str]], separator: str) -> None:
    tried(sheet(heading, cells, separator).encode("utf-8", "replace"))


MUTATION = st.tuples(st.integers(0, 30_000), st.sampled_from(["drop", "double", "swap", "noise"]), st.integers(1, 60))


def own_xes() -> bytes:
    at = [
        (one.number, name, f(at, "%Y-%m-%dT%H:%M:%S+08:00"))
        for one in stays(2)
        for name, at in (("取号", one.arrived), ("办结", one.ended))
    ]
    event = '<event><string key="concept:name" value="{}"/><date key="time:timestamp" value="{}"/></event>'
    traces = (
        f'<trace><string key="concept:name" value="{number}"/>{event.format(name, when)}</trace>'
        for number, name, when in at
    )
    return f"<log>{''.join(traces)}</log>".encode()


def mutated(content: bytes, mutations: list[tuple[int, str, int]]) -> bytes:
    found = bytearray(content)
    for place, how, length in mutations:
        start = place % max(len(found), 1)
        piece = found[start : start + length]
        if how == "drop":
            del found[start : start + length]
        elif how == "double":
            found[start:start] = piece
        elif how == "swap":
            found[start : start + length] = piece[::-1]
        else:
            found[start : start + length] = bytes((one * 7 + length) % 256 for one in piece)
    return bytes(found)


ORIGINALS = [
    kept().encode() for kept in (offices.chinese_hall, offices.english_queue, offices.steps, offices.call_centre)
]


@settings(max_examples=40)
@given(st.sampled_from(ORIGINALS), st.lists(MUTATION, min_size=1, max_size=8))
def test_a_log_with_a_few_faults_is_read_for_the_rest(original: bytes, mutations: list[tuple[int, str, int]]) -> None:
    log = tried(mutated(original, mutations))
    if log is not None and log.kind != "xes" and all(place > 400 for place, _, _ in mutations):
        assert len(log.table) > 0.8 * len(stays())


@pytest.mark.parametrize(
    "cell", ["1" * 100_000 + "x", "wait" * 25_000, ":" * 100_000, "9" * 120_000, " " * 100_000 + "1"]
)
def test_no_cell_is_too_long_to_be_done_with(cell: str) -> None:
    tried(sheet((cell, "timestamp", "status", "wait time"), [(cell, cell, cell, cell)] * 3).encode())
    tried(sheet(("case", "activity", "timestamp"), [("A", cell, "2026-11-02 09:00:01")] * 3).encode())


@settings(max_examples=40)
@given(st.lists(MUTATION, min_size=1, max_size=5))
def test_an_xes_log_with_a_few_faults_is_read_or_refused(mutations: list[tuple[int, str, int]]) -> None:
    tried(mutated(own_xes(), mutations))


@given(st.text(string.printable + "年月日时分上下午：", max_size=30))
def test_no_text_breaks_the_reading_of_a_time(text: str) -> None:
    found = read_time(text)
    assert found is None or found.seconds is None or 0 <= found.seconds <= 86400
    lasting(text, 60)
