"""How a value of a catalogue's file is put into a form and read back out of it. Pure; nothing here knows a matter.

A shape draws a value as a `Drawn` that templates show, reads what a form sends into a value of the same kind, and brings
a value into its `normal` form, so that "nothing was changed" can be told whatever way it was written in the file.
None always means: left out. A value that does not fit its shape raises Misfit, and is then edited as text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from onetrip.catalogue.rewriting import Tree
from onetrip.rules import Text

MOST_ROWS = 60

Sent: TypeAlias = Mapping[str, str]
Options: TypeAlias = Sequence[tuple[str, Text]]


class Misfit(ValueError):
    """The value is not of this shape."""


@dataclass
class Drawn:
    """A field as templates show it: `kind` names the template part, `name` the form field, `one` what a row is called."""

    kind: str
    name: str
    label: Text
    hint: Text | None = None
    value: str = ""
    options: list[tuple[str, Text, bool]] = field(default_factory=list)
    parts: list[Drawn] = field(default_factory=list)
    rows: list[Drawn] = field(default_factory=list)
    one: Text | None = None
    open: bool = False

    @property
    def key(self) -> str:
        """The last part of the name: the field's own key."""
        return self.name.rsplit(".", 1)[-1]

    @property
    def dom_id(self) -> str:
        """An id for the page."""
        return "f-" + self.name.replace(".", "-")

    @property
    def has_more(self) -> bool:
        """Whether some of its parts unfold."""
        return any(not part.open for part in self.parts)

    @property
    def more_is_filled(self) -> bool:
        """Whether something stands in what unfolds."""
        return any(part.is_filled for part in self.parts if not part.open)

    @property
    def is_filled(self) -> bool:
        """Whether anything stands in it."""
        chosen = any(chosen for value, _, chosen in self.options if value)
        return bool(self.value or chosen or self.rows or any(part.is_filled for part in self.parts))


class Shape(Protocol):
    """What every shape can do."""

    def draw(self, name: str, label: Text, value: Tree | None) -> Drawn: ...
    def read(self, sent: Sent, name: str) -> Tree | None: ...
    def normal(self, value: Tree | None) -> Tree | None: ...


@dataclass(frozen=True)
class Line:
    """One text; on several lines where it has some. `kind`: line, condition, number, day."""

    kind: str = "line"
    hint: Text | None = None

    def draw(self, name: str, label: Text, value: Tree | None) -> Drawn:
        text = _text(value)
        kind = "area" if self.kind == "line" and ("\n" in text or len(text) > 90) else self.kind
        return Drawn(kind, name, label, self.hint, text)

    def read(self, sent: Sent, name: str) -> Tree | None:
        return self.normal(sent.get(name, ""))

    def normal(self, value: Tree | None) -> Tree | None:
        text = _text(value)
        lines = text.replace("\r\n", "\n").replace("\r", "\n").strip()
        return (" ".join(lines.split()) if self.kind != "line" else lines) or None


@dataclass(frozen=True)
class Pick:
    """One of several words."""

    options: Callable[[], Options]
    hint: Text | None = None

    def draw(self, name: str, label: Text, value: Tree | None) -> Drawn:
        chosen = _text(value)
        options = [("", Text("没有写", "not said"), not chosen)]
        options += [(each, words, each == chosen) for each, words in self.options()]
        if chosen and not any(taken for _, _, taken in options):
            options.append((chosen, Text(chosen, chosen), True))
        return Drawn("pick", name, label, self.hint, chosen, options)

    def read(self, sent: Sent, name: str) -> Tree | None:
        return self.normal(sent.get(name, ""))

    def normal(self, value: Tree | None) -> Tree | None:
        return _text(value).strip() or None


@dataclass(frozen=True)
class Ticks:
    """Any of several words, as a list."""

    options: Callable[[], Options]
    hint: Text | None = None

    def draw(self, name: str, label: Text, value: Tree | None) -> Drawn:
        chosen = _texts(value)
        known = [(each, words, each in chosen) for each, words in self.options()]
        strange = [each for each in chosen if each not in {name for name, _, _ in known}]
        return Drawn(
            "ticks", name, label, self.hint, "", [*known, *((each, Text(each, each), True) for each in strange)]
        )

    def read(self, sent: Sent, name: str) -> Tree | None:
        offered = sent.get(f"{name}.offered", "").split()
        return [each for each in offered if sent.get(f"{name}.{each}") == "yes"] or None

    def normal(self, value: Tree | None) -> Tree | None:
        chosen = _texts(value)
        order = [each for each, _ in self.options()]
        known = [each for each in order if each in chosen]
        return [*known, *(each for each in chosen if each not in order)] or None


@dataclass(frozen=True)
class Words:
    """A list of texts, one a line; with `inline`, names on one line, parted by commas or spaces."""

    inline: bool = False
    hint: Text | None = None
    single: bool = False

    def draw(self, name: str, label: Text, value: Tree | None) -> Drawn:
        texts = self._listed(value)
        kind, between = ("names", ", ") if self.inline else ("words", "\n")
        return Drawn(kind, name, label, self.hint, between.join(texts))

    def read(self, sent: Sent, name: str) -> Tree | None:
        pattern = r"[\s,，、;；]+" if self.inline else r"[\r\n]+"
        texts = [part.strip() for part in re.split(pattern, sent.get(name, "")) if part.strip()]
        return self._kept(texts)

    def normal(self, value: Tree | None) -> Tree | None:
        return self._kept([text.strip() for text in self._listed(value) if text.strip()])

    def _listed(self, value: Tree | None) -> list[str]:
        return [value] if isinstance(value, str) and self.single else _texts(value)

    def _kept(self, texts: list[str]) -> Tree | None:
        if self.single and len(texts) == 1:
            return texts[0]
        return list(texts) or None


@dataclass(frozen=True)
class Titled:
    """A name in both languages, or in the one that it has: {zh, en} or a text."""

    def draw(self, name: str, label: Text, value: Tree | None) -> Drawn:
        both: Tree | None = {"zh": value, "en": value} if isinstance(value, str) else value
        return BOTH.draw(name, label, both)

    def read(self, sent: Sent, name: str) -> Tree | None:
        return self.normal(BOTH.read(sent, name))

    def normal(self, value: Tree | None) -> Tree | None:
        if isinstance(value, str):
            return value.strip() or None
        both = BOTH.normal(value)
        if not isinstance(both, dict):
            return None
        zh, en = both.get("zh"), both.get("en")
        return zh if zh == en or en is None else both


@dataclass(frozen=True)
class Record:
    """A mapping with these fields. `main`: those that are always in view, the rest unfolds."""

    fields: Mapping[str, tuple[Text, Shape]]
    kind: str = "record"
    hint: Text | None = None
    main: tuple[str, ...] = ()

    def draw(self, name: str, label: Text, value: Tree | None) -> Drawn:
        given = self._given(value)
        parts = [shape.draw(f"{name}.{key}", words, given.get(key)) for key, (words, shape) in self.fields.items()]
        for part in parts:
            part.open = part.key in self.main or not self.main
        return Drawn(self.kind, name, label, self.hint, parts=parts)

    def read(self, sent: Sent, name: str) -> Tree | None:
        read = {key: shape.read(sent, f"{name}.{key}") for key, (_, shape) in self.fields.items()}
        return {key: part for key, part in read.items() if part is not None} or None

    def normal(self, value: Tree | None) -> Tree | None:
        given = self._given(value)
        parts = {key: shape.normal(given.get(key)) for key, (_, shape) in self.fields.items()}
        return {key: part for key, part in parts.items() if part is not None} or None

    def _given(self, value: Tree | None) -> dict[str, Tree]:
        if value is None:
            return {}
        if not isinstance(value, dict) or value.keys() - self.fields.keys():
            raise Misfit
        return value


@dataclass(frozen=True)
class Short:
    """A record that is written as the text of its field `alone` where the others are left out."""

    of: Record
    alone: str

    def draw(self, name: str, label: Text, value: Tree | None) -> Drawn:
        return self.of.draw(name, label, self._long(value))

    def read(self, sent: Sent, name: str) -> Tree | None:
        return self._shortened(self.of.read(sent, name))

    def normal(self, value: Tree | None) -> Tree | None:
        return self._shortened(self.of.normal(self._long(value)))

    def _long(self, value: Tree | None) -> Tree | None:
        return {self.alone: value} if isinstance(value, str) else value

    def _shortened(self, value: Tree | None) -> Tree | None:
        return value[self.alone] if isinstance(value, dict) and value.keys() == {self.alone} else value


@dataclass(frozen=True)
class Rows:
    """A list of things of one shape, which can be added, taken away and moved."""

    of: Shape
    one: Text
    hint: Text | None = None

    def draw(self, name: str, label: Text, value: Tree | None) -> Drawn:
        rows = [self.of.draw(f"{name}.{place}", self.one, item) for place, item in enumerate(_items(value))]
        return Drawn("rows", name, label, self.hint, rows=rows, one=self.one)

    def read(self, sent: Sent, name: str) -> Tree | None:
        rows = [self.of.read(sent, f"{name}.{place}") for place in range(rows_sent(sent, name))]
        return [row for row in rows if row is not None] or None

    def normal(self, value: Tree | None) -> Tree | None:
        rows = [self.of.normal(item) for item in _items(value)]
        return [row for row in rows if row is not None] or None


def rows_sent(sent: Sent, name: str) -> int:
    """How many rows of a list the form shows."""
    count = sent.get(f"{name}.rows", "")
    return min(int(count), MOST_ROWS) if count.isascii() and count.isdigit() else 0


def _text(value: Tree | None) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Misfit
    return value


def _items(value: Tree | None) -> list[Tree]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise Misfit
    return value


def _texts(value: Tree | None) -> list[str]:
    return [_text(item) for item in _items(value)]


BOTH = Record({"zh": (Text("中文", "Chinese"), Line()), "en": (Text("英文", "English"), Line())}, kind="both")
"""A text in both languages."""
