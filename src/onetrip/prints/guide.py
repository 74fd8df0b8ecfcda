"""办事指南 of one matter, on A4: in the resident's words and in larger type."""

from __future__ import annotations

from onetrip.prints.chapter_words import Words, chapter_words, imprint_words
from onetrip.prints.chapters import GuideSheet
from onetrip.prints.qr import printed
from onetrip.prints.sheets import Language
from onetrip.prints.typesetter import Print
from onetrip.prints.voice import Voice


def guide_pdf(sheet: GuideSheet, language: Language) -> bytes:
    """The guide of one matter."""
    return guide_print(sheet, language).pdf()


def guide_print(sheet: GuideSheet, language: Language) -> Print:
    """The guide, set but not yet made into bytes."""
    imprint = sheet.imprint
    code = printed(sheet.address) if sheet.address is not None else None
    return Print("guide", guide_words(sheet, language), code, imprint.published or imprint.day)


def guide_words(sheet: GuideSheet, language: Language) -> Words:
    """Everything the guide says."""
    voice = Voice(language)
    heading, name = voice("办事指南", "Guide"), voice.of(sheet.chapter.name)
    return imprint_words(sheet.imprint, voice) | {
        "title": f"{heading} · {name}",
        "heading": heading,
        "chapter": chapter_words(sheet.chapter, voice),
        "code_says": voice(f"二维码：打开“{name}”的指南页", f"QR code: opens the guide page of {name}"),
        "code_caption": voice("扫一扫，看最新的", "Scan for the newest") if sheet.address is not None else "",
        "page": voice("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"),
    }
