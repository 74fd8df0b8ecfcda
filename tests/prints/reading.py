"""What a reader of a print finds in it: its words, its tags, its ink, the code one can scan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

MILLIMETRE = 72 / 25.4

# Not words on the paper: names of shapes, what only a screen reader or the PDF's properties say, how pages are counted.
_UNPRINTED = frozenset({"kind", "language", "title", "code_says", "page"})


def opened(pdf: bytes) -> PdfReader:
    """The PDF, read strictly."""
    return PdfReader(BytesIO(pdf), strict=True)


def squeezed(text: str) -> str:
    """Text without what only the arrangement adds: white space, and the places where a long word may break."""
    return re.sub(r"[\s\u200b\u00a0\u3000]+", "", text)


def text_of(pdf: bytes) -> str:
    """Everything that can be read in a PDF, squeezed."""
    return squeezed("".join(page.extract_text() for page in opened(pdf).pages))


def words_of(said: Any) -> Iterator[str]:
    """Every string that a print says on paper."""
    if isinstance(said, str):
        yield said
    elif isinstance(said, Mapping):
        for key, value in said.items():
            if key not in _UNPRINTED:
                yield from words_of(value)
    elif isinstance(said, list | tuple):
        for each in said:
            yield from words_of(each)


def missing_words(pdf: bytes, said: Mapping[str, Any]) -> list[str]:
    """The strings of a print that cannot be found in its PDF."""
    found = text_of(pdf)
    return [each for each in words_of(said) if squeezed(each) not in found]


def sized(pdf: bytes) -> list[tuple[str, float]]:
    """Every piece of text on all pages with its size of type, in points."""
    found: list[tuple[str, float]] = []

    def seen(text: str, cm: list[float], tm: list[float], font: object, size: float) -> None:
        if text.strip():
            found.append((squeezed(text), round(abs(size * tm[3] * cm[3]), 2)))

    for page in opened(pdf).pages:
        page.extract_text(visitor_text=seen)
    return found


def sizes(pdf: bytes) -> set[float]:
    """The sizes of type on all pages, in points."""
    return {size for _, size in sized(pdf)}


def inks(pdf: bytes) -> set[str]:
    """Every colour that is set on the pages, as the operands of the operator that sets it; black is "0"."""
    colour = re.compile(rb"((?:[\d.]+ )+)(?:scn?|SCN?|g|G|rg|RG|k|K)\b")
    contents = [page.get_contents() for page in opened(pdf).pages]
    return {
        found.decode().strip() for each in contents if each is not None for found in colour.findall(each.get_data())
    }


def tags(pdf: bytes) -> list[tuple[str, str]]:
    """The structure of a PDF in reading order, as (tag, alternative text)."""
    found: list[tuple[str, str]] = []

    def walk(node: object) -> None:
        node = node.get_object() if isinstance(node, IndirectObject) else node
        if isinstance(node, ArrayObject):
            for each in node:
                walk(each)
        elif isinstance(node, DictionaryObject):
            if "/S" in node:
                found.append((str(node["/S"]), str(node.get("/Alt", ""))))
            walk(node.get("/K"))

    walk(opened(pdf).trailer["/Root"]["/StructTreeRoot"])
    return found


def width_in_mm(pdf: bytes) -> float:
    """The width of the first page."""
    return round(float(opened(pdf).pages[0].mediabox.width) / MILLIMETRE, 2)


def height_in_mm(pdf: bytes) -> float:
    """The height of the first page."""
    return round(float(opened(pdf).pages[0].mediabox.height) / MILLIMETRE, 2)
