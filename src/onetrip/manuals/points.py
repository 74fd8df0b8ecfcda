"""Where an open point stands: beside what it is about, each exactly once."""

from __future__ import annotations

from collections.abc import Iterable

from onetrip.catalogue.book import Matter, OpenPoint
from onetrip.prints.chapters import Note


class Points:
    """The open points of a matter, handed out by field; what nobody asked for is `rest`."""

    def __init__(self, points: tuple[OpenPoint, ...]) -> None:
        self._left = list(points)

    @classmethod
    def for_residents(cls, matter: Matter) -> Points:
        """Those that everybody may read."""
        return cls(tuple(point for point in matter.open if point.shown))

    @classmethod
    def for_staff(cls, matter: Matter) -> Points:
        """All of them."""
        return cls(matter.open)

    def about(self, *fields: str) -> tuple[Note, ...]:
        """Those about these fields that have not been handed out yet."""
        found = [point for point in self._left if point.of in fields]
        self._left = [point for point in self._left if point.of not in fields]
        return _notes(found)

    def rest(self) -> tuple[Note, ...]:
        """All that are left."""
        found, self._left = self._left, []
        return _notes(found)


def _notes(points: Iterable[OpenPoint]) -> tuple[Note, ...]:
    return tuple(Note(text=point.text, mark="open" if point.shown else "editor") for point in points)
