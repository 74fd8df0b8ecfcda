"""What a catalogue says, to compare two of them."""

from __future__ import annotations

from typing import Any

from onetrip.catalogue.book import Catalogue


def content(catalogue: Catalogue | None) -> tuple[Any, ...]:
    """Everything a catalogue says, in its order, without the files it stands in."""
    assert catalogue is not None
    parts = ("papers", "departments", "categories", "licences", "life_events", "facts", "amounts", "matters")
    return tuple(list(getattr(catalogue, part).items()) for part in parts), catalogue.book.papers
