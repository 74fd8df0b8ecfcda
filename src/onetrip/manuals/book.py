"""The manuals of all matters as one book: divisions, preface, index, colophon. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import groupby

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.telling import day_in_words
from onetrip.manuals.manual import manual_chapter, numbers
from onetrip.manuals.names import called, sound
from onetrip.manuals.telling import note, unknown
from onetrip.prints.chapters import BookSheet, Division, Imprint, IndexEntry, IndexLetter, Note, Row, Rows
from onetrip.prints.sheets import Language
from onetrip.rules import Text

CITY = Text("上海", "Shanghai")
_OTHER = "#"


def figures_since(catalogue: Catalogue, day: date) -> date | None:
    """The last day up to `day` on which a dated amount changed; None where there is none. Until the next one a book stays true."""
    days = [since for schedule in catalogue.amounts.values() for since, _ in schedule.values if since <= day]
    return max(days, default=None)


def book_sheet(catalogue: Catalogue, imprint: Imprint) -> BookSheet:
    """Everything in the book, each matter exactly once."""
    numbered = numbers(catalogue)
    divisions = tuple(
        Division(
            id=category.id,
            name=category.name,
            seal=category.seal,
            chapters=tuple(
                manual_chapter(catalogue, matter, numbered[matter.id], imprint.day)
                for matter in catalogue.in_category(category.id)
            ),
        )
        for category in catalogue.categories.values()
    )
    return BookSheet(
        city=CITY,
        divisions=divisions,
        imprint=imprint,
        cover=cover(imprint, None),
        preface=_PREFACE,
        index_zh=_index(_entries(catalogue, "zh")),
        index_en=_index(_entries(catalogue, "en")),
        colophon=_colophon(catalogue, imprint),
    )


def cover(imprint: Imprint, number: str | None) -> Rows:
    """What the cover of a manual names (DB31/T 544-2024): number, dates, issuer; of a chapter also its place in the book."""
    numbers_told = [note(f"本册第 {number} 篇", f"Chapter {number} of the book")] if number is not None else []
    version = (
        note(
            f"规则第 {imprint.version} 版，指纹 {imprint.digest[:12]}",
            f"Rules of version {imprint.version}, digest {imprint.digest[:12]}",
        )
        if imprint.version
        else note(f"没有发布的规则，指纹 {imprint.digest[:12]}", f"Rules not published, digest {imprint.digest[:12]}")
    )
    published = (
        (Note(text=day_in_words(imprint.published)),)
        if imprint.published is not None
        else (note("没有发布。", "Not published."),)
    )
    return Rows(
        rows=(
            Row(
                term=Text("编号", "Number"),
                notes=(*numbers_told, version, unknown("正式编号没有查到。", "Its official number is not known.")),
            ),
            Row(term=Text("发布日期", "Published"), notes=published),
            Row(term=Text("实施日期", "In force from"), notes=(unknown(),)),
            Row(term=Text("发布单位", "Issuer"), notes=(unknown(),)),
        )
    )


_PREFACE = (
    note(
        "每一件事占一篇，按十二类排。先看“要素”：谁能办、时限、收费；再看“申请”：要哪些材料；“受理”一节说每样材料看什么。",
        "Each matter has a chapter, by category. See “Elements” first: who may have it, limits, fees; then “Application”: which papers; “Acceptance” says what to look at on each.",
    ),
    note(
        "网页、小贴士、窗口的核对单和这本手册出自同一份定义，说的是一样的。哪里不一样，就是出了错，请告诉编辑。",
        "The pages, the slip, the window's checklist and this book come from one definition and say the same. Where they differ something is wrong: please tell the editor.",
    ),
    Note(
        text=Text(
            "有这个记号的，没有人核对过：可以说，不能承诺，也不能拿它拒绝人。",
            "What has this mark nobody has verified: it may be told, but nothing may be promised on it and nobody refused.",
        ),
        mark="open",
    ),
    Note(
        text=Text(
            "有这个记号的，居民看不到，只给编辑去核对；窗口不能照它要材料。",
            "What has this mark residents are not shown. It is there for the editor to verify; no window may ask for anything on it.",
        ),
        mark="editor",
    ),
    note(
        "条件写了两遍：一遍是能念给居民听的话，一遍是系统算的式子。两遍说的是一回事。",
        "A condition stands twice: as a sentence that can be read aloud, and as the expression that is computed. Both say the same.",
    ),
    note(
        "材料缺了、不对了，当场一次说全，开一次性告知单。小贴士上没写的材料窗口却要，就是失约：当场记下。",
        "Whatever is missing or wrong is told at once, all of it, with a notice. Asking for a paper that the slip does not name is a broken promise: it is recorded at once.",
    ),
    note(
        "要素和流程的次序照 DB31/T 544-2024 的提纲；标准原文没有读到，名称以原文为准。",
        "Elements and flow follow the outline of DB31/T 544-2024. The standard itself was not read; its own wording decides.",
    ),
)


def _colophon(catalogue: Catalogue, imprint: Imprint) -> tuple[Note, ...]:
    points = [point for matter in catalogue.matters.values() for point in matter.open]
    hidden = sum(not point.shown for point in points)
    day = day_in_words(imprint.day)
    told = [
        note(
            f"共 {len(catalogue.matters)} 件事、{len(catalogue.papers)} 种材料。待核对 {len(points)} 处，其中 {hidden} 处只给编辑看。",
            f"{len(catalogue.matters)} matters and {len(catalogue.papers)} papers. {len(points)} points to be verified, {hidden} of them for the editor only.",
        ),
        note(f"会变的数字按 {day.zh}的说。", f"Figures that change are those of {day.en}."),
        note(
            "目录的指纹在下一行。同样的指纹，就是同样的内容。",
            "The digest of the catalogue is below. The same digest is the same content.",
        ),
        Note(text=Text(imprint.digest, imprint.digest), mark="code"),
        note(
            "用一趟排版，字体是思源黑体（Noto Sans SC，SIL OFL 1.1）。", "Set by Onetrip in Noto Sans SC (SIL OFL 1.1)."
        ),
    ]
    if imprint.demonstration:
        told.append(
            note(
                "这是演示用的目录，数字标着日期，不是官方公布。真的中心用它以前，要有人按现行规定逐件核对。",
                "This catalogue is a demonstration with dated figures, not an official publication. Before a real centre uses it, somebody has to check every matter against the rules in force.",
            )
        )
    return tuple(told)


def _entries(catalogue: Catalogue, language: Language) -> Iterator[tuple[str, IndexEntry]]:
    """Official names and what people call them, each with the sound it is sorted by."""
    for matter in catalogue.matters.values():
        official = matter.name.in_language(language)
        yield sound(official), IndexEntry(name=official, matter=matter.id, called=False)
        for name in called(matter, language):
            yield sound(name), IndexEntry(name=name[:1].upper() + name[1:], matter=matter.id, called=True)


def _index(entries: Iterator[tuple[str, IndexEntry]]) -> tuple[IndexLetter, ...]:
    """The entries under their letters; what begins with no letter comes first."""
    ordered = sorted(entries, key=lambda each: (_letter(each[0]) != _OTHER, each[0], each[1].name, each[1].matter))
    return tuple(
        IndexLetter(letter=letter, entries=tuple(entry for _, entry in group))
        for letter, group in groupby(ordered, key=lambda each: _letter(each[0]))
    )


def _letter(sorted_by: str) -> str:
    return sorted_by[0].upper() if re.match("[a-z]", sorted_by) else _OTHER
