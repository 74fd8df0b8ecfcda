"""The ways in which the simulated store can behave, each as a real one does on a bad day."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from onetrip.licences.contrib.simulated.records import licence, licences_of
from onetrip.rules import Text


class Mood(StrEnum):
    """How it answers."""

    WELL = "well"
    SLOW = "slow"
    HANGING = "hanging"
    DRIPPING = "dripping"
    DOWN = "down"
    FAULTY = "faulty"
    LIMITED = "limited"
    DENYING = "denying"
    MALFORMED = "malformed"
    CUT_SHORT = "cut-short"
    ENDLESS = "endless"
    OTHER_PERSON = "other-person"
    OTHER_ANSWER = "other-answer"
    EXPIRED = "expired"
    DUPLICATES = "duplicates"
    NOTHING = "nothing"


MOODS: dict[Mood, Text] = {
    Mood.WELL: Text("正常", "well"),
    Mood.SLOW: Text("慢", "slow"),
    Mood.HANGING: Text("不出声", "silent"),
    Mood.DRIPPING: Text("一个字一个字地来", "a byte at a time"),
    Mood.DOWN: Text("断线", "down"),
    Mood.FAULTY: Text("出错（500）", "error (500)"),
    Mood.LIMITED: Text("限流（429）", "rate limit (429)"),
    Mood.DENYING: Text("不认密钥（403）", "denies the key (403)"),
    Mood.MALFORMED: Text("乱码", "not readable"),
    Mood.CUT_SHORT: Text("答到一半", "cut short"),
    Mood.ENDLESS: Text("没完没了", "endless"),
    Mood.OTHER_PERSON: Text("答成别人的", "somebody else's"),
    Mood.OTHER_ANSWER: Text("答非所问", "to another question"),
    Mood.EXPIRED: Text("都过期了", "all expired"),
    Mood.DUPLICATES: Text("同一张答三遍", "the same three times"),
    Mood.NOTHING: Text("什么都没有", "nothing there"),
}
"""Each mood as the page of the demonstration names it."""

SOMEBODY_ELSE = "310000194901010005"
"""An ID number that nobody can have."""

Record = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """A question as it came over the wire."""

    request: str
    code: str
    number: str
    day: date


def answer(asked: Asked, mood: Mood) -> bytes:
    """The body of the answer to a question, where there is one with a body."""
    held = _HELD.get(mood, _as_recorded)(asked)
    request = "another" if mood is Mood.OTHER_ANSWER else asked.request
    body = json.dumps({"request": request, "licences": held}, ensure_ascii=False).encode()
    return b"<html>\xff busy" if mood is Mood.MALFORMED else body


def _as_recorded(asked: Asked) -> list[Record]:
    return licences_of(asked.number, asked.code, asked.day)


def _somebody_elses(asked: Asked) -> list[Record]:
    return [licence(SOMEBODY_ELSE, asked.code, asked.day)]


def _expired(asked: Asked) -> list[Record]:
    return [licence(asked.number, asked.code, asked.day, years=-1)]


def _three_times(asked: Asked) -> list[Record]:
    return [licence(asked.number, asked.code, asked.day)] * 2 + [licence(asked.number, asked.code, asked.day, years=-1)]


def _nothing(_asked: Asked) -> list[Record]:
    return []


_HELD: dict[Mood, Callable[[Asked], list[Record]]] = {
    Mood.OTHER_PERSON: _somebody_elses,
    Mood.EXPIRED: _expired,
    Mood.DUPLICATES: _three_times,
    Mood.NOTHING: _nothing,
}
