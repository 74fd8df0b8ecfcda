"""An answer told outside a page of the house: in words for a terminal, as data, as one sheet of HTML to print."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from onetrip.rehearsal import answers, asking, elsewhere
from onetrip.rehearsal.grounds import Grounds
from onetrip.rehearsal.pictures import picture_of
from onetrip.rehearsal.running import Limit
from onetrip.rules import Text

STYLE = Path(__file__).parent / "static" / "rehearsal" / "report.css"


@dataclass(frozen=True)
class Report:
    """A question with its answer, and what it stands on."""

    on: Grounds
    asked: asking.Asked
    answer: answers.Answer

    def in_words(self, speech: str) -> Iterator[str]:
        """Lines in "zh" or "en": the question, the sentence, what belongs to it, the table, what it stands on."""
        zh, on, run = speech != "en", self.on, self.answer.run

        def said(text: Text) -> str:
            return text.zh if zh else text.en

        yield f"{said(asking.QUESTIONS[self.asked.question].title)} {self.asked.day}"
        yield from map(said, (self.answer.sentence, *self.answer.more))
        yield ""
        table = self.answer.table
        yield from _aligned([[said(cell) for cell in line] for line in (table.columns, *table.lines)])
        yield ""
        yield (
            f"根据 {on.first} 到 {on.last} 的 {on.fitted.visits:,} 次来访；模拟了 {run.days:,} 天，{run.seconds:.1f} 秒。"
            if zh
            else f"From {on.fitted.visits:,} visits, {on.first} to {on.last}; {run.days:,} days were simulated in "
            f"{run.seconds:.1f} s."
        )

    def to_json(self) -> dict[str, Any]:
        """The answer as data, with the question and the table in English."""
        table = self.answer.table
        return {
            "asked": self.asked.to_json(),
            "answer": self.answer.to_json(),
            "more": [{"zh": text.zh, "en": text.en} for text in self.answer.more],
            "columns": [text.en for text in table.columns],
            "rows": [[text.en for text in line] for line in table.lines],
            "visits": self.on.fitted.visits,
            "first": self.on.first.isoformat(),
            "last": self.on.last.isoformat(),
            "windows_there": self.on.windows,
        }

    def page(self, speech: str) -> str:
        """One sheet of HTML that needs nothing else, in the language that is spoken where it is called (`speech`)."""
        question = asking.QUESTIONS[self.asked.question]
        context = {
            "question": question,
            "on": self.on,
            "asked": self.asked,
            "answer": self.answer,
            "picture": picture_of(self.answer.picture),
        }
        title = escape(question.title.en if speech == "en" else question.title.zh)
        body = render_to_string("rehearsal/parts/report.html", context)
        return (
            f'<!doctype html>\n<html lang="{"en" if speech == "en" else "zh-CN"}">\n<head><meta charset="utf-8">'
            f"<title>{title}</title>\n<style>\n{STYLE.read_text(encoding='utf-8')}</style></head>\n<body>\n{body}</body>\n</html>\n"
        )


def report(on: Grounds, code: str, sent: Mapping[str, str], limit: Limit) -> Report:
    """The answer to the question `code` with the fields that were said. Raises Refused for what cannot be asked."""
    question, day = asking.question(code), elsewhere.usual_day(on)
    asked = asking.read(question.code, {"day": day.isoformat(), **sent}, day)
    return Report(on, asked, answers.answer(on, asked, limit))


def _aligned(rows: list[list[str]]) -> Iterator[str]:
    """Columns under one another: the first to the left, figures to the right; Chinese characters are two wide."""
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *rest = row
        cells = [first + " " * (widths[0] - _width(first))]
        cells += [" " * (width - _width(cell)) + cell for width, cell in zip(widths[1:], rest, strict=True)]
        yield "  ".join(cells).rstrip()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
