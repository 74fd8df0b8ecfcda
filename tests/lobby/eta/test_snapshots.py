from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta
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


# --- Files as other cities write them ------------------------------------------------------------------------------------

HEADER = "time,office,queue,open_windows,waiting,last_called"


def day_of(
    queue: str, *, office: str = "N", first: int = 1, waiting: int = 5, start: datetime = FIRST
) -> list[list[str]]:
    """Thirty samples of one queue, one every ten minutes."""
    return [
        [
            f"{start + timedelta(minutes=10 * n):%Y-%m-%d %H:%M}",
            office,
            queue,
            "3",
            str(waiting),
            f"{queue}{first + n:03d}",
        ]
        for n in range(30)
    ]


def text_of(header: str, table: list[list[str]], separator: str = ",") -> str:
    return "\n".join([header.replace(",", separator), *(separator.join(row) for row in table)]) + "\n"


@pytest.mark.parametrize(
    "text",
    [
        "date,time,queue,open windows,waiting,last number called\n2026-03-02,09:00,A,3,5,A087\n",
        "Date,Time,Queue,Open windows,Waiting,Last number called\n03/02/2026,9:00 AM,A,3,5,A087\n",
        'sep=;\ntime;queue;open_windows;waiting;last_called\n"2026-03-02 09:00";A;3,0;5;A087\n',
        "Queues of the town hall\n\ntime,queue,open_windows,waiting,last_called\n2026-03-02 09:00,A,3,5,A087\n",
        "2026-03-02 09:00,A,3,5,A087\n",
        "day|hour|service|counters|people waiting|ticket called\n2.3.26|9.00|A|3|5|A 087\n",
        "snapshotTime,queueName,openWindows,peopleWaiting,lastNumberCalled\n2026-03-02T09:00:00.000,A,3,5,A087\n",
    ],
)
def test_more_hands_that_write_the_same_five_things(text: str) -> None:
    assert rows(text) == [Snapshot(FIRST, "A", 3, 5, "A", 87)]


def test_a_file_in_gbk_is_read() -> None:
    text = "时间,队列,开放窗口数,等候人数,当前叫号\n2026年3月2日 9:00,户口,3,5,A087号\n"
    (one,) = read(text.encode("gb18030")).snapshots
    assert one == Snapshot(FIRST, "户口", 3, 5, "A", 87)


def test_an_office_is_known_by_other_names_too() -> None:
    for name in ("office_name", "office_id", "branch_name", "location_id", "网点名称"):
        table = [*day_of("A", office="N"), *day_of("A", office="S", first=300)]
        found = read(text_of(HEADER.replace("office", name), table).encode()).snapshots
        assert {(each.office, each.queue) for each in found} == {("N", "N / A"), ("S", "S / A")}


def test_queues_are_never_merged_without_a_word() -> None:
    merged = [*day_of("A", waiting=5), *day_of("A", first=300, waiting=40)]
    with pytest.raises(SenselessFileError) as refused:
        read(text_of(HEADER, merged).encode())
    assert "tells the queues apart" in refused.value.text.en
    for row, booth in zip(merged, ["x"] * 30 + ["y"] * 30, strict=True):
        row.append(booth)
    reading = read(text_of(f"{HEADER},booth", merged).encode())
    assert {each.queue for each in reading.snapshots} == {"N / A / x", "N / A / y"}
    assert any("booth" in note.en for note in reading.notes)


def test_a_row_that_is_there_twice_is_no_other_queue() -> None:
    reading = read(text_of(HEADER, [row for row in day_of("A") for _ in range(2)]).encode())
    assert len(reading.snapshots) == 30
    assert reading.left_out == {"twice": 30}


def test_a_word_in_the_place_of_a_number_means_that_nobody_is_called() -> None:
    text = "time,waiting,called\n2026-03-02 08:00,5,brak\n2026-03-02 08:05,5,-1\n2026-03-02 08:10,5,closed\n2026-03-02 08:15,5,A1\n"
    assert [each.number for each in rows(text)] == [None, None, None, 1]


def test_a_file_in_utc_is_cut_at_its_quietest_hour_and_says_so() -> None:
    start = datetime(2026, 3, 2, 16, 0)  # noqa: DTZ001 -- eight in the morning on the western coast, told in UTC
    table = [
        [f"{start + timedelta(days=day, minutes=10 * n):%Y-%m-%dT%H:%M:%SZ}", "5", str(n + 1)]
        for day in range(5)
        for n in range(55)
    ]
    reading = read(text_of("time,waiting,called", table).encode())
    assert len({each.at.date() for each in reading.snapshots}) == 5
    assert any("quietest hour" in note.en for note in reading.notes)
    assert any("--zone" in note.en for note in reading.notes)
    told = read(text_of("time,waiting,called", table).encode(), zone=ZoneInfo("America/Los_Angeles"))
    assert (told.snapshots[0].at.hour, len({each.at.date() for each in told.snapshots})) == (8, 5)


def test_a_day_without_a_clock_is_not_a_moment() -> None:
    with pytest.raises(SenselessFileError) as refused:
        rows("date,waiting,called\n2026-03-02,5,1\n2026-03-03,5,2\n")
    assert "only the day" in refused.value.text.en


WAYS = st.sampled_from(
    ["%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M", "%m/%d/%Y %I:%M %p", "%d/%m/%y %H:%M", "%Y-%m-%dT%H:%M:%SZ", "%d %b %Y %H:%M"]
)
NAMES_OF = {
    "time": ["time", "Timestamp", "snapshot time", "时间"],
    "office": ["office", "Branch name", "location_id", "大厅"],
    "queue": ["queue", "Service", "queue name", "队列"],
    "windows": ["open windows", "num_open_counters", "liczbaCzynnychStan", "开放窗口"],
    "waiting": ["waiting", "people waiting", "queueLength", "等候人数"],
    "called": ["last number called", "now_serving", "aktualnyNumer", "叫号"],
}


@given(
    st.data(),
    WAYS,
    st.sampled_from(",;\t|"),
    st.booleans(),
    st.sampled_from(["utf-8-sig", "utf-8", "gb18030", "utf-16"]),
)
def test_the_same_queues_are_read_however_they_are_written(
    data: st.DataObject, way: str, separator: str, quoted: bool, encoding: str
) -> None:
    header = {what: data.draw(st.sampled_from(names)) for what, names in NAMES_OF.items()}
    order = data.draw(st.permutations(list(header)))
    table = []
    for office in "NS":
        for queue in "AB":
            for n, row in enumerate(day_of(queue, office=office, first=ord(office) + ord(queue))):
                at = (FIRST + timedelta(days=n // 3, minutes=10 * (n % 3))).strftime(way)
                table.append(dict(zip(NAMES_OF, [at, *row[1:]], strict=True)))
    random = data.draw(st.randoms(use_true_random=False))
    random.shuffle(table)
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL)
    writer.writerow([header[what] for what in order])
    writer.writerows([[row[what] for what in order] for row in table])
    reading = read(text.getvalue().encode(encoding))
    assert {each.queue for each in reading.snapshots} == {"N / A", "N / B", "S / A", "S / B"}
    assert len(reading.snapshots) == 120
    assert not reading.left_out
    assert [each.at for each in reading.snapshots[:4]] == [
        FIRST,
        FIRST + timedelta(minutes=10),
        FIRST + timedelta(minutes=20),
        FIRST + timedelta(days=1),
    ]
