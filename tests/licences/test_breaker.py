"""The breaker against a model that remembers everything: who was let through, when, and what came of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from onetrip.licences.breaker import Breaker, Rules, State, admit, answered, failed

RULES = Rules(failures=3, rest=timedelta(seconds=10), longest=timedelta(seconds=60), lease=timedelta(seconds=20))
START = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
A_SECOND = timedelta(seconds=1)


class TheBreaker(RuleBasedStateMachine):
    """People ask, answers come or do not, late or never, and time goes on (now and then back)."""

    def __init__(self) -> None:
        super().__init__()
        self.breaker, self.now = Breaker(), START
        self.in_a_row = 0
        self.trying_since: datetime | None = None
        self.opened_at: datetime | None = None

    @rule(seconds=st.integers(0, 90))
    def time_goes_on(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)

    @rule()
    def the_clock_is_set_back_by_a_day(self) -> None:
        self.now -= timedelta(days=1)
        _, admitted = admit(self.breaker, self.now, RULES)
        assert admitted, "nobody waits a day for a clock that was wrong"
        self.trying_since = self.opened_at = None
        self.breaker = Breaker()
        self.in_a_row = 0

    @rule()
    def somebody_asks(self) -> None:
        before = self.breaker
        self.breaker, admitted = admit(before, self.now, RULES)
        if before.state is State.CLOSED:
            assert admitted
        if before.state is State.OPEN and self.opened_at is not None:
            assert admitted or self.now - self.opened_at < RULES.longest, "no rest is longer than the longest"
            assert not admitted or self.now - self.opened_at >= RULES.rest, "a rest is a rest"
        if before.state is State.HALF_OPEN and self.trying_since is not None:
            assert admitted == (self.now - self.trying_since >= RULES.lease), "one tries at a time, and not for ever"
        if admitted and before.state is not State.CLOSED:
            self.trying_since = self.now

    @precondition(lambda self: self.breaker.state is not State.OPEN)
    @rule()
    def an_answer_comes(self) -> None:
        self.breaker = answered(self.breaker)
        assert self.breaker == Breaker(), "one answer and all is as it was"
        self.in_a_row, self.trying_since, self.opened_at = 0, None, None

    @rule()
    def an_answer_to_somebody_who_asked_before_it_opened(self) -> None:
        if self.breaker.state is State.OPEN:
            assert answered(self.breaker) == self.breaker

    @precondition(lambda self: self.breaker.state is not State.OPEN)
    @rule(rest=st.none() | st.integers(0, 500))
    def none_comes(self, rest: int | None) -> None:
        before = self.breaker
        asked_for = None if rest is None else timedelta(seconds=rest)
        self.breaker = failed(before, self.now, RULES, retry_after=asked_for)
        self.in_a_row += 1
        opens = before.state is State.HALF_OPEN or rest is not None or self.in_a_row >= RULES.failures
        assert (self.breaker.state is State.OPEN) == opens
        if opens:
            self.opened_at, self.trying_since = self.now, None
            assert self.breaker.until is not None
            length = self.breaker.until - self.now
            assert RULES.rest <= length <= RULES.longest
            if asked_for is not None:
                assert length >= min(asked_for, RULES.longest), "what the store asks for is not undercut"

    @rule()
    def a_failure_from_before_it_opened(self) -> None:
        if self.breaker.state is State.OPEN:
            assert failed(self.breaker, self.now, RULES) == self.breaker, "it rests no longer for it"

    @invariant()
    def it_is_shut_until_a_moment_or_not_at_all(self) -> None:
        assert (self.breaker.until is None) == (self.breaker.state is State.CLOSED)

    @invariant()
    def nobody_is_kept_out_for_ever(self) -> None:
        _, admitted = admit(self.breaker, self.now + RULES.longest + RULES.lease, RULES)
        assert admitted


TheBreaker.TestCase.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
TestTheBreaker = TheBreaker.TestCase


def test_each_rest_after_a_try_that_failed_is_twice_as_long_up_to_the_longest() -> None:
    breaker, now, rests = Breaker(), START, []
    for _ in range(RULES.failures):
        breaker = failed(breaker, now, RULES)
    for _ in range(5):
        assert breaker.until is not None
        rests.append(breaker.until - now)
        now = breaker.until
        breaker, admitted = admit(breaker, now, RULES)
        assert admitted
        assert not admit(breaker, now, RULES)[1], "one tries, the others wait for it"
        breaker = failed(breaker, now, RULES)
    assert rests == [timedelta(seconds=length) for length in (10, 20, 40, 60, 60)]


def test_whoever_dies_while_trying_does_not_shut_it_for_ever() -> None:
    breaker, _ = admit(Breaker(State.OPEN, 3, 1, START), START, RULES)
    assert not admit(breaker, START + RULES.lease - A_SECOND, RULES)[1]
    assert admit(breaker, START + RULES.lease, RULES)[1]
