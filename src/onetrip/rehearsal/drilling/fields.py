"""Read a scenario's fields one by one, and say in words what is wrong with each: everything at once, with its place. Pure."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from onetrip.rules import Text

Read = TypeVar("Read")


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where: `residents[2].share`."""

    where: str
    text: Text

    def __str__(self) -> str:
        return f"{self.where}: {self.text.zh} {self.text.en}"


@dataclass
class Problems:
    """Everything found so far."""

    found: list[Problem] = field(default_factory=list)

    def add(self, where: str, zh: str, en: str) -> None:
        """One more."""
        self.found.append(Problem(where, Text(zh, en)))


class Fields:
    """The fields of one mapping at `where`; what nobody asked for is a problem in the end (`nothing_else`)."""

    def __init__(self, given: object, where: str, problems: Problems) -> None:
        self.where, self.problems = where, problems
        self._asked: set[str] = set()
        self.given: dict[str, Any] = given if isinstance(given, dict) else {}
        if not isinstance(given, dict):
            problems.add(where or "/", "这里要写成“名字: 值”。", "This has to be a mapping of names to values.")

    def at(self, name: str) -> str:
        """The place of a field."""
        return f"{self.where}.{name}" if self.where else name

    def raw(self, name: str, default: object = ...) -> Any:
        """A field as it stands."""
        self._asked.add(name)
        if name not in self.given:
            if default is ...:
                self.problems.add(self.at(name), "缺这一项。", "This is missing.")
                return None
            return default
        return self.given[name]

    def word(self, name: str, default: object = ...) -> str:
        """A non-empty word."""
        value = self.raw(name, default)
        if value is None or value == default:
            return "" if value is None else str(value)
        if not isinstance(value, str) or not value.strip():
            self.problems.add(self.at(name), "要写一个词。", "This has to be a word.")
            return ""
        return value

    def text(self, name: str) -> Text:
        """A text in both languages."""
        return read_text(self.raw(name), self.at(name), self.problems)

    def number(self, name: str, *, least: float, most: float, default: object = ..., whole: bool = False) -> float:
        """A number within bounds."""
        value = self.raw(name, default)
        if value is None:
            return least
        fits = (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and not whole)
        if not fits or not least <= value <= most:
            self.problems.add(
                self.at(name),
                f"要写 {least:g} 到 {most:g} 之间的{'整数' if whole else '数'}，这里是 {value!r}。",
                f"This has to be a {'whole ' if whole else ''}number from {least:g} to {most:g}; it is {value!r}.",
            )
            return least
        return float(value)

    def count(self, name: str, *, least: int, most: int, default: object = ...) -> int:
        """A whole number within bounds."""
        return int(self.number(name, least=least, most=most, default=default, whole=True))

    def flag(self, name: str, *, default: bool) -> bool:
        """Yes or no."""
        value = self.raw(name, default)
        if not isinstance(value, bool):
            self.problems.add(self.at(name), "要写 true 或 false。", "This has to be true or false.")
            return default
        return value

    def listed(self, name: str, default: object = ...) -> list[Any]:
        """A list."""
        value = self.raw(name, default)
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.problems.add(self.at(name), "要写成一列。", "This has to be a list.")
            return []
        return list(value)

    def each(self, name: str, read: Callable[[Fields], Read], default: object = ...) -> list[Read]:
        """A list of mappings, each read by `read`."""
        return [
            read(Fields(one, f"{self.at(name)}[{place}]", self.problems))
            for place, one in enumerate(self.listed(name, default), start=1)
        ]

    def one_of(self, name: str, known: Iterable[str], default: object = ...) -> str:
        """One of the known words; else the nearest one is named."""
        value = self.word(name, default)
        names = list(known)
        if value and value not in names:
            self.problems.add(self.at(name), *unknown(value, names))
        return value

    def nothing_else(self) -> None:
        """Whatever else stands here is a slip of the pen."""
        for name in self.given:
            if name not in self._asked:
                self.problems.add(self.at(str(name)), *unknown(str(name), sorted(self._asked)))


def unknown(value: str, known: list[str]) -> tuple[str, str]:
    """That nobody knows this word, and the nearest one that is known."""
    near = difflib.get_close_matches(value, known, 1)
    zh, en = f"不认识“{value}”。", f'There is no "{value}" here.'
    if near:
        return f"{zh}是不是“{near[0]}”？", f'{en} Did you mean "{near[0]}"?'
    return f"{zh}可以写：{'、'.join(known)}。", f"{en} Known are: {', '.join(known)}."


def read_text(value: object, where: str, problems: Problems) -> Text:
    """{zh: …, en: …}."""
    if (
        isinstance(value, dict)
        and set(value) == {"zh", "en"}
        and all(isinstance(one, str) and one for one in value.values())
    ):
        return Text(value["zh"], value["en"])
    if value is not None:
        problems.add(
            where, "要写成 {zh: …, en: …}，两种文字都要有。", "This has to be {zh: …, en: …}, with both languages."
        )
    return Text("", "")
