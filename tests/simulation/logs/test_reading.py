"""Logs of any office become visits: the same days, kept in many ways, are read alike."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from onetrip.simulation.logs.reading import Fate, LogRefused, ReadLog, visits
from tests.simulation.logs import offices
from tests.simulation.logs.offices import f, rows, sheet, stays, written

SERVED = [stay for stay in stays() if not stay.left]


def noted(log: ReadLog) -> dict[str, int]:
    return {doubt.code: doubt.count for doubt in log.doubts}


def minutes(log: ReadLog) -> list[tuple[int, float, float, float]]:
    """Of everybody who was served: day, and when they came, were called and went, to the second."""
    table = log.table
    served = table.fate == Fate.SERVED
    return [
        (int(day), round(came * 60), round(called * 60), round(went * 60))
        for day, came, called, went in zip(
            table.day[served], table.arrived[served], table.called[served], table.ended[served], strict=True
        )
    ]


def truth() -> list[tuple[int, float, float, float]]:
    days = sorted({stay.arrived.date() for stay in stays()})
    return [
        (
            days.index(stay.arrived.date()),
            *((at - at.replace(hour=0, minute=0, second=0)).total_seconds() for at in (stay.arrived, stay.called, stay.ended)),
        )
        for stay in SERVED
    ]  # fmt: skip


@pytest.mark.parametrize(
    "kept",
    [
        offices.chinese_hall,
        offices.english_queue,
        offices.call_centre,
        offices.steps,
        offices.lifecycle,
        offices.intervals,
    ],
)
def test_however_an_office_keeps_its_days_they_are_read_alike(kept: Callable[[], str], tmp_path: Path) -> None:
    log = visits(written(tmp_path, kept()))
    assert minutes(log) == truth()
    assert log.table.days[0] == date(2026, 11, 2)
    assert [log.table.resources[place] for place in log.table.resource[log.table.fate == Fate.SERVED]] == [
        stay.clerk for stay in SERVED
    ]


@pytest.mark.parametrize("kept", [offices.chinese_hall, offices.english_queue, offices.call_centre, offices.steps])
def test_who_went_before_being_called_is_known(kept: Callable[[], str], tmp_path: Path) -> None:
    table = visits(written(tmp_path, kept())).table
    assert int((table.fate == Fate.LEFT).sum()) == sum(stay.left for stay in stays())
    assert np.isnan(table.called[table.fate == Fate.LEFT]).all()


def test_matters_are_known_where_the_log_has_them(tmp_path: Path) -> None:
    table = visits(written(tmp_path, offices.chinese_hall())).table
    assert [table.matters[place] for place in table.matter] == [stay.matter for stay in stays()]


def test_without_a_heading_columns_are_told_apart_by_what_stands_in_them(tmp_path: Path) -> None:
    log = visits(written(tmp_path, offices.nameless()))
    assert noted(log)["headless"] == 1
    assert len(log.table) == len(stays())
    assert set(log.table.matters) == set(offices.MATTERS)
    assert set(log.table.resources) == set(offices.CLERKS)
    assert np.nanmean(log.table.waits) == pytest.approx(
        np.mean([(stay.called - stay.arrived).total_seconds() / 60 for stay in stays()])
    )


def test_seconds_since_1970_are_shown_on_the_office_s_clock_once_its_zone_is_said(tmp_path: Path) -> None:
    path = written(tmp_path, offices.unix())
    unsaid, said = visits(path), visits(path, zone=ZoneInfo("Asia/Shanghai"))
    assert noted(unsaid)["utc"] == 1200
    assert "utc" not in noted(said)
    assert said.table.arrived[0] - unsaid.table.arrived[0] == 8 * 60
    assert [stay[1] for stay in minutes(said)][:5] == [stay[1] for stay in truth_of_all()][:5]


def truth_of_all() -> list[tuple[int, float]]:
    return [(0, (stay.arrived - stay.arrived.replace(hour=0, minute=0, second=0)).total_seconds()) for stay in stays()]


def test_arrivals_at_night_show_that_the_zone_is_wrong(tmp_path: Path) -> None:
    shifted = timedelta(hours=-8)
    row = lambda one: (one.number, f(one.arrived + shifted), f(one.called + shifted))  # noqa: E731
    assert "night" in noted(visits(written(tmp_path, sheet(("ticket", "arrival", "called"), rows(row)))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_whichever_encoding_it_is(encoding: str, tmp_path: Path) -> None:
    log = visits(written(tmp_path, offices.chinese_hall(), encoding=encoding))
    assert minutes(log) == truth()
    assert set(log.table.matters) == set(offices.MATTERS)


def test_accented_letters_of_one_byte_are_not_taken_for_chinese(tmp_path: Path) -> None:
    day = "%d.%m.%Y %H:%M"
    kept = rows(lambda one: (one.number, "Führerschein Größe", f(one.arrived, day), f(one.called, day)))
    text = sheet(("Aufrufnummer", "Anliegen", "Ankunft", "Aufruf"), kept, ";")
    assert visits(written(tmp_path, text, encoding="cp1252")).table.matters == ["Führerschein Größe"]


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator_and_any_end_of_line_will_do(separator: str, end: str, tmp_path: Path) -> None:
    text = offices.chinese_hall().replace(",", separator).replace("\n", end)
    assert minutes(visits(written(tmp_path, text))) == truth()


def test_a_packed_log_is_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(offices.chinese_hall().encode()))
    assert minutes(visits(path)) == truth()


def test_titles_above_the_heading_and_sums_below_are_no_visits(tmp_path: Path) -> None:
    text = "某某中心排队记录\n\n统计时间：2026 年 11 月\n" + offices.chinese_hall() + "合计,400\n"
    log = visits(written(tmp_path, text))
    assert minutes(log) == truth()
    assert noted(log)["unread"] == 1


FORMS = [
    "%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y.%m.%d %H:%M:%S", "%Y年%m月%d日 %H:%M:%S", "%Y年%m月%d日%H时%M分%S秒",
    "%d/%m/%Y %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%d.%m.%Y %H:%M:%S", "%d-%b-%Y %H:%M:%S", "%b %d, %Y %I:%M:%S %p",
    "%Y%m%d%H%M%S", "%Y%m%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S.000+08:00", "%Y-%m-%dT%H:%M:%S+0800", "%d/%m/%y %H:%M:%S",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_times_are_read_in_the_forms_offices_write_them(form: str, tmp_path: Path) -> None:
    row = lambda one: (one.number, *(f'"{f(at, form)}"' for at in (one.arrived, one.called, one.ended)), one.clerk)  # noqa: E731
    log = visits(written(tmp_path, sheet(("number", "arrived", "called", "finished", "clerk"), rows(row, SERVED))))
    assert minutes(log) == truth()


def test_the_afternoon_is_known_in_chinese(tmp_path: Path) -> None:
    form = lambda at: f(at, "%Y/%m/%d ") + ("上午" if at.hour < 12 else "下午") + f(at, "%I:%M:%S")  # noqa: E731
    row = lambda one: (one.number, form(one.arrived), form(one.called), form(one.ended))  # noqa: E731
    log = visits(written(tmp_path, sheet(("号码", "取号时间", "叫号时间", "办结时间"), rows(row, SERVED))))
    assert minutes(log) == truth()


def test_of_days_that_can_be_read_both_ways_the_nearer_ones_are_taken_and_it_is_said(tmp_path: Path) -> None:
    early = [stay for stay in SERVED if stay.arrived.day <= 12]
    row = lambda one: (one.number, f(one.arrived, "%d/%m/%Y %H:%M"), f(one.called, "%d/%m/%Y %H:%M"))  # noqa: E731
    log = visits(written(tmp_path, sheet(("number", "arrived", "called"), rows(row, early))))
    assert log.table.days[0] == date(2026, 11, 2)
    assert noted(log)["day-or-month"] > 0


def test_each_visit_with_an_offset_is_taken_as_the_office_s_own_clock(tmp_path: Path) -> None:
    log = visits(written(tmp_path, offices.steps(zone="-05:00")))
    assert minutes(log) == truth()
    moved = visits(written(tmp_path, offices.steps(zone="-05:00")), zone=timezone(timedelta(hours=-4)))
    assert moved.table.arrived[0] - log.table.arrived[0] == 60


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"PK\x03\x04rest", "other-format"),
        (b"%PDF-1.7", "other-format"),
        (b'{"events": []}', "json"),
        (b"just some words\nin two lines\n", "no-time"),
        ("名字,年龄\n甲,二\n乙,三\n".encode(), "no-time"),
        (b"one\ntwo\nthree\n", "no-table"),
        (b"\x1f\x8b\x08broken", "packed-broken"),
        (b"<html><body/></html>", "not-xes"),
        (b"<log><trace></trace></log>", "no-event"),
        (b"<", "not-xes"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_nothing_can_be_made_of_is_refused_in_words(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_bytes(content)
    with pytest.raises(LogRefused) as refused:
        visits(path)
    assert refused.value.code == code
    assert refused.value.text.zh.endswith("。")
    assert refused.value.text.en.endswith(".")


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(LogRefused, match="unreadable"):
        visits(tmp_path / "nowhere.csv")
