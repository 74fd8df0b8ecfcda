"""What stands in a guide and in a manual: everything that is known, what is not in words, and each to its reader."""

from __future__ import annotations

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.words import is_han
from onetrip.manuals.guide import guide_chapter
from onetrip.manuals.manual import manual_chapter, numbers
from onetrip.manuals.telling import capital, self_service
from onetrip.planning.terms import Limits
from onetrip.prints import guide_pdf
from onetrip.prints.chapters import Chapter, GuideSheet, Imprint, Part, Rows, Steps
from onetrip.prints.sheets import Language
from onetrip.rules import Text
from tests.factories import TODAY
from tests.manuals.conftest import HIDDEN, SHOWN
from tests.manuals.reading import notes_of
from tests.prints.reading import squeezed, text_of


def manual(catalogue: Catalogue, matter: str) -> Chapter:
    return manual_chapter(catalogue, catalogue.matters[matter], numbers(catalogue)[matter], TODAY)


def guide(catalogue: Catalogue, matter: str) -> Chapter:
    return guide_chapter(catalogue, catalogue.matters[matter], numbers(catalogue)[matter], TODAY)


def said(chapter: Chapter) -> dict[str, str | None]:
    """The Chinese sentences with their marks."""
    return {note.text.zh: note.mark for note in notes_of(chapter)}


def test_a_manual_tells_the_condition_as_sentence_and_as_expression_and_a_guide_only_the_sentence(
    town: Catalogue,
) -> None:
    sentence = "户籍是上海，并且离满 65 周岁不超过 1 个月或已满。"
    for_staff, for_residents = said(manual(town, "elder-card")), said(guide(town, "elder-card"))
    assert for_staff['hukou == "shanghai" and months_until(age=65) <= 1'] == "code"
    assert sentence in for_staff
    assert sentence in for_residents
    assert not any("hukou" in told for told in for_residents)


def test_what_is_for_the_editor_alone_stands_marked_in_the_manual_and_nowhere_in_the_guide(town: Catalogue) -> None:
    for_staff, for_residents = said(manual(town, "elder-card")), said(guide(town, "elder-card"))
    assert for_staff[HIDDEN] == "editor"
    assert for_staff[SHOWN] == for_residents[SHOWN] == "open"
    assert HIDDEN not in for_residents
    assert "editor" not in for_residents.values()


def test_an_exemption_stands_with_its_reason(town: Catalogue) -> None:
    for chapter in (manual(town, "elder-card"), guide(town, "elder-card")):
        assert {"可以不带：户籍是上海。", "理由：本市有电子证照，窗口调取。"} <= set(said(chapter))


def test_what_no_source_says_is_told_as_not_found_and_never_guessed(town: Catalogue) -> None:
    for_staff = said(manual(town, "june-plan"))
    for told in ("能不能代办，没有查到。", "多久办好，没有查到。", "编码没有查到。", "收不收费，没有查到。"):
        assert for_staff[told] == "open", told
    assert said(guide(town, "june-plan"))["能不能代办，没有查到。"] == "open"


def test_a_matter_that_is_not_handled_here_says_where_to_go_and_asks_for_no_papers(town: Catalogue) -> None:
    for chapter in (manual(town, "points"), guide(town, "points")):
        assert any("由单位到区人才服务中心办。" in told for told in said(chapter))
        assert {"bring", "application", "proxy"}.isdisjoint(part.id for part in chapter.parts)


def test_what_comes_by_itself_is_not_applied_for(town: Catalogue) -> None:
    assert "不用申请，自己会来。" in said(guide(town, "allowance"))
    assert {"bring", "application"}.isdisjoint(part.id for part in manual(town, "allowance").parts)


def test_related_matters_are_named_on_both_sides(town: Catalogue) -> None:
    def related(matter: str) -> dict[Text, list[str | None]]:
        found = [part for part in manual(town, matter).parts if part.id == "related"]
        return {row.term: [note.matter for note in row.notes] for part in found for row in part.blocks[0].rows}  # type: ignore[union-attr]

    assert related("elder-card")[Text("办好以后自己会来", "Follows by itself")] == ["allowance"]
    assert related("allowance")[Text("跟着哪件事来", "Comes after")] == ["elder-card"]


def test_chapters_are_numbered_by_category_in_the_order_of_the_guide(town: Catalogue) -> None:
    assert numbers(town) == {
        "allowance": "1.01",
        "elder-card": "1.02",
        "pension-check": "1.03",
        "booklet": "2.01",
        "june-plan": "2.02",
        "aid": "3.01",
        "points": "3.02",
    }


def terms_of(part: Part) -> set[str]:
    """The Chinese terms of the rows of a part."""
    return {row.term.zh for block in part.blocks if isinstance(block, Rows) for row in block.rows}


def part_of(chapter: Chapter, name: str) -> Part | None:
    return next((part for part in chapter.parts if part.id == name), None)


@pytest.mark.parametrize("made", [manual, guide], ids=["manual", "guide"])
@pytest.mark.parametrize(
    ("field", "unknown"),
    [
        ("proxy", "代办，没有查到。"),
        ("limits", "多久办好，没有查到。"),
        ("fees", "收不收费，没有查到。"),
    ],
)
def test_where_an_open_point_says_it_nobody_is_told_again_that_it_is_not_known(
    made, field: str, unknown: str, shanghai: Catalogue
) -> None:
    told = [matter.id for matter in shanghai.matters.values() if any(point.of == field for point in matter.open)]
    shown = [matter for matter in told if any(point.of == field for point in shanghai.matters[matter].shown_open)]
    received = {matter.id for matter in shanghai.matters.values() if any(not fee.pays for fee in matter.terms.fees)}
    assert shown
    for matter in set(shown) - (received if field == "fees" else set()):
        assert not any(sentence.endswith(unknown) for sentence in said(made(shanghai, matter))), matter


def test_a_print_or_query_that_no_window_does_says_how_to_help_at_the_kiosk_and_nothing_of_windows(
    shanghai: Catalogue,
) -> None:
    alone = [matter for matter in shanghai.matters.values() if self_service(matter.terms)]
    assert len(alone) > 100
    for matter in alone:
        chapter = manual(shanghai, matter.id)
        assert {"application", "acceptance", "decision", "proxy"}.isdisjoint(part.id for part in chapter.parts)
        kiosk = part_of(chapter, "kiosk")
        assert kiosk is not None
        assert {"哪里办", "替别人办"} <= terms_of(kiosk)
        assert Steps(steps=matter.steps) in kiosk.blocks or not matter.steps
        nothing_to_bring = not matter.terms.papers and not matter.terms.situations and matter.terms.papers_known
        assert ("不用带材料。" in said(chapter)) is nothing_to_bring, matter.id


def test_a_window_that_does_not_take_a_matter_has_nothing_to_look_at(shanghai: Catalogue) -> None:
    for matter in shanghai.matters.values():
        if part_of(manual(shanghai, matter.id), "acceptance") is not None:
            assert "window" in matter.terms.channels, matter.id


def test_of_a_matter_that_is_not_handled_here_only_what_somebody_wrote_is_told(shanghai: Catalogue) -> None:
    elsewhere = [matter for matter in shanghai.matters.values() if matter.terms.kind == "not_here"]
    assert elsewhere
    for matter in elsewhere:
        part = part_of(manual(shanghai, matter.id), "elements")
        assert part is not None
        of = {point.of for point in matter.open}
        written = {
            "结果": matter.terms.result is not None or "result" in of,
            "时限": matter.terms.limits != Limits() or "limits" in of,
            "收费": any(fee.pays for fee in matter.terms.fees) or "fees" in of,
        }
        assert {term for term, known in written.items() if known} == terms_of(part) & set(written), matter.id


def test_what_people_say_stands_in_the_language_of_the_page_and_spelt_once(shanghai: Catalogue) -> None:
    booklet = shanghai.matters["medical-record-booklet"]
    assert {"病历本", "病例本"} <= set(booklet.also), "a search finds both"
    asked = part_of(manual(shanghai, booklet.id), "asked")
    assert asked is not None
    names = next(
        row.notes[0].text
        for block in asked.blocks
        if isinstance(block, Rows)
        for row in block.rows
        if row.term.zh == "居民叫它"
    )
    assert "病历本" in names.zh.split("、")
    assert "病例本" not in names.zh.split("、")
    assert all(is_han(name) for name in names.zh.split("、"))
    assert not is_han(names.en)


@pytest.mark.parametrize("made", [manual, guide], ids=["manual", "guide"])
def test_every_open_point_of_the_real_catalogue_stands_in_its_chapter_exactly_once(made, shanghai: Catalogue) -> None:
    for matter in shanghai.matters.values():
        told = [(note.text, note.mark) for note in notes_of(made(shanghai, matter.id))]
        for point in matter.open:
            mark = "open" if point.shown else "editor"
            wanted = matter.open.count(point) if made is manual or point.shown else 0
            assert told.count((point.text, mark)) == wanted, (matter.id, point.text.zh)


@pytest.mark.parametrize("made", [manual, guide], ids=["manual", "guide"])
def test_every_paper_law_step_answer_and_source_of_the_real_catalogue_is_told(made, shanghai: Catalogue) -> None:
    for matter in shanghai.matters.values():
        chapter = repr(made(shanghai, matter.id))
        for text in (*matter.steps, *matter.basis, *(asked.answer for asked in matter.asked_often)):
            assert repr(text) in chapter, (matter.id, text)
        for source in matter.sources:
            assert source.what.zh in chapter, (matter.id, source.what)
        if matter.terms.kind != "not_here" and not matter.terms.automatic:
            for ask in matter.terms.papers:
                for option in getattr(ask, "options", (ask,)):
                    name = shanghai.papers[option.paper].name
                    assert repr(Text(name.zh, capital(name.en))) in chapter, (matter.id, option.paper)


def test_where_nobody_knows_who_may_have_it_neither_says_everybody(shanghai: Catalogue) -> None:
    unknown = [matter.id for matter in shanghai.matters.values() if not matter.terms.entitled_known]
    assert unknown
    for matter in unknown:
        assert said(manual(shanghai, matter))["谁能办，没有查到，不能承诺。"] == "open", matter
        assert said(guide(shanghai, matter))["谁能办，还没核对到。"] == "open", matter


def test_a_nested_condition_is_a_list_in_guide_and_manual(shanghai: Catalogue) -> None:
    for chapter in (guide(shanghai, "low-rent-housing"), manual(shanghai, "low-rent-housing")):
        condition = next(note for note in notes_of(chapter) if note.text.zh == "下面几条都要符合：")
        assert [point.text.zh for point in condition.points].count("下面有一条就行：") == 2
        assert all(inner.points == () for point in condition.points for inner in point.points)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_nested_condition_is_printed_with_every_point(shanghai: Catalogue, language: Language) -> None:
    imprint = Imprint(version=1, published=TODAY, day=TODAY, digest="d", demonstration=True)
    chapter = guide(shanghai, "low-rent-housing")

    printed = text_of(guide_pdf(GuideSheet(chapter=chapter, imprint=imprint, address=None), language))

    condition = next(note for note in notes_of(chapter) if note.text.zh == "下面几条都要符合：")
    for note in notes_of(condition):
        assert squeezed(note.text.in_language(language)) in squeezed(printed), note.text


def test_a_list_of_papers_that_may_lack_some_says_so_in_guide_and_manual(shanghai: Catalogue) -> None:
    matter = "one-child-monthly-reward"
    assert said(guide(shanghai, matter))["这些一定要；还要不要别的，没有核对过，来之前先问 12345。"] == "open"
    assert said(manual(shanghai, matter))["写着的一定要；还要不要别的，没有核对过，不能承诺“带齐就收”。"] == "open"
