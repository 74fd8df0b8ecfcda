"""What is wrong with a condition or an answer, in words for the one who wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from onetrip.rules.text import Text


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file; lines count from 1."""

    file: str
    line: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to put right, in both languages. `where` is None for something typed rather than read from a file."""

    where: Where | None
    zh: str
    en: str

    @property
    def text(self) -> Text:
        """The sentence in both languages."""
        return Text(zh=self.zh, en=self.en)

    def __str__(self) -> str:
        return f"{self.where}: {self.en}" if self.where else self.en


class ConditionError(ValueError):
    """A text is not a condition; `problems` holds everything that is wrong with it, in the order of the text."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))
