"""业务手册 of one matter, on A4."""

from __future__ import annotations

from onetrip.prints.chapter_words import Words, chapter_words, imprint_words, rows_words
from onetrip.prints.chapters import ManualSheet
from onetrip.prints.sheets import Language
from onetrip.prints.typesetter import Print
from onetrip.prints.voice import Voice


def manual_pdf(sheet: ManualSheet, language: Language) -> bytes:
    """The manual of one matter."""
    return manual_print(sheet, language).pdf()


def manual_print(sheet: ManualSheet, language: Language) -> Print:
    """The manual, set but not yet made into bytes."""
    imprint = sheet.imprint
    return Print("manual", manual_words(sheet, language), None, imprint.published or imprint.day)


def manual_words(sheet: ManualSheet, language: Language) -> Words:
    """Everything the manual says."""
    voice = Voice(language)
    heading = voice("业务手册", "Work manual")
    return imprint_words(sheet.imprint, voice) | {
        "title": f"{heading} · {voice.of(sheet.chapter.name)}",
        "heading": heading,
        "cover": rows_words(sheet.cover, voice),
        "chapter": chapter_words(sheet.chapter, voice),
        "page": voice("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    }
