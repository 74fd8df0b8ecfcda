"""What is said about page and picture, in words: one cause, the one to mend first. No model runs here."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from onetrip.reading.advising import advise
from onetrip.reading.edges import Page
from onetrip.reading.fields import Read
from onetrip.reading.kinds import BY_KEY, asked
from onetrip.reading.light import Glare
from onetrip.reading.lines import Line
from onetrip.reading.looked import Finding
from onetrip.reading.sight import Sight
from onetrip.reading.telling import Told

EMPTY = np.zeros((10, 10, 3), np.uint8)
FLAT = Page(EMPTY, np.eye(3), 0.6, found=True, cut=False, of=(10, 10))


def seen(
    page: str | None, *, without: tuple[str, ...] = (), sure: float = 0.99, lines: tuple[Line, ...] = (), **what: object
) -> Sight:
    told = BY_KEY[page] if page else None
    read = tuple(Read(name, "值", sure) for name in told.fields if name not in without) if told else ()
    some = lines or (Line("姓名", 0.99, (50, 100, 120, 140)), Line("住址", 0.99, (50, 300, 120, 340)))
    sight = Sight(Told(told, 9.0, None), read, some, (1000, 640), 0, 230.0, 0.4, None, 0.6, True, False, FLAT, EMPTY)
    return replace(sight, **what)


def said(sight: Sight, expected: str | None = "id-card") -> list[Finding]:
    return advise(sight, *asked(expected))


def first(sight: Sight, expected: str | None = "id-card") -> str:
    return said(sight, expected)[0].text.zh


def test_a_page_that_was_read_whole_is_said_to_be_clear() -> None:
    assert first(seen("id-card/front")) == "看清了。"
    assert said(seen("id-card/front"))[0].severity == "ok"


def test_the_back_instead_of_the_front_and_the_front_instead_of_the_back() -> None:
    assert first(seen("id-card/back"), "id-card/front") == "这是背面，请翻过来。"
    assert first(seen("id-card/back")) == "这是背面，请翻过来。"
    assert first(seen("id-card/back"), "id-card/back") == "看清了。"
    assert first(seen("id-card/front"), "id-card/back") == "这是正面，请翻过来拍背面。"


def test_the_first_page_of_the_booklet_is_taken_and_the_own_page_asked_for() -> None:
    (finding,) = said(seen("household-booklet/first"), "household-booklet")
    assert finding.text.zh == "这是户口簿首页，还要本人那一页。"
    assert finding.severity == "look"


@pytest.mark.parametrize(
    ("paper", "page"),
    [("child-household-pages", "孩子那一页"), ("child-guardian-household-booklet", "孩子和监护人的那几页")],
)
def test_after_the_first_page_the_page_of_whoever_it_is_about_is_asked_for(paper: str, page: str) -> None:
    (finding,) = said(seen("household-booklet/first"), paper)
    assert finding.text.zh == f"这是户口簿首页，还要{page}。"


def test_another_paper_is_named_with_the_one_that_is_needed() -> None:
    (finding,) = said(seen("bank-card/front"), "id-card")
    assert finding.text.zh == "这是银行卡，这里要的是身份证。"
    assert finding.severity == "wrong"
    assert said(seen("bank-card/front"), "divorce-papers")[0].code == "read"


def test_glare_over_a_field_is_named_by_the_field_and_the_paper_moved_away_from_it() -> None:
    right = Glare(0.5, 0.45, 0.8, 0.55, 0.03)
    assert first(seen("id-card/front", without=("address",), glare=right)) == "住址那里反光，看不清。请把纸往左挪一点。"
    left = Glare(0.05, 0.8, 0.3, 0.95, 0.03)
    assert (
        first(seen("id-card/front", without=("id_number",), glare=left)) == "左下角那里反光，看不清。请把纸往右挪一点。"
    )


@pytest.mark.parametrize(
    ("turned", "where", "way"), [(0, "右上角", "左"), (1, "左上角", "右"), (2, "左下角", "右"), (3, "右下角", "左")]
)
def test_of_a_paper_that_lies_turned_it_is_said_how_to_move_it_where_it_lies(turned: int, where: str, way: str) -> None:
    sight = seen("id-card/front", without=("id_number",), glare=Glare(0.75, 0.05, 0.95, 0.2, 0.03), turned=turned)
    assert first(sight) == f"{where}那里反光，看不清。请把纸往{way}挪一点。"


def test_glare_that_hides_nothing_is_not_spoken_of() -> None:
    assert first(seen("id-card/front", glare=Glare(0.7, 0.2, 0.9, 0.5, 0.05))) == "看清了。"


@pytest.mark.parametrize(
    ("what", "code"),
    [
        ({"brightness": 40.0}, "dark"),
        ({"cut": True}, "cut-off"),
        ({"share": 0.05}, "far"),
        ({"sharpness": 0.05}, "blurred"),
        ({}, "missing"),
    ],
)
def test_of_a_missing_field_the_cause_is_said(what: dict[str, object], code: str) -> None:
    findings = said(seen("id-card/front", without=("id_number",), **what))
    assert [each.code for each in findings] == [code]
    assert findings[0].severity == "look"


def test_one_cause_is_said_where_there_are_several() -> None:
    spoiled = seen(
        "id-card/front", without=("id_number", "name"), brightness=40.0, cut=True, share=0.05, sharpness=0.01
    )
    assert [each.code for each in said(spoiled)] == ["dark"]


def test_a_value_that_is_not_certain_asks_to_be_compared() -> None:
    findings = said(seen("id-card/front", sure=0.6))
    assert [each.code for each in findings] == ["unsure"]


def test_nothing_an_unknown_paper_and_a_part_of_the_right_one_are_told_apart() -> None:
    assert said(seen(None, lines=(Line("周末大优惠", 0.99, (0, 0, 300, 60)),)))[0].code == "other-paper"
    assert said(seen(None, lines=(Line("公民身份号码", 0.99, (0, 0, 300, 60)),)))[0].code == "partly"
    assert said(replace(seen(None), lines=()))[0].code == "blank"
    assert said(replace(seen(None), lines=(), found=False))[0].code == "empty"
    assert said(seen(None), None)[0].code == "unknown-paper"


def test_a_page_that_lay_turned_is_said_to_have_been_read_all_the_same() -> None:
    findings = said(seen("id-card/front", turned=2))
    assert [each.code for each in findings] == ["read", "turned"]


def test_two_papers_are_asked_to_be_laid_down_one_at_a_time() -> None:
    both = seen("id-card/front", told=Told(BY_KEY["id-card/front"], 9.0, BY_KEY["bank-card/front"]))
    assert first(both) == "看见两张纸。请一次放一张。"


def test_no_sentence_shouts_refuses_or_is_missing_in_a_language() -> None:
    sights = [
        seen(page, without=without, **what)
        for page in [None, *BY_KEY]
        for without in ((), ("name",))
        for what in ({}, {"brightness": 30.0}, {"cut": True}, {"sharpness": 0.01})
    ]
    for sight in sights:
        for expected in (None, "id-card", "id-card/back", "household-booklet/own"):
            for finding in said(sight, expected):
                assert finding.text.zh.endswith("。")
                assert finding.text.en.endswith((".", "?"))
                assert not set(finding.text.zh) & set("！!")
                assert "不能办" not in finding.text.zh
                assert "不予" not in finding.text.zh
