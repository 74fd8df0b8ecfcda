"""What stands in a guide and in a manual: everything that is known, what is not in words, and each to its reader."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.words import is_han
from onetrip.manuals.guide import guide_chapter
from onetrip.manuals.manual import manual_chapter, numbers
from onetrip.manuals.telling import NOT_KNOWN, capital, self_service
from onetrip.planning import Kind, Limits, MinorGap, PaperAsk, Situation
from onetrip.prints import guide_pdf
from onetrip.prints.chapters import Chapter, GuideSheet, Imprint, Note, Notes, PaperEntry, Papers, Part, Rows, Steps
from onetrip.prints.sheets import Language
from onetrip.rules import ALWAYS, Text, parse
from tests.factories import TODAY
from tests.manuals.conftest import HIDDEN, SHOWN
from tests.manuals.reading import notes_of
from tests.prints.reading import squeezed, text_of


def manual(catalogue: Catalogue, matter: str, *, with_expressions: bool = False) -> Chapter:
    number = numbers(catalogue)[matter]
    return manual_chapter(catalogue, catalogue.matters[matter], number, TODAY, with_expressions=with_expressions)


def guide(catalogue: Catalogue, matter: str) -> Chapter:
    return guide_chapter(catalogue, catalogue.matters[matter], numbers(catalogue)[matter], TODAY)


def said(chapter: Chapter) -> dict[str, str | None]:
    """The Chinese sentences with their marks."""
    return {note.text.zh: note.mark for note in notes_of(chapter)}


def test_a_manual_tells_the_condition_as_a_sentence_and_on_a_screen_also_as_expression(town: Catalogue) -> None:
    sentence, expression = (
        "户籍是上海，并且离满 65 周岁不超过 1 个月或已满。",
        'hukou == "shanghai" and months_until(age=65) <= 1',
    )
    on_a_screen = said(manual(town, "elder-card", with_expressions=True))
    assert on_a_screen[expression] == "code"
    for chapter in (on_a_screen, said(manual(town, "elder-card")), said(guide(town, "elder-card"))):
        assert sentence in chapter
    for chapter in (said(manual(town, "elder-card")), said(guide(town, "elder-card"))):
        assert not any("hukou" in told for told in chapter)


def test_what_is_for_the_editor_alone_stands_neither_in_the_manual_nor_in_the_guide(town: Catalogue) -> None:
    for chapter in (said(manual(town, "elder-card")), said(guide(town, "elder-card"))):
        assert chapter[SHOWN] == "open"
        assert HIDDEN not in chapter
        assert "editor" not in chapter.values()


def papers_of(chapter: Chapter) -> dict[str, PaperEntry]:
    return {
        entry.name.zh: entry
        for part in chapter.parts
        for block in part.blocks
        if isinstance(block, Papers)
        for entry in block.papers
    }


def texts(notes: tuple[Note, ...]) -> list[str]:
    return [note.text.zh for note in notes]


def changed(catalogue: Catalogue, matter: str, **terms: Any) -> Catalogue:
    """The catalogue with other terms of a matter."""
    one = catalogue.matters[matter]
    other = replace(one, terms=replace(one.terms, **terms))
    return replace(catalogue, matters={**catalogue.matters, matter: other})


@pytest.mark.parametrize("made", [manual, guide], ids=["manual", "guide"])
def test_a_paper_from_which_all_are_exempt_who_may_have_the_matter_is_told_as_not_needed(made, town: Catalogue) -> None:
    booklet = papers_of(made(town, "elder-card"))["户口簿"]
    assert texts(booklet.counts) == ["不用带"]
    assert texts(booklet.told) == ["理由：本市有电子证照，窗口调取。"]


@pytest.mark.parametrize("made", [manual, guide], ids=["manual", "guide"])
def test_an_exemption_that_holds_for_some_stands_with_its_reason(made, town: Catalogue) -> None:
    anybody = changed(town, "elder-card", entitled=ALWAYS)
    booklet = papers_of(made(anybody, "elder-card"))["户口簿"]
    assert texts(booklet.counts) == ["原件 1"]
    assert texts(booklet.told) == ["可以不带：户籍是上海。", "理由：本市有电子证照，窗口调取。"]


@pytest.mark.parametrize("made", [manual, guide], ids=["manual", "guide"])
def test_an_exemption_that_holds_for_nobody_who_may_have_the_matter_is_not_mentioned(made, town: Catalogue) -> None:
    newcomers = changed(town, "elder-card", entitled=parse('hukou == "elsewhere"', town.book.vocabulary))
    booklet = papers_of(made(newcomers, "elder-card"))["户口簿"]
    assert texts(booklet.counts) == ["原件 1"]
    assert not booklet.told


def test_a_paper_that_nobody_brings_is_not_looked_at_by_the_window(town: Catalogue) -> None:
    looked_at = PaperAsk("household-booklet", originals=1, check=(Text("首页有章", "the stamp"),))
    assert "首页有章" not in said(manual(changed(town, "elder-card", papers=(looked_at,)), "elder-card"))
    anybody = changed(town, "elder-card", papers=(looked_at,), entitled=ALWAYS)
    assert "首页有章" in said(manual(anybody, "elder-card"))


@pytest.mark.parametrize("made", [manual, guide], ids=["manual", "guide"])
@pytest.mark.parametrize(
    ("gap", "told"),
    [
        (None, "次要材料。"),
        (MinorGap(allowed=False), "次要材料。"),
        (MinorGap(allowed=True, days=5), "次要材料，可以后补。"),
    ],
)
def test_that_a_minor_paper_may_follow_is_said_only_where_a_minor_gap_is_allowed(
    made, gap: MinorGap | None, told: str, town: Catalogue
) -> None:
    minor = PaperAsk("id-card", originals=1, main=False)
    chapter = made(changed(town, "aid", papers=(minor,), minor_gap=gap), "aid")
    assert [
        sentence for sentence in said(chapter) if sentence.startswith("次要材料，可以") or sentence == "次要材料。"
    ] == [told]


def last_line(chapter: Chapter) -> Text:
    """What closes the elements."""
    elements = part_of(chapter, "elements")
    assert elements is not None
    closing = elements.blocks[-1]
    assert isinstance(closing, Notes)
    (note,) = closing.notes
    assert note.mark == "open"
    return note.text


def test_what_no_source_says_stands_in_one_line_at_the_end_of_the_elements(town: Catalogue) -> None:
    chapter = manual(town, "june-plan")
    assert last_line(chapter) == Text(
        "还没有核对到：编码、依据、哪一级、哪个区决定、人员和数量限制、专项规划、能不能容缺受理、结果、多久办好、收不收费、"
        "能不能代办、窗口看什么、怎么一步一步办、变更和延续。",
        "Not yet known: codes, legal basis, which level or district decides, staff and number limit, special plan, "
        "whether it may be accepted with a minor gap, result, time limits, whether there is a fee, "
        "whether somebody else may come, what the window looks at, the steps, change and renewal.",
    )
    assert [told for told, mark in said(chapter).items() if mark == "open"] == [last_line(chapter).zh]
    assert {"proxy", "acceptance", "decision"}.isdisjoint(part.id for part in chapter.parts)


def test_no_row_of_the_real_catalogue_says_no_more_than_that_it_is_not_known(shanghai: Catalogue) -> None:
    for matter in shanghai.matters:
        for part in manual(shanghai, matter).parts:
            for block in part.blocks:
                for row in block.rows if isinstance(block, Rows) else ():
                    assert [note.text for note in row.notes] != [NOT_KNOWN], (matter, row.term.en)


def test_every_element_of_an_application_has_a_row_or_stands_in_the_line_of_what_is_not_known(
    shanghai: Catalogue,
) -> None:
    named = {
        "依据": "依据",
        "主体": "哪个部门主管",
        "结果": "结果",
        "时限": "多久办好",
        "收费": "收不收费",
        "通办范围": "通办范围",
    }
    for matter in shanghai.matters.values():
        if matter.terms.kind not in ("apply", "register") or matter.terms.automatic:
            continue
        chapter = manual(shanghai, matter.id)
        rows = set().union(*(terms_of(part) for part in chapter.parts)) | {part.name.zh for part in chapter.parts}
        line = last_line(chapter).zh
        for row, missing in named.items():
            of_either = row == "收费" and "钱" in rows
            assert row in rows or missing in line or of_either, (matter.id, row)


def test_a_guide_says_in_the_same_words_what_is_not_known(town: Catalogue) -> None:
    for_residents = said(guide(town, "june-plan"))
    for told in ("能不能代办，还没有核对到。", "多久办好，还没有核对到。"):
        assert for_residents[told] == "open", told


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


def test_chapters_are_numbered_by_category_then_by_kind_then_by_the_sound_of_the_name(town: Catalogue) -> None:
    assert numbers(town) == {
        "elder-card": "1.01",
        "allowance": "1.02",
        "pension-check": "1.03",
        "june-plan": "2.01",
        "booklet": "2.02",
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
        ("proxy", "能不能代办"),
        ("limits", "多久办好"),
        ("fees", "收不收费"),
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
        assert not any(
            unknown in sentence and "还没有核对到" in sentence for sentence in said(made(shanghai, matter))
        ), matter


def test_a_print_or_query_that_no_window_does_says_how_to_help_at_the_kiosk_and_nothing_of_windows(
    shanghai: Catalogue,
) -> None:
    alone = [matter for matter in shanghai.matters.values() if self_service(matter.terms)]
    assert len(alone) > 100
    for matter in alone:
        chapter = manual(shanghai, matter.id)
        assert {"application", "acceptance", "decision", "proxy"}.isdisjoint(part.id for part in chapter.parts)
        kiosk = part_of(chapter, "kiosk")
        assert (kiosk is not None) is (len(matter.steps) > 1), matter.id
        if kiosk is not None:
            assert Steps(steps=matter.steps) in kiosk.blocks
        place = kiosk or part_of(chapter, "elements")
        assert place is not None
        assert "哪里办" in terms_of(place)
        assert "代办" in terms_of(place) or "能不能替别人办" in last_line(chapter).zh
        nothing_to_bring = not matter.terms.papers and not matter.terms.situations and matter.terms.papers_known
        assert ("不用带材料。" in said(chapter)) is nothing_to_bring, matter.id


def test_help_at_the_kiosk_that_is_one_step_is_a_line_of_the_elements_without_a_heading(shanghai: Catalogue) -> None:
    providers = shanghai.matters["long-term-care-providers"]
    assert len(providers.steps) == 1
    chapter = manual(shanghai, providers.id)
    elements = part_of(chapter, "elements")
    assert elements is not None
    assert isinstance(elements.blocks[0], Rows)
    (where,) = [row for row in elements.blocks[0].rows if row.term.zh == "哪里办"]
    assert where.notes[0].text.zh == providers.steps[0].zh
    assert not any(isinstance(block, Steps) for part in chapter.parts for block in part.blocks)
    assert part_of(chapter, "kiosk") is None


def test_steps_of_what_only_a_kiosk_takes_do_not_stand_under_review_and_decision(shanghai: Catalogue) -> None:
    for matter in shanghai.matters.values():
        decision = part_of(manual(shanghai, matter.id), "decision")
        if decision is not None and "window" not in matter.terms.channels and matter.terms.channels:
            assert decision.name.zh in ("在机器上怎么办", "怎么办"), matter.id


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
        told = {"结果" if term == "待核对" else term for term in terms_of(part)}
        assert {term for term, known in written.items() if known} == told & set(written), matter.id


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
            wanted = matter.open.count(point) if point.shown else 0
            assert told.count((point.text, "open")) == wanted, (matter.id, point.text.zh)


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
        assert said(manual(shanghai, matter))["谁能办，还没有核对到，不能承诺。"] == "open", matter
        assert said(guide(shanghai, matter))["谁能办，还没有核对到。"] == "open", matter


@pytest.mark.parametrize(
    ("kind", "in_the_guide"), [("query", "谁都能办。"), ("print", "谁都能办。"), ("apply", "没有另外写条件。")]
)
def test_only_the_guide_to_a_look_up_or_print_without_condition_says_that_everybody_may_have_it(
    kind: Kind, in_the_guide: str, town: Catalogue
) -> None:
    open_to_all = changed(town, "booklet", kind=kind, entitled=ALWAYS)
    assert "没有另外写条件。" in said(manual(open_to_all, "booklet"))
    sentences = {"谁都能办。", "没有另外写条件。"}
    assert sentences & set(said(guide(open_to_all, "booklet"))) == {in_the_guide}


def test_of_what_is_not_handled_here_nobody_is_told_that_there_is_no_condition(town: Catalogue) -> None:
    for chapter in (manual(town, "points"), guide(town, "points")):
        assert {"谁都能办。", "没有另外写条件。"}.isdisjoint(said(chapter))


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


@pytest.mark.parametrize("made", [manual, guide], ids=["manual", "guide"])
def test_a_case_whose_papers_nobody_knows_all_of_is_not_said_to_need_none(made, town: Catalogue) -> None:
    lost = Situation("lost", Text("遗失", "Lost"), parse("retired", town.book.vocabulary), (), papers_complete=False)
    known = replace(lost, papers_complete=True)

    unlisted = made(changed(town, "aid", situations=(lost,)), "aid")
    assert any("这种情形还要" in told and "还没有核对到" in told for told in said(unlisted))
    assert not any(block.papers == () for part in unlisted.parts for block in part.blocks if isinstance(block, Papers))

    listed = made(changed(town, "aid", situations=(known,)), "aid")
    assert not any("这种情形还要" in told for told in said(listed))
    assert any(block.papers == () for part in listed.parts for block in part.blocks if isinstance(block, Papers))


@pytest.mark.parametrize(
    ("name", "when", "told"),
    [
        (Text("外省市", "Elsewhere in China"), 'hukou == "elsewhere"', 0),
        (Text("已经退休", "You are retired"), "retired", 0),
        (Text("外地来的", "From elsewhere"), 'hukou == "elsewhere"', 1),
        (Text("外省市", "Elsewhere in China"), 'hukou != "elsewhere"', 1),
    ],
)
def test_a_condition_that_says_no_more_than_the_name_of_its_case_is_not_said_again(
    name: Text, when: str, told: int, town: Catalogue
) -> None:
    case = Situation("case", name, parse(when, town.book.vocabulary), (PaperAsk("id-card", originals=1),))
    chapter = manual(changed(town, "aid", situations=(case,)), "aid")
    assert sum(sentence.startswith("什么情形：") for sentence in said(chapter)) == told


def test_a_list_of_papers_that_may_lack_some_says_so_in_guide_and_manual(shanghai: Catalogue) -> None:
    matter = "one-child-monthly-reward"
    assert said(guide(shanghai, matter))["这些一定要；还要不要别的，没有核对过，来之前先问 12345。"] == "open"
    assert "所以不能承诺“带齐就收”。" in said(manual(shanghai, matter))
