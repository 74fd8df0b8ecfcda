"""The book and the single prints as PDF: the pages that it names are right, nothing is missing, nothing is there twice."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

import pytest
from pypdf import PdfReader

from onetrip.catalogue.book import Catalogue
from onetrip.manuals.book import book_sheet, figures_since
from onetrip.manuals.names import called, sound
from onetrip.manuals.sheets import guide_sheet, manual_sheet
from onetrip.prints.book import manual_book_print
from onetrip.prints.guide import guide_print
from onetrip.prints.manual import manual_print
from onetrip.prints.sheets import Language
from onetrip.prints.typesetter import Print
from tests.factories import TODAY
from tests.manuals.conftest import HIDDEN, imprint_of, read_town
from tests.manuals.reading import bookmarks
from tests.prints.reading import inks, missing_words, opened, squeezed, tags, text_of, width_in_mm

both_languages = pytest.mark.parametrize("language", ["zh", "en"])
every_print = pytest.mark.parametrize("kind", ["book", "manual", "guide"])
ADDRESS = "https://onetrip.example/matters/elder-card"


@cache
def printed(kind: str, language: Language) -> Print:
    town = read_town()
    imprint, matter = imprint_of(town), town.matters["elder-card"]
    if kind == "book":
        return manual_book_print(book_sheet(town, imprint), language)
    if kind == "manual":
        return manual_print(manual_sheet(town, matter, imprint), language)
    return guide_print(guide_sheet(town, matter, imprint, ADDRESS), language)


@cache
def pdf_of(kind: str, language: Language) -> bytes:
    return printed(kind, language).pdf()


@cache
def pages_of(language: Language) -> list[str]:
    return [squeezed(page.extract_text()) for page in opened(pdf_of("book", language)).pages]


def listed_pages(language: Language) -> dict[str, int]:
    """Every line of the contents: the name, squeezed, and the page it gives."""
    line = re.compile(r"\d\.\d\d\n?([^\n]+?)\n?\.{3,}\n?(\d+)\n")
    for page in opened(pdf_of("book", language)).pages:
        text = re.sub(r"[^\S\n]+", "", page.extract_text())
        if "....." in text:
            return {name: int(number) for name, number in line.findall(text + "\n")}
    return {}


@both_languages
def test_the_contents_name_the_page_on_which_each_matter_begins(language: Language) -> None:
    pages, town, listed = pages_of(language), read_town(), listed_pages(language)
    starts = bookmarks(opened(pdf_of("book", language)))
    for matter in town.matters.values():
        name = matter.name.in_language(language)
        page = listed[squeezed(name)]
        assert starts[name] == [page], "one bookmark, and it leads to the page of the contents"
        assert squeezed("要素" if language == "zh" else "Elements") in pages[page - 1]
        assert squeezed(name) in pages[page - 1]


@both_languages
def test_the_printed_number_of_a_page_is_its_place_in_the_file(language: Language) -> None:
    for place, text in enumerate(pages_of(language)[1:], start=2):
        assert text.endswith(str(place)) or str(place) in text[-40:], (place, text[-40:])


@both_languages
def test_the_index_names_every_matter_and_what_people_call_it_with_its_page(language: Language) -> None:
    town, pages = read_town(), pages_of(language)
    starts = bookmarks(opened(pdf_of("book", language)))
    index = "".join(pages[max(page for found in starts.values() for page in found) :])
    for matter in town.matters.values():
        page = starts[matter.name.in_language(language)][0]
        assert squeezed(f"{matter.name.in_language(language)}{page}") in index
    assert (
        f"{'坐车的卡' if language == 'zh' else 'Seniorcard'}{starts[town.matters['elder-card'].name.in_language(language)][0]}"
        in index
    )


def test_the_chinese_index_is_in_the_order_of_pinyin() -> None:
    entries = [
        (group.letter, [entry.name for entry in group.entries])
        for group in book_sheet(read_town(), imprint_of(read_town())).index_zh
    ]
    assert [letter for letter, _ in entries] == ["B", "J", "L", "R", "T", "Z"]
    assert dict(entries)["L"] == ["老年津贴", "老年卡", "老年钱", "临时救助", "六月的保险", "六月互助保障"]


@both_languages
@every_print
def test_every_word_can_be_read_in_the_pdf(kind: str, language: Language) -> None:
    said = printed(kind, language).words
    unprinted = {"id", "matter", "other_language", "on_page", "brand", "instead", "none", "continued"}
    unprinted |= {"other_name"} if language == "zh" and kind != "guide" else set()

    def pruned(value: object) -> object:
        if isinstance(value, dict):
            return {key: pruned(each) for key, each in value.items() if key not in unprinted}
        return [pruned(each) for each in value] if isinstance(value, list) else value

    assert missing_words(pdf_of(kind, language), pruned(said)) == []  # type: ignore[arg-type]


@both_languages
@every_print
def test_it_is_an_accessible_a4_pdf_in_black_with_the_mark_of_a_demonstration_on_every_page(
    kind: str, language: Language
) -> None:
    pdf = pdf_of(kind, language)
    read = opened(pdf)
    assert "<pdfuaid:part>1</pdfuaid:part>" in read.trailer["/Root"]["/Metadata"].get_data().decode()
    assert read.trailer["/Root"]["/Lang"] == {"zh": "zh-CN", "en": "en"}[language]
    assert width_in_mm(pdf) == 210
    assert inks(pdf) == {"0"}
    mark = {"zh": "演示数据", "en": "demonstrationdata"}[language]
    assert all(mark in squeezed(page.extract_text()) for page in read.pages)


@every_print
def test_the_same_catalogue_gives_the_same_bytes(kind: str) -> None:
    assert printed(kind, "zh").pdf() == pdf_of(kind, "zh")


@every_print
def test_what_is_for_the_editor_alone_is_in_no_print(kind: str) -> None:
    assert squeezed(HIDDEN) not in text_of(pdf_of(kind, "zh"))


def test_the_front_matter_tells_clerks_that_the_desk_to_ask_is_theirs() -> None:
    assert any("问的就是您" in note.text.zh for note in book_sheet(read_town(), imprint_of(read_town())).preface)


def test_what_the_colophon_counts_as_not_verified_is_what_the_book_prints(shanghai: Catalogue) -> None:
    shown = sum(len(matter.shown_open) for matter in shanghai.matters.values())
    hidden = sum(len(matter.open) for matter in shanghai.matters.values()) - shown
    colophon = "".join(note.text.zh for note in book_sheet(shanghai, imprint_of(shanghai)).colophon)
    assert f"没有核对到的地方有 {shown} 处" in colophon
    assert f"另有 {hidden} 处只给编辑看，不在书里" in colophon


def test_a_name_with_two_readings_stands_where_it_is_heard(shanghai: Catalogue) -> None:
    letters = {group.letter: group.entries for group in book_sheet(shanghai, imprint_of(shanghai)).index_zh}
    assert {"长护险", "长三角社保证明"} <= {entry.name for entry in letters["C"]}
    assert not any(entry.name.startswith(("长护", "长三角")) for entry in letters["Z"])


@both_languages
def test_the_index_prints_one_spelling_of_names_that_sound_the_same(shanghai: Catalogue, language: Language) -> None:
    sheet = book_sheet(shanghai, imprint_of(shanghai))
    entries = [each for letter in (sheet.index_zh if language == "zh" else sheet.index_en) for each in letter.entries]
    sounds = [(each.matter, sound(each.name)) for each in entries]
    assert len(sounds) == len(set(sounds))
    assert {each.matter: each.name for each in entries if not each.called} == {
        matter.id: matter.name.in_language(language) for matter in shanghai.matters.values()
    }


def test_of_two_spellings_the_one_of_the_official_name_is_printed() -> None:
    town = read_town()
    card = replace(town.matters["elder-card"], also=("敬劳卡", "老年咔", "敬老咔申领", "Elder Card", "elder pass"))
    assert called(card, "zh") == ("敬劳卡", "老年咔")
    spelt = replace(card, also=("静老卡", "敬老卡", "ELDER PASS", "elder pass"))
    assert called(spelt, "zh") == ("敬老卡",)
    assert called(spelt, "en") == ("elder pass",)


def test_the_digest_of_the_catalogue_stands_on_a_line_of_its_own() -> None:
    digest = read_town().digest
    for language in ("zh", "en"):
        lines = opened(pdf_of("book", language)).pages[-1].extract_text().splitlines()
        assert digest in [re.sub(r"\s", "", line) for line in lines]


def test_a_guide_has_the_code_of_its_page_and_without_a_house_none() -> None:
    town = read_town()
    without = guide_print(guide_sheet(town, town.matters["elder-card"], imprint_of(town), None), "zh").pdf()
    assert any("二维码" in alternative for tag, alternative in tags(pdf_of("guide", "zh")) if tag == "/Figure")
    assert not any(tag == "/Figure" for tag, _ in tags(without))


def test_a_book_stays_true_until_a_dated_amount_changes(shanghai: Catalogue) -> None:
    since = figures_since(shanghai, TODAY)
    assert since is not None
    assert since <= TODAY
    assert figures_since(shanghai, since) == since


@pytest.mark.soak
@both_languages
def test_the_book_of_the_real_catalogue_has_each_matter_once_on_the_page_it_names(
    shanghai: Catalogue, language: Language
) -> None:
    pdf = manual_book_print(book_sheet(shanghai, imprint_of(shanghai)), language).pdf()
    read: PdfReader = opened(pdf)
    starts = bookmarks(read)
    names = [matter.name.in_language(language) for matter in shanghai.matters.values()]
    assert sum(len(pages) for pages in starts.values()) == len(names)
    for name in names:
        for page in starts[name]:
            assert squeezed(name) in squeezed(read.pages[page - 1].extract_text())
    begins = sorted(page for pages in starts.values() for page in pages)
    for page in begins[1:]:
        before = squeezed(read.pages[page - 2].extract_text())
        assert len(before) > 150 or "....." in before, f"page {page - 1} ends a chapter with a few lines"
