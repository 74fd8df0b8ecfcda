from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from onetrip.prints import slip_pdf
from onetrip.prints.sheets import Language, Line, MatterLine, NotNeededLine, PaperLine, ProxyLine, SlipSheet
from onetrip.prints.slip import slip_words
from onetrip.rules import Text
from tests.prints import samples
from tests.prints.reading import missing_words, opened, sizes, squeezed, tags, text_of, words_of

SLIP = samples.SMALL_SLIP


def said(sheet: SlipSheet, language: Language = "zh") -> list[str]:
    """Everything the slip says, string by string."""
    return list(words_of(slip_words(sheet, language)))


def pages(sheet: SlipSheet, language: Language = "zh") -> list[str]:
    """The text of each page."""
    return [squeezed(page.extract_text()) for page in opened(slip_pdf(sheet, language)).pages]


def matter(n: int) -> MatterLine:
    return MatterLine(name=Text(f"事项甲{n}", f"Matter {n}"))


def paper(n: int, **more: Any) -> PaperLine:
    return PaperLine(name=Text(f"材料乙{n}", f"paper {n}"), **more)


@pytest.mark.parametrize(
    ("many", "zh", "en"),
    [
        (1, "来一趟，办一件", "One trip, one thing done"),
        (2, "来一趟，办两件", "One trip, two things done"),
        (12, "来一趟，办十二件", "One trip, twelve things done"),
        (20, "来一趟，办二十件", "One trip, 20 things done"),
    ],
)
def test_the_headline_counts_what_one_trip_does(many: int, zh: str, en: str) -> None:
    sheet = replace(SLIP, matters=tuple(matter(n) for n in range(many)))

    assert zh in said(sheet)
    assert en in said(sheet, "en")


def test_a_second_trip_is_said_with_its_reason() -> None:
    sheet = replace(SLIP, trips=2, trips_why=Text("证件拿到以后再来。", "Come again with the card."))

    assert "分两趟，办一件" in said(sheet)
    assert "证件拿到以后再来。" in said(sheet)
    assert "Two trips, one thing done" in said(sheet, "en")


@pytest.mark.parametrize(
    ("many", "zh", "en"),
    [
        (0, "材料一样都不用带", "No papers to bring"),
        (1, "带这一样", "Bring this paper"),
        (3, "带这三样，带一样勾一样", "Bring these three papers, tick each one"),
    ],
)
def test_the_papers_are_counted(many: int, zh: str, en: str) -> None:
    sheet = replace(SLIP, papers=tuple(paper(n) for n in range(many)))

    assert zh in said(sheet)
    assert en in said(sheet, "en")


def test_originals_and_copies_stand_apart_with_their_counts() -> None:
    found = text_of(slip_pdf(replace(SLIP, papers=(paper(1, originals=1, copies=2),)), "zh"))

    assert "原件1复印件2" in found


def test_a_number_of_originals_nobody_knows_is_not_invented() -> None:
    sheet = replace(SLIP, papers=(paper(1, originals=None),))

    assert "份数待核对" in said(sheet)
    assert "number not checked" in said(sheet, "en")


def test_a_paper_that_is_only_copied_shows_no_original() -> None:
    assert "原件" not in text_of(slip_pdf(replace(SLIP, papers=(paper(1, originals=0, copies=1),)), "zh"))


def test_any_one_of_several_papers_is_said_in_one_row() -> None:
    sheet = replace(
        SLIP, papers=(paper(1, instead=(Text("离婚证", "divorce certificate"), Text("丧偶证明", "proof"))),)
    )

    assert "或者：离婚证、丧偶证明，任一样都行" in text_of(slip_pdf(sheet, "zh"))
    assert squeezed("Or instead: divorce certificate or proof; any one will do") in text_of(slip_pdf(sheet, "en"))


def test_what_nobody_verified_is_marked_where_it_stands() -> None:
    marked = replace(
        SLIP,
        matters=(replace(SLIP.matters[0], unverified=True),),
        papers=(paper(1, unverified=True),),
        later=(Line(name=Text("丙", "C"), unverified=True),),
    )

    assert text_of(slip_pdf(marked, "zh")).count("待核对") == 3
    assert "待核对" not in text_of(slip_pdf(SLIP, "zh"))


def test_what_the_proxy_brings_is_marked() -> None:
    assert "代办人带" in said(replace(SLIP, papers=(paper(1, by_proxy=True),)))


def test_papers_not_needed_for_one_reason_share_a_line() -> None:
    reason = Text("窗口直接调取。", "The window looks it up.")
    other = Text("窗口打印。", "The window prints it.")
    sheet = replace(
        SLIP,
        not_needed=(
            NotNeededLine(name=Text("户口簿", "household booklet"), why=reason),
            NotNeededLine(name=Text("结婚证", "marriage certificate"), why=reason),
            NotNeededLine(name=Text("申请表", "application form"), why=other),
        ),
    )

    assert "户口簿、结婚证：窗口直接调取。申请表：窗口打印。" in text_of(slip_pdf(sheet, "zh"))
    assert said(sheet).count("窗口直接调取。") == 1


def test_who_cannot_come_learns_what_the_proxy_brings() -> None:
    sheet = replace(
        SLIP,
        cannot_come=(
            ProxyLine(sentence=Text("家人可以代办。", "Family can come."), papers=(paper(1), paper(2, copies=1))),
            ProxyLine(sentence=Text("第 2 件要本人来。", "Number 2 needs you.")),
        ),
    )

    assert "家人可以代办，多带材料乙1（原件1）、材料乙2（原件1、复印件1）。第2件要本人来。" in text_of(
        slip_pdf(sheet, "zh")
    )
    assert squeezed("Family can come. Bring as well: paper 1 (original 1), paper 2 (original 1, copy 1).") in text_of(
        slip_pdf(sheet, "en")
    )


def test_what_comes_later_has_its_day() -> None:
    assert "退休职工住院互助保障：2027年6月1日起。" in text_of(slip_pdf(samples.SLIP, "zh"))
    assert squeezed("Retiree hospital mutual aid: From 1 June 2027.") in text_of(slip_pdf(samples.SLIP, "en"))


def test_what_is_undecided_is_confirmed_at_the_window_and_not_promised() -> None:
    sheet = replace(SLIP, undecided=(Line(name=Text("重残补助", "Aid"), sentence=Text("要看等级。", "By grade.")),))

    assert "这些到窗口再确认" in said(sheet)
    assert "写着“到窗口再确认”“可能要”“还没核对到”的除外。" in said(sheet)
    assert "写着“到窗口再确认”“可能要”“还没核对到”的除外。" not in said(SLIP)


def test_papers_that_may_be_needed_stand_apart_from_those_that_are() -> None:
    found = text_of(slip_pdf(replace(SLIP, papers=(paper(1),), perhaps=(paper(2),)), "zh"))

    assert found.index("材料乙1") < found.index("这些可能要") < found.index("材料乙2")
    assert "带这一样" in found


def test_a_paper_that_may_be_needed_is_not_contradicted_by_a_heading() -> None:
    nothing_else = replace(SLIP, papers=(), perhaps=(paper(2),))

    assert "材料一样都不用带" not in said(nothing_else)
    assert "材料一样都不用带" in said(replace(SLIP, papers=(), perhaps=()))


def test_a_list_that_may_lack_papers_says_for_which_matter_and_is_not_promised() -> None:
    aid = Text("遗属补助", "Widow's aid")
    sheet = replace(SLIP, papers=(paper(1),), papers_not_complete=(aid,))

    told = "".join(said(sheet))
    assert "还要不要别的，还没核对到" in told
    assert "遗属补助：" in told
    assert "除外" in told
    assert "材料一样都不用带" not in "".join(said(replace(sheet, papers=())))
    assert "还要不要别的" not in "".join(said(SLIP))


def test_the_number_is_spaced_for_reading_aloud_and_the_promise_stands_whole() -> None:
    found = said(SLIP)

    assert "LF 1124 0386" in found
    assert "照这张单子带齐，任何窗口都收。" in found
    assert "没收，就是我们失约：当场记下、说明原因、改正。" in found


def test_a_slip_for_nobody_named_has_no_name() -> None:
    assert not any(each.startswith("给") for each in said(replace(SLIP, for_whom="")))


def test_open_points_and_the_version_of_the_rules_stand_at_the_end() -> None:
    last = pages(samples.SLIP)[-1]

    assert last.index("规则版本2026-11-20。") < last.index("待核对：第2、3样材料依据2021年公开指南。")


def test_little_text_is_set_large_and_much_text_small_but_not_below_eleven_points() -> None:
    assert 14 in sizes(slip_pdf(SLIP, "zh"))
    assert 11 <= min(size for size in sizes(slip_pdf(samples.SLIP, "zh")) if size > 10) < 12


def test_the_usual_slip_stays_on_one_page() -> None:
    assert len(pages(samples.SLIP)) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_long_slip_loses_no_line_and_carries_its_number_on_every_page(language: Language) -> None:
    pdf = slip_pdf(samples.LARGE_SLIP, language)
    found = pages(samples.LARGE_SLIP, language)

    assert len(found) > 1
    assert all("LF11240386" in page for page in found)
    assert missing_words(pdf, slip_words(samples.LARGE_SLIP, language)) == []
    for number, page in enumerate(found, start=1):
        expected = {"zh": f"第{number}页，共{len(found)}页", "en": f"Page{number}of{len(found)}"}[language]
        assert expected in page


@pytest.mark.parametrize("many", [4, 5, 6, 7, 8, 9, 10])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_around_the_end_of_the_first_page_no_line_is_lost(many: int, language: Language) -> None:
    sheet = replace(samples.SLIP, papers=samples.LARGE_SLIP.papers[:many])
    pdf = slip_pdf(sheet, language)

    assert missing_words(pdf, slip_words(sheet, language)) == []
    if len(opened(pdf).pages) > 1:
        assert all("LF11240386" in page for page in pages(sheet, language))


def test_an_entry_longer_than_a_page_goes_on_on_the_next() -> None:
    pieces = [f"〔{n:03}〕这一句很长很长，" for n in range(400)]
    endless = Text("".join(pieces), "".join(pieces))
    sheet = replace(
        SLIP,
        matters=(MatterLine(name=Text("甲", "A"), sentence=endless),),
        papers=(paper(1, why=endless),),
        later=(Line(name=Text("丙", "C"), sentence=endless),),
    )
    found = text_of(slip_pdf(sheet, "zh"))

    assert all(found.count(piece[:5]) == 3 for piece in pieces)


def test_papers_are_a_list_and_parts_have_headings() -> None:
    names = [tag for tag, _ in tags(slip_pdf(samples.SLIP, "zh"))]

    assert names.count("/H2") == 4
    assert names.count("/LI") == len(samples.SLIP.matters) + len(samples.SLIP.papers) + 7


def test_whoever_has_no_window_to_go_to_is_promised_none() -> None:
    elsewhere = Line(name=Text("结婚登记", "Marriage"), sentence=Text("去登记处。", "Go to the registry."))
    nowhere = replace(SLIP, matters=(), papers=(), undecided=(), perhaps=(), elsewhere=(elsewhere,))
    assert not [words for words in said(nowhere) if "任何窗口都收" in words or "失约" in words]
    open_yet = replace(nowhere, undecided=(elsewhere,))
    assert [words for words in said(open_yet) if "任何窗口都收" in words]
