"""What a carrier's messages say together, in whichever order they come."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.cases.delivering.tracks import KNOWN, standing

BEGAN = datetime(2026, 11, 24, tzinfo=UTC)


def told(*words: str) -> list[tuple[datetime, str]]:
    return [(BEGAN + timedelta(hours=hour), word) for hour, word in enumerate(words)]


@pytest.mark.parametrize(
    ("words", "state"),
    [
        ((), "taken"),
        (("picked-up", "moving", "on-its-round", "nobody-home"), "taken"),
        (("picked-up", "signed"), "signed"),
        (("picked-up", "lost"), "lost"),
        (("picked-up", "lost", "moving"), "taken"),
        (("picked-up", "turned-back", "moving"), "coming-back"),
        (("turned-back", "back"), "coming-back"),
        (("picked-up", "", "teleported"), "taken"),
        (("signed", "moving", "lost", "turned-back"), "signed"),
    ],
)
def test_the_last_thing_that_happened_counts_and_a_signature_for_ever(words: tuple[str, ...], state: str) -> None:
    assert standing(told(*words)) == state


@given(st.lists(st.sampled_from(sorted(KNOWN)), max_size=8), st.integers(0, 999))
def test_late_twice_and_out_of_order_say_the_same(words: list[str], seed: int) -> None:
    said = told(*words)
    heard = [*said, *said[:3]]
    random.Random(seed).shuffle(heard)  # noqa: S311 -- an order to try, not a secret
    assert standing(heard) == standing(said)
