"""What nobody has found out about a matter, gathered into one line, so that no element of the standard is left unnamed. Pure."""

from __future__ import annotations

from onetrip.manuals.telling import joined
from onetrip.prints.chapters import Note
from onetrip.rules import Text


class Missing:
    """The names of what is not known, in the order in which it was looked for."""

    def __init__(self) -> None:
        self._names: list[Text] = []

    def add(self, zh: str, en: str) -> None:
        """Something nobody has found out."""
        self._names.append(Text(zh, en))

    def told(self) -> tuple[Note, ...]:
        """All of it in one line; nothing where everything is known."""
        if not self._names:
            return ()
        names = joined(self._names)
        return (Note(text=Text(f"还没有核对到：{names.zh}。", f"Not yet known: {names.en}."), mark="open"),)
