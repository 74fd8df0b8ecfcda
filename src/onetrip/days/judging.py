"""What a check of the morning round says, and whether the hall may open on it. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from onetrip.rules import Text


class State(StrEnum):
    """Green: works. Amber: the hall can open, but somebody should know. Red: residents would feel it."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


_RANK = {State.GREEN: 0, State.AMBER: 1, State.RED: 2}


@dataclass(frozen=True)
class Found:
    """What was found: one sentence, what to do about it (None: nothing), and the things it is made of, a line each."""

    state: State
    said: Text
    to_do: Text | None = None
    details: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Answered:
    """A finding as the opening sees it: its state, and whether somebody has said what was done about it."""

    state: State
    has_answer: bool


def well(zh: str, en: str, *details: Text) -> Found:
    """Green."""
    return Found(State.GREEN, Text(zh, en), details=details)


def mind(said: Text, to_do: Text, *details: Text) -> Found:
    """Amber."""
    return Found(State.AMBER, said, to_do, details)


def wrong(said: Text, to_do: Text, *details: Text) -> Found:
    """Red."""
    return Found(State.RED, said, to_do, details)


def worst(states: Iterable[State]) -> State:
    """The worst of several states; green for none."""
    return max(states, key=lambda state: _RANK[state], default=State.GREEN)


def hinders(findings: Mapping[str, Answered], required: Collection[str]) -> list[str]:
    """The checks that keep the hall from being declared ready: not made yet, or red without an answer. In the order of
    `required`."""
    return [
        code
        for code in required
        if (found := findings.get(code)) is None or (found.state is State.RED and not found.has_answer)
    ]
