"""Sheets that do not say what they hold in words we know: order and content tell it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from onetrip.simulation.logs.reading import Fate, ReadLog, Role, visits
from tests.simulation.logs.offices import Row, Stay, f, rows, sheet, stays, written

SERVED = [stay for stay in stays() if not stay.left]


def read(folder: Path, heading: Sequence[str], row: Row, separator: str = ",", **given: object) -> ReadLog:
    return visits(written(folder, sheet(heading, rows(row, SERVED), separator)), **given)  # type: ignore[arg-type]


def looks_right(log: ReadLog, *, to: float = 1.0) -> None:
    """Waits and services as they were, to so many minutes."""
    assert len(log.table) == len(SERVED)
    assert log.table.waits == pytest.approx([(one.called - one.arrived).total_seconds() / 60 for one in SERVED], abs=to)
    assert log.table.services == pytest.approx(
        [(one.ended - one.called).total_seconds() / 60 for one in SERVED], abs=to
    )


def test_words_of_no_known_language(tmp_path: Path) -> None:
    row = lambda one: (one.number, f(one.called), f(one.arrived), f(one.ended), one.clerk)  # noqa: E731
    looks_right(read(tmp_path, ("alfa", "beta", "gamma", "delta", "epsi"), row))


def test_one_name_for_three_columns(tmp_path: Path) -> None:
    row = lambda one: (one.number, f(one.arrived), f(one.called), f(one.ended))  # noqa: E731
    looks_right(read(tmp_path, ("id", "time", "time", "time"), row))


@pytest.mark.parametrize(
    "heading",
    [
        ("Datum", "Aufrufnummer", "Anliegen", "Ziehung", "Aufruf", "Ende", "Schalter"),
        ("Fecha", "Turno", "Trámite", "Hora de llegada", "Hora de llamada", "Hora fin", "Ventanilla"),
        ("Date", "Numéro de ticket", "Motif", "Heure d'arrivée", "Heure d'appel", "Heure de fin", "Guichet"),
        ("日付", "受付番号", "種別", "受付時刻", "呼出時刻", "終了時刻", "窓口"),
        ("日期", "序号", "事项", "取号", "叫号", "办结", "窗口"),
    ],
    ids=["german", "spanish", "french", "japanese", "chinese"],
)
def test_a_hall_in_another_language(heading: Sequence[str], tmp_path: Path) -> None:
    clocks = lambda one: (f(at, "%H:%M:%S") for at in (one.arrived, one.called, one.ended))  # noqa: E731
    row = lambda one: (f(one.arrived, "%d.%m.%Y"), one.number, one.matter, *clocks(one), one.clerk)  # noqa: E731
    log = read(tmp_path, heading, row, ";")
    looks_right(log)
    assert len(log.table.matters) == 3
    assert len(log.table.resources) == 3


def test_a_row_for_every_change_of_a_number_s_state(tmp_path: Path) -> None:
    def changes() -> Iterator[Sequence[str]]:
        for one in SERVED:
            number = f"{one.arrived:%m%d}{one.number}"
            yield number, "waiting", f(one.arrived), ""
            yield number, "called", f(one.called), one.clerk
            yield number, "serving", f(one.called + timedelta(seconds=20)), one.clerk
            yield number, "completed", f(one.ended), one.clerk

    text = sheet(("ticket_number", "status", "changed_at", "counter"), changes())
    looks_right(visits(written(tmp_path, text)))


def test_days_as_spreadsheets_count_them(tmp_path: Path) -> None:
    beginning = datetime(1899, 12, 30)  # noqa: DTZ001
    count = lambda at: f"{(at - beginning).total_seconds() / 86400:.6f}"  # noqa: E731
    row = lambda one: (one.number, count(one.arrived), count(one.called), count(one.ended))  # noqa: E731
    looks_right(read(tmp_path, ("ticket", "arrival time", "call time", "end time"), row))


def test_lengths_alone_with_the_time_of_drawing(tmp_path: Path) -> None:
    row = lambda one: (  # noqa: E731
        f(one.arrived),
        f"{(one.called - one.arrived).seconds}",
        f"{(one.ended - one.called).seconds}",
    )
    looks_right(read(tmp_path, ("ticket time", "wait_seconds", "service_seconds"), row), to=0.01)


def test_cells_with_separators_quotes_and_line_ends_in_them(tmp_path: Path) -> None:
    row = lambda one: (one.number, f(one.arrived), f(one.called), f(one.ended), '"a, b\nc ""x"""')  # noqa: E731
    looks_right(read(tmp_path, ("ticket", "arrived", "called", "ended", "remark"), row), to=0.01)


def test_arrivals_and_nothing_else(tmp_path: Path) -> None:
    for heading in (("timestamp",), ("timestamp", "branch")):
        text = sheet(heading, rows(lambda one: (f(one.arrived), "Main")[: len(heading)]))  # noqa: B023
        table = visits(written(tmp_path, text)).table
        assert len(table) == len(stays())
        assert table.arrived[0] == pytest.approx(9 * 60, abs=1)
        assert (table.fate == Fate.OPEN).all()


def test_who_came_unseen_counts_as_coming_and_has_no_wait(tmp_path: Path) -> None:
    row = lambda one: (one.number, f(one.ended), one.clerk, f"{(one.ended - one.called).seconds}")  # noqa: E731
    log = read(tmp_path, ("Case ID", "Complete Timestamp", "Resource", "Duration (s)"), row)
    assert np.isnan(log.table.waits).all()
    assert not np.isnan(log.table.arrived).any()
    assert log.table.came_unseen.all()
    assert "no-arrival" in {doubt.code for doubt in log.doubts}


def test_what_is_said_of_columns_goes_before_what_their_names_say(tmp_path: Path) -> None:
    row = lambda one: (one.number, f(one.ended), f(one.arrived), f(one.called))  # noqa: E731
    said = {Role.ENDED: "arrived", Role.ARRIVED: "called", Role.CALLED: "ended"}
    looks_right(read(tmp_path, ("number", "arrived", "called", "ended"), row, columns=said))


def test_a_number_that_is_given_anew_every_day_is_another_person(tmp_path: Path) -> None:
    def steps() -> Iterator[Sequence[str]]:
        for one in SERVED:
            for name, at in (("取号", one.arrived), ("叫号", one.called), ("办结", one.ended)):
                yield one.number, name, f(at)

    looks_right(visits(written(tmp_path, sheet(("号码", "环节", "时间"), steps()))))


def everybody(of: Sequence[Stay]) -> set[str]:
    return {f"{one.arrived:%F}{one.number}" for one in of}


def test_the_invented_days_have_no_person_twice() -> None:
    assert len(everybody(stays())) == len(stays())
