from __future__ import annotations

from onetrip.lobby.eta.apart import told_apart
from onetrip.lobby.eta.columns import Columns, choose

HEADER = ["time", "booth", "waiting", "called", "note"]


def row(minute: float, booth: str, waiting: int, called: str) -> list[str]:
    at = f"2026-03-02 {9 + int(minute) // 60:02d}:{int(minute) % 60:02d}:{round(minute % 1 * 60):02d}"
    return [at, booth, str(waiting), called, "-"]


def chosen(rows: list[list[str]]) -> Columns:
    return told_apart(choose(HEADER, rows, {}), rows)


def test_two_queues_under_a_name_nobody_knows_are_told_apart_by_it() -> None:
    rows = [
        row(5 * n, booth, 5 + more, f"A{more + 2 * n:03d}")
        for n in range(40)
        for booth, more in (("x", 10), ("y", 400))
    ]
    assert chosen(rows).by_itself == 1


def test_also_where_they_are_never_sampled_in_one_moment() -> None:
    rows = [
        row(5 * n + late, booth, 5, f"{more + 2 * n}")
        for n in range(40)
        for booth, more, late in (("x", 10, 0), ("y", 300, 2))
    ]
    assert chosen(rows).by_itself == 1


def test_letters_tell_queues_apart_where_each_has_a_row_of_its_own() -> None:
    rows = [
        row(5 * n, "x", waiting, f"{letter}{n:03d}") for n in range(40) for letter, waiting in (("A", 3), ("B", 20))
    ]
    assert chosen(rows).by_letters


def test_one_queue_needs_nothing_more_even_with_several_letters_or_the_window_beside_it() -> None:
    one = [row(2 * n, str(n % 4), 5, f"{'AB'[n % 2]}{n // 2:03d}") for n in range(80)]
    found = chosen(one)
    assert (found.by_itself, found.by_letters) == (None, False)


def test_a_queue_written_twice_within_a_minute_is_one_queue() -> None:
    rows = [row(n // 2, "x" if n % 2 else "y", 5 - n % 2, f"A{n // 3:03d}") for n in range(80)]
    assert chosen(rows).by_itself is None
