"""The work manuals of all matters as one book: contents by category, chapters, index, colophon."""

from __future__ import annotations

from onetrip.prints.chapter_words import Words, chapter_words, imprint_words, notes_words, rows_words
from onetrip.prints.chapters import BookSheet, IndexLetter
from onetrip.prints.sheets import Language
from onetrip.prints.typesetter import Print
from onetrip.prints.voice import Voice


def manual_book_pdf(sheet: BookSheet, language: Language) -> bytes:
    """The book."""
    return manual_book_print(sheet, language).pdf()


def manual_book_print(sheet: BookSheet, language: Language) -> Print:
    """The book, set but not yet made into bytes."""
    imprint = sheet.imprint
    return Print("book", manual_book_words(sheet, language), None, imprint.published or imprint.day)


def manual_book_words(sheet: BookSheet, language: Language) -> Words:
    """Everything the book says."""
    voice = Voice(language)
    heading, city = voice("业务手册", "Work manuals"), voice.of(sheet.city)
    many = sum(len(division.chapters) for division in sheet.divisions)
    return imprint_words(sheet.imprint, voice) | {
        "title": f"{heading} · {city}",
        "heading": heading,
        "city": city,
        "subtitle": voice(
            f"{len(sheet.divisions)} 类，{many} 件事", f"{many} matters in {len(sheet.divisions)} categories"
        ),
        "cover": rows_words(sheet.cover, voice),
        "preface_heading": voice("怎么用这本手册", "How to use this book"),
        "preface": notes_words(sheet.preface, voice),
        "contents_heading": voice("目录", "Contents"),
        "none": voice("这一类还没有写进来的事。", "Nothing in this category yet."),
        "divisions": [
            {
                "id": division.id,
                "number": str(number),
                "name": voice.of(division.name),
                "seal": division.seal,
                "chapters": [chapter_words(chapter, voice) for chapter in division.chapters],
            }
            for number, division in enumerate(sheet.divisions, start=1)
        ],
        "index_heading": voice("索引", "Index"),
        "index_note": voice(
            "粗体是正式名称，其余是居民的叫法，按拼音排。数字是页码。",
            "Official names in bold, what people call them in plain type. The figures are pages.",
        ),
        "index": [_letter(letter) for letter in (sheet.index_en if language == "en" else sheet.index_zh)],
        "colophon_heading": voice("版本说明", "Colophon"),
        "colophon": notes_words(sheet.colophon, voice),
        "page": "{page}",
    }


def _letter(letter: IndexLetter) -> Words:
    return {
        "letter": letter.letter,
        "entries": [{"name": each.name, "matter": each.matter, "called": each.called} for each in letter.entries],
    }
