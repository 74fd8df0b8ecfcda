"""What stands in a guide, in a work manual and in the book of all manuals, as plain data.

A web page and a PDF are made from the same chapter, so neither can say what the other does not. A text that is None and
a tuple that is empty leave their part out; what nobody knows is a note marked `open` and is never left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from onetrip.rules import Text

Mark = Literal["open", "editor", "code"]
"""open: nobody has verified it. editor: the same, and residents are not shown it. code: an expression or an official code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A sentence or a figure. `matter` is the id of the matter it speaks of, `address` where it was read on the web.

    `points` stand below it as a list, and may have points of their own.
    """

    text: Text
    mark: Mark | None = None
    matter: str | None = None
    address: str | None = None
    points: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A term and what is said of it."""

    term: Text
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Terms and what is said of them, in the order in which they are looked up. `wide`: whole questions with answers."""

    rows: tuple[Row, ...]
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperEntry:
    """A paper: how many, and what is said of it. `instead`: it does in place of the one before."""

    name: Text
    counts: tuple[Note, ...]
    told: tuple[Note, ...] = ()
    instead: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """Papers asked for together: always (`name` None), in one situation of the matter, or from a proxy."""

    papers: tuple[PaperEntry, ...]
    name: Text | None = None
    when: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps:
    """What happens, one thing after the other."""

    steps: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Notes:
    """Sentences one below the other. `small`: what is seldom read, such as where a thing was read."""

    notes: tuple[Note, ...]
    small: bool = False


Block = Rows | Papers | Steps | Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a chapter under its own heading. `id` names it in addresses."""

    id: str
    name: Text
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One matter. `number` is that of the chapter in the book ("3.07"), `seal` the character of its category.

    `lead` stands below the name, before the first part.
    """

    id: str
    number: str
    name: Text
    seal: str
    category: Text
    parts: tuple[Part, ...]
    lead: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imprint:
    """Which state of the rules it is: `version` 0 is a folder that was never published; amounts are those of `day`.

    `published` None: not published. `digest` stands for the content. `demonstration`: the data are of a demonstration.
    """

    version: int
    published: date | None
    day: date
    digest: str
    demonstration: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideSheet:
    """办事指南: one matter in the resident's words. `address` is the page that the QR code opens; None: no code."""

    chapter: Chapter
    imprint: Imprint
    address: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ManualSheet:
    """业务手册: one matter as those who handle it need it, with what the cover of a manual names."""

    chapter: Chapter
    imprint: Imprint
    cover: Rows


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexEntry:
    """A name and the chapter (`matter`) it leads to. `called`: not the official name but what people say."""

    name: str
    matter: str
    called: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexLetter:
    """The names under one letter of the alphabet, of the pinyin in Chinese."""

    letter: str
    entries: tuple[IndexEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """A category with its chapters."""

    id: str
    name: Text
    seal: str
    chapters: tuple[Chapter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSheet:
    """The manuals of all matters as one book. The index is in the language of the book, so there is one for each."""

    city: Text
    divisions: tuple[Division, ...]
    imprint: Imprint
    cover: Rows
    preface: tuple[Note, ...]
    index_zh: tuple[IndexLetter, ...]
    index_en: tuple[IndexLetter, ...]
    colophon: tuple[Note, ...]
