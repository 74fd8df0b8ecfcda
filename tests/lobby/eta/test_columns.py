from __future__ import annotations

import pytest

from onetrip.lobby.eta.columns import LABELS, choose, meaning_of

MOMENTS = [f"2026-03-02 09:{minute:02d}" for minute in range(0, 50, 5)]


def named(header: str, *rows: str, **given: str) -> dict[str, list[str]]:
    return choose(header.split(","), [row.split(",") for row in rows], given).named()


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("Time", "time"), ("snapshot_time", "time"), ("采集时间", "time"), ("timestamp_utc", "time"), ("Date", "date"),
        ("office_name", "office"), ("office_id", "office"), ("branchName", "office"), ("Location ID", "office"), ("大厅名称", "office"),
        ("queue_id", "queue"), ("Queue name", "queue"), ("service_code", "queue"), ("队列编号", "queue"), ("idGrupy", "queue"),
        ("open windows", "windows"), ("Number of open counters", "windows"), ("num_windows_open", "windows"),
        ("windows_count", "windows"), ("开放窗口数量", "windows"), ("liczbaCzynnychStan", "windows"), ("Czynne okienka", "windows"),
        ("waiting", "waiting"), ("People waiting (now)", "waiting"), ("number_of_people_waiting", "waiting"), ("queueLength", "waiting"),
        ("people_in_queue", "waiting"), ("waiting_now", "waiting"), ("当前等候人数", "waiting"), ("queue_count", "waiting"),
        ("last number called", "called"), ("lastCalledNumber", "called"), ("now serving", "called"), ("last_called_ticket_no", "called"),
        ("Ticket now serving", "called"), ("latest called number", "called"), ("当前叫号号码", "called"), ("aktualnyNumer", "called"),
        ("avg wait (min)", "shown"), ("estimated_wait_minutes", "shown"), ("平均等候时间(分钟)", "shown"), ("waiting time", "shown"), ("Est. wait (min)", "shown"),
    ],
)  # fmt: skip
def test_what_a_column_holds_is_told_by_its_name(name: str, meaning: str) -> None:
    found = meaning_of(name)
    assert found is not None
    assert found[0] == meaning


@pytest.mark.parametrize(
    "name", ["age", "served_last_hour", "waiting_since", "max_waiting_ever", "temperature", "id", "n"]
)
def test_other_names_are_nothing_of_ours(name: str) -> None:
    assert meaning_of(name) is None


def test_a_day_and_a_clock_in_two_columns_are_joined_whatever_they_are_called() -> None:
    for header in ("date,time,waiting,called", "Day,hour,waiting,called", "日期,时间,等候人数,叫号"):
        found = choose(header.split(","), [["2026-03-02", "09:00", "5", "87"]], {})
        assert found.when == (0, 1)
    assert named("date,time,waiting,called", "2026-03-02,2026-03-02 09:00,5,87")["time"] == ["time"]
    assert named("a,b,waiting,called", "2026-03-02,09:00,5,87", date="a", clock="b")["time"] == ["a", "b"]


def test_the_surest_name_wins_not_the_first_place() -> None:
    header = "number,time,queue,open,open_windows,waiting,last_called"
    rows = [f"{row},{at},A,true,3,5,A{80 + row // 2:03d}" for row, at in enumerate(MOMENTS)]
    found = named(header, *rows)
    assert found["windows"] == ["open_windows"]
    assert found["called"] == ["last_called"]


def test_a_column_that_numbers_the_rows_is_not_the_number_called() -> None:
    rows = [f"{row},{at},5,A{80 + row // 2:03d}" for row, at in enumerate(MOMENTS)]
    assert named("number,time,waiting,ticket", *rows)["called"] == ["ticket"]
    alone = [f"{row},{at},5" for row, at in enumerate(MOMENTS)]
    assert named("number,time,waiting", *alone)["called"] == ["number"]


def test_a_column_whose_cells_do_not_hold_what_its_name_says_is_passed_over() -> None:
    found = named("time,waiting,called,open_windows,counters", *(f"{at},5,1,yes,3" for at in MOMENTS))
    assert found["windows"] == ["counters"]
    assert named("time,waiting,called,open", *(f"{at},5,1,true" for at in MOMENTS))["windows"] == []


def test_all_columns_that_tell_queues_apart_count_and_an_id_beside_its_name_does_not() -> None:
    header = "time,office_id,office_name,category,queue,waiting,called"
    rows = [
        "9:00,1,North,Cars,A,5,1",
        "9:00,1,North,Cars,B,5,1",
        "9:00,2,South,Homes,A,5,1",
        "9:00,1,North,Homes,A,5,1",
    ]
    found = named(header, *rows)
    assert len(found["office"]) == 1
    assert sorted(found["queue"]) == ["category", "queue"]


def test_a_column_queue_with_counts_is_how_many_stand_in_it() -> None:
    found = named("time,queue,called", *(f"{at},{people},1" for people, at in enumerate(MOMENTS)))
    assert (found["waiting"], found["queue"]) == (["queue"], [])


def test_a_moment_is_not_taken_for_a_number_called() -> None:
    found = named("time,waiting,last_called_at,called", *(f"{at},5,{at},A01" for at in MOMENTS))
    assert found["called"] == ["called"]


def test_everything_that_is_found_has_a_name_in_both_languages() -> None:
    found = named("time,waiting,called", "2026-03-02 09:00,5,1")
    assert set(found) == set(LABELS)
