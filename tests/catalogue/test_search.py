"""A matter is found by what people call it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.schema import read
from onetrip.catalogue.search import search
from onetrip.catalogue.words import MOST_CHARACTERS, fold, spelt, without_filler
from tests.catalogue.phrases import SAID
from tests.catalogue.small import SMALL

MATTER = "matters/elder-card.yaml"


def ids(catalogue: Catalogue, said: str) -> list[str]:
    return [hit.matter.id for hit in search(catalogue, said)]


def test_people_find_what_they_mean_in_their_own_words(shanghai: Catalogue) -> None:
    first = [said for said, matter in SAID if ids(shanghai, said)[:1] != [matter]]
    among_three = [said for said, matter in SAID if matter not in ids(shanghai, said)[:3]]

    assert len(SAID) >= 80
    assert len(first) <= 0.15 * len(SAID), first
    assert len(among_three) <= 0.05 * len(SAID), among_three


def test_the_phrases_of_this_test_are_not_those_of_the_files(shanghai: Catalogue) -> None:
    told = {phrase for matter in shanghai.matters.values() for phrase in (*matter.also, matter.name.zh, matter.name.en)}

    assert sum(said in told for said, _ in SAID) <= 0.15 * len(SAID)


def test_every_phrase_of_a_file_finds_its_matter_first(shanghai: Catalogue) -> None:
    missed = [
        phrase
        for matter in shanghai.matters.values()
        for phrase in (matter.name.zh, matter.name.en, *matter.also)
        if ids(shanghai, phrase)[:1] != [matter.id]
    ]

    assert not missed


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("老娘满65了坐车的卡", "elder-card"),
        ("老年卡", "elder-card"),
        ("laonianka", "elder-card"),
        ("lao nian ka", "elder-card"),
        ("LNK", "elder-card"),
        ("canjizen diule bu yizhang", "disability-certificate-reissue"),
        ("wo xiang ban lao ren ka", "elder-card"),
        ("Elder Card", "elder-card"),
        ("敬佬卡", "elder-card"),
        ("病历本", "medical-record-booklet"),
        ("blb", "medical-record-booklet"),
        ("bingliben", "medical-record-booklet"),
        ("残疾人补贴", "disability-care-subsidy"),
        ("低保", "minimum-living-allowance"),
        ("医保", "resident-medical-insurance"),
        ("居往证", "residence-permit"),
        ("竟劳喀", "elder-card"),
        ("我想办一张竟劳喀", "elder-card"),
        ("我想问一下，帮我妈办个老年卡要带什么材料", "elder-card"),
        ("６５岁乘车卡", "elder-card"),
        ("六十五岁乘车卡", "elder-card"),
    ],
)
def test_a_matter_is_found_first(shanghai: Catalogue, said: str, matter: str) -> None:
    assert ids(shanghai, said)[0] == matter


@pytest.mark.parametrize(
    ("typed", "syllables"),
    [
        ("laonianka", "lao nian ka"),
        ("shenghuo buzhu", "sen huo bu zu"),
        ("xi'an lu", "xi an lu"),
        ("65 sui de ka", "sui de ka"),
        ("lvse tongdao", "lu se ton dao"),
        ("elder card", ""),
        ("pension", ""),
        ("lnk", ""),
        ("ka", ""),
        ("", ""),
    ],
)
def test_only_what_is_pinyin_throughout_is_divided_into_syllables(typed: str, syllables: str) -> None:
    assert spelt(typed) == syllables.split()


def test_one_character_finds_what_holds_it(shanghai: Catalogue) -> None:
    assert "elder-card" in ids(shanghai, "老")


def test_both_matters_of_one_sentence_are_found(shanghai: Catalogue) -> None:
    assert {"elder-card", "medical-record-booklet"} <= set(ids(shanghai, "老年卡和病历本")[:3])


@pytest.mark.parametrize(
    "said",
    [
        "",
        "   ",
        "。，！",
        "😀😀😀",
        "今天天气怎么样",
        "你好",
        "<script>alert(1)</script>",
        "asdfghjkl",
        "12345678",
        "\x00",
    ],
)
def test_what_means_nothing_here_finds_nothing(shanghai: Catalogue, said: str) -> None:
    assert ids(shanghai, said) == []


@pytest.mark.parametrize("said", ["'; DROP TABLE matters; --", "火车票退票", "买车摇号", "隔壁装修太吵", "股票开户"])
def test_what_the_centre_has_nothing_to_do_with_is_never_told_as_an_answer(shanghai: Catalogue, said: str) -> None:
    assert not any(hit.sure for hit in search(shanghai, said))


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("老年補貼", "old-age-allowance"),
        ("居住證簽注", "residence-permit-endorsement"),
        ("失業登記", "unemployment-registration"),
    ],
)
def test_traditional_characters_find_what_simplified_ones_do(shanghai: Catalogue, said: str, matter: str) -> None:
    assert ids(shanghai, said)[:1] == [matter]


def test_a_question_of_a_file_finds_its_matter_first(shanghai: Catalogue) -> None:
    missed = [
        question
        for matter in shanghai.matters.values()
        for question in matter.said
        if ids(shanghai, question)[:1] != [matter.id]
    ]

    assert not missed


@pytest.mark.parametrize(
    ("said", "matter"),
    [
        ("老公走了，火葬的钱", "funeral-service-subsidy"),
        ("外婆过世了", "funeral-service-subsidy"),
        ("就一个女儿，去年没了", "one-child-special-aid"),
        ("社保卡没了", "social-security-card"),
    ],
)
def test_gentle_words_for_death_are_understood_and_a_lost_card_is_not_one(
    shanghai: Catalogue, said: str, matter: str
) -> None:
    assert ids(shanghai, said)[0] == matter


@pytest.mark.parametrize(
    ("spoken", "written"),
    [("搿个药医保好报伐", "这个药医保能报吗"), ("姆妈生毛病", "妈妈生病"), ("今朝呒没辰光", "今天没有时候")],
)
def test_what_is_said_in_shanghai_means_what_is_written(spoken: str, written: str) -> None:
    assert fold(spoken) == fold(written)


def test_of_a_general_matter_and_a_special_one_the_word_that_is_left_over_decides(shanghai: Catalogue) -> None:
    assert ids(shanghai, "居住证")[0] == "residence-permit"
    assert ids(shanghai, "居住证挂失")[0] == "residence-permit-loss-report"
    assert ids(shanghai, "失业登记注销")[0] == "unemployment-registration-exit"


def test_a_long_speech_is_cut_and_still_understood(shanghai: Catalogue) -> None:
    assert ids(shanghai, "残疾证" + "，那个什么" * 400)[0] == "disability-certificate"
    assert len(fold("十" * 5000)) <= MOST_CHARACTERS


def test_no_more_hits_than_asked_for_and_the_best_come_first(shanghai: Catalogue) -> None:
    hits = search(shanghai, "登记", limit=3)

    assert len(hits) == 3
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert all(0 < hit.score <= 1 for hit in hits)


def test_a_hit_says_by_which_phrase_it_was_found() -> None:
    assert search(SMALL_CATALOGUE, "我想办老年卡")[0].phrase == "老年卡"


def test_filler_alone_is_not_taken_away_entirely() -> None:
    assert without_filler("怎么办") == "怎么办"


@given(st.text(max_size=3000))
def test_no_text_is_a_fault(said: str) -> None:
    assert len(search(SMALL_CATALOGUE, said)) <= 1


SMALL_CATALOGUE = read(SMALL).catalogue or pytest.fail("the small catalogue is not sound")
