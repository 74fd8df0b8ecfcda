"""The manuals of all matters as one book: divisions, preface, index, colophon. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.telling import day_in_words
from onetrip.manuals.manual import in_order, manual_chapter, numbers
from onetrip.manuals.names import called, sound
from onetrip.manuals.telling import note, unknown
from onetrip.prints.chapters import BookSheet, Division, Imprint, IndexEntry, IndexLetter, Note, Row, Rows
from onetrip.prints.sheets import Language
from onetrip.rules import Text

CITY = Text("上海", "Shanghai")
_OTHER = "#"


def figures_since(catalogue: Catalogue, day: date) -> date | None:
    """The last day up to `day` on which a figure began or ended; None where there is none. Until the next one a book stays true."""
    fees = [fee for matter in catalogue.matters.values() for fee in matter.terms.fees]
    days = [since for schedule in catalogue.amounts.values() for since, _ in schedule.values]
    days += [fee.since for fee in fees if fee.since is not None]
    days += [fee.until + timedelta(days=1) for fee in fees if fee.until is not None]
    return max((each for each in days if each <= day), default=None)


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
                for matter in in_order(catalogue, category.id)
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
    """What the cover of a manual names (DB31/T 544-2024): number, dates, issuer; of a chapter also its place in the book.

    A chapter alone has the digest too; in the book it stands in the colophon.
    """
    day = day_in_words(imprint.day)
    if imprint.version:
        version = Text(f"规则第 {imprint.version} 版", f"Rules of version {imprint.version}")
    else:
        version = Text(f"按 {day.zh}文件夹里的规则", f"By the rules in the folder on {day.en}")
    told = [Note(text=version)]
    if number is not None:
        digest = imprint.digest[:12]
        told = [
            note(f"本册第 {number} 篇", f"Chapter {number} of the book"),
            note(f"{version.zh}，指纹 {digest}", f"{version.en}, digest {digest}"),
        ]
    published = (
        (Note(text=day_in_words(imprint.published)),)
        if imprint.published is not None
        else (note("没有发布。", "Not published."),)
    )
    return Rows(
        rows=(
            Row(
                term=Text("编号", "Number"),
                notes=(*told, unknown("正式编号，还没有核对到。", "Its official number is not yet known.")),
            ),
            Row(term=Text("发布日期", "Published"), notes=published),
            Row(term=Text("实施日期、发布单位", "In force from, issuer"), notes=(unknown(),)),
        )
    )


_PREFACE = (
    note(
        "每一件事占一篇，按十二类排；一类里先是要受理的，再是打印、查询，最后是不在中心办的。先看“要素”：谁能办、时限、收费；再看“申请”：要哪些材料；“受理”一节说每样材料看什么。",
        "Each matter has a chapter, by category: first what is accepted, then prints and look-ups, last what is not handled here. See “Elements” first: who may have it, limits, fees; then “Application”: which papers; “Acceptance” says what to look at on each.",
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
    note(
        "很多句子和居民看到的一字不差，“您”是居民。写着“先问前台”“问窗口”的，问的就是您：请先查清楚，再答复他。",
        "Many sentences are word for word those that residents read, and “you” is the resident. Where they say “ask the desk” or “ask the window”, that is you: please find out before you answer.",
    ),
    note(
        "要素里没有单独一行的，不是漏了：没有核对到的，在“要素”最后一行一起写着。",
        "An element without a row of its own is not forgotten: what is not yet known stands together in the last line of “Elements”.",
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
    shown = sum(point.shown for point in points)
    hidden = len(points) - shown
    day = day_in_words(imprint.day)
    told = [
        note(
            f"共 {len(catalogue.matters)} 件事、{len(catalogue.papers)} 种材料。目录里写明没有核对到的地方有 {shown} 处，都在书里；另有 {hidden} 处只给编辑看，不在书里。",
            f"{len(catalogue.matters)} matters and {len(catalogue.papers)} papers. The catalogue names {shown} points that nobody has verified, all of them in the book; {hidden} more are for the editor alone and not in it.",
        ),
        note(
            f"会变的数字，旁边写着从哪一天起；没有写的，来源没有说。到 {day.zh}已经换掉的数字没有印。",
            f"A figure that changes has the day from which it holds beside it; where there is none the source names none. Figures that had been replaced by {day.en} are not printed.",
        ),
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
