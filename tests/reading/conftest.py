"""What tests of reading share: lines as the recogniser once gave them, and pictures drawn once for the run."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from onetrip.reading.lines import Line
from onetrip.reading.looked import Looked

RECORDED = Path(__file__).parent / "recorded.json"


@cache
def recorded() -> list[dict[str, Any]]:
    """Pages of the training set with what stands on them and the lines that were recognised, four of each page."""
    found: list[dict[str, Any]] = json.loads(RECORDED.read_text(encoding="utf-8"))
    return found


def lines_of(entry: dict[str, Any]) -> list[Line]:
    """The recorded lines as lines."""
    return [Line(text, confidence, tuple(box)) for text, confidence, box in entry["lines"]]


def page_lines(*rows: str, height: float = 40, left: float = 60) -> list[Line]:
    """A page of lines written by hand, one under the other; parts of a row are divided by |, each 500 pixels further."""
    lines = []
    for number, row in enumerate(rows):
        top = 50 + number * height * 1.9
        for place, text in enumerate(row.split("|")):
            if text:
                at = left + place * 500
                lines.append(Line(text, 0.99, (at, top, at + 0.8 * height * len(text), top + height)))
    return lines


@pytest.fixture(scope="session")
def looks() -> dict[str, Looked]:
    """A few looks that many tests ask about, each made once."""
    from onetrip.reading import desk
    from onetrip.reading.specimens import sets

    return {
        page: desk.look(sets.one("training", page, 300 + place, "good").image, None, {}, sets.DAY)
        for place, page in enumerate(sets.PAGES)
    }
