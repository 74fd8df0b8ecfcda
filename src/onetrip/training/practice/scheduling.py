"""When a question is asked again, by FSRS as the package `fsrs` computes it. Pure: `now` is given, nothing is drawn by lot.

A card is kept as the package's own dictionary, so that a later version of it, or its optimiser, can read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

from fsrs import Card, Rating, Scheduler, State
from fsrs.card import CardDict

Memory = dict[str, Any]
"""The card of FSRS: state, step, stability (days), difficulty (1 to 10), due, last_review; times in ISO 8601, UTC."""

RATINGS: Mapping[str, int] = {"": Rating.Good.value, "guessed": Rating.Hard.value, "knew": Rating.Easy.value}
"""How a right answer felt → the rating. A wrong one is always Again."""


def rating_of(*, is_right: bool, felt: str = "") -> int:
    """1 wrong, 2 right and guessed, 3 right, 4 right and known at once. No stopwatch: only what the person says."""
    return RATINGS[felt] if is_right else Rating.Again.value


def fresh(now: datetime) -> Memory:
    """Of a question that was never answered: due at once."""
    return dict(Card(card_id=0, due=_utc(now)).to_dict())


def reviewed(memory: Memory, rating: int, now: datetime, retention: float) -> Memory:
    """The memory after an answer at `now`; `retention` is what is aimed at, 0 to 1.

    A clock that was set back never makes a card younger than its last review.
    """
    card = Card.from_dict(cast(CardDict, memory))
    at = _utc(now)
    if card.last_review is not None and at < card.last_review:
        at = card.last_review
    after, _ = _scheduler(retention).review_card(card, Rating(rating), at)
    return dict(after.to_dict())


def inherited(memory: Memory, now: datetime, retention: float) -> Memory:
    """For a question that takes the place of one whose rule changed: what was remembered counts as forgotten, how hard it
    was stays, and it is due at once."""
    if memory["difficulty"] is None or memory["stability"] is None:
        return fresh(now)
    after = reviewed(memory, Rating.Again.value, now, retention)
    after |= {"state": State.Relearning.value, "step": 0, "difficulty": memory["difficulty"]}
    return due_at_once(after, now)


def due_at_once(memory: Memory, now: datetime) -> Memory:
    """The same memory, asked next."""
    return {**memory, "due": _utc(now).isoformat()}


def due_of(memory: Memory) -> datetime:
    """When it is asked next."""
    return datetime.fromisoformat(memory["due"])


@lru_cache(maxsize=64)
def _scheduler(retention: float) -> Scheduler:
    return Scheduler(desired_retention=retention, enable_fuzzing=False)


def _utc(now: datetime) -> datetime:
    return now.astimezone(UTC)
