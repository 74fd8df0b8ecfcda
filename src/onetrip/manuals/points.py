"""Where an open point stands: beside what it is about, each exactly once."""

from __future__ import annotations

from collections.abc import Iterable

from onetrip.catalogue.book import Matter, OpenPoint
from onetrip.prints.chapters import Note


class Points:
    """The open points of a matter, handed out by field; what nobody asked for is `rest`.

    Those for the editor alone are not among them. They name papers that no list for the city names, and no window may ask
    for anything on them: they stand on the editor's page, where somebody verifies them.
    """

    def __init__(self, matter: Matter) -> None:
        self._left = list(matter.shown_open)

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
    return tuple(Note(text=point.text, mark="open") for point in points)
