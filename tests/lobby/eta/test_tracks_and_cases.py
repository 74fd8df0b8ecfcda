from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.lobby.eta.cases import truth_of
from onetrip.lobby.eta.snapshots import Snapshot
from onetrip.lobby.eta.tracks import Track, tracks_of

NINE = datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 -- the clock on the wall


def track(numbers: Sequence[str | None], waiting: Sequence[int], minutes: Sequence[float] | None = None) -> Track:
    moments = minutes or [5.0 * place for place in range(len(numbers))]
    rows = [
        Snapshot(
            NINE + timedelta(minutes=minute),
            "A",
            3,
            people,
            "".join(filter(str.isalpha, number or "")),
            int("".join(filter(str.isdigit, number))) if number else None,
        )
        for minute, number, people in zip(moments, numbers, waiting, strict=True)
    ]
    (found,) = tracks_of(rows)
    return found


def test_numbers_called_are_counted_from_the_first_one_seen() -> None:
    assert track(["A010", "A012", "A012", "A015"], [9, 9, 9, 9]).called.tolist() == [0, 2, 2, 5]


def test_a_number_called_once_more_takes_nobody_back() -> None:
    assert track(["10", "12", "11", "13"], [9, 9, 9, 9]).called.tolist() == [0, 2, 2, 3]


@pytest.mark.parametrize("top", [99, 999])
def test_after_the_highest_number_counting_goes_on_at_one(top: int) -> None:
    found = track([str(top - 1), str(top), "1", "3"], [9, 9, 9, 9])
    assert found.called.tolist() == [0, 1, 2, 4]
    assert set(found.stretch) == {0}


def test_a_number_of_another_series_between_ours_is_passed_over() -> None:
    found = track(["A010", "A801", "A012", "B003", "A013"], [9, 9, 9, 9, 9])
    assert found.called.tolist() == [0, 0, 2, 2, 3]
    assert not found.own[1]
    assert set(found.stretch) == {0}


def test_nothing_is_concluded_across_numbers_that_began_anew() -> None:
    found = track(["300", "301", "10", "12", "14"], [4, 4, 4, 2, 1])
    assert found.stretch.tolist() == [0, 0, 1, 1, 1]
    truth = truth_of(found).minutes
    assert np.isnan(truth[:2]).all()
    assert truth[2] == pytest.approx(5 + 5 * 2 / 3)


def test_every_day_and_every_queue_is_a_track_of_its_own() -> None:
    rows = [Snapshot(NINE + timedelta(days=day), queue, None, 0, "", None) for queue in ("A", "B") for day in range(3)]
    assert [(each.day.day, each.queue) for each in tracks_of(rows)] == [
        (2, "A"), (2, "B"), (3, "A"), (3, "B"), (4, "A"), (4, "B"),
    ]  # fmt: skip


def test_the_last_in_line_waits_until_as_many_have_been_called() -> None:
    truth = truth_of(track(["10", "10", "12", "13"], [3, 3, 1, 0]))
    # Three people: 13 is called between minute 10 and 15, one of one: in the middle.
    assert truth.minutes[0] == pytest.approx(12.5)
    assert truth.minutes[1] == pytest.approx(7.5)
    assert truth.minutes[2] == pytest.approx(2.5)
    assert truth.left_out["nobody"].tolist() == [False, False, False, True]


def test_calls_between_two_samples_are_spread_evenly() -> None:
    truth = truth_of(track(["10", "14"], [1, 0], [0.0, 10.0]))
    assert truth.minutes[0] == pytest.approx(2.0)


def test_who_was_not_called_that_day_makes_no_case() -> None:
    truth = truth_of(track(["10", "11", "11"], [5, 4, 4]))
    assert np.isnan(truth.minutes).all()
    assert truth.left_out["never"].all()


def test_a_call_in_a_gap_between_samples_has_no_known_time() -> None:
    truth = truth_of(track(["10", "11", "15", "16"], [3, 3, 1, 0], [0.0, 5.0, 65.0, 70.0]))
    assert truth.left_out["gap"].tolist() == [True, True, False, False]
    assert truth.minutes[2] == pytest.approx(2.5)


def test_before_the_first_number_of_the_day_nothing_is_known() -> None:
    truth = truth_of(track([None, "1", "3"], [2, 2, 0]))
    assert truth.left_out["before-first"].tolist() == [True, False, False]
    assert np.isnan(truth.minutes[0])


@given(st.lists(st.tuples(st.integers(0, 1200), st.integers(0, 60), st.integers(1, 90)), min_size=1, max_size=60))
def test_whatever_the_board_shows_the_count_never_falls_and_no_wait_is_negative(
    samples: list[tuple[int, int, int]],
) -> None:
    moments = np.cumsum([gap for _, _, gap in samples]).tolist()
    if moments[-1] >= 14 * 60:
        moments = [moment * 14 * 60 / (moments[-1] + 1) for moment in moments]
    found = track([str(number) for number, _, _ in samples], [people for _, people, _ in samples], moments)
    assert (np.diff(found.called) >= 0).all()
    truth = truth_of(found)
    told = truth.minutes[truth.told]
    assert (told >= 0).all()
    for place in range(len(found)):
        reasons = [reason for reason, flags in truth.left_out.items() if flags[place]]
        assert len(reasons) == (0 if truth.told[place] else 1)


# --- Boards that go wrong ------------------------------------------------------------------------------------------------


def test_yesterdays_number_on_the_board_is_followed_by_the_first_ones_of_today() -> None:
    numbers = ["12"] * 10 + [str(1 + (minute - 10) // 5) for minute in range(10, 90)]
    found = track(numbers, [5] * 40 + [0] * 50, [float(minute) for minute in range(90)])
    assert set(found.stretch) == {0}
    assert found.called[10] == 1
    assert found.called[-1] == 16
    truth = truth_of(found).minutes
    assert truth[0] == pytest.approx(30, abs=1), "number 5 is called in minute 30"
    assert truth[12] == pytest.approx(23, abs=1), "number 6 is called in minute 35"


def test_numbers_that_begin_anew_close_below_the_last_one_are_no_recall() -> None:
    numbers = [str(n) for n in (*range(3, 13), *range(1, 16))]
    found = track(numbers, [4] * 25)
    assert found.stretch.tolist() == [0] * 10 + [1] * 15
    assert found.called.tolist() == [*range(10), *range(9, 24)]


def test_a_foreign_number_that_stands_for_a_quarter_of_an_hour_is_passed_over() -> None:
    numbers = (
        [str(10 + minute // 5) for minute in range(20)] + ["801"] * 15 + [str(14 + minute // 5) for minute in range(60)]
    )
    found = track(numbers, [4] * len(numbers), [float(minute) for minute in range(len(numbers))])
    assert set(found.stretch) == {0}
    assert not found.own[20:35].any()
    assert truth_of(found).told[:20].all()


def test_two_foreign_numbers_in_a_row_are_passed_over_too() -> None:
    found = track(["10", "801", "802", "12"], [4] * 4)
    assert (found.called.tolist(), set(found.stretch)) == ([0, 0, 0, 2], {0})


def test_a_line_that_is_called_by_several_letters_counts_all_of_them() -> None:
    numbers, waiting, called = [], [], {"A": 10, "B": 200, "C": 400}
    for n in range(60):
        letter = "ABC"[n % 3]
        called[letter] += 1
        numbers.append(f"{letter}{called[letter]:03d}")
        waiting.append(30 - n // 2)
    found = track(numbers, waiting)
    assert found.letters == ("A", "B", "C")
    assert found.called[-1] == 57, "each but the first of its letters"
    assert truth_of(found).minutes[20] == pytest.approx(5 * 20, abs=3), "twenty wait, one is called every five minutes"


def test_letters_at_which_the_line_does_not_grow_shorter_are_of_another_line() -> None:
    numbers = [f"{'TA'[n % 2]}{n // 2:03d}" for n in range(40)]
    found = track(numbers, [30 - (n + 1) // 2 for n in range(40)])
    assert found.letters == ()
    assert found.own.tolist() == [False, True] * 20
