from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.lobby.eta.judging import judge
from onetrip.lobby.eta.numbers import Day, Drawn, day_of_numbers
from onetrip.lobby.waiting import Pace, Wait, Waits, table_of

MONDAY = date(2026, 3, 2)


def test_every_number_stands_at_its_place_and_its_wait_is_its_own() -> None:
    day = day_of_numbers(MONDAY, [Drawn(540, 540, 550), Drawn(545, 545, 565)], [(510, 1)])
    drawn = ~np.isnan(day.waits)
    assert day.track.minutes[drawn].tolist() == [540, 545]
    assert day.track.waiting[drawn].tolist() == [1, 2]
    assert day.waits[drawn].tolist() == [10, 20]
    assert day.track.called.tolist() == [0, 0, 1, 2]


def test_a_priority_stands_further_ahead() -> None:
    day = day_of_numbers(MONDAY, [Drawn(540, 540, 560), Drawn(542, 542, 570), Drawn(545, 530, 552)], [(510, 1)])
    assert day.track.waiting[2] == 1


def test_who_missed_a_call_and_came_back_waited_as_told_and_stands_in_line_once_more() -> None:
    returned = Drawn(540, 560, 550, again=((575, 590),))
    day = day_of_numbers(MONDAY, [returned, Drawn(541, 541, 552), Drawn(570, 570, 600)], [(510, 1)])
    assert day.track.minutes.tolist() == [540, 541, 550, 552, 570, 575, 590, 600]
    assert day.waits[~np.isnan(day.waits)].tolist() == [10, 11, 30]
    assert day.track.waiting.tolist() == [1, 2, 1, 0, 1, 1, 1, 0], (
        "before who came meanwhile, and nowhere between 550 and 575"
    )
    assert day.track.called.tolist() == [0, 0, 1, 2, 2, 2, 3, 4]


def test_who_goes_home_leaves_the_line_without_a_wait() -> None:
    day = day_of_numbers(MONDAY, [Drawn(540, 540, None, 550), Drawn(541, 541, 560)], [(510, 1)])
    assert np.isnan(day.waits[0])
    assert day.track.waiting[2] == 1


def test_windows_count_from_the_moment_they_call_and_not_while_they_pause() -> None:
    windows = [(510.0, 1), (530.0, 1), (540.0, -1), (550.0, 1)]
    day = day_of_numbers(MONDAY, [Drawn(at, at, at + 30) for at in (509, 520, 535, 545, 555)], windows)
    at = dict(zip(day.track.minutes, day.track.windows, strict=True))
    assert [at[minute] for minute in (509, 520, 535, 545, 555)] == [0, 1, 2, 1, 2]


def test_nothing_after_now_has_happened() -> None:
    day = day_of_numbers(MONDAY, [Drawn(540, 540, 550), Drawn(560, 560, 570)], [(510, 1)], now=545)
    assert day.track.minutes.tolist() == [540, 545]
    assert day.track.waiting.tolist() == [1, 1]


def test_before_the_first_number_there_is_a_day_all_the_same() -> None:
    track = day_of_numbers(MONDAY, [], [], now=500).track
    assert (len(track), track.waiting[0], track.windows[0]) == (1, 0, 0)


@given(
    st.lists(st.tuples(st.floats(500, 900), st.floats(0, 30), st.one_of(st.none(), st.floats(0, 100))), max_size=60),
    st.one_of(st.none(), st.floats(500, 1000)),
)
def test_any_day_adds_up(numbers: list[tuple[float, float, float | None]], now: float | None) -> None:
    drawn = [Drawn(at, at - earlier, None if wait is None else at + wait) for at, earlier, wait in numbers]
    day = day_of_numbers(MONDAY, drawn, [(510.0, 1)], now=now)
    assert (np.diff(day.track.minutes) >= 0).all()
    assert (day.track.waiting >= 0).all()
    if now is None:
        assert day.track.called[-1:].sum() == sum(each.called is not None for each in drawn)
        assert (~np.isnan(day.waits)).sum() == sum(each.called is not None for each in drawn)


def told_day(day: int, told: tuple[float, float, float]) -> Day:
    numbers = [Drawn(540 + 5 * n, 540 + 5 * n, 550 + 5 * n, None, told) for n in range(20)]
    return day_of_numbers(date(2026, 3, day), numbers, [(510.0, 2)])


def test_what_was_told_is_held_against_what_came_true() -> None:
    judged = judge([told_day(2, (5, 8, 12)), told_day(3, (11, 13, 15))], date(2026, 3, 2))
    first, second = (held for _, held in judged.days)
    assert (first.error, first.bias, first.within) == (2, -2, 1)
    assert (second.error, second.bias, second.within) == (3, 3, 0)
    assert judged.total is not None
    assert judged.total.numbers == 40
    assert judged.total.within == 0.5
    assert first.others == (None, None, None), "on the first day nobody knows anything of the hall"
    assert second.others[0] == pytest.approx(0)
    assert [hour for hour, _ in judged.hours] == [9, 10]


def test_numbers_of_days_before_the_span_are_not_judged_and_none_make_no_figure() -> None:
    assert judge([told_day(2, (5, 8, 12))], date(2026, 3, 3)).total is None
    nothing_told = told_day(2, (float("nan"),) * 3)
    assert judge([nothing_told], date(2026, 3, 2)).total is None


def test_a_number_without_a_range_is_not_counted_as_outside_of_it() -> None:
    judged = judge([told_day(2, (float("nan"), 8, float("nan")))], date(2026, 3, 2))
    assert judged.total is not None
    assert judged.total.within is None


def test_behind_the_end_of_the_table_everybody_adds_what_the_pace_says() -> None:
    pace = Pace(6, 2, measured=True)
    waits = Waits(pace, (Wait(0, 1, 2), Wait(2, 4, 8)))
    assert waits.behind(1) == Wait(2, 4, 8)
    assert waits.behind(3) == Wait(6, 10, 17)
    assert Waits(Pace(6, 0, measured=True), table_of(5, Pace(6, 0, measured=True))).behind(0) is None
