"""From a catalogue to the sheets that are printed: a guide, a manual, the book. Pure."""

from __future__ import annotations

from onetrip.catalogue.book import Catalogue, Matter
from onetrip.manuals.book import cover
from onetrip.manuals.guide import guide_chapter
from onetrip.manuals.manual import manual_chapter, numbers
from onetrip.prints.chapters import GuideSheet, Imprint, ManualSheet


def guide_sheet(catalogue: Catalogue, matter: Matter, imprint: Imprint, address: str | None) -> GuideSheet:
    """The public guide of a matter; `address` is its page, None where no house serves one."""
    number = numbers(catalogue)[matter.id]
    return GuideSheet(chapter=guide_chapter(catalogue, matter, number, imprint.day), imprint=imprint, address=address)


def manual_sheet(catalogue: Catalogue, matter: Matter, imprint: Imprint) -> ManualSheet:
    """The work manual of a matter."""
    number = numbers(catalogue)[matter.id]
    return ManualSheet(
        chapter=manual_chapter(catalogue, matter, number, imprint.day), imprint=imprint, cover=cover(imprint, number)
    )
