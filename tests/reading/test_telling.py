"""Which page it is."""

from __future__ import annotations

from typing import Any

import pytest

from onetrip.reading.kinds import ASKED, BY_KEY, LABELS, PAGES, asked
from onetrip.reading.telling import tell
from tests.reading.conftest import lines_of, page_lines, recorded


@pytest.mark.parametrize("entry", recorded(), ids=lambda entry: f"{entry['page']}-{entry['sort']}")
def test_every_recorded_page_is_told(entry: dict[str, Any]) -> None:
    page = tell(lines_of(entry)).page
    assert page is not None
    assert f"{page.kind}/{page.page}" == entry["page"]


def test_a_leaflet_a_till_slip_and_an_empty_form_are_none_of_them() -> None:
    assert tell(page_lines("周末大优惠", "土鸡蛋|大米", "42.5元/盒|4.4元/斤", "地址：上海市样本路88号")).page is None
    assert tell(page_lines("示例便利店", "合计 267.82 微信支付", "流水号 0589726989897128")).page is None
    assert tell(page_lines("访客登记表", "姓名", "联系电话", "来访事由")).page is None
    assert tell([]).page is None


def test_a_page_is_still_told_when_its_best_word_is_covered() -> None:
    page = tell(page_lines("姓名王小明", "性别男|民族汉", "出生1980年2月5日", "住址上海市样本路1号")).page
    assert page is not None
    assert (page.kind, page.page) == ("id-card", "front")


def test_two_papers_in_one_picture_are_noticed() -> None:
    rows = [
        "姓名王小明",
        "公民身份号码310000198002057158",
        "住址上海市",
        "性别男|民族汉",
        "不动产权证书",
        "权利人",
        "共有情况",
        "坐落",
        "不动产单元号",
        "权利类型",
    ]
    told = tell(page_lines(*rows))
    assert told.page is not None
    assert told.beside is not None
    assert {told.page.kind, told.beside.kind} == {"id-card", "title-deed"}


def test_every_field_has_a_label_in_both_languages_and_every_needed_field_is_one_of_the_page() -> None:
    for page in PAGES:
        assert set(page.needed) <= set(page.fields)
        for name in page.fields:
            assert LABELS[name].zh
            assert LABELS[name].en


def test_every_paper_that_can_be_asked_for_stands_in_the_catalogue(shanghai: Any) -> None:
    assert set(ASKED) <= set(shanghai.book.papers)


def test_a_page_can_be_asked_for_by_name_and_an_unknown_paper_asks_for_nothing() -> None:
    assert asked("id-card/back") == (ASKED["id-card"], "back")
    assert asked("proxy-id-card")[0] is not None
    assert asked("divorce-papers") == (None, "")
    assert asked(None) == (None, "")
    assert asked("id-card/nowhere") == (ASKED["id-card"], "")
    assert "id-card/front" in BY_KEY


def test_a_birth_certificate_that_names_an_id_card_is_one_paper() -> None:
    rows = [
        "出生医学证明",
        "新生儿姓名毛小满",
        "出生孕周39周",
        "母亲姓名欧阳若琳",
        "有效身份证件类别 居民身份证",
        "父亲姓名毛建国",
    ]
    told = tell(page_lines(*rows))
    assert told.page is not None
    assert told.page.kind == "infant-birth-certificate"
    assert told.beside is None
