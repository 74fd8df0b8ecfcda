"""A system outside the house, as it is asked: on lines of its own, within a time, and left alone after it failed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from onetrip.ledger.outside import PATIENCE, Away, Outside
from onetrip.ledger.refusals import Refused


@pytest.fixture
def stuck() -> Iterator[Callable[..., None]]:
    """A call that hangs until the test is over."""
    over = threading.Event()
    yield lambda *_: over.wait(30) and None
    over.set()


def fails() -> None:
    raise ConnectionError("the line is dead")


def test_calls_that_hang_take_up_their_own_lines_and_no_more_are_begun(stuck: Callable[..., None]) -> None:
    hanging, other = Outside(lines=2, rest=0), Outside(lines=2)
    for _ in range(2):
        with pytest.raises(Away):
            hanging.ask(stuck, 0.01)
    called = []
    with pytest.raises(Away):
        hanging.ask(lambda: called.append("asked"), 1)
    assert not called
    assert other.ask(lambda: "an answer", 1) == "an answer"


def test_after_some_calls_without_an_answer_nobody_waits_for_a_while_and_then_it_is_tried_again() -> None:
    called = []

    def answers() -> str:
        called.append("asked")
        return "an answer"

    one = Outside(rest=0.2)
    for _ in range(PATIENCE):
        with pytest.raises(Away):
            one.ask(fails, 1)
    with pytest.raises(Away):
        one.ask(answers, 1)
    assert not called
    threading.Event().wait(0.25)
    assert one.ask(answers, 1) == "an answer"


def test_an_answer_between_failures_and_a_refusal_in_words_count_as_answers() -> None:
    one = Outside()

    def refuses() -> None:
        raise Refused("no-record", "没有。", "None.")

    for _ in range(PATIENCE):
        with pytest.raises(Away):
            one.ask(fails, 1)
        if _ < PATIENCE - 1:
            with pytest.raises(Refused):
                one.ask(refuses, 1)
    assert one.ask(lambda: 1, 1) == 1
