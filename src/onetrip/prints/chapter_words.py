"""A chapter in one language, as the templates understand it (see `typst/chapter.typ`): plain data, in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from onetrip.prints.chapters import Block, Chapter, Imprint, Note, Notes, PaperEntry, Papers, Rows, Steps
from onetrip.prints.voice import Voice

Words = dict[str, Any]

_FIGURES = ("paid", "received")
"""Parts whose heading stands again where they go on: of a sum alone nobody sees who pays it."""


def chapter_words(chapter: Chapter, voice: Voice) -> Words:
    """Everything a chapter says. The name in the other language stands with it: residents and staff use both."""
    other = Voice("zh" if voice.language == "en" else "en")
    return {
        "id": chapter.id,
        "number": chapter.number,
        "name": voice.of(chapter.name),
        "other_name": other.of(chapter.name),
        "other_language": other.language,
        "seal": chapter.seal,
        "category": voice.of(chapter.category),
        "lead": notes_words(chapter.lead, voice),
        "parts": [
            {
                "name": voice.of(part.name),
                "figures": part.id in _FIGURES,
                "blocks": [_block(block, voice) for block in part.blocks],
            }
            for part in chapter.parts
        ],
    }


def rows_words(rows: Rows, voice: Voice) -> Words:
    """Terms and their notes."""
    return {
        "kind": "rows",
        "wide": rows.wide,
        "rows": [{"term": voice.of(row.term), "notes": notes_words(row.notes, voice)} for row in rows.rows],
    }


def notes_words(notes: Iterable[Note], voice: Voice) -> list[Words]:
    """Each note with its mark in words, and where it leads."""
    return [
        {
            "text": voice.of(each.text),
            "mark": _mark(each, voice),
            "code": each.mark == "code",
            "matter": each.matter or "",
            "address": each.address or "",
            "points": notes_words(each.points, voice),
        }
        for each in notes
    ]


def imprint_words(imprint: Imprint, voice: Voice) -> Words:
    """What stands at the head and the foot of every page."""
    day = voice.day(imprint.published or imprint.day)
    if imprint.version:
        version = voice(f"规则第 {imprint.version} 版 · {day}", f"Rules of version {imprint.version} · {day}")
    else:
        version = voice(f"规则还没有发布 · {day}", f"Rules not yet published · {day}")
    return {
        "brand": voice("一趟", "Onetrip"),
        "centre": voice("一趟", "Onetrip"),
        "version": version,
        "mark": voice("演示数据", "demonstration data") if imprint.demonstration else "",
        "language": voice.language,
        "on_page": voice("第 {page} 页", "page {page}"),
        "instead": voice("或者", "or"),
        "continued": voice("（续）", "(continued)"),
        "paper": voice("材料", "Paper"),
        "count": voice("份数", "How many"),
        "told": voice("什么时候要，要注意什么", "When, and what to mind"),
    }


def _block(block: Block, voice: Voice) -> Words:
    match block:
        case Rows():
            return rows_words(block, voice)
        case Papers():
            return {
                "kind": "papers",
                "name": voice.of(block.name),
                "when": notes_words(block.when, voice),
                "papers": [_paper(paper, voice) for paper in block.papers],
                "none": voice("不另外要材料。", "No further papers."),
            }
        case Steps():
            return {"kind": "steps", "steps": [voice.of(step) for step in block.steps]}
        case Notes():
            return {"kind": "notes", "small": block.small, "notes": notes_words(block.notes, voice)}


def _paper(paper: PaperEntry, voice: Voice) -> Words:
    return {
        "name": voice.of(paper.name),
        "counts": notes_words(paper.counts, voice),
        "told": notes_words(paper.told, voice),
        "instead": paper.instead,
    }


def _mark(note: Note, voice: Voice) -> str:
    if note.mark == "open":
        return voice("待核对", "to be verified")
    return voice("待核对，只给编辑看", "to be verified, for the editor only") if note.mark == "editor" else ""
