"""What a reader finds in a chapter and in the book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from pypdf import PdfReader
from pypdf.generic import Destination

from onetrip.prints.chapters import Note


def notes_of(part: Any) -> Iterator[Note]:
    """Every note of a chapter, wherever it stands."""
    if isinstance(part, Note):
        yield part
        yield from notes_of(part.points)
    elif is_dataclass(part):
        for field in fields(part):
            yield from notes_of(getattr(part, field.name))
    elif isinstance(part, tuple):
        for each in part:
            yield from notes_of(each)


def bookmarks(book: PdfReader) -> dict[str, list[int]]:
    """The bookmarks of matters (below their category) with the pages, counted from 1, that they open."""
    found: dict[str, list[int]] = {}
    for entry in book.outline:
        if isinstance(entry, list):
            for each in entry:
                assert isinstance(each, Destination)
                page = book.get_destination_page_number(each)
                assert page is not None
                found.setdefault(str(each.title), []).append(page + 1)
    return found
