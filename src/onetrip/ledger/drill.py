"""Whether this house is a drill, and the marks by which nothing of a drill is ever taken for the real thing.

A house is a drill for its whole life or not at all (`rehearsal.drilling.walls_between`), so a process reads it once, from
its environment. The marks stand where a thing gets its name: the prefix of numbers in the hall, and the code of the centre,
which every case, receipt, notice, slip and booking carries in its own number.
"""

from __future__ import annotations

import os

from onetrip.rules import Text

ENVIRONMENT = "ONETRIP_DRILL"
SIGN = "演"
"""Before every number of a drill's hall. No real number holds a Chinese character, on paper, on a display or spoken."""
LETTERS = "YL"
"""Before the code of a drill's centre; no drill begins in a house where a real centre has the code that comes of it."""
_LONGEST_CODE = 6
WORD = Text("演练 DRILL", "DRILL 演练")
WARNING = Text("演练，不作数", "Drill: not valid")


def is_on() -> bool:
    """Whether this process belongs to a drill's house."""
    return os.environ.get(ENVIRONMENT, "") == "1"


def number_prefix(letter: str) -> str:
    """The prefix of a ticket: "A", in a drill "演A"."""
    return f"{SIGN}{letter}" if is_on() else letter


def code_of(centre: str) -> str:
    """The code under which the centre `centre` is drilled: YLLF for LF."""
    return f"{LETTERS}{centre}"[:_LONGEST_CODE]
