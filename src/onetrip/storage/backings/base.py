"""What a place for bytes does. It never sees what the bytes say: they come encrypted."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from onetrip.ledger.refusals import Refused


class Gone(Exception):
    """Nothing of this name is kept any more."""


class Away(Refused):
    """The place does not answer, or cannot take anything now; nothing is known of what became of a change."""

    def __init__(self) -> None:
        super().__init__(
            "store-away",
            "存照片和文件的地方现在没有回音，这一步没有做成。请过一会儿再试；急的话先看原件。",
            "The store of pictures and files does not answer, so this step was not done. Please try again in a while; if it "
            "cannot wait, look at the originals.",
            status=503,
        )


class Backing(Protocol):
    """One place, of one collection. A name is a short path of hexadecimal digits that says nothing of what it holds."""

    def write(self, name: str, content: bytes) -> None:
        """Keep `content`, whole or not at all, whatever is cut off meanwhile; what was there gives way. Raises Away."""

    def read(self, name: str) -> bytes:
        """What is kept. Raises Gone, Away."""

    def begins(self, name: str, length: int) -> bytes:
        """The first `length` bytes of what is kept, or all where it is shorter. Raises Gone, Away."""

    def replace(self, name: str, content: bytes) -> None:
        """Keep `content` in the place of what is there, as `write` does; where the place lets it, as old as that is. Raises
        Gone where there is nothing any more, Away."""

    def remove(self, name: str) -> None:
        """Delete it; nothing happens when it is gone already. Raises Away."""

    def names(self, before: datetime | None) -> Iterator[str]:
        """Every name last written before `before`, None: every one. What was left half-written for as long goes. Raises Away."""
