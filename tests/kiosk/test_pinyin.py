"""The keyboard offers what the letters mean: the catalogue's words first, and every character somebody may be called by."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from pypinyin.pinyin_dict import pinyin_dict

from onetrip.catalogue.book import Catalogue
from onetrip.kiosk.pinyin import MOST_OF_A_SOUND, divided, offered
from tests.web.rare_names import RARE


def texts(catalogue: Catalogue, letters: str) -> list[str]:
    return [each.text for each in offered(catalogue, letters)]


@pytest.mark.parametrize(
    ("letters", "meant"),
    [
        ("laonianka", "老年卡"),
        ("lnk", "老年卡"),
        ("LaoNianKa", "老年卡"),
        ("yibao", "医保"),
        ("juzhuzheng", "居住证"),
        ("binglib", "病历本"),
        ("nv", "女"),
        ("lv", "吕"),
        ("wang", "王"),
        ("xi'an", "西"),
    ],
)
def test_what_is_meant_is_among_the_first(shanghai: Catalogue, letters: str, meant: str) -> None:
    assert meant in texts(shanghai, letters)[:12]


def test_every_short_name_of_a_matter_can_be_typed_whole(shanghai: Catalogue) -> None:
    missing = []
    for matter in shanghai.matters.values():
        for word in matter.also:
            readings = lazy_pinyin(word, errors="ignore")
            if (
                2 <= len(word) <= 5
                and len(readings) == len(word)
                and all("\u4e00" <= each <= "\u9fff" for each in word)
            ):
                letters = "".join(readings).replace("ü", "v")
                if word not in texts(shanghai, letters):
                    missing.append((letters, word))
    assert not missing


def test_a_candidate_takes_the_letters_of_its_reading(shanghai: Catalogue) -> None:
    used = {each.text: each.used for each in offered(shanghai, "wangxiaoming")}
    assert used["王"] == 4
    assert {each.text: each.used for each in offered(shanghai, "xi'an")}["西"] == 3


def test_the_surnames_come_before_the_other_characters_of_their_sound(shanghai: Catalogue) -> None:
    for letters, name in (("wang", "王"), ("li", "李"), ("zhang", "张"), ("liu", "刘"), ("chen", "陈")):
        assert next(each for each in texts(shanghai, letters) if len(each) == 1) == name


def test_characters_of_rare_names_can_be_typed(shanghai: Catalogue) -> None:
    """Somewhere among all the characters of their sound; the bar can be pushed along."""
    with_a_reading = [each for each in RARE if ord(each) in pinyin_dict]
    assert len(with_a_reading) > len(RARE) * 0.95
    lost = [each for each in with_a_reading if each not in texts(shanghai, lazy_pinyin(each)[0].replace("ü", "v"))]
    assert not lost


@given(st.text(max_size=80))
def test_whatever_is_typed_is_answered(shanghai: Catalogue, typed: str) -> None:
    found = offered(shanghai, typed)
    assert len(found) <= MOST_OF_A_SOUND
    assert len({each.text for each in found}) == len(found)
    assert all(0 < each.used <= max(1, len(typed)) for each in found)


@given(st.text("abcdefghijklmnopqrstuvwxyz'", max_size=40))
def test_the_syllables_are_the_letters(letters: str) -> None:
    assert "".join(divided(letters)) == letters.replace("'", "")


def test_an_answer_comes_while_the_finger_is_still_on_the_key(shanghai: Catalogue) -> None:
    offered(shanghai, "a")  # the tables are read once
    began = time.perf_counter()
    for letters in ("wangxiaoming", "zhongguorenmin", "s", "shanghaishijinganqu") * 10:
        offered(shanghai, letters)
    assert (time.perf_counter() - began) / 40 < 0.05
