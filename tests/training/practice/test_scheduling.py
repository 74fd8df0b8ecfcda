"""FSRS is the package's: what we keep is what it would keep, over any history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from onetrip.training.practice.scheduling import due_at_once, due_of, fresh, inherited, rating_of, reviewed

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
HISTORIES = st.lists(
    st.tuples(st.integers(1, 4), st.integers(min_value=1, max_value=200 * 24 * 3600)), min_size=1, max_size=25
)
RETENTION = st.sampled_from([0.7, 0.85, 0.9, 0.97])


@given(HISTORIES, RETENTION)
def test_any_history_gives_the_schedule_of_the_package(history: list[tuple[int, int]], retention: float) -> None:
    theirs = Scheduler(desired_retention=retention, enable_fuzzing=False)
    card, memory, at = Card(card_id=0, due=NOW), fresh(NOW), NOW
    for rating, seconds in history:
        at += timedelta(seconds=seconds)
        card, _ = theirs.review_card(card, Rating(rating), at)
        memory = reviewed(memory, rating, at, retention)
        assert memory == card.to_dict()
        assert due_of(memory) == card.due


@given(HISTORIES)
def test_the_same_history_gives_the_same_day_each_time(history: list[tuple[int, int]]) -> None:
    def played() -> dict[str, object]:
        memory, at = fresh(NOW), NOW
        for rating, seconds in history:
            at += timedelta(seconds=seconds)
            memory = reviewed(memory, rating, at, 0.9)
        return memory

    assert played() == played()


@given(HISTORIES)
def test_what_takes_the_place_of_a_question_is_due_at_once_as_hard_as_that_and_no_longer_remembered(
    history: list[tuple[int, int]],
) -> None:
    memory, at = fresh(NOW), NOW
    for rating, seconds in history:
        at += timedelta(seconds=seconds)
        memory = reviewed(memory, rating, at, 0.9)
    later = at + timedelta(days=2)
    new = inherited(memory, later, 0.9)
    assert new["difficulty"] == memory["difficulty"]
    assert due_of(new) == later
    assert new["stability"] <= memory["stability"]
    assert due_of(reviewed(new, 3, later, 0.9)) > later  # and it can be answered


def test_a_question_never_answered_hands_nothing_on() -> None:
    assert inherited(fresh(NOW), NOW, 0.9) == fresh(NOW)


def test_a_clock_that_was_set_back_does_not_break_a_card() -> None:
    memory = reviewed(fresh(NOW), 3, NOW, 0.9)
    again = reviewed(memory, 3, NOW - timedelta(hours=3), 0.9)
    assert again["last_review"] == NOW.isoformat()


def test_a_time_of_another_zone_is_the_same_moment() -> None:
    shanghai = NOW.astimezone(tz=ZoneInfo("Asia/Shanghai"))
    assert reviewed(fresh(shanghai), 3, shanghai, 0.9) == reviewed(fresh(NOW), 3, NOW, 0.9)


@pytest.mark.parametrize(
    ("is_right", "felt", "rating"), [(False, "", 1), (True, "guessed", 2), (True, "", 3), (True, "knew", 4)]
)
def test_the_rating_follows_from_right_or_wrong_and_how_it_felt(is_right: bool, felt: str, rating: int) -> None:
    assert rating_of(is_right=is_right, felt=felt) == rating


def test_guessed_comes_back_before_right_and_that_before_known_at_once() -> None:
    memory = fresh(NOW)
    for step in range(3):
        memory = reviewed(memory, 3, NOW + timedelta(days=step * 4), 0.9)
    at = NOW + timedelta(days=20)
    wrong, guessed, right, knew = (due_of(reviewed(memory, rating, at, 0.9)) for rating in (1, 2, 3, 4))
    assert wrong < guessed < right < knew


def test_due_at_once_changes_nothing_but_the_day() -> None:
    memory = reviewed(fresh(NOW), 4, NOW, 0.9)
    later = NOW + timedelta(days=1)
    assert due_at_once(memory, later) == {**memory, "due": later.isoformat()}
