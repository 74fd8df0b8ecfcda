"""How a chapter and the book are set: nothing parted that belongs together, one type in all of it, names that can be searched."""

from __future__ import annotations

import re
from datetime import date

import pytest
from pypdf import PageObject

from onetrip.prints.book import manual_book_print
from onetrip.prints.chapters import (
    BookSheet,
    Chapter,
    Division,
    Imprint,
    IndexEntry,
    IndexLetter,
    Note,
    PaperEntry,
    Papers,
    Part,
    Row,
    Rows,
)
from onetrip.rules import Text
from tests.prints.reading import opened, squeezed

IMPRINT = Imprint(version=1, published=date(2026, 11, 1), day=date(2026, 11, 1), digest="d", demonstration=True)
LONG_NAME = "Leaving the flexible-employment-registration and the contribution-collection of the city for good"


def text(words: str) -> Text:
    return Text(words, words)


def note(words: str) -> Note:
    return Note(text=text(words))


def chapter(name: str, *parts: Part) -> Chapter:
    return Chapter(
        id=squeezed(name).lower(), number="1.01", name=text(name), seal="老", category=text("Ageing"), parts=parts
    )


def book(*chapters: Chapter) -> list[PageObject]:
    """The pages of a book with these chapters."""
    entries = tuple(IndexEntry(name=each.name.en, matter=each.id, called=False) for each in chapters)
    index = (IndexLetter(letter="L", entries=entries),)
    sheet = BookSheet(
        city=text("Town"),
        divisions=(Division(id="ageing", name=text("Ageing"), seal="老", chapters=chapters),),
        imprint=IMPRINT,
        cover=Rows(rows=()),
        preface=(),
        index_zh=index,
        index_en=index,
        colophon=(),
    )
    return list(opened(manual_book_print(sheet, "en").pdf()).pages)


def rows(*many: tuple[str, str], wide: bool = False) -> Rows:
    return Rows(rows=tuple(Row(term=text(term), notes=(note(said),)) for term, said in many), wide=wide)


def lines(page: PageObject) -> list[str]:
    return [line.strip() for line in page.extract_text().splitlines() if line.strip()]


def test_a_name_is_broken_only_where_its_writer_put_a_hyphen() -> None:
    name = "Leaving the flexible-employment now"
    pages = book(chapter(name, Part(id="elements", name=text("Elements"), blocks=(rows(("Name", name)),))))
    read = [line for page in pages for line in lines(page)]
    assert any(line.endswith("flexible-") for line in read), "in the narrow columns of the index"
    assert not any(line.endswith("flexible-emp") for line in read)


def test_the_page_of_a_name_that_needs_two_lines_stands_at_the_end_of_the_last_after_dots() -> None:
    name = f"{LONG_NAME}, and for everybody who lives in the same home as well"
    pages = book(chapter(name, Part(id="elements", name=text("Elements"), blocks=(rows(("Name", "x")),))))
    listed = [re.sub(r"[ .]+", " ", line) for line in lines(pages[3])]
    assert any(line.endswith("as well 5") for line in listed), listed


@pytest.mark.parametrize("before", range(20, 60, 3))
def test_a_question_stands_on_the_page_of_its_answer_and_a_heading_on_that_of_what_follows(before: int) -> None:
    filling = Part(
        id="elements", name=text("Elements"), blocks=(rows(*((f"Term {n}", "said") for n in range(before))),)
    )
    asked = [(f"Question {n}?", f"Answer {n}. " * 8) for n in range(12)]
    parts = (filling, Part(id="asked", name=text("Often asked"), blocks=(rows(*asked, wide=True),)))
    for page in book(chapter("Card", *parts)):
        read = squeezed(page.extract_text())
        for n in range(12):
            assert (f"Question{n}?" in read) is (f"Answer{n}." in read), n
        assert ("Oftenasked" in read) <= ("Question0?" in read)


def paper(name: str, told: str = "A paper.", *, instead: bool = False) -> PaperEntry:
    return PaperEntry(name=text(name), counts=(note("1 original"),), told=(note(told),), instead=instead)


@pytest.mark.parametrize("before", range(20, 60, 3))
def test_what_does_in_place_of_a_paper_stands_on_its_page(before: int) -> None:
    filling = Part(
        id="elements", name=text("Elements"), blocks=(rows(*((f"Term {n}", "said") for n in range(before))),)
    )
    asked = [each for n in range(8) for each in (paper(f"First {n}."), paper(f"Second {n}.", instead=True))]
    papers = Papers(papers=tuple(asked), name=text("Papers always asked for"))
    for page in book(chapter("Card", filling, Part(id="application", name=text("Application"), blocks=(papers,)))):
        read = squeezed(page.extract_text())
        for n in range(8):
            assert (f"First{n}." in read) is (f"Second{n}." in read), n
        assert ("Papersalwaysaskedfor" in read) <= any(f"First{n}." in read for n in range(8))


def test_a_table_and_a_row_that_go_on_say_again_what_they_are() -> None:
    asked = Papers(papers=tuple(paper(f"Paper {n}") for n in range(60)), name=text("Papers always asked for"))
    row = Row(term=text("Conditions"), notes=tuple(note(f"Condition {n}. " * 9) for n in range(40)))
    parts = (
        Part(id="elements", name=text("Elements"), blocks=(Rows(rows=(row,)),)),
        Part(id="application", name=text("Application"), blocks=(asked,)),
    )
    read = [squeezed(page.extract_text()) for page in book(chapter("Card", *parts))]
    assert sum("Conditions(continued)" in page for page in read) == sum("Condition" in page for page in read) - 1
    assert sum("Papersalwaysaskedfor(continued)" in page for page in read) >= 1
    assert sum("Papersalwaysaskedfor" in page.replace("Papersalwaysaskedfor(continued)", "") for page in read) == 1


@pytest.mark.parametrize("part", ["paid", "received"])
def test_figures_that_go_on_say_again_who_pays_them(part: str) -> None:
    bands = rows(*((f"Band {n}.", "A hundred yuan a month for whoever is of that band. " * 2) for n in range(40)))
    pages = book(chapter("Card", Part(id=part, name=text("Paid to the resident"), blocks=(bands,))))
    read = [squeezed(page.extract_text()) for page in pages]
    with_bands = [page for page in read if "Band" in page]
    assert len(with_bands) > 1
    assert all("Paidtotheresident" in page for page in with_bands)
    assert all("Paidtotheresident(continued)" in page for page in with_bands[1:])
    assert "(continued)" not in with_bands[0]


def sizes_of_reading_text(page: PageObject) -> set[float]:
    found: set[float] = set()

    def visit(said: str, _: object, matrix: list[float], __: object, size: float) -> None:
        if "Read" in said:
            found.add(round(size * abs(matrix[3]), 1))

    page.extract_text(visitor_text=visit)
    return found


def test_all_chapters_are_set_in_one_size() -> None:
    def filled(many: int) -> Chapter:
        said = rows(*((f"Term {n}", "Read me. " * 4) for n in range(many)))
        return chapter(f"Card {many}", Part(id="elements", name=text("Elements"), blocks=(said,)))

    pages = book(*(filled(many) for many in range(20, 60, 2)))
    assert set().union(*map(sizes_of_reading_text, pages)) == {10.0}
