from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.lobby.eta.snapshots import REASONS, SenselessFileError, Snapshot, read

FIRST = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 -- the clock on the wall


def rows(text: str, **given_columns: str) -> list[Snapshot]:
    return read(text.encode(), given=given_columns).snapshots


@pytest.mark.parametrize(
    "text",
    [
        "time,queue,open_windows,waiting,last_called\n2026-03-02 09:00,A,3,5,A087\n",
        "Time;Queue;Open windows;Waiting;Last number called\n2026-03-02T09:00:00;A;3;5;A 087\n",
        "timestamp\tservice\tcounters\tqueue_length\tnow_serving\n2026-03-02 9:00\tA\t3\t5\tA-087\n",
        "\ufefftime,queue,windows,waiting,called\n02.03.2026 09:00,A,3,5,A87\n",
        "czas;nazwaGrupy;liczbaCzynnychStan;liczbaKlwKolejce;aktualnyNumer\n2026-03-02 09:00:00;A;3;5;A087\n",
        "时间,队列,开放窗口,等候人数,叫到\n2026年3月2日 9:00,A,3,5,A087\n",
        "# made by hand\ndate,clock,queue,windows,waiting,called\n2026-03-02,09:00,A,3.0,5.0,A087\n",
        '"time","queue","open_windows","waiting","last_called"\r\n"2026/03/02 09:00","A","3","5","A087"\r\n',
    ],
)
def test_the_five_things_are_found_however_a_city_writes_them(text: str) -> None:
    assert rows(text) == [Snapshot(FIRST, "A", 3, 5, "A", 87)]


def test_days_with_the_month_first_are_recognised_by_one_that_cannot_be_a_month() -> None:
    text = "time,waiting,called\n03/02/2026 09:00,5,1\n03/17/2026 09:00,5,1\n"
    assert [each.at.day for each in rows(text)] == [2, 17]
    assert [each.at.month for each in rows(text.replace("03/17", "17/03"))] == [2, 3]


def test_a_time_with_a_zone_is_told_on_the_wall_of_the_zone_asked_for() -> None:
    text = b"time,waiting,called\n2026-03-02T01:00:00Z,5,1\n1772413200,5,1\n"
    zone = ZoneInfo("Asia/Shanghai")
    assert [each.at.hour for each in read(text, zone=zone).snapshots] == [9]
    assert [each.at.hour for each in read(text).snapshots] == [1]


def test_empty_cells_mean_that_nothing_is_known_and_no_number_that_nobody_was_called() -> None:
    (one,) = rows("time,queue,open_windows,waiting,last_called\n2026-03-02 09:00,,,5,\n")
    assert one == Snapshot(FIRST, "-", None, 5, "", None)


def test_queues_of_several_offices_are_kept_apart() -> None:
    text = "time,office,queue,waiting,called\n2026-03-02 09:00,North,A,5,1\n2026-03-02 09:00,South,A,6,1\n"
    assert [each.queue for each in rows(text)] == ["North / A", "South / A"]


def test_what_the_system_displayed_is_read_in_minutes() -> None:
    text = "time,waiting,called,average wait\n2026-03-02 09:00,5,1,12 min\n2026-03-02 09:05,5,1,0:12:30\n"
    assert [each.shown for each in rows(text)] == [12, 12.5]


def test_rows_out_of_order_and_twice_are_put_in_order_and_the_last_one_counts() -> None:
    text = "time,waiting,called\n2026-03-02 09:05,4,2\n2026-03-02 09:00,9,1\n2026-03-02 09:00,5,1\n"
    reading = read(text.encode())
    assert [(each.at.minute, each.waiting) for each in reading.snapshots] == [(0, 5), (5, 4)]
    assert reading.left_out == {"twice": 1}


def test_rows_that_cannot_be_read_are_counted_with_their_reason_and_first_line() -> None:
    good = "2026-03-02 09:{:02d},5,1\n"
    text = "time,waiting,called\n" + "".join(map(good.format, range(9)))
    text += (
        "soon,5,1\n2026-03-02 10:00,many,1\n2026-03-02 10:01,-3,1\n2026-03-02 10:02,5,left\n2026-03-02 10:03,999999,1\n"
    )
    reading = read(text.encode())
    assert len(reading.snapshots) == 9
    assert reading.left_out == {"no-time": 1, "no-waiting": 3, "no-number": 1}
    assert reading.first_line["no-waiting"] == 12


@pytest.mark.parametrize(
    ("content", "line", "words"),
    [
        (b"", 0, "empty"),
        (b"\n\n", 0, "empty"),
        (b"time,waiting\n2026-03-02 09:00,5\n", 1, "called"),
        (b"name,age\nLi,3\n", 1, "time, waiting, called"),
        (b"time,waiting,called\n", 2, "nothing below"),
        (b"time,waiting,called\nx,y,z\nx,y,z\n", 2, "the time cannot be read"),
        (b"\x00\x01\x02\x03", 1, "not a text file"),
    ],
)
def test_a_file_that_makes_no_sense_is_refused_in_words_with_the_line(content: bytes, line: int, words: str) -> None:
    with pytest.raises(SenselessFileError) as refused:
        read(content)
    assert refused.value.line == line
    assert words in refused.value.text.en


def test_a_column_can_be_named_by_hand_and_a_wrong_name_is_told() -> None:
    text = "a,b,c\n2026-03-02 09:00,5,87\n"
    assert len(rows(text, time="a", waiting="b", called="c")) == 1
    for wrong in ({"time": "a", "waiting": "nothing", "called": "c"}, {"people": "b"}):
        with pytest.raises(SenselessFileError):
            rows(text, **wrong)


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    refused = None
    try:
        read(b"time,waiting,called\n" + content)
    except SenselessFileError as error:
        refused = error
    assert refused is None or (refused.text.zh and refused.text.en)


def test_every_reason_is_told_in_both_languages() -> None:
    assert all(words.zh and words.en for words in REASONS.values())
