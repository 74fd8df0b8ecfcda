"""Retries are few, wait longer each time, never past the time that somebody waits, and never sooner than the store asks."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.licences.base import Enquiry, Held, NoAnswer, Trouble
from onetrip.licences.retrying import Asked, Patience, attempt, wait_before
from tests.factories import synthetic_identity

DAY = date(2026, 11, 24)
ENQUIRY = Enquiry("310105127000101", synthetic_identity(), DAY, "窗口受理", "request", "reference")
HELD = (Held("A1", "issuer", date(2020, 1, 1), None, "valid"),)


class Clock:
    """A time that goes on only when somebody waits or asks."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def pause(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


class Script:
    """A store that does what it is told, in turn, and takes `takes` seconds each time."""

    name = "script"

    def __init__(self, clock: Clock, *answers: object, takes: float = 0.1) -> None:
        self.clock, self.answers, self.takes = clock, list(answers), takes
        self.given: list[float] = []

    def ask(self, _enquiry: Enquiry, seconds: float) -> tuple[Held, ...]:
        self.given.append(seconds)
        self.clock.now += min(self.takes, seconds)
        answer = self.answers.pop(0) if self.answers else NoAnswer(Trouble.FAULT)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[return-value]


def tried(
    store: Script, clock: Clock, *, seconds: float = 2.5, chance: float = 0.5, patience: Patience | None = None
) -> Asked:
    return attempt(
        store,
        ENQUIRY,
        seconds=seconds,
        patience=patience or Patience(),
        chance=lambda: chance,
        clock=lambda: clock.now,
        pause=clock.pause,
    )


def test_a_second_try_gets_the_answer() -> None:
    clock = Clock()
    asked = tried(Script(clock, NoAnswer(Trouble.FAULT), HELD), clock)
    assert (asked.held, asked.trouble, asked.tries) == (HELD, None, 2)


def test_after_the_last_try_the_trouble_is_told() -> None:
    clock = Clock()
    asked = tried(Script(clock), clock)
    assert (asked.held, asked.trouble, asked.tries) == (None, Trouble.FAULT, 3)


def test_what_another_try_cannot_change_is_not_tried_again() -> None:
    clock = Clock()
    assert tried(Script(clock, NoAnswer(Trouble.DENIED), HELD), clock).tries == 1


def test_a_rest_that_fits_into_the_time_is_kept_and_one_that_does_not_ends_it() -> None:
    clock = Clock()
    asked = tried(Script(clock, NoAnswer(Trouble.LIMITED, retry_after=1.0), HELD), clock)
    assert (asked.held, clock.waits) == (HELD, [1.0])
    clock = Clock()
    asked = tried(Script(clock, NoAnswer(Trouble.LIMITED, retry_after=30.0), HELD), clock)
    assert (asked.held, asked.retry_after, clock.waits) == (None, 30.0, [])


def test_a_store_that_raises_what_nobody_foresaw_is_a_fault() -> None:
    clock = Clock()
    assert tried(Script(clock, ZeroDivisionError("310000…"), HELD), clock).held == HELD


@given(
    troubles=st.lists(st.tuples(st.sampled_from(list(Trouble)), st.none() | st.floats(0, 5)), max_size=6),
    takes=st.floats(0.0, 3.0),
    seconds=st.floats(0.3, 4.0),
    chance=st.floats(0, 1, exclude_max=True),
)
def test_nobody_ever_waits_longer_than_they_were_told(
    troubles: list[tuple[Trouble, float | None]], takes: float, seconds: float, chance: float
) -> None:
    clock, patience = Clock(), Patience()
    store = Script(clock, *(NoAnswer(kind, retry_after=rest) for kind, rest in troubles), takes=takes)
    asked = tried(store, clock, seconds=seconds, chance=chance)
    assert clock.now <= seconds + 1e-6
    assert asked.tries <= patience.tries
    assert all(0 < given <= patience.each for given in store.given)


@given(st.integers(1, 6), st.floats(0, 1, exclude_max=True))
def test_chance_spreads_a_wait_between_half_and_all_of_it(tried_before: int, chance: float) -> None:
    patience = Patience()
    whole = patience.first * patience.growth ** (tried_before - 1)
    assert whole / 2 <= wait_before(tried_before, patience, chance) <= whole
    assert wait_before(tried_before, patience, chance, retry_after=100.0) == 100.0


def test_waits_grow() -> None:
    waits = [wait_before(number, Patience(), 0.0) for number in (1, 2, 3)]
    assert waits == pytest.approx([0.05, 0.15, 0.45])
